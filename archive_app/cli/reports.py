"""``report``: the lists, registers and papers of the archive as a workbook or a PDF."""

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
    parser = commands.add_parser("report", parents=[common], help="报表：目录、登记表、单据，写成 Excel 或 PDF")
    parser.add_argument("archive", metavar="馆藏", type=Path, nargs="?")
    parser.add_argument("name", metavar="报表", nargs="?", help="名称或中文名；有哪些见 --list")
    parser.add_argument("ids", metavar="编号", nargs="*", help="只列这些资料：uuid、征集号或档号")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, help=".pdf 或 .xlsx")
    parser.add_argument("--list", action="store_true", help="有哪些报表")
    parser.add_argument("--kind", metavar="种类", action="append", default=[], help="只列这种资料")
    parser.add_argument("--state", metavar="状态", action="append", default=[], help="只列到了这个状态的")
    parser.add_argument(
        "--unit", metavar="案卷", action="append", default=[], help="只列这个全宗、类、案卷里的（连下级）"
    )
    parser.add_argument("--year", metavar="年", type=int, default=None, help="按年的报表：哪一年")
    parser.add_argument("--volume", metavar="书卷", default="", help="一卷书的报表：辑次、书名或编号")
    parser.add_argument("--commissioner", metavar="专员", default="", help="专员的报表：聘号或姓名")
    parser.add_argument("--blank", action="store_true", help="空白的一份，手填")
    parser.add_argument(
        "--columns",
        metavar="各栏",
        default="",
        help="按件的目录：存下的名称，或各栏，如 档号,题名:22,开本（22 个字宽）",
    )
    parser.add_argument("--keep", metavar="名称", default="", help="把 --columns 写的各栏存下，以后写名称就行")
    parser.add_argument("--forget", metavar="名称", default="", help="不再存着这个名称的各栏")
    parser.add_argument("--mark", action="store_true", help="稿费表、样书分送表：在书卷里记下今天造册")
    parser.add_argument("--settings", action="store_true", help="报表用的设置：单位名称、稿费单价……")
    parser.add_argument("--set", metavar="设置=值", action="append", default=[], help="改一项设置，可以写几个")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_report)


def _report(arguments: argparse.Namespace) -> int:
    if arguments.list:
        return _list(json=arguments.json)
    if arguments.settings or arguments.set:
        return _settings(arguments)
    if arguments.forget:
        return _forget(arguments)
    from archive_app.services.reporting import check_out, mark_listed, report_named, write_report

    if arguments.name is None and arguments.ids:  # it stood behind the options
        arguments.name, *arguments.ids = arguments.ids
    if arguments.archive is None or arguments.name is None or arguments.out is None:
        raise UsageError("请写明馆藏、报表和 -o 文件", "例如 cunshi report 馆藏 items -o 件目录.pdf；有哪些见 --list。")
    report = report_named(arguments.name)
    if (arguments.columns or arguments.keep) and report.columned is None:
        raise UsageError(
            f"《{report.label}》的各栏是定好的", "能选栏的是件目录、照片目录这些按件列的。", code="no-columns"
        )
    check_out(arguments.out, report.suffixes)
    if arguments.mark and not report.listed:
        raise UsageError(f"《{report.label}》不用记造册日期", "请去掉 --mark。")
    from archive_app.services.archive import Archive

    progress = ProgressLine()
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        wanted = _columned(archive, report, _wanted(archive, report, arguments), arguments)
        written = write_report(archive, report, arguments.out, wanted, progress)
        if arguments.mark:
            mark_listed(archive, report, wanted)
    progress.done()
    for problem in written.problems:
        complain(problem)
    if arguments.json:
        about = {"name": report.name, "label": report.label, "path": str(written.path), "rows": written.rows}
        say_json({**about, "pages": written.pages, "problems": list(written.problems), "message": written.message})
    else:
        sheets = f"，{written.pages} 页" if written.pages else ""
        say(f"已写《{written.label}》到 {written.path}：{written.rows} {report.unit}{sheets}。{written.message}")
    return 1 if written.problems else 0


def _list(*, json: bool) -> int:
    from archive_app.services.reporting import GROUPS, REPORTS

    if json:
        say_json({"reports": [report.to_json() for report in REPORTS]})
        return 0
    for group in GROUPS:
        say(f"〔{group}〕")
        for report in REPORTS:
            if report.group == group:
                say(f"{report.name}　{report.label}：{report.help}")
    return 0


def _settings(arguments: argparse.Namespace) -> int:
    """Say the settings of the archive's office, after changing those that are to be others."""
    from archive_app.services.archive import Archive
    from archive_app.services.office_note import OFFICE_SETTINGS, Office

    if arguments.archive is None:
        raise UsageError("请写明馆藏", "例如 cunshi report 馆藏 --set fee_rate=100。")
    changes = {}
    for one in arguments.set:
        key, mark, value = one.partition("=")
        if not mark:
            raise UsageError(f"“{one}”要写成 设置=值", "例如 --set fee_rate=100；有哪些见 --settings。")
        changes[key.strip()] = value
    with Archive.open(arguments.archive, actor=arguments.actor, read_only=not changes) as archive:
        office = Office(archive.root)
        if changes:
            office.set(changes)
    if arguments.json:
        say_json({
            "settings": [
                {"key": one.key, "label": one.label, "value": office.get(one.key), "help": one.help}
                for one in OFFICE_SETTINGS
            ]
        })  # fmt: skip
        return 0
    for one in OFFICE_SETTINGS:
        say(f"{one.key}　{one.label}：{office.get(one.key)}　（{one.help}）")
    return 0


def _wanted(archive: Archive, report: Report, arguments: argparse.Namespace) -> Wanted:
    """Which items, of which year, volume, commissioner, as the options say."""
    from archive_app.services.reporting import MUST, Wanted

    chosen = bool(arguments.ids or arguments.kind or arguments.state or arguments.unit)
    if chosen and not report.of_items:
        raise UsageError(f"《{report.label}》不是按件的，不能只列几件", "请去掉编号、--kind、--state、--unit。")
    for given, able, words, option in (
        (arguments.year is not None, report.of_years, "按年的", "--year"),
        (bool(arguments.volume), report.of_volume, "一卷书的", "--volume"),
        (bool(arguments.commissioner), report.of_commissioner, "一位专员的", "--commissioner"),
        (arguments.blank, report.blank, "可以空着要的", "--blank"),
    ):
        if given and not able:
            raise UsageError(f"《{report.label}》不是{words}", f"请去掉 {option}。")
    items = _items(archive, arguments) if chosen else None
    volume = _volume(archive, arguments.volume, must=report.of_volume == MUST)
    commissioner = ""
    if arguments.commissioner:
        from archive_app.cli.imports import commissioner_called

        commissioner = commissioner_called(archive, arguments.commissioner)
    return Wanted(items, arguments.year, volume=volume, commissioner=commissioner, blank=arguments.blank)


def _columned(archive: Archive, report: Report, wanted: Wanted, arguments: argparse.Namespace) -> Wanted:
    """With the columns that were named, kept where that is asked."""
    if report.columned is None or not arguments.columns:
        return wanted
    from dataclasses import replace

    from archive_app.services.report_columns import keep, said_as

    choice = said_as(archive, report.columned, arguments.columns)
    if arguments.keep:
        choice = keep(archive, replace(choice, name=arguments.keep))
    return replace(wanted, columns=choice)


def _forget(arguments: argparse.Namespace) -> int:
    from archive_app.services.archive import Archive
    from archive_app.services.report_columns import forget
    from archive_app.services.reporting import report_named

    if arguments.archive is None or arguments.name is None:
        raise UsageError("请写明馆藏和报表", "例如 cunshi report 馆藏 items --forget 借阅用目录。")
    report = report_named(arguments.name)
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        forget(archive, report.name, arguments.forget)
    say(f"《{report.label}》的“{arguments.forget}”不再存着。")
    return 0


def _volume(archive: Archive, word: str, *, must: bool) -> str:
    """The volume that was named; the only one there is, where one is needed."""
    if word:
        from archive_app.cli.book import find_volume

        return find_volume(archive, word)
    volumes = archive.catalogue.records("volume") if must else []
    return volumes[0].id if len(volumes) == 1 else ""


def _items(archive: Archive, arguments: argparse.Namespace) -> list[str]:
    catalogue = archive.catalogue
    if not arguments.ids:
        from archive_app.catalogue.queries import ItemFilter
        from archive_app.cli.materials import units_called
        from archive_app.domain.entities import ITEM
        from archive_app.domain.kinds import kind_named

        kinds = tuple(kind_named(word).name for word in arguments.kind)
        states = tuple(str(ITEM.field("state").check(word)) for word in arguments.state)
        units = units_called(archive, arguments.unit)
        return list(catalogue.item_ids(ItemFilter(kinds=kinds, states=states, units=units)))
    if arguments.kind or arguments.state or arguments.unit:
        raise UsageError("写了编号，就不能再用 --kind、--state、--unit", "请只用其中一样。")
    ids = [catalogue.resolve(word) for word in dict.fromkeys(arguments.ids)]
    for word, key in zip(dict.fromkeys(arguments.ids), ids, strict=True):
        if catalogue.record(key).entity != "item":
            raise UsageError(f"{word} 不是一件资料", "请写资料的 uuid、征集号或档号。")
    return ids
