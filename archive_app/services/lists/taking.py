"""Lists during an import: rows queued as commands beside the files of the batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.entities import entity_named
from archive_app.domain.identity import new_id
from archive_app.domain.kinds import fields_of
from archive_app.intake.lists.mapping import required_of
from archive_app.intake.lists.rows import ListedRecord, RowError
from archive_app.intake.proposal import Refusal, Taken, TakenList
from archive_app.services.import_run import Run
from archive_app.services.lists.joining import Claim, Claims
from archive_app.services.lists.known import Known
from archive_app.services.lists.planning import ListOptions, PlannedList, plan_lists
from archive_app.services.lists.saved import saved_mappings

_OF_THE_TITLE = ("title", "title_source", "title_alt")  # what a file's name says stands back behind the list
ROWS = 250
"""Rows committed together at the most."""


class ListIntake:
    """The lists of one import."""

    def __init__(self, run: Run, options: ListOptions) -> None:
        self._run = run
        self._options = options
        self._claims = Claims()
        self._values: dict[str, dict[str, Any]] = {}  # of items that wait for a file
        self._commissioners: dict[str, list[str]] | None = None

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
        """Whether the commissioner that a row names is one; its id goes into the values."""
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
        """Queue the rows that are new; how many they are."""
        created = 0
        entity = table.table.mapping.entity
        needed = required_of(entity)
        known = Known(self._run.archive.catalogue, entity, (str(r.values[needed]) for r in records))
        home = None if "!" in taken.source else taken.path.absolute().parent
        for record in records:
            place, title = table.place_of(record.row), str(record.values[needed])
            values = self._complete(record, entity, place)
            there = known.find(title, values, place)
            item = there or new_id()
            if there is not None:
                self._run.known(place, there, title)
            else:
                warnings = list(record.warnings)
                if entity != "item" and known.namesakes(title):
                    label = entity_named(entity).label
                    warnings.append(f"馆藏里已有同名的{label}“{title}”，请核对；是同一个就合并。")
                self._run.create(Create(entity, values, id=item), record.kind, title, place, warnings, most=ROWS)
                known.add(title, item, values)
                created += 1
                self._note_commissioner(entity, item, values)
            for name in record.files:
                self._values.setdefault(item, values)
                self._claims.add(Claim(name, item, place, home))
        return created

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
        self._run.attach(claim.item, taken, self._filling(claim.item, taken))
        return True

    def _filling(self, item: str, taken: Taken) -> SetFields | None:
        """What the file says of fields that the row left empty: camera facts, the text of a manuscript."""
        row = self._values[item]
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
            report.imported = [
                replace(entry, warnings=(*entry.warnings, *_not_found(missing.get(entry.source, ()))))
                for entry in report.imported
            ]


def _not_found(names: tuple[str, ...] | list[str]) -> Iterator[str]:
    for name in names:
        yield f"清单里写的文件“{name}”没有找到；找到后可以再导入一次。"


__all__ = ["ListIntake"]
