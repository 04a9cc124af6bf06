"""The states that an item's text has had, read off the log, and what is otherwise between any two of them.

A day's writing of one person is one state; steps of the road (提交, 退改, 送审 …), 定稿 of a volume, what came back
from Word and what was taken back have their names. Nothing is stored for it: the log has it all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from itertools import groupby
from typing import Any

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import TRASHED, SetFields
from archive_app.catalogue.history import HistoryEntry
from archive_app.catalogue.standing import CORRECTION_TYPE
from archive_app.catalogue.store import Record
from archive_app.catalogue.values import applied
from archive_app.domain.entities import ITEM
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import FieldType
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import State
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.texts.characters import Piece
from archive_app.services.texts.comparing import Comparison

TEXT = "manuscript"
WORD_TYPE = "word"
"""``type`` of a command that took a text back from Word."""
TAKEN_TYPE = "taken-back"
"""``type`` of a command that took an earlier state back."""
OF_THE_ROAD = frozenset(
    {"state", "workflow_log", "returned_count", "reviews", "referrals", "accession_no", "ref_code", TRASHED}
)
"""Fields that say where an item is, not what it says."""
_BESIDE = ("title", "responsibility", "author_note", "anonymous", "written")
"""What is printed over a text, compared along with it."""
_NAMED_TYPES = {"import": "收进来", "create": "新建", "example": "示例", CORRECTION_TYPE: "改样", TAKEN_TYPE: ""}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is another than it was; ``before`` and ``after`` are stored values."""

    field: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """The field's name."""
        return ITEM.field(self.field).label

    @property
    def is_text(self) -> bool:
        """Whether it is a manuscript."""
        return ITEM.field(self.field).type is FieldType.MANUSCRIPT

    def comparison(self) -> Comparison:
        """A text's two states beside each other."""
        return Comparison(Manuscript.from_json(self.before), Manuscript.from_json(self.after))

    def words(self) -> str:
        """The change in short: a text by its length, anything else by its name."""
        if not self.is_text:
            return f"“{self.label}”改过"
        was, now = (Manuscript.from_json(value).character_count() for value in (self.before, self.after))
        return f"“{self.label}”由 {was} 字改为 {now} 字"

    def pieces(self) -> list[Piece]:
        """The text's difference, character by character within the paragraphs that changed; empty for other fields."""
        return self.comparison().pieces() if self.is_text else []

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi state --json``: lengths and difference of a text, the values of other fields."""
        about: dict[str, Any] = {"field": self.field, "label": self.label}
        if not self.is_text:
            return {**about, "before": self.before, "after": self.after}
        was, now = (Manuscript.from_json(value).character_count() for value in (self.before, self.after))
        pieces = [{"what": what, "text": text} for what, text in self.pieces() if what != "same"]
        return {**about, "before_characters": was, "after_characters": now, "difference": pieces}


def excerpt(pieces: Sequence[Piece], around: int = 40) -> list[Piece]:
    """The difference with at most so many unchanged characters on either side of a change; … for what is left out."""
    made: list[Piece] = []
    for number, (what, text) in enumerate(pieces):
        first, last = number == 0, number == len(pieces) - 1
        if what == "same" and len(text) > around * (1 if first or last else 2):
            text = ("" if first else text[:around]) + "……" + ("" if last else text[-around:])
        made.append((what, text))
    return made


def marked(pieces: Sequence[Piece]) -> str:
    """The difference in one line for a terminal: 柜台是〔删：松〕〔增：杨〕木的."""
    words = {"gone": "〔删：{}〕", "new": "〔增：{}〕"}
    return "".join(words.get(what, "{}").format(text) for what, text in excerpt(pieces, 12)).replace("\n", "／")


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a text. ``number`` counts from 1, the oldest; ``at`` is when it was left so, by its writer's clock.

    ``names`` are what it was when: 提交, 送初审, 《第二十四辑》定稿; ``steps`` how often it was saved on the way.
    ``values`` are the text and what is printed over it, as stored; ``record_version`` is the item's when it was left
    so. ``current``: it is what stands now.
    """

    number: int
    command: str
    at: datetime
    by: str
    names: tuple[str, ...]
    steps: int
    values: Mapping[str, Any]
    record_version: int = 0
    current: bool = False

    @property
    def manuscript(self) -> Manuscript:
        """The text."""
        return Manuscript.from_json(self.values[TEXT])

    @property
    def words(self) -> str:
        """What it is called: its names, or that it was written."""
        return "、".join(self.names) or ("修改" if self.steps < 2 else f"修改（存了 {self.steps} 次）")

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi history --versions --json``."""
        return {
            "number": self.number,
            "at": self.at.isoformat(timespec="seconds"),
            "by": self.by,
            "names": list(self.names),
            "steps": self.steps,
            "characters": self.manuscript.character_count(),
            "current": self.current,
            "command": self.command,
        }


def versions(archive: Archive, item_id: str, *, every_step: bool = False) -> list[Version]:
    """The states of an item's text, the newest first; ``every_step`` keeps each saving apart.

    Empty where the item never had a text.
    """
    item = archive.catalogue.record(item_id)
    found = _Builder(every_step)
    for command in _commands(archive.catalogue.history(item_id), item):
        found.add(command)
    for at, by, name in _printed(archive, item_id):
        found.name_at(at, by, name)
    return found.done()


def changes_between(older: Version, newer: Version) -> list[FieldChange]:
    """What is otherwise: the text first, then what is printed over it."""
    return [
        FieldChange(name, older.values.get(name), newer.values.get(name))
        for name in (TEXT, *_BESIDE)
        if older.values.get(name) != newer.values.get(name)
    ]


def take_back(archive: Archive, item_id: str, version: Version, rows: Sequence[int] | None = None) -> Done:
    """Write an earlier state's text again: the whole, or what these rows of ``Comparison(version, now)`` say otherwise.

    One command. Raises ``UsageError`` where that changes nothing, ``Locked`` where the text stands.
    """
    return archive.execute(taking_back(archive.catalogue.record(item_id), version, rows))


def taking_back(item: Record, version: Version, rows: Sequence[int] | None = None) -> SetFields:
    """The command of `take_back`."""
    now = Manuscript.from_json(item[TEXT])
    if rows is None:
        value, what = version.values[TEXT], "正文"
    else:
        made = Comparison(version.manuscript, now).without(rows)
        value = made.to_json() if len(made) else None
        what = "正文的一段" if len(rows) == 1 else f"正文的 {len(rows)} 段"
    if value == item[TEXT]:
        raise UsageError("与现在的正文相同，没有要取回的", "请另选一版。", code="nothing-to-take")
    words = f"取回{what}：{version.at:%Y-%m-%d %H:%M}的（{version.words}）"
    return SetFields(item.id, {TEXT: value}, expected_version=item.version, type=TAKEN_TYPE, words=words)


# — reading the log —


@dataclass(frozen=True, slots=True)
class _Command:
    """What one command left: the values after it, and what it is called."""

    id: str
    at: datetime
    by: str
    name: str
    values: Mapping[str, Any]
    version: int


def _commands(entries: Sequence[HistoryEntry], item: Record) -> list[_Command]:
    """Every command that wrote the text or has a name, the oldest first."""
    values = {name: item.values.get(name) for name in (TEXT, *_BESIDE)}
    found: list[_Command] = []
    for _command, group in groupby(entries, key=lambda entry: entry.command_id):
        parts = list(group)
        touched = {entry.field for entry in parts}
        name = _name(parts)
        if TEXT in touched or (name and ("state" in touched or parts[0].version == 1)):
            first = parts[0]
            at = datetime.fromisoformat(first.at).astimezone(timezone(timedelta(minutes=first.offset)))
            found.append(_Command(first.command_id, at, first.actor, name, dict(values), first.version))
        for entry in parts:
            if entry.field in values:
                values[entry.field] = applied(values[entry.field], entry.before)
    return found[::-1]


def _name(parts: Sequence[HistoryEntry]) -> str:
    first = parts[0]
    for entry in parts:
        if entry.field == "state" and entry.after in set(State) and first.type not in ("create", "import", "example"):
            return f"{first.label.removeprefix('流程：')}（{State(entry.after).label}）"
    if first.type in (WORD_TYPE, TAKEN_TYPE):
        return first.label
    if first.type in _NAMED_TYPES:
        return _NAMED_TYPES[first.type]
    return "新建" if first.version == 1 else ""


def _printed(archive: Archive, item_id: str) -> Iterator[tuple[datetime, str, str]]:
    """When volumes took this text down (定稿): (when, by whom, what it is called)."""
    catalogue = archive.catalogue
    keys = [key for entity, key in catalogue.pointing_to(item_id) if entity == "article"]
    for article in catalogue.load("article", keys).values():
        for entry in catalogue.history(article.id):
            if entry.field == "frozen" and entry.after:
                at = datetime.fromisoformat(entry.at).astimezone(timezone(timedelta(minutes=entry.offset)))
                volume = _volume_name(archive, article)
                yield at, entry.actor, f"《{volume}》定稿"


def _volume_name(archive: Archive, article: Record) -> str:
    section = archive.catalogue.record(str(article["section"]))
    return archive.catalogue.record(str(section["volume"])).title


class _Builder:
    """Puts commands together to versions."""

    def __init__(self, every_step: bool) -> None:
        self._every = every_step
        self._made: list[dict[str, Any]] = []

    def add(self, command: _Command) -> None:
        """The next command."""
        last = self._made[-1] if self._made else None
        text = command.values[TEXT]
        if last is None and not text:
            return
        if last is not None and text == last["values"][TEXT]:
            if command.name and command.name not in last["names"]:
                last["names"].append(command.name)
            last["values"] = command.values
            return
        goes_on = (
            last is not None
            and not self._every
            and not command.name
            and not last["names"]
            and last["by"] == command.by
            and last["at"].date() == command.at.date()
        )
        if last is not None and goes_on:
            steps = last["steps"] + 1
            last.update(command=command.id, at=command.at, values=command.values, steps=steps)
            last["record_version"] = command.version
            return
        names = [command.name] if command.name else []
        about = {"command": command.id, "at": command.at, "by": command.by, "names": names}
        self._made.append({**about, "values": command.values, "steps": 1, "record_version": command.version})

    def name_at(self, at: datetime, _by: str, name: str) -> None:
        """Give a name to what stood at a time."""
        before = [one for one in self._made if one["at"] <= at]
        if before and name not in before[-1]["names"]:
            before[-1]["names"].append(name)

    def done(self) -> list[Version]:
        """The versions, the newest first."""
        last = len(self._made)
        return [
            Version(number, **{**one, "names": tuple(one["names"])}, current=number == last)
            for number, one in reversed(list(enumerate(self._made, 1)))
        ]
