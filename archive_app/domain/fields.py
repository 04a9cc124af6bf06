"""Declared fields: what a record holds, said once. The form, the import, the search, the Excel columns and the
command line all read these declarations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any

from archive_app.domain.errors import UsageError
from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass


class FieldType(StrEnum):
    """The shape of a field's value, as JSON."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # several lines
    CHOICE = "choice"  # one term's value
    CHOICES = "choices"  # a list of terms' values
    TAGS = "tags"  # a list of free words
    NUMBERS = "numbers"  # a list of numbers
    FLAG = "flag"  # true or false
    INTEGER = "integer"
    NUMBER = "number"  # with a fraction or without
    SECONDS = "seconds"  # a duration; a number of seconds
    DAY = "day"  # an ISO 8601 calendar day
    DATE = "date"  # a FuzzyDate
    DATES = "dates"  # a list of them
    LINK = "link"  # another record's id
    LINKS = "links"  # a list of ids
    ROWS = "rows"  # a list of objects with the declared columns
    MANUSCRIPT = "manuscript"
    OWN = "own"  # the archive's own fields: name → value
    OWN_VALUE = "own_value"  # one of them, as it was written, where nothing more is known of it

    @property
    def links(self) -> bool:
        """Whether its values are ids of records: of one, or of several."""
        return self in (FieldType.LINK, FieldType.LINKS)


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a vocabulary: what is stored, and what a person sees."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    ``target`` names the entity a link leads to; ``columns`` are the fields of a ROWS value; ``open_vocabulary``
    lets other words than the terms stand; ``searchable`` fields go into the full-text index under their label.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    group: str = ""
    required: bool = False
    terms: tuple[Term, ...] = ()
    open_vocabulary: bool = False
    target: str = ""
    columns: tuple[Field, ...] = ()
    help: str = ""
    searchable: bool = False
    by_program: bool = False  # set by commands of their own (numbers, state), never by hand

    def label_of(self, value: str) -> str:
        """What a person sees for a stored term; the value itself where it is no term."""
        return next((term.label for term in self.terms if term.value == value), value)

    def empty(self) -> Any:
        """The value of a field nobody has filled."""
        return _EMPTY.get(self.type)

    def check(self, value: Any) -> Any:
        """The value in its stored form.

        Raises ``UsageError`` with a Chinese sentence that names the field and what is allowed.
        """
        if value is None or value == "":
            return self.empty()
        return _CHECKS[self.type](self, value)

    def check_beside(self, value: Any, stored: Any) -> Any:
        """``check`` where ``stored`` is in its stored form already: rows, and blocks of a text, that are the same are
        not looked at again.

        Those rows are the stored ones themselves, so that whoever compares next sees at once what is new.
        """
        if self.type is FieldType.MANUSCRIPT and _has_blocks(value) and _has_blocks(stored):
            return _text_beside(self, value, stored["blocks"])
        if self.type is not FieldType.ROWS or not isinstance(value, list) or not isinstance(stored, list):
            return self.check(value)
        head, tail = alike(value, stored)
        end = len(value) - tail
        was = {row.get("id"): row for row in stored[head : len(stored) - tail]} if end > head else {}
        made: list[Any] = []
        for row in value[head:end]:
            same = was.get(row.get("id")) if isinstance(row, dict) else None
            made += [same] if same is not None and same == row else _rows(self, [row])
        return [*stored[:head], *made, *stored[len(stored) - tail :]]


def _has_blocks(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("blocks"), list)


def _text_beside(field: Field, value: Mapping[str, Any], stored: list[Any]) -> dict[str, Any]:
    blocks: list[Any] = value["blocks"]
    head, tail = alike(blocks, stored)
    checked = _manuscript(field, {**value, "blocks": blocks[head : len(blocks) - tail]})
    return {**checked, "blocks": [*stored[:head], *checked["blocks"], *stored[len(stored) - tail :]]}


def alike(these: Sequence[Any], those: Sequence[Any]) -> tuple[int, int]:
    """How many elements two sequences have in common at their beginnings, and behind that at their ends."""
    most = min(len(these), len(those))
    head = _run(these, those, most)
    return head, _run(these[::-1], those[::-1], most - head)


def _run(these: Sequence[Any], those: Sequence[Any], most: int) -> int:
    at, step = 0, 256
    while at < most:
        here = min(step, most - at)
        if these[at : at + here] == those[at : at + here]:
            at += here
        elif here == 1:
            break
        else:
            step = here // 2
    return at


_EMPTY: dict[FieldType, Any] = {
    FieldType.TEXT: "",
    FieldType.LONG_TEXT: "",
    FieldType.CHOICE: "",
    FieldType.CHOICES: [],
    FieldType.TAGS: [],
    FieldType.NUMBERS: [],
    FieldType.FLAG: False,
    FieldType.DAY: "",
    FieldType.DATES: [],
    FieldType.LINK: "",
    FieldType.LINKS: [],
    FieldType.ROWS: [],
    FieldType.OWN: {},
}

_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)\Z")


def seconds(text: str) -> float:
    """``1:02:03`` or ``62:03`` or ``3723`` as seconds; raises ``ValueError`` otherwise."""
    clock = _CLOCK.match(text.strip())
    if clock is None:
        return float(text)
    hours, minutes, rest = clock.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest)


def _wrong(field: Field, wanted: str) -> UsageError:
    return UsageError(f"“{field.label}”（{field.name}）要{wanted}", "请改正后重试。", code="wrong-value")


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(field, "填文字")
    return value


def _choice(field: Field, value: Any) -> str:
    text = _text(field, value)
    for term in field.terms:
        if text in (term.value, term.label):
            return term.value
    if field.open_vocabulary or not field.terms:
        return text
    raise _wrong(field, "填以下之一：" + "、".join(f"{t.value}（{t.label}）" for t in field.terms))


def _list(field: Field, value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part for part in re.split(r"[、，,;；\n]", value) if part.strip()]
    if not isinstance(value, list | tuple):
        raise _wrong(field, "填一个列表")
    return list(value)


def _choices(field: Field, value: Any) -> list[str]:
    return [_choice(field, part.strip() if isinstance(part, str) else part) for part in _list(field, value)]


def _tags(field: Field, value: Any) -> list[str]:
    return [_text(field, part).strip() for part in _list(field, value)]


def _numbers(field: Field, value: Any) -> list[float]:
    try:
        return [float(part) for part in _list(field, value)]
    except (TypeError, ValueError):
        raise _wrong(field, "填一列数") from None


def _flag(field: Field, value: Any) -> bool:
    words = {"true": True, "是": True, "1": True, "false": False, "否": False, "0": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() in words:
        return words[str(value).lower()]
    raise _wrong(field, "填 是 或 否")


def _integer(field: Field, value: Any) -> int:
    try:
        return int(str(value).strip())
    except ValueError:
        raise _wrong(field, "填整数") from None


def _number(field: Field, value: Any) -> float | int:
    try:
        if isinstance(value, bool):
            raise ValueError
        text = unicodedata.normalize("NFKC", str(value)).strip().replace(",", "")
        number = float(text)
        if not isfinite(number):
            raise ValueError
    except ValueError:
        raise _wrong(field, "填数，如 12 或 3.5") from None
    return int(number) if number.is_integer() else number


def _own_value(field: Field, value: Any) -> Any:
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping) and isinstance(value.get("display"), str):
        return _date(field, dict(value))
    if isinstance(value, list | tuple) and all(isinstance(part, str | int | float) for part in value):
        return list(value)
    raise _wrong(field, "填文字、数、是否、时间或一列词")


def _own(field: Field, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) and key for key in value):
        raise _wrong(field, "填对象，键是栏目名")
    checked = {key: _own_value(field, part) for key, part in value.items() if part not in (None, "", [], {}, False)}
    return checked


def _seconds(field: Field, value: Any) -> float:
    try:
        return float(value) if isinstance(value, int | float) else seconds(str(value))
    except ValueError:
        raise _wrong(field, "填时长，如 00:52:10 或秒数") from None


def _day(field: Field, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _wrong(field, "填日期，如 2026-03-18") from None


def _date(field: Field, value: Any) -> dict[str, str]:
    if isinstance(value, str | dict) and (isinstance(value, str) or value.get("display")):
        return FuzzyDate.from_json(value).to_json()
    raise _wrong(field, "填日期的原话，或含 display 的对象")


def _dates(field: Field, value: Any) -> list[dict[str, str]]:
    if not isinstance(value, str | dict | list | tuple):
        raise _wrong(field, "填日期的原话，或它们的列表")
    return [_date(field, part) for part in ([value] if isinstance(value, str | dict) else value)]


def _link(field: Field, value: Any) -> str:
    return _text(field, value)


def _links(field: Field, value: Any) -> list[str]:
    return list(dict.fromkeys(_text(field, part).strip() for part in _list(field, value)))


def _rows(field: Field, value: Any) -> list[dict[str, Any]]:
    known = {column.name: column for column in field.columns}
    if not isinstance(value, Mapping | list | tuple):
        raise _wrong(field, "填对象的列表，可用的键：" + "、".join(known))
    rows = []
    for row in [value] if isinstance(value, Mapping) else value:
        if not isinstance(row, Mapping) or not set(row) <= set(known):
            raise _wrong(field, "填对象的列表，可用的键：" + "、".join(known))
        checked = {
            name: part if type(part) is _AS_IT_IS.get(known[name].type) else known[name].check(part)
            for name, part in row.items()
        }
        # what a row's table would hold as nothing is not there: what is logged is what is read again, or undo would
        # take it for a later change
        rows.append({name: part for name, part in checked.items() if not _is_nothing(known[name], part)})
    return rows


_AS_IT_IS: dict[FieldType, type] = {
    FieldType.TEXT: str,
    FieldType.LONG_TEXT: str,
    FieldType.SECONDS: float,
    FieldType.INTEGER: int,
}
"""Of what is of this type already nothing is to be checked: a transcript has ten thousand such values."""


def _is_nothing(column: Field, value: Any) -> bool:
    return value is None or (value == "" and column.type in (FieldType.LINK, FieldType.DAY))


def _manuscript(field: Field, value: Any) -> dict[str, Any]:
    try:
        return Manuscript.from_json(value).to_json()
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise _wrong(field, "填稿件的分块 JSON（format、blocks），写在文件里，如 manuscript=@正文.json") from None


_CHECKS = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.TAGS: _tags,
    FieldType.NUMBERS: _numbers,
    FieldType.FLAG: _flag,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.SECONDS: _seconds,
    FieldType.DAY: _day,
    FieldType.DATE: _date,
    FieldType.DATES: _dates,
    FieldType.LINK: _link,
    FieldType.LINKS: _links,
    FieldType.ROWS: _rows,
    FieldType.MANUSCRIPT: _manuscript,
    FieldType.OWN: _own,
    FieldType.OWN_VALUE: _own_value,
}


def terms(*values: str, **labelled: str) -> tuple[Term, ...]:
    """A vocabulary: plain words stand for themselves, keywords give identifier and label."""
    return tuple(Term(v, v) for v in values) + tuple(Term(k, v) for k, v in labelled.items())
