"""The reports there are, and one written to a file: a workbook or a PDF of A4 sheets.

A new one is a module that makes a `Table` (or `Cards`, or `Forms`) and one line in ``REPORTS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.reports import catalogues, registers
from archive_app.reports.held import held
from archive_app.reports.lists import ItemList
from archive_app.reports.table import Table
from archive_app.typeset.storing import Written, refuse_folder

if TYPE_CHECKING:
    from archive_app.reports.cards import Cards
    from archive_app.reports.forms import Forms
    from archive_app.services.archive import Archive
    from archive_app.services.jobs import Reporter
    from archive_app.services.report_columns import ColumnChoice
    from archive_app.typeset.layout import Layout

    Made = Table | Cards | Forms

Progress = Callable[[float, str], None]

SUFFIXES = (".pdf", ".xlsx")
MOST_ON_PAGES = 20_000
"""Rows of a list that is printed: some fifteen hundred sheets. Longer ones are for a workbook."""
MOST_CARDS = 2_000
"""Cards with pictures, or papers to sign, that are printed at once."""
_GATHERED = 0.3
"""The share of the work that is done when the rows of a list are known."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is about: these items (all, where None), of this year where it is one of years, of this volume or
    commissioner (ids), of one consent; ``blank``: a paper to be filled in by hand. ``today`` is the day it bears.

    ``columns`` are those that were chosen for a list of items; None: those it has.

    ``apart``: what computes long (a volume's pages) does so in a process of its own, because a window waits.
    """

    items: Sequence[str] | None = None
    year: int | None = None
    today: date | None = None
    volume: str = ""
    commissioner: str = ""
    consent: str = ""
    blank: bool = False
    apart: bool = False
    columns: ColumnChoice | None = None


GROUPS = ("目录", "登记和统计", "一卷书", "通知和单据")
"""Under which heads the reports are shown."""
_LISTS, _OFFICE, _BOOK, _PAPERS = GROUPS
MAY, MUST = "may", "must"
"""Whether a report can, or has to, be asked of one volume or commissioner."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: ``make`` gathers it. ``of_items`` ones list what is chosen, others the whole archive; ``of_years``
    ones can be asked of one year; ``of_volume`` and ``of_commissioner`` ones may or must be asked of one; ``blank``
    ones can be had empty; ``columned`` is the list of items of which one chooses the columns; ``suffixes`` are the
    files it can be; ``listed`` is the field of a volume that notes the day the list was made."""

    name: str
    label: str
    help: str
    make: Callable[[Archive, Wanted, Progress], Made]
    of_items: bool = True
    of_years: bool = False
    suffixes: tuple[str, ...] = SUFFIXES
    group: str = _LISTS
    of_volume: str = ""
    of_commissioner: str = ""
    blank: bool = False
    listed: str = ""
    columned: ItemList | None = None

    @property
    def unit(self) -> str:
        """What its rows are counted in."""
        return "份" if self.group == _PAPERS else "行"

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi report --list --json``."""
        return {
            "name": self.name,
            "label": self.label,
            "help": self.help,
            "group": self.group,
            "items": self.of_items,
            "years": self.of_years,
            "volume": self.of_volume or "no",
            "commissioner": self.of_commissioner or "no",
            "blank": self.blank,
            "columns": [] if self.columned is None else [one.column.head for one in self.columned.columns],
            "suffixes": list(self.suffixes),
        }


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """What was written: how many rows, on how many sheets (0 for a workbook), and what is to be said of it."""

    path: Path
    label: str
    rows: int
    pages: int = 0
    problems: tuple[str, ...] = ()
    message: str = ""


def _of_items(listed: ItemList, group: str = _LISTS) -> Report:
    def make(archive: Archive, wanted: Wanted, progress: Progress) -> Table:
        catalogue = archive.catalogue
        ids = catalogue.item_ids() if wanted.items is None else wanted.items
        if wanted.columns is not None:
            from archive_app.services.report_columns import chosen_list

            chosen = chosen_list(archive, listed, wanted.columns)
            return chosen.table(held(catalogue, ids, progress), head_words(archive, wanted))
        return listed.table(held(catalogue, ids, progress), head_words(archive, wanted))

    return Report(listed.name, listed.label, listed.help, make, group=group, columned=listed)


def _made(name: str, label: str, help_words: str, group: str, **more: Any) -> Report:
    """A report of its own maker, which is imported when it is asked for."""

    def make(archive: Archive, wanted: Wanted, progress: Progress) -> Made:
        from archive_app.services.report_makers import MAKERS

        return MAKERS[name](archive, wanted, head_words(archive, wanted), progress)

    return Report(name, label, help_words, make, group=group, **more)


def _of_volume(name: str, label: str, help_words: str, listed: str = "") -> Report:
    """A list of one volume."""
    return _made(name, label, help_words, _BOOK, of_items=False, of_volume=MUST, listed=listed)


def _paper(name: str, label: str, help_words: str, *, blank: bool = False) -> Report:
    """A paper that is signed: on sheets only."""
    return _made(name, label, help_words, _PAPERS, suffixes=(".pdf",), blank=blank)


def head_words(archive: Archive, wanted: Wanted) -> tuple[str, ...]:
    """Whose list it is, and of what day."""
    day = wanted.today or date.today()
    return f"馆藏：{archive.name}", f"制表日期：{day.year}年{day.month}月{day.day}日"


REPORTS: tuple[Report, ...] = (
    _of_items(catalogues.ITEMS),
    _made("dossiers", "案卷目录", "一卷一行：案卷号、题名、起止日期、件数、页数、期限；只填了组号的，一组一行", _LISTS),
    _of_items(catalogues.PHOTOGRAPHS),
    _made("unit-contents", "卷内文件目录", "案卷里的件按件号：档号、文号、责任者、题名、日期、页号、备注", _LISTS),
    _made(
        "unit-notes", "备考表", "一卷一张：件数、页数、情况说明、整理人和检查人，印出来签字", _LISTS, suffixes=(".pdf",)
    ),
    _made(
        "photograph-cards", "照片说明卡", "一照一卡：画面在上，题名、编号、时间、地点、人物、摄影者、说明在下",
        _LISTS, suffixes=(".pdf",),
    ),
    _of_items(catalogues.RECORDINGS),
    _made("chronicle", "大事记", "写明了时间的事件，一年一年地排；选一卷书，只列这一卷涉及的", _LISTS, of_volume=MAY),
    _made(
        "general-contents", "总目录", "一套书各辑的文章，往辑和新编的都在内，按辑次；选一卷，只列它那一套",
        _LISTS, of_items=False, of_volume=MAY,
    ),
    _made(
        "general-authors", "总目录（按作者，音序）", "各辑文章按作者、口述者、整理者，音序排", _LISTS,
        of_items=False, of_volume=MAY,
    ),
    _made(
        "general-authors-strokes", "总目录（按作者，笔画）", "各辑文章按作者、口述者、整理者，姓氏笔画排", _LISTS,
        of_items=False, of_volume=MAY,
    ),
    _made(
        "general-sections", "总目录（按栏目）", "各辑文章，同名的栏目放在一起", _LISTS, of_items=False, of_volume=MAY
    ),
    _made("persons", "人名索引", "人名按拼音排：选一卷书列页码，不选列见于哪几件资料", _LISTS, of_volume=MAY),
    _made("places", "地名索引", "地名按拼音排：选一卷书列页码，不选列见于哪几件资料", _LISTS, of_volume=MAY),
    _of_items(registers.MANUSCRIPTS, _OFFICE),
    _of_items(registers.ACCESSIONS, _OFFICE),
    _made("consents", "授权书汇总表", "每一份授权书：材料、许可类型、签署、期限，到今天还有没有效", _OFFICE),
    _made("missing-consents", "授权缺件表", "没有有效授权书的资料：缺什么、怎么办", _OFFICE),
    _made(
        "commissioners", "专员年度履职表", "文史专员各年征集的篇、字、图、录音、实物，采用多少，离目标差多少", _OFFICE,
        of_items=False, of_years=True, of_commissioner=MAY,
    ),
    _made("figures", "征集统计表", "一年一年、一类一类：多少件、多少字、多长、采用率、比上年", _OFFICE, of_years=True),
    _made(
        "leads", "征集线索表", "知情人、年龄、题目、缓急、由谁去、走访情况，未了结的急的在前", _OFFICE, of_items=False
    ),
    _made("lacks", "缺项检查表", "必填项、六要素、断了的链接、不在的原件、授权、人物卡：哪一件缺什么、怎么办", _OFFICE),
    _made("referrals", "送审登记表", "哪一件送给哪个部门、为什么、答复了没有、等了几天", _OFFICE),
    _made("uses", "查阅利用登记表", "谁哪天来查阅过什么、为了什么、怎样用的、有什么用", _OFFICE, of_years=True),
    _made("loans", "借还登记表", "借进和借出的原件：该哪天还、还了没有，没还的在前", _OFFICE),
    _of_volume("fees", "稿费计算表", "逐篇：计酬字数、等级、单价、稿费，口述和整理怎样分，图片费", "fees_listed_on"),
    _of_volume("fee-payments", "稿费签领表", "逐人：篇数、应付、扣税、实发、签领", "fees_listed_on"),
    _of_volume("copies", "样书分送表", "作者、口述者、整理者、供图者和其他单位各几册，签收", "copies_listed_on"),
    _of_volume("credits", "供稿供图名单", "各人撰写、口述、整理、采访几篇，供图几幅"),
    _of_volume("proof-changes", "改样清单", "最近一校采纳了的改动，给印厂：面、行、原文、改为、依据、类型、处理"),
    _made(
        "proof-marks", "校样批注表", "校对时提的每一处：面、行、原文、改为、依据、类型、处理；也可以要空白的",
        _BOOK, of_items=False, of_volume=MUST, blank=True,
    ),
    _of_volume("errata", "勘误表", "印出以后改样的地方：篇名、页、行、误、正、依据"),
    _paper("reviews", "三审单", "初审、复审、终审各一页：各方面的结论和意见，没有写的留着手写"),
    _paper("return-notices", "退改通知", "退改了的稿件一件一份：意见、期限"),
    _paper("acceptance-notices", "用稿通知", "终审通过的一件一份：编入哪一辑，请核对署名和地址"),
    _paper("consent-forms", "授权书", "照记下的授权书或资料填好，拿去签；也可以要空白的", blank=True),
    _paper("proof-sheets", "口述者核稿单", "编定的文稿，大字、行号，后面是改动表、签字和手印"),
    _paper("receipts", "投稿回执", "送交人一人一份：件数、文件、字节、SHA-256"),
    _paper("certificates", "征集证书", "提供者一人一份：入藏了哪些"),
    _paper("adoption-proofs", "采用证明", "采用了的一人一份：什么作品，编入、印在哪里"),
    _paper("four-checks", "四性检测报告", "真实、完整、可用、安全，逐件检测，每个文件都重算 SHA-256"),
)  # fmt: skip


def report_named(word: str) -> Report:
    """The report of this name, or Chinese name; raises ``UsageError`` that lists those there are."""
    for report in REPORTS:
        if word in (report.name, report.label):
            return report
    known = "、".join(f"{report.name}（{report.label}）" for report in REPORTS)
    raise UsageError(f"没有“{word}”这种报表", f"可用的有：{known}。", code="unknown-report")


def check_out(out: Path, suffixes: Sequence[str] = SUFFIXES) -> None:
    """Raises ``UsageError`` where no report can be written under this name, ``StorageFailed`` where a folder has it."""
    if out.suffix.lower() not in suffixes:
        known = " 或 ".join(suffixes)
        raise UsageError(
            f"这种报表不能写成“{out.suffix or out.name}”", f"文件名请以 {known} 结尾。", code="unknown-format"
        )
    refuse_folder(out)


def gather(archive: Archive, report: Report, wanted: Wanted, progress: Progress = lambda share, words: None) -> Made:
    """The report as data, ready to be written anywhere. Raises ``UsageError`` where it must be of a volume and none
    is named."""
    return report.make(archive, wanted, progress)


def write_made(made: Made, out: Path, progress: Progress = lambda share, words: None) -> ReportWritten:
    """Write what was gathered as the suffix of ``out`` says.

    Raises ``UsageError`` for another suffix and for a PDF of more rows than anybody prints, ``StorageFailed`` where
    the disk refuses; the file that was there stays.
    """
    table = made if isinstance(made, Table) else None
    check_out(out, SUFFIXES if table else (".pdf",))
    rows = len(made.rows)
    if table and out.suffix.lower() == ".xlsx":
        from archive_app.reports.workbook import write_workbook

        write_workbook(table, out)
        return ReportWritten(out, made.title, rows)
    most = MOST_ON_PAGES if table else MOST_CARDS
    if rows > most:
        unit = "行" if table else "份"
        way = "请改存 Excel（.xlsx），或先筛选出要印的再做。" if table else "请先筛选出要印的再做。"
        raise UsageError(
            f"《{made.title}》有 {rows:,} {unit}，印成 PDF 的最多 {most:,} {unit}", way, code="too-many-rows"
        )
    written, pages = _on_pages(made, out, progress)
    problems = tuple(str(problem) for problem in written.problems)
    return ReportWritten(written.path, made.title, rows, pages, problems, written.message)


def _on_pages(made: Made, out: Path, progress: Progress) -> tuple[Written, int]:
    from archive_app.reports.forms import Forms

    if isinstance(made, Table):
        from archive_app.reports.pages import write_pages

        return write_pages(made, out, progress)
    if isinstance(made, Forms):
        from archive_app.reports.form_pages import write_forms

        return write_forms(made, out, progress)
    from archive_app.reports.cards import write_cards

    return write_cards(made, out, progress)


def set_made(made: Made, progress: Progress = lambda share, words: None) -> Layout:
    """The sheets of what was gathered, to be looked at or printed."""
    from archive_app.reports.forms import Forms

    if isinstance(made, Table):
        from archive_app.reports.pages import set_table

        return set_table(made, progress)
    if isinstance(made, Forms):
        from archive_app.reports.form_pages import set_forms

        return set_forms(made, progress)
    from archive_app.reports.cards import set_cards

    return set_cards(made, progress)


def first_rows(made: Made, most: int) -> Made:
    """The report with its first rows (or papers) only, to be looked at; its totals stay those of the whole."""
    if len(made.rows) <= most:
        return made
    few: Made = replace(made, rows=made.rows[:most])  # type: ignore[arg-type]
    return few


def set_apart(reporter: Reporter, made: Made) -> Layout:
    """As ``set_made``, for a job in a process of its own."""
    return set_made(made, reporter.progress)


def write_report(
    archive: Archive, report: Report, out: Path, wanted: Wanted, progress: Progress = lambda share, words: None
) -> ReportWritten:
    """Gather a report and write it to ``out``; raises as `write_made` does."""
    check_out(out, report.suffixes)
    made = gather(archive, report, wanted, lambda share, words: progress(share * _GATHERED, words))
    return write_made(made, out, lambda share, words: progress(_GATHERED + share * (1 - _GATHERED), words))


def mark_listed(archive: Archive, report: Report, wanted: Wanted) -> None:
    """Note in the volume that this list (稿费表, 样书分送表) is made, as of the day it bears; 付印签字 asks for it."""
    from archive_app.catalogue.commands import SetFields

    day = (wanted.today or date.today()).isoformat()
    archive.execute(SetFields(wanted.volume, {report.listed: day}, words=f"书卷：{report.label}已造册"))


def write_apart(reporter: Reporter, made: Made, out: Path) -> ReportWritten:
    """As ``write_made``, for a job in a process of its own."""
    return write_made(made, out, reporter.progress)
