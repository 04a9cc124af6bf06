"""Scans of an earlier volume put in the place of poor ones, or between others; what was there before is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Batch, SetFields
from archive_app.domain.earlier.folios import rules_of
from archive_app.domain.errors import Refused, UsageError
from archive_app.services.archive import Archive
from archive_app.services.earlier.layers import read_layers
from archive_app.services.earlier.leaves import pages_of
from archive_app.services.earlier.taking import earlier_volume, keep_scans, pages_in
from archive_app.services.jobs import Cancelled, Reporter


def put_pages(
    archive: Archive, volume_id: str, paths: Sequence[Path], page: int, reporter: Reporter, *, after: bool = False
) -> int:
    """Put these scans in the place of ``page`` (of the scans, from 1), or ``after`` it (0: before all); returns how
    many pages they have. One step of undo; the file of a page that is no longer shown stays in the archive.

    Their words are what their own files say; rules of printed numbers behind them move along. Raises ``UsageError`` for
    a page there is not, ``Refused`` for a file that cannot be read or is in a volume already, ``Cancelled``.
    """
    volume = earlier_volume(archive, volume_id)
    there = pages_of(archive.catalogue, volume)
    if not (0 if after else 1) <= page <= len(there):
        raise UsageError(f"扫描件只有 {len(there)} 页，没有第 {page} 页", "", code="wrong-folio")
    files = pages_in(paths)
    layers = read_layers(files, archive.root / "derived" / "scans", reporter.progress, reporter.cancelled)
    for path, layer in zip(files, layers, strict=False):
        if layer.refused:
            raise Refused(f"{path.name}：{layer.refused}", "书页没有换；换好文件再来。", code="no-scan")
    if len(layers) < len(files) or reporter.cancelled():
        raise Cancelled("停了，书页没有动", "", code="cancelled")
    ids, commands = keep_scans(archive, files, layers, reporter)
    known = [(file.id, at) for file, at in there]
    added = [(key, at) for key, layer in zip(ids, layers, strict=True) for at in range(max(1, layer.count))]
    known[page if after else page - 1 : page] = added
    moved = len(added) - (0 if after else 1)
    rules = [replace(one, scan=one.scan + moved) if one.scan > page else one for one in rules_of(volume["folios"])]
    counts = {file.id: max(1, int(file["pages"] or 1)) for file, _at in there}
    counts.update({key: max(1, layer.count) for key, layer in zip(ids, layers, strict=True)})
    values = {"scans": _rows(known, counts), "folios": [rule.row() for rule in rules]}
    words = f"扫描第 {page} 页后面加 {len(added)} 页" if after else f"换了扫描第 {page} 页"
    named = f"《{volume.title}》{words}"
    archive.execute(Batch(named, (*commands, SetFields(volume_id, values, by_program=True, words=named))))
    return len(added)


def _rows(pages: Sequence[tuple[str, int]], counts: dict[str, int]) -> list[dict[str, Any]]:
    """The pages as rows of the volume: a run of a file's pages is one, and says which where it is not all of them."""
    rows: list[dict[str, Any]] = []
    for key, at in pages:
        if rows and rows[-1]["file"] == key and rows[-1]["last"] == at:
            rows[-1]["last"] = at + 1
        else:
            rows.append({"file": key, "first": at + 1, "last": at + 1})
    return [{"file": row["file"]} if (row["first"], row["last"]) == (1, counts[row["file"]]) else row for row in rows]
