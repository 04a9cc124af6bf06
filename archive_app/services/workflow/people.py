"""Who acts, and in which roles.

Commissioners have their own records; the others are registered as ``staff``. Where nobody is registered as staff (at
home, on the first day) roles are not asked for, but that another person reviews than the one before always is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive_app.catalogue.store import Record
from archive_app.domain.workflow import NOBODY, Actor, Role, Roster, Unmet
from archive_app.domain.workflow.roles import words
from archive_app.services.archive import Archive

_COMMISSIONER = frozenset({Role.COMMISSIONER})


class People(Roster):
    """The staff and the commissioners of an archive, as they are registered now."""

    def __init__(self, archive: Archive) -> None:
        self._catalogue = archive.catalogue
        self._known: dict[str, Actor] = {}
        super().__init__(archive.catalogue.records("staff"), archive.catalogue.records("commissioner"))

    def actor(self, name: str) -> Actor:
        """The person with this name or alias, under the names of before too: the log keeps the name of its day."""
        if name not in self._known:
            self._known[name] = self._with_former_names(super().actor(name))
        return self._known[name]

    def _with_former_names(self, found: Actor) -> Actor:
        before = {
            str(entry.before)
            for card in found.cards
            for entry in self._catalogue.history(card)
            if entry.field == "name" and entry.before
        }
        return replace(found, names=found.names | before)

    def refusal(self, actor: Actor, who: Iterable[Role]) -> list[Unmet]:
        """Why this person may not act as one of these roles; empty where they may."""
        wanted = frozenset(who)
        if not self.registered or actor.roles & wanted:
            return []
        able = [one.name for one in self.everyone() if one.roles & wanted]
        whose = f"这一步由{words(wanted)}来做" + (
            f"（{'、'.join(able[:4])}{'等' if len(able) > 4 else ''}）" if able else ""
        )
        if actor.name == NOBODY:
            message, remedy = (
                "还不知道您是谁",
                f"请在设置里填“我的姓名”（命令行用 --as）；{whose}。",
            )
        elif not actor.roles:
            message = f"编辑部人员和文史专员里没有“{actor.name}”"
            remedy = f"请先登记这个人的职责；{whose}。"
            if actor.cards:
                message, remedy = f"“{actor.name}”已离任，或还没有职责", f"{whose}。"
        else:
            message = f"“{actor.name}”是{words(actor.roles)}"
            remedy = f"{whose}。"
        return [Unmet("who", message, remedy)]

    def not_theirs(self, actor: Actor, who: frozenset[Role], item: Record) -> list[Unmet]:
        """Why a commissioner's step is not this commissioner's: the item is another's."""
        owner = str(item["commissioner"] or "")
        if who != _COMMISSIONER or not self.registered or Role.COMMISSIONER not in actor.roles:
            return []
        if owner not in self.gatherers or owner in actor.cards:
            return []
        name = self.gatherers[owner]
        return [Unmet("who", f"这件资料是“{name}”征集的", f"请由{name}来做；换了人的，请编辑先改“征集人”。")]
