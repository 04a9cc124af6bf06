"""Single things looked up: an item by its number or title, values of a field, what a volume has, how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, cast, func, or_, select

from archive_app.catalogue.many_ids import portions
from archive_app.catalogue.schema import ARTICLE, CHANGE, ITEM, table_of
from archive_app.domain.entities import ENTITIES, entity_named
from archive_app.domain.own_fields import OWN, is_own, key_of


def waiting_since(connection: Connection, states: Iterable[str]) -> list[tuple[str, str, str]]:
    """(item id, state, when it came into it as ISO 8601) of the items in these states, the longest waiting first."""
    entry = func.json_each(ITEM.c.details, "$.workflow_log").table_valued("value")
    came = func.json_extract(entry.c.value, "$.at")
    latest = select(func.max(came)).where(func.json_extract(entry.c.value, "$.to") == ITEM.c.state).scalar_subquery()
    query = select(ITEM.c.id, ITEM.c.state, latest.label("since")).where(
        ITEM.c.trashed.is_(False), ITEM.c.state.in_(list(states))
    )
    return sorted(((row[0], row[1], row[2] or "") for row in connection.execute(query)), key=lambda one: one[2])


def resolve(connection: Connection, word: str) -> str | None:
    """The item with this 征集号 or 档号, or None; several: the first that came."""
    query = (
        select(ITEM.c.id)
        .where(or_(ITEM.c.accession_no == word, ITEM.c.ref_code == word), ITEM.c.trashed.is_(False))
        .order_by(ITEM.c.added)
    )
    return connection.execute(query).scalars().first()


def once_called(connection: Connection, word: str) -> str | None:
    """The item that had this temporary number (``T-0007``) before it was given its own, if it was exactly one.

    Whoever handed something in knows it by that number, which no other item of this machine ever gets.
    """
    if not word.startswith("T-") or not word[2:].isdigit():
        return None
    query = select(CHANGE.c.record, CHANGE.c.before).where(
        CHANGE.c.entity == "item", cast(CHANGE.c.before, String).contains(f'"{word}"')
    )
    found = {row.record for row in connection.execute(query) if (row.before or {}).get("accession_no") == word}
    return found.pop() if len(found) == 1 else None


def items_suggested(connection: Connection) -> list[str]:
    """The items, trash aside, that something is suggested for, answered or not; in the order they came."""
    suggested = ITEM.c.details["suggestions"].as_json().is_not(None)
    query = select(ITEM.c.id).where(ITEM.c.trashed.is_(False), suggested).order_by(ITEM.c.added)
    return list(connection.execute(query).scalars())


def field_values(connection: Connection, name: str, *, trashed: bool = False) -> list[tuple[str, Any]]:
    """(item id, value) of every item, trash aside (unless ``trashed``), in which a field that is no link and has no
    rows is filled."""
    path: Any = (OWN, key_of(name)) if is_own(name) else name
    column: ColumnElement[Any] = ITEM.c[name] if name in ITEM.c else ITEM.c.details[path].as_json()
    query = select(ITEM.c.id, column).where(column.is_not(None))
    query = query if trashed else query.where(ITEM.c.trashed.is_(False))
    return [(row[0], row[1]) for row in connection.execute(query) if row[1]]


def kinds_of(connection: Connection, items: Iterable[str]) -> tuple[str, ...]:
    """The kinds of these items, each once, in the order of their names."""
    found: set[str] = set()
    for part in portions(items):
        query = select(ITEM.c.kind).where(ITEM.c.id.in_(part)).distinct()
        found.update(connection.execute(query).scalars())
    return tuple(sorted(found))


def titles_beginning(connection: Connection, typed: str) -> dict[str, str]:
    """Id → title of the items, trash aside, whose title may begin with what was typed: its words, or letters that are
    its pinyin or the initials of it. A superset of those that do, read from the index of titles alone."""
    words = typed.strip().lower()
    found = [
        ITEM.c.title.startswith(words, autoescape=True),
        *(ITEM.c.title_pinyin.op("GLOB")(s) for s in _said(words)),
    ]
    read = and_(ITEM.c.trashed.is_(False), ITEM.c.title_pinyin >= "")  # of the index that has both
    return {row[0]: row[1] for row in connection.execute(select(ITEM.c.id, ITEM.c.title).where(read, or_(*found)))}


_SYLLABLE = 6  # letters at most


def _said(letters: str) -> list[str]:
    """Patterns of the keys of titles (``hanzi.collation``) that may be said by these letters: all within the first
    syllable, or so many of them and the next at the beginning of a later one."""
    if not (letters.isascii() and letters.isalpha()):
        return []
    return [*_parted(letters.replace("v", "u"), depth=2)]


def _parted(letters: str, depth: int) -> Iterator[str]:
    yield f"[13]{letters}*"
    for at in range(1, min(_SYLLABLE, len(letters) - 1) + 1):
        rest = letters[at:]
        if rest[0] not in "iu":  # no syllable begins so
            tails = _parted(rest, depth - 1) if depth > 1 else (f"[13]{rest[0]}*",)
            yield from (f"[13]{letters[:at]}* {tail}" for tail in tails)


def items_titled(connection: Connection, title: str) -> list[str]:
    """The items, trash aside, with exactly this title."""
    query = select(ITEM.c.id).where(ITEM.c.title == title, ITEM.c.trashed.is_(False)).order_by(ITEM.c.added)
    return list(connection.execute(query).scalars())


def numbers(connection: Connection, field: str, begins: str = "") -> list[tuple[str, str, bool]]:
    """(item id, number, whether it is in the trash) of every ``accession_no`` or ``ref_code`` that begins so."""
    column = ITEM.c[field]
    query = select(ITEM.c.id, column, ITEM.c.trashed).where(column.is_not(None), column != "").order_by(column)
    if begins:
        query = query.where(column >= begins, column < begins + "\U0010ffff")
    return [(row[0], row[1], bool(row[2])) for row in connection.execute(query)]


def closed_items(connection: Connection, items: Iterable[str]) -> list[str]:
    """Those of the items that are in the trash or not for everyone."""
    found: list[str] = []
    for part in portions(items):
        query = select(ITEM.c.id).where(ITEM.c.id.in_(part), or_(ITEM.c.trashed.is_(True), ITEM.c.level != "public"))
        found += connection.execute(query).scalars()
    return found


def volumes_with(connection: Connection, items: Iterable[str]) -> list[str]:
    """The volumes in which these items are, the trash aside."""
    section = table_of("section")
    found: dict[str, None] = {}
    for part in portions(items):
        query = (
            select(section.c.volume)
            .join(ARTICLE, ARTICLE.c.section == section.c.id)
            .where(ARTICLE.c.item.in_(part), ARTICLE.c.trashed.is_(False))
            .where(section.c.trashed.is_(False))
        )
        found.update(dict.fromkeys(connection.execute(query).scalars()))
    return list(found)


def record_counts(connection: Connection) -> dict[str, int]:
    """How many records of each entity there are, the trash aside."""
    counts = {}
    for entity in ENTITIES:
        table = table_of(entity.name)
        counts[entity.name] = int(
            connection.execute(select(func.count()).select_from(table).where(table.c.trashed.is_(False))).scalar_one()
        )
    return counts


def titles(connection: Connection, entity: str) -> list[tuple[str, str]]:
    """(id, title) of every record not in the trash, by title."""
    table = table_of(entity)
    column = table.c[entity_named(entity).title]
    query = select(table.c.id, column).where(table.c.trashed.is_(False)).order_by(column, table.c.id)
    return [(row[0], row[1] or "") for row in connection.execute(query)]


def leaves_of(connection: Connection, volume: str) -> list[str]:
    """Ids of the pages of an earlier volume that somebody has looked through, the trash aside."""
    table = table_of("leaf")
    query = select(table.c.id).where(table.c.volume == volume, table.c.trashed.is_(False)).order_by(table.c.id)
    return list(connection.execute(query).scalars())


def sections_of(connection: Connection, volume: str) -> list[tuple[str, str]]:
    """(section id, parent id or empty) of a volume's sections in order."""
    table = table_of("section")
    query = (
        select(table.c.id, table.c.parent)
        .where(table.c.volume == volume, table.c.trashed.is_(False))
        .order_by(table.c.position, table.c.id)
    )
    return [(row.id, row.parent or "") for row in connection.execute(query)]


def articles_of(connection: Connection, section: str) -> list[str]:
    """Article ids of a section in order."""
    query = (
        select(ARTICLE.c.id)
        .where(ARTICLE.c.section == section, ARTICLE.c.trashed.is_(False))
        .order_by(ARTICLE.c.position, ARTICLE.c.id)
    )
    return list(connection.execute(query).scalars())
