"""缺项检查: what items lack, as one list.

Required fields, 六要素, links that lead nowhere, originals that are not there, permission, cards of persons. It reads
and says, and changes nothing; whether an original is whole is what `verify` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.domain.consents import ConsentState
from archive_app.domain.entities import ITEM
from archive_app.domain.errors import Damaged
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.rights import is_free
from archive_app.domain.workflow import State
from archive_app.domain.workflow.table import DROPPED
from archive_app.frozen import dataclass
from archive_app.reports.held import Held, held
from archive_app.reports.table import Column, Table
from archive_app.services.authorities.consents import NARRATORS, ConsentBook
from archive_app.services.papers.about import known

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

Progress = Callable[[float, str], None]

CHECKS: Mapping[str, str] = {
    "required": "必填项",
    "six": "六要素",
    "link": "链接",
    "file": "原件",
    "consent": "授权",
    "card": "人物卡",
}
"""What is looked at, and the word for it; in this order."""

_SIX = (
    ("事由", ("occasion", "caption")), ("时间", ("created", "dates")), ("地点", ("place_taken", "places")),
    ("人物", ("people", "persons")), ("背景", ("background",)), ("摄影者", ("photographer",)),
)  # fmt: skip
"""An element, and the fields of which one must say something (GB/T 11821-2002)."""
_UNSURE = ("待考", "不详")
"""People on a photograph of whom nobody knows who they are."""
_NOT_YET = (State.DRAFT, State.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that an item lacks: which check found it, in words, what to do, and the field to go to (may be
    empty)."""

    item: str
    number: str
    title: str
    kind: str
    check: str
    words: str
    remedy: str
    field: str = ""

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi lacks --json``."""
        return {
            "id": self.item, "number": self.number, "title": self.title, "kind": self.kind, "check": self.check,
            "words": self.words, "remedy": self.remedy, "field": self.field,
        }  # fmt: skip


Found = tuple[str, str, str]
"""(what, what to do, the field)."""


def lacks(
    archive: Archive,
    ids: Sequence[str] | None = None,
    checks: Iterable[str] = (),
    progress: Progress = lambda share, words: None,
) -> list[Lack]:
    """What these items (all, where none are named) lack, by the checks named (all), in the order of the items."""
    wanted = tuple(checks) or tuple(CHECKS)
    looker = _Looker(archive)
    found: list[Lack] = []
    for item in held(archive.catalogue, archive.catalogue.item_ids() if ids is None else ids, progress):
        number = str(item.record["accession_no"] or item.record["ref_code"] or "")
        for check in wanted:
            for words, remedy, field in _BY_CHECK[check](looker, item):
                found.append(
                    Lack(item.record.id, number, item.record.title, item.kind, check, words, remedy, field)
                )  # fmt: skip
    return found


class _Looker:
    """What is asked of the archive once, and of each item."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.book = ConsentBook(archive)
        self._there: dict[str, frozenset[str]] = {}
        catalogue = archive.catalogue
        self._otherwise = {  # who has a record of another kind, and needs no card of a person
            str(name)
            for entity in ("commissioner", "staff", "organisation")
            for one in catalogue.records(entity)
            for name in (one.title, *(one["aliases"] or ()))
        }

    def there(self, entity: str) -> frozenset[str]:
        """The ids of every record of an entity that is not in the trash."""
        if entity not in self._there:
            catalogue = self.archive.catalogue
            ids = catalogue.item_ids() if entity == "item" else (key for key, _title in catalogue.titles(entity))
            self._there[entity] = frozenset(ids)
        return self._there[entity]

    def required(self, item: Held) -> Iterator[Found]:
        """必填项: of the kind, of the road (what handing in asks), and the archive's own fields."""
        record, kind = item.record, kind_named(str(item.record["kind"]))
        named = {field.name for field in kind.fields if field.required}
        own = [one.field for one in self.archive.own_fields if one.field.required and one.is_of(kind.name)]
        fields = [ITEM.field(name) for name in ("title", *kind.submit_needs, *sorted(named))]
        for field in dict.fromkeys((*fields, *own)):
            if not record.values.get(field.name):
                yield f"没有填“{field.label}”", f"请填“{field.label}”。", field.name
        for row in record["responsibility"] or ():
            if not str(row.get("name") or "").strip():
                yield (
                    f"责任者里有一行没有姓名（{row.get('role') or '身份未写'}）",
                    "请填姓名，或去掉这一行。",
                    "responsibility",
                )
        if not any(record.values.get(name) for name in ("created", "dates", "received")):
            yield "没有时间：形成时间、所涉时间、收到日期都空着", "请照原话填上时间。", "created"
        if not item.files and not record["manuscript"]:
            yield "没有原件，也没有正文", "请加入原件，或写上正文。", ""

    def six(self, item: Held) -> Iterator[Found]:
        """六要素 of a photograph; in a caption only what happened can be looked for."""
        record = item.record
        if record["kind"] != "photograph":
            return
        missing = [
            (element, fields)
            for element, fields in _SIX
            if not any(record.values.get(name) for name in fields)
            and not (element == "摄影者" and item.named("摄影者", "翻拍者"))
        ]
        if missing:
            words = "、".join(element for element, _fields in missing)
            yield f"缺{words}", "请补上；实在查不到的写“不详”。", missing[0][1][0]

    def link(self, item: Held) -> Iterator[Found]:
        """Links to records that are gone or in the trash, and pictures of a text whose file is."""
        ours = [one.field for one in self.archive.own_fields if one.field.target]
        for field in (*ITEM.fields, *ours):
            value = item.record.values.get(field.name)
            if not value or field.name == "workflow_log":
                continue
            gone = [target for target, key in _pointed(field, value) if key not in self.there(target)]
            if gone:
                yield (
                    f"“{field.label}”指向的 {len(gone)} 条{_entity(gone[0])}已删除或不存在",
                    "请改指另一条，或去掉。", field.name,
                )  # fmt: skip
        text = item.record["manuscript"]
        sources = {block.picture.source for block in Manuscript.from_json(text) if block.picture} if text else set()
        missing = [source for source in sources if source and source not in self.there("file")]
        if missing:
            yield f"正文里有 {len(missing)} 幅图的文件已删除或不存在", "请重新放图，或去掉。", "manuscript"

    def file(self, item: Held) -> Iterator[Found]:
        """Originals that are not in the vault (their bytes are `verify`'s matter)."""
        for file in item.files:
            sha256 = str(file["sha256"] or "")
            try:
                if not sha256 or not self.archive.vault.path_of(sha256).exists():
                    raise Damaged("", "")
            except Damaged:
                yield f"原件“{file['name']}”不在馆藏里", "请从备份取回，或重新加入这个文件。", ""

    def consent(self, item: Held) -> Iterator[Found]:
        """Permission, of what was registered and not put aside."""
        state = State(item.record["state"])
        if state in DROPPED or state in _NOT_YET or is_free(item.record.values):
            return
        found = self.book.of_item(item.record)
        if found.state not in (ConsentState.VALID, ConsentState.NOT_OPEN):
            yield found.state.label, found.state.remedy, ""

    def card(self, item: Held) -> Iterator[Found]:
        """Makers and people on a photograph who have no card, or whose card is not linked."""
        rows = [
            row for row in item.record["responsibility"] or () if row.get("role") in (*NARRATORS, "整理者", "采访者")
        ]
        for field, named in (("responsibility", rows), ("people", item.record.values.get("people") or ())):
            bare = [
                str(row.get("name") or "")
                for row in named
                if row.get("name") and not row.get("person") and row.get("certainty") not in _UNSURE
            ]
            names = [name for name in dict.fromkeys(bare) if known(name) and name not in self._otherwise]
            if names:
                label = ITEM.field(field).label
                yield f"“{label}”里的{'、'.join(names)}没有人物卡", "请选一张人物卡，没有的新建。", field


_BY_CHECK: Mapping[str, Callable[[_Looker, Held], Iterator[Found]]] = {
    "required": _Looker.required, "six": _Looker.six, "link": _Looker.link, "file": _Looker.file,
    "consent": _Looker.consent, "card": _Looker.card,
}  # fmt: skip


def _pointed(field: Field, value: Any) -> Iterator[tuple[str, str]]:
    """(entity, id) of everything that a field's value points to."""
    if field.type.links and field.target:
        yield from ((field.target, str(key)) for key in (value if isinstance(value, list) else [value]) if key)
    elif field.type is FieldType.ROWS:
        for column in field.columns:
            if column.type.links and column.target:
                for row in value:
                    key = row.get(column.name)
                    yield from ((column.target, str(one)) for one in (key if isinstance(key, list) else [key]) if one)


def _entity(name: str) -> str:
    from archive_app.domain.entities import entity_named

    return entity_named(name).label


_COLUMNS = (
    Column("序号", 3, "center"), Column("征集号", 9), Column("类别", 5, "center"), Column("题名", 16),
    Column("缺什么", 5, "center"), Column("说明", 18), Column("怎么办", 14), Column("备注", 5),
)  # fmt: skip


def lacks_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """缺项检查表: what lacks, check by check; those of one item together."""
    found = lacks(archive, wanted.items, progress=progress)
    rows = [
        (at, one.number, one.kind, one.title, CHECKS[one.check], one.words, one.remedy, "")
        for at, one in enumerate(found, 1)
    ]
    items = len({one.item for one in found})
    return Table("缺项检查表", _COLUMNS, rows, (*about, f"{items} 件、{len(rows)} 处", summary(found)))


def summary(found: Sequence[Lack]) -> str:
    """How much of what: 必填项 3、授权 12."""
    counted = {name: sum(one.check == name for one in found) for name in CHECKS}
    return "、".join(f"{CHECKS[name]} {number}" for name, number in counted.items() if number) or "没有缺项"
