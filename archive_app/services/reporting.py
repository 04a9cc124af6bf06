"""The reports there are, and one written to a file: a workbook or a PDF of A4 sheets.

A new one is a module that makes a `Table` and one line in ``REPORTS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    from archive_app.services.archive import Archive
    from archive_app.services.jobs import Reporter

Progress = Callable[[float, str], None]

SUFFIXES = (".pdf", ".xlsx")
MOST_ON_PAGES = 20_000
"""Rows of a list that is printed: some fifteen hundred sheets. Longer ones are for a workbook."""
MOST_CARDS = 2_000
"""Cards with pictures that are printed at once: a thousand sheets."""
_GATHERED = 0.3
"""The share of the work that is done when the rows of a list are known."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is about: these items (all, where None), as of this day, of this year where it is one of years."""

    items: Sequence[str] | None = None
    year: int | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report: ``make`` gathers it. ``of_items`` ones list what is chosen, others the whole archive;
    ``of_years`` ones can be asked of one year; ``suffixes`` are the files it can be."""

    name: str
    label: str
    help: str
    make: Callable[[Archive, Wanted, Progress], Table | Cards]
    of_items: bool = True
    of_years: bool = False
    suffixes: tuple[str, ...] = SUFFIXES

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi report --list --json``."""
        return {
            "name": self.name,
            "label": self.label,
            "help": self.help,
            "items": self.of_items,
            "years": self.of_years,
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


def _of_items(listed: ItemList) -> Report:
    def make(archive: Archive, wanted: Wanted, progress: Progress) -> Table:
        catalogue = archive.catalogue
        ids = catalogue.item_ids() if wanted.items is None else wanted.items
        return listed.table(held(catalogue, ids, progress), head_words(archive, wanted))

    return Report(listed.name, listed.label, listed.help, make)


def _of_office(name: str, label: str, help_words: str, *, of_items: bool = True, of_years: bool = False) -> Report:
    def make(archive: Archive, wanted: Wanted, progress: Progress) -> Table:
        from archive_app.services import office_reports

        made = {
            "consents": office_reports.consents_table,
            "missing-consents": office_reports.missing_table,
            "commissioners": office_reports.commissioners_table,
            "figures": office_reports.figures_table,
            "leads": office_reports.leads_table,
            "referrals": office_reports.referrals_table,
        }[name]
        return made(archive, wanted, head_words(archive, wanted), progress)

    return Report(name, label, help_words, make, of_items, of_years)


def _photograph_cards(archive: Archive, wanted: Wanted, progress: Progress) -> Cards:
    from archive_app.services.photograph_cards import cards

    return cards(archive, wanted, head_words(archive, wanted), progress)


def head_words(archive: Archive, wanted: Wanted) -> tuple[str, ...]:
    """Whose list it is, and of what day."""
    day = wanted.today or date.today()
    return f"馆藏：{archive.name}", f"制表日期：{day.year}年{day.month}月{day.day}日"


REPORTS: tuple[Report, ...] = (
    _of_items(catalogues.ITEMS),
    _of_items(catalogues.PHOTOGRAPHS),
    _of_items(catalogues.RECORDINGS),
    _of_items(registers.MANUSCRIPTS),
    _of_items(registers.ACCESSIONS),
    Report(
        "photograph-cards",
        "照片说明卡",
        "一照一卡：画面在上，题名、照片号、底片号、时间、地点、人物、摄影者、说明在下",
        _photograph_cards,
        suffixes=(".pdf",),
    ),
    _of_office("consents", "授权书汇总表", "每一份授权书：材料、许可类型、签署、期限，到今天还有没有效"),
    _of_office("missing-consents", "授权缺件表", "没有有效授权书的资料：缺什么、怎么办"),
    _of_office(
        "commissioners",
        "专员年度履职表",
        "文史专员各年征集的篇、字、图、录音、实物，采用多少，离目标差多少",
        of_items=False,
        of_years=True,
    ),
    _of_office("figures", "征集统计表", "一年一年、一类一类：多少件、多少字、多长、采用率、比上年", of_years=True),
    _of_office("leads", "征集线索表", "知情人、年龄、题目、缓急、由谁去、走访情况，未了结的急的在前", of_items=False),
    _of_office("referrals", "送审登记表", "哪一件送给哪个部门、为什么、答复了没有、等了几天"),
)


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


def gather(
    archive: Archive, report: Report, wanted: Wanted, progress: Progress = lambda share, words: None
) -> Table | Cards:
    """The report as data, ready to be written anywhere."""
    return report.make(archive, wanted, progress)


def write_made(made: Table | Cards, out: Path, progress: Progress = lambda share, words: None) -> ReportWritten:
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
        way = "请改存 Excel（.xlsx），或先筛选出要印的再做。" if table else "请先筛选出要印的再做。"
        raise UsageError(f"《{made.title}》有 {rows:,} 行，印成 PDF 的最多 {most:,} 行", way, code="too-many-rows")
    written, pages = _on_pages(made, out, progress)
    problems = tuple(str(problem) for problem in written.problems)
    return ReportWritten(written.path, made.title, rows, pages, problems, written.message)


def _on_pages(made: Table | Cards, out: Path, progress: Progress) -> tuple[Written, int]:
    if isinstance(made, Table):
        from archive_app.reports.pages import write_pages

        return write_pages(made, out, progress)
    from archive_app.reports.cards import write_cards

    return write_cards(made, out, progress)


def write_report(
    archive: Archive, report: Report, out: Path, wanted: Wanted, progress: Progress = lambda share, words: None
) -> ReportWritten:
    """Gather a report and write it to ``out``; raises as `write_made` does."""
    check_out(out, report.suffixes)
    made = gather(archive, report, wanted, lambda share, words: progress(share * _GATHERED, words))
    return write_made(made, out, lambda share, words: progress(_GATHERED + share * (1 - _GATHERED), words))


def write_apart(reporter: Reporter, made: Table | Cards, out: Path) -> ReportWritten:
    """As ``write_made``, for a job in a process of its own."""
    return write_made(made, out, reporter.progress)
