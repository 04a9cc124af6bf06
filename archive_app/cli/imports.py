"""``import mappings``: material comes in, and how lists are read."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.entities import ENTITIES
from archive_app.domain.errors import UsageError
from archive_app.domain.kinds import KINDS
from archive_app.intake.lists.mapping import read_mapping, targets_of, to_dict, write_mapping
from archive_app.intake.lists.targets import IGNORED, UNMAPPED
from archive_app.services.archive import Archive
from archive_app.services.importing import ImportReport, import_paths
from archive_app.services.lists import ListOptions, ListReport, forget_mapping, save_mapping, saved_mappings
from archive_app.services.units import UnitTree

_LABELS = {**{entity.name: entity.label for entity in ENTITIES}, **{kind.name: kind.label for kind in KINDS}}


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser("import", parents=[common], help="加入材料：文件夹、图片、文稿、录音、清单、zip")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("paths", metavar="路径", type=Path, nargs="+")
    parser.add_argument("--commissioner", metavar="聘号", default="", help="哪位文史专员征集的")
    parser.add_argument("--unit", metavar="案卷", default="", help="收到哪个全宗、类、案卷里：编号的路径、编号、题名")
    parser.add_argument("--mapping", metavar="文件", type=Path, help="清单的对应：哪一列填哪个字段")
    parser.add_argument("--save-mapping", metavar="文件", type=Path, help="把清单用的（或提议的）对应写成文件")
    parser.add_argument("--all-or-nothing", action="store_true", help="清单里有一行错，就一行也不收")
    parser.add_argument("--dry-run", action="store_true", help="只说会怎样，什么也不写")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_import)

    parser = commands.add_parser("mappings", parents=[common], help="馆藏存下的清单对应")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--add", metavar="文件", type=Path, help="存下一份，以后表头相同的清单都用它")
    choice.add_argument("--remove", metavar="名称", help="不再用这一份")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_mappings)


def _import(arguments: argparse.Namespace) -> int:
    mapping = read_mapping(arguments.mapping) if arguments.mapping else None
    options = ListOptions(mapping, all_or_nothing=arguments.all_or_nothing)
    progress = ProgressLine()
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        commissioner = commissioner_called(archive, arguments.commissioner)
        unit = UnitTree.of(archive.catalogue).named(arguments.unit) if arguments.unit else ""
        report = import_paths(
            archive, arguments.paths,
            commissioner=commissioner, unit=unit, lists=options, dry_run=arguments.dry_run, progress=progress,
        )  # fmt: skip
    progress.done()
    if arguments.save_mapping:
        _save(report, arguments.save_mapping)
    if arguments.json:
        say_json(report.to_json())
    else:
        tell(report, dry_run=arguments.dry_run)
    return 1 if report.refused else 0


def _save(report: ImportReport, path: Path) -> None:
    """Write the mapping of the first list; of the others, one file each with the sheet's name."""
    if not report.lists:
        complain("这次没有读到清单，没有写出对应文件。")
    for number, found in enumerate(report.lists):
        target = path if not number else path.with_name(f"{path.stem}-{number + 1}{path.suffix}")
        write_mapping(found.mapping, target)
        complain(f"“{Path(found.source).name}”{found.sheet}的对应写在 {target}。")


def commissioner_called(archive: Archive, number: str) -> str:
    """The id of the commissioner of this number or name. Raises ``UsageError`` where there is none."""
    if not number:
        return ""
    for record in archive.catalogue.records("commissioner"):
        if number in (record.id, record["number"], record["name"]):
            return record.id
    raise UsageError(f"没有聘号或姓名为“{number}”的文史专员", "请先登记这位专员。", code="unknown-commissioner")


def tell(report: ImportReport, *, dry_run: bool) -> None:
    """Every list and outcome, then the sums."""
    took, joined, known = ("会加入", "会并入", "会跳过") if dry_run else ("已加入", "已并入", "已有")
    for found in report.lists:
        _tell_list(found)
    for imported in report.imported:
        number = f"{imported.id}  " if imported.id else ""
        say(f"{took}  {number}[{_LABELS[imported.kind]}] {imported.title}  ← {imported.source}")
        for warning in imported.warnings:
            say(f"  注意：{warning}")
    fresh = {imported.id for imported in report.imported}  # whose warnings stand with them
    for attached in report.attached:
        into = " ".join(part for part in (f"《{attached.title}》" if attached.title else "", attached.id) if part)
        say(f"{joined}  {attached.source}" + (f"  → {into}" if into else ""))
        for warning in () if attached.id and attached.id in fresh else attached.warnings:
            say(f"  注意：{warning}")
    for duplicate in report.duplicates:
        where = f"《{duplicate.title}》" + (f"（{duplicate.id}）" if duplicate.id else "")
        say(f"{known}  {duplicate.source}：馆藏里已有，见{where}，没有再收")
    for refusal in report.refused:
        say(f"不能收  {refusal.source}：{refusal.reason}")
    counts = f"{len(report.imported)} 件，并入 {len(report.attached)} 个，已有 {len(report.duplicates)} 个，"
    say(f"共{'会' if dry_run else ''}加入 {counts}不能收 {len(report.refused)} 个。")
    if dry_run:
        say("这是试运行：什么也没有写入。")


def _tell_list(found: ListReport) -> None:
    """How a list was read: which column went where, what was passed over."""
    what = _LABELS[found.mapping.kind if found.mapping.entity == "item" else found.mapping.entity]
    say(f"清单    {found.source}{f'（{found.sheet}）' if found.sheet else ''}：{found.rows} 行，按“{what}”读")
    names = {IGNORED: "（不要）", UNMAPPED: "（没有对应，没有收）", **dict(targets_of(found.mapping.entity))}
    for column in found.columns:
        target = names.get(column.target, column.target)
        doubt = "" if column.certainty >= 0.9 or not column.target else "  （请核对）"
        say(f"  {column.label} → {target}{doubt}")
    for row, reason in found.skipped:
        say(f"  第 {row} 行没有当作内容：{reason}")
    for remark in found.remarks:
        say(f"  注意：{remark}")


def _mappings(arguments: argparse.Namespace) -> int:
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        if arguments.add:
            mapping = read_mapping(arguments.add)
            save_mapping(archive.root, mapping)
            complain(f"已存下对应“{mapping.name}”。")
        if arguments.remove:
            forget_mapping(archive.root, arguments.remove)
            complain(f"已去掉对应“{arguments.remove}”。")
        found = saved_mappings(archive.root)
    if arguments.json:
        say_json([to_dict(mapping) for mapping in found])
        return 0
    for mapping in found:
        say(f"{mapping.name}  [{_LABELS[mapping.kind if mapping.entity == 'item' else mapping.entity]}]  "
            + "、".join(column.label for column in mapping.columns))  # fmt: skip
    if not found:
        say("还没有存过清单的对应。")
    return 0
