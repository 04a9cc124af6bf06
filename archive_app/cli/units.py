"""``units``: 全宗, 类, 案卷, what stands in them, and what comes down from them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.queries import ORDERS, ItemFilter
from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.access import Access
from archive_app.domain.entities import UNIT
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.services.archive import Archive
from archive_app.services.units import UnitTree

if TYPE_CHECKING:
    from archive_app.catalogue.commands import Command
    from archive_app.services.units.acts import MovePlan

_ACTS = {
    "list": "列出全部，缩进表示上下级",
    "show": "一个案卷：各项、里面的件",
    "add": "新建：--tier 层级 题名，--number 编号，--in 上级，还可以 字段=值",
    "set": "改：案卷 字段=值……；新件照填的写成 defaults.字段=值",
    "move": "移入：案卷 编号……（资料，或别的案卷）；移出案卷写 - 编号……",
    "order": "重排卷内件号：案卷 编号……，或 --by 次序",
    "remove": "撤掉：里面的移到上一级，或 --into 另一个案卷（就是并卷）",
}
_SHOWN = 20


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    acts = "；".join(f"{name} {words}" for name, words in _ACTS.items())
    parser = commands.add_parser("units", parents=[common], help="全宗、类、案卷：列出、新建、改、移入、排序、撤掉")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("act", metavar="做什么", nargs="?", default="list", choices=tuple(_ACTS), help=acts)
    parser.add_argument(
        "words", metavar="案卷或编号", nargs="*", help="案卷写编号的路径（J019/WS/3）、编号、题名或 uuid"
    )
    parser.add_argument("--tier", metavar="层级", help="全宗 fonds、类 series、案卷 file、组 group、册 book")
    parser.add_argument("--number", metavar="编号", help="全宗号、类别号、案卷号")
    parser.add_argument("--in", dest="parent", metavar="上级", help="配合 add、move；- 是最上一级")
    parser.add_argument("--before", metavar="案卷", help="配合 move：放在它前面")
    parser.add_argument("--into", metavar="案卷", help="配合 remove：里面的移到这里")
    parser.add_argument("--by", metavar="次序", choices=tuple(ORDERS), help="配合 order：" + "、".join(ORDERS))
    parser.add_argument("--dry-run", action="store_true", help="只看会怎样，不动手")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_units)


def _units(arguments: argparse.Namespace) -> int:
    dry = arguments.dry_run or arguments.act in ("list", "show")
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        if arguments.act == "show":
            return _show(archive, arguments)
        told = _told(archive, arguments)
        if told.command is not None and not dry:
            archive.execute(told.command)
        tree = UnitTree.of(archive.catalogue, counted=True)
        if arguments.json:
            made = {} if told.plan is None else {"plan": told.plan.to_json()}
            units = [_to_json(archive, tree, key) for key, _depth in tree.walk()]
            say_json({"units": units, "written": told.command is not None and not dry, "unit": told.unit, **made})
            return 1 if told.plan is not None and told.plan.barred else 0
        for line in told.lines:
            say(line)
        if arguments.act == "list":
            _say_tree(tree)
    return 1 if told.plan is not None and told.plan.barred else 0


class _Told:
    """What an act comes to: its command, what is said of it, and what it would do."""

    def __init__(
        self, command: Command | None = None, lines: tuple[str, ...] = (), unit: str = "", plan: MovePlan | None = None
    ) -> None:
        self.command, self.lines, self.unit, self.plan = command, lines, unit, plan


def _told(archive: Archive, arguments: argparse.Namespace) -> _Told:
    from archive_app.services.units import acts

    tree, words = UnitTree.of(archive.catalogue), list(arguments.words)
    if arguments.act == "list":
        return _Told()
    if arguments.act == "add":
        made = acts.making(archive, _new(tree, arguments, words))
        return _Told(made, (f"{made.label}。",), made.id)
    if not words:
        raise UsageError("没有写是哪个案卷", f"units {arguments.act}：{_ACTS[arguments.act]}。", code="no-unit")
    if arguments.act == "move" and words[0] == "-":
        return _moved(archive, tree, "", words[1:], arguments)
    unit = tree.named(words[0])
    if arguments.act == "set":
        command = acts.changing(archive, archive.catalogue.record(unit), _changes(archive, unit, words[1:]))
        return _Told(command, (f"{command.label}。",), unit)
    if arguments.act == "order":
        ids = _items(archive, words[1:])
        if arguments.by:
            ids = archive.catalogue.item_ids(ItemFilter(units=(unit,)), arguments.by)
        elif not ids:
            raise UsageError("没有写怎样排", "请依次写编号，或 --by 次序，如 --by created。", code="no-order")
        order = acts.ordering(archive, unit, ids)
        return _Told(order if order.commands else None, (f"{order.label}。",), unit)
    if arguments.act == "remove":
        into = None if arguments.into is None else _place(tree, arguments.into)
        gone = acts.dissolving(archive, unit, into)
        return _Told(gone.command, (gone.sentence,), unit)
    if arguments.parent is not None or arguments.before:
        before = tree.named(arguments.before) if arguments.before else ""
        parent = tree.rows[before].parent if before else _place(tree, arguments.parent)
        placed = acts.placing(archive, unit, parent, before)
        return _Told(placed if placed.commands else None, (f"{placed.label}。",), unit)
    return _moved(archive, tree, unit, words[1:], arguments)


def _moved(archive: Archive, tree: UnitTree, unit: str, words: list[str], arguments: argparse.Namespace) -> _Told:
    """Items into a unit; a unit among them goes below it."""
    from archive_app.services.units import acts
    from archive_app.services.units.defaults import words_of

    below = [one for one in words if one in tree.rows]
    if len(below) == 1 and len(words) == 1:
        placed = acts.placing(archive, below[0], unit)
        return _Told(placed if placed.commands else None, (f"{placed.label}。",), unit)
    ids = _items(archive, words)
    if not ids:
        raise UsageError("没有写移哪些资料", "请写 uuid、征集号或档号；- 从标准输入读，一行一个。", code="no-items")
    plan = acts.moving(archive, ids, unit)
    order = "　件号 {}" if unit else ""
    lines = [f"《{one.title}》{order.format(one.values['unit_order'])}" for one in plan.steps[:_SHOWN]]
    lines += [f"……还有 {len(plan.steps) - _SHOWN} 件"] if len(plan.steps) > _SHOWN else []
    lines += [f"《{title}》 不能移：{why}" for _key, title, why in plan.barred]
    for name, number in plan.filled.items():
        lines.append(f"{number} 件照填“{words_of(archive, 'document', [name]) or name}”")
    done = "会移" if arguments.dry_run else "已移"
    where = f"入{plan.words}" if unit else "出案卷"
    level = f"{plan.tighter} 件比原来严，{plan.looser} 件比原来宽。" if plan.tighter or plan.looser else ""
    lines.append(
        f"{done}{where} {len(plan.steps)} 件，原来就在的 {plan.same} 件，不能移的 {len(plan.barred)} 件。{level}"
    )
    return _Told(plan.command() if plan.steps else None, tuple(lines), unit, plan)


def _items(archive: Archive, words: list[str]) -> list[str]:
    listed = [line.strip() for line in sys.stdin if line.strip()] if words == ["-"] else words
    ids = list(dict.fromkeys(archive.catalogue.resolve(word) for word in listed))
    for key in ids:
        if archive.catalogue.record(key).entity != "item":
            raise UnknownRecord(f"{key} 不是一件资料", "案卷里放的是资料；案卷放到别处，用 move 案卷 --in 上级。")
    return ids


def _place(tree: UnitTree, word: str) -> str:
    return "" if word == "-" else tree.named(word)


def _new(tree: UnitTree, arguments: argparse.Namespace, words: list[str]) -> dict[str, Any]:
    if arguments.tier is None:
        raise UsageError("没有写是哪一级", "请写 --tier 全宗、类、案卷、组或册。", code="no-tier")
    parent = "" if arguments.parent is None else _place(tree, arguments.parent)
    plain = [word for word in words if "=" not in word]
    values = _assigned([word for word in words if "=" in word])
    title = {"title": " ".join(plain)} if plain else {}
    given = {**values, **title, "tier": UNIT.field("tier").check(arguments.tier), "parent": parent}
    return given if arguments.number is None else {**given, "number": arguments.number}


def _changes(archive: Archive, unit: str, words: list[str]) -> dict[str, Any]:
    from archive_app.services.units.defaults import rows_of, said_by

    given = _assigned(words)
    said = {name.removeprefix("defaults."): given.pop(name) for name in list(given) if name.startswith("defaults.")}
    if said:
        from archive_app.domain.entities import ITEM

        record = archive.catalogue.record(unit)
        kept = {
            name: value for name, value in said_by(record).items() if name != "retention" or not record["retention"]
        }
        for name, value in said.items():
            kept[name] = ITEM.field(name).check(value)
        given["defaults"] = rows_of({name: value for name, value in kept.items() if value not in (None, "", [])})
    return given


def _assigned(words: list[str]) -> dict[str, Any]:
    from archive_app.cli.materials import assignment

    found = {}
    for word in words:
        name, value = assignment(word)
        if not name.startswith("defaults."):
            field = next((one for one in UNIT.fields if name in (one.name, one.label)), None) or UNIT.field(name)
            name, value = field.name, field.check(value)
        found[name] = value
    return found


def _to_json(archive: Archive, tree: UnitTree, key: str) -> dict[str, Any]:
    row = tree.rows[key]
    return {
        "id": key, "tier": row.tier, "number": row.number, "title": row.title, "path": tree.path(key),
        "parent": row.parent, "access": row.access, "access_until": row.until, "level": row.imposed,
        "items": tree.items.get(key, 0), "items_below": tree.counts[key], "trashed": row.trashed,
    }  # fmt: skip


def _show(archive: Archive, arguments: argparse.Namespace) -> int:
    tree = UnitTree.of(archive.catalogue, counted=True)
    if len(arguments.words) != 1:
        raise UsageError("请写一个案卷", "units 馆藏 show J019/WS/3。", code="no-unit")
    key = tree.named(arguments.words[0])
    record = archive.catalogue.record(key)
    orders = archive.catalogue.orders_in(key, trashed=False)
    rows = {row.id: row for row in archive.catalogue.item_rows([one for one, _order in orders])}
    if arguments.json:
        values = {field.name: record[field.name] for field in UNIT.fields}
        listed = [
            {"id": one, "order": order, "title": rows[one].title, "ref_code": rows[one].ref_code,
             "access": rows[one].access}
            for one, order in orders
        ]  # fmt: skip
        say_json({**values, **_to_json(archive, tree, key), "contents": listed})
        return 0
    say(f"{tree.words(key)}　{tree.path(key)}")
    for field in UNIT.fields:
        value = record[field.name]
        if value not in (None, field.empty()) and field.name not in ("title", "parent", "position", "defaults"):
            say(
                f"{field.label}（{field.name}）：{value['display'] if isinstance(value, dict) else _word(field, value)}"
            )
    for order in orders:
        row = rows[order[0]]
        say(f"{order[1]}  {row.ref_code or row.accession_no}  {row.title}  {Access(row.access).label}")
    say(f"共 {len(orders)} 件。")
    return 0


def _word(field: Any, value: Any) -> str:
    return str(field.label_of(value)) if isinstance(value, str) else str(value)


def _say_tree(tree: UnitTree) -> None:
    for key, depth in tree.walk():
        row = tree.rows[key]
        level = f"　{Access(row.access).label}" if row.access else ""
        gone = "　在回收站里" if row.trashed else ""
        say(f"{'　' * depth}{row.words}　{tree.counts[key]} 件{level}{gone}　{tree.path(key)}")
    if not tree:
        say("还没有建过全宗、类或案卷。")
