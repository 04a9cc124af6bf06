"""Books nobody would write, through every output: files that hold together, whatever is in them."""

from __future__ import annotations

import io
import json
import random
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.changes import compare
from archive_app.typeset.composer import Composer
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.press import PressOptions
from archive_app.typeset.pdf.profiles import default_press
from archive_app.typeset.pdf.proof import ProofOptions
from tests.typeset.in_memory import render, render_preserved, render_press, render_proof

LETTERS = "院子没有名字信封上写门牌号，。！？“”《》——……、；：·（）1958年kgABC 𠮷䶮སྒྲོལ་مسلام①é\u3000\u200b"
META = Metadata("书")


class Writer:
    """Writes by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def text(self, most: int) -> str:
        return "".join(self.chance.choice(LETTERS) for _ in range(self.chance.randint(0, most)))

    def block(self) -> Block:
        kind = self.chance.choice(list(BlockKind))
        text = self.text(200)
        if kind is BlockKind.TABLE:
            return Block(kind, self.text(10), rows=tuple(self.row(head=number == 0) for number in range(12)))
        notes = tuple(Note(at, self.text(60)) for at in sorted(self.chance.sample(range(300), 2)) if at <= len(text))
        if kind is BlockKind.PICTURE:
            place = self.chance.choice(["here", "head", "foot", ""])
            return Block(kind, text[:20], picture=Picture("photo.jpg", width=0.3, place=place))
        return Block(kind, text, tuple(self.span(len(text)) for _ in range(2)), notes, level=self.chance.randint(0, 5))

    def row(self, *, head: bool) -> tuple[Cell, ...]:
        return tuple(Cell(self.text(12), header=head) for _ in range(self.chance.randint(1, 4)))

    def span(self, length: int) -> Span:
        start = self.chance.randint(0, length)
        return Span(start, min(length, start + 4), self.chance.choice(list(SpanStyle)), "ab")

    def book(self, template: str, images: Path) -> Book:
        articles = tuple(
            Article(str(n), self.text(30), Manuscript(tuple(self.block() for _ in range(14))), note=self.text(30))
            for n in range(2)
        )
        return Book("书", (Section(self.text(6), articles),), images=images, template=template)


@pytest.fixture(params=[(1, "16k"), (2, "vertical"), (3, "16k")], ids=str)
def layout(request: pytest.FixtureRequest, pictures: Path) -> Layout:
    seed, template = request.param
    return Composer().compose(Writer(seed).book(template, pictures))


def test_marked_content_is_closed_and_every_piece_has_one_element(layout: Layout) -> None:
    with pikepdf.open(io.BytesIO(render(layout, META)[0])) as pdf:
        tree = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(key): value for key, value in zip(tree[::2], tree[1::2], strict=True)}
        for page in pdf.pages:
            open_marks: list[bool] = []
            found: list[int] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC":
                    tagged = "/MCID" in operands[1]
                    assert not (tagged and any(open_marks))  # one does not stand in another
                    found += [int(operands[1].MCID)] if tagged else []
                    open_marks.append(tagged)
                elif str(operator) == "EMC":
                    open_marks.pop()
                elif str(operator) in ("BT", "ET"):
                    assert not open_marks
            assert not open_marks
            assert found == list(range(len(parents[int(page.obj.StructParents)])))


def test_what_is_kept_conforms(layout: Layout) -> None:
    report = pdfa.validate_written(io.BytesIO(render_preserved(layout, META)[0]), "2b")
    # the validator does not know vertical fonts, and says so
    assert [str(found) for found in report.findings if "font-vertical" not in str(found)] == []


def test_prints_and_proofs_hold_together(layout: Layout) -> None:
    printable = replace(layout, problems=())
    earlier = json.loads(json.dumps(layout.to_json()))
    outputs = [
        render_press(printable, META, PressOptions(default_press(), "x-4", "all", 8.5))[0],
        render_press(printable, META, PressOptions(default_press(), "x-1a", "none", 0.0))[0],
        render_proof(layout, META, ProofOptions(3, compare(layout, earlier), wide=True))[0],
    ]
    for data in outputs:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert len(pdf.pages) >= len(layout.pages)
