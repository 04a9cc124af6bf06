"""What an editor adjusts by hand in a volume's own copy of a text: a line taken out or let in, a forced line or page, a
picture pinned.

An adjustment is data of the volume's article; the record it is from knows nothing of it. It names the paragraph (the
block's id) and, for a forced line, the character with the words around it, so that it stays where it was meant when the
text changes before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture, Span, SpanStyle
from archive_app.frozen import dataclass
from archive_app.typeset.fonts.faces import CLOSING, INTERPUNCT, OPENING, STOPS

KINDS: Mapping[str, str] = {
    "tight": "少排一行",
    "loose": "多排一行",
    "plain": "照常排",
    "line": "换行",
    "page": "另起一面",
    "picture": "图片",
}
"""The adjustments there are, and their words."""

PLACES: Mapping[str, str] = {
    "here": "就地",
    "head": "页首",
    "foot": "页尾",
    "beside": "文旁",
    "page": "整面",
    "bleed": "整面出血",
    "spread": "跨页",
    "plate": "图版",
}
"""Where a picture may be pinned, and the words for it."""

SIDES: Mapping[str, str] = {"left": "左边", "right": "右边", "outer": "外侧", "inner": "里侧"}
"""At which side a picture beside text may stand, and the words for it."""

_LINES = {"tight": -1, "loose": 1, "plain": 0}
_ONE_OF = (frozenset(_LINES), frozenset({"page"}), frozenset({"picture"}))
"""Adjustments of a block that take each other's place."""
_PARAGRAPHS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.VERSE, BlockKind.QUESTION, BlockKind.ANSWER, BlockKind.LIST_ITEM}
)
_NEVER_FIRST = frozenset(CLOSING + STOPS + INTERPUNCT + "—…～")
"""What may not begin a line (GB/T 15834—2011 §5.1), by hand neither."""
_AROUND = 6
_SHOWN = 14
_MARK = "|"
_PICTURE = re.compile(r"(?:place=(?P<place>\w+))?\s*(?:width=(?P<width>\d{1,3})%)?\s*(?:side=(?P<side>\w+))?\Z")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """``kind`` is one of `KINDS`; ``at`` a code point of the block's text (forced lines), ``near`` the words around
    that place with ``|`` at it, else the block's first words; ``value`` a picture's ``place=… width=…%``."""

    kind: str
    block: str
    at: int = 0
    near: str = ""
    value: str = ""

    def row(self) -> dict[str, Any]:
        """As it is stored."""
        return {name: part for name, part in asdict(self).items() if part not in ("", 0)}

    @property
    def words(self) -> str:
        """``图片：页首，宽 60%``."""
        if self.kind != "picture":
            return KINDS[self.kind]
        wanted = picture_value(self.value)
        parts = (
            PLACES.get(wanted.place, ""),
            SIDES.get(wanted.side, ""),
            f"宽 {wanted.width:.0%}" if wanted.width else "",
        )
        return f"{KINDS['picture']}：{'，'.join(filter(None, parts))}"


def of_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Adjustment, ...]:
    """The adjustments of an article as they are stored; a kind that a later program wrote is passed over."""
    return tuple(Adjustment(**row) for row in rows if row.get("kind") in KINDS and row.get("block"))


def adjustment(text: Manuscript, kind: str, block: str, at: int = 0, value: str = "") -> Adjustment:
    """An adjustment of a place in ``text``.

    Raises ``UsageError`` where there is no such place, or the place does not take this.
    """
    own = next((one for one in text if one.id == block), None)
    if own is None:
        raise UsageError("这一段不在文稿里", "请先让书页排完，再点要调整的地方。", code="no-place")
    if kind not in KINDS:
        raise UsageError(f"没有“{kind}”这种调整", f"可用的有：{'、'.join(KINDS)}。", code="wrong-value")
    if kind in _LINES and own.kind not in _PARAGRAPHS:
        raise UsageError(f"{own.kind.label}不能少排或多排一行", "这只用于段落。", code="no-place")
    if kind == "picture":
        if own.kind is not BlockKind.PICTURE:
            raise UsageError("这里不是图片", "请点图片。", code="no-place")
        picture_value(value)
    if kind == "line":
        if own.kind in (BlockKind.PICTURE, BlockKind.TABLE) or not 0 < at < len(own.text):
            raise UsageError("换行要在一段文字的两个字之间", "请点要换到下一行去的第一个字。", code="no-place")
        if own.text[at] in _NEVER_FIRST or own.text[at - 1] in OPENING:
            mark = own.text[at] if own.text[at] in _NEVER_FIRST else own.text[at - 1]
            where = "行首" if own.text[at] in _NEVER_FIRST else "行末"
            raise UsageError(f"“{mark}”不能在{where}，不能在这里换行", "请点它前面或后面的字。", code="no-place")
        return Adjustment(kind, block, at, _around(own.text, at))
    return Adjustment(kind, block, 0, own.text[:_SHOWN], value)


class PictureValue(NamedTuple):
    """Where a picture is pinned: what is empty (0) stays as the text says."""

    place: str = ""
    width: float = 0.0
    side: str = ""

    def __str__(self) -> str:
        width = f"width={round(self.width * 100)}%" if self.width else ""
        parts = (f"place={self.place}" if self.place else "", width, f"side={self.side}" if self.side else "")
        return " ".join(filter(None, parts))


def picture_value(value: str) -> PictureValue:
    """``place=beside width=60% side=left`` read: each may be left out, not all. Raises ``UsageError``."""
    found = _PICTURE.match(value.strip())
    read = PictureValue(found["place"] or "", int(found["width"] or 0) / 100, found["side"] or "") if found else None
    known_place = read is not None and (not read.place or read.place in PLACES)
    known_side = read is not None and (not read.side or read.side in SIDES)
    if read is None or not value.strip() or not known_place or not known_side or not _width_can_be(found):
        places = "、".join(f"{name}（{words}）" for name, words in PLACES.items())
        sides = "、".join(f"{name}（{words}）" for name, words in SIDES.items())
        raise UsageError(
            f"图片的位置、宽度不能是“{value}”",
            f"写成 place=beside width=60% side=left；place 可用 {places}，宽 5% 到 100%，side 可用 {sides}。",
            code="wrong-value",
        )
    return read


def _width_can_be(found: re.Match[str] | None) -> bool:
    return found is not None and (not found["width"] or 5 <= int(found["width"]) <= 100)


def with_adjustment(known: Sequence[Adjustment], new: Adjustment) -> tuple[Adjustment, ...]:
    """``known`` and ``new``, which takes the place of what it contradicts."""
    rivals = next((group for group in _ONE_OF if new.kind in group), frozenset())
    kept = [
        one
        for one in known
        if not (one.block == new.block and (one.kind in rivals or (one.kind == new.kind and one.at == new.at)))
    ]
    return (*kept, new)


def adjusted(text: Manuscript, wanted: Iterable[Adjustment]) -> tuple[Manuscript, tuple[Adjustment, ...]]:
    """(the text with its adjustments; those whose place is not there any more)."""
    blocks = {block.id: block for block in text}
    breaks: set[str] = set()
    lost: list[Adjustment] = []
    for one in wanted:
        block = blocks.get(one.block)
        made = _on(block, one) if block is not None else None
        if block is None or made is None:
            lost.append(one)
        elif one.kind == "page":
            breaks.add(block.id)
        else:
            blocks[one.block] = made
    if not breaks and all(blocks[block.id] is block for block in text):
        return text, tuple(lost)
    return Manuscript(tuple(_broken(text, blocks, breaks))), tuple(lost)


def _broken(text: Manuscript, blocks: Mapping[str, Block], breaks: set[str]) -> Iterable[Block]:
    before: BlockKind | None = None
    for block in text:
        if block.id in breaks and before is not BlockKind.PAGE_BREAK:
            yield Block(BlockKind.PAGE_BREAK, id=f"{block.id}.page")
        before = block.kind
        yield blocks[block.id]


def _on(block: Block, one: Adjustment) -> Block | None:
    """The block adjusted; None where it is another thing now, or the place is gone."""
    if one.kind in _LINES:
        return replace(block, tight=_LINES[one.kind]) if block.kind in _PARAGRAPHS else None
    if one.kind == "line":
        at = place_of(block.text, one)
        if at is None or block.kind in (BlockKind.PICTURE, BlockKind.TABLE):
            return None
        forced = Span(at, at, SpanStyle.LINE_BREAK)
        return block if forced in block.spans else replace(block, spans=(*block.spans, forced))
    if one.kind == "picture":
        if block.picture is None:
            return None
        wanted = picture_value(one.value)
        own: Picture = block.picture
        placed = {name: value for name, value in wanted._asdict().items() if value}
        return replace(block, picture=replace(own, **placed))
    return block


def place_of(text: str, one: Adjustment) -> int | None:
    """Where a forced line is now: where the words around it stand, nearest to where they stood."""
    before, _, after = one.near.partition(_MARK)
    words = before + after
    places = [n + len(before) for n in range(len(text) - len(words) + 1) if text.startswith(words, n)] if words else []
    places = [at for at in places if 0 < at < len(text)]
    return min(places, key=lambda at: abs(at - one.at)) if places else None


def _around(text: str, at: int) -> str:
    return f"{text[max(0, at - _AROUND) : at]}{_MARK}{text[at : at + _AROUND]}"
