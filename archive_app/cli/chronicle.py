"""``chronicle``: 大事记 of an archive."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.services.archive import Archive
from archive_app.services.chronicle import chronicle_of
from archive_app.services.list_filters import days


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("chronicle", parents=[common], help="大事记：有时间的事件，按年月日排")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("--from", dest="since", metavar="时间", default="", help="从何时起，如 1949年")
    parser.add_argument("--to", dest="until", metavar="时间", default="", help="到何时止")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_chronicle)


def _chronicle(arguments: argparse.Namespace) -> int:
    since, until = days(arguments.since, arguments.until)
    with Archive.open(arguments.archive, actor=arguments.actor, read_only=True) as archive:
        years = chronicle_of(archive, since, until)
        any_at_all = bool(years) or bool(chronicle_of(archive))
    if arguments.json:
        say_json(
            [
                {
                    "year": year.year,
                    "entries": [
                        {
                            "label": entry.label,
                            "text": entry.happening.text,
                            "event": entry.happening.record_id,
                            "date": entry.happening.when.to_json(),
                        }
                        for entry in year.entries
                    ],
                }
                for year in years
            ]
        )
        return 0
    for year in years:
        say(year.heading)
        for entry in year.entries:
            say(f"　{entry.label}　{entry.happening.text}")
    if not years and any_at_all:
        say("这段时间里没有事件。")
    elif not years:
        say("还没有写明时间的事件。请在“人物地点”里给事件填上时间。")
    return 0
