"""Stored values as a person reads them: in histories, lists and summaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive_app.catalogue.values import is_patch, rows_of
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.own_fields import stray
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _

_T = FieldType
_OF_PROGRAM = ("id", "file")
"""Columns of rows that hold what no person reads."""


def value_words(field: Field, value: Any, title_of: Callable[[str], str] = lambda key: key) -> str:
    """A value in words; empty where there is nothing. ``title_of`` names linked records."""
    if field.type is _T.FLAG:
        return _("是") if value else _("否")
    if value in (None, "", [], {}):
        return ""
    if field.type is _T.CHOICE:
        return _(field.label_of(str(value)))
    if field.type is _T.CHOICES:
        return "、".join(_(field.label_of(str(one))) for one in value)
    if field.type is _T.MANUSCRIPT:
        return _manuscript_words(value)
    if field.type is _T.SECONDS:
        return clock(float(value))
    if field.type in (_T.DATE, _T.DATES):
        dates = value if isinstance(value, list) else [value]
        return "；".join(str(one.get("display", "")) if isinstance(one, dict) else str(one) for one in dates)
    if field.type.links:
        return "、".join(title_of(one) for one in ([value] if isinstance(value, str) else value))
    if field.type is _T.ROWS:
        return "；".join(_row_words(field, one, title_of) for one in rows_of(value) or ())
    if field.type is _T.NUMBER:
        return f"{float(value):.12g}"
    if field.type is _T.OWN:
        return "；".join(f"{key} {value_words(stray(key), part)}" for key, part in value.items())
    if isinstance(value, dict):  # a date in an own field of which nothing more is known
        return str(value.get("display", ""))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(f"{one:g}" if isinstance(one, float) else str(one) for one in value)
    return str(value)


def _row_words(field: Field, row: dict[str, Any], title_of: Callable[[str], str]) -> str:
    parts = [
        value_words(column, row[column.name], title_of)
        for column in field.columns
        if not column.type.links and column.name not in _OF_PROGRAM and row.get(column.name) not in (None, "", [])
    ]
    return " ".join(part for part in parts if part)


def _manuscript_words(value: Any) -> str:
    if is_patch(value):
        texts = [block["text"] for block in value["$blocks"].values() if block and block.get("text")]
        return " / ".join(texts) or _("（没有文字）")
    manuscript = Manuscript.from_json(value)
    return _("{n:,} 字：{start}").format(n=manuscript.character_count(), start=manuscript.plain_text()[:80])
