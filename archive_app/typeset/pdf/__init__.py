"""From a layout to a PDF file. reportlab writes the file; what is in it was decided before."""

from __future__ import annotations

from archive_app.typeset.pdf.document import Metadata, write

__all__ = ["Metadata", "write"]
