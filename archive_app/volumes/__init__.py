"""Compile a volume: from the archive's records to a book that can be typeset."""
