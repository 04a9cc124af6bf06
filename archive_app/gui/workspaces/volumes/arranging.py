"""What moving a section or an article means: one command that numbers the places anew where they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive_app.catalogue.commands import Batch, SetFields
from archive_app.gui.i18n import _

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.tree import Entry


def article_moved(tree: Sequence[Entry], article: str, section: str, before: str = "") -> Batch | None:
    """An article goes into ``section`` before another one, or behind the last; None where it is there already."""
    return articles_moved(tree, [article], section, before)


def articles_moved(tree: Sequence[Entry], articles: Sequence[str], section: str, before: str = "") -> Batch | None:
    """Articles go into ``section`` together, in their order, before another one or behind the last."""
    moving = [entry for entry in walk(tree) if entry.record.id in articles and entry.record.entity == "article"]
    target = find(tree, section)
    if target is None or len(moving) != len(set(articles)):
        return None
    while before in articles:  # before one that goes along: before the first that does not
        before = _behind(target, before)
    order = [e for e in target.children if e.record.entity == "article" and e.record.id not in articles]
    at = _place(order, before)
    order[at:at] = moving
    title = moving[0].title if len(moving) == 1 else _("{n} 篇").format(n=len(moving))
    return _numbered(title, order, {one: {"section": section} for one in articles})


def _behind(section: Entry, article: str) -> str:
    ids = [entry.record.id for entry in section.children if entry.record.entity == "article"]
    following = ids[ids.index(article) + 1 :] if article in ids else []
    return following[0] if following else ""


def section_into(tree: Sequence[Entry], section: str, parent: str) -> Batch | None:
    """A section becomes a part of another one, behind its parts; ``parent`` empty: a section of its own again, behind
    the one it was a part of. None where it cannot be: parts have no parts, and 辅文 has none at all."""
    moving, home = find(tree, section), find(tree, parent) if parent else None
    if moving is None or moving.record.entity != "section" or str(moving.record["parent"] or "") == parent:
        return None
    if not parent:
        above = next(entry for entry in tree if entry.record.id == moving.record["parent"])
        order = list(tree)
        order.insert(order.index(above) + 1, moving)
        return _numbered(moving.title, order, {section: {"parent": ""}})
    if home is None or not may_hold(home, moving):
        return None
    parts = [entry for entry in home.children if entry.record.entity == "section"]
    batch = _numbered(moving.title, [*parts, moving], {section: {"parent": parent}})
    rest = [entry for entry in sections_beside(tree, section) if entry is not moving]
    closed = _numbered(moving.title, rest, {}) if not moving.record["parent"] else None
    return Batch(batch.label, (*batch.commands, *(closed.commands if closed else ()))) if batch is not None else None


def section_shifted(tree: Sequence[Entry], section: str, by: int) -> Batch | None:
    """A section becomes a part of the one before it (1), or a section of its own again (-1)."""
    if by < 0:
        return section_into(tree, section, "")
    beside = sections_beside(tree, section)
    at = next((number for number, entry in enumerate(beside) if entry.record.id == section), 0)
    return section_into(tree, section, beside[at - 1].record.id) if at else None


def may_hold(home: Entry, moving: Entry) -> bool:
    """Whether a section may become a part of another."""
    parts = [entry for entry in moving.children if entry.record.entity == "section"]
    top = home.record.entity == "section" and not home.record["parent"]
    return top and home is not moving and not parts and _matter(home) == _matter(moving) == "body"


def section_moved(tree: Sequence[Entry], section: str, before: str = "") -> Batch | None:
    """A section goes before another beside it, or behind the last of its part of the book."""
    moving, beside = find(tree, section), sections_beside(tree, section)
    if moving is None:
        return None
    order = [entry for entry in beside if entry.record.id != section]
    if not before:
        before = _first_behind(order, moving)
    order.insert(_place(order, before), moving)
    return _numbered(moving.title, order, {})


def stepped(tree: Sequence[Entry], record_id: str, by: int) -> Batch | None:
    """One place up (-1) or down (1); an article at the edge of its section goes into the next one."""
    moving = find(tree, record_id)
    if moving is None:
        return None
    if moving.record.entity == "section":
        part = [e for e in sections_beside(tree, record_id) if _matter(e) == _matter(moving)]
        at = part.index(moving) + by
        if not 0 <= at < len(part):
            return None
        following = part[at + 1 :] if by > 0 else part[at:]
        return section_moved(tree, record_id, following[0].record.id if following else "")
    sections = [e for e in walk(tree) if e.record.entity == "section"]
    home = next(e for e in sections if moving in e.children)
    articles = [e for e in home.children if e.record.entity == "article"]
    at = articles.index(moving) + by
    if 0 <= at < len(articles):
        following = articles[at + 1 :] if by > 0 else articles[at:]
        return article_moved(tree, record_id, home.record.id, following[0].record.id if following else "")
    part = [e for e in sections if _matter(e) == _matter(home)]
    number = part.index(home) + by
    if not 0 <= number < len(part):
        return None
    first = next((e.record.id for e in part[number].children if e.record.entity == "article"), "")
    return article_moved(tree, record_id, part[number].record.id, first if by > 0 else "")


def walk(tree: Sequence[Entry]) -> Iterator[Entry]:
    """Every entry, a section before what is in it."""
    for entry in tree:
        yield entry
        yield from walk(entry.children)


def find(tree: Sequence[Entry], record_id: str) -> Entry | None:
    """The entry of a record."""
    return next((entry for entry in walk(tree) if entry.record.id == record_id), None)


def sections_beside(tree: Sequence[Entry], section: str) -> list[Entry]:
    """The sections under the same parent, itself among them, in order."""
    for level in (tree, *(entry.children for entry in walk(tree))):
        sections = [entry for entry in level if entry.record.entity == "section"]
        if any(entry.record.id == section for entry in sections):
            return sections
    return []


def _matter(entry: Entry) -> str:
    return str(entry.record["matter"] or "body")


def _first_behind(order: Sequence[Entry], moving: Entry) -> str:
    """The first section of the parts of the book that come behind that of ``moving``."""
    last = max((n for n, entry in enumerate(order) if _matter(entry) == _matter(moving)), default=-1)
    return order[last + 1].record.id if 0 <= last < len(order) - 1 else ""


def _place(order: Sequence[Entry], before: str) -> int:
    return next((number for number, entry in enumerate(order) if entry.record.id == before), len(order))


def _numbered(title: str, order: Sequence[Entry], also: dict[str, dict[str, object]]) -> Batch | None:
    commands = []
    for position, entry in enumerate(order, 1):
        wanted = {"position": position, **also.get(entry.record.id, {})}
        changed = {name: value for name, value in wanted.items() if entry.record[name] != value}
        if changed:
            commands.append(SetFields(entry.record.id, changed))
    return Batch(_("移动“{title}”").format(title=title), tuple(commands)) if commands else None
