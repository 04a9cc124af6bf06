"""The registers as the office prints them: 查阅利用登记表, 借还登记表."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from archive_app.domain.entities import LOAN
from archive_app.reports.table import Column, Table, Value
from archive_app.services.authorities.registers import loans, uses

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

Progress = Callable[[float, str], None]

_USES = (
    Column("序号", 3, "center"), Column("日期", 7, "center"), Column("查阅人", 6), Column("单位", 10),
    Column("查阅内容", 18), Column("目的", 10), Column("方式", 5, "center"), Column("份数", 3, "center"),
    Column("批准人", 5), Column("经办人", 5), Column("利用效果", 14), Column("备注", 8),
)  # fmt: skip
_LOANS = (
    Column("序号", 3, "center"), Column("借进借出", 4, "center"), Column("借的是什么", 14), Column("对方", 9),
    Column("用途", 9), Column("借的日期", 7, "center"), Column("借时品相", 9), Column("应还日期", 7, "center"),
    Column("归还日期", 7, "center"), Column("还时品相", 9), Column("现在怎样", 8), Column("经手人", 5),
    Column("备注", 8),
)  # fmt: skip


def uses_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """查阅利用登记表: every use (of the chosen items only, where some are; of one year, where one is named), by day."""
    progress(0.0, "读查阅利用登记")
    found = uses(archive, wanted.items)
    if wanted.year is not None:
        found = [use for use in found if str(use["day"] or "").startswith(f"{wanted.year:04d}-")]
    found.reverse()
    titles = _titles(archive, found)
    rows: list[tuple[Value, ...]] = [
        (
            number, str(use["day"] or ""), use.title, str(use["unit"] or ""), _looked_at(use, titles),
            str(use["purpose"] or ""), str(use["manner"] or ""), use["copies"] or "", str(use["approved_by"] or ""),
            str(use["handled_by"] or ""), str(use["result"] or ""), str(use["note"] or ""),
        )
        for number, use in enumerate(found, 1)
    ]  # fmt: skip
    items = len({key for use in found for key in use["items"]})
    told = (*about, *([f"{wanted.year} 年"] if wanted.year else []), f"共 {len(rows)} 次", f"资料 {items} 件")
    return Table("查阅利用登记表", _USES, rows, told, signed=("填表人", "审核人", "日期"))


def loans_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """借还登记表: what is out first, the longest overdue at the top."""
    progress(0.0, "读借还登记")
    chosen = None if wanted.items is None else set(wanted.items)
    found = [one for one in loans(archive, wanted.today) if chosen is None or chosen & set(one.loan["items"])]
    direction = LOAN.field("direction")
    rows: list[tuple[Value, ...]] = [
        (
            number, direction.label_of(str(one.loan["direction"])), one.loan.title, str(one.loan["party"]),
            str(one.loan["purpose"] or ""), str(one.loan["out"] or ""), str(one.loan["condition_out"] or ""),
            str(one.loan["due"] or ""), str(one.loan["back"] or ""), str(one.loan["condition_back"] or ""),
            one.words if one.out else "已还", str(one.loan["handled_by"] or ""), str(one.loan["note"] or ""),
        )
        for number, one in enumerate(found, 1)
    ]  # fmt: skip
    told = (*about, f"共 {len(rows)} 笔", f"没有还的 {sum(one.out for one in found)} 笔")
    return Table("借还登记表", _LOANS, rows, told, signed=("填表人", "审核人", "日期"))


def _titles(archive: Archive, found: Iterable[Record]) -> dict[str, str]:
    wanted = dict.fromkeys(key for use in found for key in use["items"])
    return {key: item.title for key, item in archive.catalogue.load("item", wanted).items()}


def _looked_at(use: Record, titles: dict[str, str]) -> str:
    named = "".join(f"《{titles[key]}》" for key in use["items"] if key in titles)
    return "；".join(part for part in (named, str(use["what"] or "")) if part)
