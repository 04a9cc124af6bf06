"""The list of what an archive has, written so that it reads back: a sheet a kind, heads that the intake of lists knows.

Read in again it changes nothing: 存史编号 says which item a row is of. What somebody added to empty cells meanwhile is
filled in, and what differs is said and left, as with any list. Words are written as words: ``=1+1`` is no formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.domain.errors import UsageError
from archive_app.domain.kinds import KINDS
from archive_app.frozen import dataclass
from archive_app.office.workbook import Sheet, write_xlsx
from archive_app.services.lists.cells import Cells
from archive_app.services.own_fields import own_by_kind
from archive_app.vault.durable import replacing

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

Progress = Callable[[float, str], None]
SUFFIX = ".xlsx"
_PART = 200  # items read at a time
_ALWAYS = ("存史编号", "存史征集号", "种类", "题名")
_WIDE = {"题名": 28, "存史编号": 14, "文字说明": 40, "提要": 40, "背景": 30, "附注": 30, "来源沿革": 30}
_WIDTH = 14


@dataclass(frozen=True, slots=True)
class ListWritten:
    """What was written: how many items, on how many sheets."""

    path: Path
    items: int
    sheets: int


def write_list(
    archive: Archive, out: Path, ids: Sequence[str], progress: Progress = lambda share, words: None
) -> ListWritten:
    """Write these items to ``out`` (.xlsx), in their order, those of a kind together.

    Only columns that hold anything are written. Raises ``UsageError`` for another suffix, ``StorageFailed`` where the
    disk refuses; the file that was there stays.
    """
    if out.suffix.lower() != SUFFIX:
        raise UsageError(f"清单不能写成“{out.suffix or out.name}”", "文件名请以 .xlsx 结尾。", code="unknown-format")
    writer = _Writer(archive, ids, progress)
    kinds = [kind for kind in KINDS if writer.of_kind.get(kind.name)]
    sheets = [
        Sheet(
            kind.label,
            heads := writer.heads[kind.name],
            [_WIDE.get(head, _WIDTH) for head in heads],
            writer.rows(kind.name),
            tuple(at for at, head in enumerate(heads) if head in _WIDE),
        )
        for kind in kinds
    ]
    if not sheets:
        sheets = [Sheet("资料", _ALWAYS, [_WIDE.get(head, _WIDTH) for head in _ALWAYS], ())]
    with replacing(out) as handle:
        write_xlsx(handle, sheets, f"{archive.name} 资料清单")
    return ListWritten(out, sum(len(found) for found in writer.of_kind.values()), len(kinds))


class _Writer:
    """The items by kind, the heads each sheet needs, and the rows when they are asked for."""

    def __init__(self, archive: Archive, ids: Sequence[str], progress: Progress) -> None:
        self._catalogue = archive.catalogue
        self._cells_of = Cells(archive.catalogue, own_by_kind(archive))
        self._progress = progress
        self._total = max(1, 2 * len(ids))
        self._done = 0
        self.of_kind: dict[str, list[str]] = {}
        self.heads: dict[str, tuple[str, ...]] = {}
        found: dict[str, dict[str, None]] = {}
        for record, cells in self._cells(ids):
            kind = str(record["kind"])
            self.of_kind.setdefault(kind, []).append(record.id)
            found.setdefault(kind, {}).update({head: None for head, words in cells.items() if words})
        for kind, used in found.items():
            self.heads[kind] = tuple(
                head for head, _field in self._cells_of.columns(kind) if head in used or head in _ALWAYS
            )

    def rows(self, kind: str) -> Iterator[Sequence[str]]:
        """The rows of a kind's sheet."""
        for _record, cells in self._cells(self.of_kind[kind]):
            yield [cells.get(head, "") for head in self.heads[kind]]

    def _cells(self, ids: Sequence[str]) -> Iterator[tuple[Record, dict[str, str]]]:
        for start in range(0, len(ids), _PART):
            records = self._catalogue.load("item", ids[start : start + _PART])
            cells = self._cells_of.of(records)
            for key, record in records.items():
                self._done += 1
                self._progress(min(1.0, self._done / self._total), f"写清单 {self._done}/{self._total}")
                yield record, cells[key]
