"""The EPUB 3 (W3C EPUB 3.3): the book to be read on a screen of any size, with the printed pages' numbers in it."""

from archive_app.typeset.epub.document import write

__all__ = ["write"]
