"""案卷目录: the units that items stand in (案卷, 组, 册), else the groups of their 组号, each with what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from archive_app.domain.kinds import kind_named
from archive_app.reports.held import Held, by_number
from archive_app.reports.table import Column, Table, Value
from archive_app.services.unit_reports import Contents, unit_rows

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

Progress = Callable[[float, str], None]

_COLUMNS = (
    Column("序号", 3, "center"), Column("案卷号", 12), Column("题名", 24), Column("起止日期", 10, "center"),
    Column("件数", 4, "center"), Column("页数", 4, "center"), Column("保管期限", 4, "center"), Column("备注", 8),
)  # fmt: skip


def dossiers_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """A row for each unit, then for each 组号 of items that stand in none; other items are in 件目录."""
    found = Contents(archive, wanted, progress)
    units = unit_rows(found)
    groups: dict[tuple[str, ...], list[Held]] = {}
    alone = 0
    for item in sorted(found.alone, key=by_number("ref_code")):
        if item.record["group_no"]:
            groups.setdefault(_group(item), []).append(item)
        else:
            alone += 1
    rows: list[tuple[Value, ...]] = [(at, *row) for at, row in enumerate(units, 1)]
    rows += [
        (
            at, _number(own), _title(own), _dates(own), len(own), sum(int(one.pages or 0) for one in own) or "",
            "、".join(dict.fromkeys(filter(None, (one.words("retention") for one in own)))), "",
        )
        for at, own in enumerate(groups.values(), len(units) + 1)
    ]  # fmt: skip
    whole = sum(int(row[4]) for row in rows)
    totals: tuple[Value, ...] = ("合计", "", "", "", whole, _sum(row[5] for row in rows), "", "") if rows else ()
    notes = ["案卷没有写起止日期、页数、期限的，照卷内的件；页数照扫描件计。"]
    if groups:
        notes.append("只有组号的，题名是第一件的题名和件数，装订前请按卷改写。")
    if alone:
        notes.append(f"另有 {alone} 件不在案卷里也没有组号，按件整理，见件目录。")
    told = (*about, f"共 {len(rows)} 卷")
    return Table("案卷目录", _COLUMNS, rows, told, totals, tuple(notes), ("整理人", "检查人", "日期"))


def _group(item: Held) -> tuple[str, ...]:
    """What the items of one group have alike: 全宗、门类、年度、期限、组号 (DA/T 13-2022)."""
    code = str(item.record["ref_code"] or "")
    if code:
        return ("", code.rpartition("-")[0])
    record = item.record
    return (
        "1", str(record["fonds_no"] or ""), kind_named(str(record["kind"])).category, str(record["received"] or "")[:4],
        str(record["retention"] or ""), str(record["group_no"]),
    )  # fmt: skip


def _number(own: list[Held]) -> str:
    code = str(own[0].record["ref_code"] or "")
    return code.rpartition("-")[0] if code else f"第 {own[0].record['group_no']} 组（未编档号）"


def _title(own: list[Held]) -> str:
    return own[0].record.title if len(own) == 1 else f"{own[0].record.title}等 {len(own)} 件"


def _dates(own: list[Held]) -> str:
    """From the first day of the earliest to the last of the latest, by the readings that were taken."""
    found: list[tuple[str, str]] = []
    for item in own:
        for value in (item.record["created"], *(item.record["dates"] or ())):
            found += _bounds(value)
    if not found:
        return ""
    first, last = min(one for one, _ in found)[:10], max(one for _, one in found)[:10]
    return first if first == last else f"{first}—{last}"


def _bounds(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict) and value.get("earliest") and value.get("latest"):
        return [(str(value["earliest"]), str(value["latest"]))]
    return []


def _sum(values: Iterable[Value]) -> Value:
    return sum(value for value in values if isinstance(value, int)) or ""
