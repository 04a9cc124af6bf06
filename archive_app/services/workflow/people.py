"""Who acts, and in which roles.

Commissioners have their own records; the others are registered as ``staff``. Where nobody is registered as staff (at
home, on the first day) roles are not asked for, but that another person reviews than the one before always is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive_app.catalogue.store import Record
from archive_app.domain.workflow import Role, Unmet, all_roles
from archive_app.domain.workflow.roles import words
from archive_app.services.archive import Archive

NOBODY = "未署名"
"""The name of who has not told the program theirs."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the archive knows them: ``names`` are theirs and their aliases."""

    name: str
    names: frozenset[str]
    roles: frozenset[Role]

    def is_called(self, name: str) -> bool:
        """Whether this is the person of that name."""
        return name in self.names


class People:
    """The staff and the commissioners of an archive, as they are registered now."""

    def __init__(self, archive: Archive) -> None:
        self._staff = archive.catalogue.records("staff")
        self._commissioners = archive.catalogue.records("commissioner")

    @property
    def registered(self) -> bool:
        """Whether roles are asked for."""
        return bool(self._staff)

    def actor(self, name: str) -> Actor:
        """The person with this name or alias; an unknown one has no roles."""
        roles: set[Role] = set()
        names = {name}
        for record in _called(self._staff, name):
            names |= _names(record)
            if not record["left"]:
                roles |= {Role(role) for role in record["roles"]}
        for record in _called(self._commissioners, name):
            names |= _names(record)
            roles.add(Role.COMMISSIONER)
        return Actor(name, frozenset(names), all_roles(roles))

    def everyone(self) -> list[Actor]:
        """Everyone who may act, staff first, each once."""
        active = [record for record in self._staff if not record["left"]]
        return [self.actor(name) for name in dict.fromkeys(r.title for r in (*active, *self._commissioners))]

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
                f"请用 --as 写明姓名，或在设置里填“我的姓名”；{whose}。",
            )
        elif not actor.roles:
            message = f"编辑部人员和文史专员里没有“{actor.name}”"
            remedy = f"请先登记这个人的职责；{whose}。"
        else:
            message = f"“{actor.name}”是{words(actor.roles)}"
            remedy = f"{whose}。"
        return [Unmet("who", message, remedy)]


def _names(record: Record) -> set[str]:
    return {record.title, *record["aliases"]}


def _called(records: Iterable[Record], name: str) -> list[Record]:
    return [record for record in records if name in _names(record)]
