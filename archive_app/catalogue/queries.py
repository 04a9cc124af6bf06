"""What lists, filters and counts ask. Views keep ids and fetch the rows they show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, String, and_, case, cast, func, or_, select

from archive_app.catalogue import own_values
from archive_app.catalogue.lacking import lacks
from archive_app.catalogue.levels import standing_in
from archive_app.catalogue.own_values import ID, Within
from archive_app.catalogue.schema import (
    ARTICLE,
    CHANGE,
    COMMISSIONER,
    FILE,
    ITEM,
    ITEM_DATE,
    LINKS,
    table_of,
)
from archive_app.domain.adjustment import picture_key
from archive_app.domain.entities import ENTITIES, entity_named
from archive_app.domain.own_fields import OWN, is_own, key_of
from archive_app.domain.sides import first_of
from archive_app.frozen import dataclass

ORDERS: dict[str, tuple[str, ...]] = {
    "added": ("added",),
    "received": ("received", "added"),
    "title": ("title_pinyin", "title", "added"),
    "strokes": ("title_strokes", "title", "added"),
    "created": ("earliest", "latest", "added"),
    "accession_no": ("accession_no", "added"),
    "state": ("state", "added"),
    "kind": ("kind", "added"),
    "unit": ("unit", "unit_order", "added"),
}
"""What a list can be ordered by: its name → columns.

Besides these, an own field by its name (``own:开本``), and a declared one (``list_cells.py``).
"""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items; empty members do not restrict, and an empty value among others is what has none.

    ``text`` looks into title and numbers only (search does the rest). ``since`` and ``until`` are ISO days:
    an item passes when one of its dates (形成时间, 所涉时间) may lie between. ``decades`` are years that end in 0:
    when one may lie in one of them; a date that outlasts a lifetime (解放前) is of no decade. ``received`` are
    years of 收到日期, 0 for those that have none; ``lacking`` is what photographs lack (``lacking.LACKS``), any
    of it; ``places`` ids of 地名; ``units`` ids of 全宗, 类, 案卷 in or below which it stands; ``own`` (own field,
    values) pairs, ``within`` ranges of own fields. ``only`` are ids of items found in some other way; ``about`` says
    in words which ``places`` or which items those are.
    """

    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    access: Sequence[str] = ()
    commissioners: Sequence[str] = ()
    categories: Sequence[str] = ()
    decades: Sequence[str] = ()
    lacking: Sequence[str] = ()
    since: str = ""
    until: str = ""
    received: Sequence[int] = ()
    places: Sequence[str] = ()
    units: Sequence[str] = ()
    own: Sequence[tuple[str, tuple[str, ...]]] = ()
    within: Sequence[Within] = ()
    only: Sequence[str] | None = None
    about: str = ""
    text: str = ""
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What a list shows of an item. ``thumb`` is the picture key of its first picture, or empty."""

    id: str
    kind: str
    title: str
    accession_no: str
    ref_code: str
    state: str
    access: str
    created: str
    received: str
    commissioner: str
    category: str
    characters: int
    files: int
    thumb: str


def conditions(wanted: ItemFilter, *, facets: bool = True) -> list[ColumnElement[bool]]:
    """What an item must be to pass; without ``facets`` only what no tally counts."""
    columns = ITEM.c
    found: list[ColumnElement[bool]] = [columns.trashed.is_(wanted.trashed)]
    for column, values in _facets(wanted):
        if facets and values:
            found.append(_among(column, values))
    if wanted.since or wanted.until:
        found.append(_dated(ITEM_DATE.c.latest >= wanted.since, ITEM_DATE.c.earliest <= (wanted.until or "9999-12-31")))
    if wanted.decades:
        found.append(_dated(or_(*(_in_decade(int(year)) for year in wanted.decades)), of_a_lifetime()))
    if wanted.lacking:
        found.append(or_(*(lacks(code) for code in wanted.lacking)))
    if wanted.received:
        found.append(year_of().in_(list(wanted.received)))
    if wanted.places:
        links = LINKS["item", "places"]
        found.append(columns.id.in_(select(links.c.owner).where(links.c.target.in_(list(wanted.places)))))
    found += [own_values.has_any(field, values) for field, values in wanted.own if values]
    found += [own_values.lies(span) for span in wanted.within]
    if wanted.units:
        found.append(standing_in(wanted.units))
    if wanted.only is not None:
        listed = func.json_each(json.dumps(list(wanted.only))).table_valued("value")
        found.append(columns.id.in_(select(listed.c.value)))
    if wanted.text:
        found.append(
            or_(
                *(
                    c.contains(wanted.text, autoescape=True)
                    for c in (columns.title, columns.accession_no, columns.ref_code)
                )
            )
        )
    return found


def _among(column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
    """That a facet has one of these values; an empty one stands for none."""
    named = column.in_(list(values))
    return or_(named, column.is_(None)) if "" in values else named


def year_of() -> ColumnElement[int]:
    """The year of 收到日期, 0 where it has none."""
    dated = ITEM.c.received.op("GLOB")("[0-9][0-9][0-9][0-9]*")
    return case((dated, cast(func.substr(ITEM.c.received, 1, 4), Integer)), else_=0)


def _facets(wanted: ItemFilter) -> tuple[tuple[ColumnElement[Any], Sequence[str]], ...]:
    columns = ITEM.c
    return (
        (columns.kind, wanted.kinds),
        (columns.state, wanted.states),
        (columns.level, wanted.access),
        (columns.commissioner, wanted.commissioners),
        (columns.category, wanted.categories),
    )


def _dated(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return ITEM.c.id.in_(select(ITEM_DATE.c.owner).where(*wanted))


_LIFETIME = 80  # years


def of_a_lifetime() -> ColumnElement[bool]:
    """That a date is no longer than a lifetime: 解放前 is of no decade."""
    first, last = (func.substr(column, 1, 4).cast(Integer) for column in (ITEM_DATE.c.earliest, ITEM_DATE.c.latest))
    return last - first <= _LIFETIME


def _in_decade(year: int) -> ColumnElement[bool]:
    return and_(ITEM_DATE.c.earliest <= f"{year + 9:04d}-12-31", ITEM_DATE.c.latest >= f"{year:04d}-01-01")


_LONG = ("title", "strokes")
"""Orders whose keys are long: they stand in an index of their own, not in the one that filters."""


def item_ids(connection: Connection, wanted: ItemFilter, order: str, descending: bool) -> list[str]:
    """Ids of the items that pass, in order; what has no value for the order comes last.

    They are read as one string, which is cut here: a hundred thousand rows handed over one by one take ten times as
    long, and hold up every other thread meanwhile.
    """
    if is_own(order):
        return among(connection, wanted, own_values.ordered(connection, order, descending=descending))
    if wanted.own or wanted.within:
        rest = item_ids(connection, replace(wanted, own=(), within=()), order, descending)
        return own_values.passing(connection, wanted.own, wanted.within, rest)
    if order in _LONG and _beside_the_facets(wanted):
        passing = set(item_ids(connection, wanted, "added", descending=False))
        everything = item_ids(connection, ItemFilter(trashed=wanted.trashed), order, descending)
        return [key for key in everything if key in passing]
    keys: list[ColumnElement[Any]] = [ITEM.c[name] for name in ORDERS[order]]
    judged = conditions(wanted)
    if order in _LONG:  # read in its order, and judged on the way by what stands behind it
        judged = [judged[0], *(_among(_unindexed(column), values) for column, values in _facets(wanted) if values)]
        judged += [standing_in(wanted.units)] if wanted.units else []
    elif _restricts(wanted):
        keys = [_unindexed(key) for key in keys]
    ordering = [key.desc() if descending else key.asc() for key in keys]
    if ITEM.c[ORDERS[order][0]].nullable and not descending:
        ordering[0] = ordering[0].nulls_last()
    found = select(ITEM.c.id).where(and_(*judged)).order_by(*ordering).subquery()
    joined = connection.execute(select(func.aggregate_strings(found.c.id, ""))).scalar() or ""
    return [joined[start : start + ID] for start in range(0, len(joined), ID)]


def _beside_the_facets(wanted: ItemFilter) -> bool:
    """Whether anything restricts that does not stand in the index of an order."""
    return bool(
        wanted.text or wanted.decades or wanted.since or wanted.until or wanted.received or wanted.lacking
        or wanted.places or wanted.only is not None
    )  # fmt: skip


def among(connection: Connection, wanted: ItemFilter, first: list[str]) -> list[str]:
    """What passes: as it stands in ``first``, then the others as they came."""
    if wanted == ItemFilter():
        number, trash = connection.execute(select(func.count(), func.sum(ITEM.c.trashed.cast(Integer)))).one()
        if not trash and len(first) == number:
            return first
    passing = item_ids(connection, wanted, "added", descending=False)
    left = set(passing)
    first = [key for key in first if key in left]
    left.difference_update(first)
    return first + [key for key in passing if key in left]


def _restricts(wanted: ItemFilter) -> bool:
    return bool(
        wanted.kinds or wanted.states or wanted.access or wanted.commissioners or wanted.categories or wanted.text
        or wanted.received or wanted.lacking or wanted.places or wanted.units or wanted.own or wanted.within
        or wanted.only is not None
    )  # fmt: skip


def _unindexed(key: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same order, but not by the index of the order: read through that, each row must be fetched to be judged.

    Judging all rows in the index of what lists ask (``ix_item_list``) and sorting what passes is quicker.
    """
    return key.concat("") if isinstance(key.type, String) else key + 0


def item_rows(connection: Connection, ids: Iterable[str]) -> list[ItemRow]:
    """Rows of these items, in the order of the ids; unknown ids are left out."""
    wanted = list(ids)
    found: dict[str, ItemRow] = {}
    for start in range(0, len(wanted), 400):
        part = wanted[start : start + 400]
        files = _files(connection, part)
        query = (
            select(ITEM, COMMISSIONER.c.name.label("commissioner_name"))
            .outerjoin(COMMISSIONER, COMMISSIONER.c.id == ITEM.c.commissioner)
            .where(ITEM.c.id.in_(part))
            .with_only_columns(
                *(c for c in ITEM.c if c.name not in ("manuscript", "transcript", "details")),
                COMMISSIONER.c.name.label("commissioner_name"),
            )
        )
        for row in connection.execute(query):
            number, thumb = files.get(row.id, (0, ""))
            found[row.id] = ItemRow(
                row.id, row.kind, row.title, row.accession_no or "", row.ref_code or "", row.state, row.level,
                row.created_words or "", row.received or "", row.commissioner_name or "", row.category or "",
                row.characters, number, thumb,
            )  # fmt: skip
    return [found[key] for key in wanted if key in found]


class _Picture(dict[str, Any]):
    """A picture's row, as much of its record as says which of an item's is shown."""

    @property
    def id(self) -> str:
        return str(self["id"])


def _files(connection: Connection, items: list[str]) -> dict[str, tuple[int, str]]:
    """How many files each item has, and the picture key of the picture by which it is known."""
    counted: dict[str, int] = {}
    pictures: dict[str, list[_Picture]] = {}
    query = (
        select(FILE.c.id, FILE.c.item, FILE.c.name, FILE.c.sha256, FILE.c.mime, FILE.c.details)
        .where(FILE.c.item.in_(items), FILE.c.trashed.is_(False))
        .order_by(FILE.c.position, FILE.c.id)
    )
    for row in connection.execute(query):
        counted[row.item] = counted.get(row.item, 0) + 1
        if (row.mime or "").startswith("image/"):
            about = {"side": "", **(row.details or {}), "id": row.id, "name": row.name, "sha256": row.sha256}
            pictures.setdefault(row.item, []).append(_Picture(about))
    grouped: dict[str, tuple[int, str]] = {}
    for item, number in counted.items():
        first = first_of(pictures.get(item, ()))
        grouped[item] = number, picture_key(first) if first is not None else ""
    return grouped


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


def items_with_hashes(connection: Connection, hashes: Iterable[str]) -> list[str]:
    """The items, trash aside, that hold any of these bytes."""
    wanted = list(hashes)
    found: list[str] = []
    for start in range(0, len(wanted), 400):
        query = (
            select(ITEM.c.id)
            .join(FILE, FILE.c.item == ITEM.c.id)
            .where(FILE.c.sha256.in_(wanted[start : start + 400]), FILE.c.trashed.is_(False), ITEM.c.trashed.is_(False))
            .order_by(ITEM.c.added)
        )
        found += connection.execute(query).scalars()
    return list(dict.fromkeys(found))


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
    wanted = list(items)
    found: set[str] = set()
    for start in range(0, len(wanted), 400):
        query = select(ITEM.c.kind).where(ITEM.c.id.in_(wanted[start : start + 400])).distinct()
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
    wanted = list(hashes)
    found: list[str] = []
    for start in range(0, len(wanted), 400):
        query = (
            select(FILE.c.id)
            .join(ITEM, ITEM.c.id == FILE.c.item)
            .where(FILE.c.sha256.in_(wanted[start : start + 400]), FILE.c.trashed.is_(False), ITEM.c.trashed.is_(False))
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
    wanted = list(items)
    for start in range(0, len(wanted), 400):
        query = (
            select(FILE.c.item, FILE.c.id, FILE.c.name, FILE.c.access)
            .where(FILE.c.item.in_(wanted[start : start + 400]), FILE.c.trashed.is_(False))
            .order_by(FILE.c.item, FILE.c.position, FILE.c.id)
        )
        found += [(row.item, row.id, row.name, row.access or "") for row in connection.execute(query)]
    return found


def closed_items(connection: Connection, items: Iterable[str]) -> list[str]:
    """Those of the items that are in the trash or not for everyone."""
    found: list[str] = []
    wanted = list(items)
    for start in range(0, len(wanted), 400):
        query = select(ITEM.c.id).where(
            ITEM.c.id.in_(wanted[start : start + 400]), or_(ITEM.c.trashed.is_(True), ITEM.c.level != "public")
        )
        found += connection.execute(query).scalars()
    return found


def volumes_with(connection: Connection, items: Iterable[str]) -> list[str]:
    """The volumes in which these items are, the trash aside."""
    section = table_of("section")
    found: dict[str, None] = {}
    wanted = list(items)
    for start in range(0, len(wanted), 400):
        query = (
            select(section.c.volume)
            .join(ARTICLE, ARTICLE.c.section == section.c.id)
            .where(ARTICLE.c.item.in_(wanted[start : start + 400]), ARTICLE.c.trashed.is_(False))
            .where(section.c.trashed.is_(False))
        )
        found.update(dict.fromkeys(connection.execute(query).scalars()))
    return list(found)


def file_sizes(connection: Connection) -> frozenset[int]:
    """Every length in bytes that a file has, trash included."""
    found = connection.execute(select(FILE.c.bytes).where(FILE.c.bytes.is_not(None)).distinct())
    return frozenset(found.scalars())


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
