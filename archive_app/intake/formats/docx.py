"""Word documents (docx, of Word, WPS, LibreOffice, Pages …)."""

from __future__ import annotations

import zipfile
from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.intake.formats.base import Format, Source, Workspace, unique
from archive_app.intake.proposal import Proposal
from archive_app.intake.text.shape import shape
from archive_app.intake.wordml.document import read_document
from archive_app.vault.hostile.limits import readable

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is too large, has macros, is damaged, or holds nothing."""
    size = source.path.stat().st_size
    if size > workspace.limits.document:
        raise Refused(
            f"文稿有 {readable(size)}，超过上限 {readable(workspace.limits.document)}",
            "请压缩里面的图片，或把图片另存后单独导入。",
            code="too-large",
        )
    document = read_document(source.path, workspace)
    shaped = shape(document.drafts, source.name, author=document.properties.author)
    if not len(shaped.manuscript) and not shaped.fields.get("responsibility") and not document.pictures:
        raise Refused("文稿里没有文字，也没有图片", code="empty")
    fields = dict(shaped.fields)
    if shaped.kind == "contribution" and document.pictures:
        fields["picture_count"] = len(document.pictures)
    return Proposal(
        shaped.kind,
        shaped.title,
        fields,
        shaped.manuscript,
        document.pictures,
        (("mime", MIME),),
        unique((*document.findings, *shaped.warnings)),
    )


def _is_word(path: Path) -> bool:
    """Whether a zip holds a Word document, by the names in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "[content_types].xml" in names and any(name.startswith("word/document") for name in names)


DOCX = Format("docx", "Word 文稿", (".docx", ".dotx"), read, signatures=(b"PK\x03\x04",), confirm=_is_word)
