"""Two items of one thing become one: the files, what is said of either, and every link to the second.

Nothing is lost: what the first leaves empty is filled, lists are put together, the stricter level holds, and where the
two say different things the second's words stand in 附注. The second goes to the trash with its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, SetFields, Trash
from archive_app.catalogue.pointing import leads_to
from archive_app.domain.access import Access
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import fields_of
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.media import is_heard
from archive_app.domain.own_fields import is_own
from archive_app.domain.recordings import FIELDS as TIMED
from archive_app.domain.recordings import bound
from archive_app.domain.sides import first_of, pictures_of
from archive_app.frozen import dataclass
from archive_app.services.item_files import kind_words, position_after, with_files
from archive_app.services.lists.filling import shown
from archive_app.services.own_fields import label_of

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

_T = FieldType
_LISTS = frozenset({_T.TAGS, _T.CHOICES, _T.LINKS, _T.DATES, _T.NUMBERS})
_KEPT_APART = frozenset(
    {"workflow_log", "reviews", "referrals", "exif", "own", "state", "accession_no", "ref_code", "returned_count"}
)
"""What stays with the item it was of."""
_LEVELS = ("access", "access_until", "use_levels", "anonymous", "title", "notes", "related", "source_name")
"""Decided by rules of their own."""
_USES = ("编辑部", "内部读者", "公开")


@dataclass(frozen=True, slots=True)
class Joining:
    """What joining comes to, before anything is written.

    ``filled`` and ``added`` are labels of fields that gain something; ``differ`` are (label, first, second) where the
    two disagree: the second's words go to 附注.
    """

    keep: str
    title: str
    others: tuple[str, ...]
    files: int
    filled: tuple[str, ...]
    added: tuple[str, ...]
    differ: tuple[tuple[str, str, str], ...]
    steps: tuple[Command, ...]

    def command(self) -> Batch:
        """All of it as one step. Refused as a whole where one of the items was changed since."""
        return Batch(f"并成一件：《{self.title}》（{len(self.others) + 1} 件）", self.steps, type="edit")


def joining(archive: Archive, keep: str, others: Sequence[str]) -> Joining:
    """What becomes of ``keep`` when the ``others`` are joined to it; nothing is written.

    Raises ``UsageError`` where there is nothing to join, one of them is in the trash, or both have a transcript and
    one of them no recording: two transcripts have two clocks.
    """
    ids = [key for key in dict.fromkeys(others) if key != keep]
    loaded = archive.catalogue.load("item", [keep, *ids])
    if not ids or keep not in loaded or any(key not in loaded for key in ids):
        raise UsageError("要并成一件，请选两件以上资料", "编号要写资料的。", code="nothing-chosen")
    for record in loaded.values():
        if record.trashed:
            raise UsageError(f"《{record.title}》在回收站里", "请先取回它再并。", code="in-trash")
    draft = _Draft(archive, loaded[keep])
    for key in ids:
        draft.take(loaded[key])
    return draft.made(ids)


class _Draft:
    """The first item as it will be."""

    def __init__(self, archive: Archive, keep: Record) -> None:
        self._archive = archive
        self._keep = keep
        self._fields = archive.fields_of(str(keep["kind"])) | {
            name: label_of(archive, name) for name in keep.values if is_own(name)
        }
        self._values: dict[str, Any] = {}
        self._names = _Names(archive)
        self._files = archive.catalogue.files_of(keep.id)
        self._after = position_after(self._files)
        self._moved: list[Command] = []
        self._both_heard = False
        self._links: dict[str, dict[str, Any]] = {}
        self._dropped: list[str] = []
        self._filled: dict[str, None] = {}
        self._added: dict[str, None] = {}
        self._differ: list[tuple[str, str, str]] = []
        self._versions: list[Record] = []
        people = list(keep.values.get("people") or ())
        if people:
            self._values["people"] = with_files(people, first_of(pictures_of(self._files)))

    def _get(self, name: str) -> Any:
        return self._values[name] if name in self._values else self._keep.values.get(name)

    def take(self, other: Record) -> None:
        """One item more."""
        files = self._archive.catalogue.files_of(other.id)
        for one in files:
            self._moved.append(SetFields(one.id, {"item": self._keep.id, "position": self._after}))
            self._after += 1
        values = dict(other.values)
        self._bind(values, files)
        values["people"] = with_files(other.values.get("people") or (), first_of(pictures_of(files)))
        apart: list[str] = []
        own = [label_of(self._archive, name) for name in other.values if is_own(name)]
        for field in (*fields_of(str(other["kind"])).values(), *own):
            if field.name in _KEPT_APART or field.name in _LEVELS:
                continue
            value = values.get(field.name, field.empty())
            if value in (None, field.empty()):
                continue
            if field.name not in self._fields and not is_own(field.name):
                apart.append(f"{field.label} {self._names.words(field, value)}")
            else:
                self._merge(field, value, apart, other)
        self._levels(other)
        self._notes(other, apart)
        self._follow(other)
        self._versions.append(other)

    def _bind(self, values: dict[str, Any], files: Sequence[Record]) -> None:
        """What is said in the recordings of the other names them, where this one has recordings of its own."""
        first = next((one.id for one in files if is_heard(str(one["mime"]))), "")
        own = next((one.id for one in self._files if is_heard(str(one["mime"]))), "")
        if first and own:
            for name in TIMED:
                values[name] = bound(values.get(name) or (), first)
        self._both_heard = bool(first and own)

    def _merge(self, field: Field, value: Any, apart: list[str], other: Record) -> None:
        own = self._get(field.name)
        if own in (None, field.empty()):
            self._values[field.name] = value
            if not field.by_program:
                self._filled[field.label] = None
        elif own == value:
            return
        elif field.name == "transcript" and self._both_heard:
            self._values[field.name] = [*own, *value]
            self._added[field.label] = None
        elif field.name == "transcript":
            raise UsageError(
                f"《{self._keep.title}》和《{other.title}》都有转写稿，有一件却没有录音，并在一起时间就乱了",
                "请先给它加入录音；或用“相关材料”连起来；或先清空其中一份转写稿。",
                code="two-transcripts",
            )
        elif field.type is _T.MANUSCRIPT:
            blocks = (*Manuscript.from_json(own), *Manuscript.from_json(value))
            self._values[field.name] = Manuscript(blocks).to_json()
            self._added[field.label] = None
        elif field.type in _LISTS or field.type is _T.ROWS:
            fresh = [one for one in value if one not in own]
            if fresh:
                self._values[field.name] = [*own, *fresh]
                if not field.by_program:
                    self._added[field.label] = None
        elif field.type is _T.LONG_TEXT and not field.by_program:
            if str(value).strip() not in str(own):
                self._values[field.name] = f"{own}\n{value}"
                self._added[field.label] = None
        elif field.name == "duration":
            self._values[field.name] = float(own) + float(value)
            self._added[field.label] = None
        elif not field.by_program:
            was, others = self._names.words(field, own), self._names.words(field, value)
            self._differ.append((field.label, was, others))
            apart.append(f"{field.label} {others}")

    def _levels(self, other: Record) -> None:
        """Of two levels the stricter holds; who does not want to be named is not."""
        if other.level.rank > max(self._keep.level.rank, Access(self._get("access")).rank):
            until = other["access_until"] if other["access"] == other.level else ""
            self._values.update({"access": str(other.level), "access_until": until})
            self._filled["级别"] = None
        mine, theirs = set(self._get("use_levels") or ()), set(other["use_levels"] or ())
        if theirs and mine != theirs:
            both = [use for use in _USES if use in (mine & theirs if mine else theirs)]
            self._values["use_levels"] = both or [_USES[0]]
            self._filled["使用范围"] = None
        if other["anonymous"] and not self._get("anonymous"):
            self._values["anonymous"] = True
            self._filled["匿名"] = None

    def _notes(self, other: Record, apart: list[str]) -> None:
        """Where it came from, and what it says that this one does not."""
        number = str(other["ref_code"] or other["accession_no"] or "")
        words = f"并入《{other.title}》" + (f"（{number}）" if number else "")
        words += "，原记：" + "；".join(apart) + "。" if apart else "。"
        said = [str(self._get("notes") or "").strip(), str(other["notes"] or "").strip(), words]
        self._values["notes"] = "\n".join(filter(None, said))
        related = [key for key in (*self._get("related"), *other["related"]) if key not in (self._keep.id, other.id)]
        self._values["related"] = list(dict.fromkeys(related))
        names = dict.fromkeys(filter(None, (str(self._get("source_name") or ""), str(other["source_name"] or ""))))
        self._values["source_name"] = "、".join(names)

    def _follow(self, other: Record) -> None:
        """Every link to the second leads to the first."""
        catalogue = self._archive.catalogue
        volumes: set[str] | None = None
        for entity, key in catalogue.pointing_to(other.id):
            if entity == "file" or key in (self._keep.id, other.id):
                continue
            record = catalogue.record(key)
            if entity == "article":
                volumes = self._volumes() if volumes is None else volumes
                if not record.trashed and self._volume(record) in volumes:
                    self._dropped.append(key)  # the volume has the first one already: once is enough
                    continue
            planned = self._links.setdefault(key, {})
            ours = (one.field for one in self._archive.own_fields if one.field.name in record.values)
            for field in (*entity_named(entity).fields, *ours):
                if leads_to(field, "item"):
                    value = planned.get(field.name, record.values[field.name])
                    changed = _replaced(field, value, other.id, self._keep.id, key)
                    if changed != value:
                        planned[field.name] = changed

    def _volumes(self) -> set[str]:
        catalogue = self._archive.catalogue
        found = (catalogue.record(key) for entity, key in catalogue.pointing_to(self._keep.id) if entity == "article")
        return {self._volume(one) for one in found if not one.trashed} - {""}

    def _volume(self, article: Record) -> str:
        section = str(article["section"] or "")
        return str(self._archive.catalogue.record(section)["volume"] or "") if section else ""

    def made(self, others: Sequence[str]) -> Joining:
        """The whole of it."""
        changed = {name: value for name, value in self._values.items() if value != self._keep.values.get(name)}
        steps: list[Command] = [
            SetFields(self._keep.id, changed, expected_version=self._keep.version, by_program=True),
            *self._moved,
            *(SetFields(key, values, by_program=True) for key, values in self._links.items() if values),
            *([Trash(self._dropped)] if self._dropped else []),
            *(SetFields(one.id, {}, expected_version=one.version) for one in self._versions),
            Trash(others),
        ]
        return Joining(
            self._keep.id, self._keep.title, tuple(others), len(self._moved), tuple(self._filled), tuple(self._added),
            tuple(self._differ), tuple(steps),
        )  # fmt: skip


def _replaced(field: Field, value: Any, old: str, new: str, owner: str) -> Any:
    """A field's value with links to ``new`` in the place of those to ``old``; nothing leads to its own record."""
    if field.type is FieldType.LINK:
        return new if value == old else value
    if field.type is FieldType.LINKS:
        return list(dict.fromkeys(new if key == old else key for key in value if (new if key == old else key) != owner))
    if field.type is FieldType.ROWS:
        columns = [column for column in field.columns if leads_to(column, "item")]
        return [
            {**row, **{c.name: _replaced(c, row[c.name], old, new, owner) for c in columns if c.name in row}}
            for row in value
        ]
    return value


class _Names:
    """Values in words."""

    def __init__(self, archive: Archive) -> None:
        self._catalogue = archive.catalogue

    def words(self, field: Field, value: Any) -> str:
        """A value in one line, with the names of the cards it leads to."""
        names: dict[str, str] = {}
        if field.type.links:
            names.update(self._titles(field.target, [value] if isinstance(value, str) else value))
        for column in field.columns:
            if column.type is FieldType.LINK:
                names.update(self._titles(column.target, [row[column.name] for row in value if row.get(column.name)]))
        return shown(field, value, names, 0)

    def _titles(self, entity: str, keys: Iterable[str]) -> dict[str, str]:
        return {key: record.title for key, record in self._catalogue.load(entity, keys).items()}


def words_of(archive: Archive, plan: Joining) -> str:
    """What will happen, in a few sentences."""
    kinds = {kind_words(record) for record in archive.catalogue.load("item", [plan.keep, *plan.others]).values()}
    said = [f"{len(plan.others)} 件并入《{plan.title}》，移过来 {plan.files} 个文件。"]
    if len(kinds) > 1:
        said.append(f"种类不同（{'、'.join(sorted(kinds))}），这一件没有的栏目写进附注。")
    if plan.filled:
        said.append(f"补上：{'、'.join(plan.filled)}。")
    if plan.added:
        said.append(f"合在一起：{'、'.join(plan.added)}。")
    if plan.differ:
        told = "；".join(f"{label}：{mine} ／ {theirs}" for label, mine, theirs in plan.differ)
        said.append(f"说法不同的，以这一件为准，另一种说法写进附注：{told}。")
    said.append("授权书、书卷、线索里指向它们的，改指这一件；并掉的在回收站里。")
    return "\n".join(said)
