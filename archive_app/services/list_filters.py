"""What a person says a list is to be restricted to by an own field, as the filter that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.catalogue.own_values import YES, Within
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.errors import UsageError
from archive_app.domain.identity import is_id
from archive_app.domain.own_fields import LINKING, TARGETS
from archive_app.services.linked import Called
from archive_app.services.own_fields import OwnField, own_field

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_YES, _NO = ("是", "有", "yes", "true", "1"), ("否", "无", "没有", "no", "false", "0")
_EMPTY = ("没有填", "空", "")


def span_of(one: OwnField, low: str, high: str) -> Within | None:
    """From where to where, of a field of numbers or times, in words; None where both are empty.

    Raises ``UsageError``.
    """
    low, high = low.strip(), high.strip()
    if not low and not high:
        return None
    if one.type == "date":
        first, last = days(low, high)
        return Within(one.field.name, first, last, dated=True)
    ends = [f"{one.field.check(end):.15g}" if end else "" for end in (low, high)]
    if all(ends) and float(ends[0]) > float(ends[1]):
        raise UsageError(f"“{low}”比“{high}”大", "请把两头对调。", code="wrong-range")
    return Within(one.field.name, ends[0], ends[1])


def days(since: str, until: str) -> tuple[str, str]:
    """The ISO days that two dates as words begin and end with (empty: open); ``UsageError`` where one is not read."""
    first, last = _day(since, "earliest") if since else "", _day(until, "latest") if until else ""
    if first and last and first > last:
        raise UsageError(f"起止颠倒：“{since}”在“{until}”之后", "请把两头对调。", code="wrong-date")
    return first, last


def _day(words: str, bound: str) -> str:
    from archive_app.hanzi.dating import read  # slow to import, and few lists ask for a date

    reading = read(words)
    day = str(getattr(reading.date, bound))
    if reading.problem and not day:
        raise UsageError(f"没有“{words}”这个时间：{reading.problem}", "请改正后再试。", code="wrong-date")
    if not day:
        raise UsageError(f"“{words}”读不成一段时间", "请写明年份，如 1958年、五十年代。", code="wrong-date")
    return day


def restricted(archive: Archive, wanted: ItemFilter, words: Sequence[str]) -> ItemFilter:
    """The filter with conditions like ``开本=八开``, ``张数=10-50``, ``入藏时间=五十年代`` added.

    Several of one field are alternatives; nothing behind ``=`` is what has no value. Raises ``ArchiveError``.
    """
    for condition in words:
        name, sign, value = condition.replace("＝", "=").partition("=")
        if not sign:
            raise UsageError(f"“{condition}”不是一个条件", "请写成 栏目=值，如 开本=八开。", code="no-value")
        wanted = _with(archive, wanted, own_field(archive, name.strip()), value.strip())
    return wanted


def _with(archive: Archive, wanted: ItemFilter, one: OwnField, value: str) -> ItemFilter:
    name = one.field.name
    if one.type in ("number", "date") and value not in _EMPTY:
        parts = value.replace("—", "-").replace("～", "-").replace("~", "-").split("-") if one.type == "number" else []
        low, high = (parts[0], parts[-1]) if len(parts) == 2 else (value, value)
        span = span_of(one, low, high)
        return replace(wanted, within=(*wanted.within, span)) if span is not None else wanted
    if one.type == "flag" and value not in _EMPTY:
        if value.lower() not in (*_YES, *_NO):
            raise UsageError(f"“{one.field.label}”是“是”或“否”，不是“{value}”", "请写 是 或 否。", code="wrong-value")
        value = YES if value.lower() in _YES else ""
    value = "" if value in _EMPTY else value
    values = _linked(archive, one, value) if value and one.type in LINKING else (value,)
    chosen = dict(wanted.own).get(name, ())
    rest = tuple(pair for pair in wanted.own if pair[0] != name)
    return replace(wanted, own=(*rest, (name, (*chosen, *values))))


def _linked(archive: Archive, one: OwnField, words: str) -> tuple[str, ...]:
    """The cards or items that are called so, namesakes among them, or the one of this id."""
    found = (words,) if is_id(words) else tuple(Called(archive).ids(one.field.target, words))
    if not found:
        label = TARGETS[one.field.target]
        raise UsageError(f"没有叫“{words}”的{label}", "请写全名、别名或编号。", code="unknown-record")
    return found
