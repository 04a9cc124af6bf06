"""``names`` and ``pinyin``."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.hanzi.collation import pinyin_key, stroke_key
from archive_app.hanzi.pinyin import Kind, readings

_KINDS = {"person": "人名", "place": "地名", "organisation": "单位名"}


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser(
        "names", parents=[common], help="按首字母、拼音或汉字找人名、地名、单位；不写就列出名单"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("text", metavar="名字", nargs="?", default="", help="如 wjz、wangjz、王jz、王家庄")
    parser.add_argument(
        "--entity", metavar="类别", action="append", help="只找 person、place、organisation、event、commissioner"
    )
    parser.add_argument(
        "--order", metavar="次序", choices=("pinyin", "strokes"), default="pinyin", help="名单按 pinyin 或 strokes 排"
    )
    parser.add_argument("--limit", metavar="N", type=int, default=20, help="最多给出几个（默认 20）")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_names)

    parser = commands.add_parser("pinyin", parents=[common], help="名字的读音，最可能的在前")
    parser.add_argument("name", metavar="名字")
    parser.add_argument(
        "--kind", metavar="种类", choices=tuple(_KINDS), default="", help="person、place 或 organisation"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_pinyin)


def _names(arguments: argparse.Namespace) -> int:
    from archive_app.domain.entities import entity_named
    from archive_app.domain.errors import UsageError
    from archive_app.services.archive import Archive
    from archive_app.services.names import NAMED, Names

    entities = tuple(arguments.entity or NAMED)
    if unknown := [entity for entity in entities if entity not in NAMED]:
        raise UsageError(f"没有名单“{unknown[0]}”", f"可用的：{'、'.join(NAMED)}。", code="unknown-entity")
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        names = Names(archive)
        if arguments.text.strip():
            hits = names.find(arguments.text, limit=max(0, arguments.limit), entities=entities)
        else:
            hits = [hit for entity in entities for hit in names.ordered(entity, arguments.order)]
    if arguments.json:
        say_json({"query": arguments.text, "names": [hit.to_json() for hit in hits]})
    elif hits:
        for hit in hits:
            say(f"{hit.id}  [{entity_named(hit.entity).label}] {hit.label}  {hit.reading}")
    else:
        say("没有找到。")
    return 0


def _pinyin(arguments: argparse.Namespace) -> int:
    kind = Kind(arguments.kind)
    found = [reading for reading in readings(arguments.name, kind) if reading.syllables]
    unread = list(found[0].unread) if found else []
    if arguments.json:
        say_json(
            {
                "readings": [reading.text for reading in found],
                "initials": list(dict.fromkeys(reading.initials for reading in found)),
                "sort_keys": {
                    "pinyin": pinyin_key(arguments.name, kind=kind),
                    "strokes": stroke_key(arguments.name, kind),
                },
                "unread": unread,
            }
        )
        return 0
    for reading in found:
        say(f"{reading.text}  （{reading.initials}）")
    if unread:
        say(f"查不到读音的字：{'、'.join(unread)}")
    if not found:
        say("这里没有可以读的字。")
    return 0
