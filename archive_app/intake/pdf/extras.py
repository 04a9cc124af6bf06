"""What a PDF carries besides its pages: a form's fields, comments, files, scripts."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from archive_app.frozen import dataclass

if TYPE_CHECKING:
    import pypdfium2

_MOST_NOTES = 500  # annotations of one page that are looked at
_LONGEST = 20_000  # bytes of one value
_CHECKABLE = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_FILLED_IN = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
    *_CHECKABLE,
)
_COMMENTS = (pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_HIGHLIGHT)


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form that holds something. ``name`` is what the form's maker called it; a tick's value is 是."""

    name: str
    value: str


def form_fields(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[FormField]:
    """The filled fields of a page, in the file's order; the same field shown twice counts once."""
    if document.formenv is None:
        return []
    form = document.formenv
    found: dict[str, FormField] = {}
    for note in _annotations(page):
        if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_WIDGET:
            continue
        kind = pdfium.FPDFAnnot_GetFormFieldType(form, note)
        if kind not in _FILLED_IN:
            continue
        name = _text(pdfium.FPDFAnnot_GetFormFieldName, form, note)
        shown = _text(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, note) or name
        value = (
            _ticked(form, note, kind) if kind in _CHECKABLE else _text(pdfium.FPDFAnnot_GetFormFieldValue, form, note)
        )
        if value.strip():
            found.setdefault(name or f"#{len(found)}", FormField(shown.strip(), value.strip()))
    return list(found.values())


def _ticked(form: Any, note: Any, kind: int) -> str:
    if not pdfium.FPDFAnnot_IsChecked(form, note):
        return ""
    chosen = _text(pdfium.FPDFAnnot_GetFormFieldExportValue, form, note)
    return chosen if kind == pdfium.FPDF_FORMFIELD_RADIOBUTTON and chosen else "是"


def comments(page: pypdfium2.PdfPage) -> list[str]:
    """What readers wrote on a page."""
    found = []
    for note in _annotations(page):
        if pdfium.FPDFAnnot_GetSubtype(note) in _COMMENTS:
            words = _text(pdfium.FPDFAnnot_GetStringValue, note, b"Contents").strip()
            if words:
                found.append(words)
    return found


def attached_names(document: pypdfium2.PdfDocument) -> list[str]:
    """The names of the files inside."""
    names = []
    for index in range(min(document.count_attachments(), 20)):
        names.append(document.get_attachment(index).get_name() or "（没有名字）")
    return names


def has_scripts(document: pypdfium2.PdfDocument) -> bool:
    """Whether it brings JavaScript. None is ever run."""
    return int(pdfium.FPDFDoc_GetJavaScriptActionCount(document)) > 0


@contextmanager
def _closing(note: Any) -> Iterator[Any]:
    try:
        yield note
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


def _annotations(page: pypdfium2.PdfPage) -> Iterator[Any]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note:
            with _closing(note):
                yield note


def _text(ask: Callable[..., int], *arguments: Any) -> str:
    """A UTF-16 string from a function that first says how long it is."""
    length = ask(*arguments, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
