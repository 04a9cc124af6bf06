"""One field of many items changed at once: first what would become of each, then one command.

A plan is a value: the window shows it, ``cunshi batch --dry-run`` prints it, and its command does exactly that, or
nothing where an item was changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, SetFields
from archive_app.catalogue.standing import check_theirs, frozen_fields
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import KINDS, kind_named
from archive_app.domain.own_fields import is_own
from archive_app.domain.workflow import FROZEN, Locked, Roster, State
from archive_app.frozen import dataclass
from archive_app.services.lists.filling import shown

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

_PART = 400  # items read at a time


class Way(StrEnum):
    """How a field is changed."""

    SET = "set"
    FILL = "fill"
    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"
    RENAME = "rename"
    CLEAR = "clear"

    @property
    def label(self) -> str:
        """What a person sees."""
        return _LABELS[self]


_LABELS = {
    Way.SET: "换成", Way.FILL: "只填空着的", Way.ADD: "加上",
    Way.REMOVE: "去掉", Way.REPLACE: "查找替换", Way.RENAME: "整词改成", Way.CLEAR: "清空",
}  # fmt: skip
_T = FieldType
_SEVERAL = frozenset({_T.TAGS, _T.CHOICES, _T.LINKS, _T.DATES, _T.ROWS})
_WORDS = frozenset({_T.TEXT, _T.LONG_TEXT, _T.TAGS})


def ways_of(field: Field) -> tuple[Way, ...]:
    """How this field can be changed, the commonest first."""
    found = [Way.ADD, Way.REMOVE, Way.SET] if field.type in _SEVERAL else [Way.SET]
    if field.type is not _T.FLAG:
        found.append(Way.FILL)
    if field.type in (_T.TEXT, _T.LONG_TEXT):
        found.append(Way.ADD)
    if field.type in _WORDS:
        found.append(Way.REPLACE)
    if field.type in (_T.TEXT, _T.TAGS) or (is_own(field.name) and field.type in (_T.CHOICE, _T.CHOICES)):
        found.append(Way.RENAME)
    if not field.required and field.type is not _T.FLAG:
        found.append(Way.CLEAR)
    return tuple(found)


def fields_for(archive: Archive, kinds: Iterable[str]) -> list[tuple[Field, tuple[str, ...]]]:
    """(field, names of the kinds that have it; none where all do) of what can be changed in items of these kinds."""
    wanted = [kind.name for kind in KINDS if kind.name in set(kinds)]
    found: dict[str, tuple[Field, list[str]]] = {}
    for kind in wanted:
        for field in archive.fields_of(kind).values():
            if not field.by_program and field.type is not _T.MANUSCRIPT and field.name != "transcript":
                found.setdefault(field.name, (field, []))[1].append(kind)
    return [(field, () if len(having) == len(wanted) else tuple(having)) for field, having in found.values()]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: ``value`` for all ways but ``REPLACE`` and ``CLEAR``, ``find`` and ``by`` for ``REPLACE``.

    ``RENAME`` makes ``by`` of every whole word that is in ``value`` (a list): several become one, none where ``by`` is
    empty.
    """

    field: str
    way: Way
    value: Any = None
    find: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one item: its values, and in words."""

    item: str
    title: str
    version: int
    before: Any
    after: Any
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Barred:
    """An item that cannot be changed, and why."""

    item: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What a wish comes to. ``same``: how many items are so already; ``also``: what is carried out with it."""

    field: Field
    way: Way
    steps: tuple[Step, ...]
    same: int
    barred: tuple[Barred, ...]
    also: tuple[Command, ...] = ()

    @property
    def replaced(self) -> int:
        """Of how many items something that was filled in would go."""
        return sum(1 for step in self.steps if step.was and self.way in (Way.SET, Way.CLEAR))

    def command(self) -> Batch:
        """All of it as one step. Refused as a whole where an item was changed since the plan was made."""
        name = self.field.name
        return Batch(
            f"批量修改{self.field.label}（{len(self.steps)} 条）",
            [
                *(SetFields(step.item, {name: step.after}, expected_version=step.version) for step in self.steps),
                *self.also,
            ],
        )

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi batch --json`` prints it."""
        return {
            "field": self.field.name,
            "way": self.way.value,
            "changes": [
                {"id": step.item, "title": step.title, "before": step.before, "after": step.after}
                for step in self.steps
            ],
            "same": self.same,
            "barred": [{"id": one.item, "title": one.title, "why": one.why} for one in self.barred],
        }


def plan(archive: Archive, ids: Sequence[str], wish: Wish, stop: Callable[[], bool] = lambda: False) -> BatchPlan:
    """What the wish would do to these items; nothing is written. ``stop`` is asked now and then: then the plan is cut.

    Raises ``UsageError`` for a field no item has, a way the field does not know, or a value that cannot stand in it.
    """
    catalogue = archive.catalogue
    field = _declared(archive, wish.field)
    make = _changer(field, wish)
    roster = Roster(catalogue.records("staff"), catalogue.records("commissioner"))
    actor = roster.actor(archive.actor)
    titles = _Titles(archive, field)
    steps: list[Step] = []
    barred: list[Barred] = []
    same = 0
    for start in range(0, len(ids), _PART):
        if stop():
            break
        for key, record in catalogue.load("item", ids[start : start + _PART]).items():
            why = _barred(archive, record, field, make)
            before = record.values.get(field.name, field.empty())
            after = before if why else make(before)
            if not why and after == before:
                same += 1
                continue
            try:
                check_theirs(record, actor, roster)
            except Locked as error:
                why = error.message
            if why:
                barred.append(Barred(key, record.title, why))
            else:
                words = titles.words
                steps.append(Step(key, record.title, record.version, before, after, words(before), words(after)))
    return BatchPlan(field, wish.way, tuple(steps), same, tuple(barred))


def _barred(archive: Archive, record: Record, field: Field, make: Callable[[Any], Any]) -> str:
    """Why this item cannot be changed whoever asks; empty where it can, or need not."""
    kind = str(record["kind"])
    if record.trashed:
        return "在回收站里"
    if field.name not in archive.fields_of(kind):
        return f"{kind_named(kind).label}没有“{field.label}”这一栏"
    after = make(record.values.get(field.name, field.empty()))
    if after == record.values.get(field.name, field.empty()):
        return ""
    if State(record["state"]) in FROZEN and field.name in frozen_fields(kind):
        return "已经定稿，要改请用“改样…”"
    return f"“{field.label}”不能为空" if field.required and not after else ""


def _declared(archive: Archive, name: str) -> Field:
    for kind in KINDS:
        for field in archive.fields_of(kind.name).values():
            if name in (field.name, field.label):
                if field.by_program or field.type is _T.MANUSCRIPT:
                    raise UsageError(f"“{field.label}”不能成批修改", "它由程序填写，或在稿纸上写。", code="by-program")
                return field
    raise UsageError(f"没有“{name}”这一栏", "栏目可以写名字（keywords）或中文名（主题词）。", code="unknown-field")


def _changer(field: Field, wish: Wish) -> Callable[[Any], Any]:
    """Value before → after."""
    if wish.way not in ways_of(field):
        can = "、".join(way.label for way in ways_of(field))
        raise UsageError(f"“{field.label}”不能“{wish.way.label}”", f"可以：{can}。", code="wrong-way")
    if wish.way is Way.CLEAR:
        return lambda _before: field.empty()
    if wish.way is Way.REPLACE:
        if not wish.find:
            raise UsageError("还没有写要找什么", "请写明要替换的字。", code="nothing-to-find")
        return lambda before: _replaced(before, wish.find, wish.by)
    if wish.way is Way.RENAME:
        words = frozenset(str(word) for word in wish.value or ())
        if not words:
            raise UsageError("还没有选要改的词", "请选一个或几个词。", code="nothing-to-find")
        return lambda before: _renamed(before, words, wish.by.strip())
    value = field.check(wish.value)
    if value == field.empty() and field.type is not _T.FLAG:
        raise UsageError(
            f"还没有写“{field.label}”要{wish.way.label}什么", "要清空的，请选“清空”。", code="nothing-to-set"
        )
    if wish.way is Way.SET:
        return lambda _before: value
    if wish.way is Way.FILL:
        return lambda before: before if before != field.empty() else value
    if wish.way is Way.REMOVE:
        return lambda before: [one for one in before or [] if one not in value]
    return lambda before: _added(field, before, value)


def _added(field: Field, before: Any, value: Any) -> Any:
    if field.type in _SEVERAL:
        return [*(before or []), *(one for one in value if one not in (before or []))]
    if not before:
        return value
    return before if value in before else before + ("\n" if field.type is _T.LONG_TEXT else "") + value


def _replaced(before: Any, find: str, by: str) -> Any:
    if isinstance(before, list):  # terms: two that become one are one
        return list(dict.fromkeys(word for one in before if (word := one.replace(find, by).strip())))
    return (before or "").replace(find, by)


def _renamed(before: Any, words: frozenset[str], by: str) -> Any:
    if isinstance(before, list):
        return list(dict.fromkeys(word for one in before if (word := by if one in words else one)))
    return by if before in words else before


class _Titles:
    """Values in words; the cards they lead to are read once each."""

    def __init__(self, archive: Archive, field: Field) -> None:
        self._archive = archive
        self._field = field
        self._known: dict[str, str] = {}

    def words(self, value: Any) -> str:
        """A value in one line."""
        field = self._field
        if value in (None, "", []) or (field.type is _T.FLAG and not value):
            return ""
        if field.type.links:
            self._look(field.target, [value] if isinstance(value, str) else value)
        for column in field.columns:
            if column.type is _T.LINK:
                self._look(column.target, [row[column.name] for row in value if row.get(column.name)])
        return shown(field, value, self._known)

    def _look(self, entity: str, keys: Sequence[str]) -> None:
        unknown = [key for key in keys if key not in self._known]
        if unknown:
            found = self._archive.catalogue.load(entity, unknown)
            self._known.update({key: found[key].title if key in found else "（已不在）" for key in unknown})
