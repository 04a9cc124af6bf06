"""Searches that a person keeps, and what is new in them.

A kept search is a record of the archive: in its change log and in ``records/``, so it goes where the archive goes and
survives a merge. What a person has seen of it is no matter of the archive: it is kept with the settings of the machine,
by archive and search. Where nothing is known yet (a new machine), what is there counts as seen.

New is an item that the search finds now and never found when it was last looked at: one that was added, one whose
transcript came, one that was opened to readers.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.catalogue.store import Record
from archive_app.domain.errors import StorageFailed, UnknownRecord, UsageError
from archive_app.search.answering import Wanted
from archive_app.search.ordering import RELEVANCE, known
from archive_app.services.archive import Archive
from archive_app.services.searching import Search
from archive_app.services.settings import settings_path
from archive_app.vault.durable import replacing

_SHORT = 12
"""Hexadecimal digits of an id that tell it from the others: the random end of a UUIDv7."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that is kept: ``query`` and the rest as in ``answering.Asked``; ``alert``: say when something is new."""

    id: str
    name: str
    owner: str
    query: str
    exact: bool = False
    order: str = RELEVANCE
    within: tuple[str, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    alert: bool = False

    def wanted(self, visible: Collection[str] | None = None) -> Wanted:
        """What ``Search.search`` is told beside the query."""
        return {
            "visible": visible,
            "exact": self.exact,
            "order": self.order,
            "within": self.within,
            "chosen": self.chosen,
            "without": self.without,
        }

    def to_json(self) -> dict[str, object]:
        """As ``cunshi searches --json`` prints it."""
        return {
            "id": self.id,
            "name": self.name,
            "owner": self.owner,
            "query": self.query,
            "exact": self.exact,
            "order": self.order,
            "in": list(self.within),
            "chosen": {facet: list(values) for facet, values in self.chosen.items()},
            "without": list(self.without),
            "alert": self.alert,
        }


class SavedSearches:
    """The kept searches of one archive, as the person who acts has them."""

    def __init__(self, archive: Archive, search: Search, folder: Path | None = None) -> None:
        """``folder`` is where it is kept what was seen; by default beside the settings."""
        self._archive, self._search = archive, search
        self._path = (folder or settings_path().parent / "searches") / f"{archive.label.id}.json"

    def mine(self) -> list[SavedSearch]:
        """The searches of the person who acts, by name."""
        return sorted((one for one in self.all() if one.owner == self._archive.actor), key=lambda one: one.name)

    def all(self) -> list[SavedSearch]:
        """Everybody's."""
        return [_of_record(record) for record in self._archive.catalogue.records("saved_search")]

    def get(self, word: str) -> SavedSearch:
        """One by its id, or by its name among one's own; raises ``UnknownRecord``."""
        found = [one for one in self.all() if one.id == word] or [one for one in self.mine() if one.name == word]
        if not found:
            raise UnknownRecord(f"没有存下叫“{word}”的检索", "用 cunshi searches 查看存下的检索。")
        return found[0]

    def save(self, name: str, query: str, *, alert: bool = False, **wanted: object) -> SavedSearch:
        """Keep a search; one's own of the same name is changed. What it finds now counts as seen.

        ``wanted`` may hold exact, order, within, chosen, without. Raises ``UsageError`` for a name or an order that is
        none, ``ReadOnlyArchive``.
        """
        name = name.strip()
        if not name:
            raise UsageError("存下的检索要有名称", "请写一个以后认得出的名称。", code="no-name")
        values = _values(name, self._archive.actor, query, alert, wanted)
        if not known(str(values["order"])):
            raise UsageError(f"检索结果不能按“{values['order']}”排", "请用已有的次序。", code="unknown-order")
        there = next((one for one in self.mine() if one.name == name), None)
        if there is None:
            made = Create("saved_search", values)
            self._archive.execute(made)
            key = made.id
        else:
            key = there.id
            self._archive.execute(SetFields(key, values))
        saved = self.get(key)
        self._note(saved, self._short(saved, None), anew=True)
        return saved

    def remove(self, saved: SavedSearch) -> None:
        """Put it into the trash, from where it can be taken back."""
        self._archive.execute(Trash((saved.id,)))

    # — what is new —

    def news(self, saved: SavedSearch, visible: Collection[str] | None = None) -> list[str]:
        """The ids of items that it finds and did not when it was last looked at, in its order."""
        now = self._search.ids(saved.query, **saved.wanted(visible))
        seen = self._seen().get(saved.id)
        if seen is None:
            self._note(saved, {key[-_SHORT:] for key in now})
            return []
        return [key for key in now if key[-_SHORT:] not in seen]

    def looked(self, saved: SavedSearch, visible: Collection[str] | None = None) -> None:
        """Take note that it was looked at: what it finds now is not new any more."""
        self._note(saved, self._short(saved, visible))

    def alerts(self, visible: Collection[str] | None = None) -> list[tuple[SavedSearch, int]]:
        """One's own searches in which something is new and which are to say so, with how many items."""
        counted = ((one, len(self.news(one, visible))) for one in self.mine() if one.alert)
        return [(one, number) for one, number in counted if number]

    def _short(self, saved: SavedSearch, visible: Collection[str] | None) -> set[str]:
        return {key[-_SHORT:] for key in self._search.ids(saved.query, **saved.wanted(visible))}

    def _seen(self) -> dict[str, set[str]]:
        try:
            stored = json.loads(self._path.read_bytes())
            return {str(key): set(map(str, ids)) for key, ids in stored.items()}
        except (OSError, ValueError, AttributeError, TypeError):  # not there, or broken: all that is there is seen
            return {}

    def _note(self, saved: SavedSearch, ids: set[str], *, anew: bool = False) -> None:
        """``anew`` forgets what was seen before; raises ``StorageFailed`` where the disk refuses."""
        seen = self._seen()
        before = set() if anew else seen.get(saved.id, set())
        if saved.id in seen and seen[saved.id] == before | ids:
            return
        seen[saved.id] = before | ids
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailed(f"{self._path.parent} 建不了", "请检查磁盘和权限后重试。") from error
        with replacing(self._path) as handle:
            handle.write(json.dumps({key: sorted(each) for key, each in seen.items()}).encode())


def _values(name: str, owner: str, query: str, alert: bool, wanted: Mapping[str, object]) -> dict[str, object]:
    chosen = wanted.get("chosen") or {}
    within, without = wanted.get("within") or (), wanted.get("without") or ()
    assert isinstance(chosen, Mapping)
    return {
        "name": name,
        "owner": owner,
        "query": query,
        "exact": bool(wanted.get("exact")),
        "order": str(wanted.get("order") or RELEVANCE),
        "within": [{"query": text} for text in within],  # type: ignore[attr-defined]
        "chosen": [{"facet": facet, "value": str(value)} for facet, values in chosen.items() for value in values],
        "without": [{"key": key} for key in without],  # type: ignore[attr-defined]
        "alert": alert,
    }


def _of_record(record: Record) -> SavedSearch:
    chosen: dict[str, tuple[str, ...]] = {}
    for row in record["chosen"]:
        chosen[str(row["facet"])] = (*chosen.get(str(row["facet"]), ()), str(row["value"]))
    order = str(record["order"] or RELEVANCE)
    return SavedSearch(
        record.id,
        record.title,
        str(record["owner"] or ""),
        str(record["query"] or ""),
        bool(record["exact"]),
        order if known(order) else RELEVANCE,
        tuple(str(row["query"]) for row in record["within"]),
        chosen,
        tuple(str(row["key"]) for row in record["without"]),
        bool(record["alert"]),
    )
