"""What each photograph lacks, kept as one number a photograph and brought up to the log.

Asked by SQL alone, each look goes through the rows of all photographs, a tenth to a fifth of a second at a hundred
thousand. Here they are gone through once; after a change only the items it touched are asked about again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from threading import Lock

from sqlalchemy import ColumnElement, Connection, Integer, and_, cast, select

from archive_app.catalogue import changelog, queries
from archive_app.catalogue.lacking import ANY_OF_SIX, LACKS, of_six, too_narrow
from archive_app.catalogue.many_ids import portions
from archive_app.catalogue.queries import ItemFilter
from archive_app.catalogue.schema import ITEM
from archive_app.domain.six_elements import SIX

_BITS: Mapping[str, int] = {code: 1 << at for at, code in enumerate(code for code in LACKS if code != ANY_OF_SIX)}
_MASKS: Mapping[str, int] = {**_BITS, ANY_OF_SIX: sum(_BITS[name] for name in SIX)}
_FEW = 2_000
"""Items that are asked about one by one; when more changed, all are."""
_PHOTOGRAPH = "photograph"


class LackingMarks:
    """Of one catalogue; may be asked from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sequence = -1
        self._marks: dict[str, int] = {}

    def item_ids(self, connection: Connection, wanted: ItemFilter, order: str, *, descending: bool) -> list[str]:
        """``queries.item_ids`` of a filter by what is lacking: the same ids in the same order."""
        mask = 0
        for code in wanted.lacking:
            mask |= _MASKS[code]
        found = self._photographs(connection, wanted, order, descending)
        marks = self._current(connection)
        return [key for key in found if marks.get(key, 0) & mask]

    def counted(self, connection: Connection, wanted: ItemFilter) -> list[tuple[str, str, int]]:
        """(code, words, number) of what the photographs that pass lack, in the order of ``LACKS``; the filter's own
        ``lacking`` aside."""
        marks = self._current(connection)
        found = Counter(marks.get(key, 0) for key in self._photographs(connection, wanted, "added", False))
        numbers = {
            code: sum(number for mark, number in found.items() if mark & _MASKS[code]) for code in LACKS
        }  # fmt: skip
        return [(code, words, numbers[code]) for code, words in LACKS.items() if numbers[code]]

    def _photographs(self, connection: Connection, wanted: ItemFilter, order: str, descending: bool) -> list[str]:
        if wanted.kinds and _PHOTOGRAPH not in wanted.kinds:
            return []
        return queries.item_ids(connection, replace(wanted, kinds=(_PHOTOGRAPH,), lacking=()), order, descending)

    def _current(self, connection: Connection) -> Mapping[str, int]:
        """Id → what it lacks, of every photograph in this state of the log; what lacks nothing may be absent."""
        sequence = changelog.last_sequence(connection)
        with self._lock:
            if sequence != self._sequence:
                touched = self._touched(connection) if 0 <= self._sequence < sequence else None
                if touched is None or len(touched) > _FEW:
                    self._marks = _marks(connection)
                else:  # another thread may be reading the one that is there
                    marks = self._marks.copy()
                    marks.update(dict.fromkeys(touched, 0))
                    marks.update(_marks(connection, touched))
                    self._marks = marks
                self._sequence = sequence
            return self._marks

    def _touched(self, connection: Connection) -> set[str] | None:
        """The items that changed since, or whose files did; None where that is too many to tell apart."""
        touched = changelog.touched_since(connection, self._sequence)
        if len(touched) > _FEW:
            return None
        files = [key for entity, key in touched if entity == "file"]
        items = {key for entity, key in touched if entity == "item"}
        return items.union(changelog.items_of_files(connection, files, self._sequence))


def _marks(connection: Connection, items: Collection[str] | None = None) -> dict[str, int]:
    """What photographs lack: all of them, or these."""
    marks: dict[str, int] = {}
    for part in [None] if items is None else portions(sorted(items)):
        among = [] if part is None else [ITEM.c.id.in_(part)]
        flags: ColumnElement[int] = sum(
            (cast(of_six(name), Integer) * _BITS[name] for name in SIX), start=cast(0, Integer)
        )
        kind = ITEM.c.kind.concat("") == _PHOTOGRAPH
        marks.update(
            (key, mark) for key, mark in connection.execute(select(ITEM.c.id, flags).where(and_(kind, *among))) if mark
        )
        for key, codes in too_narrow(connection, part):
            marks[key] = marks.get(key, 0) | sum(_BITS[code] for code in codes)
    return marks
