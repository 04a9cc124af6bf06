"""``versions``: the states an item's text has had, two of them compared, one of them (or a paragraph) taken back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import AUDIENCES, FOR_HELP, Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.texts.comparing import Comparison
    from archive_app.services.versions import Version


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("versions", parents=[common], help="正文的各版：列出、任两版对照、取回一版或一段")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号")
    parser.add_argument("--compare", metavar="版", nargs="+", default=[], help="对照这两版；只写一个，就与现在的比")
    parser.add_argument("--take", metavar="版", default="", help="取回这一版，一步，可撤销")
    parser.add_argument(
        "--row", metavar="行", type=int, action="append", default=[], help="只取回对照里的这一行，可重复"
    )
    parser.add_argument("--every", action="store_true", help="每次保存都算一版")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, default=None, help="对照写成 .pdf、.docx 或 .xlsx")
    parser.add_argument("--changes-only", action="store_true", help="PDF 里没有改的段落略去")
    parser.add_argument("--for", dest="audience", choices=AUDIENCES, default="internal", help=FOR_HELP)
    parser.add_argument("--json", action="store_true", help="按 docs/schema/versions.json 打印")
    parser.epilog = "版是列出来的号码，或 now（现在的）。对照的行号从 1 起。"
    parser.set_defaults(run=_versions)


def _versions(arguments: argparse.Namespace) -> int:
    from archive_app.services.versions import take_back, versions

    if len(arguments.compare) > 2:
        raise UsageError("--compare 最多写两版", "例如 --compare 2 5。", code="wrong-use")
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        item = archive.catalogue.record(archive.catalogue.resolve(arguments.id))
        if item.entity != "item":
            raise UsageError(f"“{item.title}”不是资料，没有正文", "请写资料的编号。", code="no-text")
        made = versions(archive, item.id, every_step=arguments.every)
        if arguments.take:
            rows = [number - 1 for number in arguments.row] or None
            wanted = _named(made, arguments.take)
            if rows is not None:
                _check_rows(rows, wanted, made[0])
            done = take_back(archive, item.id, wanted, rows)
            say(f"《{item.title}》：已{done.label}。不对的话，可以撤销（undo）。")
            return 0
        if arguments.compare:
            pair = sorted(
                (_named(made, arguments.compare[0]), _named(made, (*arguments.compare, "now")[1])),
                key=lambda one: one.number,
            )
            return _compare(archive, arguments, item, (pair[0], pair[1]))
    if arguments.json:
        say_json({"id": item.id, "versions": [one.to_json() for one in made]})
        return 0
    say(f"《{item.title}》正文的各版（新的在前）" if made else f"《{item.title}》还没有正文。")
    for one in made:
        now = "　现在的" if one.current else ""
        count = one.manuscript.character_count()
        say(f"{one.number:>3}  {one.at:%Y-%m-%d %H:%M}  {one.by}  {one.words}  {count} 字{now}")
    return 0


def _named(made: Sequence[Version], word: str) -> Version:
    for one in made:
        if word == str(one.number) or (word == "now" and one.current):
            return one
    raise UsageError(f"没有第“{word}”版", "先列出各版看号码（cunshi versions 馆藏 编号）。", code="no-version")


def _check_rows(rows: Sequence[int], older: Version, newer: Version) -> None:
    from archive_app.services.texts.comparing import Comparison

    differing = Comparison(older.manuscript, newer.manuscript).differing
    wrong = [number + 1 for number in rows if number not in differing]
    if wrong:
        raise UsageError(
            f"对照的第 {wrong[0]} 行没有不同", f"先对照看行号（--compare {older.number}）。", code="no-row"
        )


def _compare(archive: Archive, arguments: argparse.Namespace, item: Record, pair: tuple[Version, Version]) -> int:
    from archive_app.services.texts.comparing import Comparison
    from archive_app.services.versions import changes_between

    older, newer = pair
    made = Comparison(older.manuscript, newer.manuscript)
    if arguments.out is not None:
        from archive_app.domain.withholding import Audience
        from archive_app.services.texts.comparison_out import about_pair, write_comparison

        about = about_pair(archive, item, pair, Audience(arguments.audience))
        write_comparison(made, about, arguments.out, whole=not arguments.changes_only)
    if arguments.json:
        fields = [one.to_json() for one in changes_between(older, newer) if not one.is_text]
        say_json(
            {
                "id": item.id,
                "older": older.to_json(),
                "newer": newer.to_json(),
                "summary": made.summary(),
                "fields": fields,
                "rows": rows_json(made),
            }
        )
        return 0
    say(f"《{item.title}》第 {older.number} 版 → 第 {newer.number} 版：{made.summary()}")
    for change in changes_between(older, newer):
        if not change.is_text:
            say(f"    {change.words()}")
    tell_rows(made)
    return 0


def rows_json(made: Comparison) -> list[dict[str, Any]]:
    """The rows that differ, as ``docs/schema/versions.json`` has them."""
    return [
        {
            "row": number + 1,
            "what": made.rows[number].what.value,
            "moved": made.rows[number].moved,
            "before": made.rows[number].number + 1,
            "after": made.rows[number].to + 1,
            "pieces": [{"what": what, "text": text} for what, text in made.rows[number].pieces],
            "remarks": made.rows[number].remarks,
        }
        for number in made.differing
    ]


def tell_rows(made: Comparison) -> None:
    """The rows that differ, in words."""
    from archive_app.services.versions import marked

    for number in made.differing:
        row = made.rows[number]
        where = row.to if row.to >= 0 else row.number
        say(f"{number + 1:>4}  第 {where + 1} 段　{row.words}　{marked(row.pieces)}")
        for remark in row.remarks:
            say(f"      {remark}")
