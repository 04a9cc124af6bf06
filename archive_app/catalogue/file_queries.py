"""What is asked of files: whose they are, which bytes are there already, what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from archive_app.catalogue.many_ids import portions
from archive_app.catalogue.schema import FILE, ITEM


def items_with_hashes(connection: Connection, hashes: Iterable[str]) -> list[str]:
    """The items, trash aside, that hold any of these bytes."""
    found: list[str] = []
    for part in portions(hashes):
        query = (
            select(ITEM.c.id)
            .join(FILE, FILE.c.item == ITEM.c.id)
            .where(FILE.c.sha256.in_(part), FILE.c.trashed.is_(False), ITEM.c.trashed.is_(False))
            .order_by(ITEM.c.added)
        )
        found += connection.execute(query).scalars()
    return list(dict.fromkeys(found))


def files_of(connection: Connection, item: str, *, trashed: bool = False) -> list[str]:
    """Ids of an item's files in order; ``trashed``: of those that were taken off it."""
    of_item = FILE.c.item == item, FILE.c.trashed.is_(trashed)
    query = select(FILE.c.id).where(*of_item).order_by(FILE.c.position, FILE.c.id)
    return list(connection.execute(query).scalars())


def file_with(connection: Connection, sha256: str) -> str | None:
    """The file record that holds these bytes; neither it nor its item is in the trash."""
    query = (
        select(FILE.c.id)
        .outerjoin(ITEM, ITEM.c.id == FILE.c.item)
        .where(FILE.c.sha256 == sha256, FILE.c.trashed.is_(False), ITEM.c.trashed.is_not(True))
        .order_by(FILE.c.id)
    )
    return connection.execute(query).scalars().first()


def pictures_with(connection: Connection, hashes: Iterable[str]) -> list[str]:
    """Ids of the files that hold any of these bytes; neither they nor their items are in the trash."""
    found: list[str] = []
    for part in portions(hashes):
        query = (
            select(FILE.c.id)
            .join(ITEM, ITEM.c.id == FILE.c.item)
            .where(FILE.c.sha256.in_(part), FILE.c.trashed.is_(False), ITEM.c.trashed.is_(False))
        )
        found += connection.execute(query).scalars()
    return found


def picture_hashes(connection: Connection) -> list[str]:
    """The SHA-256 of every picture of an item, each once, in the order they came; the trash aside."""
    query = (
        select(FILE.c.sha256)
        .join(ITEM, ITEM.c.id == FILE.c.item)
        .where(FILE.c.mime.startswith("image/"), FILE.c.trashed.is_(False), ITEM.c.trashed.is_(False))
        .order_by(ITEM.c.added, FILE.c.position)
    )
    return list(dict.fromkeys(one for one in connection.execute(query).scalars() if one))


def all_hashes(connection: Connection) -> list[tuple[str, str, str]]:
    """(SHA-256, file id, name) of every file, trash included."""
    return [
        (r.sha256, r.id, r.name) for r in connection.execute(select(FILE.c.sha256, FILE.c.id, FILE.c.name)) if r.sha256
    ]


def files_of_items(connection: Connection) -> list[tuple[str, str, str, str]]:
    """(file id, name, role, item id) of every file of an item, neither in the trash; by item, in order."""
    query = (
        select(FILE.c.id, FILE.c.name, FILE.c.role, FILE.c.item)
        .join(ITEM, ITEM.c.id == FILE.c.item)
        .where(FILE.c.trashed.is_(False), ITEM.c.trashed.is_(False))
        .order_by(FILE.c.item, FILE.c.position, FILE.c.id)
    )
    return [(row.id, row.name, row.role or "", row.item) for row in connection.execute(query)]


def file_names(connection: Connection, items: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """(item id, file id, name, level of access or empty) of the files of these items, the trash aside; in order."""
    found: list[tuple[str, str, str, str]] = []
    for part in portions(items):
        query = (
            select(FILE.c.item, FILE.c.id, FILE.c.name, FILE.c.access)
            .where(FILE.c.item.in_(part), FILE.c.trashed.is_(False))
            .order_by(FILE.c.item, FILE.c.position, FILE.c.id)
        )
        found += [(row.item, row.id, row.name, row.access or "") for row in connection.execute(query)]
    return found


def file_sizes(connection: Connection) -> frozenset[int]:
    """Every length in bytes that a file has, trash included."""
    found = connection.execute(select(FILE.c.bytes).where(FILE.c.bytes.is_not(None)).distinct())
    return frozenset(found.scalars())
