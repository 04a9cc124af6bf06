"""``earlier``: volumes that were printed before, taken in as scans: their page numbers, texts and contents."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.book import find_volume
from archive_app.cli.parsing import ActParser, Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json

if TYPE_CHECKING:
    from archive_app.services.archive import Archive


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("earlier", parents=[common], help="往辑：收进以前印的书（扫描件），页码、文字、目录")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True, parser_class=ActParser)
    act = acts.add_parser("take", help="收一卷：一个 PDF，或放着书页图片的文件夹")
    act.add_argument("paths", metavar="文件", type=Path, nargs="+")
    act.add_argument("--title", metavar="书名", required=True)
    act.add_argument("--number", metavar="辑次", type=int, default=None)
    act.add_argument("--series", metavar="丛书", default="", help="不写就同书名")
    act.add_argument("--subtitle", metavar="副题", default="")
    act.add_argument("--compiler", metavar="编者", default="")
    act.add_argument("--year", metavar="出版年", default="", help="如 1988年5月")
    act.add_argument("--permit", metavar="准印证号", default="")
    act.add_argument("--isbn", metavar="ISBN", default="", help="公开出版的；不写是内部资料")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_take)
    act = acts.add_parser("show", help="一卷的页数、页码、文字来源和目录")
    act.add_argument("volume", metavar="书卷")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_show)
    act = acts.add_parser("folios", help="页码：扫描的第几页印的是第几页")
    act.add_argument("volume", metavar="书卷")
    act.add_argument(
        "rules", metavar="规则", nargs="*", help="如 5=i 15=1 301=无；不写就列出，--read 照页面上的数字推算"
    )
    act.add_argument("--read", action="store_true", help="照页眉页脚上的数字推算，写进去")
    act.set_defaults(run=_folios)
    act = acts.add_parser("turn", help="把横躺着的页转正：转过的记在书卷里，原件不动")
    act.add_argument("volume", metavar="书卷")
    act.add_argument("pages", metavar="页", help="扫描的第几页，如 12 或 12-14,20")
    act.add_argument("--by", metavar="度", type=int, choices=(90, 180, 270), default=90, help="顺时针；不写是 90")
    act.set_defaults(run=_turn)
    act = acts.add_parser("pages", help="换一页（扫得更好的），或加漏扫的页；原来的那页留着，可以撤销")
    act.add_argument("volume", metavar="书卷")
    act.add_argument("paths", metavar="文件", type=Path, nargs="+")
    where = act.add_mutually_exclusive_group(required=True)
    where.add_argument("--instead", metavar="页", type=int, help="换掉扫描的第几页")
    where.add_argument("--after", metavar="页", type=int, help="加在扫描的第几页后面；0 是最前面")
    act.set_defaults(run=_pages)
    act = acts.add_parser("contents", help="目录：列出并与书页核对；--from 从表格、Word 或文本收进（换掉原有的）")
    act.add_argument("volume", metavar="书卷")
    act.add_argument("--from", dest="source", metavar="文件", type=Path, default=None, help="xlsx、csv、docx 或 txt")
    act.add_argument("--pages", metavar="页", default="", help="从扫描的这几页（书里的目录）读，如 9-12")
    act.add_argument("--dry-run", action="store_true", help="只看读成什么样，不写")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_contents)


def _opened(arguments: argparse.Namespace, *, read_only: bool = False) -> Archive:
    from archive_app.services.archive import Archive

    return Archive.open(arguments.archive, actor=arguments.actor, read_only=read_only)


def _take(arguments: argparse.Namespace) -> int:
    from archive_app.services.earlier.taking import take_in, volume_values

    values = volume_values(
        arguments.title,
        arguments.number,
        year=arguments.year,
        permit=arguments.permit,
        isbn=arguments.isbn,
        series=arguments.series,
        subtitle=arguments.subtitle,
        compiler=arguments.compiler,
    )
    line = ProgressLine()
    with _opened(arguments) as archive:
        made = take_in(archive, arguments.paths, values, line)
    line.done()
    rules = [str(rule) for rule in made.rules]
    if arguments.json:
        told = {"id": made.volume, "pages": made.pages, "written": made.written, "folios": rules}
        say_json({**told, "remarks": list(made.remarks)})
        return 0
    say(made.volume)
    said = f"，页码照页面上的数字推算为 {' '.join(rules)}，请核对" if rules else "，页码还没有定"
    complain(f"收进《{values['title']}》{made.pages} 页，{made.written} 页有文字{said}。")
    for remark in made.remarks:
        complain(remark)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from archive_app.services.earlier.laying import entries_of
    from archive_app.services.earlier.leaves import STANDINGS, leaves_of, standings
    from archive_app.services.earlier.taking import earlier_volume

    with _opened(arguments, read_only=True) as archive:
        volume = earlier_volume(archive, find_volume(archive, arguments.volume))
        leaves = leaves_of(archive.catalogue, archive.root, volume)
        entries = entries_of(archive.catalogue.sections_of(volume.id), leaves)
    counts = standings(leaves)
    if arguments.json:
        told: dict[str, Any] = {
            "id": volume.id,
            "title": volume.title,
            "number": volume["number"],
            "pages": [
                {"page": leaf.number, "label": leaf.label, "file": leaf.file.id, "standing": leaf.standing or "none"}
                for leaf in leaves
            ],
            "articles": [
                {
                    "id": entry.article.id,
                    "section": entry.section,
                    "title": entry.article.title,
                    "author": str(entry.article["author"] or ""),
                    "first": str(entry.article["first_page"] or ""),
                    "last": leaves[entry.last - 1].label if entry.last else "",
                    "found": entry.place is not None,
                }
                for entry in entries
            ],
        }
        say_json(told)
        return 0
    words = "，".join(f"{STANDINGS[name]} {count} 页" for name, count in counts.items() if count)
    say(f"《{volume.title}》{volume['number'] or ''}　{len(leaves)} 页：{words}")
    for entry in entries:
        pages = f"{entry.article['first_page'] or '—'}"
        say(f"{pages:>6}　{entry.article.title}　{entry.article['author'] or ''}".rstrip("　"))
    return 0


def _folios(arguments: argparse.Namespace) -> int:
    from archive_app.domain.earlier.folios import read_rules, rules_of
    from archive_app.services.earlier.taking import earlier_volume, read_folios, set_folios

    changes = bool(arguments.rules or arguments.read)
    with _opened(arguments, read_only=not changes) as archive:
        key = find_volume(archive, arguments.volume)
        if changes:
            wanted = read_folios(archive, key) if arguments.read else read_rules(" ".join(arguments.rules))
            set_folios(archive, key, wanted)
        rules = rules_of(earlier_volume(archive, key)["folios"])
    for rule in rules:
        say(str(rule))
    if not rules:
        say("还没有页码规则。")
    return 0


def _turn(arguments: argparse.Namespace) -> int:
    from archive_app.cli.scans import page_list
    from archive_app.domain.errors import UsageError
    from archive_app.services.earlier.leaves import leaves_of
    from archive_app.services.earlier.taking import earlier_volume, turned

    wanted = page_list(arguments.pages) or []
    with _opened(arguments) as archive:
        volume = earlier_volume(archive, find_volume(archive, arguments.volume))
        leaves = leaves_of(archive.catalogue, archive.root, volume)
        if not wanted or max(wanted) >= len(leaves):
            raise UsageError(f"扫描件只有 {len(leaves)} 页", f"请核对页：{arguments.pages}。", code="wrong-folio")
        command = turned(archive, volume.id, [leaves[at] for at in sorted(set(wanted))], arguments.by)
        archive.execute(command)
    complain(f"{command.label}。")
    return 0


def _pages(arguments: argparse.Namespace) -> int:
    from archive_app.services.earlier.mending import put_pages

    after = arguments.after is not None
    page = arguments.after if after else arguments.instead
    line = ProgressLine()
    with _opened(arguments) as archive:
        key = find_volume(archive, arguments.volume)
        count = put_pages(archive, key, arguments.paths, page, line, after=after)
    line.done()
    complain(f"扫描第 {page} 页后面加了 {count} 页，请核对页码。" if after else f"换了扫描第 {page} 页。")
    return 0


def _contents(arguments: argparse.Namespace) -> int:
    from archive_app.cli.scans import page_list
    from archive_app.services.earlier.contents import read_file, read_pages, remarks, rows_of, set_contents
    from archive_app.services.earlier.leaves import leaves_of
    from archive_app.services.earlier.taking import earlier_volume

    changes = bool(arguments.source or arguments.pages) and not arguments.dry_run
    with _opened(arguments, read_only=not changes) as archive:
        volume = earlier_volume(archive, find_volume(archive, arguments.volume))
        leaves = leaves_of(archive.catalogue, archive.root, volume)
        if arguments.source:
            rows = read_file(arguments.source)
        elif arguments.pages:
            wanted = page_list(arguments.pages) or []
            rows = read_pages([leaf for leaf in leaves if leaf.number - 1 in wanted])
        else:
            rows = rows_of(archive, volume.id)
        said = remarks(leaves, rows)
        command = set_contents(archive, volume.id, rows) if changes else None
        if command is not None:
            archive.execute(command)
    if arguments.json:
        say_json(
            [
                {
                    "section": row.section,
                    "title": row.title,
                    "author": row.author,
                    "first": row.first,
                    "last": row.last,
                    "level": row.level,
                    "remark": words,
                }
                for row, words in zip(rows, said, strict=True)
            ]
        )
        return 1 if any(said) else 0
    section = ""
    for row, words in zip(rows, said, strict=True):
        if row.section != section:
            section = row.section
            say(f"【{section}】")
        pages = f"{row.first}-{row.last}" if row.last else row.first
        say(f"{pages:>7}　{row.title}　{row.author}　{words or '✓'}".replace("　　", "　"))
    if not rows:
        say("还没有目录。")
    return 1 if any(said) else 0
