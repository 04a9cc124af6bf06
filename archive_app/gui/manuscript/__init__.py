"""Manuscripts in the window: blocks with ids as a page to write on, and back again without loss."""
