"""``transcript``: what was said in a recording, written out for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import complain, say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive

_WORDS = ("spoken", "mandarin", "both")
_AUDIENCES = ("internal", "public", "own")


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "transcript", parents=[common], help="把转写稿写成 vtt、srt、OHMS xml、ELAN eaf、TextGrid、docx 或 txt"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="uuid、征集号或档号")
    parser.add_argument(
        "-o", dest="out", metavar="文件", type=Path, required=True, help="后缀 .vtt .srt .xml .eaf .TextGrid .docx .txt"
    )
    parser.add_argument(
        "--words", choices=_WORDS, default="", help="spoken 原话，mandarin 普通话，both 两样都写（不写：放得下就都写）"
    )
    parser.add_argument(
        "--for",
        dest="audience",
        choices=_AUDIENCES,
        default="internal",
        help="给谁：internal 内部使用，public 对外公开，own 本单位留存；级别不够的段不写",
    )
    parser.add_argument("--recording", metavar="录音", default="", help="只写这一段录音的：文件名，或第几段")
    parser.add_argument("--short", action="store_true", help="TextGrid 用短格式")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_transcript)


def _transcript(arguments: argparse.Namespace) -> int:
    from archive_app.domain.withholding import Audience
    from archive_app.services.oral.forms import SHORT, Words, form_named
    from archive_app.services.oral.written_out import write_transcript

    out: Path = arguments.out
    form = form_named(out.suffix)
    if form is None:
        raise UsageError(
            f"不知道把 {out.name} 写成什么",
            "文件名请以 .vtt 或 .srt 结尾，或 .xml（OHMS）、.eaf（ELAN）、.TextGrid、.docx、.txt。",
            code="unknown-format",
        )
    if arguments.short and form.name == "textgrid":
        form = SHORT
    words = Words(arguments.words) if arguments.words else (Words.BOTH if form.both else Words.SPOKEN)
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        item = archive.catalogue.resolve(arguments.id)
        audience = Audience(arguments.audience)
        done = write_transcript(archive, item, out, form, words, audience, arguments.recording)
    if arguments.json:
        say_json(done.to_json())
    else:
        say(f"《{done.title}》的转写稿 {done.segments} 段，写在 {done.path}")
        if done.withheld:
            complain(f"有 {done.withheld} 段级别不够，没有写进去。")
        if done.untimed:
            complain(f"有 {done.untimed} 段没有时间，没有写进去。")
        for remark in done.remarks:
            complain(remark)
    return 1 if done.untimed else 0
