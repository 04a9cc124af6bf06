"""The orders of a result: by relevance, date, numbers, pinyin.

What has no key in an order comes last, whichever way it runs; what is alike stands in the order of the ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from archive_app.search.columns import ACCESSION_NO, DATES, PINYIN, REF_CODE, Column

RELEVANCE = "relevance"
ORDERS = {RELEVANCE: "相关度", "date": "时间", "ref_code": "档号", "accession_no": "征集号", "pinyin": "题名音序"}
"""Name → what a person sees. With ``-`` before it an order runs the other way."""

_FIGURES = re.compile(r"[0-9]+")


def _date(values: Sequence[str]) -> str:
    """The date that begins first; of two, the one that ends first."""
    return min(values, default="")


def natural(number: str) -> str:
    """A key by which 档号 9 stands before 档号 10."""
    return _FIGURES.sub(lambda figures: figures[0].lstrip("0").zfill(12), number)


def _number(values: Sequence[str]) -> str:
    return natural(values[0]) if values else ""


_KEYS: dict[str, tuple[str, Callable[[Sequence[str]], str]]] = {
    "date": (DATES, _date),
    "ref_code": (REF_CODE, _number),
    "accession_no": (ACCESSION_NO, _number),
    "pinyin": (PINYIN, lambda values: values[0] if values else ""),
}


def known(order: str) -> bool:
    """Whether there is such an order."""
    return order.removeprefix("-") in ORDERS


def column_name(order: str) -> str:
    """The column an order goes by; of relevance none."""
    return _KEYS[order.removeprefix("-")][0]


def ranks(order: str, columns: Sequence[Column], numbers: Sequence[Iterable[int]]) -> list[list[int]]:
    """For each source the ranks of its documents ``numbers`` in an order: the lowest first."""
    key = _KEYS[order.removeprefix("-")][1]
    keys = [column.keys(numbers_of, key) for column, numbers_of in zip(columns, numbers, strict=True)]
    distinct = sorted(set(chain.from_iterable(keys)) - {""}, reverse=order.startswith("-"))
    rank = {each: number for number, each in enumerate(distinct)}
    rank[""] = len(distinct)
    return [[rank[each] for each in some] for some in keys]
