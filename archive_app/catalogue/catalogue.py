"""The catalogue of one archive: commands in, changes out, and the queries that views and reports ask."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from archive_app.catalogue import (
    changelog,
    file_queries,
    levels,
    list_cells,
    look_ups,
    own_links,
    pointing,
    queries,
    records,
    store,
)
from archive_app.catalogue.changelog import Author, Done
from archive_app.catalogue.commands import Command
from archive_app.catalogue.counting import Counts, Facets
from archive_app.catalogue.cube import Cell
from archive_app.catalogue.database import Database
from archive_app.catalogue.history import HistoryEntry, history
from archive_app.catalogue.levels import UnitRow
from archive_app.catalogue.migrate import migrate, require_head
from archive_app.catalogue.office_words import nameless_of
from archive_app.catalogue.queries import ItemFilter, ItemRow
from archive_app.catalogue.schema import FOLLOWER
from archive_app.catalogue.standing import check_reversal, check_standing
from archive_app.catalogue.store import NOT_FIELDS, Record
from archive_app.catalogue.transaction import Working, insert_record, set_counter
from archive_app.catalogue.undo import CommandEntry, UndoStacks, plan_again, plan_reversal
from archive_app.domain.entities import ENTITIES, entity_named
from archive_app.domain.errors import Conflict, ReadOnlyArchive, UnknownRecord
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.identity import is_id, new_id
from archive_app.frozen import dataclass

_ENTITY_NAMES = tuple(entity.name for entity in ENTITIES)


@dataclass(frozen=True, slots=True)
class SectionNode:
    """A section of a volume with its articles and the sections below it."""

    section: Record
    articles: tuple[Record, ...]
    children: tuple[SectionNode, ...]


class Catalogue:
    """One open catalogue. Writes are serialised; queries may run on any thread beside them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.RLock()
        self._stacks: UndoStacks | None = None
        self._counts = Counts()

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, before_migration: Callable[[Database], None] | None = None
    ) -> Catalogue:
        """Open or create the file at ``path``, migrated to the newest schema.

        ``before_migration`` is called before anything changes, to take a snapshot.
        """
        database = Database(path, read_only=read_only)
        catalogue = cls(database)
        if read_only:
            require_head(database)
        else:
            migrate(database, lambda: before_migration(database) if before_migration else None)
        return catalogue

    @classmethod
    def beside(cls, path: Path) -> Catalogue:
        """Read a catalogue that another process holds: for work that is done apart and never writes."""
        return cls(Database(path, beside=True))

    @property
    def database(self) -> Database:
        """The file beneath, for snapshots and checks."""
        return self._database

    @property
    def nameless(self) -> str:
        """What the archive prints in the place of one on a photograph whose name nobody knows."""
        return nameless_of(self._database.path.parent)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    # — writing —

    def execute(self, command: Command, author: Author) -> Done:
        """Carry out a command in one transaction; durable when this returns.

        Raises ``ArchiveError`` where the command cannot be; then nothing has changed.
        """
        with self._writing() as connection:
            working = Working(connection)
            working.carry_out(command)
            check_standing(working, command.type, author.actor)
            unit = command.unit
            return self._log(
                connection, working, author,
                type=command.type, label=command.label, unit=unit, undoable=command.undoable, reverts=None,
            )  # fmt: skip

    def undo(self, author: Author) -> Done:
        """Take the newest unit back; ``Conflict`` where there is none or a later edit stands in the way."""
        return self._revert(author, type="undo")

    def redo(self, author: Author) -> Done:
        """Do the unit undone last once more."""
        return self._revert(author, type="redo")

    def undoable(self, limit: int = 20) -> list[CommandEntry]:
        """What undo would take back, newest first."""
        with self._database.read() as connection, self._lock:
            return self._undo_stacks(connection).undo[::-1][:limit]

    def redoable(self, limit: int = 20) -> list[CommandEntry]:
        """What redo would do again, next first."""
        with self._database.read() as connection, self._lock:
            return self._undo_stacks(connection).redo[::-1][:limit]

    def _revert(self, author: Author, *, type: str) -> Done:
        words, plan = ("撤销", plan_reversal) if type == "undo" else ("重做", plan_again)
        with self._writing() as connection:
            stacks = self._undo_stacks(connection)
            entries = stacks.undo if type == "undo" else stacks.redo
            if not entries:
                raise Conflict(f"没有可以{words}的操作", "", code=f"nothing-to-{type}")
            entry = entries[-1]
            working = Working(connection)
            working.take(
                plan(working, changelog.changes_of_unit(connection, entry.unit), words=f"{words}“{entry.label}”")
            )
            check_reversal(working, entry.type, entry.actor, author.actor)
            return self._log(
                connection, working, author,
                type=type, label=f"{words}：{entry.label}", unit=None, undoable=False, reverts=entry.unit,
            )  # fmt: skip

    def _log(
        self, connection: Connection, working: Working, author: Author, *,
        type: str, label: str, unit: str | None, undoable: bool, reverts: str | None,
    ) -> Done:  # fmt: skip
        changes = working.apply()
        command_id = new_id()
        if not changes and reverts is None:
            return Done(command_id, unit or command_id, type, label, "", (), changelog.last_sequence(connection))
        stacks = self._undo_stacks(connection)
        done = changelog.append(
            connection, author, command_id=command_id, unit=unit or command_id, type=type, label=label,
            undoable=undoable, reverts=reverts, changes=changes,
        )  # fmt: skip
        stacks.note(CommandEntry(done.unit, type, label, author.actor, done.at), undoable, reverts)
        return done

    def _undo_stacks(self, connection: Connection) -> UndoStacks:
        if self._stacks is None:
            self._stacks = UndoStacks.read(connection)
        return self._stacks

    def _writing(self) -> _Writing:
        if self._database.read_only:
            raise ReadOnlyArchive("这个馆藏是只读打开的，不能修改", "请在可写的位置打开它。")
        return _Writing(self)

    # — reading —

    def record(self, record_id: str) -> Record:
        """One record; raises ``UnknownRecord``."""
        with self._database.read() as connection:
            entity = store.entity_of(connection, record_id, _ENTITY_NAMES)
            return store.load(connection, entity, [record_id])[record_id]

    def resolve(self, word: str) -> str:
        """The id that a uuid, a 征集号 (also the temporary one it had before) or a 档号 stands for.

        Raises ``UnknownRecord``.
        """
        with self._database.read() as connection:
            found = (
                word if is_id(word) else look_ups.resolve(connection, word) or look_ups.once_called(connection, word)
            )
            if found is None:
                raise UnknownRecord(f"没有编号为 {word} 的记录", "编号可以是 uuid、征集号或档号；用 cunshi list 查看。")
            store.entity_of(connection, found, _ENTITY_NAMES)
            return found

    def numbered(self, number: str) -> str:
        """The item with this 征集号 or 档号; empty where there is none."""
        with self._database.read() as connection:
            return look_ups.resolve(connection, number) or ""

    def records(self, entity: str, *, trashed: bool | None = False) -> list[Record]:
        """Every record of an entity (small tables); ``trashed`` None takes both."""
        with self._database.read() as connection:
            return store.load_all(connection, entity, trashed=trashed)

    def load(self, entity: str, ids: Iterable[str]) -> dict[str, Record]:
        """Records by id; unknown ids are absent."""
        with self._database.read() as connection:
            return store.load(connection, entity, ids)

    def item_ids(
        self, wanted: ItemFilter | None = None, order: str = "added", *, descending: bool = False
    ) -> list[str]:
        """Ids of the items that pass a filter, in order: of ``queries.ORDERS``, ``own:开本`` or ``field:duration``."""
        with self._database.read() as connection:
            if order.startswith(list_cells.PREFIX):
                field = _ordering(order.removeprefix(list_cells.PREFIX))
                return self._counts.in_order(connection, wanted or ItemFilter(), field, descending=descending)
            if wanted is not None and wanted.lacking:
                return self._counts.lacking.item_ids(connection, wanted, order, descending=descending)
            return queries.item_ids(connection, wanted or ItemFilter(), order, descending)

    def item_rows(self, ids: Iterable[str]) -> list[ItemRow]:
        """What a list shows of these items."""
        with self._database.read() as connection:
            return queries.item_rows(connection, ids)

    def list_cells(self, ids: Iterable[str], fields: Sequence[Field]) -> dict[str, dict[str, Any]]:
        """Id → field → value of these items: what a list shows beside its rows."""
        with self._database.read() as connection:
            return list_cells.cells(connection, ids, fields)

    def counts(self, wanted: ItemFilter | None = None, by: str = "kind") -> list[tuple[str, str, int]]:
        """(value, label, count) of a facet (``facets.FACETS``) among the items that pass."""
        with self._database.read() as connection:
            return self._counts.of(connection, wanted or ItemFilter(), by)

    def facets(self, wanted: ItemFilter | None = None, own: Sequence[str] = ()) -> Facets:
        """Every facet, and these own fields, under the restrictions of the others; how many items there are in all and
        in the trash."""
        with self._database.read() as connection:
            return self._counts.facets(connection, wanted or ItemFilter(), own)

    def record_counts(self) -> dict[str, int]:
        """How many records of each entity there are, the trash aside."""
        with self._database.read() as connection:
            return look_ups.record_counts(connection)

    def titles(self, entity: str) -> list[tuple[str, str]]:
        """(id, title) of every record of an entity."""
        with self._database.read() as connection:
            return look_ups.titles(connection, entity)

    def items_with_hashes(self, hashes: Iterable[str]) -> list[str]:
        """The items, trash aside, that hold any of these bytes (SHA-256)."""
        with self._database.read() as connection:
            return file_queries.items_with_hashes(connection, hashes)

    def items_suggested(self) -> list[str]:
        """The items, trash aside, that names, devices or lists suggest something for, answered or not."""
        with self._database.read() as connection:
            return look_ups.items_suggested(connection)

    def own_of_cards(self, entity: str) -> list[tuple[str, dict[str, Any]]]:
        """(card, its own fields) of the cards of an entity, the trash aside, that have any filled."""
        with self._database.read() as connection:
            return own_links.of_cards(connection, entity)

    def names_of(self, entity: str, ids: Iterable[str]) -> dict[str, str]:
        """Id → what these records are called, without the rest of them; unknown ids are absent."""
        with self._database.read() as connection:
            return own_links.names_of(connection, entity, ids)

    def field_values(self, name: str, *, trashed: bool = False) -> list[tuple[str, Any]]:
        """(item id, value) of every item in which this field (no link, no rows) is filled; ``trashed``: of those in the
        trash, too."""
        with self._database.read() as connection:
            return look_ups.field_values(connection, name, trashed=trashed)

    def kinds_of(self, items: Iterable[str]) -> tuple[str, ...]:
        """The kinds of these items, each once."""
        with self._database.read() as connection:
            return look_ups.kinds_of(connection, items)

    def titles_beginning(self, typed: str) -> dict[str, str]:
        """Id → title of the items, trash aside, whose title may begin with what was typed, in words or in pinyin."""
        with self._database.read() as connection:
            return look_ups.titles_beginning(connection, typed)

    def items_titled(self, title: str) -> list[str]:
        """The items, trash aside, with exactly this title."""
        with self._database.read() as connection:
            return look_ups.items_titled(connection, title)

    def numbers(self, field: str, begins: str = "") -> list[tuple[str, str, bool]]:
        """(item id, number, in the trash) of the 征集号 (``accession_no``) or 档号 (``ref_code``) that begin so."""
        with self._database.read() as connection:
            return look_ups.numbers(connection, field, begins)

    def files_of(self, item_id: str, *, trashed: bool = False) -> list[Record]:
        """An item's files in order; ``trashed``: those that were taken off it."""
        with self._database.read() as connection:
            found = file_queries.files_of(connection, item_id, trashed=trashed)
            return list(store.load(connection, "file", found).values())

    def file_with(self, sha256: str) -> Record | None:
        """The file that holds these bytes, if the archive has them."""
        with self._database.read() as connection:
            found = file_queries.file_with(connection, sha256)
            return store.load(connection, "file", [found])[found] if found else None

    def units(self) -> dict[str, UnitRow]:
        """Every unit above items by id, the trash included, in the order in which they stand."""
        with self._database.read() as connection:
            return levels.unit_rows(connection)

    def items_below(self, units: Iterable[str]) -> list[str]:
        """The items in these units and below, the trash included; by unit, in their order."""
        with self._database.read() as connection:
            return levels.items_below(connection, units)

    def orders_in(self, unit: str, *, trashed: bool | None = None) -> list[tuple[str, int]]:
        """(item id, 卷内件号) of the items directly in a unit, in their order; ``trashed`` None: all."""
        with self._database.read() as connection:
            return levels.orders_in(connection, unit, trashed=trashed)

    def in_units(self, wanted: ItemFilter | None = None) -> dict[str, int]:
        """How many of the items that pass stand directly in each unit (empty: in none)."""
        with self._database.read() as connection:
            return self._counts.in_units(connection, wanted or ItemFilter())

    def releveled_since(self, sequence: int) -> list[str]:
        """The items whose level may be another since the log was so long, by the units above them."""
        with self._database.read() as connection:
            units = levels.releveled_since(connection, sequence)
            return levels.items_below(connection, units) if units else []

    def files_of_items(self) -> list[tuple[str, str, str, str]]:
        """(file id, name, role, item id) of every file of an item, the trash aside."""
        with self._database.read() as connection:
            return file_queries.files_of_items(connection)

    def file_names(self, items: Iterable[str]) -> list[tuple[str, str, str, str]]:
        """(item id, file id, name, level of access or empty) of the files of these items, the trash aside."""
        with self._database.read() as connection:
            return file_queries.file_names(connection, items)

    def closed_items(self, items: Iterable[str]) -> list[str]:
        """Those of the items that are in the trash or not for everyone."""
        with self._database.read() as connection:
            return look_ups.closed_items(connection, items)

    def volumes_with(self, items: Iterable[str]) -> list[str]:
        """The volumes in which these items are."""
        with self._database.read() as connection:
            return look_ups.volumes_with(connection, items)

    def file_sizes(self) -> frozenset[int]:
        """How long the files are, in bytes; the trash included."""
        with self._database.read() as connection:
            return file_queries.file_sizes(connection)

    def pictures_with(self, hashes: Iterable[str]) -> list[Record]:
        """The files that hold any of these bytes, the trash aside."""
        with self._database.read() as connection:
            return list(store.load(connection, "file", file_queries.pictures_with(connection, hashes)).values())

    def picture_hashes(self) -> list[str]:
        """The SHA-256 of every picture of an item, each once, in the order they came."""
        with self._database.read() as connection:
            return file_queries.picture_hashes(connection)

    def all_hashes(self) -> list[tuple[str, str, str]]:
        """(SHA-256, file id, name) of every file."""
        with self._database.read() as connection:
            return file_queries.all_hashes(connection)

    def pointing_to(self, record_id: str) -> list[tuple[str, str]]:
        """(entity, id) of every record, the trash included, that points to this one, from within rows too."""
        with self._database.read() as connection:
            entity = store.entity_of(connection, record_id, _ENTITY_NAMES)
            return pointing.pointing_to(connection, record_id, entity)

    def cells(self, wanted: ItemFilter | None = None, *, by_place: bool = False) -> list[Cell]:
        """The items that pass, counted by year, kind, state, commissioner (and 地名): figures are sums of these."""
        with self._database.read() as connection:
            return self._counts.cells(connection, wanted or ItemFilter(), by_place=by_place)

    def waiting_since(self, states: Iterable[str]) -> list[tuple[str, str, str]]:
        """(item id, state, since when) of the items in these states, the longest waiting first."""
        with self._database.read() as connection:
            return look_ups.waiting_since(connection, states)

    def occurrence_counts(self, entity: str) -> dict[str, int]:
        """In how many records each person, place … occurs."""
        with self._database.read() as connection:
            return pointing.occurrence_counts(connection, entity)

    def leaves_of(self, volume_id: str) -> list[Record]:
        """The pages of an earlier volume whose text somebody has looked through."""
        with self._database.read() as connection:
            return list(store.load(connection, "leaf", look_ups.leaves_of(connection, volume_id)).values())

    def sections_of(self, volume_id: str) -> tuple[SectionNode, ...]:
        """A volume's tree."""
        with self._database.read() as connection:
            pairs = look_ups.sections_of(connection, volume_id)
            found = store.load(connection, "section", [key for key, _ in pairs])
            articles = {
                key: tuple(store.load(connection, "article", look_ups.articles_of(connection, key)).values())
                for key in found
            }
        return _tree(pairs, found, articles, "")

    def history(self, record_id: str) -> list[HistoryEntry]:
        """What happened to a record, newest first; raises ``UnknownRecord``."""
        with self._database.read() as connection:
            store.entity_of(connection, record_id, _ENTITY_NAMES)
            return history(connection, record_id)

    # — followers of the log —

    @property
    def sequence(self) -> int:
        """The number of the newest change."""
        with self._database.read() as connection:
            return changelog.last_sequence(connection)

    def touched_since(self, sequence: int) -> tuple[list[tuple[str, str]], int]:
        """((entity, id) changed after ``sequence``, the newest sequence)."""
        with self._database.read() as connection:
            return changelog.touched_since(connection, sequence), changelog.last_sequence(connection)

    def items_of_files(self, files: Iterable[str], sequence: int) -> list[str]:
        """The items to which these files belong, or belonged at any time after ``sequence``."""
        with self._database.read() as connection:
            return changelog.items_of_files(connection, files, sequence)

    def write_records(self, folder: Path, *, everything: bool = False) -> int:
        """Bring ``records/`` up to the log; returns how many files were written."""
        with self._database.read() as connection:
            done = 0 if everything else _followed(connection, "records")
            last = changelog.last_sequence(connection)
            touched = changelog.touched_since(connection, done)
            if not touched and not (everything and last == 0):
                return 0
            written = 0
            for entity in dict.fromkeys(entity for entity, _ in touched):
                found = store.load(connection, entity, [key for name, key in touched if name == entity])
                for record in found.values():
                    records.write_record(folder, record)
                written += len(found)
        with self._database.write() as connection:
            statement = upsert(FOLLOWER).values(name="records", seq=last)
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"seq": last}))
        return written

    def fill_from(self, folder: Path, author: Author) -> int:
        """Fill an empty catalogue from ``records/``; the log begins with one entry that says so.

        Raises ``Damaged`` naming the first file that cannot be read; then nothing is stored.
        """
        with self._writing() as connection:
            changes = []
            temporary = 0
            for number, record in enumerate(records.read_records(folder), start=1):
                insert_record(connection, record, number)
                filled = {key: value for key, value in record.to_json().items() if key not in NOT_FIELDS}
                changes.append(changelog.Change(record.entity, record.id, record.version, None, filled))
                temporary = max(temporary, _temporary_number(record))
            levels.settle(connection, everything=True)
            set_counter(connection, "temporary", temporary)
            self._undo_stacks(connection)
            changelog.append(
                connection, author, command_id=new_id(), unit=new_id(), type="rebuild", label="从 records 重建目录",
                undoable=False, reverts=None, changes=changes,
            )  # fmt: skip
        return len(changes)


def _ordering(name: str) -> Field:
    """The field of an item that a list is ordered by; raises ``UsageError``."""
    if name == "characters":
        return Field(name, "字数", FieldType.INTEGER)
    return entity_named("item").field(name)


class _Writing:
    """A write transaction under the catalogue's lock; a failed one forgets the undo stacks it may have touched."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._transaction = catalogue._database.write()

    def __enter__(self) -> Connection:
        self._catalogue._lock.acquire()
        try:
            return self._transaction.__enter__()
        except BaseException:
            self._catalogue._lock.release()
            raise

    def __exit__(self, *error: object) -> None:
        try:
            self._transaction.__exit__(*error)  # type: ignore[arg-type]
        except BaseException:
            self._catalogue._stacks = None
            raise
        finally:
            if error[0] is not None:
                self._catalogue._stacks = None
            self._catalogue._lock.release()


def _followed(connection: Connection, name: str) -> int:
    return int(connection.execute(select(FOLLOWER.c.seq).where(FOLLOWER.c.name == name)).scalar() or 0)


def _temporary_number(record: Record) -> int:
    number = str(record.values.get("accession_no", "")) if record.entity == "item" else ""
    return int(number[2:]) if number.startswith("T-") and number[2:].isdigit() else 0


def _tree(
    pairs: list[tuple[str, str]], found: dict[str, Record], articles: dict[str, tuple[Record, ...]], parent: str
) -> tuple[SectionNode, ...]:
    return tuple(
        SectionNode(found[key], articles[key], _tree(pairs, found, articles, key))
        for key, above in pairs
        if above == parent
    )


__all__ = ["Catalogue", "ItemFilter", "ItemRow", "SectionNode", "UnknownRecord"]
