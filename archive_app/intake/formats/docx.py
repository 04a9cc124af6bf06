"""Word documents (docx, of Word, WPS, LibreOffice, Pages …)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from archive_app.domain.comments import Comment
from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import Block, SpanStyle
from archive_app.domain.stamped import looks_stamped, read_stamped
from archive_app.intake.formats.base import Format, Source, Workspace, unique
from archive_app.intake.proposal import Proposal
from archive_app.intake.text.draft import Draft
from archive_app.intake.text.shape import shape
from archive_app.intake.transcript_tables import transcript_of
from archive_app.intake.wordml.comments import WordComment, settled
from archive_app.intake.wordml.document import read_document
from archive_app.intake.wordml.findings import quoted
from archive_app.vault.hostile.limits import readable

_HEAD = 12  # paragraphs above a table that is all there is: a title, who, when
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is too large, has macros, is damaged, or holds nothing."""
    return proposal(sized(source, workspace), source, workspace, MIME)


def sized(source: Source, workspace: Workspace) -> Path:
    """The file of a document that is not too large. Raises ``Refused``."""
    size = source.path.stat().st_size
    if size > workspace.limits.document:
        raise Refused(
            f"文稿有 {readable(size)}，超过上限 {readable(workspace.limits.document)}",
            "请压缩里面的图片，或把图片另存后单独导入。",
            code="too-large",
        )
    return source.path


def proposal(docx: Path, source: Source, workspace: Workspace, mime: str, said: Sequence[str] = ()) -> Proposal:
    """What a docx holds, which may have been made of ``source``; ``said`` is known of that besides."""
    document = read_document(docx, workspace)
    shaped = shape(document.drafts, source.name, author=document.properties.author)
    manuscript, comments, strayed = settled(shaped.manuscript, document.comments)
    titled = shaped.fields["title_source"] == "原题"
    if not (len(manuscript) or titled or shaped.fields.get("responsibility") or document.pictures):
        raise Refused("文稿里没有文字，也没有图片", code="empty")
    fields = dict(shaped.fields)
    if comments:
        fields["comments"] = [comment.row() for comment in comments]
    if shaped.kind == "contribution" and document.pictures:
        fields["picture_count"] = len(document.pictures)
    return Proposal(
        shaped.kind,
        shaped.title,
        fields,
        manuscript,
        document.pictures,
        (("mime", mime),),
        unique((*said, *document.findings, *shaped.warnings, *_said(document.comments, comments, strayed))),
        **_spoken(document.drafts),
    )


def _spoken(drafts: Sequence[Draft]) -> dict[str, Any]:
    """What the text would be as a transcript: a table of times and words, or paragraphs with times at their heads, as
    services that transcribe give them."""
    tables = [one.block.rows for one in drafts if one.block.rows]
    said = [_lined(one.block) for one in drafts if one.block.text.strip()]
    if len(tables) == 1 and len(said) <= _HEAD:
        heard = transcript_of([[cell.text for cell in row] for row in tables[0]])
        if heard is not None and heard.captions.segments:
            return {"transcript": heard.captions.segments, "transcript_warnings": heard.captions.problems}
    text = "\n".join(said)
    if tables or not looks_stamped(text):
        return {}
    captions = read_stamped(text)
    return {"transcript": captions.segments, "transcript_warnings": captions.problems}


def _lined(block: Block) -> str:
    """A paragraph's text with its line breaks as such."""
    at = sorted((one.start for one in block.spans if one.style is SpanStyle.LINE_BREAK), reverse=True)
    text = block.text
    for place in at:
        text = f"{text[:place]}\n{text[place:]}"
    return text


def _said(found: Sequence[WordComment], comments: Sequence[Comment], strayed: Sequence[Comment]) -> Iterator[str]:
    """What came of the comments, in words."""
    if not comments:
        yield from (f"文稿没有正文，批注没有收：{quoted(one.comment.text)}。" for one in found)
        return
    own = sum(not comment.answers for comment in comments)
    more = f"，答复 {len(comments) - own} 条" if own < len(comments) else ""
    yield f"文稿带批注 {own} 条{more}，收在正文旁边。"
    for comment in strayed:
        yield f"批注{quoted(comment.text)}所批的文字没有收进正文，放在第一段。"


def _is_word(path: Path) -> bool:
    """Whether a zip holds a Word document, by the names in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "[content_types].xml" in names and any(name.startswith("word/document") for name in names)


DOCX = Format("docx", "Word 文稿", (".docx", ".dotx"), read, signatures=(b"PK\x03\x04",), confirm=_is_word, docx=sized)
