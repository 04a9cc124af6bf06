"""``word``: an item's text as a Word document to be worked on, and the document taken back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import AUDIENCES, FOR_HELP, Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive

if TYPE_CHECKING:
    from archive_app.services.texts.word_back import WordBack


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("word", parents=[common], help="正文写成 Word 给人改，改好了取回")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("-o", "--out", metavar="文件", type=Path, help="写成这个 docx")
    way.add_argument("--back", metavar="文件", type=Path, help="对照改好的这个 docx；加 --take 才取回")
    parser.add_argument("--no-tracking", action="store_true", help="写出的文档不打开修订")
    parser.add_argument("--no-corrections", action="store_true", help="三校里没有处理的改动不写成修订")
    parser.add_argument("--propose", action="store_true", help="取回的改动作为改动建议（在校对的稿子），按修订的人记名")
    parser.add_argument("--no-comments", action="store_true", help="批注不写出、不取回")
    parser.add_argument(
        "--take", metavar="行", nargs="*", default=None, help="取回：对照里的这几行；不写行号就取拿得准的全部"
    )
    parser.add_argument(
        "--fields", metavar="栏", nargs="*", default=None, help="也取题名、署名、写作时间里的这几栏；不写就取拿得准的"
    )
    parser.add_argument("--for", dest="audience", choices=AUDIENCES, default="internal", help=FOR_HELP)
    parser.add_argument("--reason", metavar="意见", default="", help="定稿以后取回是改样，要写明为什么")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/word.json 打印")
    parser.set_defaults(run=_word)


def _word(arguments: argparse.Namespace) -> int:
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        key = archive.catalogue.resolve(arguments.id)
        if arguments.out is not None:
            return _out(archive, key, arguments)
        return _back(archive, key, arguments)


def _out(archive: Archive, key: str, arguments: argparse.Namespace) -> int:
    from archive_app.domain.withholding import Audience
    from archive_app.services.texts.word_out import write_word

    made = write_word(
        archive,
        key,
        arguments.out,
        tracked=not arguments.no_tracking,
        comments=not arguments.no_comments,
        proposals=not arguments.no_corrections,
        audience=Audience(arguments.audience),
    )
    if arguments.json:
        say_json({"id": key, "path": str(made.path), "remarks": list(made.remarks)})
    else:
        say(f"已写到 {made.path}。改好以后用 --back 取回。")
        for remark in made.remarks:
            say(f"  {remark}")
    return 1 if made.remarks else 0


def _back(archive: Archive, key: str, arguments: argparse.Namespace) -> int:
    from archive_app.cli.versions import rows_json, tell_rows
    from archive_app.services.texts.word_back import read_word, take_word

    back = read_word(archive, key, arguments.back)
    try:
        rows = _wanted(back, arguments.take)
        if arguments.propose:
            return _propose(archive, back, rows, arguments)
        fields = _fields(back, arguments)
        if arguments.json:
            doubtful = [{"row": number + 1, "why": why} for number, why in back.doubtful.items()]
            about = {"id": key, "summary": back.comparison.summary(), "rows": rows_json(back.comparison)}
            changes = [{"what": one.what, "text": one.text, "by": one.by, "at": one.at} for one in back.changes]
            said = [{"text": one.text, "by": one.by, "words": one.words} for one in back.comments]
            base = {"number": back.base.number, "sure": back.sure}
            more = {"doubtful": doubtful, "changes": changes, "comments": said, "remarks": list(back.remarks)}
            taken = [] if rows is None else [number + 1 for number in rows]
            over = {"fields": [one.to_json() for one in back.heads], "taken_fields": [] if rows is None else fields}
            if rows is not None:
                wanted = not arguments.no_comments
                take_word(archive, back, rows, comments=wanted, reason=arguments.reason, fields=fields)
            say_json({**about, **more, **over, "base": base, "taken": taken})
            return 0
        sure = "" if back.sure else "（看不出是哪一版，按最接近的算）"
        say(f"与第 {back.base.number} 版{sure}比，改动合到现在的正文里：{back.comparison.summary()}")
        tell_rows(back.comparison)
        for number, why in back.doubtful.items():
            say(f"{number + 1:>4}  {why}，请看过再取")
        for comment in back.comments:
            say(f"批注　{comment.by}：{comment.text}（“{comment.words}”）")
        for head in back.heads:
            doubt = f"　{head.doubt}，请看过再取" if head.doubt else ""
            say(f"{head.label}（{head.field}）：{head.was or '（空）'} → {head.becomes}{doubt}")
        for remark in back.remarks:
            say(f"  {remark}")
        if rows is not None:
            wanted = not arguments.no_comments
            done = take_word(archive, back, rows, comments=wanted, reason=arguments.reason, fields=fields)
            say(f"已{done.label}，取 {len(rows) + len(fields)} 处。不对的话，可以撤销（undo）。")
        return 0
    finally:
        back.close()


def _propose(archive: Archive, back: WordBack, rows: list[int] | None, arguments: argparse.Namespace) -> int:
    from archive_app.services.corrections.standing import to_json
    from archive_app.services.corrections.word_in import propose_word

    made = propose_word(archive, back, rows, comments=not arguments.no_comments)
    remarks = [*made.dropped, *back.remarks, *(f"第 {n + 1} 行{why}，没有提" for n, why in back.doubtful.items())]
    if arguments.json:
        proposed = [to_json(one) for one in made.proposals]
        say_json({"id": back.item.id, "proposed": proposed, "known": made.known, "remarks": remarks})
        return 0
    for one in made.proposals:
        say(f"  {one.id[-8:]}  {one.words()}　{one.kind}　{one.by}　{one.why}".rstrip())
    say(f"提了 {len(made.proposals)} 处改动，{made.known} 处已经有人提过；等人采纳（corrections）。")
    for remark in remarks:
        say(f"  {remark}")
    return 0


def _wanted(back: WordBack, take: list[str] | None) -> list[int] | None:
    """The rows to be taken; None where it is only looked at."""
    if take is None:
        return None
    if not take:
        return back.taken_at_first
    differing = set(back.comparison.differing)
    rows = [int(word) - 1 if word.isdecimal() else -1 for word in take]
    for word, number in zip(take, rows, strict=True):
        if number not in differing:
            raise UsageError(f"对照里没有第“{word}”行的改动", "先不写 --take，看看行号。", code="no-row")
    return rows


def _fields(back: WordBack, arguments: argparse.Namespace) -> list[str]:
    """The fields to be taken: those named, else, where no rows are named either, those that are sure."""
    if arguments.fields is None:
        return back.fields_at_first if arguments.take == [] else []
    names = {word: one.field for one in back.heads for word in (one.field, one.label)}
    for word in arguments.fields:
        if word not in names:
            raise UsageError(f"Word 稿没有改“{word}”这一栏", "先不写 --take，看看改了哪些。", code="no-field")
    return [names[word] for word in arguments.fields] or back.fields_at_first
