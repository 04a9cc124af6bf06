"""Make the signed consents of the example: `python packaging/example/make_consents.py [W-oh-58 …]`.

One PDF form (AcroForm) for each consent in `consents.json` that was signed: the ruled table is page, what was filled in
are fields with their own appearance in a subset of the bundled fonts, the signature and the thumb's print are pictures.
What the record does not say stays empty. The same data give the same files.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from consent_fields import KAI, Blank, Tick, with_fields
from consent_ink import signature, thumb
from lettering import FONT, PRINTED
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HOME = Path(__file__).resolve().parents[2] / "resources" / "example"
_HEI = "consent-hei"
_PAGE = (595.28, 841.89)  # A4 upright, points
_LABEL, _SMALL = 10.5, 9.0
_LEFT, _RIGHT, _TOP = 62.0, 533.0, 730.0
_COLUMN = 82.0  # width of the column of labels
_MIDDLE = 330.0  # where a row's second pair begins
_ROW, _MORE = 27.0, 15.0  # height of a row, and of each further line in it
RECIPIENT = "政协西宁市城东区委员会文史部门（示例）"
GRANTS = ("捐赠", "专有", "非专有", "附条件")
_KINDS = {
    "oral_history": "口述史料",
    "contribution": "来稿",
    "photograph": "照片",
    "document": "文献",
    "artefact": "实物",
}

CLAUSES = (
    "一、权利人有权作此授权；除捐赠外，著作权仍归权利人。",
    "二、被授权单位只在上列范围内使用，照上列方式署名。",
    "三、权利人可以书面更正、限制或撤回；已经印出的不追回。",
    "四、权利人已故的，由继承人逐一签署。",
)


def form(consent: dict[str, Any], items: dict[str, dict[str, Any]]) -> bytes:
    """The form of one consent as the bytes of a PDF; `items` are the example's, by their keys."""
    store = BytesIO()
    canvas = Canvas(store, pagesize=_PAGE, invariant=1, pageCompression=1)
    canvas.setTitle(f"授权书 {consent['key']}（示例）")
    canvas.setFont(_HEI, 22)
    canvas.drawCentredString(_PAGE[0] / 2, 772, "文史资料授权书")
    canvas.setFont(_HEI, _SMALL)
    canvas.drawString(_LEFT, 740, "（示例）")
    canvas.drawRightString(_RIGHT, 740, f"编号：{consent['key']}")
    blanks, ticks, bottom = _table(canvas, consent, items)
    y = bottom - 22
    canvas.setFont(_HEI, _SMALL + 0.5)
    for clause in CLAUSES:
        canvas.drawString(_LEFT + 2, y, clause)
        y -= 16
    blanks += _signing(canvas, consent, y - 12)
    return with_fields(canvas, store, blanks, ticks)


def _table(
    canvas: Canvas, consent: dict[str, Any], items: dict[str, dict[str, Any]]
) -> tuple[list[Blank], list[Tick], float]:
    """The ruled table; its fields, its boxes to tick, and where it ends."""
    titles = "；".join(f"《{items[key]['title']}》" for key in consent["items"])
    kinds = "、".join(dict.fromkeys(_KINDS[items[key]["kind"]] for key in consent["items"]))
    grant = consent["grant"]
    blanks: list[Blank] = []
    ticks: list[Tick] = []
    canvas.setLineWidth(0.6)
    top = _TOP

    def row(label: str, name: str, value: str, lines: int = 1, beside: tuple[str, str, str] | None = None) -> None:
        nonlocal top
        low = top - _ROW - _MORE * (lines - 1)
        right = _MIDDLE if beside else _RIGHT
        _label(canvas, label, _LEFT, top, low)
        blanks.append(Blank(name, label, value, (_LEFT + _COLUMN + 2, low + 2, right - 2, top - 2), lines))
        if beside:
            _label(canvas, beside[0], _MIDDLE, top, low)
            canvas.line(_MIDDLE, top, _MIDDLE, low)
            box = (_MIDDLE + _COLUMN + 2, low + 2, _RIGHT - 2, top - 2)
            blanks.append(Blank(beside[1], beside[0], beside[2], box))
        canvas.rect(_LEFT, low, _RIGHT - _LEFT, top - low)
        top = low

    row("权利人", "holder", consent["holder"])
    row("材料类别", "kinds", kinds)
    row("被授权单位", "recipient", RECIPIENT)
    row("材料题名", "items", titles, 2)
    low = top - _ROW
    _label(canvas, "许可类型", _LEFT, top, low)
    canvas.rect(_LEFT, low, _RIGHT - _LEFT, _ROW)
    x = _LEFT + _COLUMN + 8
    for word in GRANTS:
        ticks.append(Tick(f"grant.{word}", word, grant == word, (x, low + 8, x + 11, low + 19)))
        canvas.drawString(x + 15, low + 9.5, word)
        x += 15 + _LABEL * len(word) + 16
    canvas.drawString(x, low + 9.5, "其他：")
    other = "" if grant in GRANTS else grant
    blanks.append(Blank("grant.other", "其他许可", other, (x + 32, low + 3, _RIGHT - 8, top - 3)))
    canvas.line(x + 32, low + 6, _RIGHT - 8, low + 6)
    top = low
    row("使用范围", "scope", consent.get("scope", ""), 2)
    low = top - _ROW
    row("署名", "credit", consent.get("credit", ""))
    ticks.append(
        Tick("anonymous", "匿名", bool(consent.get("anonymous")), (_RIGHT - 52, low + 8, _RIGHT - 41, low + 19))
    )
    canvas.drawString(_RIGHT - 37, low + 9.5, "匿名")
    credit = blanks[-1]
    blanks[-1] = Blank(credit.name, credit.label, credit.value, (*credit.box[:2], _RIGHT - 58, credit.box[3]))
    row("开放日期", "open_from", consent.get("open_from", ""), 1, ("见证人", "witness", consent.get("witness", "")))
    row("另行说明", "note", consent.get("note", ""), 2)
    return blanks, ticks, top


def _label(canvas: Canvas, words: str, left: float, top: float, low: float) -> None:
    """A label in the middle of its cell, its characters spread, and the rule behind it."""
    canvas.setFont(_HEI, _LABEL)
    wide = 62.0
    step = (wide - _LABEL) / max(1, len(words) - 1)
    step = min(step, _LABEL * 2.2)
    start = left + (_COLUMN - (step * (len(words) - 1) + _LABEL)) / 2
    for number, character in enumerate(words):
        canvas.drawString(start + step * number, (top + low) / 2 - 3.8, character)
    canvas.line(left + _COLUMN, top, left + _COLUMN, low)


def _signing(canvas: Canvas, consent: dict[str, Any], top: float) -> list[Blank]:
    """Who signs: the holder with a thumb's print, or the heirs; and the day. Returns the fields."""
    canvas.setFont(_HEI, _LABEL)
    canvas.drawString(_LEFT + 2, top - 16, "继承人签署（权利人已故的填写）：")
    heirs = consent.get("heirs") or ({}, {})
    canvas.setFont(_HEI, _SMALL)
    y = top - 40
    for heir in heirs:
        words = ("姓名", "name", 90), ("关系", "relation", 70), ("日期", "signed_on", 90)
        x = _LEFT + 22
        for label, name, wide in words:
            canvas.drawString(x, y, label)
            canvas.line(x + 22, y - 3, x + 22 + wide, y - 3)
            canvas.setFont(KAI, _LABEL)
            canvas.drawString(x + 26, y, str(heir.get(name, "")))
            canvas.setFont(_HEI, _SMALL)
            x += wide + 36
        y -= 22
    canvas.setFont(_HEI, _LABEL)
    y -= 36
    canvas.drawString(_MIDDLE - 40, y, "权利人（签名、指印）：")
    name = signer(consent["holder"])
    seed = sum(ord(c) * (k + 3) for k, c in enumerate(consent["key"]))
    if name:
        signed = signature(name, seed)
        canvas.drawImage(
            ImageReader(signed), _MIDDLE + 74, y - 12, signed.width * 0.36, signed.height * 0.36, mask="auto"
        )
        print_ = thumb(seed)
        at = (_MIDDLE + 78 + signed.width * 0.36 * 0.82, y - 16)
        canvas.drawImage(ImageReader(print_), *at, 27, 36, mask="auto")
    else:
        canvas.drawString(_MIDDLE + 74, y, "（原件已签，姓名略）")
    y -= 40
    canvas.setFont(_HEI, _LABEL)
    canvas.drawString(_MIDDLE - 40, y, "签署日期：")
    box = (_MIDDLE + 14, y - 7, _MIDDLE + 130, y + 14)
    canvas.line(box[0], y - 5, box[2], y - 5)
    return [Blank("signed_on", "签署日期", _day(consent["signed_on"]), box)]


def _day(day: str) -> str:
    year, month, date = day.split("-")
    return f"{year}年{int(month)}月{int(date)}日"


def signer(holder: str) -> str:
    """Who signs for a holder as the record has it; empty where the record keeps the name back (持有人, 住户)."""
    inner = re.search("持有人([^；）]+)）", holder)
    name = inner[1] if inner else holder.split("（")[0]
    return "" if name in ("持有人", "住户", "捐赠者") else name


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", nargs="*", help="which consents; all that were signed when none is named")
    parser.add_argument("--into", type=Path, default=HOME / "consents", help="folder to write to")
    options = parser.parse_args(arguments)
    pdfmetrics.registerFont(TTFont(KAI, str(FONT)))
    pdfmetrics.registerFont(TTFont(_HEI, str(PRINTED)))
    items = {row["key"]: row for row in json.loads((HOME / "items.json").read_text(encoding="utf-8"))}
    options.into.mkdir(parents=True, exist_ok=True)
    for consent in json.loads((HOME / "consents.json").read_text(encoding="utf-8")):
        if "signed_on" not in consent or (options.keys and consent["key"] not in options.keys):
            continue
        data = form(consent, items)
        (options.into / f"{consent['key']}.pdf").write_bytes(data)
        print(f"{consent['key']} {len(data)} bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
