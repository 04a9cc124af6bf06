"""``cut``: a recording and its transcript without what stays behind."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive

if TYPE_CHECKING:
    from archive_app.services.oral.cutting import Plan


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "cut", parents=[common], help="把录音里不外传的段剪去（静音或拿掉），转写稿一同剪，写成 wav"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="uuid、征集号或档号")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, required=True, help="后缀 .wav；转写稿写在旁边，同名")
    parser.add_argument(
        "--for",
        dest="audience",
        choices=("internal", "public"),
        default="internal",
        help="给谁：internal 内部使用（剪去控制的段），public 对外公开（连内部的段也剪去）",
    )
    parser.add_argument("--take-out", action="store_true", help="剪掉，后面的接上来；不写就是静音，时间不变")
    parser.add_argument("--margin", metavar="秒", type=float, default=None, help="每段前后多剪多少秒，默认 0.1")
    parser.add_argument(
        "--transcript", metavar="格式", action="append", default=[], help="旁边的转写稿：vtt srt xml TextGrid docx txt"
    )
    parser.add_argument("--file", metavar="文件", default="", help="哪一段录音（文件记录的 uuid）；不写是第一段")
    parser.add_argument("--dry-run", action="store_true", help="只说会剪去哪里，什么也不写")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_cut)


def _cut(arguments: argparse.Namespace) -> int:
    from archive_app.domain.withholding import MARGIN, Audience
    from archive_app.services.oral.cutting import Wish, cut, plan
    from archive_app.services.oral.forms import form_named

    out: Path = arguments.out
    if out.suffix.lower() != ".wav":
        raise UsageError(f"剪好的录音只写成 wav，写不成 {out.name}", "文件名请以 .wav 结尾。", code="unknown-format")
    forms = []
    for name in arguments.transcript or ["vtt"]:
        form = form_named(name) or form_named(f".{name}")
        if form is None:
            raise UsageError(
                f"不知道把转写稿写成 {name}", "可以写 vtt srt xml TextGrid docx txt。", code="unknown-format"
            )
        forms.append(form)
    margin = MARGIN if arguments.margin is None else arguments.margin
    wish = Wish(Audience(arguments.audience), not arguments.take_out, margin, tuple(dict.fromkeys(forms)))
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        item = archive.catalogue.resolve(arguments.id)
        if arguments.dry_run:
            return _tell(plan(archive, item, wish, arguments.file), as_json=arguments.json)
        progress = ProgressLine()
        done = cut(archive, item, out, wish, arguments.file, progress)
        progress.done()
    if arguments.json:
        say_json(done.to_json())
        return 0
    kind = "静音" if wish.silent else "拿掉"
    say(f"《{done.title}》{kind} {len(done.cut)} 处（{done.withheld} 段），写在 {out}")
    for one in done.transcripts:
        say(f"转写稿 {one.segments} 段，写在 {one.path}")
    for remark in (*done.remarks, *(said for one in done.transcripts for said in one.remarks)):
        complain(remark)
    return 0


def _tell(planned: Plan, *, as_json: bool) -> int:
    """What would be cut."""
    from archive_app.domain.segments import clock

    if as_json:
        say_json(planned.to_json())
        return 0
    for begin, end in planned.cut:
        say(f"{clock(begin)} 到 {clock(end) if end < float('inf') else '录音结束'}")
    counts = f"{len(planned.cut)} 处（{len(planned.staying)} 段），留下 {len(planned.kept)} 段"
    say(f"《{planned.item.title}》会剪去 {counts}。")
    for remark in planned.remarks:
        complain(remark)
    return 0
