"""A volume's plan without a window: made, filled, put in another order. Each is one undoable command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive_app.catalogue.catalogue import SectionNode
from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.services.archive import Archive
from archive_app.volumes import format as formats
from archive_app.volumes import matter
from archive_app.volumes.compile import DEFAULT_TEMPLATE


def new_volume(archive: Archive, values: dict[str, Any]) -> str:
    """A volume with a first section to begin in; its id."""
    volume = Create("volume", values)
    first = Create("section", {"volume": volume.id, "title": "第一栏", "matter": "body", "position": 1})
    archive.execute(Batch("新建书卷", (volume, first), type="create"))
    return volume.id


def add_items(archive: Archive, volume_id: str, items: Sequence[str], section: str = "") -> list[str]:
    """Put items into a section (by its name or id; the last one of the body), behind what is there; the articles' ids.

    Raises ``UnknownRecord`` for a section the volume does not have, ``UsageError`` for an item that is in it already.
    """
    nodes = archive.catalogue.sections_of(volume_id)
    home = _section(nodes, section)
    taken = {str(one["item"]): one for node in _walk(nodes) for one in node.articles if one["item"]}
    again = next((key for key in items if key in taken), None)
    if again is not None:
        raise UsageError(f"《{archive.catalogue.record(again).title}》已经在这一卷里了", "", code="in-volume")
    last = max((int(one["position"] or 0) for one in home.articles), default=0)
    made = tuple(
        Create("article", {"section": home.section.id, "item": key, "position": last + n})
        for n, key in enumerate(items, 1)
    )
    archive.execute(Batch(f"编入 {len(made)} 篇", made))
    return [one.id for one in made]


def add_matter(archive: Archive, volume_id: str, role: str) -> str:
    """Put a piece of 辅文 into a volume; its id."""
    command = matter.add(volume_id, archive.catalogue.sections_of(volume_id), role)
    archive.execute(command)
    return matter.article_of(command)


def add_section(archive: Archive, volume_id: str, title: str) -> str:
    """A section behind the last one of the body; its id."""
    nodes = archive.catalogue.sections_of(volume_id)
    body = [n for n, node in enumerate(nodes) if (node.section["matter"] or "body") == "body"]
    at = body[-1] + 1 if body else len(nodes)
    made = Create("section", {"volume": volume_id, "title": title, "matter": "body", "position": at + 1})
    moved = [SetFields(node.section.id, {"position": n}) for n, node in enumerate(nodes[at:], at + 2)]
    archive.execute(Batch(f"新建栏目“{title}”", (made, *moved), type="create"))
    return made.id


def move_article(archive: Archive, volume_id: str, article_id: str, before: str = "", section: str = "") -> None:
    """Move an article before another one, or behind the last of a section."""
    nodes = archive.catalogue.sections_of(volume_id)
    every = {one.id: node for node in _walk(nodes) for one in node.articles}
    for key in filter(None, (article_id, before)):
        if key not in every:
            raise UnknownRecord(f"这一卷里没有编号为 {key} 的文章", "用 cunshi volume 馆藏 show 书卷 看编号。")
    home = every[before] if before else _section(nodes, section)
    order = [one.id for one in home.articles if one.id != article_id]
    order.insert(order.index(before) if before else len(order), article_id)
    commands: list[Command] = [SetFields(article_id, {"section": home.section.id})]
    commands += [SetFields(key, {"position": n}) for n, key in enumerate(order, 1)]
    archive.execute(Batch("移动文章", tuple(commands)))


def set_layout(archive: Archive, volume_id: str, changes: dict[str, str]) -> dict[str, Any]:
    """Change overrides of a volume's template (an empty value takes one away); all of them as they are then.

    Raises ``UsageError`` where a value cannot be: it names the key and what is allowed.
    """
    volume = archive.catalogue.record(volume_id)
    known = {str(row["key"]): formats.read(str(row.get("value", ""))) for row in volume["layout"]}
    for key, value in changes.items():
        known.pop(key, None)
        if value.strip():
            known[key] = formats.read(value)
    for error in formats.check(str(volume["template"] or DEFAULT_TEMPLATE), known).values():
        raise error
    if changes:
        archive.execute(SetFields(volume_id, {"layout": formats.rows(known)}, words="书卷：版式"))
    return known


def articles(archive: Archive, volume_id: str) -> Iterator[tuple[Record, str]]:
    """(article, its title) of a volume in the order of printing."""
    for node in _walk(archive.catalogue.sections_of(volume_id)):
        for one in node.articles:
            title = one["title"] or (archive.catalogue.record(str(one["item"])).title if one["item"] else "")
            yield one, str(title)


def _section(nodes: Sequence[SectionNode], word: str) -> SectionNode:
    every = list(_walk(nodes))
    if not word:
        body = [node for node in every if (node.section["matter"] or "body") == "body"]
        if body:
            return body[-1]
    found = next((node for node in every if word in (node.section.id, node.section.title)), None)
    if found is None:
        known = "、".join(node.section.title for node in every) or "还没有栏目"
        raise UnknownRecord(f"这一卷里没有栏目“{word}”", f"现有：{known}。")
    return found


def _walk(nodes: Sequence[SectionNode]) -> Iterator[SectionNode]:
    for node in nodes:
        yield node
        yield from _walk(node.children)
