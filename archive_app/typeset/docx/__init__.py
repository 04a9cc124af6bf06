"""The docx for the publisher (Office Open XML, ECMA-376): the book's words with styles, to be worked on further."""

from archive_app.typeset.docx.document import write

__all__ = ["write"]
