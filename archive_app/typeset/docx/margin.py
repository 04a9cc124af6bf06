"""comments.xml: what was written beside a text, with its answers (ECMA-376-1 §17.13.4; MS-DOCX for answers and what is
done).

A comment's begin and end travel with the text as marks (`archive_app.domain.marks`); where a note's mark would be
written, `Margin.call` writes the edge of the comment instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from archive_app.domain.comments import Comment, Thread, threads
from archive_app.domain.manuscript import Block, Manuscript, Note
from archive_app.domain.marks import mark
from archive_app.typeset.docx.names import MAIN, RELATIONS, holding, w
from archive_app.typeset.docx.runs import plain
from archive_app.typeset.reflow.markup import DECLARATION, element

WALL = timezone(timedelta(hours=8))
"""Word writes and shows the clock on the wall, without saying where it hangs; here it hangs in China."""
_BEGINS, _ENDS = "begins", "ends"
RAW = "raw "
"""What a mark begins with that is markup itself: the edges of a tracked change."""
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@dataclass(slots=True)
class Margin:
    """The comments on their way out. ``comments`` are those of each article, by its key."""

    comments: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    _out: list[tuple[Comment, int, bool]] = field(default_factory=list)  # the number it answers, whether it is done

    def marked(self, key: str, manuscript: Manuscript) -> Manuscript:
        """The text with a mark at each edge of each of its comments. What is gone from the text is said at its end."""
        found = threads(self.comments.get(key, ()), manuscript)
        if not found or not len(manuscript):
            return manuscript
        marks: dict[str, list[Note]] = {}
        blocks = {block.id: block for block in manuscript}
        last = manuscript.blocks[-1]
        for thread in found:
            block = blocks[thread.place.block] if thread.place is not None else last
            first = len(self._out)
            self._take(thread)
            begins, ends, cell = _edges(thread, block)
            for number in range(first, len(self._out)):
                edges = mark(begins, f"{_BEGINS} {number}", cell), mark(ends, f"{_ENDS} {number}", cell)
                marks.setdefault(block.id, []).extend(edges)
        return Manuscript(
            tuple(replace(one, notes=(*one.notes, *marks[one.id])) if one.id in marks else one for one in manuscript)
        )

    def _take(self, thread: Thread) -> None:
        number = len(self._out)
        self._out.append((thread.comment, -1, thread.comment.done))
        self._out += ((answer, number, thread.comment.done) for answer in thread.answers)

    @staticmethod
    def call(note: Note) -> str:
        """What stands in the text at a mark."""
        kind, _blank, number = note.text.partition(" ")
        if note.text.startswith(RAW):
            return number
        if kind == _BEGINS:
            return w("commentRangeStart", id=number)
        reference = holding("r", w("commentReference", id=number))
        return w("commentRangeEnd", id=number) + reference

    @property
    def any(self) -> bool:
        """Whether there are comments in the text that was written."""
        return bool(self._out)

    def parts(self) -> dict[str, bytes]:
        """The parts of the file, by their names; none where nothing was commented."""
        if not self._out:
            return {}
        spaces = {"xmlns:w": MAIN, "xmlns:w14": _W14, "xmlns:mc": _MC, "mc:Ignorable": "w14"}
        said = element("w:comments", spaces, *(_comment(n, one) for n, (one, _above, _done) in enumerate(self._out)))
        about = []
        for number, (_one, above, done) in enumerate(self._out):
            parent = {"w15:paraIdParent": _paragraph(above)} if above >= 0 else {}
            values = {"w15:paraId": _paragraph(number), **parent, "w15:done": int(done)}
            about.append(element("w15:commentEx", values))
        spaces = {"xmlns:w15": _W15, "xmlns:mc": _MC, "mc:Ignorable": "w15"}
        extended = element("w15:commentsEx", spaces, *about)
        return {
            "word/comments.xml": (DECLARATION + said).encode(),
            "word/commentsExtended.xml": (DECLARATION + extended).encode(),
        }

    def relations(self) -> list[tuple[str, str, str]]:
        """What document.xml.rels says of the parts: id, type, target."""
        if not self._out:
            return []
        extended = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
        return [
            ("rIdComments", f"{RELATIONS}/comments", "comments.xml"),
            ("rIdCommentsEx", extended, "commentsExtended.xml"),
        ]


def _edges(thread: Thread, block: Block) -> tuple[int, int, tuple[int, int] | None]:
    """Where a comment's marks stand in its block; one on a note where the note is called, one on a whole table at what
    the table begins with."""
    place = thread.place
    if place is None:
        return len(block.text), len(block.text), None
    kind, _colon, where = place.part.partition(":")
    if kind == "note":
        note = next((one for one in block.notes if one.id == where), None)
        return (note.at, note.at, note.cell) if note is not None else (0, 0, None)
    if kind == "cell":
        row, _comma, column = where.partition(",")
        return place.start, place.end, (int(row), int(column))
    return place.start, place.end, None


def _comment(number: int, comment: Comment) -> str:
    values: dict[str, object] = {"w:id": number, "w:author": comment.by or "未署名"}
    if comment.at:
        moment = datetime.fromisoformat(comment.at).astimezone(WALL)
        values["w:date"] = f"{moment:%Y-%m-%dT%H:%M:%S}Z"
    values["w:initials"] = comment.by[:1]
    lines = comment.text.split("\n")
    paragraphs = []
    for place, line in enumerate(lines):
        named = {"w14:paraId": _paragraph(number)} if place == len(lines) - 1 else {}
        paragraphs.append(element("w:p", named, plain(line)))
    return element("w:comment", values, *paragraphs)


def _paragraph(number: int) -> str:
    """The name of a comment's last paragraph: eight hexadecimal digits below 0x80000000 (MS-DOCX §2.6.2)."""
    return f"{0x10000000 + number:08X}"
