"""What the office reports on its own work.

The consents it holds and lacks, what its commissioners brought, whom they are to visit, and what was sent to other
offices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.consents import ConsentState
from archive_app.domain.kinds import KINDS
from archive_app.frozen import dataclass
from archive_app.reports.held import Held, held, length_words
from archive_app.reports.lists import ItemList, said
from archive_app.reports.table import Column, Table, Value
from archive_app.services.authorities.commissioners import ADOPTED, MEASURES, Brought, amount_words, brought
from archive_app.services.authorities.consents import ConsentBook, ItemConsent
from archive_app.services.authorities.leads import LeadRow, leads

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

Progress = Callable[[float, str], None]

_SIGNED = ("填表人", "审核人", "日期")
_CONSENTS = (
    Column("序号", 3, "center"), Column("权利人", 6), Column("材料", 16), Column("件数", 3, "center"),
    Column("许可类型", 5, "center"), Column("范围", 12), Column("署名", 6), Column("签署日期", 7, "center"),
    Column("继承人签署", 8), Column("开放日期", 7, "center"), Column("有效期至", 7, "center"), Column("见证人", 5),
    Column("状态", 6), Column("扫描件", 4, "center"), Column("备注", 8),
)  # fmt: skip
_YEARS = (
    Column("序号", 3, "center"), Column("聘号", 5), Column("姓名", 5), Column("单位", 8), Column("片区", 8),
    Column("年度", 4, "center"), Column("篇", 3, "right"), Column("字", 5, "right"), Column("图（幅）", 4, "right"),
    Column("录音", 5, "right"), Column("实物（件）", 4, "right"), Column("采用", 3, "right"),
    Column("年度目标", 14), Column("还差", 12), Column("备注", 6),
)  # fmt: skip


def consents_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """授权书汇总: every consent (of the chosen items only, where some are) and how it stands on the day."""
    book = ConsentBook(archive, wanted.today)
    chosen = None if wanted.items is None else set(wanted.items)
    found = [one for one in book.consents if chosen is None or chosen & set(one["items"])]
    titles = {key: item.title for key, item in _items(archive, found).items()}
    rows: list[tuple[Value, ...]] = []
    for number, one in enumerate(sorted(found, key=lambda one: (str(one["signed_on"] or "~"), one.title, one.id)), 1):
        progress(number / len(found), f"第 {number}/{len(found)} 份")
        named = [titles[key] for key in one["items"] if key in titles]
        heirs = "；".join(
            f"{heir['name']}（{heir.get('relation') or '继承人'}）{heir.get('signed_on') or '未签'}"
            for heir in one["heirs"]
            if heir.get("name")
        )
        rows.append((
            number, str(one["holder"]), "".join(f"《{title}》" for title in named), len(named), str(one["grant"] or ""),
            str(one["scope"] or ""), "匿名" if one["anonymous"] else str(one["credit"] or ""),
            str(one["signed_on"] or ""), heirs, str(one["open_from"] or ""), str(one["valid_until"] or ""),
            str(one["witness"] or ""), book.state_of(one).label, "有" if one["scan"] else "无", str(one["note"] or ""),
        ))  # fmt: skip
    valid = sum(book.state_of(one) is ConsentState.VALID for one in found)
    told = (*about, f"共 {len(rows)} 份", f"有效 {valid} 份")
    return Table("授权书汇总表", _CONSENTS, rows, told, signed=_SIGNED)


def _items(archive: Archive, consents: Sequence[Record]) -> dict[str, Record]:
    wanted = dict.fromkeys(key for one in consents for key in one["items"])
    return {key: item for key, item in archive.catalogue.load("item", wanted).items() if not item.trashed}


def missing_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """授权缺件表: the items without a consent that holds, why, and what to do."""
    book = ConsentBook(archive, wanted.today)
    chosen = None if wanted.items is None else set(wanted.items)
    lacking = {one.item: one for one in book.missing() if chosen is None or one.item in chosen}
    return _missing_list(lacking).table(held(archive.catalogue, list(lacking), progress), about)


def _missing_list(lacking: dict[str, ItemConsent]) -> ItemList:
    def of(item: Held) -> ItemConsent:
        return lacking[item.record.id]

    return ItemList(
        "missing-consents",
        "授权缺件表",
        "",
        (
            said("征集号", 9, "accession_no"),
            said("类别", 5, lambda item: item.kind, "center"),
            said("题名", 18, "title"),
            said("责任者", 10, lambda item: item.responsible),
            said("征集人", 5, lambda item: item.commissioner),
            said("状态", 5, "state", "center"),
            said("授权", 8, lambda item: of(item).state.label),
            said("权利人", 6, lambda item: _holder(of(item))),
            said("怎么办", 14, lambda item: of(item).state.remedy),
        ),
        order="accession_no",
        signed=_SIGNED,
    )


def _holder(found: ItemConsent) -> str:
    return str(found.consent["holder"]) if found.consent else ""


def commissioners_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """专员年度履职表: what each brought in a year (every year, where none is named) beside what was asked."""
    progress(0.0, "数各人征集的资料")
    found = sorted(brought(archive, wanted.year), key=lambda one: -one.year)  # by number within a year
    if wanted.commissioner:
        found = [one for one in found if one.commissioner.id == wanted.commissioner]
    rows = [_year(number, one) for number, one in enumerate(found, 1)]
    told = (*about, f"{wanted.year} 年" if wanted.year else "各年", f"{len({one.commissioner.id for one in found})} 人")
    sums: dict[str, float] = {name: sum(one.done[name] for one in found) for name in MEASURES}
    totals: tuple[Value, ...] = ()
    if rows:
        adopted = sum(one.adopted for one in found)
        totals = ("合计", "", "", "", "", "", *_amounts(sums), adopted, "", "", "")
    return Table(
        "专员年度履职表", _YEARS, rows, told, totals,
        ("年度照收到日期；采用是终审通过和以后的；照片计幅，实物计件，其余计篇。",), _SIGNED,
    )  # fmt: skip


def _year(number: int, one: Brought) -> tuple[Value, ...]:
    who = one.commissioner
    lacks = {name: asked - one.done[name] for name, asked in one.target.items() if asked > one.done[name]}
    lacking = "、".join(amount_words(name, value) for name, value in lacks.items())
    return (
        number, str(who["number"] or ""), who.title, str(who["unit"] or ""), "、".join(who["areas"] or ()),
        one.year or "未写日期", *_amounts(one.done), one.adopted,
        "、".join(amount_words(name, value) for name, value in one.target.items()),
        lacking or ("已完成" if one.target else ""), "",
    )  # fmt: skip


def _amounts(done: Any) -> tuple[Value, ...]:
    return tuple(length_words(done[name]) if name == "duration" else int(done[name]) for name in MEASURES)


_LEADS = (
    Column("序号", 3, "center"), Column("知情人", 6), Column("年龄", 3, "center"), Column("身体", 4, "center"),
    Column("题目", 16), Column("片区", 7), Column("缓急", 4, "center"), Column("进展", 4, "center"),
    Column("由谁去", 5), Column("打算哪天去", 7, "center"), Column("最近走访", 7, "center"), Column("走访情况", 16),
    Column("备注", 8),
)  # fmt: skip


def leads_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """征集线索表: the open ones first, by urgency, as the window has them."""
    progress(0.0, "读线索")
    found = leads(archive, wanted.today)
    rows = [
        (
            number, one.lead.title, one.age if one.age is not None else "", str(one.lead["health"] or ""),
            str(one.lead["topic"] or ""), str(one.lead["area"] or ""), _urgency(one),
            "已故" if one.deceased else str(one.lead["state"] or ""), one.commissioner,
            f"{one.lead['planned'] or ''}{'（已过）' if one.overdue else ''}", one.last_visit, _visits(one),
            str(one.lead["note"] or ""),
        )
        for number, one in enumerate(found, 1)
    ]  # fmt: skip
    told = (*about, f"共 {len(rows)} 条", f"未了结 {sum(one.open for one in found)} 条")
    return Table("征集线索表", _LEADS, rows, told, notes=("年龄照今天算；电话、住址不上表。",), signed=_SIGNED)


def _urgency(one: LeadRow) -> str:
    """What a person decided, else what is proposed."""
    return str(one.lead["urgency"] or "") or ("建议抢救" if one.propose_rescue else "")


def _visits(one: LeadRow) -> str:
    told = (
        " ".join(str(visit.get(name) or "") for name in ("day", "who", "result", "note")).split()
        for visit in one.lead["visits"] or ()
    )
    return "；".join(" ".join(words) for words in told if words)


_REFERRALS = (
    Column("序号", 3, "center"), Column("征集号", 9), Column("题名", 16), Column("送给", 8),
    Column("送审日期", 7, "center"), Column("送审事由", 16), Column("答复日期", 7, "center"), Column("答复", 16),
    Column("等了几天", 4, "center"), Column("备注", 6),
)  # fmt: skip


def referrals_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """送审登记表: each time an item was sent to another office, in the order of the days; those still out are told."""
    catalogue, today = archive.catalogue, wanted.today or date.today()
    ids = catalogue.item_ids() if wanted.items is None else wanted.items
    found = [
        (str(one.get("asked_on") or ""), item, one)
        for item in held(catalogue, ids, progress)
        for one in item.record["referrals"] or ()
    ]
    found.sort(key=lambda entry: (not entry[0], entry[0]))
    rows = [
        (
            number, item.words("accession_no"), item.record.title, str(one.get("to") or ""), asked,
            str(one.get("question") or ""), str(one.get("answered_on") or ""), str(one.get("answer") or ""),
            _waited(asked, str(one.get("answered_on") or ""), today), "",
        )
        for number, (asked, item, one) in enumerate(found, 1)
    ]  # fmt: skip
    out = sum(not one.get("answered_on") for _asked, _item, one in found)
    told = (*about, f"共 {len(rows)} 次", f"未答复 {out} 次")
    return Table("送审登记表", _REFERRALS, rows, told, signed=_SIGNED)


def _waited(asked: str, answered: str, today: date) -> Value:
    """Days until the answer, until today where there is none; empty where a day is not known."""
    try:
        return ((date.fromisoformat(answered) if answered else today) - date.fromisoformat(asked)).days
    except ValueError:
        return ""


_FIGURES = (
    Column("序号", 3, "center"), Column("年度", 5, "center"), Column("类别", 6, "center"), Column("件数", 5, "right"),
    Column("字数", 7, "right"), Column("时长", 6, "right"), Column("采用", 5, "right"), Column("采用率", 5, "right"),
    Column("比上年", 6, "right"),
)  # fmt: skip
_UNDATED = 0


@dataclass(slots=True)
class _Figures:
    """What came of a kind in a year."""

    items: int = 0
    characters: int = 0
    seconds: float = 0.0
    adopted: int = 0

    def add(self, other: _Figures) -> None:
        self.items += other.items
        self.characters += other.characters
        self.seconds += other.seconds
        self.adopted += other.adopted

    def cells(self) -> tuple[Value, ...]:
        """件数, 字数, 时长, 采用, 采用率."""
        share = f"{100 * self.adopted / self.items:.0f}%" if self.items else ""
        return self.items, self.characters or "", length_words(self.seconds), self.adopted, share


def figures_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """征集统计表: what came by year and kind, how much was adopted, and how that compares with the year before."""
    progress(0.0, "数征集的资料")
    found = _counted(archive, wanted)
    years = sorted({year for year, _kind in found}, key=lambda year: (year == _UNDATED, -year))
    if wanted.year is not None:
        years = [year for year in years if year == wanted.year]
    rows: list[tuple[Value, ...]] = []
    whole = _Figures()
    for year in years:
        sums = _Figures()
        name: Value = year or "未写日期"
        for kind in KINDS:
            figures = found.get((year, kind.name))
            if figures is not None:
                sums.add(figures)
                before = found.get((year - 1, kind.name), _Figures())
                rows.append((len(rows) + 1, name, kind.label, *figures.cells(), _change(year, figures, before)))
        last = _Figures()
        for kind in KINDS:
            last.add(found.get((year - 1, kind.name), _Figures()))
        rows.append((len(rows) + 1, name, "小计", *sums.cells(), _change(year, sums, last)))
        whole.add(sums)
    totals: tuple[Value, ...] = ("合计", "", "", *whole.cells(), "") if rows else ()
    told = (*about, f"{wanted.year} 年" if wanted.year else "各年", f"共 {whole.items} 件")
    notes = ("年度照收到日期；采用是终审通过和以后的；比上年是件数多了、少了几件。",)
    return Table("征集统计表", _FIGURES, rows, told, totals, notes, _SIGNED, upright=True)


def _counted(archive: Archive, wanted: Wanted) -> dict[tuple[int, str], _Figures]:
    """(Year, kind) → what came."""
    found: dict[tuple[int, str], _Figures] = {}
    for cell in archive.catalogue.cells(ItemFilter(only=wanted.items)):
        adopted = cell.items if cell.state in ADOPTED else 0
        one = _Figures(cell.items, cell.characters, cell.seconds, adopted)
        found.setdefault((cell.year, cell.kind), _Figures()).add(one)
    return found


def _change(year: int, now: _Figures, before: _Figures) -> str:
    """+3, −2, or 持平; empty where nothing is known of the year before."""
    if year == _UNDATED or not before.items:
        return ""
    more = now.items - before.items
    return f"+{more}" if more > 0 else f"−{-more}" if more else "持平"
