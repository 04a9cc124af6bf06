"""What pages are drawn on: reportlab's canvas.

Strokes, paths, states, colours and the places of pictures are reportlab's operators; lines of text are our own
(`archive_app.typeset.pdf.text`), put between them raw. The document around the pages is `archive_app.typeset.pdf.file`.
"""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas


class Surface(Canvas):  # type: ignore[misc]
    """A canvas that gives up what was drawn on it, a page at a time; its y goes up from the page's foot, in points."""

    def __init__(self) -> None:
        super().__init__("", pagesize=(1.0, 1.0), invariant=1)

    @property
    def code(self) -> list[str]:
        """The operators of this page so far; raw ones may be added."""
        operators: list[str] = self._code
        return operators

    def take(self) -> str:
        """What was drawn since the last time, as a content stream."""
        drawn = "\n".join(self._code)
        self._restartAccumulators()
        self.init_graphics_state()
        return drawn
