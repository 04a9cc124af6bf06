"""``templates``: the page templates there are, and a specimen of each."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.services.template_pages import chosen, described, write_specimens


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add the command."""
    parser = commands.add_parser("templates", parents=[common], help="版式：有哪些；-o 给每一种排一份样张")
    parser.add_argument("names", metavar="版式", nargs="*", help="名称，或自己的 .toml 文件；不写就是全部")
    parser.add_argument("-o", "--output", metavar="文件夹", type=Path, default=None, help="样张（PDF）放在哪里")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_templates)


def _templates(arguments: argparse.Namespace) -> int:
    wanted = chosen(arguments.names)
    told = [described(template) for template in wanted]
    faults = 0
    if arguments.output is not None:
        progress = ProgressLine()
        for entry, made in zip(told, write_specimens(wanted, arguments.output, progress), strict=True):
            entry |= {"specimen": str(made.out), "pages": made.pages}
            for problem in made.problems:
                faults += problem.serious
                complain(f"{made.template.name}：{problem}")
        progress.done()
    if arguments.json:
        say_json({"templates": told})
    else:
        for entry in told:
            say(_line(entry))
    return 1 if faults else 0


def _line(entry: Mapping[str, Any]) -> str:
    columns, rows = entry["measure"]
    said = f"{entry['name']}　{entry['label']}　{columns}字×{rows}行　{entry['body_pt']:g}磅"
    return f"{said}　样张：{entry['specimen']}" if "specimen" in entry else said
