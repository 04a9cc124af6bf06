"""Proofs: what is new since the time before is found and marked, and none of the marks is text."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.changes import Changes, compare, read_earlier
from archive_app.typeset.composer import Composer
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.proof import PEN_ROOM, ProofOptions, pages_said
from archive_app.typeset.templates import Template
from tests.typeset.in_memory import render, render_proof

Made = Callable[..., Layout]
META = Metadata("城东政协文史资料", created=datetime(2026, 11, 29, tzinfo=UTC))
TEXTS = [
    f"第{n}段。院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，没有人说得清，第{n}段完。"
    for n in range(12)
]


@pytest.fixture
def made(small: Template) -> Made:
    """A book of one article (and more by name), as each setting of it reads its manuscripts again."""

    def make(texts: list[str], *, note: str = "旧注。", others: dict[str, str] | None = None) -> Layout:
        notes = (Note(3, note),)
        blocks = [Block(BlockKind.PARAGRAPH, text, notes=notes if n == 0 else ()) for n, text in enumerate(texts)]
        articles = [Article("a.md", "一碗甜醅", Manuscript(tuple(blocks)))]
        for key, text in (others or {}).items():
            articles.append(Article(key, f"题{key}", Manuscript((Block(BlockKind.PARAGRAPH, text),))))
        return Composer().compose(Book("城东政协文史资料", (Section("", tuple(articles)),), number=24), small)

    return make


def again(layout: Layout) -> Any:
    return json.loads(json.dumps(layout.to_json()))


def texts_of(layout: Layout, places: frozenset[tuple[int, int]]) -> list[str]:
    return [layout.pages[page].lines[line].text for page, line in sorted(places)]


def test_the_same_book_has_no_changes(made: Made) -> None:
    assert compare(made(TEXTS), again(made(TEXTS))) == Changes(frozenset(), frozenset(), (), (), ())


def test_lines_of_an_edited_paragraph_are_new_and_the_pages_after_it_only_moved(made: Made) -> None:
    new = [
        *TEXTS[:2],
        TEXTS[2].replace("房主姓什么", "房主姓马还是姓冶，叫什么名字，做什么营生，住在哪里，" * 3),
        *TEXTS[3:],
    ]
    layout = made(new)
    found = compare(layout, again(made(TEXTS)))
    changed = "".join(texts_of(layout, found.lines))
    assert "房主姓马还是姓冶" in changed
    assert len(changed) < 7 * 20
    assert "第5段" not in changed
    assert len(found.pages) <= 2
    assert found.moved
    assert all(number > found.pages[-1].page for number in found.moved)
    assert sum(change.lines for change in found.pages) == len(found.lines)


def test_what_was_taken_out_marks_the_line_behind_it(made: Made) -> None:
    layout = made(TEXTS[:4] + TEXTS[5:])
    found = compare(layout, again(made(TEXTS)))
    assert not found.lines
    (behind,) = texts_of(layout, found.cuts)
    assert behind.startswith("第5段")
    assert [change.cuts for change in found.pages] == [1]


def test_a_note_and_an_article_that_changed_are_found(made: Made) -> None:
    layout = made(TEXTS, note="新注。", others={"b.md": "新来的一篇。"})
    found = compare(layout, again(made(TEXTS, others={"c.md": "拿掉的一篇。"})))
    assert {"新注。", "新来的一篇。"} <= set(texts_of(layout, found.lines))
    assert found.gone == ("c.md",)


def test_a_line_more_among_thousands_that_are_alike_is_found_at_once(made: Made) -> None:
    layout = made(["字。"] * 3000)
    earlier = again(layout)
    spoken = [line for page in earlier["pages"] for line in page["lines"] if line["text"] == "字。"]
    spoken[1500]["text"] = "从前的字。"
    spoken[1700]["text"] = "从前的字。"
    found = compare(layout, earlier)
    assert texts_of(layout, found.lines) == ["字。", "字。"]
    assert len(found.pages) == 2


@pytest.mark.parametrize("content", ["", "{}", '{"pages": [{"lines": [{}]}]}', "[]", '{"pages": 3}'])
def test_what_is_no_layout_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "旧.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"旧\.json.*--layout-json"):
        read_earlier(tmp_path / "旧.json")
    with pytest.raises(UsageError):
        read_earlier(tmp_path / "没有.json")


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_the_words_are_those_of_the_screen_and_the_list_stands_behind(made: Made) -> None:
    layout = made([*TEXTS[:3], "换过的一段。", *TEXTS[4:]])
    changes = compare(layout, again(made(TEXTS)))
    data, problems = render_proof(layout, META, ProofOptions(2, changes))
    assert problems == []
    said = texts(data)
    assert said[: len(layout.pages)] == texts(render(layout, META)[0])
    listed = "".join(said[len(layout.pages) :])
    assert "第二次校样改动一览" in listed
    page = layout.pages[changes.pages[0].page]
    assert f"第{page.label}面" in listed
    assert "《一碗甜醅》" in listed


def drawn(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [page.Contents.read_bytes().decode("latin-1") for page in pdf.pages]


def test_every_line_is_counted_down_its_page(made: Made) -> None:
    layout = made(TEXTS)
    pages = drawn(render_proof(layout, META, ProofOptions(watermark=""))[0])
    for page, content in zip(layout.pages, pages, strict=True):
        rows = {round(page.height - line.y, 2) for line in page.lines}
        placed = re.findall(r"q\s1 0 0 1 ([\d.]+) ([\d.]+) cm\s/Words\d+ Do\sQ", content)
        numbers = [(float(x), float(y)) for x, y in placed if float(y) < page.height - 20]
        assert sorted(y for _, y in numbers) == pytest.approx(sorted(rows), abs=0.02)
        assert content.count("/Artifact <</Type /Pagination>> BDC\nq") == 1


def test_bars_stand_beside_new_lines_and_nowhere_else(made: Made) -> None:
    layout = made([*TEXTS[:3], "换过的一段。", *TEXTS[4:]])
    changes = compare(layout, again(made(TEXTS)))
    with_bars = drawn(render_proof(layout, META, ProofOptions(2, changes, watermark=""))[0])
    for number, content in enumerate(with_bars[: len(layout.pages)]):
        tail = content[content.rindex("/Artifact") :]
        strokes = re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", tail)
        new = [layout.pages[page].lines[line] for page, line in changes.lines if page == number]
        assert len(strokes) == len(new)
        for line in new:
            y = layout.pages[number].height - line.y
            assert any(float(low) < y < float(high) for _, low, _, high in strokes)


def test_the_watermark_is_drawn_first_and_can_be_left_out(made: Made) -> None:
    layout = made(TEXTS)
    marked = drawn(render_proof(layout, META, ProofOptions())[0])
    assert all("/Subtype /Watermark" in content.partition("BT")[0] for content in marked)
    assert not any(
        "Watermark" in content for content in drawn(render_proof(layout, META, ProofOptions(watermark=""))[0])
    )


def test_a_wide_proof_has_room_at_the_fore_edge(made: Made) -> None:
    layout = made(TEXTS)
    wide, plain = render_proof(layout, META, ProofOptions(wide=True))[0], render(layout, META)[0]
    with pdfplumber.open(io.BytesIO(wide)) as first, pdfplumber.open(io.BytesIO(plain)) as second:
        for number, page in enumerate(layout.pages):
            if page.kind != "body":
                continue
            mine, theirs = first.pages[number], second.pages[number]
            assert float(mine.width) == pytest.approx(float(theirs.width) + PEN_ROOM, abs=0.01)
            moved = [a["x0"] - b["x0"] for a, b in zip(mine.chars, theirs.chars, strict=True)]
            assert moved == pytest.approx([0 if number % 2 == 0 else PEN_ROOM] * len(moved), abs=0.05)
    assert texts(wide) == texts(plain)


def test_pages_are_said_in_runs(made: Made) -> None:
    layout = made(TEXTS)
    body = [n for n, page in enumerate(layout.pages) if page.kind == "body"]
    assert pages_said(layout, (body[0], body[1], body[2])) == "第1面至第3面"
    assert pages_said(layout, (body[0], body[2])) == "第1面、第3面"
    assert pages_said(layout, (0,)) == "文件第1面"
