"""The pieces of 辅文 a volume may have: which part of the book each stands in, and in which order.

The order is that of a finished volume (封面 → … → 目录 → 正文 → 大事记 → 征稿启事 → 采访名录 → 索引 → 后记 → 勘误).
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.catalogue.catalogue import SectionNode
from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.entities import ARTICLE
from archive_app.domain.errors import UsageError

FRONT = ("board", "plates", "inscription", "preface", "note")
BACK = ("chronicle", "call", "interviews", "names", "places", "afterword", "errata")
MADE = frozenset({"names", "places", "chronicle", "interviews"})
"""What the program makes of the records while nobody has written it."""

_PARTS = {"front": "前辅文", "back": "后辅文"}


def label(role: str) -> str:
    """``后记``."""
    return ARTICLE.field("role").label_of(role)


def part_of(role: str) -> str:
    """``front`` or ``back``. Raises ``UsageError`` for what is no 辅文."""
    if role in FRONT:
        return "front"
    if role in BACK:
        return "back"
    known = "、".join(f"{name}（{label(name)}）" for name in (*FRONT, *BACK))
    raise UsageError(f"没有“{role}”这种辅文", f"可用的有：{known}。", code="wrong-value")


def add(volume: str, nodes: Sequence[SectionNode], role: str, values: dict[str, object] | None = None) -> Batch:
    """The command that puts a piece of 辅文 into a volume: behind those that come before it, in a section that is made
    where there is none. One step of undo; its first command makes the article where the section is there."""
    part = part_of(role)
    order = FRONT if part == "front" else BACK
    commands: list[Command] = []
    home = next((node.section for node in nodes if node.section["matter"] == part), None)
    there: tuple[Record, ...] = ()
    if home is None:
        at = 1 if part == "front" else len(nodes) + 1
        made = Create("section", {"volume": volume, "title": _PARTS[part], "matter": part, "position": at})
        commands.append(made)
        if part == "front":
            commands += [SetFields(node.section.id, {"position": n}) for n, node in enumerate(nodes, 2)]
        section = made.id
    else:
        section = home.id
        there = next(node.articles for node in nodes if node.section.id == section)
    place = sum(1 for one in there if one["role"] not in order or order.index(one["role"]) <= order.index(role))
    commands.insert(
        len(commands),
        Create(
            "article", {"section": section, "role": role, "title": label(role), "position": place + 1, **(values or {})}
        ),
    )
    commands += [SetFields(one.id, {"position": n}) for n, one in enumerate(there[place:], place + 2)]
    return Batch(f"加入{label(role)}", tuple(commands), type="create")


def article_of(batch: Batch) -> str:
    """The id of the article that `add` makes."""
    return next(one.id for one in batch.commands if isinstance(one, Create) and one.entity == "article")
