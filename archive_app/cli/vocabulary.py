"""``vocabulary``: the words of a field with their numbers; renamed and made one in all items."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.services.archive import Archive


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("vocabulary", parents=[common], help="一栏里用过哪些词、各几件；改词、并词")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("field", metavar="栏目", nargs="?", default="keywords", help="keywords（主题词）、category……")
    parser.add_argument("--rename", metavar="词", nargs="+", default=[], help="这个词（写几个就并成一个）")
    parser.add_argument("--to", metavar="新词", default="", help="改成这个；不写就是去掉")
    parser.add_argument("--dry-run", action="store_true", help="只看会改几件，不改")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_vocabulary)


def _vocabulary(arguments: argparse.Namespace) -> int:
    from archive_app.services.vocabulary import renaming, terms, vocabulary

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        field = vocabulary(archive, arguments.field)
        if arguments.rename:
            made = renaming(archive, field, arguments.rename, arguments.to)
            if (made.steps or made.also) and not arguments.dry_run:
                archive.execute(made.command())
            if not arguments.json:
                done = "会改" if arguments.dry_run else "改了"
                say(f"{done} {len(made.steps)} 件的“{field.label}”，不能改的 {len(made.barred)} 件。")
                return 0
        found = terms(archive, field)
    if arguments.json:
        words = [{"term": term.word, "items": term.items} for term in found]
        say_json({"field": field.name, "label": field.label, "terms": words})
        return 0
    for term in found:
        say(f"{term.items:>6}  {term.word}")
    say(f"“{field.label}”共 {len(found)} 个词。")
    return 0
