"""``fold``."""

from __future__ import annotations

import argparse

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say
from archive_app.hanzi.folding import fold


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser("fold", parents=[common], help="检索时文字按什么样子比较")
    parser.add_argument("text", metavar="文字")
    parser.set_defaults(run=_fold)


def _fold(arguments: argparse.Namespace) -> int:
    say(fold(arguments.text))
    return 0
