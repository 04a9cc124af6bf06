"""PDF: its text layer as paragraphs, what its form holds, how many pages it has. The pages are drawn elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archive_app.derived.pictures.pages import is_pdf, opened_pdf
from archive_app.domain.kinds import fields_of
from archive_app.domain.manuscript import BlockKind
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.pdf.extras import FormField, attached_names, comments, form_fields, has_scripts
from archive_app.intake.pdf.lines import Line, lines_of, paragraphs_of, without_folios
from archive_app.intake.proposal import Proposal
from archive_app.intake.text.draft import Draft, draft
from archive_app.intake.text.reports import without_controls
from archive_app.intake.text.rich import Rich
from archive_app.intake.text.shape import shape
from archive_app.intake.text.titles import title_from_name
from archive_app.vault.hostile.charsets import plausibility

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

MIME = "application/pdf"
MOST_PAGES = 3_000
"""Pages whose text is read."""
MOST_CHARACTERS = 3_000_000
_SHOWN = 6  # comments, files and runs of pages named in a warning
_XFA = (2, 3)  # FPDF_GetFormType: a form whose fields are drawn by a program of its own

_NO_TITLE = re.compile(
    r"""(?:microsoft\s+(?:word|powerpoint|excel)\b.*|untitled.*|无标题.*|未命名.*|文档\s*\d*|document\s*\d*|演示文稿.*
    |powerpoint\ .*|.*\.(?:docx?|wps|pdf|indd|cdr|ppt|pptx|xlsx?|tiff?|jpe?g|qxd|txt|rtf|odt)|[\W\d_]+
    |scan.*|img.*|扫描.*|full\ page\ .*|幻灯片\ ?\d+|print|title|题目|标题)\Z""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(slots=True)
class _Found:
    """What the pages hold."""

    count: int = 0
    pages: list[list[Line]] = field(default_factory=list)
    fields: list[FormField] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    cut: bool = False


def read(source: Source, workspace: Workspace) -> Proposal:
    """A document of pages. Raises ``Refused`` where it is damaged, wants a password or bears a mark of secrecy."""
    with opened_pdf(source.path) as document:
        found = _pages(document)
        warnings = _carried(document)
        title = _title(document)
    drafts = _drafts(found)
    warnings = [*_about_text(found, bool(drafts)), *warnings]
    if title and drafts and "".join(drafts[0].block.text.split()) == "".join(title.split()):
        drafts = drafts[1:]  # it stands on the first page as well
    shaped = shape(drafts, source.name, title=title)
    declared = fields_of("document")
    fields: dict[str, Any] = {name: value for name, value in shaped.fields.items() if name in declared}
    named = bool(shaped.title) and shaped.fields.get("title_source") == "原题"
    facts = (("mime", MIME), ("pages", found.count))
    return Proposal(
        "document",
        shaped.title if named else title_from_name(source.name),
        fields,
        shaped.manuscript if len(shaped.manuscript) else None,
        facts=facts,
        warnings=(*warnings, *shaped.warnings),
    )


def _pages(document: pypdfium2.PdfDocument) -> _Found:
    import pypdfium2

    found = _Found(len(document))
    left = MOST_CHARACTERS
    for number in range(min(found.count, MOST_PAGES)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            found.broken.append(number + 1)
            found.pages.append([])
            continue
        lines = lines_of(page, left)
        left -= sum(len(line.text) for line in lines)
        found.pages.append(lines)
        found.fields += form_fields(document, page)
        found.comments += [f"第 {number + 1} 页：{words}" for words in comments(page)]
        page.close()
        if left <= 0:
            found.cut = True
            break
    found.cut = found.cut or found.count > MOST_PAGES
    return found


def _drafts(found: _Found) -> list[Draft]:
    """The text, then what the form's fields hold: so that a filled-in consent is found by the names in it."""
    paragraphs = paragraphs_of(without_folios(found.pages))
    drafts = []
    for paragraph in paragraphs:
        text, _ = without_controls(paragraph.text)
        if text.strip():
            drafts.append(draft(BlockKind.PARAGRAPH, Rich(text), centred=paragraph.centred))
    for one in found.fields:
        name = f"{one.name}：" if one.name else ""
        drafts.append(draft(BlockKind.PARAGRAPH, Rich(f"{name}{one.value}")))
    return drafts


def _about_text(found: _Found, any_text: bool) -> list[str]:
    warnings = []
    blank = [number for number, lines in enumerate(found.pages, start=1) if not lines and number not in found.broken]
    if not any_text:
        warnings.append(
            f"PDF 共 {found.count} 页，没有文字层（像是扫描件），正文是空的；原件照存。"
            "要能检索里面的字，请先做文字识别（OCR）。"
        )
    else:
        warnings.append(f"PDF 共 {found.count} 页，文字已取出，版面没有保留，分段请对照原件。")
        if blank:
            warnings.append(f"第 {_runs(blank)} 页没有文字（可能是图片或白页）。")
        text = "".join(line.text for lines in found.pages for line in lines)
        if is_garbled(text):
            warnings.append("取出的文字像是乱码（PDF 里的字体没有带编码），请对照原件，或另做文字识别（OCR）。")
    if found.broken:
        warnings.append(f"第 {_runs(found.broken)} 页已损坏，读不出来；原件照存。")
    if found.cut:
        warnings.append(f"PDF 太长，只取了前 {len(found.pages)} 页的文字；原件整个保存。")
    if found.fields:
        warnings.append(f"这是可填写的表单，填了的 {len(found.fields)} 项已放在正文末尾，请核对。")
    if found.comments:
        more = f"等 {len(found.comments)} 条" if len(found.comments) > _SHOWN else ""
        warnings.append("PDF 上有批注，没有放进正文：" + "；".join(found.comments[:_SHOWN]) + more + "。")
    return warnings


def _carried(document: pypdfium2.PdfDocument) -> list[str]:
    warnings = []
    names = attached_names(document)
    if names:
        listed = "、".join(names[:_SHOWN])
        warnings.append(f"PDF 里还附带 {document.count_attachments()} 个文件（{listed}），没有取出；原件照存。")
    if has_scripts(document):
        warnings.append("PDF 里带有脚本，没有运行。")
    if document.get_formtype() in _XFA:
        warnings.append("这个 PDF 是 XFA 动态表单，填的内容可能读不出来，请用原来的软件打开核对。")
    return warnings


def is_garbled(text: str) -> bool:
    """Whether characters came out as numbers of the font: private use, or none that people write."""
    odd = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in text)
    return len(text) > 20 and (odd > len(text) * 0.2 or plausibility(text) < -0.2)


def _title(document: pypdfium2.PdfDocument) -> str:
    """The title the file states, where somebody meant it as one."""
    words = " ".join(str(document.get_metadata_value("Title") or "").split())
    if not 2 <= len(words) <= 100 or _NO_TITLE.match(words) or not words.isprintable():
        return ""
    chinese = any(char >= "\u2e80" for char in words)
    return words if plausibility(words) >= 0.5 and chinese else ""


def _runs(numbers: Sequence[int]) -> str:
    """``1、3–5、9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = [str(a) if a == b else f"{a}–{b}" for a, b in runs]
    return "、".join(words[:_SHOWN]) + ("等" if len(words) > _SHOWN else "")


PDF = Format("pdf", "PDF", (".pdf",), read, sniff=is_pdf)
