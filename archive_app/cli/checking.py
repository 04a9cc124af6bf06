"""``check`` and ``house-style``: what is odd in the texts of an archive, and the words its office writes otherwise."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.domain.remarks import Remark
    from archive_app.services.archive import Archive

FOUND = 1
"""The exit status where there are remarks."""


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser(
        "check", parents=[common], help="检查正文：繁简、标点、数字、日期、人名、缺字、规范用语；有话要说时退出码是 1"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("ids", metavar="编号", nargs="*", help="uuid、征集号或档号；不写就是全部有正文的资料")
    parser.add_argument("--rule", metavar="规则", action="append", default=[], help="只查这一条，可重复，如 标点")
    parser.add_argument("--people", action="store_true", help="不看正文，核对人物卡片的生卒和资料的时间；编号写卡片的")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_check)

    parser = commands.add_parser("house-style", parents=[common], help="馆藏的规范用语表：看、写出、收进")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("-o", "--out", metavar="文件", type=Path, help="写成 csv，用 Excel 改")
    parser.add_argument("--take", metavar="文件", type=Path, help="用这张 csv 换掉馆藏的表：不写、写作、理由、例外")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_house_style)


def _check(arguments: argparse.Namespace) -> int:
    from archive_app.domain.errors import UsageError
    from archive_app.services.archive import Archive
    from archive_app.services.checking.rules import RULES
    from archive_app.services.checking.run import all_remarks
    from archive_app.services.names import Names

    if arguments.people:
        return _check_people(arguments)
    rules = {rule.name for rule in RULES if not arguments.rule or {rule.name, rule.label} & set(arguments.rule)}
    known = {word for rule in RULES for word in (rule.name, rule.label)}
    if unknown := [word for word in arguments.rule if word not in known]:
        labels = "、".join(f"{rule.name}（{rule.label}）" for rule in RULES)
        raise UsageError(f"没有“{unknown[0]}”这条规则", f"可用的：{labels}。", code="unknown-rule")
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        ids = _items(archive, arguments.ids)
        found = [
            (record, kept)
            for record, remarks in all_remarks(archive, Names(archive), ids)
            if (kept := [remark for remark in remarks if remark.rule in rules])
        ]
    total = sum(len(remarks) for _record, remarks in found)
    if arguments.json:
        items = [_to_json(record, remarks) for record, remarks in found]
        say_json({"checked": len(ids), "total": total, "items": items})
    else:
        _print(found)
        say(f"共 {total} 处，{len(found)} 件。" if total else "没有要说的。")
    return FOUND if total else 0


def _check_people(arguments: argparse.Namespace) -> int:
    from archive_app.domain.errors import UsageError
    from archive_app.services.archive import Archive
    from archive_app.services.authorities.remarks import all_odd

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        ids = [archive.catalogue.resolve(word) for word in arguments.ids]
        if len(archive.catalogue.load("person", ids)) < len(set(ids)):
            raise UsageError("只有人物卡片才有生卒", "编号请写人物卡片的 id。", code="not-a-person")
        checked = len(set(ids)) or len(archive.catalogue.records("person"))
        found = list(all_odd(archive, ids))
    total = sum(len(odd) for _card, odd in found)
    if arguments.json:
        cards = [
            {"card": card.id, "name": card.title, "remarks": [{"message": one.words, "item": one.item} for one in odd]}
            for card, odd in found
        ]
        say_json({"checked": checked, "total": total, "items": [], "cards": cards})
    else:
        for card, odd in found:
            say(f"{card.id}  {card.title}")
            for one in odd:
                say(f"  {one.words}")
        say(f"共 {total} 处，{len(found)} 张卡片。" if total else "没有要说的。")
    return FOUND if total else 0


def _items(archive: Archive, words: list[str]) -> list[str]:
    """The items that are meant. Raises ``UsageError`` for a card."""
    from archive_app.domain.errors import UsageError

    catalogue = archive.catalogue
    if not words:
        return catalogue.item_ids()
    ids = [catalogue.resolve(word) for word in words]
    there = catalogue.load("item", ids)
    if any(key not in there for key in ids):
        raise UsageError("只有资料才有正文", "编号请写资料的；卡片没有正文。", code="not-an-item")
    return ids


def _to_json(record: Record, remarks: list[Remark]) -> dict[str, object]:
    return {"item": record.id, "title": record.title, "remarks": [remark.to_json() for remark in remarks]}


def _print(found: list[tuple[Record, list[Remark]]]) -> None:
    from archive_app.services.checking.rules import label_of
    from archive_app.services.checking.run import in_words

    for record, remarks in found:
        say(f"{record.id}  《{record.title}》")
        for remark in remarks:
            near = " ".join(remark.near.split())
            say(f"  [{label_of(remark.rule)}] …{near}…  {in_words(remark)}")


def _house_style(arguments: argparse.Namespace) -> int:
    from archive_app.domain.errors import UsageError
    from archive_app.services.archive import Archive
    from archive_app.services.house_style import from_csv, read_list, to_csv, write_list

    with Archive.open(arguments.archive, actor=arguments.actor, read_only=arguments.take is None) as archive:
        if arguments.take is not None:
            try:
                data = arguments.take.read_bytes()
            except OSError as error:
                words = f"打不开 {arguments.take}"
                raise UsageError(words, "请看看文件在不在、有没有被别的程序占着。", code="cannot-read") from error
            usages = write_list(archive.root, from_csv(data))
        else:
            usages = read_list(archive.root)
    if arguments.out is not None:
        from archive_app.vault.durable import replacing

        with replacing(arguments.out) as handle:
            handle.write(to_csv(usages))
        say(f"已写 {len(usages)} 条到 {arguments.out}；改好以后用 --take 收回来。")
    elif arguments.json:
        rows = [
            {"write": one.write, "instead": one.instead, "reason": one.reason, "unless": list(one.unless)}
            for one in usages
        ]
        say_json({"total": len(rows), "usages": rows})
    else:
        for one in usages:
            unless = f"（除外：{'、'.join(one.unless)}）" if one.unless else ""
            say(f"{one.write} → {one.instead or '斟酌'}{unless}  {one.reason}")
        say(f"共 {len(usages)} 条。")
    return 0
