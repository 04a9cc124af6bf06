"""``loans`` and ``uses``: the registers of what is not in its place, and of who looked at what."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add the commands; a line is added with ``new``, as every card."""
    parser = commands.add_parser("loans", parents=[common], help="借还登记：还在外面的在前，过期的最前")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("--open", action="store_true", help="只列还没有还的")
    parser.add_argument("--overdue", action="store_true", help="只列过期没有还的")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_loans)
    parser = commands.add_parser("uses", parents=[common], help="查阅利用登记，新的在前")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("ids", metavar="编号", nargs="*", help="只列查阅过这些资料的")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_uses)


def _loans(arguments: argparse.Namespace) -> int:
    from archive_app.domain.entities import LOAN
    from archive_app.services.archive import Archive
    from archive_app.services.authorities.registers import loans

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        rows = loans(archive)
    rows = [row for row in rows if (row.out or not arguments.open) and (row.overdue or not arguments.overdue)]
    if arguments.json:
        say_json({"total": len(rows), "loans": [row.to_json() for row in rows]})
        return 0
    for row in rows:
        direction = LOAN.field("direction").label_of(str(row.loan["direction"]))
        say(f"{row.loan.id}  {direction}　{row.loan.title}　{row.loan['party']}　{row.words}")
    say(f"共 {len(rows)} 笔。")
    return 0


def _uses(arguments: argparse.Namespace) -> int:
    from archive_app.services.archive import Archive
    from archive_app.services.authorities.registers import use_json, uses

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        ids = [archive.catalogue.resolve(word) for word in arguments.ids] or None
        found = uses(archive, ids)
    if arguments.json:
        say_json({"total": len(found), "uses": [use_json(use) for use in found]})
        return 0
    for use in found:
        parts = (use["day"], use.title, use["unit"], use["purpose"], use["manner"], f"{len(use['items'])} 件")
        say(f"{use.id}  " + "　".join(str(part) for part in parts if part))
    say(f"共 {len(found)} 次。")
    return 0
