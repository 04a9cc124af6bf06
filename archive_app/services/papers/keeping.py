"""四性检测报告: 真实, 完整, 可用, 安全 of the chosen items, after DA/T 70-2018, every original read and hashed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from archive_app.domain.workflow import Action, Move, Role, State
from archive_app.reports.forms import Field, Fields, Form, Forms, Gap, Listing, Part, Signing, Words
from archive_app.reports.held import Held
from archive_app.reports.table import Column
from archive_app.services.number_note import NumberSettings
from archive_app.services.office_note import Office
from archive_app.services.papers.about import Progress, chosen, day_words, number_of, papers, unit_of
from archive_app.services.workflow.case import Case
from archive_app.services.workflow.four_checks import four_checks
from archive_app.services.workflow.people import People

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

FOUR = ("真实性", "完整性", "可用性", "安全性")
_ITEMS = (
    Column("序号", 3, "center"), Column("档号或征集号", 9), Column("题名", 16), Column("文件", 3, "center"),
    *(Column(name, 4, "center") for name in FOUR), Column("结论", 4, "center"),
)  # fmt: skip
_FAULTS = (Column("序号", 3, "center"), Column("题名", 12), Column("查出的问题", 20), Column("怎么办", 16))


def four_check_report(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """One report of the chosen items: each of the four for each item, then what was found and what to do."""
    today = wanted.today or date.today()
    people = People(archive)
    actor = people.actor(archive.actor)
    settings = NumberSettings(archive.root)
    move = Move(State.ISSUED, Action.ARCHIVE, State.ARCHIVED, frozenset({Role.EDITOR}))
    rows: list[tuple[int | str, ...]] = []
    faults: list[tuple[int | str, ...]] = []
    items = chosen(archive, wanted, lambda share, words: progress(share * 0.2, words))
    for at, item in enumerate(items, 1):
        progress(0.2 + 0.8 * at / len(items), f"检测第 {at}/{len(items)} 件")
        case = Case(archive, item.record, move, actor, people, settings, today, thorough=True)
        found = four_checks(case)
        marks = ["不合格" if any(one.message.startswith(name) for one in found) else "合格" for name in FOUR]
        rows.append((at, _number(item), item.record.title, len(item.files), *marks, "不合格" if found else "合格"))
        faults += [(len(faults) + n, item.record.title, one.message, one.remedy) for n, one in enumerate(found, 1)]
    passed = sum(row[-1] == "合格" for row in rows)
    count = sum(len(item.files) for item in items)
    whole = sum(int(file["bytes"] or 0) for item in items for file in item.files)
    parts: list[Part] = [
        Fields((
            (Field("检测单位", unit_of(archive, Office(archive.root))), Field("检测日期", day_words(today))),
            (Field("检测环节", "归档"), Field("检测人", archive.actor)),
            (Field("件数", str(len(rows))), Field("文件数、字节数", f"{count} 个，{whole:,} 字节")),
            (Field("结论", f"合格 {passed} 件，不合格 {len(rows) - passed} 件"),),
        )),
        Gap(6),
        Words(
            "真实性：逐个重算文件的 SHA-256，与收到时比对，流程记录首尾相接。完整性：必著项齐全，有原件或正文。"
            "可用性：每个文件按内容认得出格式。安全性：不涉密，文件名里没有控制字符。"
            "病毒查杀由所在电脑的杀毒软件另做。", "small",
        ),
        Gap(6),
        Listing(_ITEMS, rows),
    ]  # fmt: skip
    if faults:
        parts += [Gap(8), Words("查出的问题", "head"), Listing(_FAULTS, faults)]
    parts += [Gap(10), Signing(("检测人（签字）", "审核人（签字）"))]
    made = [Form("四性检测报告", tuple(parts), subtitle="参照 DA/T 70—2018 的检测项目")] if rows else []
    return papers("四性检测报告", about, made)


def _number(item: Held) -> str:
    return item.words("ref_code") or number_of(item)
