"""辅文 given as a TOML table: a 编委会, a 大事记, 采访名录 and 勘误 become texts like any other, ready to be set."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript
from archive_app.frozen import dataclass
from archive_app.typeset.matter.board import arranged, office_line
from archive_app.typeset.matter.dated import of_events, of_table
from archive_app.typeset.toml_source import OneOf, Source, build, parse


@dataclass(frozen=True, slots=True)
class _Office:
    role: str
    names: tuple[str, ...]
    order: Annotated[str, OneOf(("", "strokes", "pinyin"))] = ""


@dataclass(frozen=True, slots=True)
class _Group:
    title: str = ""
    office: tuple[_Office, ...] = ()


@dataclass(frozen=True, slots=True)
class _Board:
    title: str = ""
    office: tuple[_Office, ...] = ()
    group: tuple[_Group, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Event:
    date: Any
    text: str


@dataclass(frozen=True, slots=True)
class _Chronicle:
    event: tuple[_Event, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Interview:
    narrator: str
    date: Any = ""
    place: str = ""
    interviewer: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Interviews:
    interview: tuple[_Interview, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Erratum:
    wrong: str
    right: str
    page: Any = ""
    line: Any = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class _Errata:
    erratum: tuple[_Erratum, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A TOML file read: its own title, its text, and what an editor should know."""

    title: str
    text: Manuscript
    doubts: tuple[str, ...] = ()


_INTERVIEWS = {
    "narrator": "口述者", "about": "内容", "date": "采访时间", "place": "采访地点", "interviewer": "采访者",
}  # fmt: skip
_ERRATA = {"article": "篇名", "page": "页", "line": "行", "wrong": "误", "right": "正"}


def read_matter(kind: str, text: str, name: str) -> Read:
    """What the TOML file ``name`` gives for ``kind`` (one of `archive_app.typeset.matter.kinds.FROM_TABLES`).

    Raises `archive_app.typeset.toml_source.SourceError`, naming file, line and key.
    """
    source = Source(name, text)
    return _READERS[kind](parse(text, name), source)


def arranged_matter(kind: str, text: Manuscript, order: str = "") -> tuple[Manuscript, list[str]]:
    """The text of a piece of 辅文 as its form wants it: a 编委会's 委员 in order, a 大事记's table under its years."""
    if kind == "board":
        return arranged(text, order), []
    return of_table(text) if kind == "chronicle" else (text, [])


def _board(data: Mapping[str, Any], source: Source) -> Read:
    table = build(_Board, data, source)
    blocks = [block for office in table.office for block in _office(office)]
    for group in table.group:
        if group.title:
            blocks.append(Block(BlockKind.HEADING, group.title, level=2))
        blocks += [block for office in group.office for block in _office(office)]
    if not blocks:
        raise source.fail("", "里面没有一个职务", '例如 [[office]] 下写 role = "主任" 和 names = ["张三"]。')
    return Read(table.title, Manuscript((*blocks, *_note(table.note))))


def _chronicle(data: Mapping[str, Any], source: Source) -> Read:
    table = build(_Chronicle, data, source)
    text, doubts = of_events([(shown(event.date), event.text) for event in table.event])
    return Read(table.title, Manuscript((*text, *_note(table.note))), tuple(doubts))


def _interviews(data: Mapping[str, Any], source: Source) -> Read:
    table = build(_Interviews, data, source)
    rows = [{key: shown(getattr(one, key)) for key in _INTERVIEWS} for one in table.interview]
    return Read(table.title, Manuscript((table_block(_INTERVIEWS, rows), *_note(table.note))))


def _errata(data: Mapping[str, Any], source: Source) -> Read:
    table = build(_Errata, data, source)
    rows = [{key: shown(getattr(one, key)) for key in _ERRATA} for one in table.erratum]
    return Read(table.title, Manuscript((*_note(table.note), table_block(_ERRATA, rows))))


def interview_table(rows: list[dict[str, str]]) -> Block:
    """采访名录 as a table: rows by narrator, about, date, place and interviewer."""
    return table_block(_INTERVIEWS, rows)


def table_block(columns: Mapping[str, str], rows: list[dict[str, str]]) -> Block:
    """A ruled table under heads; columns that nothing stands in are left out."""
    kept = [key for key in columns if any(row.get(key) for row in rows)]
    head = tuple(Cell(columns[key], header=True) for key in kept)
    return Block(BlockKind.TABLE, rows=(head, *(tuple(Cell(row.get(key, "")) for key in kept) for row in rows)))


def shown(value: Any) -> str:
    """A date or a number of a TOML file as it is printed."""
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, list | tuple):
        return "、".join(shown(one) for one in value)
    return str(value).strip()


def _office(office: _Office) -> Manuscript:
    line = Block(BlockKind.PARAGRAPH, office_line(office.role, office.names))
    return arranged(Manuscript((line,)), office.order)


def _note(text: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, line.strip()) for line in text.splitlines() if line.strip()]


_READERS: Mapping[str, Callable[[Mapping[str, Any], Source], Read]] = {
    "board": _board,
    "chronicle": _chronicle,
    "interviews": _interviews,
    "errata": _errata,
}
