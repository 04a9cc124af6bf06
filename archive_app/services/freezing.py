"""定稿 of a volume: its texts and its plan stand as they are at a round of proofs; what its materials say later is
shown, compared, and taken over piece by piece. Each act is one undoable command."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive_app.catalogue.commands import Batch, Command, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.frozen import dataclass
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.proofs import round_name, rounds
from archive_app.services.versions import FieldChange
from archive_app.volumes.freezing import OVER, changed, frozen_over, over_of, taken_down, text_now

_FIELDS = {"title": "title", "byline": "responsibility", "note": "author_note", "written": "written"}


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A piece whose material is another now than when the volume was frozen: what is otherwise, with both values."""

    article: str
    title: str
    item: str
    fields: tuple[FieldChange, ...]

    @property
    def words(self) -> str:
        """``正文由 820 字改为 831 字，署名改过``."""
        return "，".join(
            one.words() if one.is_text else f"{_LABELS.get(one.field, one.label)}改过" for one in self.fields
        )

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi volume freeze --json``."""
        fields = [one.to_json() for one in self.fields]
        return {"article": self.article, "title": self.title, "item": self.item, "fields": fields}


_LABELS = {field: OVER[key] for key, field in _FIELDS.items()}


def standing_words(volume: Record) -> str:
    """``2026-03-01 定稿（二校样以后）``; empty where a volume is not frozen."""
    if not volume["frozen_on"]:
        return ""
    number = int(volume["frozen_round"] or 0)
    after = f"（{round_name(number)}样以后）" if number else ""
    return f"{volume['frozen_on']} 定稿{after}"


def freeze(archive: Archive, volume_id: str, day: date | None = None) -> int:
    """Take down what the volume prints of its materials, and have its plan stand; the number of pieces.

    Raises ``UsageError`` where it is frozen already, or where there is nothing to freeze.
    """
    volume = archive.catalogue.record(volume_id)
    if volume["frozen_on"]:
        raise UsageError(
            f"《{volume.title}》{standing_words(volume)}，不用再定", "要重新定稿，请先解除（--off）。", code="frozen"
        )
    items = _items(archive, volume_id)
    if not items:
        raise UsageError(f"《{volume.title}》里还没有资料", "请先编入文章。", code="empty-volume")
    commands: list[Command] = [
        SetFields(article.id, taken_down(archive.catalogue, item), by_program=True) for article, item in items
    ]
    made = rounds(archive, volume_id)
    about = {"frozen_on": (day or date.today()).isoformat(), "frozen_round": made[-1].number if made else 0}
    commands.append(SetFields(volume_id, about, by_program=True))
    archive.execute(Batch("书卷：定稿", tuple(commands)))
    return len(items)


def unfreeze(archive: Archive, volume_id: str) -> None:
    """Let the volume follow its materials again. Raises ``UsageError`` where it is not frozen."""
    volume = archive.catalogue.record(volume_id)
    if not volume["frozen_on"]:
        raise UsageError(f"《{volume.title}》没有定稿", "不用解除。", code="not-frozen")
    commands: list[Command] = [SetFields(volume_id, {"frozen_on": None, "frozen_round": None}, by_program=True)]
    for article, _title in binding.articles(archive, volume_id):
        if article["frozen"] or article["frozen_over"]:
            commands.append(SetFields(article.id, {"frozen": None, "frozen_over": []}, by_program=True))
    archive.execute(Batch("书卷：解除定稿", tuple(commands)))


def source_changes(archive: Archive, volume_id: str) -> list[SourceChange]:
    """The pieces of a frozen volume whose materials are others now, in the order of printing."""
    found = (source_change(archive, article, item) for article, item in _items(archive, volume_id))
    return [one for one in found if one is not None]


def source_change(archive: Archive, article: Record, item: Record) -> SourceChange | None:
    """What is otherwise in a piece's material; None where nothing is, or it was never frozen."""
    what = changed(archive.catalogue, article, item)
    if not what:
        return None
    was, now = frozen_over(article) or {}, over_of(item)
    fields = [
        FieldChange("manuscript", article["frozen"], text_now(archive.catalogue, item))
        if key == "text"
        else FieldChange(_FIELDS[key], was.get(key, ""), now[key])
        for key in what
    ]
    return SourceChange(article.id, str(article["title"] or was.get("title") or item.title), item.id, tuple(fields))


def change_of(archive: Archive, article_id: str) -> SourceChange | None:
    """As `source_change`, by the article's id."""
    article = archive.catalogue.record(article_id)
    if article.entity != "article" or not article["item"]:
        return None
    return source_change(archive, article, archive.catalogue.record(str(article["item"])))


def accept(archive: Archive, article_ids: list[str]) -> int:
    """Print what the materials of these pieces say now; how many there were to take over.

    Raises ``UnknownRecord`` for what is no article, ``UsageError`` where none of them is otherwise.
    """
    commands: list[Command] = []
    for key in article_ids:
        article = archive.catalogue.record(key)
        if article.entity != "article":
            raise UnknownRecord(f"{key} 不是书卷里的一篇", "请用文章的编号（cunshi volume 馆藏 show 书卷）。")
        item = archive.catalogue.record(str(article["item"])) if article["item"] else None
        if item is not None and changed(archive.catalogue, article, item):
            commands.append(SetFields(key, taken_down(archive.catalogue, item), by_program=True))
    if not commands:
        raise UsageError(
            "来源没有改动，没有要接受的", "先看看哪几篇的来源已改（volume freeze）。", code="nothing-changed"
        )
    archive.execute(Batch(f"接受来源的改动：{len(commands)} 篇", tuple(commands)))
    return len(commands)


def _items(archive: Archive, volume_id: str) -> list[tuple[Record, Record]]:
    """(article, material) of a volume's pieces that have one, in the order of printing."""
    articles = [article for article, _title in binding.articles(archive, volume_id) if article["item"]]
    items = archive.catalogue.load("item", {str(one["item"]) for one in articles})
    return [(one, items[one["item"]]) for one in articles if one["item"] in items]
