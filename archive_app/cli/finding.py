"""``search``."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.kinds import kind_named
from archive_app.search.results import Hit, Results
from archive_app.services.archive import Archive
from archive_app.services.searching import Search


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser(
        "search",
        parents=[common],
        help="检索：空格为“并且”，或，-词 为“不含”，引号为整句，题名:词，年:1949-1956，甲 同句 乙",
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("query", metavar="检索词", help="以 - 开头的写在 -- 之后")
    parser.add_argument("--exact", action="store_true", help="区分繁简和全半角")
    parser.add_argument("--limit", metavar="N", type=int, default=20, help="最多给出几件（默认 20）")
    parser.add_argument("--offset", metavar="N", type=int, default=0, help="从第几件起")
    parser.add_argument("--matches", metavar="N", type=int, default=3, help="每件最多给出几处（默认 3）")
    parser.add_argument(
        "--without",
        metavar="原词→换词",
        action="append",
        default=[],
        help="不一并找这个别名、年份写法或拼音（可写多次）；整词加引号则都不找",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_search)


def _search(arguments: argparse.Namespace) -> int:
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        search = Search(archive)
        try:
            search.follow()
            results = search.search(
                arguments.query,
                exact=arguments.exact,
                limit=max(0, arguments.limit),
                offset=max(0, arguments.offset),
                matches=max(0, arguments.matches),
                without=arguments.without,
            )
        finally:
            search.close()
    if arguments.json:
        say_json(results.to_json())
    else:
        _print(results)
    return 0


def _print(results: Results) -> None:
    for hit in results.hits:
        say(f"{hit.id}  [{kind_named(hit.kind).label}] {hit.title}  （{hit.occurrences} 处）")
        _print_matches(hit)
    say(f"共 {results.total} 件，{results.occurrences} 处。" if results.total else "没有找到。")
    if others := [each["to"] for each in results.expanded if not each.get("off")]:
        say(f"一并找了：{'、'.join(others)}")
    if results.hint:
        say(results.hint)


def _print_matches(hit: Hit) -> None:
    for match in hit.matches:
        text = match.snippet
        for start, end in reversed(match.spans):
            text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
        say(f"    {match.label}：{' '.join(text.split())}")
