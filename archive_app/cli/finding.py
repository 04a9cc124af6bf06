"""``search``, ``suggest`` and ``cite``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, say, say_json
from archive_app.domain.access import Access

if TYPE_CHECKING:
    from archive_app.search.answering import Wanted
    from archive_app.search.results import Hit, Results
    from archive_app.services.archive import Archive
    from archive_app.services.searching import Search

LEVELS = tuple(level.value for level in Access)
_MOST_VALUES = 10
"""Values of a facet that are printed; ``--json`` has all."""


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser(
        "search",
        parents=[common],
        help="检索：空格为“并且”，或，-词 为“不含”，引号为整句，题名:词，年:1949-1956，甲 同句 乙",
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("query", metavar="检索词", help="以 - 开头的写在 -- 之后")
    parser.add_argument("--limit", metavar="N", type=int, default=20, help="最多给出几件（默认 20）")
    parser.add_argument("--offset", metavar="N", type=int, default=0, help="从第几件起")
    parser.add_argument("--matches", metavar="N", type=int, default=3, help="每件最多给出几处（默认 3）")
    parser.add_argument("--facets", action="store_true", help="按种类、人物、年代等各有几件")
    asking(parser)
    parser.add_argument("--save", metavar="名称", default="", help="把这次检索存下；cunshi searches 列出、看有没有新的")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, help="全部结果连同上下文导出：.xlsx 或 .docx")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_search)

    parser = commands.add_parser("suggest", parents=[common], help="输入时的提示：检索过的、人名、地名、题名")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("text", metavar="字", help="汉字、拼音或首字母")
    parser.add_argument("--limit", metavar="N", type=int, default=10, help="最多给出几个（默认 10）")
    _level(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_suggest)

    parser = commands.add_parser("cite", parents=[common], help="引文（GB/T 7714—2015）：一件资料，或书中的一页")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="资料的 uuid、征集号、档号，或书卷")
    parser.add_argument("--volume", metavar="书卷", default="", help="引用印在这一卷里的这件资料")
    parser.add_argument("--page", metavar="页", default="", help="印出的页码")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_cite)


def asking(parser: Parser) -> None:
    """The options that say what is asked for beside the query."""
    parser.add_argument("--exact", action="store_true", help="区分繁简和全半角")
    parser.add_argument("--order", metavar="次序", default="relevance", help=_orders())
    parser.add_argument(
        "--in", metavar="检索词", action="append", default=[], dest="within", help="在这一检索的结果中找"
    )
    parser.add_argument(
        "--only", metavar="分面=值", action="append", default=[], help="如 kind=照片 decade=1950 year=1958，可写多次"
    )
    parser.add_argument(
        "--without",
        metavar="原词→换词",
        action="append",
        default=[],
        help="不一并找这个别名、年份写法或拼音（可写多次）；整词加引号则都不找",
    )
    _level(parser)


def _level(parser: Parser) -> None:
    parser.add_argument(
        "--access",
        metavar="级别",
        choices=LEVELS,
        default=LEVELS[-1],
        help="只到哪一级：public、internal、restricted（默认）",
    )


def _orders() -> str:
    names = "relevance（相关度）、date（时间）、ref_code（档号）、accession_no（征集号）、pinyin（题名音序）"
    return f"{names}；前面加 - 为倒序，写作 --order=-date"


@contextmanager
def searching(arguments: argparse.Namespace) -> Iterator[tuple[Archive, Search]]:
    """The archive and its search, up to the log."""
    from archive_app.services.archive import Archive
    from archive_app.services.searching import Search

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        search = Search(archive)
        try:
            search.follow()
            yield archive, search
            search.settle()
        finally:
            search.close()


def visible(level: str) -> tuple[str, ...] | None:
    """The levels up to this one; ``None`` where that is all."""
    return None if level == LEVELS[-1] else LEVELS[: LEVELS.index(level) + 1]


def wanted_of(arguments: argparse.Namespace, archive: Archive, search: Search) -> Wanted:
    """What was asked for; raises ``UsageError`` for an order, a facet or a value that is none."""
    from archive_app.domain.errors import UsageError
    from archive_app.search.ordering import ORDERS, known

    if not known(arguments.order):
        said = "、".join(f"{name}（{label}）" for name, label in ORDERS.items())
        raise UsageError(
            f"检索结果不能按“{arguments.order}”排", f"可以按：{said}；前面加 - 为倒序。", code="unknown-order"
        )
    return {
        "exact": arguments.exact,
        "order": arguments.order,
        "within": arguments.within,
        "chosen": chosen_of(arguments.only, archive, search),
        "without": arguments.without,
        "visible": visible(arguments.access),
    }


def chosen_of(pairs: Sequence[str], archive: Archive, search: Search) -> dict[str, list[str]]:
    """``kind=照片`` as the facet's values: the one that is written so, as ``--json`` prints it, or those that a person
    sees as it."""
    from archive_app.domain.errors import UsageError
    from archive_app.services.facet_labels import NAMES, values_of

    chosen: dict[str, list[str]] = {}
    for pair in pairs:
        facet, equals, value = pair.partition("=")
        name = next((name for name, label in NAMES.items() if facet in (name, label)), "")
        if not equals or not name:
            said = "、".join(f"{name}（{label}）" for name, label in NAMES.items())
            raise UsageError(f"“{pair}”不是“分面=值”", f"分面可以是：{said}。", code="unknown-facet")
        exactly = facet == name and value in search.filed(name)
        chosen.setdefault(name, []).extend([value] if exactly else values_of(archive.catalogue, name, value))
    return chosen


def _search(arguments: argparse.Namespace) -> int:
    with searching(arguments) as (archive, search):
        wanted = wanted_of(arguments, archive, search)
        page = wanted.copy()
        page["limit"], page["offset"] = max(0, arguments.limit), max(0, arguments.offset)
        page["matches"], page["facets"] = max(0, arguments.matches), arguments.facets
        results = search.search(arguments.query, **page)
        if arguments.save:
            from archive_app.services.saved_searches import SavedSearches

            SavedSearches(archive, search).save(arguments.save, arguments.query, alert=True, **wanted)
        if arguments.out is not None:
            from archive_app.services.result_export import export

            export(search, archive, arguments.out, arguments.query, progress=ProgressLine(), **wanted)
        if arguments.json:
            say_json(results.to_json())
        else:
            _print(results)
            if arguments.out is not None:
                say(f"已导出：{arguments.out}")
    return 0


def _suggest(arguments: argparse.Namespace) -> int:
    from archive_app.services.names import Names
    from archive_app.services.settings import Settings
    from archive_app.services.suggesting import KINDS, Suggestions

    with searching(arguments) as (archive, search):
        offering = Suggestions(search, Names(archive), Settings())
        found = offering.offer(arguments.text, max(0, arguments.limit), visible(arguments.access))
    if arguments.json:
        say_json({"query": arguments.text, "suggestions": [each.to_json() for each in found]})
    elif found:
        for each in found:
            say(f"[{KINDS[each.kind]}] {each.label}")
    else:
        say("没有找到。")
    return 0


def _cite(arguments: argparse.Namespace) -> int:
    from archive_app.cli.book import find_volume
    from archive_app.domain.errors import UnknownRecord
    from archive_app.services.archive import Archive
    from archive_app.services.citing import cite

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        try:
            key = archive.catalogue.resolve(arguments.id)
        except UnknownRecord:
            key = find_volume(archive, arguments.id)
        volume = find_volume(archive, arguments.volume) if arguments.volume else ""
        citation = cite(archive, key, volume=volume, page=arguments.page)
    if arguments.json:
        say_json(citation.to_json())
    else:
        say(citation.text)
    return 0


def _print(results: Results) -> None:
    from archive_app.services.facet_labels import kind_label

    for hit in results.hits:
        say(f"{hit.id}  [{kind_label(hit.kind)}] {hit.title}  （{hit.occurrences} 处）")
        _print_matches(hit)
    if results.facets:
        _print_facets(results)
    if results.hint:
        say(results.hint)
    say(f"共 {results.total} 件，{results.occurrences} 处。" if results.total else "没有找到。")


def _print_matches(hit: Hit) -> None:
    for match in hit.matches:
        text = match.snippet
        for start, end in reversed(match.spans):
            text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
        page = f"（第 {match.place['page']} 页）" if match.place.get("page") else ""
        say(f"    {match.label}{page}：{' '.join(text.split())}")


def _print_facets(results: Results) -> None:
    from archive_app.services.facet_labels import NAMES

    for facet, counts in results.facets.items():
        named: Mapping[str, str] = results.labels.get(facet, {})
        said = [f"{named.get(value, value)} {number}" for value, number in list(counts.items())[:_MOST_VALUES]]
        more = f"，等 {len(counts)} 个" if len(counts) > _MOST_VALUES else ""
        say(f"{NAMES[facet]}：{'，'.join(said)}{more}")
    told = results.histogram
    if told is not None and told.years:
        say(f"各年：{'，'.join(_years(told.years))}")
        say(
            f"    {told.dated} 件有年份，其中 {told.spread} 件的时间跨几年，每年各计一次；"
            f"{told.wide} 件的时间太宽、{told.undated} 件没有时间，不计。"
        )


def _years(years: Mapping[int, int]) -> Iterator[str]:
    """Years with their counts, those of one count that follow each other as one: 1958 3，1960—1963 1."""
    for count, run in groupby(enumerate(years.items()), key=lambda each: (each[1][0] - each[0], each[1][1])):
        there = [year for _, (year, _) in run]
        said = str(there[0]) if len(there) == 1 else f"{there[0]}—{there[-1]}"
        yield f"{said} {count[1]}"
