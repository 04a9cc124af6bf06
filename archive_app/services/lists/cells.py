"""What a list of this program says of an item: words by the heads that the intake of lists knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.domain.entities import ITEM
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import fields_of, kind_named
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.own_fields import ids_in, is_own
from archive_app.intake.lists.targets import may_fill
from archive_app.intake.lists.words import is_nothing, is_unknown
from archive_app.services.lists.linking import APART
from archive_app.services.units.tree import UnitTree

if TYPE_CHECKING:
    from archive_app.catalogue.catalogue import Catalogue
    from archive_app.catalogue.store import Record

_T = FieldType
_HEADS = {
    "created": "形成时间", "places": "地名卡片", "persons": "人名卡片", "photographer": "照片摄影者",
    "secrecy": "密级标识", "people": "画面人物", "notes": "附注",
    "supplied_by": "照片供图", "owner_of_print": "照片持有人",
}  # fmt: skip
"""Heads of fields whose label alone would be read as something else."""
_ROLES = (
    "责任者", "作者", "口述者", "采访者", "整理者", "摄影者", "翻拍者", "录文者", "捐赠者", "提供者",
)  # fmt: skip
"""The roles that have a column of their own, whose head is their name."""


class Cells:
    """The words for items of one catalogue; the names of the cards they link to are read once each."""

    def __init__(self, catalogue: Catalogue, own: Mapping[str, Sequence[Field]] | None = None) -> None:
        """``own``: kind → the fields that the archive itself adds to it."""
        self._catalogue = catalogue
        self._own = own or {}
        self._titles: dict[str, str] = {}
        self._units: UnitTree | None = None
        self._commissioners = _distinct(catalogue.records("commissioner"))

    def of(self, records: Mapping[str, Record]) -> dict[str, dict[str, str]]:
        """Id → head → words, in the order of the heads; files included."""
        files: dict[str, list[str]] = {}
        for item, _file, name, _access in self._catalogue.file_names(records):
            files.setdefault(item, []).append(name)
        self._look(records.values())
        return {
            key: {head: self._words(record, field, head) for head, field in self.columns(str(record["kind"]))}
            | {"文件名": "；".join(files.get(key, ()))}
            for key, record in records.items()
        }

    def columns(self, kind: str) -> list[tuple[str, Field | None]]:
        """(head, field) of a sheet of this kind, the archive's own fields before the files."""
        found = columns(kind)
        at = next(n for n, (head, _field) in enumerate(found) if head == "文件名")
        return [*found[:at], *((field.label, field) for field in self._own.get(kind, ())), *found[at:]]

    def _path(self, unit: str) -> str:
        """Where a unit stands, by numbers."""
        if self._units is None:
            self._units = UnitTree(self._catalogue.units(), {unit: 1})
        return self._units.path(unit) if unit in self._units.rows else ""

    def _look(self, records: Iterable[Record]) -> None:
        """The titles of the cards that these items link to."""
        wanted: dict[str, set[str]] = {}
        for record in records:
            kind = str(record["kind"])
            for field in fields_of(kind).values():
                if field.type is _T.LINKS and field.target != "item":
                    wanted.setdefault(field.target, set()).update(record.values.get(field.name) or ())
            for field in self._own.get(kind, ()):
                if field.target:
                    wanted.setdefault(field.target, set()).update(ids_in(record.values.get(field.name)))
        for entity, keys in wanted.items():
            unknown = [key for key in keys if key not in self._titles]
            self._titles.update(self._catalogue.names_of(entity, unknown))

    def _words(self, record: Record, field: Field | None, head: str) -> str:
        if head == "存史编号":
            return record.id
        if head == "种类":
            return kind_named(str(record["kind"])).label
        if head == "存史字数":
            text = record.values.get("manuscript")
            return str(Manuscript.from_json(text).character_count()) if text else ""
        if field is None:
            return ""
        value = record.values.get(field.name)
        if field.name == "responsibility":
            return "、".join(_told(row, head) for row in value or () if _told(row, head))
        if field.name == "people":
            names = [str(row.get("name") or "") for row in value or ()]
            return "、".join(name for name in names if name and not is_unknown(name) and not is_nothing(name))
        if field.name == "unit":
            return self._path(str(value or ""))
        if is_own(field.name) and field.target:
            return APART.join(self._titles[key] for key in ids_in(value) if key in self._titles)
        if field.type is _T.LINK:
            return self._commissioners.get(str(value or ""), "")
        if field.type is _T.LINKS:
            return "、".join(self._titles[key] for key in value or () if key in self._titles)
        return _plain(field, value)


def columns(kind: str) -> list[tuple[str, Field | None]]:
    """(head, field) of everything that a sheet of this kind may hold, in order."""
    declared = fields_of(kind)
    found: list[tuple[str, Field | None]] = [
        ("存史编号", None),
        ("存史征集号", declared["accession_no"]),
        ("存史档号", declared["ref_code"]),
        ("存史案卷", declared["unit"]),
        ("种类", None),
    ]
    for field in declared.values():
        if field.name == "responsibility":
            found += [(role, field) for role in _ROLES]
        elif field.name == "persons" and "people" in declared:
            found.append(("存史人名", field))  # its people are those in the picture: names of cards would become such
        elif may_fill(field) or field.name == "people":
            found.append((_HEADS.get(field.name, field.label), field))
        elif field.name in ("organisations", "events"):
            found.append((f"存史{field.label}", field))
    return [*found, ("文件名", None), ("存史状态", ITEM.field("state")), ("存史字数", None)]


def _told(row: Mapping[str, Any], role: str) -> str:
    """A name of 责任者 in the column of its role; one whose role has no column stands with it under 责任者."""
    name, own = str(row.get("name") or ""), str(row.get("role") or "责任者")
    if own == role:
        return name
    return f"{own}：{name}" if role == "责任者" and own == "代笔" else ""


def _plain(field: Field, value: Any) -> str:
    """A value as a cell of a list says it."""
    if value in (None, "", []):
        return ""
    if field.type is _T.FLAG:
        return "是" if value else ""
    if field.type is _T.DATE:
        return str(value.get("display") or "")
    if field.type is _T.DATES:
        return "；".join(str(one.get("display") or "") for one in value)
    if field.type is _T.SECONDS:
        minutes, rest = divmod(float(value), 60)
        return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}:{rest:06.3f}".rstrip("0").rstrip(".")
    if field.type is _T.NUMBER:
        return f"{float(value):.12g}"
    if field.type is _T.NUMBERS:
        return "、".join(f"{one:g}" for one in value)
    if isinstance(value, list):
        return "、".join(field.label_of(str(one)) for one in value)
    return field.label_of(str(value))


def _distinct(commissioners: Iterable[Record]) -> dict[str, str]:
    """Id → the name of a commissioner, or the number where the name is not one's alone."""
    records = list(commissioners)
    names = [str(record["name"]) for record in records]
    return {
        record.id: str(record["name"] if names.count(str(record["name"])) == 1 else record["number"] or record["name"])
        for record in records
    }
