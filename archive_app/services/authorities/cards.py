"""The cards themselves: found by name, told from their namesakes, merged and split."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import Batch, Command
from archive_app.catalogue.merged_content import compared, words
from archive_app.catalogue.merging import AUTHORITIES, Merge, NothingNew, Split
from archive_app.catalogue.store import Record
from archive_app.domain.entities import ENTITIES, entity_named
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.identity import is_id
from archive_app.frozen import dataclass
from archive_app.hanzi.names import name_fold
from archive_app.services.archive import Archive
from archive_app.services.linked import names_in

_WHAT = {
    "same": "两张一样",
    "kept": "保留",
    "left": "不取（姓名不同）",
    "filled": "补上",
    "united": "合在一起",
    "both": "不一致，两说并存",
}


# — finding —


def distinguishing(record: Record) -> str:
    """Words that tell a card from its namesakes: birth year, native place, roles; type and what it belongs to."""
    values = record.values
    birth = values.get("birth") or values.get("date") or values.get("valid") or {}
    parts = [str(birth.get("display", ""))]
    parts += [str(values.get(name) or "") for name in ("native_place", "type", "parent", "number", "topic")]
    if roles := values.get("roles"):
        declared = entity_named(record.entity).field("roles")
        parts += [declared.label_of(str(role)) for role in roles][:2]
    return "　".join(part for part in parts if part)


def find_card(archive: Archive, word: str, entities: Sequence[str] = AUTHORITIES, *, trashed: bool = False) -> Record:
    """The record a uuid or a name stands for: its own name or number; where no card bears it, an alias or another
    form of it (繁体, 𠮷). ``trashed`` looks among the merged and deleted ones too.

    Raises ``UnknownRecord``; ``UsageError`` that lists the namesakes where the name is not one card's alone.
    """
    if is_id(word):
        return archive.catalogue.record(archive.catalogue.resolve(word))
    every = [r for entity in entities for r in archive.catalogue.records(entity, trashed=None if trashed else False)]
    found = [record for record in every if word in (record.title, record.values.get("number")) and record.title]
    if not found and (folded := name_fold(word.strip())):
        found = [record for record in every if folded in {name_fold(name) for name in names_of(record)}]
    if trashed and len(found) > 1:
        found = [record for record in found if record.values.get("merged_into")] or found
    if len(found) == 1:
        return found[0]
    labels = "、".join(entity_named(entity).label for entity in entities)
    if not found:
        raise UnknownRecord(f"{labels}里没有“{word}”", "请写全名，或用编号（uuid）；cunshi records 可以列出。")
    lines = "".join(f"\n  {record.id}  {record.title}　{distinguishing(record)}" for record in found)
    raise UsageError(f"叫“{word}”的不止一个", f"请用编号指定：{lines}", code="namesakes")


def names_of(record: Record) -> list[str]:
    """A card's name and aliases."""
    return [record.title, *(record.values.get("aliases") or ())]


def namesakes(archive: Archive, card: Record) -> list[Record]:
    """The other cards that bear the same name or alias, written in whatever form (吉/𠮷, 繁体/简体)."""
    mine = {name_fold(name) for name in names_of(card)}
    return [
        other
        for other in archive.catalogue.records(card.entity)
        if other.id != card.id and mine & {name_fold(name) for name in names_of(other)}
    ]


# — merging —


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of two cards beside each other, and what a merge makes of it; ``conflict`` where they disagree."""

    field: str
    label: str
    keep: str
    other: str
    outcome: str
    conflict: bool

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi merge --dry-run --json``."""
        return {
            "field": self.field, "label": self.label, "keep": self.keep, "other": self.other,
            "outcome": self.outcome, "conflict": self.conflict,
        }  # fmt: skip


def compare(archive: Archive, keep: Record, other: Record) -> list[Compared]:
    """Two cards field by field, as a merge would join them."""
    found = compared(keep, other, {one.field.name: one.field for one in archive.own_fields})
    names = names_in(archive, ((f, value) for f, mine, theirs, _what in found for value in (mine, theirs)))

    def named(key: str) -> str:
        return names.get(key, key)

    rows = [
        Compared(
            f.name, f.label,
            words(f, mine, named) if mine != f.empty() else "",
            words(f, theirs, named) if theirs != f.empty() else "",
            _WHAT[what], what == "both",
        )
        for f, mine, theirs, what in found
    ]  # fmt: skip
    title = entity_named(keep.entity)
    name = Compared(title.title, title.field(title.title).label, keep.title, other.title, "另一个记为别名", False)
    same = keep.title == other.title
    first = Compared(name.field, name.label, name.keep, name.other, _WHAT["same"], False) if same else name
    aliases = Compared(
        "aliases", "别名", "、".join(keep.values["aliases"]), "、".join(other.values["aliases"]), _WHAT["united"], False
    )
    return [first, *([aliases] if aliases.keep or aliases.other else []), *rows]


def merge(archive: Archive, keep: Record, others: Sequence[Record]) -> Done:
    """Merge cards, in words that the undo list and the history keep."""
    names = "“" + "”“".join(dict.fromkeys((keep.title, *(other.title for other in others)))) + "”"
    return archive.execute(Merge(keep.id, [other.id for other in others], names))


def split_command(archive: Archive, card: Record) -> Command:
    """The command that brings a merged card back, also out of the middle of a chain (甲 in 乙, 乙 in 丙): one step
    of undo, after which 乙 is in 丙 as before."""
    chain = [card, *outer_cards(archive, card)]
    inner = list(pairwise(chain[1:]))
    if not inner:
        return Split(card.id, card.title)
    apart: list[Command] = [Split(one.id, one.title) for one in reversed(chain[:-1])]
    again: list[Command] = []
    for one, into in inner:
        again += [Merge(into.id, [one.id]), NothingNew(into)]
    return Batch(Split(card.id, card.title).label, (*apart, *again), type="split")


def split(archive: Archive, card: Record) -> Done:
    """Bring a merged card back."""
    return archive.execute(split_command(archive, card))


def outer_cards(archive: Archive, card: Record) -> list[Record]:
    """The cards a merged card stands in: the one it was merged into, the one that was merged into, and so on."""
    found = [card]
    while into := found[-1].values.get("merged_into"):
        found.append(archive.catalogue.record(into))
    return found[1:]


def all_merged_into(archive: Archive, card: Record) -> list[Record]:
    """The cards that stand in this one: those merged into it, each followed by those merged into that before."""
    found = []
    for one in merged_into(archive, card):
        found += [one, *all_merged_into(archive, one)]
    return found


def merged_into(archive: Archive, card: Record) -> list[Record]:
    """The cards that were merged into this one."""
    pointing = [key for entity, key in archive.catalogue.pointing_to(card.id) if entity == card.entity]
    found = archive.catalogue.load(card.entity, sorted(pointing)).values()
    return [record for record in found if record.values.get("merged_into") == card.id]


def named_entity(word: str) -> str:
    """The entity with this identifier or Chinese name; raises ``UsageError`` that lists them."""
    for entity in ENTITIES:
        if word in (entity.name, entity.label):
            return entity.name
    known = "、".join(f"{entity.name}（{entity.label}）" for entity in ENTITIES)
    raise UsageError(f"没有“{word}”这一类记录", f"可用的：{known}。", code="unknown-entity")
