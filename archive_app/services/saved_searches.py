"""Searches that a person keeps, and what is new in them.

A kept search is a record of the archive: in its change log and in ``records/``, so it goes where the archive goes and
survives a merge. What a person has seen of it is no matter of the archive: it is kept with the settings of the machine,
by archive and search. Where nothing is known yet (a new machine, other words), what is there counts as seen.

New is an item that the search finds now and never found when it was last looked at: one that was added, one whose
transcript came, one that was opened to readers.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Collection, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.seen import Seen, key_of, parts_of, short
from archive_app.services.settings import settings_path

if TYPE_CHECKING:
    from archive_app.search.answering import Wanted
    from archive_app.search.tail import Tail
    from archive_app.services.searching import Search

RELEVANCE = "relevance"
LONGEST_NAME = 60
"""Characters of a name: it stands in one line of a list."""


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

    @property
    def asked(self) -> str:
        """A few digits that are others for whatever finds other items."""
        chosen = sorted((facet, sorted(values)) for facet, values in self.chosen.items() if values)
        told = [self.query, self.exact, self.within, chosen, sorted(self.without)]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]

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


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was new when the log and what was seen were as they are told here."""

    sequence: int
    seen: frozenset[str]
    ids: tuple[str, ...]


class SavedSearches:
    """The kept searches of one archive, as the person who acts has them. Any thread may use it."""

    def __init__(self, archive: Archive, search: Search | None = None, folder: Path | None = None) -> None:
        """Without a ``search`` there is no telling what is new. ``folder`` is where it is kept what was seen; by
        default beside the settings."""
        self._archive, self._search = archive, search
        self._seen = Seen((folder or settings_path().parent / "searches") / f"{archive.label.id}.json")
        self._swept = False
        self._counted: dict[tuple[str, frozenset[str] | None], _Counted] = {}
        self._counting = threading.Lock()
        self._apart: tuple[tuple[int, int], frozenset[str] | None, Tail | None] | None = None

    def mine(self) -> list[SavedSearch]:
        """The searches of the person who acts, by name."""
        return [one for one in self.all() if one.owner == self._archive.actor]

    def all(self) -> list[SavedSearch]:
        """Everybody's, by name."""
        from archive_app.hanzi.collation import title_key

        kept = [_of_record(record) for record in self._archive.catalogue.records("saved_search")]
        return sorted(kept, key=lambda one: (title_key(one.name), one.id)) if len(kept) > 1 else kept

    def get(self, word: str) -> SavedSearch:
        """One by its id, or by its name among one's own; raises ``UnknownRecord``."""
        everybody = self.all()
        named = (one for one in everybody if one.name == word and one.owner == self._archive.actor)
        found = [one for one in everybody if one.id == word] or list(named)
        if not found:
            raise UnknownRecord(f"没有存下叫“{word}”的检索", "用 cunshi searches 查看存下的检索。")
        return found[0]

    # — keeping —

    def save(
        self, name: str, query: str, *, alert: bool = False, look: bool = True, **wanted: Unpack[Wanted]
    ) -> SavedSearch:
        """Keep a search; one's own of the same name is changed. What it finds now, as far as it may be seen, counts as
        seen; without ``look`` nothing is searched for, and that is so of what is there when ``news`` is first asked.

        Raises ``UsageError`` for a name or an order that is none and for no words, ``ReadOnlyArchive``.
        """
        from archive_app.search.ordering import known

        name = checked_name(name)
        if not query.strip():
            raise UsageError("没有检索词，没有可存的", "请先检索，再存下。", code="no-words")
        order = wanted.get("order", RELEVANCE)
        if not known(order):
            raise UsageError(f"检索结果不能按“{order}”排", "请用已有的次序。", code="unknown-order")
        rows = ((facet, value) for facet, values in wanted.get("chosen", {}).items() for value in sorted(values))
        values = {
            "name": name,
            "owner": self._archive.actor,
            "query": query,
            "exact": wanted.get("exact", False),
            "order": order,
            "within": [{"query": text} for text in wanted.get("within", ())],
            "chosen": [{"facet": facet, "value": value} for facet, value in rows],
            "without": [{"key": key} for key in sorted(wanted.get("without", ()))],
            "alert": alert,
        }
        words = f"存下检索“{name}”"
        there = next((one.id for one in self.mine() if one.name == name), "")
        made = Create("saved_search", values, words=words)
        self._archive.execute(SetFields(there, values, words=words) if there else made)
        saved = self.get(there or made.id)
        if look:
            self.looked(saved, wanted.get("visible"))
        return saved

    def rename(self, saved: SavedSearch, name: str) -> SavedSearch:
        """Give it another name; raises ``UsageError`` where that is none, or another of one's own bears it."""
        name = checked_name(name)
        if name == saved.name:
            return saved
        if any(one.name == name and one.id != saved.id for one in self.mine()):
            raise UsageError(f"已经存下一个叫“{name}”的检索", "请换一个名称。", code="name-taken")
        words = f"检索“{saved.name}”改名为“{name}”"
        self._archive.execute(SetFields(saved.id, {"name": name}, words=words))
        return self.get(saved.id)

    def set_alert(self, saved: SavedSearch, on: bool) -> SavedSearch:
        """Say when something is new in it, or no more."""
        words = f"检索“{saved.name}”{'有新资料时提醒' if on else '不再提醒'}"
        self._archive.execute(SetFields(saved.id, {"alert": on}, words=words))
        return self.get(saved.id)

    def remove(self, saved: SavedSearch) -> None:
        """Put it into the trash, from where it can be taken back."""
        self._archive.execute(Batch(f"不再存检索“{saved.name}”", (Trash((saved.id,)),), type="trash"))

    # — what is new —

    def news(self, saved: SavedSearch, visible: Collection[str] | None = None) -> list[str]:
        """The ids of items that it finds and did not when it was last looked at, in its order.

        The archive is searched once; from then on only what was written since is looked at, and nothing where nothing
        was: it costs the same in an archive of any size.
        """
        key, levels = self._key(saved), None if visible is None else frozenset(visible)
        known, seen = self._counted.get((key, levels)), self._seen.of(key)
        sequence = self._archive.catalogue.sequence
        found = self._since(saved, known, sequence, visible) if known is not None and known.seen == seen else None
        current = found is not None
        if found is None:
            found = self._searching.ids(saved.query, **saved.wanted(visible))
            current = self._archive.read_only or self._searching.current()
        if seen is None:
            if current:  # else what the index has yet to take would seem new a moment later
                self._seen.add(key, found)
            seen = frozenset(map(short, found))
        fresh = tuple(each for each in found if short(each) not in seen)
        if current:
            with self._counting:
                self._counted[key, levels] = _Counted(sequence, seen, fresh)
        return list(fresh)

    def _since(
        self, saved: SavedSearch, known: _Counted, sequence: int, visible: Collection[str] | None
    ) -> list[str] | None:
        """What was new, with what is new in what was written since; None where the archive is to be searched."""
        if known.sequence == sequence:
            return list(known.ids)
        touched, apart = self._written(known.sequence, sequence)
        if touched is None or apart is None:
            return None
        try:
            found = self._searching.ids_in(apart, saved.query, **saved.wanted(visible)) if touched else []
        except ValueError:  # what it means depends on all that is there
            return None
        return [*(each for each in known.ids if each not in touched), *found]

    def _written(self, since: int, sequence: int) -> tuple[frozenset[str] | None, Tail | None]:
        """The items that were written since, read apart: once for all searches."""
        with self._counting:
            if self._apart is None or self._apart[0] != (since, sequence):
                touched = self._searching.touched_since(since)
                apart = None if touched is None else self._searching.read_apart(touched)
                self._apart = (since, sequence), None if touched is None else frozenset(touched), apart
            return self._apart[1], self._apart[2]

    def looked(self, saved: SavedSearch, visible: Collection[str] | None = None) -> list[str]:
        """Take note that it was looked at: what it finds now is not new any more. Returns what was new until now.

        Raises ``StorageFailed`` where that cannot be kept.
        """
        fresh, key = self.news(saved, visible), self._key(saved)
        self._sweep()
        if fresh:
            self._seen.add(key, fresh)
            with self._counting:
                place = (key, None if visible is None else frozenset(visible))
                known, seen = self._counted.get(place), self._seen.of(key)
                if known is not None and seen is not None:
                    self._counted[place] = _Counted(known.sequence, seen, ())
        return fresh

    def alerts(self, visible: Collection[str] | None = None) -> list[tuple[SavedSearch, int]]:
        """One's own searches in which something is new and which are to say so, with how many items."""
        counted = ((one, len(self.news(one, visible))) for one in self.mine() if one.alert)
        return [(one, number) for one, number in counted if number]

    @property
    def _searching(self) -> Search:
        assert self._search is not None
        return self._search

    def _key(self, saved: SavedSearch) -> str:
        actor = self._archive.actor
        return key_of(saved.id, saved.asked, "" if actor == saved.owner else actor)

    def _sweep(self) -> None:
        """Once, forget what was seen of searches that were removed, or by words that are no more theirs. Not at once
        when one is removed: what is taken back in the same hour is as it was."""
        with self._counting:
            swept, self._swept = self._swept, True
        if swept:
            return
        records = self._archive.catalogue.records("saved_search", trashed=None)
        asked = {record.id: "" if record.trashed else _of_record(record).asked for record in records}
        self._seen.sweep(lambda key: asked.get(parts_of(key)[0], parts_of(key)[1]) != parts_of(key)[1])


def checked_name(name: str) -> str:
    """A name without needless spaces; raises ``UsageError`` where it is none or too long."""
    name = " ".join(name.split())
    if not name:
        raise UsageError("存下的检索要有名称", "请写一个以后认得出的名称。", code="no-name")
    if len(name) > LONGEST_NAME:
        words = f"名称有 {len(name)} 个字，太长了"
        raise UsageError(words, f"请写得短一些，至多 {LONGEST_NAME} 个字。", code="long-name")
    return name


def _of_record(record: Record) -> SavedSearch:
    from archive_app.search.ordering import known

    chosen: dict[str, tuple[str, ...]] = {}
    for row in record["chosen"]:
        facet = str(row.get("facet", ""))
        chosen[facet] = (*chosen.get(facet, ()), str(row.get("value", "")))
    order = str(record["order"] or RELEVANCE)
    return SavedSearch(
        record.id,
        record.title,
        str(record["owner"] or ""),
        str(record["query"] or ""),
        bool(record["exact"]),
        order if known(order) else RELEVANCE,
        tuple(str(row.get("query", "")) for row in record["within"]),
        chosen,
        tuple(str(row.get("key", "")) for row in record["without"]),
        bool(record["alert"]),
    )
