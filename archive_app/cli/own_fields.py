"""``own-fields``: the fields an archive adds to its items."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.own_fields import TARGETS, TYPES, type_words
from archive_app.services.archive import Archive

if TYPE_CHECKING:
    from archive_app.catalogue.commands import Command
    from archive_app.services.own_fields import OwnField


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("own-fields", parents=[common], help="自定栏目：列出、加、改、停用、恢复、去掉、移动")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--add", metavar="栏目", help="加一个栏目")
    choice.add_argument("--change", metavar="栏目", help="改这个栏目：名称、填什么、种类……，写了的才改")
    choice.add_argument("--withdraw", metavar="栏目", help="停用；填过的照旧看得见")
    choice.add_argument("--restore", metavar="栏目", help="停用了的再用")
    choice.add_argument("--remove", metavar="栏目", help="去掉从来没填过的")
    choice.add_argument("--move", metavar="栏目", help="移动，配合 --by")
    parser.add_argument("--by", metavar="几个", type=int, default=-1, help="往前是负数，往后是正数")
    parser.add_argument("--name", metavar="新名称", help="配合 --change")
    known = "、".join(f"{name} {words}" for name, (words, _how) in TYPES.items())
    parser.add_argument("--type", metavar="类型", choices=tuple(TYPES), help=known)
    targets = "、".join(f"{name} {words}" for name, words in TARGETS.items())
    parser.add_argument("--target", metavar="什么", help=f"关联到什么：{targets}")
    parser.add_argument("--kind", metavar="种类", action="append", default=None, help="哪种资料有，可重复；不写是都有")
    parser.add_argument("--terms", metavar="词", help="可选的词，用顿号隔开")
    parser.add_argument("--required", action=argparse.BooleanOptionalAction, default=None, help="必填：没填不能提交")
    parser.add_argument("--hint", metavar="提示", help="写在栏目下面的一句话")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_own_fields)


def _own_fields(arguments: argparse.Namespace) -> int:
    from archive_app.services.own_types import uses

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        command = _command(archive, arguments)
        if command is not None:
            archive.execute(command)
        fields = [(one, len(uses(archive, one))) for one in archive.own_fields]
    if arguments.json:
        say_json({"fields": [_to_json(one, number) for one, number in fields]})
        return 0
    if command is not None:
        say(f"{command.label}。")
    for one, number in fields:
        say(_words(one, number))
    if not fields:
        say("还没有自定栏目。")
    return 0


def _command(archive: Archive, arguments: argparse.Namespace) -> Command | None:
    from archive_app.services import own_fields as own

    if arguments.add:
        return own.adding(archive, {"name": arguments.add, **_values(arguments)})
    if arguments.change:
        named = {"name": arguments.name} if arguments.name else {}
        return own.changing(archive, own.own_field(archive, arguments.change), {**named, **_values(arguments)})
    if arguments.withdraw:
        return own.withdrawing(own.own_field(archive, arguments.withdraw))
    if arguments.restore:
        return own.withdrawing(own.own_field(archive, arguments.restore), withdrawn=False)
    if arguments.remove:
        return own.removing(archive, own.own_field(archive, arguments.remove))
    if arguments.move:
        return own.moving(archive, own.own_field(archive, arguments.move), arguments.by)
    return None


def _values(arguments: argparse.Namespace) -> dict[str, Any]:
    """What was said of the field."""
    import re

    terms = None if arguments.terms is None else re.split(r"[、，,;；\s]+", arguments.terms)
    said = {
        "type": arguments.type, "kinds": arguments.kind, "terms": terms, "required": arguments.required,
        "help": arguments.hint, "target": arguments.target,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def _to_json(one: OwnField, number: int) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.field.label, "field": one.field.name, "type": one.type,
        "target": one.field.target, "kinds": list(one.kinds),
        "terms": [term.label for term in one.field.terms], "required": one.field.required, "help": one.field.help,
        "withdrawn": one.withdrawn, "items": number,
    }  # fmt: skip


def _words(one: OwnField, number: int) -> str:
    from archive_app.services.own_fields import bearer_named

    kinds = "、".join(bearer_named(kind)[1] for kind in one.kinds) or "全部种类"
    marks = "".join(("，必填" if one.field.required else "", "，已停用" if one.withdrawn else ""))
    terms = "（" + "、".join(term.label for term in one.field.terms) + "）" if one.field.terms else ""
    return f"{one.field.label}：{type_words(one.type, one.field.target)}{terms}，{kinds}{marks}，填了 {number} 件"
