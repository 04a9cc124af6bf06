"""``alike``: photographs that look like one, and what is decided of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, say, say_json
from archive_app.domain.errors import UsageError

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.likeness.finding import Group, Member

_DECISIONS = {
    "replace": "大的替下小的，小的留作副本",
    "join": "归为一件：都并入第一件",
    "version": "版本关系：后一张由前一张而来",
    "different": "不是同一张，以后不再问",
}


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "alike", parents=[common], help="像是同一张的照片：微信副本和扫描件、重扫的、转过裁过的；并替、归并、不是"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("ids", metavar="编号", nargs="*", help="uuid、征集号或档号；不写就是全部")
    chosen = parser.add_mutually_exclusive_group()
    for name, words in _DECISIONS.items():
        chosen.add_argument(f"--{name}", dest="decision", action="store_const", const=name, help=words)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_alike)


def _alike(arguments: argparse.Namespace) -> int:
    from archive_app.services.archive import Archive
    from archive_app.services.likeness.finding import alike, catch_up

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        catalogue = archive.catalogue
        ids = list(dict.fromkeys(catalogue.resolve(word) for word in arguments.ids))
        if any(catalogue.record(key).entity != "item" for key in ids):
            raise UsageError("像不像，要比的是资料", "编号请写资料的。", code="not-an-item")
        if not archive.read_only:
            catch_up(archive, ProgressLine())
        groups = alike(archive, ids)
        if arguments.decision:
            return _decide(archive, arguments.decision, ids, groups)
    if arguments.json:
        say_json({"groups": [_as_json(group) for group in groups]})
        return 0
    for number, group in enumerate(groups, start=1):
        say(f"{number}. 像是同一张（{round(group.likeness * 100)}%）")
        for one in group.members:
            say(f"   《{one.item.title}》 {one.file['name']} {one.file['width']}×{one.file['height']} {one.item.id}")
    say(f"像是同一张的 {len(groups)} 组。" if groups else "没有像是同一张的。")
    return 0


def _as_json(group: Group) -> dict[str, Any]:
    return {
        "likeness": round(group.likeness, 3),
        "pictures": [
            {
                "id": one.item.id,
                "title": one.item.title,
                "file": one.file.id,
                "name": one.file["name"],
                "width": one.file["width"],
                "height": one.file["height"],
                "bytes": one.file["bytes"],
            }
            for one in group.members
        ],
    }


def _decide(archive: Archive, decision: str, ids: list[str], groups: list[Group]) -> int:
    from archive_app.services.likeness import deciding

    if len(ids) < 2 or (decision != "join" and len(ids) != 2):
        raise UsageError("要决定的两件没有写全", "请写出两件资料的编号（--join 可以更多）。", code="which-two")
    members = [_member(groups, key) for key in ids]
    first, second = members[0], members[1]
    if decision == "replace":
        large, small = sorted((first, second), key=lambda one: -one.pixels)
        done = archive.execute(deciding.replaced(archive, large, small))
    elif decision == "join":
        done = archive.execute(deciding.together(archive, first, members[1:]))
    elif decision == "version":
        done = archive.execute(deciding.version_of(second, first))
    else:
        done = archive.execute(deciding.different(first, second))
    say(f"{done.label}。要撤销：cunshi undo")
    return 0


def _member(groups: list[Group], key: str) -> Member:
    found = next((one for group in groups for one in group.members if one.item.id == key), None)
    if found is None:
        raise UsageError(f"{key} 不在像是同一张的里面", "先用 cunshi alike 馆藏 看有哪些。", code="not-alike")
    return found
