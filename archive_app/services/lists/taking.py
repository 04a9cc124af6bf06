"""Lists during an import: rows queued as commands beside the files of the batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.entities import entity_named
from archive_app.domain.identity import new_id
from archive_app.domain.kinds import fields_of
from archive_app.intake.lists.mapping import required_of
from archive_app.intake.lists.rows import ListedRecord, RereadCells, RowError
from archive_app.intake.proposal import Refusal, Taken, TakenList
from archive_app.services.import_report import Attached, Imported
from archive_app.services.import_run import LISTED, Run
from archive_app.services.linked import names_in
from archive_app.services.lists.cells import Cells
from archive_app.services.lists.filling import filling
from archive_app.services.lists.holdings import Holdings
from archive_app.services.lists.joining import Claim, Claims, compared
from archive_app.services.lists.known import Known
from archive_app.services.lists.linking import ListedLinks
from archive_app.services.lists.planning import ListOptions, PlannedList, plan_lists
from archive_app.services.lists.saved import saved_mappings
from archive_app.services.lists.units import ListedUnits
from archive_app.services.lists.waiting import Waiting, WaitingRow
from archive_app.services.own_fields import own_by_kind

_OF_THE_TITLE = ("title", "title_source", "title_alt")  # what a file's name says stands back behind the list
_Entry = TypeVar("_Entry", Imported, Attached)


class ListIntake:
    """The lists of one import."""

    def __init__(self, run: Run, options: ListOptions) -> None:
        self._run = run
        self._options = replace(options, own=own_by_kind(run.archive))
        self._claims = Claims()
        self._values: dict[str, dict[str, Any]] = {}  # of items that the rows make
        self._there: dict[str, dict[str, Any]] = {}  # of items that were there, with what rows and files filled
        self._commissioners: dict[str, list[str]] | None = None
        self._waiting = Waiting(Holdings(run.archive.catalogue, run.is_fresh), self._claims)
        self._homes: dict[str, str] = {}  # id that a row would have got → the item that it is of

    # — rows —

    def take(self, taken: TakenList) -> None:
        """A list that was read: every row a record, a duplicate or a refusal."""
        root = self._run.archive.root
        planned, refused = plan_lists(taken.source, taken.book, self._options, saved_mappings(root))
        for refusal in refused:
            self._run.refuse(refusal)
        created = 0
        for table in planned:
            records = [record for record in table.reading.records if self._resolved(record, table)]
            self._run.report.lists.append(table.report)
            if any(record.unit[1] for record in records) and self._units.fresh:
                table.report.remarks.append(f"馆藏里还没有、要新建的案卷：{'、'.join(self._units.fresh)}。")
            errors: dict[int, list[RowError]] = {}
            for error in table.report.errors:
                errors.setdefault(error.row, []).append(error)
            for row, found in errors.items():
                words = "；".join(error.words.removesuffix("。") for error in found) + "。"
                self._run.refuse(Refusal(table.place_of(row), words))
            if errors and self._options.all_or_nothing:
                words = f"有 {len(errors)} 行有错，按“有错就都不收”，这一张清单一行也没有收。"
                self._run.refuse(Refusal(f"{taken.source}!{table.report.sheet}".rstrip("!"), words))
            else:
                created += self._rows(taken, table, records)
        if created:
            self._run.keep_list(taken)

    def _resolved(self, record: ListedRecord, table: PlannedList) -> bool:
        """Whether the commissioner and the 案卷 that a row names are some; their ids go into the values."""
        return self._commissioned(record, table) and self._in_unit(record, table)

    def _in_unit(self, record: ListedRecord, table: PlannedList) -> bool:
        label, words = record.unit
        if words:
            try:
                record.values["unit"] = self._units.find(words)
            except ValueError as error:
                table.report.errors.append(RowError(record.row, label, words, str(error)))
                return False
        return True

    @cached_property
    def _links(self) -> ListedLinks:
        """The cards that own fields link to are read when a row names one."""
        return ListedLinks(self._run.archive)

    @cached_property
    def _units(self) -> ListedUnits:
        """Asked for by a list that has a column of 案卷."""
        return ListedUnits(self._run.archive)

    def _commissioned(self, record: ListedRecord, table: PlannedList) -> bool:
        label, words = record.commissioner
        if not words:
            return True
        found = self._commissioner_ids().get(words, [])
        if len(found) == 1:
            record.values["commissioner"] = found[0]
            return True
        reason = "有几位同名的文史专员，请改填聘号" if found else "不在文史专员名册里，请先登记这位专员，或改正"
        table.report.errors.append(RowError(record.row, label, words, reason))
        return False

    def _commissioner_ids(self) -> dict[str, list[str]]:
        """Number or name → the commissioners it may mean."""
        if self._commissioners is None:
            self._commissioners = {}
            for record in self._run.archive.catalogue.records("commissioner"):
                for word in {record["number"], record["name"]} - {""}:
                    self._commissioners.setdefault(word, []).append(record.id)
        return self._commissioners

    def _rows(self, taken: TakenList, table: PlannedList, records: list[ListedRecord]) -> int:
        """Queue the rows that are new, and let wait those whose file is there; how many they are."""
        brought = 0
        entity = table.table.mapping.entity
        needed = required_of(entity)
        known = Known(self._run.archive.catalogue, entity, (str(r.values[needed]) for r in records))
        home = None if "!" in taken.source else taken.path.absolute().parent
        named = self._run.archive.catalogue.load("item", [record.item for record in records if record.item])
        written = Cells(self._run.archive.catalogue, self._options.own).of(named) if named else {}
        reread = RereadCells(table.table)
        for record in records:
            place, title = table.place_of(record.row), str(record.values[needed])
            if record.item in named and not named[record.item].trashed:
                _leave_changes(record, reread.read(written[record.item]))
                self._links.resolve(record)
                self._of(record, place, title, named[record.item])
                continue
            self._links.resolve(record)
            values = self._complete(record, entity, place)
            there = known.find(title, values, place)
            item = there or new_id()
            claims = [Claim(name, item, place, home) for name in record.files]
            if there is not None:
                if (first := self._waiting.get(there)) is not None:
                    first.again.append(place)
                else:
                    self._run.known(place, there, title)
            else:
                row = WaitingRow(record, place, title, item, values, claims)
                if self._waiting.concerns(claims):
                    self._waiting.add(row)
                else:
                    self._create(entity, row, self._namesakes(entity, title, known))
                known.add(title, item, values)
                brought += 1
            for claim in claims:
                self._claims.add(claim)
        return brought

    def _of(self, record: ListedRecord, place: str, title: str, item: Record) -> None:
        """A row that names its item, as the lists do that this program writes; files are looked for that it lacks."""
        held = {compared(name) for _item, _file, name, _access in self._run.archive.catalogue.file_names([item.id])}
        for name in record.files:
            if compared(name) not in held:
                self._claims.add(Claim(name, item.id, place, None))
        self._fill(WaitingRow(record, place, title, item.id, {}, []), item)

    def _namesakes(self, entity: str, title: str, known: Known) -> list[str]:
        if entity == "item" or not known.namesakes(title):
            return []
        return [f"馆藏里已有同名的{entity_named(entity).label}“{title}”，请核对；是同一个就合并。"]

    def _create(self, entity: str, row: WaitingRow, remarks: list[str]) -> None:
        """A row becomes a record of its own."""
        self._values[row.item] = row.values
        warnings = [*row.record.warnings, *remarks]
        unit = str(row.values.get("unit") or "") if entity == "item" else ""
        if entity == "item" and unit in ("", self._run.entering.unit):
            row.values.update(self._run.entering.given(row.record.kind, row.values))
        elif unit:
            self._run.before(self._units.needed(unit))
            row.values.update(self._units.place(unit, row.record.kind, row.values))
        create = Create(entity, row.values, id=row.item)
        self._run.create(create, row.record.kind, row.title, row.place, warnings, most=LISTED)
        self._note_commissioner(entity, row.item, row.values)
        for place in row.again:
            self._run.known(place, row.item, row.title)

    def _complete(self, record: ListedRecord, entity: str, place: str) -> dict[str, Any]:
        if entity != "item":
            return dict(record.values)
        values = {"kind": record.kind, "source_name": place, **record.values}
        values.setdefault("received", date.today().isoformat())
        if self._run.commissioner:
            values.setdefault("commissioner", self._run.commissioner)
        if record.suggestions:
            values["suggestions"] = record.suggestions
        return values

    def _note_commissioner(self, entity: str, record_id: str, values: dict[str, Any]) -> None:
        """A commissioner of this very import may be named by a list that follows: maybe before it is committed."""
        if entity == "commissioner":
            for word in {values.get("number", ""), values["name"]} - {""}:
                ids = self._commissioner_ids().setdefault(word, [])
                if record_id not in ids:
                    ids.append(record_id)

    # — files —

    def claim(self, taken: Taken) -> bool:
        """Join a file to the row that names it; False where none does."""
        claim = self._claims.waiting_for(taken.source)
        if claim is None:
            return False
        claim.met = True
        row = self._waiting.take(claim.item)
        if row is not None and (home := self._run.home_of(taken.path)):
            record = self._run.archive.catalogue.record(home)
            self._fill(row, record)
            self._run.known(taken.source, home, record.title)
            return True
        if row is not None:
            self._create_beside(row)
        item = self._homes.get(claim.item, claim.item)
        self._run.attach(item, taken, self._filling(item, taken))
        return True

    def settle(self) -> None:
        """The rows whose files the batch did not bring: of the item that holds a file of the name, or new ones."""
        for part in self._waiting.left(LISTED):
            records = self._run.archive.catalogue.load("item", [home for _, home in part if home])
            for row, home in part:
                if home:
                    self._fill(row, records[home])
                else:
                    self._create_beside(row)

    def _create_beside(self, row: WaitingRow) -> None:
        """A row becomes an item of its own though there are some with files of that name: they are named."""
        records = self._run.archive.catalogue.load("item", self._waiting.holders(row))
        titles = {key: record.title for key, record in records.items()}
        self._create("item", row, self._waiting.doubts(row, titles))

    def _fill(self, row: WaitingRow, item: Record) -> None:
        """A row is of an item that is there: what that leaves empty is filled, and what differs is said."""
        self._homes[row.item] = item.id
        there = self._there.setdefault(item.id, dict(item.values))
        cards = [key for name in ("persons", "places") for key in there.get(name) or ()]
        links = {key: title for name in ("person", "place") for key, title in self._titles(name, cards).items()}
        ours = row.record.own
        pairs = [(ours[name], values.get(name)) for name in ours for values in (there, row.record.values)]
        links |= names_in(self._run.archive, pairs)
        units = self._units.titles if row.record.unit[1] or there.get("unit") else {}
        found = filling(row.record, there, {**self._names_of_commissioners, **links, **units})
        values = dict(found.values)
        if unit := str(values.get("unit") or ""):
            self._run.before(self._units.needed(unit))
            values |= self._units.place(unit, str(item["kind"]), {**item.values, **values})
        if values or found.remarks or row.record.warnings:
            there.update(values)
            self._run.fill(item, values, row.place, (*row.record.warnings, *found.remarks))
        else:
            self._run.known(row.place, item.id, item.title)
        for place in row.again:
            self._run.known(place, item.id, item.title)

    def _titles(self, entity: str, keys: list[str]) -> dict[str, str]:
        return {key: record.title for key, record in self._run.archive.catalogue.load(entity, keys).items()}

    @cached_property
    def _names_of_commissioners(self) -> dict[str, str]:
        return {one.id: one.title for one in self._run.archive.catalogue.records("commissioner")}

    def _filling(self, item: str, taken: Taken) -> SetFields | None:
        """What the file says of fields that row and item left empty: camera facts, the text of a manuscript."""
        row = self._values_of(item)
        declared = fields_of(str(row["kind"]))
        proposal = taken.proposal
        values = {
            name: value
            for name, value in proposal.fields.items()
            if name in declared and name not in _OF_THE_TITLE and not row.get(name)
        }
        if proposal.suggestions:
            values["suggestions"] = [*row.get("suggestions", ()), *(s.to_row() for s in proposal.suggestions)]
        row.update(values)
        return SetFields(item, values, by_program=True, type="import") if values else None

    def _values_of(self, item: str) -> dict[str, Any]:
        if item in self._values:
            return self._values[item]
        if item not in self._there:
            self._there[item] = dict(self._run.archive.catalogue.record(item).values)
        return self._there[item]

    def beside(self) -> list[Path]:
        """Files beside the lists that rows name and the batch did not bring."""
        return list(dict.fromkeys(self._claims.beside()))

    def finish(self) -> None:
        """Say of each row which file it waits for in vain."""
        missing: dict[str, list[str]] = {}
        for claim in self._claims.unmet():
            missing.setdefault(claim.place, []).append(claim.name)
        if missing:
            report = self._run.report
            report.imported = [_awaiting(entry, missing) for entry in report.imported]
            report.attached = [_awaiting(entry, missing) for entry in report.attached]


def _leave_changes(record: ListedRecord, written: ListedRecord) -> None:
    """Of a row that this program wrote, only what somebody changed since."""
    before = written.values
    if record.unit == written.unit:
        record.values.pop("unit", None)
    record.values = {name: value for name, value in record.values.items() if before.get(name) != value}
    record.links = {name: told for name, told in record.links.items() if written.links.get(name) != told}
    record.suggestions = [row for row in record.suggestions if row not in written.suggestions]
    record.warnings = [words for words in record.warnings if words not in written.warnings]


def _awaiting(entry: _Entry, missing: Mapping[str, list[str]]) -> _Entry:
    return replace(entry, warnings=(*entry.warnings, *_not_found(missing.get(entry.source, ()))))


def _not_found(names: tuple[str, ...] | list[str]) -> Iterator[str]:
    for name in names:
        yield f"清单里写的文件“{name}”没有找到；找到后可以再导入一次。"


__all__ = ["ListIntake"]
