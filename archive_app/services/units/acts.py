"""What is done with units: made, changed, put elsewhere, filled with items, taken apart. Each act is one command, one
step of undo; what it would do is a value first, which window and command line show alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields, Trash
from archive_app.catalogue.standing import check_theirs
from archive_app.domain.access import Access
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.units import TIERS, effective, imposed, may_stand
from archive_app.domain.workflow import Locked, Roster
from archive_app.frozen import dataclass
from archive_app.services.units.defaults import Defaults
from archive_app.services.units.tree import UnitTree

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

_PART = 400  # items read at a time


def making(archive: Archive, values: Mapping[str, Any]) -> Create:
    """The command that makes a unit, as the last below its parent. Raises ``UsageError`` where its number is taken."""
    tree = UnitTree.of(archive.catalogue)
    parent = str(values.get("parent") or "")
    given = {**values, "title": str(values.get("title") or "").strip()}
    _check(tree, given, "")
    last = max((tree.rows[key].position for key in tree.children(parent)), default=0)
    label = TIERS[str(given["tier"])].label
    return Create("unit", {**given, "position": last + 1}, words=f"新建{label}「{given['title']}」")


def changing(archive: Archive, unit: Record, values: Mapping[str, Any]) -> SetFields:
    """The command that changes a unit's fields. Raises ``UsageError`` where its number is taken."""
    tree = UnitTree.of(archive.catalogue)
    _check(tree, {**unit.values, **values}, unit.id)
    names = [name for name, value in values.items() if value != unit.values.get(name)]
    if "access" in names and (level := str(values["access"] or "")):
        words = f"{tree.rows[unit.id].words}定为{Access(level).label}"
    else:
        words = f"修改{tree.rows[unit.id].words}"
    return SetFields(unit.id, values, words=words)


def _check(tree: UnitTree, values: Mapping[str, Any], own: str) -> None:
    tier, number = str(values.get("tier") or ""), str(values.get("number") or "").strip()
    if tier not in TIERS:
        known = "、".join(f"{name}（{one.label}）" for name, one in TIERS.items())
        raise UsageError("还没有写是哪一级", f"请选：{known}。", code="no-tier")
    if not str(values.get("title") or "").strip():
        raise UsageError(f"{TIERS[tier].label}还没有题名", "请写题名。", code="missing-field")
    parent = str(values.get("parent") or "")
    if parent and parent in tree.rows and not may_stand(tier, tree.rows[parent].tier):
        words = f"{TIERS[tier].label}不能放在{tree.rows[parent].words}下面"
        raise UsageError(words, "全宗下面放类或案卷，类下面放类或案卷，案卷下面直接放件。", code="wrong-tier")
    for key in tree.children(parent) if number else ():
        row = tree.rows[key]
        if key != own and row.number == number and row.tier == tier:
            remedy = "档号靠它区分，请换一个编号。"
            raise Conflict(f"这里已经有{row.words}，编号不能相同", remedy, code="number-taken")


def placing(archive: Archive, unit: str, parent: str, before: str = "") -> Batch:
    """The command that puts a unit below another (empty: at the top), before one of its children (empty: as the last).

    Raises ``UsageError`` where it may not stand there.
    """
    tree = UnitTree.of(archive.catalogue)
    row = tree.rows[unit]
    if parent and parent in tree.below(unit):
        words = f"{row.words}不能放到它自己下面"
        raise UsageError(words, "请选它以外、也不在它下面的全宗、类或案卷。", code="circle")
    _check(tree, {"tier": row.tier, "number": row.number, "title": row.title, "parent": parent}, unit)
    siblings = [key for key in tree.children(parent) if key != unit]
    siblings.insert(siblings.index(before) if before in siblings else len(siblings), unit)
    commands: list[Command] = []
    for at, key in enumerate(siblings, 1):
        values: dict[str, Any] = {"position": at} if tree.rows[key].position != at else {}
        if key == unit and row.parent != parent:
            values["parent"] = parent
        if values:
            commands.append(SetFields(key, values, by_program=True))
    where = f"放到{tree.rows[parent].words}下面" if parent and row.parent != parent else "改次序"
    return Batch(f"{row.words}{where if parent or row.parent == parent else '放到最上一级'}", commands)


# — items —


@dataclass(frozen=True, slots=True)
class Moved:
    """What becomes of one item: the fields it takes from the unit, and its level before and after."""

    item: str
    title: str
    version: int
    values: Mapping[str, Any]
    taken: tuple[str, ...]
    was: Access
    becomes: Access


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What moving items into a unit (or, where it is empty, out of any) comes to. ``same``: how many are there."""

    unit: str
    words: str
    steps: tuple[Moved, ...]
    same: int
    barred: tuple[tuple[str, str, str], ...]
    """(id, title, why) of those that cannot be moved."""

    @property
    def tighter(self) -> int:
        """How many items fewer people may see afterwards."""
        return sum(1 for one in self.steps if one.becomes.rank > one.was.rank)

    @property
    def looser(self) -> int:
        """How many items more people may see afterwards."""
        return sum(1 for one in self.steps if one.becomes.rank < one.was.rank)

    @property
    def filled(self) -> dict[str, int]:
        """Field → how many items take it from the unit."""
        found: dict[str, int] = {}
        for one in self.steps:
            for name in one.taken:
                found[name] = found.get(name, 0) + 1
        return found

    def command(self) -> Batch:
        """All of it as one step. Refused as a whole where an item was changed since the plan was made."""
        label = f"移入{self.words}" if self.unit else "移出案卷"
        return Batch(
            f"{label}（{len(self.steps)} 件）",
            [SetFields(one.item, one.values, expected_version=one.version, by_program=True) for one in self.steps],
        )

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi units add --json`` prints it."""
        return {
            "unit": self.unit,
            "moved": [
                {
                    "id": one.item, "title": one.title, "order": one.values.get("unit_order"),
                    "taken": list(one.taken), "access_before": one.was.value, "access": one.becomes.value,
                }
                for one in self.steps
            ],
            "same": self.same,
            "barred": [{"id": key, "title": title, "why": why} for key, title, why in self.barred],
        }  # fmt: skip


def moving(archive: Archive, ids: Sequence[str], unit: str) -> MovePlan:
    """What moving these items into a unit would do; nothing is written. ``unit`` empty: out of their units."""
    catalogue = archive.catalogue
    rows = catalogue.units()
    roster = Roster(catalogue.records("staff"), catalogue.records("commissioner"))
    actor = roster.actor(archive.actor)
    defaults = Defaults(archive)
    above = imposed(rows, unit) if unit else ""
    order = last_order(archive, unit) if unit else 0
    steps: list[Moved] = []
    barred: list[tuple[str, str, str]] = []
    same = 0
    for start in range(0, len(ids), _PART):
        for key, record in catalogue.load("item", ids[start : start + _PART]).items():
            if str(record["unit"] or "") == unit and not record.trashed:
                same += 1
                continue
            why = "在回收站里" if record.trashed else ""
            try:
                check_theirs(record, actor, roster)
            except Locked as error:
                why = error.message
            if why:
                barred.append((key, record.title, why))
                continue
            taken = defaults.filling(unit, str(record["kind"]), record.values) if unit else {}
            order += 1
            values = {"unit": unit, "unit_order": order if unit else None, **taken}
            becomes = effective(str(record["access"] or ""), above)
            steps.append(Moved(key, record.title, record.version, values, tuple(taken), record.level, becomes))
    return MovePlan(unit, rows[unit].words if unit else "", tuple(steps), same, tuple(barred))


def last_order(archive: Archive, unit: str) -> int:
    """The greatest 卷内件号 of a unit, the trash included: none is given twice."""
    found = archive.catalogue.orders_in(unit)
    return max((order for _key, order in found), default=0)


def entering(
    archive: Archive, unit: str, kind: str, values: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a new item of this kind has that is made in a unit, and the fields of it that come from the unit."""
    if not unit:
        return dict(values), ()
    taken = Defaults(archive).filling(unit, kind, values)
    placed = {"unit": unit, "unit_order": last_order(archive, unit) + 1}
    return {**values, **taken, **placed}, tuple(taken)


def ordering(archive: Archive, unit: str, ids: Iterable[str]) -> Batch:
    """The command that numbers the items of a unit 1, 2, 3 … in this order; those not named follow as they were."""
    standing = [key for key, _order in archive.catalogue.orders_in(unit, trashed=False)]
    wanted = [key for key in dict.fromkeys(ids) if key in set(standing)]
    named = set(wanted)
    whole = [*wanted, *(key for key in standing if key not in named)]
    now = dict(archive.catalogue.orders_in(unit, trashed=False))
    words = archive.catalogue.units()[unit].words
    changed = [(key, at) for at, key in enumerate(whole, 1) if now[key] != at]
    return Batch(
        f"{words}重排卷内件号（{len(changed)} 件）",
        [SetFields(key, {"unit_order": at}, by_program=True) for key, at in changed],
    )


# — taking apart —


@dataclass(frozen=True, slots=True)
class Dissolving:
    """What becomes of a unit that goes: what stood in it goes to ``into`` (empty: it stands in none then)."""

    unit: str
    words: str
    into: str
    into_words: str
    units: int
    items: int
    looser: int
    command: Batch

    @property
    def sentence(self) -> str:
        """In words, before it is done."""
        inside = "、".join(
            filter(None, (f"{self.units} 个下级" if self.units else "", f"{self.items} 件" if self.items else ""))
        )
        if not inside:
            return f"{self.words}是空的，移入回收站。"
        where = f"移到{self.into_words}" if self.into else "不再属于任何案卷"
        more = f"其中 {self.looser} 件会比现在宽：它们的级别是从这里承来的。" if self.looser else ""
        return f"{self.words}移入回收站；里面的 {inside}{where}。{more}"


def dissolving(archive: Archive, unit: str, into: str | None = None) -> Dissolving:
    """The command that puts a unit into the trash and what stands in it into another: the one above it where None.

    So two units are made one. Raises ``UsageError`` where what stands below may not stand there.
    """
    catalogue = archive.catalogue
    tree = UnitTree.of(catalogue)
    rows = catalogue.units()
    row = tree.rows[unit]
    target = row.parent if into is None else into
    if target and target in tree.below(unit):
        raise UsageError(f"{row.words}不能并到它自己里面", "请选另一个案卷。", code="circle")
    children = tree.children(unit)
    for key in children:
        _check(tree, {**_said(tree, key), "parent": target}, key)
    directly = [key for key, _order in catalogue.orders_in(unit)]
    steps: list[Command] = []
    last = max((tree.rows[key].position for key in tree.children(target)), default=0)
    for at, key in enumerate(children, 1):
        steps.append(SetFields(key, {"parent": target, "position": last + at}, by_program=True))
    order = last_order(archive, target) if target else 0
    level = imposed(rows, target) if target else ""
    looser = 0
    for start in range(0, len(directly), _PART):
        for key, record in catalogue.load("item", directly[start : start + _PART]).items():
            order += 1
            steps.append(SetFields(key, {"unit": target, "unit_order": order if target else None}, by_program=True))
            looser += effective(str(record["access"] or ""), level).rank < record.level.rank
    looser += _looser_below(archive, rows, children, unit, target)
    steps.append(Trash([unit]))
    into_words = rows[target].words if target else ""
    words = f"{row.words}并入{into_words}" if into else f"{row.words}移入回收站"
    return Dissolving(unit, row.words, target, into_words, len(children), len(directly), looser, Batch(words, steps))


def _said(tree: UnitTree, key: str) -> dict[str, Any]:
    row = tree.rows[key]
    return {"tier": row.tier, "number": row.number, "title": row.title}


def _looser_below(archive: Archive, rows: Mapping[str, Any], children: Sequence[str], unit: str, target: str) -> int:
    """How many items below the children of a unit that goes would be seen by more."""
    from dataclasses import replace

    after = {**rows, **{key: replace(rows[key], parent=target) for key in children}}
    ids = archive.catalogue.items_below(children) if children else []
    found = 0
    for start in range(0, len(ids), _PART):
        for record in archive.catalogue.load("item", ids[start : start + _PART]).values():
            level = imposed(after, str(record["unit"]))
            found += effective(str(record["access"] or ""), level).rank < record.level.rank
    return found
