"""Who acts, and in which roles: read off the cards of the office and of the commissioners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from archive_app.domain.workflow.roles import Role, all_roles
from archive_app.frozen import dataclass

NOBODY = "未署名"
"""The name of who has not told the program theirs."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the archive knows them: ``names`` are theirs and their aliases, ``cards`` the ids of their cards."""

    name: str
    names: frozenset[str]
    roles: frozenset[Role]
    cards: frozenset[str] = frozenset()

    def is_called(self, name: str) -> bool:
        """Whether this is the person of that name."""
        return name in self.names

    @property
    def only_commissioner(self) -> bool:
        """Whether they gather materials and have no part in the office."""
        return self.roles == {Role.COMMISSIONER}


class Card(Protocol):
    """A record of staff or of a commissioner."""

    @property
    def id(self) -> str:
        """The record's id."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Its fields: ``name``, ``aliases``, ``person``; of staff also ``roles`` and ``left``."""


class Roster:
    """The staff and the commissioners of an archive. Cards that name the same person's card are one person's."""

    def __init__(self, staff: Sequence[Card], commissioners: Sequence[Card]) -> None:
        self._staff = staff
        self._commissioners = commissioners

    @property
    def registered(self) -> bool:
        """Whether roles are asked for."""
        return bool(self._staff)

    @property
    def gatherers(self) -> Mapping[str, str]:
        """The commissioners' names by the ids of their cards."""
        return {card.id: str(card.values["name"]) for card in self._commissioners}

    def actor(self, name: str) -> Actor:
        """The person with this name or alias; an unknown one has no roles."""
        return self._as_registered(name)

    def _as_registered(self, name: str) -> Actor:
        staff, commissioners = self._cards(name)
        names = {name}.union(*(_names(card) for card in (*staff, *commissioners)))
        roles = {Role(role) for card in staff if not card.values.get("left") for role in card.values["roles"]}
        if commissioners:
            roles.add(Role.COMMISSIONER)
        cards = frozenset(card.id for card in (*staff, *commissioners))
        return Actor(name, frozenset(names), all_roles(roles), cards)

    def _cards(self, name: str) -> tuple[list[Card], list[Card]]:
        found = [card for card in (*self._staff, *self._commissioners) if name in _names(card)]
        persons = {card.values["person"] for card in found} - {"", None}

        def mine(cards: Iterable[Card]) -> list[Card]:
            return [card for card in cards if name in _names(card) or card.values["person"] in persons]

        return mine(self._staff), mine(self._commissioners)

    def everyone(self) -> list[Actor]:
        """Everyone who may act, staff first, each once, under the names of today."""
        active = [card for card in self._staff if not card.values.get("left")]
        made: list[Actor] = []
        for card in (*active, *self._commissioners):
            if not any(card.id in one.cards for one in made):
                made.append(self._as_registered(str(card.values["name"])))
        return made


def _names(card: Card) -> set[str]:
    return {str(card.values["name"]), *card.values["aliases"]}
