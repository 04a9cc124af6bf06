"""Which column of a list means which field: proposed from the head and a look at the cells, corrected by a person,
saved as a file (``docs/list-mapping.md``) and found again for the next list with the same head.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

import tomli_w

from archive_app.domain.entities import ITEM, entity_named
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field
from archive_app.domain.kinds import KINDS, fields_of, kind_named
from archive_app.domain.own_fields import is_own
from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass
from archive_app.intake.lists.heads import Head, unnamed
from archive_app.intake.lists.targets import (
    ENTITIES,
    FILE,
    GUESS,
    ID,
    IGNORED,
    KIND,
    LIFE,
    PEOPLE,
    PLACE,
    REQUIRED,
    SURE,
    UNIT,
    UNMAPPED,
    may_fill,
    meaning,
    plain,
)

FORMAT = 1
_AS_NOTE = 0.6  # how sure it is that a column without a field of its own belongs into the notes
_SEVERAL = (
    "responsibility",
    "notes",
    "keywords",
    "aliases",
    "title_alt",
    PEOPLE,
    "persons",
    "places",
    "present",
    "roles",
)
"""Fields that several columns may fill together."""


Ours = Mapping[str, Sequence[Field]]
"""Kind → the fields that the archive itself adds to it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its label, the target it fills, and how sure the proposal is (1: said by a person or a file)."""

    label: str
    target: str
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class ListMapping:
    """How a list is to be read.

    ``entity`` is what its rows are; ``kind`` the kind of items where no column says it; ``sheet`` (empty: any) and
    ``head_row`` (from 1; 0: to be found) say where; ``skip_rows`` are rows to leave out (from 1); ``kinds`` are words
    for kinds beyond the usual ones. ``own`` are the fields that the archive adds to each kind; they are not saved.
    """

    columns: tuple[Column, ...]
    entity: str = "item"
    kind: str = "document"
    sheet: str = ""
    head_row: int = 0
    skip_rows: tuple[int, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    own: Ours = field(default_factory=dict, compare=False)

    def own_fields(self) -> dict[str, Field]:
        """The archive's own fields by name, of whichever kind."""
        return {one.name: one for fields in self.own.values() for one in fields}

    def target_of(self, label: str) -> Column:
        """What a column of this label fills; ``UNMAPPED`` where the mapping does not know it."""
        return self.targets_of([label])[0]

    def targets_of(self, labels: Iterable[str]) -> list[Column]:
        """What the columns of a head fill, in its order (a hostile head has 16,384 of them)."""
        known: dict[str, Column] = {}
        for column in self.columns:
            known.setdefault(plain_label(column.label), column)
        return [known.get(plain_label(label)) or Column(label, UNMAPPED, 0.0) for label in labels]

    def with_target(self, label: str, target: str) -> ListMapping:
        """The same with one column corrected."""
        fresh = Column(label, target)
        known = any(column.label == label for column in self.columns)
        columns = tuple(fresh if column.label == label else column for column in self.columns)
        return replace(self, columns=columns if known else (*columns, fresh))

    def fits(self, labels: Iterable[str]) -> bool:
        """Whether a head with these labels is one the mapping was made for: the column every row needs is there, and
        half of its columns are."""
        there = {plain_label(label) for label in labels}
        mine = [column for column in self.columns if column.target not in (UNMAPPED, IGNORED)]
        needed = [column for column in mine if column.target == required_of(self.entity)]
        met = sum(1 for column in mine if plain_label(column.label) in there)
        return any(plain_label(column.label) in there for column in needed) and met * 2 >= len(mine)


def plain_label(label: str) -> str:
    """A label to compare; the number that tells apart columns of the same name stays."""
    words, hash_mark, number = label.partition("#")
    return plain(words) + hash_mark + number


def required_of(entity: str) -> str:
    """The field without which a row is nothing."""
    return REQUIRED.get(entity, "name")


# — proposing —

_CONTENT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("photograph", ("照片", "相片", "摄影", "底片", "拍摄", "影像", "图片")),
    ("oral_history", ("口述", "录音", "录像", "访谈", "采访", "受访", "讲述", "时长", "转写")),
    ("artefact", ("实物", "藏品", "器物", "质地", "材质", "品相", "完残")),
    ("contribution", ("稿件", "来稿", "收稿", "作者", "字数", "撰稿", "征文", "文章")),
)
_OF_ENTITY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("commissioner", ("专员", "聘号", "聘期", "聘书", "片区")),
    ("lead", ("线索", "知情人", "走访", "缓急")),
    ("event", ("大事记", "事件")),
    ("organisation", ("单位名录", "机构名录", "单位名称", "机构名称")),
    ("place", ("地名", "旧称", "村名", "所属乡镇")),
    ("person", ("人物表", "人物名录", "人名", "籍贯", "生年", "出生", "卒年", "民族", "性别")),
)


def propose(
    head: Head, sheet_name: str, samples: Sequence[Sequence[str]] = (), entity: str = "", own: Ours | None = None
) -> ListMapping:
    """The mapping that a list's own words suggest. ``samples`` are some rows' cells, to see whether they suit; a head
    that is the name of one of the archive's ``own`` fields means that."""
    entity = entity or _entity(head, sheet_name)
    kind = _kind(head, sheet_name) if entity == "item" else ""
    columns: list[Column] = []
    ours = own or {}
    called = {plain(one.label): one.name for fields in ours.values() for one in fields} if entity == "item" else {}
    for position, label in enumerate(head.labels):
        cells = [row[position] for row in samples if position < len(row) and row[position]]
        target, certainty = (UNMAPPED, 0.0) if unnamed(label, position) else meaning(_bare(label), entity)
        if (mine := called.get(plain(_bare(label)))) and not unnamed(label, position):
            target, certainty = mine, SURE
        columns.append(Column(label, target, certainty if cells or not samples else min(certainty, SURE)))
    columns = _settled(columns, entity)
    if entity == "item":
        columns = _suited(_titled(columns), kind, ours.get(kind, ()))
    return ListMapping(tuple(columns), entity, kind, name=_name(head, sheet_name), own=ours)


_IN_PLACE_OF_TITLE = ("occasion", "caption", "abstract")


def _titled(columns: list[Column]) -> list[Column]:
    """Where no column is a title the words that tell most stand for it, to be looked at: 事由, 文字说明, 提要."""
    if any(column.target == "title" for column in columns):
        return columns
    for target in _IN_PLACE_OF_TITLE:
        for at, column in enumerate(columns):
            if column.target == target:
                return [*columns[:at], Column(column.label, "title", GUESS), *columns[at + 1 :]]
    return columns


def _suited(columns: list[Column], kind: str, own: Sequence[Field]) -> list[Column]:
    """Where all rows are of one kind, what that kind has no field for goes to the notes from the start."""
    if any(column.target == KIND for column in columns):
        return columns
    known = {*fields_of(kind), *(one.name for one in own), UNMAPPED, IGNORED, FILE, ID, PLACE, PEOPLE}
    return [
        column if column.target.partition(".")[0] in known else Column(column.label, "notes", _AS_NOTE)
        for column in columns
    ]


def _bare(label: str) -> str:
    return label.partition("#")[0]


def _name(head: Head, sheet_name: str) -> str:
    return (head.above.split(" ")[0] or sheet_name)[:30]


def _entity(head: Head, sheet_name: str) -> str:
    """What the rows are: items where a column is a title; else whatever the words of the head say most of."""
    said = f"{sheet_name} {head.above}"
    scores: dict[str, float] = {}
    for entity in ENTITIES:
        found = [meaning(_bare(label), entity) for label in head.labels]
        needed = (required_of(entity),) if entity != "item" else ("title", "occasion", "caption")
        if any(target in needed and certainty >= SURE for target, certainty in found):
            scores[entity] = sum(certainty for target, certainty in found if target != IGNORED)
    for entity, marks in _OF_ENTITY:
        if entity in scores:
            scores[entity] += sum(1.0 for mark in marks if any(mark in label for label in head.labels))
            scores[entity] += 2.0 * any(mark in said for mark in marks)
    if "item" in scores:
        scores["item"] += 1.0  # an archive's list is one of materials unless much speaks against it
    return max(scores, key=lambda entity: scores[entity]) if scores else "item"


def _kind(head: Head, sheet_name: str) -> str:
    labels, said = " ".join(head.labels), f"{sheet_name} {head.above}"
    scores = {
        kind: sum(1 for mark in marks if mark in labels) + 3 * sum(1 for mark in marks if mark in said)
        for kind, marks in _CONTENT
    }
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else "document"


def _settled(columns: list[Column], entity: str) -> list[Column]:
    """Each field once: where two columns ask for it the surer one has it, the other goes to the notes or nowhere."""
    taken: dict[str, int] = {}
    for number, column in enumerate(columns):
        name = column.target.partition(".")[0]
        if name in (UNMAPPED, IGNORED) or name in _SEVERAL:
            continue
        if name in taken and columns[taken[name]].certainty >= column.certainty:
            columns[number] = _second(column, entity)
        else:
            if name in taken:
                columns[taken[name]] = _second(columns[taken[name]], entity)
            taken[name] = number
    return columns


def _second(column: Column, entity: str) -> Column:
    if column.target == "created" and entity == "item":
        return Column(column.label, UNMAPPED, 0.0)
    numbers = column.target == "received_no" and column.certainty >= SURE
    return Column(column.label, "notes" if numbers else UNMAPPED, _AS_NOTE if numbers else 0.0)


# — what may be aimed at —

_OF_ITEMS = (
    Field(FILE, "文件名（把同名文件并进来）"),
    Field(ID, "存史编号（馆藏里的那一件）"),
    Field(PLACE, "地点（按种类填）"),
    Field(PEOPLE, "人物（按种类填）"),
    Field(UNIT, "所属案卷（编号的路径，如 J019/WS/3）"),
)


def targets_of(entity: str, kind: str = "") -> list[tuple[str, str]]:
    """(target, label) of everything a column may fill, for a list to choose from; the kind's own fields first."""
    if entity != "item":
        found = [(f.name, f.label) for f in entity_named(entity).fields if may_fill(f)]
        return [*found, (LIFE, "生卒年（分成生年、卒年）")] if entity == "person" else found
    declared = list(fields_of(kind).values()) if kind else list(ITEM.fields)
    found = [("title", "题名"), ("received_no", "原编号")]
    found += [(f.name, f.label) for f in _OF_ITEMS]
    found.append((KIND, "种类"))
    role = ITEM.field("responsibility").columns[0]
    found += [(f"responsibility.{term.value}", f"责任者：{term.label}") for term in role.terms]
    there = {target for target, _ in found}
    found += [(f.name, f.label) for f in declared if f.name not in there and may_fill(f)]
    return found


def check_target(target: str, entity: str) -> None:
    """Raises ``UsageError`` that names what is possible where a target is none."""
    if target in (UNMAPPED, IGNORED):
        return
    if is_own(target) and entity == "item":
        return  # of which archive, the reader of the list knows
    name, _, role = target.partition(".")
    if role and name != "responsibility":
        raise UsageError(f"对应里的“{target}”不对", "只有 responsibility 后面可以写身份。", code="wrong-mapping")
    known = [found for found, _ in targets_of(entity)]
    if name in known or target in known or (name == "responsibility" and entity == "item"):
        return
    raise UsageError(
        f"对应里没有“{target}”这个字段", f"可以用：{'、'.join(sorted(known))}；“-”表示不要。", code="wrong-mapping"
    )


# — files —


def to_dict(mapping: ListMapping) -> dict[str, Any]:
    """The saved form, as in ``docs/list-mapping.md``."""
    found: dict[str, Any] = {"format": FORMAT, "name": mapping.name, "entity": mapping.entity}
    if mapping.entity == "item":
        found["kind"] = mapping.kind
    if mapping.sheet:
        found["sheet"] = mapping.sheet
    if mapping.head_row:
        found["head_row"] = mapping.head_row
    if mapping.skip_rows:
        found["skip_rows"] = list(mapping.skip_rows)
    if mapping.kinds:
        found["kinds"] = dict(mapping.kinds)
    found["columns"] = {column.label: column.target for column in mapping.columns}
    return found


def to_toml(mapping: ListMapping) -> str:
    """The text of a mapping file."""
    return tomli_w.dumps(to_dict(mapping))


def write_mapping(mapping: ListMapping, path: Path) -> None:
    """Save as TOML, or as JSON where the name ends so. Raises ``UsageError`` where the file cannot be written."""
    text = to_toml(mapping)
    if path.suffix.lower() == ".json":
        text = json.dumps(to_dict(mapping), ensure_ascii=False, indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"写不了 {path}（{in_words(error)}）", "请换一个位置。", code="no-file") from error


def read_mapping(path: Path) -> ListMapping:
    """A mapping file, TOML or JSON. Raises ``UsageError`` that names the file and what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        about = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"读不出 {path}（{in_words(error)}）", "请核对文件名。", code="no-file") from error
    except ValueError as error:
        raise UsageError(f"{path.name} 不是合格的对应文件（{error}）", _SEE, code="wrong-mapping") from error
    try:
        return from_dict(about)
    except UsageError as error:
        raise UsageError(f"{path.name}：{error.message}", error.remedy, code=error.code) from error


_SEE = "写法见 docs/list-mapping.md；也可以用 --save-mapping 先写出一份再改。"
_KEYS = {"format", "name", "entity", "kind", "sheet", "head_row", "skip_rows", "kinds", "columns"}


def from_dict(about: Any) -> ListMapping:
    """The mapping that the saved form says. Raises ``UsageError``."""
    if not isinstance(about, dict) or not isinstance(about.get("columns"), dict) or not about["columns"]:
        raise UsageError("缺少 [columns]：哪一列填哪个字段", _SEE, code="wrong-mapping")
    unknown = sorted(set(about) - _KEYS)
    if unknown:
        raise UsageError(f"不认得“{unknown[0]}”这一项", _SEE, code="wrong-mapping")
    if about.get("format", FORMAT) != FORMAT:
        raise UsageError("对应文件是别的版本写的", _SEE, code="wrong-mapping")
    entity = about.get("entity", "item")
    if entity not in ENTITIES:
        raise UsageError(f"entity 不能是“{entity}”", f"可以是：{'、'.join(ENTITIES)}。", code="wrong-mapping")
    columns = []
    for label, target in about["columns"].items():
        if not isinstance(target, str):
            raise UsageError(f"“{label}”后面要写字段名", _SEE, code="wrong-mapping")
        check_target(target, entity)
        columns.append(Column(str(label), target))
    rows = about.get("skip_rows", [])
    head_row = about.get("head_row", 0)
    if not isinstance(rows, list) or not all(isinstance(row, int) for row in rows) or not isinstance(head_row, int):
        raise UsageError("skip_rows 要是行号的列表，head_row 要是行号", _SEE, code="wrong-mapping")
    kinds = {str(word): kind_of(str(kind)) for word, kind in dict(about.get("kinds", {})).items()}
    kind = kind_of(str(about.get("kind") or "document"))
    name, sheet = str(about.get("name", "")), str(about.get("sheet", ""))
    return ListMapping(tuple(columns), entity, kind, sheet, head_row, tuple(rows), kinds, name)


def kind_of(word: str) -> str:
    """The identifier of a kind by identifier or label. Raises ``UsageError``."""
    if word in {name for kind in KINDS for name in (kind.name, kind.label)}:
        return kind_named(word).name
    known = "、".join(f"{kind.name}（{kind.label}）" for kind in KINDS)
    raise UsageError(f"没有“{word}”这个种类", f"可以是：{known}。", code="wrong-mapping")
