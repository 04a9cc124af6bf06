"""``edited`` and ``trace``: from a transcript to its edited text, from a printed page back to the second."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser(
        "edited", parents=[common], help="从转写稿做整理稿，每一段记着它出自哪几段录音；或把已有的整理稿连到录音"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="uuid、征集号或档号")
    parser.add_argument("--link", action="store_true", help="不做新的，只把已有正文的各段连到它说的话")
    parser.add_argument("--rows", metavar="段", default="", help="哪几段，如 3-20,25（从 1 数起）；不写是全部")
    parser.add_argument("--words", choices=("spoken", "mandarin"), default="spoken", help="原话，或普通话")
    parser.add_argument(
        "--labels", choices=("asked", "named", "none"), default="asked", help="问、答，姓名，或只写讲述的话"
    )
    parser.add_argument("--longest", metavar="字", type=int, default=None, help="一段大约多少字就分开；0 不分")
    parser.add_argument("--fillers", action="store_true", help="只列出可以去掉的嗯、呃、那个……，什么也不写")
    parser.add_argument(
        "--drop", metavar="词", action="append", default=[], help="去掉这个词的每一处（先用 --fillers 看）；可以写几次"
    )
    parser.add_argument("--append", action="store_true", help="接在已有的正文后面")
    parser.add_argument("--instead", action="store_true", help="换掉已有的正文（能撤销）")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_edited)
    parser = commands.add_parser("trace", parents=[common], help="书上的一面、一行是录音的第几秒；录音的一秒印在哪一面")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("volume", metavar="书卷", help="uuid、书名或辑次")
    parser.add_argument("page", metavar="页码", nargs="?", default="", help="印在页脚的页码")
    parser.add_argument("line", metavar="行", nargs="?", type=int, default=0, help="第几行；不写是整面")
    parser.add_argument("--words", metavar="文字", default="", help="只要有这几个字的行")
    parser.add_argument("--item", metavar="编号", default="", help="反过来：这一件资料的录音")
    parser.add_argument("--recording", metavar="录音", default="", help="… 的哪一段录音：文件名，或第几段")
    parser.add_argument("--at", metavar="时间", default="", help="… 在这一刻（1:02:03 或秒数）印在哪里")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_trace)


def _edited(arguments: argparse.Namespace) -> int:
    from archive_app.domain.edited.making import LONGEST, Labels
    from archive_app.services.oral.edited import Wanted, link_text, make_text, proposals
    from archive_app.services.oral.forms import Words

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        item = archive.catalogue.resolve(arguments.id)
        if arguments.link:
            done = link_text(archive, item)
            if arguments.json:
                say_json(done.to_json())
            else:
                say(f"《{done.title}》的正文 {done.paragraphs} 段，{done.told} 段连到了录音。")
            return 0
        wanted = Wanted(
            _rows(arguments.rows),
            Words(arguments.words),
            Labels(arguments.labels),
            LONGEST if arguments.longest is None else max(0, arguments.longest),
        )
        found = proposals(archive.catalogue.record(item), wanted)
        if arguments.fillers:
            words = Counter(one.filler.word for one in found)
            if arguments.json:
                places = [
                    {"row": one.row, "start": one.filler.start, "word": one.filler.word, "near": one.before + one.after}
                    for one in found
                ]
                say_json({"words": dict(words), "places": places})
                return 0
            for one in found:
                say(f"第 {one.row + 1} 段　{one.before}【{one.filler.word}】{one.after}")
            say("，".join(f"{word} {number} 处" for word, number in words.most_common()) or "没有找到。")
            return 0
        drop = frozenset((one.row, one.filler.start) for one in found if one.filler.word in arguments.drop)
        wanted = Wanted(wanted.rows, wanted.words, wanted.labels, wanted.longest, drop)
        done = make_text(archive, item, wanted, append=arguments.append, instead=arguments.instead)
    if arguments.json:
        say_json(done.to_json())
    else:
        say(f"《{done.title}》的整理稿 {done.paragraphs} 段，{done.characters} 字。")
        if done.held_back:
            complain(f"有 {done.held_back} 段的级别比全件严，没有写进去。")
    return 0


def _rows(words: str) -> tuple[int, ...] | None:
    """``3-20,25`` as rows from 0; raises ``UsageError``."""
    if not words.strip():
        return None
    rows: list[int] = []
    for part in words.replace("，", ",").split(","):
        first, _, last = part.partition("-")
        if not first.strip().isdigit() or (last and not last.strip().isdigit()):
            raise UsageError(f"不知道“{part}”是哪几段", "请照 3-20,25 这样写。", code="wrong-value")
        rows += range(int(first) - 1, int(last or first))
    return tuple(row for row in dict.fromkeys(rows) if row >= 0)


def _trace(arguments: argparse.Namespace) -> int:
    from archive_app.cli.book import find_volume
    from archive_app.domain.fields import seconds
    from archive_app.domain.segments import clock
    from archive_app.services.oral.tracing import Tracer
    from archive_app.services.typesetting import layout_of, volume_book

    if bool(arguments.page) == bool(arguments.item):
        raise UsageError("不知道从哪里找起", "请写页码，或写 --item 编号 --at 时间。", code="wrong-use")
    try:
        second = seconds(arguments.at) if arguments.at else 0.0
    except ValueError:
        raise UsageError(f"“{arguments.at}”不是时间", "请照 1:02:03 或 65.5 这样写。", code="wrong-value") from None
    with Archive.open(arguments.archive, actor=arguments.actor, read_only=True) as archive:
        book = volume_book(archive, find_volume(archive, arguments.volume))
        progress = ProgressLine()
        tracer = Tracer(archive, book, layout_of(book, progress))
        progress.done()
        if arguments.item:
            item = archive.catalogue.resolve(arguments.item)
            printed = tracer.printed(item, second, arguments.recording)
        else:
            heard = tracer.heard(arguments.page, arguments.line, arguments.words)
    if arguments.item:
        if arguments.json:
            say_json([one.to_json() for one in printed])
        for one in () if arguments.json else printed:
            say(f"第 {one.page} 面第 {one.line} 行　{one.words}")
        if not printed:
            complain("这一刻的话没有印在这一卷里，或整理稿没有连到录音。")
        return 0 if printed else 1
    if arguments.json:
        say_json([said.to_json() for said in heard])
    for said in () if arguments.json else heard:
        say(f"第 {said.line} 行　{clock(said.second)[:8]}　{said.recording}　{said.speaker}　{said.words}")
    if not heard:
        complain("这里的话没有连到录音。")
    return 0 if heard else 1
