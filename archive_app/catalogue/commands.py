"""Every way to write. A command is a value: it plans its changes from what is, and the catalogue applies them in one
transaction and logs them. Nothing else writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any, Protocol

from archive_app.catalogue.renaming import with_former_name
from archive_app.catalogue.store import Record
from archive_app.domain.entities import ENTITIES, Entity, entity_named
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.fields import Field
from archive_app.domain.identity import is_id, new_id
from archive_app.domain.own_fields import is_own, key_of
from archive_app.frozen import dataclass

TRASHED = "trashed"
"""The pseudo-field by which a record goes to the trash and comes back."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A record's fields to be set; ``create`` makes the record."""

    entity: str
    record_id: str
    values: Mapping[str, Any]
    create: bool = False


class View(Protocol):
    """What a command may look at while planning: the catalogue as it stands, earlier parts of a batch included."""

    def record(self, record_id: str) -> Record:
        """The record; raises ``UnknownRecord``."""

    def exists(self, entity: str, record_id: str) -> bool:
        """Whether the entity has such a record."""

    def pointing_to(self, record_id: str, within: str = "") -> list[str]:
        """The ids of the records (of one entity, or of all) that point to this one, the trash included."""

    def own_fields(self) -> Mapping[str, Field]:
        """The archive's own fields by name (``own:开本``)."""

    def has_acted(self, name: str) -> bool:
        """Whether a change, a step of an item or a review was somebody's of this name."""

    def next_number(self, counter: str, above: int = 0) -> int:
        """The next number of a counter, and more than ``above``.

        It is issued once: a rolled-back command gives it back, an undone one does not.
        """


class Command(Protocol):
    """What every command offers."""

    @property
    def label(self) -> str:
        """Chinese words for the undo menu and the history."""

    @property
    def type(self) -> str:
        """``edit``, ``import``, ``create``, ``trash``, ``restore`` …"""

    @property
    def undoable(self) -> bool:
        """False for what must never be taken back: issued numbers, receipts."""

    @property
    def unit(self) -> str | None:
        """What is undone in one step with it; None: the command alone."""

    def plan(self, view: View) -> list[Planned]:
        """The changes; raises ``ArchiveError`` where they cannot be."""


@dataclass(frozen=True, slots=True)
class SetFields:
    """Set fields of one record, checked by their declarations.

    ``expected_version`` refuses the write where the record has moved on since it was read. ``by_program`` lets the
    program set what no person sets by hand (state, numbers).
    """

    record_id: str
    values: Mapping[str, Any]
    expected_version: int | None = None
    by_program: bool = False
    type: str = "edit"
    undoable: bool = True
    unit: str | None = None
    words: str = ""

    @property
    def label(self) -> str:
        return self.words or f"修改{_field_words(self.values)}"

    def plan(self, view: View) -> list[Planned]:
        record = view.record(self.record_id)
        if self.expected_version is not None and record.version != self.expected_version:
            raise Conflict(f"《{record.title}》已被别处改过", "请看过新的内容再改。", code="stale")
        entity = entity_named(record.entity)
        values = _checked(entity, self.values, view, by_program=self.by_program, stored=record.values)
        return [Planned(record.entity, record.id, with_former_name(view, record, values))]


@dataclass(frozen=True, slots=True)
class SetMany:
    """Set the same fields of many records, as one step."""

    ids: Sequence[str]
    values: Mapping[str, Any]
    type: str = "edit"
    undoable: bool = True
    unit: str | None = None

    @property
    def label(self) -> str:
        return f"批量修改{_field_words(self.values)}（{len(self.ids)} 条）"

    def plan(self, view: View) -> list[Planned]:
        return [planned for key in self.ids for planned in SetFields(key, self.values).plan(view)]


@dataclass(frozen=True, slots=True)
class Create:
    """Make a record. An item without a 征集号 gets a temporary one (``T-`` and the count)."""

    entity: str
    values: Mapping[str, Any]
    id: str = field(default_factory=new_id)
    type: str = "create"
    undoable: bool = True
    unit: str | None = None
    words: str = ""

    @property
    def label(self) -> str:
        return self.words or f"新建{entity_named(self.entity).label}"

    def plan(self, view: View) -> list[Planned]:
        if not is_id(self.id):
            raise UsageError(f"“{self.id}”不是合格的编号", "编号应为 UUID。", code="wrong-id")
        if view.exists(self.entity, self.id):
            raise Conflict(f"编号 {self.id} 已经有了记录", "同一编号不会被覆盖；请检查来源。", code="id-taken")
        entity = entity_named(self.entity)
        values = _checked(entity, self.values, view, by_program=True)
        if self.entity == "item":
            values = _item_defaults(values, view)
        missing = [f.label for f in entity.fields if f.required and not values.get(f.name)]
        if missing:
            raise UsageError(f"新建{entity.label}缺少：{'、'.join(missing)}", "请补上后重试。", code="missing-field")
        return [Planned(self.entity, self.id, values, create=True)]


def _item_defaults(values: dict[str, Any], view: View) -> dict[str, Any]:
    filled = {"state": "draft", "access": "internal", **{k: v for k, v in values.items() if v not in ("", None)}}
    if not filled.get("accession_no"):
        filled["accession_no"] = f"T-{view.next_number('temporary'):04d}"
    return {**values, **filled}


@dataclass(frozen=True, slots=True)
class Trash:
    """Put records into the trash; links to them stay."""

    ids: Sequence[str]
    undoable: bool = True
    unit: str | None = None
    type: str = "trash"

    @property
    def label(self) -> str:
        return "移入回收站" if len(self.ids) == 1 else f"移入回收站 {len(self.ids)} 条"

    def plan(self, view: View) -> list[Planned]:
        return [Planned(view.record(key).entity, key, {TRASHED: True}) for key in self.ids]


@dataclass(frozen=True, slots=True)
class Restore:
    """Take records out of the trash."""

    ids: Sequence[str]
    undoable: bool = True
    unit: str | None = None
    type: str = "restore"

    @property
    def label(self) -> str:
        return "从回收站取回" if len(self.ids) == 1 else f"从回收站取回 {len(self.ids)} 条"

    def plan(self, view: View) -> list[Planned]:
        for record in (view.record(key) for key in self.ids):
            if record.values.get("merged_into"):
                into = view.record(record.values["merged_into"]).title
                remedy = "请用“拆出”取回它，它原来的链接会一并还给它。"
                raise Conflict(f"“{record.title}”不是删掉的，是并入了“{into}”", remedy, code="merged")
        return [Planned(view.record(key).entity, key, {TRASHED: False}) for key in self.ids]


@dataclass(frozen=True, slots=True)
class Batch:
    """Several commands as one: one transaction, one step of undo. Later ones see what earlier ones did."""

    label: str
    commands: Sequence[Command]
    type: str = "edit"
    undoable: bool = True
    unit: str | None = None

    def plan(self, view: View) -> list[Planned]:
        raise TypeError("a batch is planned command by command by the catalogue")


def _field_words(names: Iterable[str]) -> str:
    """The first field's Chinese name, and how many there are beside it."""
    known = {f.name: f.label for entity in reversed(ENTITIES) for f in entity.fields}
    words = [known.get(name, key_of(name)) for name in names]
    return "" if not words else words[0] if len(words) == 1 else f"{words[0]}等 {len(words)} 项"


def _declared(entity: Entity, name: str, view: View, *, by_program: bool) -> Field:
    """The field; of the archive's own ones as the archive declares it."""
    if not is_own(name):
        return entity.field(name)
    found = view.own_fields().get(name)
    if found is None and not by_program:
        raise UsageError(f"没有“{key_of(name)}”这一栏", "请先加这个栏目，或核对写法。", code="unknown-field")
    return found or entity.field(name)


def _checked(
    entity: Entity,
    values: Mapping[str, Any],
    view: View,
    *,
    by_program: bool,
    stored: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in values.items():
        declared = _declared(entity, name, view, by_program=by_program)
        if declared.by_program and not by_program:
            raise UsageError(f"“{declared.label}”（{name}）由程序填写，不能直接修改", "", code="by-program")
        checked[name] = declared.check_beside(value, stored.get(name))
        if declared.required and not checked[name] and not is_own(name):  # an own one is asked for when it is handed in
            raise UsageError(f"“{declared.label}”不能为空", "请填写后再保存。", code="missing-field")
    return checked
