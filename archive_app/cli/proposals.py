"""``proposals``: what file names, folders, cameras and lists suggest for items, taken or refused."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive
from archive_app.services.mentions import Mentions
from archive_app.services.names import Names

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.suggested import Offer

_AT_ONCE = 400


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "proposals", parents=[common], help="文件名、文件夹、相机和清单给资料的建议：看、采用、不要"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("ids", metavar="编号", nargs="*", help="uuid、征集号或档号；不写就是全部资料")
    parser.add_argument(
        "--field", metavar="字段", action="append", default=[], help="只管这一项：字段名或中文名，可重复"
    )
    parser.add_argument("--mentions", action="store_true", help="还有文中提到、没有链上的人物、地名、单位、事件")
    parser.add_argument("--protection", action="store_true", help="还有算得出保护期已满的照片，附理由和条款")
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--take", action="store_true", help="采用拿得准的：原来空着、没有同名卡片要选的")
    answer.add_argument("--refuse", action="store_true", help="不要，以后不再提")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_proposals)


def _proposals(arguments: argparse.Namespace) -> int:
    from archive_app.services import protection, suggested

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        catalogue = archive.catalogue
        every = catalogue.item_ids() if arguments.mentions or arguments.protection else catalogue.items_suggested()
        ids = [catalogue.resolve(word) for word in arguments.ids] or every
        names = Names(archive)
        mentions = Mentions(names) if arguments.mentions else None
        records: dict[str, Record] = {}
        found: list[Offer] = []
        for start in range(0, len(ids), _AT_ONCE):  # an archive's texts are more than what fits into memory
            part = catalogue.load("item", ids[start : start + _AT_ONCE])
            if len(part) < len(ids[start : start + _AT_ONCE]):
                raise UsageError("只有资料才有建议", "编号请写资料的；卡片没有建议。", code="not-an-item")
            for record in part.values():
                offers = suggested.offers(record, names) + (mentions.offers(record) if mentions else [])
                if arguments.protection:
                    offers += protection.offers(record, catalogue, names)
                if offers:
                    records[record.id] = record
                    found += offers
        wanted = set(arguments.field)
        found = [offer for offer in found if not wanted or wanted & {offer.field.name, offer.field.label}]
        answered = found
        if arguments.take:
            answered = [offer for one in suggested.together(found) for offer in one.sure]
        if (arguments.take or arguments.refuse) and answered:
            if arguments.take:
                command = suggested.taking(records, answered, seen=suggested.seen_as(catalogue, answered))
            else:
                command = suggested.refusing(records, answered)
            archive.execute(command)
        titles = {key: record.title for key, record in records.items()}
    done = len(answered) if arguments.take or arguments.refuse else 0
    if arguments.json:
        say_json({"total": len(found), "answered": done, "proposals": [offer.to_json() for offer in found]})
        return 0
    for offer in found:
        say(f"《{titles[offer.item]}》 {offer.field.label}：{offer.value}（{offer.basis}）{_remark(offer)}")
    if arguments.take:
        left = len(found) - done
        say(f"采用了 {done} 条" + (f"；{left} 条要人来定，没有动。" if left else "。"))
    elif arguments.refuse:
        say(f"{done} 条不要了，以后不再提。")
    else:
        say(f"共 {len(found)} 条建议。" + ("加 --take 采用，加 --refuse 不要。" if found else ""))
    return 0


def _remark(offer: Offer) -> str:
    if offer.present:
        return f"　现在填的是：{offer.present}"
    if len(offer.cards) > 1:
        return "　有几张同名的卡片：" + "、".join(words for _key, words in offer.cards)
    return "　还没有这张卡片" if offer.links and not offer.cards else ""
