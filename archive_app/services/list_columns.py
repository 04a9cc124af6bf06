"""The columns a list of items can have: the fields of every kind, the archive's own, and what is counted of an item.

``Column.order`` is what the list is ordered by where its head is clicked, empty where it cannot be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.list_cells import ORDERABLE, PREFIX
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import KINDS, fields_of
from archive_app.domain.own_fields import GROUP
from archive_app.domain.own_fields import PREFIX as OWN_PREFIX
from archive_app.frozen import dataclass

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_T = FieldType


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its field, its heading, what it is ordered by, its width on the grid, of which kinds."""

    name: str
    label: str
    order: str
    width: int
    group: str = ""
    field: Field | None = None


USUAL = "常用"
STANDARD = (
    Column("title", "题名", "title", 260, USUAL),
    Column("kind", "种类", "kind", 84, USUAL),
    Column("created", "时间", "created", 116, USUAL),
    Column("commissioner", "征集人", "", 76, USUAL),
    Column("state", "状态", "state", 86, USUAL),
    Column("access", "级别", "", 64, USUAL),
    Column("accession_no", "征集号", "accession_no", 138, USUAL),
)
"""What a list shows where nobody chose."""
_FURTHER = (
    Column("ref_code", "档号", f"{PREFIX}ref_code", 176, USUAL),
    Column("received", "收到日期", "received", 104, USUAL),
    Column("category", "栏目", f"{PREFIX}category", 104, USUAL),
    Column("characters", "字数", f"{PREFIX}characters", 84, USUAL),
    Column("files", "文件", "", 60, USUAL),
)
OF_ROW = frozenset(column.name for column in (*STANDARD, *_FURTHER))
"""Columns that a row of the list has without asking further."""
_NOT = frozenset(
    ("manuscript", "transcript", "index_points", "speakers", "own", "exif", "workflow_log", "reviews", "referrals",
     "suggestions", "passed", "comments", "related")
)  # fmt: skip
_WIDTHS = {_T.LONG_TEXT: 220, _T.FLAG: 76, _T.INTEGER: 84, _T.NUMBER: 84, _T.SECONDS: 84, _T.DAY: 104, _T.DATE: 116}
_WIDTH = 132


def columns_of(archive: Archive) -> tuple[Column, ...]:
    """Every column there is: the usual ones, the declared fields kind by kind, the archive's own that are in use."""
    found = {column.name: column for column in (*STANDARD, *_FURTHER)}
    kinds: dict[str, list[str]] = {}
    declared: dict[str, Field] = {}
    for kind in KINDS:
        for field in fields_of(kind).values():
            if field.name not in found and field.name not in _NOT:
                declared.setdefault(field.name, field)
                kinds.setdefault(field.name, []).append(kind.label)
    for name, field in declared.items():
        of = kinds[name]
        group = "各种类都有" if len(of) == len(KINDS) else "、".join(of)
        found[name] = Column(name, field.label, _order(field), _WIDTHS.get(field.type, _WIDTH), group, field)
    for one in archive.own_fields:
        field = one.field
        if not one.of_items:
            continue
        label = f"{field.label}（已停用）" if one.withdrawn else field.label
        found[field.name] = Column(field.name, label, field.name, _WIDTHS.get(field.type, _WIDTH), GROUP, field)
    return tuple(found.values())


def _order(field: Field) -> str:
    return f"{PREFIX}{field.name}" if field.type in ORDERABLE else ""


def column_called(archive: Archive, word: str) -> Column | None:
    """The column of this name or label; an own field by its name of first or of now."""
    known = columns_of(archive)
    return next((one for one in known if word in (one.name, one.label, one.name.removeprefix(OWN_PREFIX))), None)


class ListCells:
    """The words of columns that a row of the list has not; the names of cards are read where they are shown."""

    def __init__(self, archive: Archive) -> None:
        self._catalogue = archive.catalogue

    def of(self, ids: Sequence[str], columns: Iterable[Column]) -> dict[str, dict[str, str]]:
        """Id → column → words; what is empty is left out."""
        fields = [column.field for column in columns if column.field is not None]
        if not fields:
            return {}
        found = self._catalogue.list_cells(ids, fields)
        names = self._names(fields, found)
        return {
            key: {field.name: words_of(field, values[field.name], names) for field in fields if field.name in values}
            for key, values in found.items()
        }

    def _names(self, fields: Iterable[Field], found: dict[str, dict[str, Any]]) -> dict[str, str]:
        names: dict[str, str] = {}
        for field in fields:
            if field.type.links:
                told = (values.get(field.name) or () for values in found.values())
                keys = {key for one in told for key in ([one] if isinstance(one, str) else one)}
                names.update({key: one.title for key, one in self._catalogue.load(field.target, keys).items()})
        return names


def words_of(field: Field, value: Any, names: dict[str, str]) -> str:
    """A value as a cell of the list says it, on one line."""
    if field.type.links:
        return "、".join(names.get(key, "") for key in ([value] if isinstance(value, str) else value))
    if field.type is _T.ROWS:
        first = "name" if any(column.name == "name" for column in field.columns) else field.columns[0].name
        return "、".join(str(row.get(first) or "？") for row in value)
    if isinstance(value, bool) or field.type is _T.FLAG:
        return "是" if value else ""
    if isinstance(value, dict):
        return str(value.get("display") or "")
    if isinstance(value, list):
        return "、".join(words_of(field, one, names) for one in value)
    if field.type is _T.SECONDS:
        minutes, seconds = divmod(round(float(value)), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, float):
        return f"{value:.12g}"
    return " ".join(field.label_of(str(value)).split())
