"""Cards of one person, place, organisation or event made one, and taken apart again, today or in ten years.

A merge re-points every link to the card that stays and fills what that card lacks; nothing of the other cards is
dropped: they go to the trash as they were, and bear what a split needs: which links were theirs
(``merged_links``) and what the card that stays was given of them (``merged_gains``). So a split does not depend on
the change log, and edits made in between stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive_app.catalogue.commands import TRASHED, Planned, View
from archive_app.catalogue.merged_content import absorb, release
from archive_app.catalogue.merged_draft import Draft
from archive_app.catalogue.merged_links import repoint, restore
from archive_app.catalogue.store import Record
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.own_fields import OWN, names_in
from archive_app.frozen import dataclass

AUTHORITIES = ("person", "place", "organisation", "event")
"""The entities whose cards can be merged."""


def merged_cards(view: View, card: Record) -> list[str]:
    """The ids of the cards that were merged into this one, in the order of their ids."""
    found = [key for key in view.pointing_to(card.id, card.entity) if _is_merged_into(view.record(key), card)]
    return sorted(found)


def _is_merged_into(record: Record, card: Record) -> bool:
    return record.entity == card.entity and record.values["merged_into"] == card.id


@dataclass(frozen=True, slots=True)
class Merge:
    """Make ``keep`` stand for ``others`` as well; they go to the trash, every link to them leads to ``keep``."""

    keep: str
    others: Sequence[str]
    names: str = ""
    """The names of the cards, for the label."""
    undoable: bool = True
    unit: str | None = None
    type: str = "merge"

    @property
    def label(self) -> str:
        return f"合并{self.names}" if self.names else f"合并 {len(self.others) + 1} 张卡片"

    def plan(self, view: View) -> list[Planned]:
        keep = view.record(self.keep)
        others = [view.record(key) for key in dict.fromkeys(self.others)]
        check_mergeable(keep, others)
        draft = Draft(view)
        earlier = merged_cards(view, keep)
        for number, other in enumerate(others):
            before = earlier + [one.id for one in others[:number]]
            draft.set(other.id, "merged_links", repoint(draft, other, keep, before))
            draft.set(other.id, "merged_gains", absorb(draft, other, keep.id, before))
            draft.set(other.id, "merged_into", keep.id)
            draft.set(other.id, TRASHED, True)
        return draft.planned()


def check_mergeable(keep: Record, others: Sequence[Record]) -> None:
    """Raise ``UsageError`` or ``Conflict`` in words where these cards cannot be made one."""
    label = entity_named(keep.entity).label
    if keep.entity not in AUTHORITIES:
        raise UsageError(f"“{label}”不能合并", "能合并的是人物、地名、单位和事件的卡片。", code="cannot-merge")
    if not others or any(other.id == keep.id for other in others):
        raise UsageError("合并要两张不同的卡片", "请再选一张。", code="cannot-merge")
    for other in others:
        if other.entity != keep.entity:
            words = f"“{keep.title}”是{label}，“{other.title}”是{entity_named(other.entity).label}"
            raise UsageError(f"{words}，不能合并", "只有同一类的卡片能合并。", code="cannot-merge")
    for card in (keep, *others):
        if card.trashed:
            done = "已经并入别的卡片" if card.values["merged_into"] else "在回收站里"
            raise Conflict(f"“{card.title}”{done}，不能合并", "请先把它拆出或取回。", code="cannot-merge")


@dataclass(frozen=True, slots=True)
class Split:
    """Bring back a card that was merged into another, with the links that were its own.

    What was edited since stays: a link that was removed does not come back, a field that was rewritten keeps its
    words. A card whose keeper was merged on is taken out by ``services.authorities.cards.split_command``.
    """

    card: str
    name: str = ""
    """The card's name, for the label."""
    undoable: bool = True
    unit: str | None = None
    type: str = "split"

    @property
    def label(self) -> str:
        return f"拆出“{self.name}”" if self.name else "拆出合并的卡片"

    def plan(self, view: View) -> list[Planned]:
        card = view.record(self.card)
        if card.entity not in AUTHORITIES or not card.values["merged_into"]:
            raise UsageError(f"“{card.title}”没有并入别的卡片", "只有合并过的卡片能拆出。", code="not-merged")
        keep = view.record(card.values["merged_into"])
        if keep.values["merged_into"]:
            into = view.record(keep.values["merged_into"])
            remedy = f"请先把“{keep.title}”从“{into.title}”拆出，再拆“{card.title}”。"
            raise Conflict(f"“{keep.title}”自己也已并入“{into.title}”", remedy, code="merged-twice")
        draft = Draft(view)
        still = [key for key in merged_cards(view, keep) if key != card.id]
        restore(draft, card, keep.id, still)
        release(draft, card, keep.id, still)
        draft.set(card.id, "merged_links", [])
        draft.set(card.id, "merged_gains", [])
        draft.set(card.id, "merged_into", "")
        draft.set(card.id, TRASHED, False)
        return draft.planned()


@dataclass(frozen=True, slots=True)
class NothingNew:
    """Leave a card with nothing that it did not have as ``before``.

    The last part of a batch that takes an inner card out of a chain: there a card is merged once more, and what
    somebody has taken out of the outer card since must not come back by that.
    """

    before: Record
    undoable: bool = True
    unit: str | None = None
    type: str = "split"
    label: str = ""

    def plan(self, view: View) -> list[Planned]:
        now = view.record(self.before.id)
        values: dict[str, Any] = {}
        declared, ours = entity_named(now.entity), view.own_fields()
        own = [ours.get(name) or declared.field(name) for name in names_in((now.values, self.before.values))]
        for field in (*(one for one in declared.fields if one.name != OWN), *own):
            empty = field.empty()
            value, was = now.values.get(field.name, empty), self.before.values.get(field.name, empty)
            if field.by_program or value == was:
                continue
            if isinstance(value, list) and isinstance(was, list):
                kept = [one for one in value if one in was]
                if kept != value:
                    values[field.name] = kept
            elif was == empty:
                values[field.name] = empty
        return [Planned(now.entity, now.id, values)] if values else []
