"""Documents that LibreOffice and pandoc wrote: nothing of them is dropped in silence. How they were made stands in
files/README.md."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Span, SpanStyle
from archive_app.intake.proposal import Proposal

ReadFile = Callable[[Path], Proposal]


@pytest.fixture
def writer(read_file: ReadFile) -> Proposal:
    return read_file(FILES / "writer.docx")


@pytest.fixture
def pandoc(read_file: ReadFile) -> Proposal:
    return read_file(FILES / "pandoc.docx")


def text_of(proposal: Proposal) -> Manuscript:
    assert proposal.manuscript is not None
    return proposal.manuscript


def block(proposal: Proposal, beginning: str) -> Block:
    return next(block for block in text_of(proposal) if block.text.startswith(beginning))


def marked(block: Block, style: SpanStyle) -> list[str]:
    return [block.text[span.start : span.end] for span in block.spans if span.style is style]


def test_title_and_author_are_found_and_leave_the_text(writer: Proposal) -> None:
    assert (writer.title, writer.kind) == ("供销社的柜台", "contribution")
    assert writer.fields["responsibility"] == [{"role": "作者", "name": "王昪"}]
    assert writer.fields["title_source"] == "原题"
    assert text_of(writer).blocks[0].text == "一、柜台"


def test_headings_keep_their_levels_and_their_automatic_numbers(writer: Proposal) -> None:
    headings = [(b.level, b.text) for b in text_of(writer) if b.kind is BlockKind.HEADING]
    assert headings == [(1, "一、柜台"), (2, "（一）布票"), (1, "二、后来")]


def test_every_mark_on_words_is_kept(writer: Proposal) -> None:
    paragraph = block(writer, "供销社的柜台一丈二长")
    assert paragraph.text == "供销社的柜台一丈二长，楷体字，张三读过红楼梦，着重，H2O，102。"
    assert marked(paragraph, SpanStyle.BOLD) == ["一丈二"]
    assert marked(paragraph, SpanStyle.KAI) == ["楷体字"]
    assert marked(paragraph, SpanStyle.UNDERLINE) == ["张三"]
    assert marked(paragraph, SpanStyle.BOOK) == ["红楼梦"]
    assert marked(paragraph, SpanStyle.DOTS) == ["着重"]
    assert marked(paragraph, SpanStyle.SUBSCRIPT) == ["2"]
    assert marked(paragraph, SpanStyle.SUPERSCRIPT) == ["2"]


def test_ruby_keeps_base_and_reading(writer: Proposal) -> None:
    (span,) = [s for s in block(writer, "老字").spans if s.style is SpanStyle.RUBY]
    assert (block(writer, "老字").text[span.start : span.end], span.value) == ("䶮", "yǎn")


def test_a_footnote_stands_where_it_was_called_and_says_whose_it_is(writer: Proposal) -> None:
    paragraph = block(writer, "供销社的柜台一丈二长")
    (note,) = paragraph.notes
    assert (note.at, note.text, note.by) == (len(paragraph.text), "一丈二约四米。", "整理者注")


def test_an_endnote_becomes_a_note_and_that_is_said(writer: Proposal) -> None:
    assert [note.text for note in block(writer, "唱词").notes] == ["尾注的话。"]
    assert "1 条尾注改作脚注收下。" in writer.warnings


def test_a_soft_line_break_is_a_mark_and_no_character(writer: Proposal) -> None:
    paragraph = block(writer, "唱词第一行")
    assert paragraph.text == "唱词第一行唱词第二行，见网页。"
    assert [s.start for s in paragraph.spans if s.style is SpanStyle.LINE_BREAK] == [5]


def test_revisions_are_taken_as_accepted_and_counted(writer: Proposal) -> None:
    assert "新插入的词" in block(writer, "老字").text
    assert "被删掉的话" not in text_of(writer).plain_text()
    assert any("已删除的文字 5 个字" in w for w in writer.warnings)
    assert any("新插入的文字 4 个字" in w for w in writer.warnings)


@pytest.mark.parametrize(
    "words",
    [
        "自动目录（1 处）",
        "删除线（2 个字）",
        "文字颜色（2 个字）",
        "底色或突出显示（2 个字）",
        "隐藏文字没有收：“这是隐藏的”",
        "文稿带批注 1 条，收在正文旁边",
        "http://example.org/x",
        "文本框里的文字“框里的话”",
        "页眉里的文字没有收：“城东政协文史资料征集稿”",
        "夹在文字中间",
    ],
)
def test_what_is_not_kept_is_said(writer: Proposal, words: str) -> None:
    assert any(words in warning for warning in writer.warnings), writer.warnings


def test_a_page_number_in_the_footer_is_not_worth_a_word(writer: Proposal) -> None:
    assert not any("页脚" in warning for warning in writer.warnings)


def test_lists_keep_their_numbers(writer: Proposal) -> None:
    texts = [b.text for b in text_of(writer)]
    assert texts[texts.index("1. 头一样") :][:3] == ["1. 头一样", "a) 里头一层", "2. 第二样"]
    assert block(writer, "盐").kind is BlockKind.LIST_ITEM


def test_a_picture_comes_with_its_file_caption_description_and_width(writer: Proposal) -> None:
    picture = next(b for b in text_of(writer) if b.kind is BlockKind.PICTURE)
    assert picture.text == "图1　柜台外景（王昪摄）"
    assert picture.picture is not None
    assert (picture.picture.alt, picture.picture.width) == ("柜台外景", 0.5)
    first, second = writer.attachments
    assert picture.picture.source == first.key != second.key
    assert first.role == "插图"
    assert dict(first.facts) == {"mime": "image/png", "width": 240, "height": 160}
    with zipfile.ZipFile(FILES / "writer.docx") as archive:
        assert first.path.read_bytes() == archive.read("word/media/image1.png")
    assert writer.fields["picture_count"] == 2


def test_what_stands_in_a_text_box_is_kept(writer: Proposal) -> None:
    texts = [b.text for b in text_of(writer)]
    assert texts[texts.index("文本框在这里：") + 1] == "框里的话"


def test_a_table_keeps_its_merged_cells_and_its_heads(writer: Proposal) -> None:
    table = next(b for b in text_of(writer) if b.kind is BlockKind.TABLE)
    rows = [[(c.text, c.columns, c.rows, c.header) for c in row] for row in table.rows]
    assert rows == [
        [("品名", 2, 1, True), ("价", 1, 1, True)],
        [("盐", 1, 2, False), ("大盐", 1, 1, False), ("一角三", 1, 1, False)],
        [("细盐\n第二段", 1, 1, False), ("一角八", 1, 1, False)],
    ]


def test_a_page_break_stands_before_its_paragraph(writer: Proposal) -> None:
    blocks = text_of(writer).blocks
    index = next(i for i, b in enumerate(blocks) if b.text == "下一页的话。")
    assert blocks[index - 1].kind is BlockKind.PAGE_BREAK


def test_pandocs_title_subtitle_and_author(pandoc: Proposal) -> None:
    assert pandoc.title == "水磨坊的春天——沙塘川旧事"
    assert pandoc.fields["responsibility"] == [{"role": "作者", "name": "李晓棠"}]


def test_pandocs_notes_quotation_lists_table_and_formula(pandoc: Proposal) -> None:
    manuscript = text_of(pandoc)
    notes = [(note.text, note.by) for b in manuscript for note in b.notes]
    assert notes == [("沙塘川，湟水支流。", "编者注"), ("下扇俗称“地磨”。\n第二段注文。", "")]
    assert block(pandoc, "磨不转").kind is BlockKind.QUOTE
    assert [b.text for b in manuscript if b.text[:2] in ("1.", "2.", "3.")] == ["1. 清渠", "2. 上水", "3. 开磨"]
    assert [b.text for b in manuscript if b.kind is BlockKind.LIST_ITEM] == ["麦子", "青稞"]
    table = next(b for b in manuscript if b.kind is BlockKind.TABLE)
    assert [cell.text for cell in table.rows[1]] == ["1956", "一升", "12"]
    assert "a/b+x^2=√y" in block(pandoc, "算式").text
    assert any("公式（1 处）" in warning for warning in pandoc.warnings)


def test_every_offset_lies_inside_its_text(writer: Proposal, pandoc: Proposal) -> None:
    for proposal in (writer, pandoc):
        for each in text_of(proposal):
            assert all(0 <= s.start <= s.end <= len(each.text) for s in each.spans)
            assert all(0 <= n.at <= len(each.text) for n in each.notes)


def test_every_word_of_the_document_is_kept_or_quoted(writer: Proposal) -> None:
    """Word for word against the XML, but for what is counted: the deletion, the contents, numbers of pages."""
    kept = [text for _, _, text in text_of(writer).searchable()]
    kept += [span.value for b in text_of(writer) for span in b.spans]
    kept += [writer.title, *writer.warnings, "王", "昪"]
    with zipfile.ZipFile(FILES / "writer.docx") as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for run in root.iter(f"{w}t"):
        if any(a.tag == f"{w}sdt" for a in run.iterancestors()):
            continue
        for piece in (run.text or "").replace("　", " ").split():
            assert any(piece in text for text in kept), piece


def test_the_strict_form_reads_the_same(read_file: ReadFile, writer: Proposal, tmp_path: Path) -> None:
    names = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/drawingml/2006/": b"http://purl.oclc.org/ooxml/drawingml/",
    }
    path = tmp_path / "strict.docx"
    with zipfile.ZipFile(FILES / "writer.docx") as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for usual, strict in names.items() if name.endswith((".xml", ".rels")) else ():
                data = data.replace(usual, strict)
            target.writestr(name, data)
    strict = read_file(path)
    assert strict.title == writer.title
    assert shape_of(text_of(strict)) == shape_of(text_of(writer))
    assert strict.warnings == writer.warnings


def shape_of(manuscript: Manuscript) -> list[object]:
    """Everything but the ids, which are fresh each time."""
    return [
        (b.kind, b.text, b.spans, [(n.at, n.text, n.by) for n in b.notes], b.level, b.rows, b.picture, b.label)
        for b in manuscript
    ]


def test_marks_in_a_cell_are_kept(writer: Proposal) -> None:
    (table,) = [block for block in text_of(writer) if block.kind is BlockKind.TABLE]
    cell = table.rows[2][0]
    assert (cell.text, cell.spans) == ("细盐\n第二段", (Span(1, 2, SpanStyle.BOLD),))
