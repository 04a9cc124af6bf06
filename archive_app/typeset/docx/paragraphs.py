"""A paragraph before it is written: a section's properties may yet come to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive_app.typeset.docx.names import holding, w
from archive_app.typeset.reflow.scripts import from_the_right

_ORDER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "tabs", "bidi", "spacing", "ind", "jc",
          "outlineLvl", "rPr", "sectPr")  # fmt: skip
"""The elements used, in the order of CT_PPr (ECMA-376-1 §17.3.1.26)."""


def way(text: str) -> dict[str, str]:
    """What a paragraph that holds ``text`` and nothing else says of its direction (§17.3.1.6)."""
    return {"bidi": w("bidi")} if from_the_right(text) else {}


@dataclass(slots=True)
class Paragraph:
    """``style`` by its id; ``own`` are direct properties by element name; ``inner`` is markup: runs, bookmarks."""

    style: str
    inner: str = ""
    own: dict[str, str] = field(default_factory=dict)

    def xml(self) -> str:
        """``w:p``."""
        named = {"pStyle": w("pStyle", self.style)} if self.style != "Normal" else {}
        every = {**named, **self.own}
        about = holding("pPr", *(every[name] for name in _ORDER if name in every)) if every else ""
        return holding("p", about, self.inner)


def field_runs(instruction: str, shown: str, look: str = "", *, stale: bool = False) -> str:
    """A field with what it showed last (§17.16.18). ``stale`` asks the program to reckon it anew on opening."""

    def mark(kind: str, **more: object) -> str:
        return holding("r", look, w("fldChar", fldCharType=kind, **more))

    code = f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
    begin = mark("begin", dirty="true") if stale else mark("begin")
    return begin + holding("r", look, code) + mark("separate") + shown + mark("end")
