"""The papers of an 案卷: 案卷目录 by units, 卷内文件目录 (GB/T 9705, the columns of DA/T 22—2015), 备考表.

Items follow their 卷内件号; what is listed is what was chosen, so a list of one unit is a filter by that unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.domain.entities import UNIT
from archive_app.reports.forms import Field, Fields, Form, Forms, Gap, Words
from archive_app.reports.held import Held, held
from archive_app.reports.table import Column, Table, Value
from archive_app.services.papers.about import iso_words, papers
from archive_app.services.units.tree import UnitTree

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

Progress = Callable[[float, str], None]

_INSIDE = (
    Column("序号", 3, "center"), Column("档号", 11), Column("文号", 7), Column("责任者", 9), Column("题名", 22),
    Column("日期", 8, "center"), Column("页数", 3.5, "center"), Column("页号", 5, "center"), Column("备注", 7),
)  # fmt: skip


class Contents:
    """Which of the chosen items stand in which unit, in order; ``alone`` are those that stand in none."""

    def __init__(self, archive: Archive, wanted: Wanted, progress: Progress) -> None:
        catalogue = archive.catalogue
        self.tree = UnitTree.of(catalogue, counted=True)
        ids = catalogue.item_ids() if wanted.items is None else wanted.items
        self.of_unit: dict[str, list[Held]] = {}
        self.alone: list[Held] = []
        for item in held(catalogue, ids, progress):
            unit = str(item.record["unit"] or "")
            if unit in self.tree.rows:
                self.of_unit.setdefault(unit, []).append(item)
            else:
                self.alone.append(item)
        for own in self.of_unit.values():
            own.sort(key=lambda item: (item.record["unit_order"] or 0, item.record.id))
        self.order = [key for key, _depth in self.tree.walk() if key in self.of_unit]
        self.records = catalogue.load("unit", self.order)


def pages_of(record: Record, own: Sequence[Held]) -> int | str:
    """页数 of an 案卷: as it says, else as its scans have; empty where neither is known."""
    return record["pages"] or sum(int(one.pages or 0) for one in own) or ""


def dates_of(record: Record, own: Sequence[Held]) -> str:
    """起止日期: as the unit says, else from the first day of its items to their last."""
    said = record["created"] or {}
    if said.get("display"):
        return str(said["display"])
    found = [
        (str(value["earliest"])[:10], str(value["latest"])[:10])
        for item in own
        for value in (item.record["created"], *(item.record["dates"] or ()))
        if isinstance(value, dict) and value.get("earliest") and value.get("latest")
    ]
    if not found:
        return ""
    first, last = min(one for one, _ in found), max(one for _, one in found)
    return first if first == last else f"{first}—{last}"


def retention_of(record: Record, own: Sequence[Held]) -> str:
    """保管期限: as the unit says, else those of its items."""
    if record["retention"]:
        return UNIT.field("retention").label_of(str(record["retention"]))
    return "、".join(dict.fromkeys(filter(None, (one.words("retention") for one in own))))


def unit_rows(found: Contents) -> list[tuple[Any, ...]]:
    """A row of 案卷目录 for each unit that holds items: 案卷号, 题名, 起止日期, 件数, 页数, 期限, 备注."""
    made: list[tuple[Any, ...]] = []
    for key in found.order:
        record, own = found.records[key], found.of_unit[key]
        above = [row.title for row in found.tree.above(key)[:-1]]
        made.append((
            "-".join(row.number for row in found.tree.above(key) if row.number) or record["number"] or "",
            " ".join((*above[1:], record.title)), dates_of(record, own), len(own), pages_of(record, own),
            retention_of(record, own), str(record["note"] or ""),
        ))  # fmt: skip
    return made


def contents_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """卷内文件目录: of each 案卷 its items; the 案卷's own line stands over them where there are several."""
    found = Contents(archive, wanted, progress)
    rows: list[tuple[Value, ...]] = []
    for key in found.order:
        if len(found.order) > 1:
            rows.append(("", found.tree.path(key), "", "", found.tree.rows[key].words, "", "", "", ""))
        rows += _inside(found.of_unit[key])
    one = found.tree.words(found.order[0]) if len(found.order) == 1 else f"共 {len(found.order)} 卷"
    items = sum(len(own) for own in found.of_unit.values())
    notes: tuple[str, ...] = ("页数照扫描件计；页号从前面各件的页数算起，有一件不知道页数的，后面的空着。",)
    if found.alone:
        notes = (*notes, f"另有 {len(found.alone)} 件不在案卷里，见件目录。")
    return Table(
        "卷内文件目录", _INSIDE, rows, (*about, one, f"共 {items} 件"), (), notes, ("整理人", "检查人", "日期")
    )


def _inside(own: Sequence[Held]) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    page: int | None = 1
    for at, item in enumerate(own, 1):
        pages = item.pages
        number = "" if page is None or not pages else str(page) if pages == 1 else f"{page}—{page + int(pages) - 1}"
        page = page + int(pages) if page is not None and pages else None
        rows.append((
            item.record["unit_order"] or at, item.words("ref_code"), item.words("received_no"), item.responsible,
            item.record.title, item.words("created") or item.words("dates"), pages, number, item.words("notes"),
        ))  # fmt: skip
    return rows


def closing_notes(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """备考表: of each 案卷 one sheet, to be signed by who arranged it and who looked it over (DA/T 22—2015)."""
    found = Contents(archive, wanted, progress)
    return papers("备考表", about, [_closing(found, key) for key in found.order])


def _closing(found: Contents, key: str) -> Form:
    record, own = found.records[key], found.of_unit[key]
    pages = pages_of(record, own)
    number = "-".join(row.number for row in found.tree.above(key) if row.number)
    counted = f"本卷共有文件材料 {len(own)} 件" + (f"，{pages} 页。" if pages else "，　　　页。")
    facts = Fields((
        (Field("案卷题名", record.title),),
        (Field("起止日期", dates_of(record, own)), Field("保管期限", retention_of(record, own))),
    ))  # fmt: skip
    signed = Fields((
        (Field("整理人", str(record["arranged_by"] or "")), Field("整理日期", iso_words(record["arranged_on"]))),
        (Field("检查人", str(record["inspected_by"] or "")), Field("检查日期", iso_words(record["inspected_on"]))),
    ))  # fmt: skip
    situation = Fields(((Field("本卷情况说明", str(record["situation"] or ""), lines=18),),))
    return Form("备考表", (facts, Gap(8), Words(counted), Gap(4), situation, Gap(10), signed), number=number)
