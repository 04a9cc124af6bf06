"""``typeset``: an archive's volume, or a folder with ``book.toml``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.services.book_folder import typeset_folder
from archive_app.typeset.outputs import COLOURS, OUTPUTS, STANDARDS, Options

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.typesetting import Typeset


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "typeset", parents=[common], help="排版成书：馆藏里的一卷书，或一个含 book.toml 的文件夹"
    )
    parser.add_argument("source", metavar="馆藏或文件夹", type=Path)
    parser.add_argument("volume", metavar="书卷", nargs="?", default=None, help="uuid、书名或辑次；排文件夹时不写")
    parser.add_argument("-o", "--output", metavar="文件", type=Path, required=True)
    purposes = "；".join(f"{one.name} {one.label}" for one in OUTPUTS)
    names = [one.name for one in OUTPUTS]
    parser.add_argument("--for", dest="purpose", choices=names, default=names[0], help=f"用途：{purposes}")
    parser.add_argument("--layout-json", metavar="文件", type=Path, default=None, help="另写版面与原文的对应")
    proof = parser.add_argument_group("校样（--for proof）")
    proof.add_argument("--round", metavar="次", type=_round, default=1, help="第几次校样")
    proof.add_argument(
        "--since", metavar="文件", type=Path, default=None, help="上一次的版面（--layout-json 写的），标出改动"
    )
    proof.add_argument("--wide", action="store_true", help="外侧多留40毫米，供红笔改样")
    proof.add_argument("--watermark", metavar="文字", default="校样", help="水印上的字；写空的（''）就不加")
    press = parser.add_argument_group("付印（--for print）")
    press.add_argument(
        "--standard", choices=STANDARDS, default=STANDARDS[0], help="x-4 一般用这个；x-1a 印刷厂指明要时用"
    )
    press.add_argument(
        "--profile",
        metavar="文件",
        type=Path,
        default=None,
        help="印刷厂的色彩特性文件（.icc）；不写用设置里的，再没有用自带的",
    )
    press.add_argument(
        "--colour",
        choices=COLOURS,
        default=COLOURS[0],
        help="哪些面印四色：plates 封面和图版，all 全书的图，none 全书单黑",
    )
    kept = parser.add_argument_group("长期保存（--for archive）")
    kept.add_argument(
        "--sources", action="store_true", help="把书稿（book.toml 和各篇 Markdown）附在文件里，成为 PDF/A-3b"
    )
    screen = parser.add_argument_group("电子书（--for epub）")
    screen.add_argument(
        "--internal-epub", action="store_true", help="内部资料也做电子书；只在规定的范围内免费交流，不上网、不外传"
    )
    parser.set_defaults(run=_typeset)


def _typeset(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()
    if arguments.volume is None:
        if (arguments.source / "archive.toml").exists() and not (arguments.source / "book.toml").exists():
            raise UsageError("没有说要排哪一卷书", "请在馆藏后面写上书卷的编号、书名或辑次。", code="no-volume")
        done = typeset_folder(
            arguments.source, arguments.output, arguments.layout_json, progress, arguments.purpose, _options(arguments)
        )
    else:
        from archive_app.services.archive import Archive  # a folder is typeset without a database
        from archive_app.services.typesetting import typeset_volume

        with Archive.open(arguments.source, actor=arguments.actor) as archive:
            volume = find_volume(archive, arguments.volume)
            done = typeset_volume(
                archive,
                volume,
                arguments.output,
                progress,
                arguments.purpose,
                _options(arguments),
                arguments.layout_json,
            )
    progress.done()
    return _report(done)


def _options(arguments: argparse.Namespace) -> Options:
    """What the outputs are told."""
    profile = arguments.profile
    if profile is None and arguments.purpose == "print":
        from archive_app.services.typesetting import print_profile

        profile = print_profile()
    return Options(
        standard=arguments.standard,
        profile=profile,
        colour=arguments.colour,
        round=arguments.round,
        since=arguments.since,
        wide=arguments.wide,
        watermark=arguments.watermark,
        sources=arguments.sources,
        internal_epub=arguments.internal_epub,
    )


def _round(words: str) -> int:
    """A round of proofs: 1 to 99."""
    if not words.isdecimal() or not 1 <= int(words) <= 99:
        raise argparse.ArgumentTypeError("请写1到99的数字，如 2")
    return int(words)


def _report(done: Typeset) -> int:
    for remark in done.remarks:
        complain(f"注意：{remark}")
    for problem in done.problems:
        complain(f"{'问题' if problem.serious else '注意'}：{problem}")
    say(f"排好了 {done.pages} 面：{done.out}" if done.pages else f"写好了：{done.out}")
    if done.counted:
        say(done.counted)
    return 1 if any(problem.serious for problem in done.problems) else 0


def find_volume(archive: Archive, word: str) -> str:
    """The volume with this id, title or number; raises ``UnknownRecord`` that lists those there are."""
    volumes = archive.catalogue.records("volume")
    for record in volumes:
        if word in (record.id, record["title"], str(record["number"] or "")):
            return record.id
    known = "、".join(f"《{r.title}》{r['number'] or ''}（{r.id}）" for r in volumes) or "还没有书卷"
    raise UnknownRecord(f"馆藏里没有书卷“{word}”", f"现有：{known}。")
