"""What photographs lack, as conditions of a query: elements of the six, pixels for a width in print."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)

from archive_app.catalogue.schema import FILE, ITEM, LINKS, ROW_TABLES
from archive_app.domain.errors import UsageError
from archive_app.domain.print_size import ENOUGH, FINE_DPI, WIDTHS_CM
from archive_app.domain.six_elements import INSTEAD, SIX

ANY_OF_SIX = "six"
LACKS: Mapping[str, str] = {
    ANY_OF_SIX: "六要素不全",
    **{name: f"缺{words}" for name, words in SIX.items()},
    **{f"print-{width}": f"印{width}厘米不够" for width in WIDTHS_CM},
}
"""What a photograph may lack → its words."""

_CM = 2.54
_SIDEWAYS = '*"tag":"Orientation","value":"[5-8]"*'


def lack_named(word: str) -> str:
    """The code of what is lacking, by code or words; raises ``UsageError`` that lists them."""
    for code, words in LACKS.items():
        if word in (code, words):
            return code
    known = "、".join(f"{code}（{words}）" for code, words in LACKS.items())
    raise UsageError(f"不知道缺“{word}”是什么", f"可以写：{known}。", code="unknown-lack")


def lacks(code: str) -> ColumnElement[bool]:
    """That an item is a photograph and lacks this.

    Who lacks is found by going through the rows themselves, once: what is looked at stands in no index, and fetching
    each row that an index names takes three times as long.
    """
    if code.startswith(_PRINT):
        widths = _widths()
        coarse = select(widths.c.item).where(widths.c.across < _needed(code))
        return and_(ITEM.c.kind == "photograph", ITEM.c.id.in_(coarse))
    item = ITEM.alias()
    return ITEM.c.id.in_(select(item.c.id).where(item.c.kind.concat("") == "photograph", _lacking(item, code)))


_PRINT = "print-"
_PRINTS = tuple(code for code in LACKS if code.startswith(_PRINT))


def _needed(code: str) -> int:
    """The pixels that this width wants."""
    return math.ceil(int(code.removeprefix(_PRINT)) / _CM * FINE_DPI * ENOUGH)


def of_six(name: str) -> ColumnElement[bool]:
    """That an item lacks this element of the six (whatever its kind)."""
    return _lacking(ITEM, name)


def too_narrow(connection: Connection, items: Sequence[str] | None = None) -> list[tuple[str, list[str]]]:
    """(item, codes) of the widths that its pictures have too few pixels for: of all items, or of these."""
    widths = _widths(items)
    rows = connection.execute(
        select(widths.c.item, widths.c.across).where(widths.c.across < max(map(_needed, _PRINTS)))
    )
    return [(row.item, [code for code in _PRINTS if row.across < _needed(code)]) for row in rows]


def _lacking(item: FromClause, code: str) -> ColumnElement[bool]:
    """As ``missing_of_six`` says it."""
    if code == ANY_OF_SIX:
        return or_(*(_lacking(item, name) for name in SIX))
    names = (code, INSTEAD.get(code, ""))
    tables = [found[key] for key in (("item", name) for name in names) for found in (LINKS, ROW_TABLES) if key in found]
    nobody = [~exists().where(table.c.owner == item.c.id) for table in tables]
    if code == "created":
        return or_(item.c.created_words.is_(None), item.c.created_words == "")
    if code == "people":
        return and_(*nobody)
    return and_(item.c.details[code].as_string().is_(None), *nobody)


def _widths(items: Sequence[str] | None = None) -> Subquery:
    """(item, across) of each item (or of these) with pictures: the pixels from left to right of its widest, as it is
    seen."""
    among = [] if items is None else [FILE.c.item.in_(items)]
    of_these = [] if items is None else [ITEM.c.id.in_(items)]
    turned = func.coalesce(FILE.c.details["turn"].as_integer(), 0).in_((90, 270))
    lying = select(ITEM.c.id).where(
        ITEM.c.kind.concat("") == "photograph", cast(ITEM.c.details, String).op("GLOB")(_SIDEWAYS), *of_these
    )
    # the EXIF that an item holds is of its first file
    lies = and_(func.coalesce(FILE.c.position, 0) == 0, FILE.c.item.in_(lying))
    pixels = case((turned, case((lies, FILE.c.width), else_=FILE.c.height)), (lies, FILE.c.height), else_=FILE.c.width)
    part = func.coalesce(FILE.c.details[("crop", 2)].as_float(), 1.0)
    return (
        select(FILE.c.item, func.max(pixels * part).label("across"))
        .where(FILE.c.trashed.is_(False), FILE.c.mime.startswith("image/"), FILE.c.width.is_not(None), *among)
        .group_by(FILE.c.item)
        .subquery()
    )
