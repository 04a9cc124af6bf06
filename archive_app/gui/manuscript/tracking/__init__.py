"""Proposed corrections in the page, as Word shows 修订."""
