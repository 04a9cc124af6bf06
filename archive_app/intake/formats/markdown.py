"""Markdown with a YAML head, as an editor types it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import Block, Manuscript
from archive_app.domain.markdown import read_article
from archive_app.intake.formats.base import Format, Source, Workspace, unique
from archive_app.intake.formats.image import ATTACHED, picture_facts
from archive_app.intake.formats.plain import decoded_text, encoding_warnings
from archive_app.intake.proposal import Attachment, Proposal
from archive_app.intake.text.draft import Draft
from archive_app.intake.text.reports import without_controls
from archive_app.intake.text.shape import shape
from archive_app.vault.hostile.limits import readable

_PEOPLE = (("author", "作者"), ("narrator", "口述者"), ("interviewer", "采访者"), ("editor", "整理者"))


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is too large or in no encoding that is known."""
    decoded = decoded_text(source, workspace)
    text, controls = without_controls(decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    article = read_article(text)
    pictures = _Pictures(source, workspace)
    blocks = [pictures.placed(block) for block in article.manuscript]
    shaped = shape([Draft(block) for block in blocks], source.name, title=_title(article.head))
    people = [{"role": role, "name": name} for key, role in _PEOPLE for name in _list(article.head.get(key))]
    narrated = any(person["role"] == "口述者" for person in people)
    kind = "oral_history" if narrated else shaped.kind
    fields = {**shaped.fields, **_facts(article.head, kind)}
    if people:
        fields["responsibility"] = people
    if not len(shaped.manuscript):
        raise Refused("文件里没有文字", code="empty")
    return Proposal(
        kind,
        shaped.title,
        fields,
        Manuscript(shaped.manuscript.blocks),
        tuple(pictures.attachments.values()),
        (("mime", "text/markdown"),),
        unique((*encoding_warnings(decoded, controls), *article.warnings, *pictures.warnings, *shaped.warnings)),
    )


def _title(head: Mapping[str, Any]) -> str:
    title, under = _text(head.get("title")), _text(head.get("subtitle"))
    return f"{title}——{under}" if title and under else title


def _facts(head: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Fields of the head that the kind declares."""
    fields: dict[str, Any] = {}
    written, note = _text(head.get("written")), _text(head.get("note"))
    if written:
        fields["written" if kind == "contribution" else "created"] = {"display": written}
    if note:
        fields["author_note" if kind == "contribution" else "notes"] = note
    return fields


def _text(value: Any) -> str:
    return "、".join(_list(value))


def _list(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item.strip() for item in values if isinstance(item, str) and item.strip()]


class _Pictures:
    """The pictures that the text names, taken from beside it where they are there."""

    def __init__(self, source: Source, workspace: Workspace) -> None:
        self._source = source
        self._workspace = workspace
        self.attachments: dict[str, Attachment] = {}
        self.warnings: list[str] = []

    def placed(self, block: Block) -> Block:
        """The block, its picture pointing to an attachment."""
        if block.picture is None:
            return block
        name = block.picture.source
        if name not in self.attachments:
            attachment = self._attachment(name)
            if attachment is None:
                return block
            self.attachments[name] = attachment
        return replace(block, picture=replace(block.picture, source=self.attachments[name].key))

    def _attachment(self, name: str) -> Attachment | None:
        if "://" in name:
            self.warnings.append(f"图片“{name}”在网上，没有去取；请下载后放在文稿旁边再导入。")
            return None
        if self._source.staged:
            self.warnings.append(f"图片“{name}”在压缩包里另作照片收下，没有放进文稿；请在文稿里指定。")
            return None
        folder = self._source.path.parent.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            self.warnings.append(f"图片“{name}”没有在文稿旁边找到，请补上。")
            return None
        if path.stat().st_size > self._workspace.limits.member:
            self.warnings.append(f"图片“{name}”有 {readable(path.stat().st_size)}，太大了，没有收。")
            return None
        return self._copied(name, path)

    def _copied(self, name: str, path: Path) -> Attachment | None:
        staged = self._workspace.new_file(path.suffix)
        with path.open("rb") as original, staged.open("wb") as copy:
            while data := original.read(1 << 20):
                copy.write(data)
        try:
            facts, warnings = picture_facts(staged, ATTACHED)
        except Refused as error:
            staged.unlink()
            self.warnings.append(f"图片“{name}”没有收：{error}")
            return None
        self.warnings += (f"图片“{name}”：{warning}" for warning in warnings)
        return Attachment(f"picture-{len(self.attachments) + 1}", staged, path.name, facts=facts)


MARKDOWN = Format("md", "Markdown 文稿", (".md", ".markdown"), read)
