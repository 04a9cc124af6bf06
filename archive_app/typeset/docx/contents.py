"""目录 as a field that is filled in: it shows what the book has, and Word can make it anew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_app.frozen import dataclass
from archive_app.typeset.docx.names import holding, w
from archive_app.typeset.docx.paragraphs import Paragraph, field_runs
from archive_app.typeset.docx.runs import plain, styled, tab
from archive_app.typeset.reflow.markup import element

_ROLE = re.compile("[ 　]+(口述|采访|整理|记录|撰文|编写|供稿|著|译|等)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: ``label`` is the page it has in the book as it was set."""

    title: str
    level: int
    bookmark: str
    label: str = ""
    authors: tuple[str, ...] = ()


def contents_title() -> Paragraph:
    """The title, which is no part of the field: Word makes that anew."""
    return Paragraph("ContentsTitle", plain("目录"))


def contents(entries: Sequence[Entry], authors: bool) -> str:
    """The lines, in the frame by which Word knows a table of contents (§17.5.2.12)."""
    lowest = max((entry.level for entry in entries), default=1)
    lines = []
    for number, entry in enumerate(entries):
        by = "　".join(_ROLE.sub(r"\1", name.strip()) for name in entry.authors) if authors else ""
        shown = plain(entry.title) + tab() + (styled(f"{by}　", "KaiText") if by else "")
        shown += field_runs(f"PAGEREF {entry.bookmark} \\h", plain(entry.label or "—"), stale=True)
        inner = element("w:hyperlink", {"w:anchor": entry.bookmark, "w:history": 1}, shown)
        if number == 0:
            code = f'<w:instrText xml:space="preserve"> TOC \\o "1-{lowest}" \\h \\z \\u </w:instrText>'
            inner = _mark("begin") + holding("r", code) + _mark("separate") + inner
        if number == len(entries) - 1:
            inner += _mark("end")
        lines.append(Paragraph(f"TOC{min(entry.level, 9)}", inner).xml())
    gallery = holding("docPartObj", w("docPartGallery", "Table of Contents"), w("docPartUnique"))
    return holding("sdt", holding("sdtPr", gallery), holding("sdtContent", *lines))


def _mark(kind: str) -> str:
    return holding("r", w("fldChar", fldCharType=kind))
