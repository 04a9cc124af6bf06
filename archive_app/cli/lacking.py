"""``lacks``: what items lack (缺项检查)."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, say, say_json
from archive_app.domain.errors import UsageError


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "lacks", parents=[common], help="缺项检查：必填项、六要素、断了的链接、原件、授权、人物卡"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("ids", metavar="编号", nargs="*", help="只查这些资料：uuid、征集号或档号")
    parser.add_argument("--only", metavar="检查", action="append", default=[], help="只查这一项，如 授权；可以写几个")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_lacks)


def _lacks(arguments: argparse.Namespace) -> int:
    from archive_app.services.archive import Archive
    from archive_app.services.lacking import CHECKS, lacks, summary

    by_word = {word: name for name, words in CHECKS.items() for word in (name, words)}
    for word in arguments.only:
        if word not in by_word:
            known = "、".join(f"{name}（{words}）" for name, words in CHECKS.items())
            raise UsageError(f"没有“{word}”这一项检查", f"可用的有：{known}。", code="unknown-check")
    progress = ProgressLine()
    with Archive.open(arguments.archive, actor=arguments.actor, read_only=True) as archive:
        ids = [archive.catalogue.resolve(word) for word in dict.fromkeys(arguments.ids)] or None
        found = lacks(archive, ids, [by_word[word] for word in arguments.only], progress)
    progress.done()
    if arguments.json:
        say_json({"total": len(found), "lacks": [one.to_json() for one in found]})
        return 1 if found else 0
    for one in found:
        say(f"{one.number or one.item}　《{one.title}》　{CHECKS[one.check]}：{one.words}。{one.remedy}")
    say(f"{len({one.item for one in found})} 件、{len(found)} 处：{summary(found)}。" if found else "没有缺项。")
    return 1 if found else 0
