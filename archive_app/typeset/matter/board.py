"""编委会名单: who holds which office, read from a text and put in the order of the house.

A list is a manuscript: a heading for each group (编审委员会, 编辑部), a paragraph for each office
(主任：张三、李四). The officers stand in the order given by hand. 委员 may be ordered by strokes or pinyin: where the
list is asked to, or where the office says so itself, 委员（按姓氏笔画为序）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.frozen import dataclass
from archive_app.typeset.matter.ordering import order_key

BY_STROKES, BY_PINYIN = "按姓氏笔画为序", "按姓氏音序排列"
_ORDERED = {"strokes": BY_STROKES, "pinyin": BY_PINYIN}
_MEMBERS = re.compile("(?:委员|编委|成员|组员|编委会委员)\\Z")
_BEFORE_OFFICE = re.compile("(?:主任|常务|首席)委员\\Z")  # 主任委员 is an office
_ASIDE = re.compile(r"[（(]([^（）()]*)[）)]")
_OFFICE = re.compile(r"\s*([^：:]{1,30}?)\s*[：:]\s*(.*)", re.DOTALL)
_MARKS = re.compile("[、，,；;\n]+")
_LONGEST = 8  # characters of a name of one word; a longer one is no name


@dataclass(frozen=True, slots=True)
class Office:
    """An office and who holds it: ``names`` are (name, its place in the block's text). ``aside`` is what stands in
    brackets after the office (按姓氏笔画为序). ``role`` is empty for a paragraph that is no list of names."""

    block: str
    role: str
    aside: str
    names: tuple[tuple[str, int], ...]


def arranged(text: Manuscript, order: str = "") -> Manuscript:
    """The list with every office a paragraph, its 委员 in ``order`` (strokes, pinyin; empty: as they are given).

    Tables of two columns, lists and paragraphs are read alike; what is no list of names stays as it is.
    """
    return Manuscript(tuple(_ordered(block, order) for given in text for block in _paragraphs(given)))


def offices(text: Manuscript) -> Iterator[Office | Block]:
    """The offices of a list in order, headings and other paragraphs among them."""
    for block in text:
        found = _OFFICE.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
        names = tuple(_names(found[2], found.start(2))) if found else ()
        if found is None or not names or any(_is_prose(name) for name, _ in names):
            yield block  # words, not a list
            continue
        aside = _ASIDE.search(found[1])
        yield Office(block.id, _ASIDE.sub("", found[1]).strip(), aside[1] if aside else "", names)


def office_line(role: str, names: Iterable[str]) -> str:
    """The paragraph of an office."""
    return f"{role}：{'、'.join(names)}"


def _paragraphs(block: Block) -> Iterator[Block]:
    if block.kind is BlockKind.TABLE:
        for number, row in enumerate(block.rows):
            cells = [cell.text.strip() for cell in row if cell.text.strip()]
            if len(cells) > 1 and not all(cell.header for cell in row):
                line = office_line(cells[0].rstrip("：:"), cells[1:])
                yield Block(BlockKind.PARAGRAPH, line, id=f"{block.id}.{number}")
    elif block.kind is BlockKind.LIST_ITEM:
        yield replace(block, kind=BlockKind.PARAGRAPH)
    elif block.label:  # 问/答 are read out of what stands before a colon
        yield replace(block, kind=BlockKind.PARAGRAPH, label="", text=f"{block.label}：{block.text}", spans=())
    else:
        yield block


def _ordered(block: Block, order: str) -> Block:
    found = _OFFICE.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
    if found is None:
        return block
    role = found[1].strip()
    plain = "".join(_ASIDE.sub("", role).split())
    said = "strokes" if "笔画" in role else "pinyin" if "拼音" in role or "音序" in role else ""
    is_members = _MEMBERS.search(plain) and not _BEFORE_OFFICE.search(plain)
    by = said or (order if is_members else "")
    names = [name for name, _ in _names(found[2], 0)]
    if not by or len(names) < 2:
        return block
    names.sort(key=lambda name: order_key(_ASIDE.sub("", name), "person", by))
    return replace(block, text=office_line(role if said else f"{role}（{_ORDERED[by]}）", names), spans=(), notes=())


def _names(text: str, start: int) -> Iterator[tuple[str, int]]:
    """(name, offset): names are parted by 、 or, where there is none, by spaces; 张　三 is one name."""
    parted = bool(_MARKS.search(text.strip("、，,；;。\n ")))
    place = 0
    for piece in re.split(f"({_MARKS.pattern})", text) if parted else [text]:
        if not _MARKS.fullmatch(piece):
            words = [(m[0].rstrip("。"), place + m.start()) for m in re.finditer(r"\S+", piece)]
            joined = [_joined(words)] if words else []
            yield from ((name, start + at) for name, at in (joined if parted else _singles(words)) if name)
        place += len(piece)


def _is_prose(name: str) -> bool:
    return len(_ASIDE.sub("", name)) > _LONGEST and not re.search("[·• A-Za-z]", name)


def _joined(words: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """The words between two marks: 张　三 is a name with space in it, Sonam Dorje one of two words."""
    glue = "" if all(_ends_in_han(word) for word, _ in words) else " "
    return glue.join(word for word, _ in words), words[0][1]


def _singles(words: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Words parted by spaces as names: two single characters after one another are one name."""
    held: tuple[str, int] | None = None
    for word, at in words:
        single = len(word) == 1 and _ends_in_han(word)
        if held is not None and single:
            yield held[0] + word, held[1]
            held = None
            continue
        if held is not None:
            yield held
        held = (word, at) if single else None
        if not single:
            yield word, at
    if held is not None:
        yield held


def _ends_in_han(word: str) -> bool:
    return "\u3400" <= word[-1] <= "\u9fff" or "\U00020000" <= word[-1] <= "\U0003ffff"
