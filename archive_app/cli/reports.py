"""``report``: the lists and registers of the archive as a workbook or a PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.errors import UsageError

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Report, Wanted


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add the command."""
    parser = commands.add_parser("report", parents=[common], help="报表：目录、登记表，写成 Excel 或 PDF")
    parser.add_argument("archive", metavar="馆藏", type=Path, nargs="?")
    parser.add_argument("name", metavar="报表", nargs="?", help="名称或中文名；有哪些见 --list")
    parser.add_argument("ids", metavar="编号", nargs="*", help="只列这些资料：uuid、征集号或档号")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, help=".pdf 或 .xlsx")
    parser.add_argument("--list", action="store_true", help="有哪些报表")
    parser.add_argument("--kind", metavar="种类", action="append", default=[], help="只列这种资料")
    parser.add_argument("--state", metavar="状态", action="append", default=[], help="只列到了这个状态的")
    parser.add_argument("--year", metavar="年", type=int, default=None, help="按年的报表：哪一年")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_report)


def _report(arguments: argparse.Namespace) -> int:
    from archive_app.services.reporting import REPORTS, check_out, report_named, write_report

    if arguments.list:
        if arguments.json:
            say_json({"reports": [report.to_json() for report in REPORTS]})
        else:
            for report in REPORTS:
                say(f"{report.name}　{report.label}：{report.help}")
        return 0
    if arguments.name is None and arguments.ids:  # it stood behind the options
        arguments.name, *arguments.ids = arguments.ids
    if arguments.archive is None or arguments.name is None or arguments.out is None:
        raise UsageError("请写明馆藏、报表和 -o 文件", "例如 cunshi report 馆藏 items -o 件目录.pdf；有哪些见 --list。")
    report = report_named(arguments.name)
    check_out(arguments.out, report.suffixes)
    from archive_app.services.archive import Archive

    progress = ProgressLine()
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        written = write_report(archive, report, arguments.out, _wanted(archive, report, arguments), progress)
    progress.done()
    for problem in written.problems:
        complain(problem)
    if arguments.json:
        about = {"name": report.name, "label": report.label, "path": str(written.path), "rows": written.rows}
        say_json({**about, "pages": written.pages, "problems": list(written.problems), "message": written.message})
    else:
        sheets = f"，{written.pages} 页" if written.pages else ""
        say(f"已写《{written.label}》到 {written.path}：{written.rows} 行{sheets}。{written.message}")
    return 1 if written.problems else 0


def _wanted(archive: Archive, report: Report, arguments: argparse.Namespace) -> Wanted:
    """Which items, of which year, as the options say."""
    from archive_app.services.reporting import Wanted

    catalogue = archive.catalogue
    chosen = bool(arguments.ids or arguments.kind or arguments.state)
    if chosen and not report.of_items:
        raise UsageError(f"《{report.label}》是整个馆藏的，不能只列几件", "请去掉编号、--kind、--state。")
    if arguments.year is not None and not report.of_years:
        raise UsageError(f"《{report.label}》不是按年的", "请去掉 --year。")
    if not chosen:
        return Wanted(year=arguments.year)
    if not arguments.ids:
        from archive_app.catalogue.queries import ItemFilter
        from archive_app.domain.entities import ITEM
        from archive_app.domain.kinds import kind_named

        kinds = tuple(kind_named(word).name for word in arguments.kind)
        states = tuple(str(ITEM.field("state").check(word)) for word in arguments.state)
        return Wanted(catalogue.item_ids(ItemFilter(kinds=kinds, states=states)))
    if arguments.kind or arguments.state:
        raise UsageError("写了编号，就不能再用 --kind、--state", "请只用其中一样。")
    ids = [catalogue.resolve(word) for word in dict.fromkeys(arguments.ids)]
    for word, key in zip(dict.fromkeys(arguments.ids), ids, strict=True):
        if catalogue.record(key).entity != "item":
            raise UsageError(f"{word} 不是一件资料", "请写资料的 uuid、征集号或档号。")
    return Wanted(ids)
