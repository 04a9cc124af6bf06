"""An earlier volume on paper: a PDF with a text layer as a scanning shop delivers it, or the pictures of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDE, HIGH = 400, 600
BODY = "我家祖上三代守着这盘水磨，磨盘是从湟源的山上拉来的，一天能磨三石麦子。"
PAGES: tuple[tuple[str, ...], ...] = (
    ("城东文史资料",),
    ("序", "这一辑收文章两篇，写的都是河边上的事，请读者指正。"),
    ("水磨记", "张三", BODY, "磨房在河湾里。" + BODY),
    ("渠水一年淘两回，淘渠的日子家家出人，" + BODY,),
    ("渡口的船", "李四口述　王五整理", "黄河边上的渡口有两条羊皮筏子。" + BODY),
    ("筏子客唱的花儿，老人们至今记得，" + BODY,),
)
"""What stands on each page; from the third on they are numbered from 1."""
_LINE = 24  # characters


class Going:
    """Tells nobody, and stops when it is told to."""

    def __init__(self, stop: bool = False) -> None:
        self.stop = stop

    def progress(self, share: float, words: str) -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self.stop


def pdf(path: Path, pages: Sequence[Sequence[str]] = PAGES, first: int = 3, turn: int = 0) -> Path:
    """The volume as a PDF; its pages are numbered from ``first`` on; ``turn``: its /Rotate."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=(WIDE, HIGH), invariant=True)
    for number, paragraphs in enumerate(pages, 1):
        y = HIGH - 90.0
        for paragraph in paragraphs:
            size = 20 if len(paragraph) < 6 else 12
            canvas.setFont("STSong-Light", size)
            text = paragraph if len(paragraph) < 20 else "　　" + paragraph
            for at in range(0, len(text), _LINE):
                canvas.drawString(50, y, text[at : at + _LINE])
                y -= 1.6 * size
        if number >= first:
            canvas.setFont("STSong-Light", 9)
            canvas.drawCentredString(WIDE / 2, 30, f"· {number - first + 1} ·")
        canvas.showPage()
    canvas.save()
    if turn:
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            for page in document.pages:
                page.Rotate = turn
            document.save(path)
    return path


def pictures(folder: Path, count: int = 11) -> Path:
    """A folder of blank pages, each of its own grey; named 1.jpg … 11.jpg, and a list that is none."""
    folder.mkdir()
    for number in range(1, count + 1):
        Image.new("L", (170, 240), 200 + number).save(folder / f"第{number}页.jpg")
    (folder / "说明.txt").write_text("扫描说明", encoding="utf-8")
    return folder
