"""Arabic, Uyghur and their figures among Chinese: set as UAX #9 says, and copied as they were written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.typeset.fonts.shaping import words
from archive_app.typeset.layout import Layout, Line
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.document import render
from archive_app.typeset.pdf.turning import copied, drawn, ways
from archive_app.typeset.templates import load

Compose = Callable[..., Layout]

PARAGRAPHS = [
    "法ۋاڭ خېلىل现活些",
    "么为مسجد دونغقوان الكبير سنة ١٣٨٠会",
    "第一次写ئۇيغۇر，第二次写خوش كەپسىز，第三次大",
    "写作“سلام”，也（وبال），《سلام》。",
    "好！سلام عليكم ورحمة الله وبركاته؟（见《سلام》）。",
    "个家بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ次所",
    "بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ",
    "سلام عليكم ورحمة الله وبركاته",
    "سلام 1949 علي，是",
    "سنة 1949。",
    "كتاب (مرحبا) علي是",
    "كتاب, 12.5% طيب是",
    "国سلام、مرحبا、كتاب三词",
    "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى（新疆维吾尔自治区）",
    "他说" + "السلام عليكم ورحمة الله وبركاته " * 8 + "完。",
    "سلام𠮷𠮷，好",
    "此中因头ᠮᠣᠩᠭᠣᠯ大，国ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ无",
]


def said(layout: Layout) -> str:
    document = pypdfium2.PdfDocument(render(layout, Metadata("t"))[0])
    try:
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    finally:
        document.close()
    return re.sub(r"\s", "", "".join(pages))


def body_lines(layout: Layout) -> list[Line]:
    return [line for page in layout.pages for line in page.lines if line.role == "body"]


@pytest.mark.parametrize("template", ["16k", "vertical"])
@pytest.mark.parametrize("text", PARAGRAPHS)
def test_what_is_copied_is_what_was_written(compose_blocks: Compose, text: str, template: str) -> None:
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, text)], template=load(template))
    assert re.sub(r"\s", "", text) in said(layout)


@pytest.mark.parametrize("template", ["16k", "vertical"])
def test_paragraphs_one_under_another_do_not_run_into_each_other(compose_blocks: Compose, template: str) -> None:
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, text) for text in PARAGRAPHS], template=load(template))
    found = said(layout)
    assert [text for text in PARAGRAPHS if re.sub(r"\s", "", text) not in found] == []


def test_words_go_from_the_right_and_figures_from_the_left(compose_blocks: Compose) -> None:
    line = body_lines(compose_blocks([Block(BlockKind.PARAGRAPH, "在سنة ١٣٨٠ علي中")]))[0]
    place = {run.text: run.dx for run in line.runs if run.rtl}
    assert place["سنة"] > place["١٣٨٠"] > place["علي"]
    figures = next(run for run in line.runs if run.text == "١٣٨٠")
    assert [glyph.reads for glyph in figures.shaped] == list("١٣٨٠")


def test_a_paragraph_of_arabic_alone_begins_at_the_right(compose_blocks: Compose) -> None:
    text = "السلام عليكم ورحمة الله وبركاته " * 4
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, text.strip()), Block(BlockKind.PARAGRAPH, "汉文一段。")])
    lines = body_lines(layout)[:-1]
    measure = float(layout.grid["width"])
    left = min(line.x for line in lines)
    ends = [max(run.dx + sum(g.advance for g in run.shaped) * run.size / 1000 for run in line.runs) for line in lines]
    edge = left + measure
    assert lines[0].x + ends[0] == pytest.approx(edge - 2 * lines[0].size, abs=0.6)  # the indent is at the right
    assert all(line.x + end == pytest.approx(edge, abs=0.6) for line, end in zip(lines[1:], ends[1:], strict=True))
    assert lines[-1].x > left + 1  # the last line is short at the left


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سلام 1949年", ["سلام"]),
        ("سلام 1949。", ["سلام", "1949"]),
        ("محمد 1949 علي", ["محمد", "1949", "علي"]),
        ("A سلام (مرحبا) كتاب, 12.5% طيب", ["سلام", "(مرحبا)", "كتاب,", "12.5%", "طيب"]),
        ("(سلام مرحبا)", ["سلام", "مرحبا"]),
        ("ئۇيغۇر、قازاق", ["ئۇيغۇر", "قازاق"]),
    ],
)
def test_numbers_and_marks_between_arabic_words_belong_to_the_phrase(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end, _ in words(text)] == expected


def test_han_and_arabic_have_a_gap_between_them(compose_blocks: Compose) -> None:
    line = body_lines(compose_blocks([Block(BlockKind.PARAGRAPH, "写作وبال的")]))[0]
    arabic = next(run for run in line.runs if run.rtl)
    assert arabic.dx - 2 * line.size == pytest.approx(line.size / 4, abs=0.1)


def test_a_phrase_is_parted_from_its_line_only_where_it_must_be() -> None:
    kept = ways([("第一，第二，第三，第四", False), ("خوش كەپسىز", True), ("，第五，第六", False)])
    parted = ways([("第一，写", False), ("سلام", True), ("”，", False)])
    assert [(way.before, way.after) for way in (*kept, *parted)] == [(False, False), (False, True)]
    assert (
        copied("第一，第二，第三，" + drawn("خوش كەپسىز", kept[0].order) + "，第四")
        == "第一，第二，第三，خوش كەپسىز，第四"
    )
