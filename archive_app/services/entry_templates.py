"""Entry that begins where the last one left off: a new item like another, or like a template that was kept.

What is the same for a batch (who brought it, where from, place, section, access …) is carried over; what is one item's
own (title, numbers, text, caption, who is where in the picture) is not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.fields import FieldType
from archive_app.domain.kinds import fields_of, kind_named
from archive_app.domain.own_fields import is_own
from archive_app.frozen import dataclass
from archive_app.hanzi.collation import pinyin_key

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

LONGEST_NAME = 40
"""Characters of a name: it stands in one line of a menu."""
OWN = frozenset({
    "title", "title_source", "title_alt", "received_no", "group_no", "negative_no", "cross_reference", "manuscript",
    "transcript", "abstract", "caption", "people", "index_points", "duration", "inscription", "related", "notes",
    "signed_off_by", "signed_off_on", "narrator_reviewed", "missing_characters", "quantity", "picture_count",
    "author_note", "written", "publication_history", "dimensions", "condition",
})  # fmt: skip
"""Fields that are one item's own."""
ENTITY = "entry_template"


@dataclass(frozen=True, slots=True)
class EntryTemplate:
    """A template: its id, name and kind, and the values an item made from it begins with."""

    id: str
    name: str
    kind: str
    values: Mapping[str, Any]


def carried(record: Record) -> dict[str, Any]:
    """What of an item a new one of its kind begins with."""
    own = {name: value for name, value in record.values.items() if is_own(name)}
    return own | {
        field.name: record.values[field.name]
        for field in fields_of(str(record["kind"])).values()
        if field.name not in OWN
        and not field.by_program
        and field.type is not FieldType.MANUSCRIPT
        and record.values.get(field.name) not in (None, field.empty())
    }


def create(kind: str, values: Mapping[str, Any], words: str) -> Create:
    """The command that makes an item of this kind with these values; ``words`` name the step."""
    label = kind_named(kind).label
    return Create("item", {"title": f"未题名的{label}", **values, "kind": kind}, words=words)


def templates(archive: Archive) -> list[EntryTemplate]:
    """The archive's templates by name, in the order of pinyin. What is no field of the kind any more is left out."""
    found = [_of_record(archive, record) for record in archive.catalogue.records(ENTITY)]
    return sorted(found, key=lambda one: (pinyin_key(one.name), one.id))


def template(archive: Archive, name: str) -> EntryTemplate:
    """The template of this name; raises ``UnknownRecord`` that lists the others."""
    found = templates(archive)
    for one in found:
        if one.name == name:
            return one
    known = "、".join(one.name for one in found)
    raise UnknownRecord(f"没有叫“{name}”的著录模板", f"现有的：{known}。" if known else "还没有存过模板。")


def checked_name(name: str) -> str:
    """The name as it is kept; raises ``UsageError`` where it cannot be one."""
    plain = " ".join(name.split())
    if not plain:
        raise UsageError("模板还没有名称", "请写一个认得出的名称，如“老照片翻拍”。", code="no-name")
    if len(plain) > LONGEST_NAME:
        raise UsageError(f"名称太长，最多 {LONGEST_NAME} 个字", "请写短一些。", code="long-name")
    return plain


def keeping(archive: Archive, name: str, record: Record) -> Command:
    """The command that keeps what an item would carry over under a name; one of that name and kind becomes this.

    Raises ``UsageError`` for a name that cannot be, or an item that has nothing to carry over.
    """
    plain, values = checked_name(name), carried(record)
    if values.keys() <= {"access"}:  # every item has a level from the beginning
        raise UsageError(
            f"《{record.title}》还没有填可以照搬的项", "先填好征集人、栏目这些，再存。", code="nothing-filled"
        )
    rows = [{"field": field, "value": json.dumps(value, ensure_ascii=False)} for field, value in values.items()]
    kind = str(record["kind"])
    there = next((one for one in templates(archive) if (one.name, one.kind) == (plain, kind)), None)
    if there is not None:
        return Batch(f"改著录模板“{plain}”", [SetFields(there.id, {"values": rows})])
    return Create(ENTITY, {"name": plain, "kind": kind, "values": rows}, words=f"存著录模板“{plain}”")


def _of_record(archive: Archive, record: Record) -> EntryTemplate:
    kind = str(record["kind"])
    declared = archive.fields_of(kind)
    values: dict[str, Any] = {}
    for row in record["values"] or ():
        field = declared.get(str(row.get("field")))
        if field is not None and not field.by_program and (value := _value(field, str(row.get("value")))) is not None:
            values[field.name] = value
    return EntryTemplate(record.id, record.title, kind, values)


def _value(field: Any, text: str) -> Any:
    """The stored form that was kept, where it still can stand in the field."""
    try:
        return field.check(json.loads(text))
    except (ValueError, UsageError):
        return None
