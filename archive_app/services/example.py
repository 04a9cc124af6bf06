"""The example archive: built from ``resources/example`` by the same commands a person's work goes through."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.derived.pictures.images import opened
from archive_app.domain.access import Access
from archive_app.domain.edited.linking import linked
from archive_app.domain.entities import entity_named
from archive_app.domain.fields import FieldType
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.markdown import read_article
from archive_app.domain.segments import Segment
from archive_app.frozen import dataclass
from archive_app.hanzi.dating import read as read_date
from archive_app.intake.exif import exif_rows
from archive_app.intake.formats.audio import RECORDING, sound_facts
from archive_app.intake.formats.image import picture_facts
from archive_app.resources import resource
from archive_app.services.archive import Archive

NAME = "示例馆藏"
_AUTHORITIES = (
    ("commissioner", "commissioners"),
    ("staff", "staff"),
    ("person", "persons"),
    ("place", "places"),
    ("organisation", "organisations"),
    ("event", "events"),
)
_NOT_FIELDS = {"key", "manuscript_file", "incoming", "pictures", "recordings", "scan_file"}
_SUFFIXES = (".jpg", ".tif", ".png")
_BEHIND = 90
"""Where among its item's files a consent's form stands: after all that came in."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: how many items, and the volumes' ids."""

    items: int
    volumes: tuple[str, ...]


def build_example(archive: Archive, progress: Progress = lambda share, words: None) -> Built:
    """Fill a new archive with the example; every step is a logged command, none of them undoable one by one."""
    return _Builder(archive, progress).build()


class _Builder:
    """One building: the short keys of the source files and the ids they became."""

    def __init__(self, archive: Archive, progress: Progress) -> None:
        self._archive = archive
        self._progress = progress
        self._ids: dict[str, str] = {}
        self._pictures: dict[str, str] = {}  # "pictures/ph-31" → file id

    def build(self) -> Built:
        tables = ("items", "consents", "leads", "loans", "uses", "volumes", *(name for _, name in _AUTHORITIES))
        sources = {name: _load(name) for name in tables}
        for rows in sources.values():
            self._ids.update({row["key"]: new_id() for row in rows})
        self._progress(0.02, "人物、地名、专员")
        self._run("登记人物、地名、专员", (self._plain(e, row) for e, name in _AUTHORITIES for row in sources[name]))
        items = sources["items"]
        self._run("登记资料", (self._item(row) for row in items))
        self._run("收入文件", self._all_files(items))
        self._progress(0.82, "正文")
        self._run("录入正文", self._texts(items))
        self._run("登记授权书", (command for row in sources["consents"] for command in self._consent(row)))
        self._run("登记征集线索", (self._plain("lead", row) for row in sources["leads"]))
        for name in ("loan", "use"):
            self._run("登记借还和利用", (self._plain(name, row) for row in sources[f"{name}s"]))
        self._progress(0.9, "书卷")
        for row in sources["volumes"]:
            self._run(f"编入《{row['title']}》", self._volume(row))
        return Built(len(items), tuple(self._ids[row["key"]] for row in sources["volumes"]))

    def _run(self, label: str, commands: Iterator[Command]) -> None:
        made = tuple(commands)
        if made:
            self._archive.execute(Batch(label, made, type="example", undoable=False))

    def _plain(self, entity: str, row: Mapping[str, Any]) -> Create:
        return Create(entity, self._values(entity, row), id=self._ids[row["key"]])

    def _item(self, row: Mapping[str, Any]) -> Create:
        """An item; what a camera or scanner wrote into a photograph stands apart from what a person says of it."""
        made = self._plain("item", row)
        if row["kind"] != "photograph":
            return made
        path = self._found(row["pictures"][0]["path"])
        with opened(path) as image:
            return replace(made, values={**made.values, "exif": exif_rows(path, image)})

    def _values(self, entity: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row's fields with every short key in a link replaced by its id."""
        declared = entity_named(entity)
        values: dict[str, Any] = {}
        for name, value in row.items():
            if name in _NOT_FIELDS:
                continue
            field = declared.field(name)
            if field.type is FieldType.LINK:
                value = self._ids[value]
            elif field.type is FieldType.LINKS:
                value = [self._ids[key] for key in value]
            elif field.type is FieldType.ROWS:
                linked = {column.name for column in field.columns if column.type is FieldType.LINK}
                value = [{k: self._ids[v] if k in linked else v for k, v in part.items()} for part in value]
            values[name] = value
        return values

    # — files and texts —

    def _all_files(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Create]:
        for number, row in enumerate(rows):
            self._progress(0.1 + 0.7 * number / len(rows), row["title"])
            yield from self._files(row)

    def _files(self, row: Mapping[str, Any]) -> Iterator[Create]:
        recordings = [{**part, "role": RECORDING} for part in row.get("recordings", ())]
        parts = (*row.get("pictures", ()), *row.get("incoming", ()), *recordings)
        entries = [(self._found(part["path"]), part) for part in parts]
        for position, (path, part) in enumerate(entries):
            values = {
                "item": self._ids[row["key"]],
                "name": part.get("name", path.name),
                "role": part.get("role", "原始"),
                "position": position,
                "source": part["path"],
                **(dict(picture_facts(path)[0]) if path.suffix in _SUFFIXES else {}),
                **(dict(sound_facts(path)) if part.get("role") == RECORDING else {}),
            }
            command = self._file(path, values)
            self._pictures[part["path"]] = command.id
            yield command

    def _file(self, path: Path, values: Mapping[str, Any]) -> Create:
        """A file taken into the vault, with what the program itself knows of it."""
        stored = self._archive.vault.take(path)
        known = {
            "mime": mimetypes.guess_type(path.name)[0] or "",
            "bytes": stored.bytes,
            "sha256": stored.sha256,
            "received_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        return Create("file", known | dict(values))

    def _consent(self, row: Mapping[str, Any]) -> Iterator[Create]:
        """A consent, and the signed form behind its item's other files: only the editors see it."""
        values = self._values("consent", row)
        if "scan_file" in row:
            path = self._found(row["scan_file"])
            scan = self._file(
                path,
                {
                    "item": values["items"][0],
                    "name": path.name,
                    "role": "授权",
                    "position": _BEHIND,
                    "source": row["scan_file"],
                    "access": Access.RESTRICTED.value,
                },
            )
            yield scan
            values["scan"] = scan.id
        yield Create("consent", values, id=self._ids[row["key"]])

    @staticmethod
    def _found(name: str) -> Path:
        if Path(name).suffix:
            return resource("example", *name.split("/"))
        for suffix in _SUFFIXES:
            path = resource("example").joinpath(*f"{name}{suffix}".split("/"))
            if path.exists():
                return path
        return resource("example", *f"{name}.jpg".split("/"))

    def _texts(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Command]:
        for row in rows:
            if "manuscript_file" in row:
                head, text = self._manuscript(row["manuscript_file"])
                if said := row.get("transcript"):  # the recordings are parts of the interviews: what is in both is tied
                    spoken = [Segment.from_json(one) for one in said]
                    text = linked(Manuscript.from_json(text), spoken).to_json()
                values: dict[str, Any] = {"manuscript": text}
                if row["kind"] == "contribution":
                    written = read_date(str(head.get("written", "")))
                    pictures = sum("picture" in block for block in text["blocks"])
                    values |= {"author_note": str(head.get("note", "")), "picture_count": pictures or None}
                    values["written"] = written.date.to_json() if written.read else written.date.display
                elif head.get("note"):
                    values["notes"] = "；".join(part for part in (row.get("notes", ""), str(head["note"])) if part)
                yield SetFields(self._ids[row["key"]], values)

    def _manuscript(self, name: str) -> tuple[Mapping[str, Any], dict[str, Any]]:
        article = read_article(resource("example", *name.split("/")).read_text(encoding="utf-8"))
        blocks = tuple(
            replace(block, picture=replace(block.picture, source=self._picture(block.picture.source)))
            if block.picture
            else block
            for block in article.manuscript
        )
        return article.head, Manuscript(blocks).to_json()

    def _picture(self, source: str) -> str:
        return self._pictures.get(source.rpartition(".")[0], source)

    # — the volume —

    def _volume(self, row: Mapping[str, Any]) -> Iterator[Create]:
        volume = self._ids[row["key"]]
        fields = {k: v for k, v in row.items() if k not in ("key", "front", "sections", "back")}
        yield Create("volume", fields, id=volume)
        position = 0
        for matter, title in (("front", "前辅文"), ("back", "后辅文")):
            section = Create("section", {"volume": volume, "title": title, "matter": matter, "position": position})
            yield section
            position = 100
            for number, part in enumerate(row[matter]):
                yield self._matter(section.id, number, part)
        for number, part in enumerate(row["sections"], start=1):
            yield from self._section({"volume": volume, "matter": "body", "position": number}, part)

    def _section(self, place: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Create]:
        """A section with its articles and, in a volume by town and village, the sections under it."""
        section = Create("section", {**place, "title": row["title"]})
        yield section
        for number, key in enumerate(row.get("articles", ())):
            yield Create("article", {"section": section.id, "position": number, "item": self._ids[key]})
        for number, part in enumerate(row.get("parts", ())):
            yield from self._section({**place, "parent": section.id, "position": number}, part)

    def _matter(self, section: str, position: int, part: Mapping[str, Any]) -> Create:
        # what the program makes from the records (大事记, 索引) has no text of its own
        head, text = self._manuscript(part["manuscript_file"]) if "manuscript_file" in part else ({}, None)
        values = {
            "section": section,
            "position": position,
            "role": part["role"],
            "title": str(head.get("title", "")),
            "subtitle": str(part.get("subtitle", "")),
            "author": str(head.get("author", "")),
            **({"manuscript": text} if text else {}),
        }
        return Create("article", values)


def _load(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(resource("example", f"{name}.json").read_text(encoding="utf-8"))
    return rows
