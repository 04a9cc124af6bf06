"""Levels of access. ``access`` alone is enforced; DA/T's 开放标识 and 公开属性 are descriptive."""

from __future__ import annotations

from enum import StrEnum


class Access(StrEnum):
    """Who may see a thing; ordered from open to closed. The strictest of record, file and segment wins."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {"public": "公开", "internal": "内部", "restricted": "控制"}[self.value]

    @property
    def rank(self) -> int:
        """0 is the most open."""
        return list(Access).index(self)


def strictest(*levels: Access) -> Access:
    """The level that holds where several apply; ``INTERNAL`` where none is given (the default, inherited)."""
    return max(levels, key=lambda level: level.rank, default=Access.INTERNAL)
