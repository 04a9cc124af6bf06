"""The pages of a volume as they lie on the table: every paragraph with the printed page and the line, counted down the
page as the proof counts them beside the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archive_app.domain.corrections.placing import Placed, Texts, place
from archive_app.domain.corrections.proposal import Proposal, What
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass
from archive_app.services.printed import stored_layout
from archive_app.services.proofs import layout_path
from archive_app.typeset.changes import read_earlier

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.typeset.book import Book
    from archive_app.typeset.layout import Layout

_CAPTIONS = frozenset({"caption", "people", "credit"})
_SAME_LINE = 1.0  # points, as the proof has it
_LEFT_OUT = ("contents", "cover", "blank")
ROUNDS = {"proof1": 1, "proof2": 2, "proof3": 3}
"""Which proof lies on the table in which state of an item."""


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A line: its page's printed number, its own number on the page, its first character's offset, its words."""

    page: str
    number: int
    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class ProofText:
    """A paragraph as it is printed; ``block`` is empty for a line over the text, whose ``role`` says which."""

    article: str
    block: str
    part: str
    role: str
    lines: tuple[ProofLine, ...]
    text: str
    starts: tuple[int, ...]
    """From which character of ``text`` each line goes."""

    def line_at(self, at: int) -> ProofLine:
        """The line on which a character of ``text`` stands."""
        return self.lines[max(0, bisect_right(self.starts, at) - 1)]

    def offset_of(self, at: int) -> int:
        """The character's offset in the block's own text."""
        line = max(0, bisect_right(self.starts, at) - 1)
        return self.lines[line].offset + at - self.starts[line]


class ProofPages:
    """A layout, ready to be asked where something stands."""

    def __init__(self, layout: Mapping[str, Any]) -> None:
        lines: dict[tuple[str, str, str, str], list[ProofLine]] = {}
        self.pages: list[str] = []
        for page in layout["pages"]:
            if page["kind"] in _LEFT_OUT:
                continue
            self.pages.append(str(page["label"]))
            numbers = _numbers(page["lines"])
            for line, number in zip(page["lines"], numbers, strict=True):
                if line["article"] and int(line["offset"]) >= 0:
                    part = str(line.get("part", "text"))
                    key = str(line["article"]), str(line["block"]), part, str(line.get("role", "body"))
                    told = ProofLine(str(page["label"]), number, int(line["offset"]), str(line["text"]))
                    lines.setdefault(key, []).append(told)
        self.texts = [_joined(key, own) for key, own in lines.items()]
        self._of: dict[str, list[ProofText]] = {}
        for text in self.texts:
            self._of.setdefault(text.article, []).append(text)

    def of_article(self, article: str) -> list[ProofText]:
        """What is printed of an article."""
        return self._of.get(article, [])

    def find(self, article: str, one: Proposal) -> ProofLine | None:
        """Where a proposal stands on these pages: its words before it was accepted, or those that came; None where
        that is not one place."""
        texts = self.of_article(article)
        if one.what is What.FIELD:
            fitting = [t for t in texts if not t.block and (one.old in t.text or (one.new and one.new in t.text))]
            return fitting[0].lines[0] if fitting else None
        if one.what in (What.WORDS, What.NOTE):
            for turned in (one, replace(one, what=What.WORDS, old=one.new)):  # the second: as it is once accepted
                found = place(turned, _Printed(texts))
                if isinstance(found, Placed):
                    text = next(t for t in texts if (t.block, _part(t.part)) == (found.block, found.part))
                    return text.line_at(found.start)
        own = [t for t in texts if t.block == one.block and _part(t.part) == one.part]
        for text in own:
            at = next((at for words in (one.old, one.new) if words and (at := text.text.find(words)) >= 0), -1)
            if at >= 0:
                return text.line_at(at)
        block = next((t for t in texts if t.block == one.block), None)
        if block is None:
            return None
        return block.lines[-1] if one.what in (What.IN, What.JOIN) else block.lines[0]


class _Printed(Texts):
    """The paragraphs of an article as they are printed."""

    def __init__(self, texts: Sequence[ProofText]) -> None:
        super().__init__(Manuscript())
        self.texts = {(text.block, _part(text.part)): text.text for text in texts if text.block}


def _part(part: str) -> str:
    return "" if part == "text" else part


def _joined(key: tuple[str, str, str, str], lines: Sequence[ProofLine]) -> ProofText:
    text, starts = "", []
    begin = lines[0].offset
    for line in lines:
        text = text.ljust(max(len(text), line.offset - begin))
        starts.append(len(text))
        text += line.text
    return ProofText(*key, tuple(lines), text, tuple(starts))


def _numbers(lines: Sequence[Mapping[str, Any]]) -> list[int]:
    """The number of each line as the proof prints it beside the text."""
    level = [one for one in lines if not one.get("vertical") and not one.get("turned")]
    places = [one["y"] for one in level if one["role"] not in _CAPTIONS]
    counted = [
        one for one in level if one["role"] not in _CAPTIONS or all(abs(one["y"] - y) > one["size"] for y in places)
    ]
    rows = _rows(one["y"] for one in counted)
    columns = _rows(-one["x"] for one in lines if one.get("vertical"))
    return [_nearest(columns, -one["x"]) if one.get("vertical") else _nearest(rows, one["y"]) for one in lines]


def _rows(places: Iterable[float]) -> list[float]:
    rows: list[float] = []
    for at in sorted(places):
        if not rows or at - rows[-1] > _SAME_LINE:
            rows.append(at)
    return rows


def _nearest(rows: Sequence[float], at: float) -> int:
    if not rows:
        return 1
    best = min(range(len(rows)), key=lambda n: abs(rows[n] - at))
    return best + 1


def proof_pages(
    archive: Archive, volume_id: str, number: int = 0, compose: Callable[[Book], Layout] | None = None
) -> ProofPages:
    """The pages of a round's proof where they were kept, else of the newest, else set now by ``compose``.

    Raises ``ArchiveError`` where the volume cannot be set."""
    path = layout_path(archive, volume_id, number)
    if number and path.is_file():
        return ProofPages(read_earlier(path))
    found = stored_layout(archive.root, volume_id)
    if found is None:
        from archive_app.services.typesetting import volume_book
        from archive_app.typeset.composer import compose as compose_here
        from archive_app.typeset.kept import kept

        found = kept((compose or compose_here)(volume_book(archive, volume_id)))
    return ProofPages(found)
