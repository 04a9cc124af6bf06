"""Whose a piece is, as it is printed under its title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from archive_app.volumes.interviews import NAMELESS

VERBS = {"口述者": "口述", "采访者": "采访", "整理者": "整理", "录文者": "录文", "翻拍者": "翻拍", "摄影者": "摄影"}
"""How a role is printed after a name; an author's name stands alone."""


class Fields(Protocol):
    """A record, or the values of one."""

    def __getitem__(self, name: str, /) -> Any:
        """A field's value."""


def byline(item: Fields) -> Iterator[str]:
    """作者 alone; 口述、采访、整理 with the verb; the narrator under the name they chose."""
    grouped: dict[str, list[str]] = {}
    for row in item["responsibility"]:
        name = NAMELESS if item["anonymous"] and row["role"] == "口述者" else row["name"]
        roles = grouped.setdefault(name, [])
        roles.append(row["role"])
    for name, roles in grouped.items():
        verbs = "、".join(VERBS[role] for role in roles if role in VERBS)
        yield f"{name}　{verbs}" if verbs else name
