"""Who does what in an editorial office."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the road of an item. Commissioners have a record of their own; the others are staff."""

    COMMISSIONER = "commissioner"
    EDITOR = "editor"
    RESPONSIBLE = "responsible_editor"
    CHIEF = "chief_editor"
    PROOFREADER = "proofreader"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return _LABELS[self]


_LABELS = {
    Role.COMMISSIONER: "专员",
    Role.EDITOR: "编辑",
    Role.RESPONSIBLE: "责任编辑",
    Role.CHIEF: "主编",
    Role.PROOFREADER: "校对",
}

STAFF_ROLES: tuple[Role, ...] = (Role.EDITOR, Role.RESPONSIBLE, Role.CHIEF, Role.PROOFREADER)
"""The roles that a person of the editorial office may have."""

_INCLUDES = {
    Role.RESPONSIBLE: frozenset({Role.EDITOR}),
    Role.CHIEF: frozenset({Role.EDITOR, Role.RESPONSIBLE}),
}


def all_roles(roles: Iterable[Role]) -> frozenset[Role]:
    """These roles and those they include: who may pass judgement may also do an editor's everyday work."""
    given = frozenset(roles)
    return given.union(*(_INCLUDES.get(role, frozenset()) for role in given))


def words(roles: Iterable[Role]) -> str:
    """Roles in words, in the order of the enumeration: 编辑、主编."""
    given = set(roles)
    return "、".join(role.label for role in Role if role in given)
