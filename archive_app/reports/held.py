"""Items as lists need them: an item with its files, its commissioner, and its values as words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.depicted import NAMELESS
from archive_app.domain.entities import ITEM
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass

Progress = Callable[[float, str], None]

_PART = 200  # items read at a time
_SCANS = ("image/", "application/pdf")
_DIGITS = re.compile(r"(\d+)")
_SOUND = ("audio/", "video/")


@dataclass(frozen=True, slots=True)
class Held:
    """An item with what stands about it elsewhere: its files, who brought it, the volumes it is put into; and how this
    archive writes one on a photograph whose name nobody knows."""

    record: Record
    files: tuple[Record, ...] = ()
    commissioner: str = ""
    volumes: tuple[str, ...] = ()
    nameless: str = NAMELESS

    def words(self, name: str) -> str:
        """A field's value as a list says it; empty where there is none, or the kind has no such field."""
        return value_words(name, self.record.values.get(name))

    def number(self, name: str) -> int | str:
        """A number, empty where it is not given."""
        value = self.record.values.get(name)
        return int(value) if isinstance(value, int | float) else ""

    @property
    def kind(self) -> str:
        """Its kind's name for people."""
        return kind_named(str(self.record["kind"])).label

    def named(self, *roles: str) -> str:
        """Those who bear one of these roles among 责任者, in the order given there."""
        rows = self.record.values.get("responsibility") or ()
        return "、".join(str(row["name"]) for row in rows if row.get("role") in roles and row.get("name"))

    @property
    def responsible(self) -> str:
        """责任者 with what each did: 马文山口述、王文史整理."""
        rows = self.record.values.get("responsibility") or ()
        return "、".join(_did(row) for row in rows if row.get("name"))

    @property
    def pages(self) -> int | str:
        """页数 of its scans: the pages of a document, one for a picture; empty where there is none."""
        scans = [file for file in self.files if str(file["mime"] or "").startswith(_SCANS)]
        return sum(int(file["pages"] or 1) for file in scans) or ""

    @property
    def sound(self) -> tuple[Record, ...]:
        """Its recordings."""
        return tuple(file for file in self.files if str(file["mime"] or "").startswith(_SOUND))

    @property
    def seconds(self) -> float:
        """时长 as the item says (of the whole talk, where only a part is kept), else of its recordings together."""
        said = float(self.record.values.get("duration") or 0)
        return said or sum(float(file["duration"] or 0) for file in self.sound)

    @property
    def characters(self) -> int | str:
        """字数 of its text, empty where it has none."""
        text = self.record.values.get("manuscript")
        return Manuscript.from_json(text).character_count() or "" if text else ""

    @property
    def open(self) -> str:
        """Whether it is open: 开放标识 where that is filled, else its level."""
        return self.words("open_status") or self.record.level.label


def held(catalogue: Catalogue, ids: Sequence[str], progress: Progress = lambda share, words: None) -> Iterator[Held]:
    """These items in their order, read a part at a time; without unknown ones and the trash."""
    commissioners = dict(catalogue.titles("commissioner"))
    volumes, nameless = _volumes(catalogue), catalogue.nameless
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        progress(start / len(ids), f"读第 {start + 1}/{len(ids)} 件")
        records = catalogue.load("item", part)
        named = [(item, file) for item, file, _name, _access in catalogue.file_names(records)]
        files = catalogue.load("file", [file for _item, file in named])
        of_item: dict[str, list[Record]] = {}
        for item, file in named:
            of_item.setdefault(item, []).append(files[file])
        for key in part:
            if key in records and not records[key].trashed:
                record = records[key]
                own = sorted(of_item.get(key, ()), key=lambda file: (file["position"] or 0, file.id))
                who = commissioners.get(str(record["commissioner"] or ""), "")
                yield Held(record, tuple(own), who, tuple(volumes.get(key, ())), nameless)


def _volumes(catalogue: Catalogue) -> dict[str, dict[str, None]]:
    """Item → the volumes that print it: 第24辑, or the title of one without a number."""
    volumes = {one.id: f"第{one['number']}辑" if one["number"] else one.title for one in catalogue.records("volume")}
    sections = {one.id: volumes.get(str(one["volume"])) for one in catalogue.records("section")}
    found: dict[str, dict[str, None]] = {}
    for article in catalogue.records("article"):
        volume = sections.get(str(article["section"]))
        if volume and article["item"]:
            found.setdefault(str(article["item"]), {})[volume] = None
    return found


def by_number(name: str) -> Callable[[Held], tuple[Any, ...]]:
    """The order of a list by a number of letters and figures (档号, 征集号): 2 before 10, those without one last."""

    def key(item: Held) -> tuple[Any, ...]:
        words = item.words(name)
        return (not words, [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(words)])

    return key


def length_words(seconds: float) -> str:
    """1:02:33, 4:05; empty for nothing."""
    whole = round(seconds)
    if not whole:
        return ""
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def value_words(name: str, value: Any) -> str:
    """A value of an item's field as words."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict):
        return str(value.get("display") or "")
    field = ITEM.field(name)
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "；".join(str(one.get("display") or "") for one in value)
    if isinstance(value, list):
        return "、".join(field.label_of(str(one)) for one in value)
    return field.label_of(str(value))


def _did(row: dict[str, Any]) -> str:
    """马文山口述: a role of …者 as what was done."""
    role = str(row.get("role") or "")
    done = role.removesuffix("者") if role not in ("作者", "责任者") else ""
    return f"{row['name']}{done}"
