"""``verify backup restore rebuild``."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, say, say_json
from archive_app.services.archive import Archive
from archive_app.services.maintenance import REBUILDABLE, backup, rebuild, restore, verify


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser("verify", parents=[common], help="检查馆藏是否完好")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_verify)

    parser = commands.add_parser("backup", parents=[common], help="备份整个馆藏，并核对")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("-o", "--output", metavar="文件夹", type=Path, required=True)
    parser.set_defaults(run=_backup)

    parser = commands.add_parser("restore", parents=[common], help="从备份恢复成一个新的馆藏")
    parser.add_argument("backup", metavar="备份", type=Path)
    parser.add_argument("new", metavar="新馆藏", type=Path)
    parser.set_defaults(run=_restore)

    parser = commands.add_parser("diagnose", parents=[common], help="打一个诊断包给帮忙的人，没有馆藏的内容和人名")
    parser.add_argument("archive", metavar="馆藏", type=Path, nargs="?")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, required=True, help="写成这个 .zip")
    parser.set_defaults(run=_diagnose)

    parser = commands.add_parser("rebuild", parents=[common], help="重建检索索引、缩略图、记录文件或目录库")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("part", metavar="哪一部分", choices=REBUILDABLE, help="、".join(REBUILDABLE))
    parser.set_defaults(run=_rebuild)


def _verify(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        report = verify(archive, progress)
    progress.done()
    if arguments.json:
        say_json(report.to_json())
    else:
        for fault in report.faults:
            say(f"损坏  {fault['message']}")
        for remark in report.remarks:
            say(f"说明  {remark}")
        verdict = "全部完好" if report.sound else f"发现 {len(report.faults)} 处损坏"
        say(f"检查了 {report.records} 条记录、{report.originals} 个原件：{verdict}。")
        if not report.sound:
            say("请从备份恢复（cunshi restore），或先做一份现状备份再处理。")
    return 0 if report.sound else 4


def _diagnose(arguments: argparse.Namespace) -> int:
    from archive_app.services.diagnosis import write_bundle

    if arguments.archive is None:
        told = write_bundle(arguments.out)
    else:
        with Archive.open(arguments.archive, read_only=True) as archive:
            told = write_bundle(arguments.out, archive)
    say(f"诊断包已写到 {arguments.out}，里面有：{'；'.join(told)}。没有题名、人名、电话和存放的位置。")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        folder = backup(archive, arguments.output, progress)
    progress.done()
    say(f"已备份并核对：{folder}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()
    root = restore(arguments.backup, arguments.new, progress)
    progress.done()
    say(f"已恢复：{root}")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()
    words = rebuild(arguments.archive, arguments.part, actor=arguments.actor, progress=progress)
    progress.done()
    say(f"{words}。")
    return 0
