"""Rows of a list as records: values of declared fields, or the column, the value and the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import KINDS, fields_of
from archive_app.frozen import dataclass
from archive_app.intake.lists.grid import UNCOMPUTED, Sheet
from archive_app.intake.lists.heads import Head, Row, Skipped, body
from archive_app.intake.lists.mapping import ListMapping, required_of
from archive_app.intake.lists.targets import ASIDE, FILE, ID, IGNORED, KIND, LIFE, PEOPLE, PLACE, UNIT, UNMAPPED, plain
from archive_app.intake.lists.words import (
    NotExact,
    is_ditto,
    is_nothing,
    is_unknown,
    life,
    looks_like_serial,
    names_in,
    one_line,
    responsible,
    value_of,
)

_KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("photograph", "照片 相片 底片 图片 影像 老照片 数码照片 影像资料 照片档案 ZP"),
    ("oral_history", "口述 口述史料 口述史 录音 录像 音频 视频 访谈 采访 口述资料 录音录像 音像 LY LX"),
    ("contribution", "来稿 稿件 文稿 文章 回忆录 征文 回忆文章 文字稿 史料稿 稿"),
    (
        "document",
        "文献 文书 档案 证件 契约 书信 信札 信件 日记 账册 报刊 图书 族谱 家谱 地图 手稿 文字 纸质 票证 证书 WS WX",
    ),
    ("artefact", "实物 器物 纪念品 奖章 证章 物品 藏品 徽章 工具 SW"),
)
_OF_WORD = {word: kind for kind, words in _KIND_WORDS for word in words.split()}
_TELLING_NOTHING = "附注 备注 说明备注 小传 简介 简历 生平 人物简介 生平简介 主要事迹 事迹 个人简历 主要经历"
_OWN_WORDS = frozenset(plain(word) for word in _TELLING_NOTHING.split())
_COMMAS = re.compile(r"\s*[、，,]\s*")
_SUFFIXED = re.compile(r"[^./\s]\.[A-Za-z][A-Za-z0-9]{1,4}\s*\Z")
_PLACES = {"photograph": "place_taken", "oral_history": "interview_place"}


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row cannot be taken: the column's label, what stands there, and the reason; a sentence of all in words."""

    row: int
    column: str
    value: str
    reason: str

    @property
    def words(self) -> str:
        """The reason as a person reads it."""
        short = self.value if len(self.value) <= 30 else self.value[:30] + "……"
        shown = f"“{self.column}”一列是“{short}”：" if self.value else f"“{self.column}”一列："
        return f"{shown}{self.reason}。"


@dataclass(slots=True)
class ListedRecord:
    """A row as a record: ``values`` by field; ``commissioner`` is a name or number to be looked up; ``files`` are
    names of files to be joined; ``item`` is the id by which a list of this program names an item, if it does; ``unit``
    is the path of its 案卷, to be looked up; ``own`` are the fields that the archive adds to the kind; ``links`` what
    stands in those of them that link (field → head and words), to be looked up."""

    row: int
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    commissioner: tuple[str, str] = ("", "")
    files: list[str] = field(default_factory=list)
    suggestions: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    item: str = ""
    unit: tuple[str, str] = ("", "")
    own: dict[str, Field] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A sheet with its head and how it is to be read."""

    sheet: Sheet
    head: Head
    mapping: ListMapping


@dataclass(slots=True)
class Reading:
    """What a table comes to: its rows' records and errors, and the rows that are none of the list."""

    records: list[ListedRecord]
    errors: list[RowError]
    skipped: list[Skipped]
    rows: int
    filled: frozenset[int] = frozenset()  # the columns that hold anything


def read_table(table: ListedTable) -> Reading:
    """Every row of a table by its mapping."""
    rows, skipped = body(table.sheet, table.head, frozenset(table.mapping.skip_rows))
    reader = _Reader(table)
    records: list[ListedRecord] = []
    errors: list[RowError] = []
    for row in rows:
        wrong: list[RowError] = []
        record = reader.record(row, wrong)
        errors += wrong
        if not wrong:
            records.append(record)
    filled = {at for row in rows for at, cell in enumerate(row.cells) if cell}
    return Reading(records, errors, skipped, len(rows), frozenset(filled))


class RereadCells:
    """Words by head as a table's mapping reads them: what a row would come to that nobody had changed."""

    def __init__(self, table: ListedTable) -> None:
        self._table = table

    def read(self, cells: Mapping[str, str]) -> ListedRecord:
        """The record of a row with these words."""
        reader = _Reader(self._table)
        row = Row(0, tuple(cells.get(label, "").strip() for label in self._table.head.labels))
        return reader.record(row, [])


def kind_from(words: str, more: Mapping[str, str]) -> str:
    """The kind that a word in a list means; empty where it means none."""
    if words in more:
        return more[words]
    for kind in KINDS:
        if words in (kind.name, kind.label):
            return kind.name
    return _OF_WORD.get(words.removesuffix("类").removesuffix("资料") or words, _OF_WORD.get(words, ""))


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: ListedTable) -> None:
        self._mapping = table.mapping
        self._labels = table.head.labels
        self._targets = [column.target for column in table.mapping.targets_of(self._labels)]
        self._errors = {(row + 1, column): words for row, column, words in table.sheet.errors}
        self._doubtful = {(row + 1, column) for row, column in table.sheet.doubtful}
        self._above: dict[int, str] = {}  # column → what 〃 below it means
        self._entity = table.mapping.entity
        self._declared: dict[str, dict[str, Field]] = {}
        self._used = [at for at, target in enumerate(self._targets) if target not in (UNMAPPED, IGNORED)]
        if self._entity != "item":
            self._declared[self._entity] = {f.name: f for f in entity_named(self._entity).fields}

    def _fields(self, kind: str) -> dict[str, Field]:
        if kind not in self._declared:
            own = self._mapping.own.get(kind, ())
            self._declared[kind] = {**fields_of(kind), **{field.name: field for field in own}}
        return self._declared[kind]

    def record(self, row: Row, wrong: list[RowError]) -> ListedRecord:
        """The row's record; what is wrong with it goes into ``wrong``."""
        record = ListedRecord(row.number, self._kind(row, wrong))
        record.own = {field.name: field for field in self._mapping.own.get(record.kind, ())}
        fields = self._fields(record.kind)
        for at in self._used:
            target, label, words = self._targets[at], self._labels[at], row.cells[at]
            error = self._errors.get((row.number, at))
            if error is not None and target in (KIND, required_of(self._entity)):
                wrong.append(_cell_error(row.number, label, error))
            elif error is not None:  # one cell that cannot be read does not keep its row out
                record.warnings.append(f"“{label}”这一格{_cell_error(row.number, label, error).reason}；这一格没有收。")
            elif words and target != KIND and not is_nothing(words):
                words = self._in_full(record, at, label, words)
                try:
                    self._fill(record, fields, target, label, words, doubtful=(row.number, at) in self._doubtful)
                except ValueError as problem:
                    wrong.append(RowError(row.number, label, words, str(problem)))
        self._finish(record, fields, row, wrong)
        return record

    def _kind(self, row: Row, wrong: list[RowError]) -> str:
        if self._entity != "item":
            return self._entity
        if KIND in self._targets:
            at = self._targets.index(KIND)
            words = one_line(row.cells[at])
            if words and not is_nothing(words):
                found = kind_from(words, self._mapping.kinds)
                if found:
                    return found
                known = "、".join(kind.label for kind in KINDS)
                wrong.append(RowError(row.number, self._labels[at], words, f"不是资料的种类，可用：{known}"))
        return self._mapping.kind

    def _in_full(self, record: ListedRecord, at: int, label: str, words: str) -> str:
        """A cell's words; of one that says the same as above, the words above."""
        if is_ditto(words) and at in self._above:
            record.warnings.append(f"“{label}”写的是“{words}”，按上面一行的“{self._above[at][:40]}”收。")
            return self._above[at]
        self._above[at] = words
        return words

    def _fill(
        self, record: ListedRecord, fields: dict[str, Field], target: str, label: str, words: str, *, doubtful: bool
    ) -> None:
        name, _, role = target.partition(".")
        if name == FILE and self._entity == "item":
            record.files += [part for part in _file_names(words) if part]
        elif name == ID and self._entity == "item":
            record.item = one_line(words)
        elif name == UNIT and self._entity == "item":
            record.unit = (label, one_line(words))
        elif name in ("responsibility", PEOPLE, "persons") and is_unknown(words):
            _to_notes(record, label, words)  # nobody is called 不详
        elif name == LIFE and self._entity == "person":
            record.values.update({key: value for key, value in life(words).items() if key not in record.values})
        elif name == "responsibility":
            record.values.setdefault("responsibility", []).extend(responsible(words, role))
        elif name == PEOPLE or name == "persons":
            self._people(record, fields, label, words)
        elif name in (PLACE, "places") and self._entity == "item":
            self._place(record, fields, name, label, one_line(words))
        elif name == "commissioner":
            record.commissioner = (label, one_line(words))
        elif name not in fields:
            _to_notes(record, label, words)
            record.warnings.append(f"“{label}”不是这一种类的字段，记在附注里。")
        elif name in record.own and fields[name].type.links:
            record.links[name] = (label, words)
        else:
            self._value(record, fields[name], label, words, doubtful=doubtful)

    def _value(self, record: ListedRecord, declared: Field, label: str, words: str, *, doubtful: bool) -> None:
        name = declared.name
        if name == ASIDE.get(self._entity) and plain(label.partition("#")[0]) not in _OWN_WORDS:
            _to_notes(record, label, words, name)
            return
        try:
            value = value_of(declared, words, label)
        except NotExact as problem:
            if self._entity not in ASIDE:
                raise
            aside = ASIDE[self._entity]
            _to_notes(record, label, words, aside)
            record.warnings.append(f"“{label}”{problem}，这里是“{words}”，记在{fields_label(self._entity, aside)}里。")
            return
        if declared.type is FieldType.DATE and doubtful:
            value = {"display": words}
            record.warnings.append(
                f"“{label}”在表格里是数字 {words}，可能是 {words[:4]} 年 1 月，也可能是 10 月"
                "（表格软件会去掉末尾的 0），没有读成日期，请核对。"
            )
        elif declared.type in (FieldType.DATE, FieldType.DATES) and looks_like_serial(words):
            record.warnings.append(f"“{label}”是“{words}”，像 Excel 的日期序号，请核对。")
        if name not in record.values:
            record.values[name] = value
        elif isinstance(value, list):
            record.values[name] = [*record.values[name], *(part for part in value if part not in record.values[name])]
        elif declared.type is FieldType.LONG_TEXT:
            record.values[name] = f"{record.values[name]}\n{value}"
        else:
            _to_notes(record, label, words)

    def _people(self, record: ListedRecord, fields: dict[str, Field], label: str, words: str) -> None:
        if "people" in fields:
            record.values.setdefault("people", []).extend({"name": name} for name in names_in(words))
        else:
            record.suggestions += [_suggestion("persons", name, label) for name in names_in(words)]

    def _place(self, record: ListedRecord, fields: dict[str, Field], name: str, label: str, words: str) -> None:
        own = _PLACES.get(record.kind, "")
        if name == PLACE and own and own not in record.values:
            record.values[own] = words
        else:
            record.suggestions += [_suggestion("places", place, label) for place in names_in(words)]

    def _finish(self, record: ListedRecord, fields: dict[str, Field], row: Row, wrong: list[RowError]) -> None:
        needed = required_of(self._entity)
        if not record.values.get(needed) and not any(self._targets_field(error.column, needed) for error in wrong):
            label = next((self._labels[at] for at in self._used if self._targets[at] == needed), fields[needed].label)
            words = "是空的" if any(self._targets[at] == needed for at in self._used) else "没有哪一列对应它"
            wrong.append(RowError(row.number, label, "", f"{words}，没有{fields[needed].label}的一行不能收"))
        if record.kind == "photograph" and not record.values.get("photographer"):
            taken_by = [r["name"] for r in record.values.get("responsibility", ()) if r["role"] == "摄影者"]
            if taken_by:
                record.values["photographer"] = "、".join(taken_by)

    def _targets_field(self, label: str, name: str) -> bool:
        return any(self._labels[at] == label and self._targets[at] == name for at in self._used)


def fields_label(entity: str, name: str) -> str:
    """What a person calls a field of an entity."""
    return entity_named(entity).field(name).label


def _suggestion(name: str, value: str, label: str) -> dict[str, str]:
    return {"field": name, "value": value, "basis": f"清单“{label}”一列"}


def _to_notes(record: ListedRecord, label: str, words: str, name: str = "notes") -> None:
    line = f"{label.partition('#')[0]}：{words}"
    present = record.values.get(name)
    record.values[name] = f"{present}\n{line}" if present else line


def _cell_error(row: int, label: str, error: str) -> RowError:
    if error == UNCOMPUTED:
        return RowError(row, label, "", "是公式，文件里没有存下算好的值；请用 Excel 或 WPS 打开，保存一次再导入")
    return RowError(row, label, error, "是表格里的出错标记，请在表里改正")


def _file_names(words: str) -> Iterator[str]:
    """Names between semicolons or line by line; between commas, too, where each has its suffix: 一、二.jpg is one."""
    for part in words.replace("；", ";").replace("\n", ";").split(";"):
        among = _COMMAS.split(part)
        for name in among if all(_SUFFIXED.search(one) for one in among) else (part,):
            yield name.strip().replace("\\", "/")
