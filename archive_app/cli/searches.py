"""``searches``: the searches that are kept, and what is new in them."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.finding import LEVELS, searching, visible
from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("searches", parents=[common], help="存下的检索，各有几件新的；写名称就列出新的")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("name", metavar="名称", nargs="?", default="", help="存下的检索的名称或编号")
    parser.add_argument("--seen", action="store_true", help="看过了：现有的不再算新的")
    parser.add_argument("--remove", action="store_true", help="不再存它（可撤销）")
    parser.add_argument("--access", metavar="级别", choices=LEVELS, default=LEVELS[-1], help="只到哪一级")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_searches)


def _searches(arguments: argparse.Namespace) -> int:
    from archive_app.services.saved_searches import SavedSearches

    level = visible(arguments.access)
    with searching(arguments) as (archive, search):
        kept = SavedSearches(archive, search)
        chosen = [kept.get(arguments.name)] if arguments.name else kept.mine()
        news = {one.id: kept.news(one, level) for one in chosen}
        if arguments.name and arguments.remove:
            kept.remove(chosen[0])
        elif arguments.seen:
            for one in chosen:
                kept.looked(one, level)
        titles = dict(archive.catalogue.titles("volume")) if any(news.values()) else {}
        titles |= {
            row.id: row.title for row in archive.catalogue.item_rows(key for ids in news.values() for key in ids)
        }
    if arguments.json:
        told = [
            {**one.to_json(), "new": [{"id": key, "title": titles.get(key, "")} for key in news[one.id]]}
            for one in chosen
        ]
        say_json({"searches": told})
        return 0
    for one in chosen:
        fresh = f"新 {len(news[one.id])} 件" if news[one.id] else "没有新的"
        say(f"{one.name}  {one.query}  {fresh}")
        for key in news[one.id] if arguments.name else ():
            say(f"    {key}  {titles.get(key, '')}")
    if not chosen:
        say("没有存下的检索；cunshi search … --save 名称 可以存一个。")
    return 0
