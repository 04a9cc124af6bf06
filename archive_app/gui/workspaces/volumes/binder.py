"""Pieces cut, copied and put in elsewhere, in this volume or another; what a volume prints over a piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.frozen import dataclass
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label
from archive_app.gui.workspaces.volumes import arranging
from archive_app.gui.workspaces.volumes.tree import Entry

_COPIED = ("item", "role", "title", "subtitle", "author", "note", "manuscript")
"""What a copy of a piece has of it; adjustments by hand belong to the pages it stood on."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Pieces that were cut or copied, and the volume they were in."""

    volume: str
    articles: tuple[str, ...]
    cut: bool


def pasted(catalogue: Catalogue, clip: Clip, volume: str, tree: Sequence[Entry], section: str, before: str) -> Batch:
    """The command that puts the pieces of a clip into a section of a volume. Raises ``Pasting``, in words, where they
    cannot be."""
    records = catalogue.load("article", clip.articles)
    found = [records[key] for key in clip.articles if key in records and not records[key].trashed]
    if not found:
        raise Pasting(_("剪下、复制的那几篇已经不在了。"))
    there = {str(e.record["item"]) for e in arranging.walk(tree) if e.record.entity == "article" and e.record["item"]}
    moves_here = clip.cut and clip.volume == volume
    again = next((one for one in found if not moves_here and one["item"] and str(one["item"]) in there), None)
    if again is not None:
        raise Pasting(_("《{title}》已经编在这一卷里了。").format(title=_title(catalogue, again)))
    if moves_here:
        moved = arranging.articles_moved(tree, [one.id for one in found], section, before)
        if moved is None:
            raise Pasting(_("已经在这里了。"))
        return moved
    return _put(clip, found, tree, section, before)


def _put(clip: Clip, found: Sequence[Record], tree: Sequence[Entry], section: str, before: str) -> Batch:
    home = arranging.find(tree, section)
    there = [entry.record for entry in home.children if entry.record.entity == "article"] if home is not None else []
    at = next((number for number, one in enumerate(there) if one.id == before), len(there))
    commands: list[Command] = []
    for number, one in enumerate(found, at + 1):
        if clip.cut:
            commands.append(SetFields(one.id, {"section": section, "position": number}))
        else:
            commands.append(Create("article", {**_fields(one), "section": section, "position": number}))
    commands += [SetFields(one.id, {"position": n}) for n, one in enumerate(there[at:], at + len(found) + 1)]
    return Batch(_("粘贴 {n} 篇").format(n=len(found)), tuple(commands))


def _fields(article: Record) -> dict[str, Any]:
    return {name: article[name] for name in _COPIED if article[name]}


def _title(catalogue: Catalogue, article: Record) -> str:
    return str(article["title"] or catalogue.record(str(article["item"])).title)


class Pasting(Exception):
    """Why pieces cannot be put in here, in words."""


class PieceDialog(Dialog):
    """What a volume prints over a piece, where it is not what its record says."""

    def __init__(self, parent: QWidget | None, article: Record, title: str) -> None:
        super().__init__(parent, _("印出的题名"), width=480)
        self._article = article
        self.title = QLineEdit(str(article["title"] or ""))
        self.title.setPlaceholderText(title)
        self.subtitle = QLineEdit(str(article["subtitle"] or ""))
        self.author, self.note = (
            QPlainTextEdit(str(article["author"] or "")),
            QPlainTextEdit(str(article["note"] or "")),
        )
        self.author.setPlaceholderText(_("一行一个；空着就照资料的责任者"))
        self.note.setPlaceholderText(_("空着就照资料的作者简介"))
        for long in (self.author, self.note):
            long.setTabChangesFocus(True)
            long.setFixedHeight(theme().dp(64))
        fields: tuple[tuple[str, QLineEdit | QPlainTextEdit], ...] = (
            (_("题名"), self.title),
            (_("副题"), self.subtitle),
            (_("署名"), self.author),
            (_("题注"), self.note),
        )
        parts: list[Any] = [label(_("印出的题名"), voice="title")]
        parts.append(label(_("只改这一卷里印的，资料不变。"), tone="faint", voice="small"))
        for words, field in fields:
            field.setAccessibleName(words)
            parts += [label(words, tone="faint"), field]
        make = button(_("就这样"), self.accept, role="primary")
        make.setDefault(True)
        parts += [8, self.buttons(button(_("取消"), self.reject), make)]
        self.setLayout(column(*parts, spacing=6, around=(24, 20, 24, 20)))

    def command(self) -> SetFields | None:
        """The change; None where nothing is another."""
        written = {
            "title": self.title.text().strip(),
            "subtitle": self.subtitle.text().strip(),
            "author": self.author.toPlainText().strip(),
            "note": self.note.toPlainText().strip(),
        }
        changed = {name: value for name, value in written.items() if value != (self._article[name] or "")}
        return SetFields(self._article.id, changed) if changed else None
