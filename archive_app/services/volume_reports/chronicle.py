"""大事记 as a list: the dated, settled events of the archive, of chosen items or of a volume, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.reports.table import Column, Table, Value
from archive_app.services.papers.about import volume_words
from archive_app.services.volume_reports.contents import Progress, contents, volume_wanted
from archive_app.volumes.chronicle import chronicle, happenings

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_COLUMNS = (
    Column("序号", 3, "center"), Column("年", 6), Column("日期", 8), Column("大事", 26), Column("考订", 5, "center"),
    Column("依据", 14),
)  # fmt: skip


def chronicle_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """大事记; an unknown day stands as 是月, an unknown month as 是年, after the dated ones."""
    told = list(about)
    items = wanted.items
    if wanted.volume:
        volume = volume_wanted(archive, wanted)
        found = contents(archive, volume, progress)
        items = [piece.item.record.id for piece in found.pieces if piece.item is not None]
        told.append(volume_words(volume))
    years = chronicle(happenings(archive.catalogue, items))
    events = archive.catalogue.load("event", [entry.happening.record_id for year in years for entry in year.entries])
    rows: list[tuple[Value, ...]] = []
    for year in years:
        for entry in year.entries:
            event = events[entry.happening.record_id]
            rows.append((
                len(rows) + 1, year.heading, entry.label, entry.happening.text, str(event["status"] or ""),
                "；".join(event["sources"] or ()),
            ))  # fmt: skip
    notes = ("只列写明了时间、不是“待考”的事件。",)
    return Table("大事记", _COLUMNS, rows, (*told, f"共 {len(rows)} 条"), notes=notes, upright=True)
