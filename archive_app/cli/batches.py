"""``batch``: one field of many items changed as one step, with a look at what would become of them first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive

if TYPE_CHECKING:
    from archive_app.services.batch import BatchPlan, Wish

_SHOWN = 20


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("batch", parents=[common], help="成批修改一栏：先看会改哪些，一步改完，一步撤销")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("field", metavar="栏目", help="字段名或中文名，如 keywords 或 主题词")
    parser.add_argument("ids", metavar="编号", nargs="*", help="uuid、征集号或档号；- 从标准输入读，一行一个")
    way = parser.add_mutually_exclusive_group(required=True)
    for name, words in (("set", "都换成这个"), ("fill", "只填空着的"), ("add", "加上"), ("remove", "去掉")):
        way.add_argument(f"--{name}", metavar="值", help=f"{words}；@文件.json 是 JSON")
    way.add_argument("--replace", metavar=("找", "换"), nargs=2, help="把其中的字换成别的")
    way.add_argument("--clear", action="store_true", help="清空")
    parser.add_argument("--kind", metavar="种类", action="append", default=[], help="这一种类的全部资料，可重复")
    parser.add_argument("--all", action="store_true", help="全部资料")
    parser.add_argument("--dry-run", action="store_true", help="只看会改哪些，不改")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_batch)


def _batch(arguments: argparse.Namespace) -> int:
    from archive_app.services import batch

    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        made = batch.plan(archive, _ids(archive, arguments), _wish(arguments))
        if made.steps and not arguments.dry_run:
            archive.execute(made.command())
    if arguments.json:
        say_json({**made.to_json(), "written": bool(made.steps) and not arguments.dry_run})
    else:
        _tell(made, dry=arguments.dry_run)
    return 0


def _ids(archive: Archive, arguments: argparse.Namespace) -> list[str]:
    from archive_app.catalogue.queries import ItemFilter
    from archive_app.domain.kinds import kind_named

    words = [line.strip() for line in sys.stdin if line.strip()] if arguments.ids == ["-"] else arguments.ids
    if arguments.kind or arguments.all:
        if words:
            raise UsageError("写了编号，又写了 --kind 或 --all", "两样只写一样。", code="wrong-use")
        return archive.catalogue.item_ids(ItemFilter(kinds=tuple(kind_named(word).name for word in arguments.kind)))
    if not words:
        raise UsageError("没有写要改哪些资料", "请写编号，或 --kind 照片，或 --all。", code="no-items")
    return list(dict.fromkeys(archive.catalogue.resolve(word) for word in words))


def _wish(arguments: argparse.Namespace) -> Wish:
    from archive_app.services.batch import Way, Wish

    if arguments.clear:
        return Wish(arguments.field, Way.CLEAR)
    if arguments.replace:
        return Wish(arguments.field, Way.REPLACE, find=arguments.replace[0], by=arguments.replace[1])
    way = next(way for way in (Way.SET, Way.FILL, Way.ADD, Way.REMOVE) if getattr(arguments, way.value) is not None)
    return Wish(arguments.field, way, _value(getattr(arguments, way.value)))


def _value(word: str) -> Any:
    from archive_app.cli.materials import assignment

    return assignment(f"value={word}")[1]


def _tell(made: BatchPlan, *, dry: bool) -> None:
    for step in made.steps[:_SHOWN]:
        say(f"《{step.title}》 {step.was or '（空）'} → {step.becomes or '（空）'}")
    if len(made.steps) > _SHOWN:
        say(f"……还有 {len(made.steps) - _SHOWN} 件")
    for one in made.barred:
        say(f"《{one.title}》 不能改：{one.why}")
    done = "会改" if dry else "改了"
    others = f"已是这样的 {made.same} 件，不能改的 {len(made.barred)} 件。"
    say(f"{done} {len(made.steps)} 件的“{made.field.label}”，{others}")
