"""``date``: how the program reads a date as people say it."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.hanzi.dating import Context, Dated, LocalEvent, Reading, read
from archive_app.services.dating import as_of_day, local_events


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add the command."""
    parser = commands.add_parser("date", parents=[common], help="照原话写的时间怎样读，如 五八年春上、光绪廿三年四月")
    parser.add_argument("text", metavar="时间", help="以 - 开头的写在 -- 之后")
    parser.add_argument("--archive", metavar="馆藏", type=Path, help="用它的事件表，如“火车通车那年”")
    parser.add_argument("--as-of", metavar="日期", default="", help="讲述的日子，如 2026-03-18；“去年”由它推算")
    parser.add_argument("--born", metavar="时间", default="", help="讲述人的生年，如 1947年；“我十六七岁上”由它推算")
    parser.add_argument("--context", metavar="文字", default="", help="上文的时间，如 1958年冬；“次年”由它推算")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_date)


def _date(arguments: argparse.Namespace) -> int:
    events: tuple[LocalEvent, ...] = ()
    as_of = as_of_day(arguments.as_of) if arguments.as_of else None
    if arguments.archive is not None:
        from archive_app.services.archive import Archive  # only now a database is needed

        with Archive.open(arguments.archive, actor=arguments.actor, read_only=True) as archive:
            events = local_events(archive.catalogue)
    reading = read(arguments.text, Context(as_of, arguments.born, arguments.context, events))
    if arguments.json:
        say_json(reading.to_json())
    else:
        _print(reading)
    return 0


def _print(reading: Reading) -> None:
    if reading.problem:
        say(f"不成立：{reading.problem}。")
    if reading.read:
        say(_line(reading.date))
    elif not reading.problem:
        say("没有读出，原话照存。")
    if reading.date.note and reading.date.note != reading.problem:
        say(f"  {reading.date.note}")
    for one in reading.candidates:
        say(f"  可能：{_line(one)}")
    if reading.confirm:
        say("  须由人确认。")


def _line(one: Dated) -> str:
    days = f"{one.earliest} 至 {one.latest}" if one.earliest != one.latest else one.earliest
    parts = [one.edtf, days, one.calendar, one.qualifier, one.basis]
    return " · ".join(part for part in parts if part)
