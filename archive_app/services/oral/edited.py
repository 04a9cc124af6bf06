"""整理稿: an item's text made of its transcript, or tied to it where it was written beside it. One step of undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.access import Access
from archive_app.domain.edited.fillers import Filler, fillers, without
from archive_app.domain.edited.linking import counts, linked
from archive_app.domain.edited.making import LONGEST, Labels, Making, made, who_asks
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.segments import Segment
from archive_app.domain.units import effective
from archive_app.domain.withholding import Audience, stays
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.oral.forms import Words, chosen
from archive_app.services.oral.interview import segments_of

_AS_OPEN = {Access.PUBLIC: Audience.PUBLIC, Access.INTERNAL: Audience.INTERNAL, Access.RESTRICTED: Audience.OWN}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the text is to be made of: the rows of the transcript (None: all), in which words, with which labels, at
    most so many characters to a paragraph; ``drop`` are fillers by row and place that a person agreed to."""

    rows: tuple[int, ...] | None = None
    words: Words = Words.SPOKEN
    labels: Labels = Labels.ASKED
    longest: int = LONGEST
    drop: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A filler that may be taken out: in which row, and the words around it."""

    row: int
    filler: Filler
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What was made: paragraphs and characters; ``held_back`` segments are stricter than the item itself."""

    item: str
    title: str
    paragraphs: int
    characters: int
    held_back: int
    told: int
    """Paragraphs that know their segments."""

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi edited --json`` prints it."""
        numbers = {"paragraphs": self.paragraphs, "characters": self.characters, "held_back": self.held_back}
        return {"id": self.item, "title": self.title, **numbers, "told": self.told}


_AROUND = 8


def rows_of(item: Record, wanted: Wanted) -> tuple[list[tuple[int, Segment]], int]:
    """The segments that go into the text by row, in the words asked for; how many are stricter than the item and do
    not: a text is read by whoever may read the item. What a unit closes may be opened again, so the item's own level
    counts; and what was closed word by word stays out of any text."""
    segments = chosen(segments_of(item), wanted.words if wanted.words is not Words.BOTH else Words.SPOKEN)
    rows = range(len(segments)) if wanted.rows is None else [row for row in wanted.rows if row < len(segments)]
    own = effective(str(item.values.get("access") or ""), "")
    back = {
        row for row in rows if segments[row].access == Access.RESTRICTED or stays(segments[row], own, _AS_OPEN[own])
    }
    return [(row, segments[row]) for row in rows if row not in back], len(back)


def proposals(item: Record, wanted: Wanted) -> list[Proposed]:
    """The fillers in these segments, in order; nothing is taken out by itself."""
    found = []
    for row, segment in rows_of(item, wanted)[0]:
        for one in fillers(segment.text):
            before = segment.text[max(0, one.start - _AROUND) : one.start]
            found.append(Proposed(row, one, before, segment.text[one.end : one.end + _AROUND]))
    return found


def text_of(item: Record, wanted: Wanted) -> tuple[Manuscript, int]:
    """The text as it would be, and how many segments were held back."""
    rows, back = rows_of(item, wanted)
    said = [replace(segment, text=_dropped(row, segment, wanted.drop)) for row, segment in rows]
    people = [
        (str(one.get("role") or ""), str(one.get("name") or "")) for one in item.values.get("responsibility") or ()
    ]
    making = Making(wanted.labels, who_asks(segments_of(item), people), wanted.longest)
    return made(said, making), back


def _dropped(row: int, segment: Segment, drop: Iterable[tuple[int, int]]) -> str:
    places = {start for at, start in drop if at == row}
    return (
        without(segment.text, [one for one in fillers(segment.text) if one.start in places]) if places else segment.text
    )


def make_text(archive: Archive, item_id: str, wanted: Wanted, *, append: bool = False, instead: bool = False) -> Edited:
    """Make an item's text of its transcript. Where it has one already, ``append`` writes behind it, ``instead`` in its
    place; neither raises ``UsageError``, as does an item without a transcript."""
    item = archive.catalogue.record(item_id)
    if not segments_of(item):
        raise UsageError(f"《{item.title}》没有转写稿", "请先加入或写好转写稿。", code="no-transcript")
    text, back = text_of(item, wanted)
    if not len(text):
        raise UsageError("选中的段里没有能写进整理稿的话", "请另选几段，或看看它们的级别。", code="nothing")
    before = Manuscript.from_json(item["manuscript"])
    if len(before) and not (append or instead):
        raise UsageError(f"《{item.title}》已有正文", "请选接在后面，或换掉原来的。", code="has-text")
    whole = Manuscript((*before.blocks, *text.blocks)) if append else text
    archive.execute(SetFields(item.id, {"manuscript": whole.to_json()}, words="从转写稿做整理稿"))
    return Edited(item.id, item.title, len(text), text.character_count(), back, counts(text)[0])


def link_text(archive: Archive, item_id: str) -> Edited:
    """Tie the paragraphs of an item's text to the segments they tell, by their words. Raises ``UsageError`` where there
    is no text, no transcript, or nothing in common."""
    item = archive.catalogue.record(item_id)
    before, segments = Manuscript.from_json(item["manuscript"]), segments_of(item)
    if not len(before) or not segments:
        raise UsageError(f"《{item.title}》没有正文，或没有转写稿", "两样都有才连得起来。", code="nothing")
    text = linked(before, segments)
    told, _all = counts(text)
    if not told:
        raise UsageError(
            "正文和转写稿的话对不上，一段也没有连", "整理时改动大的，请在正文里一段一段地连。", code="nothing"
        )
    if text != before:
        archive.execute(SetFields(item.id, {"manuscript": text.to_json()}, words="整理稿连到录音"))
    return Edited(item.id, item.title, len(text), text.character_count(), 0, told)
