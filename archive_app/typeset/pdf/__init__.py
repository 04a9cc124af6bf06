"""From a layout to a PDF file; what is in it was decided before."""

from __future__ import annotations

from archive_app.typeset.pdf.document import write
from archive_app.typeset.pdf.file import Metadata

__all__ = ["Metadata", "write"]
