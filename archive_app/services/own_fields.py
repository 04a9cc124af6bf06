"""The fields an archive adds to items and cards: declared, changed, put in order, withdrawn. Each act is one command.

A withdrawn field is not filled any more; what was filled stays with its items and is shown. A field is known by the
name it was first given (its key): items keep their values under it, so a renamed field keeps them, and archives that
have a field of one name are of one mind about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields, Trash
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.fields import Field
from archive_app.domain.kinds import KINDS, fields_of, kind_named
from archive_app.domain.own_fields import (
    CARDS,
    ENTITY,
    LINKING,
    LONGEST_NAME,
    PREFIX,
    TARGETS,
    TYPES,
    declared,
    stray,
)
from archive_app.frozen import dataclass

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

CHOOSING = ("choice", "choices")
_FORBIDDEN = frozenset(".@:：=＝/\n\t\"“”'")


@dataclass(frozen=True, slots=True)
class OwnField:
    """One of them: its record's id, the field as forms and commands know it, the kinds and cards it is of (none: every
    kind of item)."""

    id: str
    key: str
    type: str
    field: Field
    kinds: tuple[str, ...]
    withdrawn: bool
    position: int

    def is_of(self, kind: str) -> bool:
        """Whether items of this kind, or cards of this entity, have it, to be filled."""
        return not self.withdrawn and (kind in self.kinds if self.kinds else kind not in CARDS)

    @property
    def of_items(self) -> bool:
        """Whether items of any kind have it."""
        return not self.kinds or any(kind not in CARDS for kind in self.kinds)


def own_fields_of(records: Iterable[Record]) -> tuple[OwnField, ...]:
    """What these definitions declare, in their order."""
    found = [
        OwnField(
            one.id, str(one["key"]), str(one["type"] or "text"), declared(one.values), tuple(one["kinds"] or ()),
            bool(one["withdrawn"]), int(one["position"] or 0),
        )
        for one in records
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.position, one.id)))


def own_field(archive: Archive, word: str) -> OwnField:
    """The own field of this name, key or id; raises ``UnknownRecord`` that lists them."""
    for one in archive.own_fields:
        if word in (one.field.label, one.key, one.id, one.field.name):
            return one
    known = "、".join(one.field.label for one in archive.own_fields)
    raise UnknownRecord(f"没有自定栏目“{word}”", f"现有的：{known}。" if known else "还没有加过栏目。")


def own_by_kind(archive: Archive) -> dict[str, tuple[Field, ...]]:
    """Kind → the own fields that its items have, to be filled."""
    return {kind.name: tuple(one.field for one in archive.own_fields if one.is_of(kind.name)) for kind in KINDS}


def field_called(archive: Archive, kind: str, word: str) -> Field:
    """A field of this kind by its name or its label, the archive's own ones too; raises ``UsageError``."""
    fields = archive.fields_of(kind)
    if word in fields:
        return fields[word]
    for field in (*(one.field for one in archive.own_fields if one.is_of(kind)), *fields.values()):
        if word == field.label or word == field.name.removeprefix(PREFIX):
            return field
    known = "、".join(f"{field.name}（{field.label}）" for field in fields.values())
    raise UsageError(f"“{kind_named(kind).label}”没有字段“{word}”", f"可用的字段：{known}。", code="unknown-field")


def bearer_named(word: str) -> tuple[str, str]:
    """(name, words) of the kind of item or of the card that is called so; raises ``UsageError``."""
    for name, words in CARDS.items():
        if word in (name, words):
            return name, words
    kind = kind_named(word)
    return kind.name, kind.label


def _declared_fields(bearer: str) -> Iterable[Field]:
    return entity_named(bearer).fields if bearer in CARDS else fields_of(bearer).values()


def checked_name(archive: Archive, name: str, kinds: Sequence[str], own: str = "") -> str:
    """The name as it is kept; raises ``UsageError`` where it cannot be one. ``own`` is the id of whose name it is."""
    plain = " ".join(name.split())
    if not plain:
        raise UsageError("栏目还没有名称", "请写一个名称，如“开本”。", code="no-name")
    if len(plain) > LONGEST_NAME:
        raise UsageError(f"名称太长，最多 {LONGEST_NAME} 个字", "请写短一些，别的话写在“提示”里。", code="long-name")
    if any(one in _FORBIDDEN for one in plain):
        raise UsageError("名称里不能有点、冒号、等号、斜线和引号", "请换一种写法。", code="bad-name")
    for kind in kinds or [one.name for one in KINDS]:
        if any(plain in (field.label, field.name) for field in _declared_fields(kind)):
            raise UsageError(
                f"“{bearer_named(kind)[1]}”已经有“{plain}”这一栏", "请直接填它，或换个名称。", code="name-taken"
            )
    for one in archive.own_fields:
        if one.id != own and plain in (one.field.label, one.key):
            state = "，已停用，可以恢复" if one.withdrawn else ""
            raise UsageError(f"已经有自定栏目“{plain}”{state}", "请用它，或换个名称。", code="name-taken")
    return plain


def checked(archive: Archive, values: dict[str, Any], own: str = "") -> dict[str, Any]:
    """The values of a definition as they are kept; raises ``UsageError``."""
    kinds = [bearer_named(word)[0] for word in values.get("kinds") or ()]
    made: dict[str, Any] = {**values, "kinds": kinds, "name": checked_name(archive, str(values["name"]), kinds, own)}
    made["type"] = values.get("type") or "text"
    if made["type"] not in TYPES:
        known = "、".join(f"{name}（{words}）" for name, (words, _how) in TYPES.items())
        raise UsageError(f"栏目不能是“{made['type']}”", f"可以是：{known}。", code="wrong-type")
    terms = list(dict.fromkeys(str(term).strip() for term in values.get("terms") or () if str(term).strip()))
    if made["type"] in CHOOSING and len(terms) < 2:
        raise UsageError("还没有可选的词", "请写两个以上，用顿号隔开，如：完好、破损、残缺。", code="no-terms")
    made["terms"] = terms if made["type"] in CHOOSING else []
    made["target"] = _target(str(values.get("target") or "")) if made["type"] in LINKING else ""
    return made


def _target(word: str) -> str:
    """What an own field links to, by its name or what a person calls it; people where nothing was said."""
    for name, words in TARGETS.items():
        if word in (name, words) or not word:
            return name
    known = "、".join(f"{name}（{words}）" for name, words in TARGETS.items())
    raise UsageError(f"不能关联到“{word}”", f"可以是：{known}。", code="wrong-target")


def adding(archive: Archive, values: dict[str, Any]) -> Create:
    """The command that adds a field; its name is its key from now on. Raises ``UsageError``."""
    made = checked(archive, values)
    position = max((one.position for one in archive.own_fields), default=-1) + 1
    made = {**made, "key": made["name"], "position": position}
    return Create(ENTITY, made, words=f"加栏目“{made['name']}”")


def changing(archive: Archive, own: OwnField, values: dict[str, Any]) -> Command:
    """The command that declares a field otherwise; its values stay. Raises ``UsageError`` where what stands in items
    could not stand there any more. What can be read as the new type is stored as it (12 as a number), in the same
    step."""
    now = archive.catalogue.record(own.id)
    made = checked(
        archive,
        {**{name: now[name] for name in ("name", "type", "target", "kinds", "terms", "required", "help")}, **values},
        own.id,
    )
    words = f"改栏目“{own.field.label}”"
    define = SetFields(own.id, made, words=words)
    if made["type"] == own.type and made["target"] == own.field.target:
        return define
    from archive_app.services.own_types import converting

    steps = converting(archive, own, declared({**now.values, **made}), made["type"])
    return Batch(words, [define, *steps]) if steps else define


def withdrawing(own: OwnField, *, withdrawn: bool = True) -> Command:
    """The command that withdraws a field, or has it filled again."""
    words = f"停用栏目“{own.field.label}”" if withdrawn else f"恢复栏目“{own.field.label}”"
    return SetFields(own.id, {"withdrawn": withdrawn}, words=words)


def removing(archive: Archive, own: OwnField) -> Command:
    """The command that takes a field away that was never filled; raises ``UsageError`` where it was."""
    from archive_app.services.own_types import uses

    number = len(uses(archive, own))
    if number:
        raise UsageError(
            f"“{own.field.label}”已经填了 {number} 件", "填过的栏目只能停用，填的照旧留着。", code="in-use"
        )
    return Trash((own.id,))


def moving(archive: Archive, own: OwnField, by: int) -> Command | None:
    """The command that puts a field earlier or later; None where it stands at the end."""
    order = [one.id for one in archive.own_fields]
    at = order.index(own.id)
    to = max(0, min(len(order) - 1, at + by))
    if to == at:
        return None
    order.insert(to, order.pop(at))
    known = {one.id: one.position for one in archive.own_fields}
    steps = [SetFields(key, {"position": place}) for place, key in enumerate(order) if known[key] != place]
    return Batch(f"移动栏目“{own.field.label}”", steps)


def shown_in(archive: Archive, record: Record) -> list[tuple[Field, bool]]:
    """(field, whether it may be filled) of the own fields of an item or card: those of its kind, then what else stands
    in it."""
    kind = str(record["kind"]) if record.entity == "item" else record.entity
    known = {one.field.name: one for one in archive.own_fields}
    found = [(one.field, True) for one in archive.own_fields if one.is_of(kind)]
    rest = [
        name for name in record.values if name.startswith(PREFIX) and (name not in known or not known[name].is_of(kind))
    ]
    return found + [(label_of(archive, name), False) for name in rest]


def label_of(archive: Archive, name: str) -> Field:
    """The field of a name as it is declared, or as much as the name itself says."""
    return next((one.field for one in archive.own_fields if one.field.name == name), stray(name))
