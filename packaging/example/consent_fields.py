"""A consent form's fields: text and boxes to tick, each with an appearance of its own (ISO 32000-1 §12.7)."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

KAI = "consent-kai"
FILLED = 11.0
_LINE = 15.0
Box = tuple[float, float, float, float]
"""Left, bottom, right, top; points."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A text field: name, label, what was filled in, its rectangle, and how many lines it has."""

    name: str
    label: str
    value: str
    box: Box
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick."""

    name: str
    label: str
    on: bool
    box: Box


def wrapped(text: str, width: float, lines: int) -> list[str]:
    """The words in at most `lines` lines; raises ValueError where they do not fit, so that nothing is cut unseen."""
    made = [""]
    for character in text:
        if pdfmetrics.stringWidth(made[-1] + character, KAI, FILLED) > width:
            made.append("")
        made[-1] += character
    if len(made) > lines:
        raise ValueError(f"does not fit in {lines} lines: {text}")
    return made


def with_fields(canvas: Canvas, store: BytesIO, blanks: list[Blank], ticks: list[Tick]) -> bytes:
    """Finish the page and make it a form; read only, because it is signed."""
    shown = [_appearance(canvas, blank) for blank in blanks]  # before the fonts are written: they number the words
    canvas.save()
    with pikepdf.open(BytesIO(store.getvalue())) as pdf:
        page = pdf.pages[0]
        fonts = pikepdf.Dictionary({"/Font": page.Resources.Font})
        widgets = [_text(pdf, fonts, blank, stream) for blank, stream in zip(blanks, shown, strict=True)]
        widgets += [_box(pdf, tick) for tick in ticks]
        page.Annots = pikepdf.Array(widgets)
        helvetica = pikepdf.Dictionary(
            {"/Type": pikepdf.Name.Font, "/Subtype": pikepdf.Name.Type1, "/BaseFont": pikepdf.Name.Helvetica}
        )
        resources = pikepdf.Dictionary({"/Font": pikepdf.Dictionary({"/F1": pdf.make_indirect(helvetica)})})
        pdf.Root.AcroForm = pikepdf.Dictionary(
            {"/Fields": pikepdf.Array(widgets), "/NeedAppearances": False, "/DR": resources}
        )
        made = BytesIO()
        pdf.save(
            made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True
        )
    return made.getvalue()


def _appearance(canvas: Canvas, blank: Blank) -> bytes:
    """What a field shows, as drawing operators in the subset fonts that reportlab numbers as the words come."""
    left, bottom, right, top = blank.box
    font = pdfmetrics.getFont(KAI)
    lines = wrapped(blank.value, right - left - 8, blank.lines)
    first = (top - bottom) / 2 + (len(lines) - 1) * _LINE / 2 - 3.9
    parts = [b"/Tx BMC q BT 0.10 0.12 0.25 rg"]
    for number, line in enumerate(lines):
        parts.append(f"1 0 0 1 4 {first - _LINE * number:.1f} Tm".encode())
        for subset, codes in font.splitString(line, canvas._doc):
            name = font.getSubsetInternalName(subset, canvas._doc)
            parts.append(f"{name} {FILLED} Tf <{codes.hex()}> Tj".encode())
    return b" ".join([*parts, b"ET Q EMC"])


def _drawn(pdf: pikepdf.Pdf, stream: bytes, box: Box, resources: pikepdf.Dictionary) -> pikepdf.Stream:
    left, bottom, right, top = box
    about = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Form,
        "/BBox": [0, 0, right - left, top - bottom],
        "/Resources": resources,
    }
    return pdf.make_stream(stream, about)


def _widget(pdf: pikepdf.Pdf, name: str, label: str, box: Box, more: dict[str, object]) -> pikepdf.Object:
    about = {
        "/Type": pikepdf.Name.Annot,
        "/Subtype": pikepdf.Name.Widget,
        "/T": name,
        "/TU": label,
        "/Rect": list(box),
        "/F": 4,
        **more,
    }
    return pdf.make_indirect(pikepdf.Dictionary(about))


def _text(pdf: pikepdf.Pdf, fonts: pikepdf.Dictionary, blank: Blank, stream: bytes) -> pikepdf.Object:
    more = {
        "/FT": pikepdf.Name.Tx,
        "/V": blank.value,
        "/Ff": (1 << 12 if blank.lines > 1 else 0) | 1,  # multiline; read only once signed
        "/DA": f"/F1 {FILLED} Tf 0 g",
        "/AP": pikepdf.Dictionary({"/N": _drawn(pdf, stream, blank.box, fonts)}),
    }
    return _widget(pdf, blank.name, blank.label, blank.box, more)


def _box(pdf: pikepdf.Pdf, tick: Tick) -> pikepdf.Object:
    wide, tall = tick.box[2] - tick.box[0], tick.box[3] - tick.box[1]
    frame = f"q 0.7 w 0.5 0.5 {wide - 1:.1f} {tall - 1:.1f} re S "
    mark = (
        f"1.5 w 1 J 0.10 0.12 0.25 RG 2 {tall * 0.52:.1f} m {wide * 0.42:.1f} 2.4 l {wide + 1:.1f} {tall + 1:.1f} l S "
    )
    states = {
        "/Yes": _drawn(pdf, f"{frame}{mark}Q".encode(), tick.box, pikepdf.Dictionary()),
        "/Off": _drawn(pdf, f"{frame}Q".encode(), tick.box, pikepdf.Dictionary()),
    }
    state = pikepdf.Name.Yes if tick.on else pikepdf.Name.Off
    more = {
        "/FT": pikepdf.Name.Btn,
        "/V": state,
        "/AS": state,
        "/Ff": 1,
        "/AP": pikepdf.Dictionary({"/N": pikepdf.Dictionary(states)}),
    }
    return _widget(pdf, tick.name, tick.label, tick.box, more)
