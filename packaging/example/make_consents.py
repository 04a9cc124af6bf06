"""Make the signed consents of the example: `python packaging/example/make_consents.py [W-oh-58 …]`.

One PDF form (AcroForm) for each consent in `consents.json` that was signed: the lines are page, what was filled in are
fields with their own appearance in a subset of the bundled fonts, the signature is a picture. The same data give the
same files.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from lettering import FONT
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from sheets import hand

HOME = Path(__file__).resolve().parents[2] / "resources" / "example"
_PAGE = (419.53, 595.28)  # A5 upright, points
_KAI = "consent-kai"
_LABEL, _FILLED, _SMALL = 9.5, 10.5, 7.5
_LEFT, _RIGHT = 48.0, 372.0
_INK = (26, 30, 62)

CLAUSES = (
    "一、本人有权作此授权，并保留著作权。",
    "二、可书面更正、限制或撤回；已印出的不追回。",
)


@dataclass(frozen=True, slots=True)
class Blank:
    """A field of the form: name, label, what was filled in, and its rectangle (left, bottom, right, top; points)."""

    name: str
    label: str
    value: str
    box: tuple[float, float, float, float]
    lines: int = 1


def blanks(consent: dict[str, Any], titles: dict[str, str]) -> list[Blank]:
    """The form's fields from top to bottom, filled from the consent; `titles` gives each item's title."""
    items = "；".join(f"《{titles[key]}》" for key in consent["items"])
    rows = (
        ("holder", "权利人", consent["holder"], 1),
        ("items", "材料", items, 2),
        ("grant", "许可类型", consent["grant"], 1),
        ("scope", "使用范围", consent.get("scope", ""), 2),
        ("credit", "署名", consent.get("credit", ""), 1),
        ("anonymous", "匿名", "是" if consent.get("anonymous") else "否", 1),
        ("note", "另行说明", consent.get("note", ""), 2),
        ("signed_on", "签署日期", consent["signed_on"], 1),
    )
    made, top = [], 512.0
    for name, label, value, lines in rows:
        tall = 10.0 + 14.0 * lines
        made.append(Blank(name, label, value, (_LEFT + 66, top - tall, _RIGHT, top), lines))
        top -= tall + 6.0
    return made


def wrapped(text: str, width: float, lines: int) -> list[str]:
    """The words in at most `lines` lines; raises ValueError where they do not fit, so that nothing is cut unseen."""
    made = [""]
    for character in text:
        if pdfmetrics.stringWidth(made[-1] + character, _KAI, _FILLED) > width:
            made.append("")
        made[-1] += character
    if len(made) > lines:
        raise ValueError(f"does not fit in {lines} lines: {text}")
    return made


def signature(name: str, seed: int) -> Image.Image:
    """A name as its bearer signs: quick, leaning, in blue ink on nothing."""
    rng = np.random.default_rng(seed)
    size = 46
    ink = Image.new("L", (round(size * 1.25 * len(name)) + size, round(size * 1.8)), 0)
    x = size * 0.1
    for character in name:
        tile = hand(character, size * float(rng.normal(1.0, 0.08)), rng, 0.006)
        at = (round(x), round(size * 0.12 + rng.normal(0, 2)))
        ink.paste(255, at, tile)
        x += size * float(rng.normal(0.94, 0.05))
    lean = 0.18
    numbers = (1, lean, -lean * ink.height / 2, float(rng.normal(0.04, 0.02)), 1, -2)
    ink = ink.transform(ink.size, Image.Transform.AFFINE, numbers, Image.Resampling.BICUBIC)
    solid = Image.new("RGB", ink.size, _INK)
    solid.putalpha(ink.quantize(8).convert("L"))
    return solid


def signer(holder: str) -> str:
    """Who signs for a holder as the record has it; empty where the record keeps the name back (持有人, 住户)."""
    inner = re.search("持有人([^；）]+)）", holder)
    name = inner[1] if inner else holder.split("（")[0]
    return "" if name in ("持有人", "住户", "捐赠者") else name


def form(consent: dict[str, Any], titles: dict[str, str]) -> bytes:
    """The form of one consent as the bytes of a PDF."""
    store = BytesIO()
    canvas = Canvas(store, pagesize=_PAGE, invariant=1, pageCompression=1)
    canvas.setTitle(f"授权书 {consent['key']}（示例）")
    canvas.setFont(_KAI, 17)
    canvas.drawCentredString(_PAGE[0] / 2, 544, "文史资料授权书（示例）")
    canvas.setFont(_KAI, _SMALL)
    canvas.drawRightString(_RIGHT, 528, f"编号 {consent['key']}")
    fields = blanks(consent, titles)
    streams = []
    for blank in fields:
        left, bottom, right, top = blank.box
        canvas.setFont(_KAI, _LABEL)
        canvas.drawString(_LEFT, top - 15, blank.label)
        canvas.setLineWidth(0.4)
        canvas.line(left, bottom, right, bottom)
        streams.append(_appearance(canvas, blank))
    y = fields[-1].box[1] - 22
    canvas.setFont(_KAI, 8.5)
    for clause in CLAUSES:
        canvas.drawString(_LEFT, y, clause)
        y -= 14
    y -= 20
    canvas.setFont(_KAI, _LABEL)
    canvas.drawString(_LEFT + 130, y, "签名：")
    name = signer(consent["holder"])
    if name:
        signed = signature(name, sum(ord(c) * (k + 3) for k, c in enumerate(consent["key"])))
        size = (signed.width * 0.36, signed.height * 0.36)
        canvas.drawImage(ImageReader(signed), _LEFT + 164, y - 10, *size, mask="auto")
    else:
        canvas.drawString(_LEFT + 164, y, "（原件已签，姓名略）")
    canvas.save()
    return _with_fields(store.getvalue(), fields, streams)


def _appearance(canvas: Canvas, blank: Blank) -> bytes:
    """What a field shows, as drawing operators in the subset fonts that reportlab numbers as the words come."""
    left, _, right, top = blank.box
    font = pdfmetrics.getFont(_KAI)
    parts = [b"/Tx BMC q BT 0.10 0.12 0.25 rg"]
    for number, line in enumerate(wrapped(blank.value, right - left - 6, blank.lines)):
        parts.append(f"1 0 0 1 3 {top - blank.box[1] - 15.5 - 14 * number:.1f} Tm".encode())
        for subset, codes in font.splitString(line, canvas._doc):
            name = font.getSubsetInternalName(subset, canvas._doc)
            parts.append(f"{name} {_FILLED} Tf <{codes.hex()}> Tj".encode())
    return b" ".join([*parts, b"ET Q EMC"])


def _with_fields(page_only: bytes, fields: list[Blank], streams: list[bytes]) -> bytes:
    """The page made a form: a text field for every blank, its value and its appearance."""
    with pikepdf.open(BytesIO(page_only)) as pdf:
        page = pdf.pages[0]
        fonts = pikepdf.Dictionary({"/Font": page.Resources.Font})
        widgets = []
        for blank, stream in zip(fields, streams, strict=True):
            left, bottom, right, top = blank.box
            shown = pdf.make_stream(
                stream,
                {
                    "/Type": pikepdf.Name.XObject,
                    "/Subtype": pikepdf.Name.Form,
                    "/BBox": [0, 0, right - left, top - bottom],
                    "/Resources": fonts,
                },
            )
            widget = {
                "/Type": pikepdf.Name.Annot,
                "/Subtype": pikepdf.Name.Widget,
                "/FT": pikepdf.Name.Tx,
                "/T": blank.name,
                "/TU": blank.label,
                "/V": blank.value,
                "/Rect": [left, bottom, right, top],
                "/F": 4,
                "/Ff": (1 << 12 if blank.lines > 1 else 0) | 1,  # multiline; read only once signed
                "/DA": f"/F1 {_FILLED} Tf 0 g",
                "/AP": pikepdf.Dictionary({"/N": shown}),
            }
            widgets.append(pdf.make_indirect(pikepdf.Dictionary(widget)))
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


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", nargs="*", help="which consents; all that were signed when none is named")
    parser.add_argument("--into", type=Path, default=HOME / "consents", help="folder to write to")
    options = parser.parse_args(arguments)
    pdfmetrics.registerFont(TTFont(_KAI, str(FONT)))
    titles = {row["key"]: row["title"] for row in json.loads((HOME / "items.json").read_text(encoding="utf-8"))}
    options.into.mkdir(parents=True, exist_ok=True)
    for consent in json.loads((HOME / "consents.json").read_text(encoding="utf-8")):
        if "signed_on" not in consent or (options.keys and consent["key"] not in options.keys):
            continue
        data = form(consent, titles)
        (options.into / f"{consent['key']}.pdf").write_bytes(data)
        print(f"{consent['key']} {len(data)} bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
