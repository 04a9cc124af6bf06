"""What Word and WPS write and no program at hand does: made element by element."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intake_making import OFFICE, paragraph, png

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import Block, BlockKind, SpanStyle
from archive_app.intake.proposal import Proposal
from archive_app.intake.wordml import runs

MakeDocx = Callable[..., Path]
ReadFile = Callable[[Path], Proposal]
Take = Callable[..., Proposal]

TITLE = paragraph("题目在此", '<w:jc w:val="center"/>')
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES_HEAD = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


@pytest.fixture
def take(make_docx: MakeDocx, read_file: ReadFile) -> Take:
    """``take(body, …)``: the proposal of a docx with this body under a title."""

    def make(body: str, **more: object) -> Proposal:
        return read_file(make_docx(TITLE + body, **more))

    return make


def blocks(proposal: Proposal) -> tuple[Block, ...]:
    assert proposal.manuscript is not None
    return proposal.manuscript.blocks


def only(proposal: Proposal) -> Block:
    (block,) = blocks(proposal)
    return block


def run(content: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def p(*pieces: str) -> str:
    return "<w:p>" + "".join(pieces) + "</w:p>"


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


# fields -----------------------------------------------------------------------------------------------------------


def field(instruction: str, result: str | None = None) -> str:
    middle = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'{middle}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_the_phonetic_guide_of_word_becomes_ruby(take: Take) -> None:
    instruction = r' EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(yǎn),䶮)'
    block = only(take(f"<w:p>{run(t('马'))}{field(instruction)}{run(t('师傅'))}</w:p>"))
    assert block.text == "马䶮师傅"
    assert [(s.start, s.end, s.style, s.value) for s in block.spans] == [(1, 2, SpanStyle.RUBY, "yǎn")]


def test_an_enclosed_number_becomes_its_character(take: Take) -> None:
    assert only(take(p(run(t("第")), field(r"eq \o\ac(○,3)"), run(t("点"))))).text == "第③点"


def test_another_eq_field_is_kept_as_words_and_said(take: Take) -> None:
    proposal = take(p(run(t("合")), field(r"eq \f(1,2)"), run(t("斗"))))
    assert only(proposal).text == "合1/2斗"
    assert any("核对" in warning for warning in proposal.warnings)


def test_results_of_fields_are_kept_and_page_references_too(take: Take) -> None:
    pages, day = field(" PAGEREF a ", run(t("12"))), field(" DATE ", run(t("三月")))
    assert only(take(p(run(t("见第")), pages, run(t("页，")), day))).text == "见第12页，三月"


def test_a_table_of_contents_over_many_paragraphs_is_left_out_with_its_title(take: Take) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = (
        paragraph("目　录")
        + f"<w:p>{begin}{run(t('一、柜台 1'))}</w:p>"
        + p(field(r" HYPERLINK \l a ", run(t("二、布票 2"))))
        + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        + paragraph("正文。")
    )
    proposal = take(body)
    assert [block.text for block in blocks(proposal)] == ["正文。"]
    assert any("自动目录（1 处）" in warning for warning in proposal.warnings)


def test_index_marks_are_counted_and_leave_no_text(take: Take) -> None:
    proposal = take(f"<w:p>{run(t('祁垚'))}{field(' XE &quot;祁垚&quot; ')}{run(t('来了。'))}</w:p>")
    assert only(proposal).text == "祁垚来了。"
    assert any("索引标记（1 处）" in warning for warning in proposal.warnings)


# revisions --------------------------------------------------------------------------------------------------------


def test_moved_words_stand_where_they_went(take: Take) -> None:
    body = (
        f"<w:p><w:moveFrom>{run(t('移走的。'))}</w:moveFrom>{run(t('前。'))}</w:p>"
        f"<w:p>{run(t('后。'))}<w:moveTo>{run(t('移走的。'))}</w:moveTo></w:p>"
    )
    proposal = take(body)
    assert [block.text for block in blocks(proposal)] == ["前。", "后。移走的。"]
    assert any("移动过" in warning for warning in proposal.warnings)


def test_paragraphs_whose_mark_was_deleted_are_one(take: Take) -> None:
    marked = '<w:rPr><w:del w:id="1" w:author="编"/></w:rPr>'
    assert only(take(paragraph("上半句，", marked) + paragraph("下半句。"))).text == "上半句，下半句。"


def test_many_paragraphs_without_their_marks_are_one_with_their_looks_in_place(take: Take) -> None:
    marked = '<w:pPr><w:rPr><w:del w:id="1" w:author="编"/></w:rPr></w:pPr>'
    bold = f"<w:r><w:rPr><w:b/></w:rPr>{t('重')}</w:r>"
    body = f"<w:p>{marked}{run(t('轻'))}{bold}</w:p>" * 40 + paragraph("完。")
    block = only(take(body))
    assert block.text == "轻重" * 40 + "完。"
    assert [(span.start, span.end) for span in block.spans] == [(2 * at + 1, 2 * at + 2) for at in range(40)]


def test_a_look_is_found_out_once_and_is_that_of_its_style(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    whole = runs.look

    def look(*given: Any, **named: Any) -> Any:
        asked.append(given)
        return whole(*given, **named)

    monkeypatch.setattr(runs, "look", look)
    bold = f"<w:r><w:rPr><w:b/></w:rPr>{t('重')}</w:r>"
    light = f'<w:r><w:rPr><w:b w:val="0"/></w:rPr>{t("轻")}</w:r>'
    styles = f'{STYLES_HEAD}<w:style w:type="paragraph" w:styleId="S"><w:rPr><w:b/></w:rPr></w:style></w:styles>'
    plain_runs, styled_runs = (bold + light + run(t("平"))) * 50, (run(t("承")) + light) * 50
    body = f'<w:p>{plain_runs}</w:p><w:p><w:pPr><w:pStyle w:val="S"/></w:pPr>{styled_runs}</w:p>'
    plain, styled = blocks(take(body, parts={"word/styles.xml": styles}, links=[("s", "styles", "styles.xml")]))
    assert len(asked) == 5
    assert [(span.start, span.end) for span in plain.spans] == [(3 * at, 3 * at + 1) for at in range(50)]
    assert [(span.start, span.end) for span in styled.spans] == [(2 * at, 2 * at + 1) for at in range(50)]


def test_a_deleted_row_is_left_out(take: Take) -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = (
        "<w:tbl>"
        + row.format("", paragraph("甲"), paragraph("乙"))
        + row.format('<w:trPr><w:del w:id="1"/></w:trPr>', paragraph("丙"), paragraph("丁"))
        + "</w:tbl>"
    )
    assert [[cell.text for cell in line] for line in only(take(table)).rows] == [["甲", "乙"]]


# characters -------------------------------------------------------------------------------------------------------


def test_symbols_become_characters_and_unknown_ones_are_reported(take: Take) -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r><w:r><w:t>好</w:t></w:r>'
        '<w:r><w:sym w:font="某厂符号" w:char="F0AA"/></w:r></w:p>'
    )
    proposal = take(body)
    assert only(proposal).text == "✓好\uf0aa"
    assert any("某厂符号" in w and "U+F0AA" in w for w in proposal.warnings)
    assert any("私用区" in w and "U+F0AA" in w for w in proposal.warnings)


def test_characters_typed_in_a_symbol_font_are_read_as_they_look(take: Take) -> None:
    assert only(take(p(run(t("\uf0d8头一件"), '<w:rFonts w:ascii="Wingdings"/>')))).text == "➢头一件"


def test_private_characters_are_kept_and_reported(take: Take) -> None:
    proposal = take(paragraph("老字号\ue123记。"))
    assert only(proposal).text == "老字号\ue123记。"
    assert any("U+E123" in warning for warning in proposal.warnings)


def test_rare_characters_come_through_unchanged(take: Take) -> None:
    text = "𠮷𬱟䶮\U00030000👨\u200d👩\u200d👧e\u0301\u202eabc\u202c༄༅།。"
    assert only(take(paragraph(text))).text == text


def test_an_equation_becomes_a_line(take: Take) -> None:
    body = (
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
        "<m:rad><m:deg/><m:e><m:r><m:t>c</m:t></m:r></m:e></m:rad></m:oMath></w:p>"
    )
    proposal = take(body)
    assert only(proposal).text == "(a+b)/2√c"
    assert any("公式（1 处）" in warning for warning in proposal.warnings)


# look -------------------------------------------------------------------------------------------------------------


def test_a_toggle_of_the_run_wins_over_its_styles(take: Take) -> None:
    styles = (
        STYLES_HEAD + '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="p"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="c"/><w:rPr><w:b/></w:rPr></w:style></w:styles>'
    )
    runs = run(t("甲")), run(t("乙"), '<w:b w:val="0"/>'), run(t("丙"), '<w:rStyle w:val="C"/>')
    body = p('<w:pPr><w:pStyle w:val="P"/></w:pPr>', *runs)
    block = only(take(body, parts={"word/styles.xml": styles}, links=[("rId9", "styles", "styles.xml")]))
    assert [(s.start, s.end) for s in block.spans if s.style is SpanStyle.BOLD] == [(0, 1)]


def test_kai_marks_words_only_where_the_text_is_not_all_kai(take: Take) -> None:
    kai = '<w:rFonts w:eastAsia="楷体_GB2312"/>'
    some = take(f"<w:p>{run(t('他说：'))}{run(t('不去。'), kai)}{run(t('就没有去，后来也没有去过。'))}</w:p>")
    assert [(s.start, s.end, s.style) for s in only(some).spans] == [(3, 6, SpanStyle.KAI)]
    all_kai = take(f"<w:p>{run(t('整篇稿子都是楷体字，一个字也不例外，从头到尾。'), kai)}</w:p>")
    assert only(all_kai).spans == ()


def test_hidden_words_are_quoted_and_left_out(take: Take) -> None:
    proposal = take(f"<w:p>{run(t('看得见。'))}{run(t('看不见的话'), '<w:vanish/>')}</w:p>")
    assert only(proposal).text == "看得见。"
    assert any("看不见的话" in warning for warning in proposal.warnings)


def test_vertical_setting_and_columns_are_said(take: Take) -> None:
    proposal = take(paragraph("正文。") + '<w:sectPr><w:cols w:num="2"/><w:textDirection w:val="tbRl"/></w:sectPr>')
    assert any("直排" in warning for warning in proposal.warnings)
    assert any("分栏" in warning for warning in proposal.warnings)


def test_a_drop_cap_joins_its_paragraph(take: Take) -> None:
    body = paragraph("那", '<w:framePr w:dropCap="drop" w:lines="3"/>') + paragraph("年我十六。")
    assert only(take(body)).text == "那年我十六。"


# numbers ----------------------------------------------------------------------------------------------------------


def numbering(levels: str, extra: str = "") -> dict[str, object]:
    xml = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        f'<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>{extra}</w:numbering>'
    )
    return {"parts": {"word/numbering.xml": xml}, "links": [("rId8", "numbering", "numbering.xml")]}


def level(number: int, fmt: str, text: str, start: int = 1) -> str:
    inside = f'<w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{inside}</w:lvl>'


def item(text: str, depth: int = 0, list_id: int = 5) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_become_text_level_by_level(take: Take) -> None:
    levels = (
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%1.%2.%3")
    )
    body = item("甲") + item("乙", 1) + item("丙", 1) + item("丁", 2) + item("戊") + item("己", 1) + item("庚", 2)
    assert [block.text for block in blocks(take(body, **numbering(levels)))] == [
        "一、甲", "（一）乙", "（二）丙", "一.二.1 丁", "二、戊", "（一）己", "二.一.1 庚",
    ]  # fmt: skip


def test_a_list_may_start_elsewhere_and_go_on_after_a_break(take: Take) -> None:
    restart = (
        '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = item("甲") + paragraph("插一段话，说几句闲话。") + item("乙") + item("丙", list_id=6) + item("丁", list_id=6)
    texts = [block.text for block in blocks(take(body, **numbering(level(0, "decimal", "%1.", 3), restart)))]
    assert texts == ["3. 甲", "插一段话，说几句闲话。", "4. 乙", "1. 丙", "2. 丁"]


def test_a_heading_style_brings_its_number(take: Take) -> None:
    styles = (
        STYLES_HEAD + '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
    )
    more = numbering(level(0, "ideographTraditional", "%1、"))
    more["parts"]["word/styles.xml"] = styles  # type: ignore[index]
    more["links"].append(("rId9", "styles", "styles.xml"))  # type: ignore[attr-defined]
    heading = '<w:pStyle w:val="1"/>'
    body = paragraph("柜台", heading) + paragraph("正文。") + paragraph("布票", heading) + paragraph("正文。")
    found = [(b.kind, b.text) for b in blocks(take(body, **more)) if b.kind is BlockKind.HEADING]
    assert found == [(BlockKind.HEADING, "甲、柜台"), (BlockKind.HEADING, "乙、布票")]


# drawings ---------------------------------------------------------------------------------------------------------

PICTURE = (
    '<w:drawing><wp:inline><wp:extent cx="2637000" cy="1000000"/><wp:docPr id="1" name="图 1" descr="{alt}"/>'
    "<a:graphic>"
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
    '<a:blip {link}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
)  # fmt: skip


def picture(link: str = 'r:embed="rId5"', alt: str = "") -> str:
    return f"<w:p>{run(PICTURE.format(link=link, alt=alt))}</w:p>"


ONE_PICTURE = {"parts": {"word/media/image1.png": png()}, "links": [("rId5", "image", "media/image1.png")]}


@pytest.mark.parametrize("caption", ["图一　柜台外景", "图1：柜台", "照片 3 柜台", "△ 柜台外景"])
def test_a_caption_under_a_picture_belongs_to_it(take: Take, caption: str) -> None:
    proposal = take(paragraph("前文。") + picture() + paragraph(caption) + paragraph("后文。"), **ONE_PICTURE)
    assert [(b.kind, b.text) for b in blocks(proposal)] == [
        (BlockKind.PARAGRAPH, "前文。"),
        (BlockKind.PICTURE, caption),
        (BlockKind.PARAGRAPH, "后文。"),
    ]


def test_the_paragraph_after_a_picture_is_no_caption_where_it_is_a_sentence(take: Take) -> None:
    proposal = take(picture() + paragraph("图一是后来补照的，那时候柜台已经拆了。" * 20), **ONE_PICTURE)
    assert blocks(proposal)[0].text == ""


def test_a_picture_shown_twice_is_one_file(take: Take) -> None:
    proposal = take(picture() + paragraph("正文。") + picture(), **ONE_PICTURE)
    assert len(proposal.attachments) == 1
    sources = [b.picture.source for b in blocks(proposal) if b.picture]
    assert sources == ["picture-1", "picture-1"]


def test_a_linked_picture_is_named_and_never_fetched(take: Take) -> None:
    proposal = take(
        paragraph("正文。") + picture('r:link="rId5"'), links=[("rId5", "image", "http://example.org/a.png")]
    )
    assert only(proposal).text == "正文。"
    assert proposal.attachments == ()
    assert any("http://example.org/a.png" in w and "没有去取" in w for w in proposal.warnings)


def test_a_damaged_picture_costs_itself(take: Take) -> None:
    more = {"parts": {"word/media/image1.png": b"\x89PNG\r\n\x1a\n junk"}, "links": ONE_PICTURE["links"]}
    proposal = take(paragraph("正文。") + picture(), **more)
    assert only(proposal).text == "正文。"
    assert any("image1.png" in w and "没有收" in w for w in proposal.warnings)


def test_a_drawing_of_another_kind_is_kept_as_a_file(take: Take) -> None:
    more = {"parts": {"word/media/image1.emf": b"emf bytes"}, "links": [("rId5", "image", "media/image1.emf")]}
    proposal = take(paragraph("正文。") + picture(), **more)
    assert dict(proposal.attachments[0].facts) == {"mime": "image/emf"}
    assert any("EMF" in warning for warning in proposal.warnings)


def test_a_text_box_is_read_once_of_its_two_forms(take: Take) -> None:
    inside = f"<w:txbxContent>{paragraph('框里的话')}</w:txbxContent>"
    new = f"<w:drawing><wp:anchor><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    choice = f"<mc:Choice Requires='wps'>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    box = f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    proposal = take(f"<w:p>{run(t('正文。'))}{run(box)}</w:p>")
    assert [block.text for block in blocks(proposal)] == ["正文。", "框里的话"]
    assert any("文本框" in warning and "框里的话" in warning for warning in proposal.warnings)


def test_old_pictures_and_their_objects_are_kept_and_named(take: Take) -> None:
    shape = (
        '<w:object><v:shape style="width:207.65pt;height:50pt" alt="表格样子"><v:imagedata r:id="rId5"/></v:shape>'
        '<o:OLEObject ProgID="Excel.Sheet.12" r:id="rId6"/></w:object>'
    )
    more = {
        "parts": {"word/media/image1.png": png(), "word/embeddings/sheet1.xlsx": b"PK"},
        "links": [("rId5", "image", "media/image1.png"), ("rId6", "package", "embeddings/sheet1.xlsx")],
    }
    proposal = take(paragraph("正文。") + f"<w:p>{run(shape)}</w:p>", **more)
    shown = blocks(proposal)[1].picture
    assert shown is not None and (shown.alt, shown.width) == ("表格样子", 0.5)
    assert any("Excel.Sheet.12" in warning for warning in proposal.warnings)
    assert any("sheet1.xlsx" in warning for warning in proposal.warnings)


@pytest.mark.parametrize(
    ("inside", "word"),
    [
        ('<c:chart r:id="rId7"/>', "图表“柜台收入”"),
        ('<dgm:relIds r:dm="rId7"/>', "SmartArt 图形“柜台收入”"),
        ("<wps:wsp/>", "图形等（1 处）"),
    ],
)
def test_charts_and_shapes_are_named(take: Take, inside: str, word: str) -> None:
    drawing = (
        '<w:drawing><wp:inline><wp:docPr id="1" name="柜台收入"/><a:graphic><a:graphicData>'
        f"{inside}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    proposal = take(paragraph("正文。") + f"<w:p>{run(drawing)}</w:p>")
    assert any(word in warning for warning in proposal.warnings)


def test_a_picture_that_nothing_shows_is_named(take: Take) -> None:
    proposal = take(paragraph("正文。"), parts={"word/media/logo.png": png()})
    assert any("logo.png" in warning and "不在正文里" in warning for warning in proposal.warnings)


# tables -----------------------------------------------------------------------------------------------------------


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows) + "</w:tbl>"


def test_a_frame_of_one_cell_is_taken_apart(take: Take) -> None:
    proposal = take(table((cell(paragraph("框着的话。") + paragraph("又一段。")),)))
    assert [block.text for block in blocks(proposal)] == ["框着的话。", "又一段。"]
    assert any("只有一格的表格（1 个）" in warning for warning in proposal.warnings)


def test_a_table_that_arranges_pictures_gives_pictures_with_captions(take: Take) -> None:
    more = {
        "parts": {"word/media/a.png": png(8, 8), "word/media/b.png": png(9, 9)},
        "links": [("rId5", "image", "media/a.png"), ("rId6", "image", "media/b.png")],
    }
    rows = table(
        (cell(picture()), cell(picture('r:embed="rId6"'))), (cell(paragraph("柜台外景")), cell(paragraph("柜台里面")))
    )
    proposal = take(paragraph("正文。") + rows, **more)
    assert [(b.kind, b.text) for b in blocks(proposal)][1:] == [
        (BlockKind.PICTURE, "柜台外景"),
        (BlockKind.PICTURE, "柜台里面"),
    ]


def test_notes_pictures_and_tables_in_a_table_are_kept_and_said(take: Take) -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="3">'
        f"{paragraph('表里的注')}</w:footnote></w:footnotes>"
    )
    noted = f"<w:p>{run(t('盐'))}<w:r><w:footnoteReference w:id='3'/></w:r></w:p>"
    inner = table((cell(paragraph("甲")), cell(paragraph("乙"))))
    rows = table(
        (cell(noted), cell(picture() + paragraph("图旁边的许多话。" * 10))), (cell(inner), cell(paragraph("尾")))
    )
    more = {
        "parts": {"word/media/image1.png": png(), "word/footnotes.xml": notes},
        "links": [("rId5", "image", "media/image1.png"), ("rId6", "footnotes", "footnotes.xml")],
    }
    proposal = take(rows, **more)
    first, second = blocks(proposal)
    assert [(note.text, note.cell, note.at) for note in first.notes] == [("表里的注", (0, 0), 1)]
    assert first.rows[1][0].text == "甲　乙"
    assert second.kind is BlockKind.PICTURE
    for words in ("表格里的图片（1 幅）", "表格里套的表格（1 个）"):
        assert any(words in warning for warning in proposal.warnings)


def test_cells_merged_down_count_their_rows(take: Take) -> None:
    rows = table(
        (cell(paragraph("甲"), '<w:vMerge w:val="restart"/>'), cell(paragraph("1"))),
        (cell("<w:p/>", "<w:vMerge/>"), cell(paragraph("2"))),
        (cell("<w:p/>", '<w:vMerge w:val="continue"/>'), cell(paragraph("3"))),
    )
    lines = only(take(rows)).rows
    assert [(c.text, c.rows) for c in lines[0]] == [("甲", 3), ("1", 1)]
    assert [[c.text for c in line] for line in lines[1:]] == [["2"], ["3"]]


# the whole --------------------------------------------------------------------------------------------------------


def test_a_title_with_a_note_hands_it_to_the_first_paragraph(make_docx: MakeDocx, read_file: ReadFile) -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
        f"{paragraph('作者系退休教师。')}</w:footnote></w:footnotes>"
    )
    called = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    title = p('<w:pPr><w:jc w:val="center"/></w:pPr>', run(t("供销社的柜台")), called)
    path = make_docx(
        title + paragraph("正文在此。"),
        parts={"word/footnotes.xml": notes},
        links=[("rId6", "footnotes", "footnotes.xml")],
    )
    proposal = read_file(path)
    assert proposal.title == "供销社的柜台"
    assert [(note.at, note.text) for note in only(proposal).notes] == [(0, "作者系退休教师。")]
    assert any("题目上的注" in warning for warning in proposal.warnings)


def test_a_property_that_is_a_name_is_proposed_and_said(make_docx: MakeDocx, read_file: ReadFile) -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator></cp:coreProperties>'
    )
    kinds = (
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"',
        f'Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"',
    )
    rels = "".join(f'<Relationship Id="r{number}" {kind}/>' for number, kind in enumerate(kinds))
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>'
    found = {}
    for number, creator in enumerate(("王昪", "Administrator")):
        parts = {"docProps/core.xml": core.format(creator), "_rels/.rels": rels}
        path = make_docx(paragraph("正文。"), name=f"{number}.docx")
        _replace(path, parts)
        found[creator] = read_file(path)
    assert found["王昪"].fields["responsibility"] == [{"role": "作者", "name": "王昪"}]
    assert any("文档属性" in warning for warning in found["王昪"].warnings)
    assert "responsibility" not in found["Administrator"].fields


def _replace(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name not in parts}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**kept, **parts}.items():
            archive.writestr(name, data)


def test_content_controls_keep_what_was_filled_in(take: Take) -> None:
    filled = f"<w:sdt><w:sdtContent>{paragraph('填好的话。')}</w:sdtContent></w:sdt>"
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('单击此处输入')}</w:sdtContent></w:sdt>"
    )
    proposal = take(filled + prompt)
    assert [block.text for block in blocks(proposal)] == ["填好的话。"]
    assert any("表单提示（1 处）" in warning for warning in proposal.warnings)


def test_unknown_elements_keep_their_words_and_are_named(take: Take) -> None:
    proposal = take(f"<w:p>{run(t('前'))}<w:novelty>{run(t('新东西'))}</w:novelty><w:empty/></w:p>")
    assert only(proposal).text == "前新东西"
    assert any("novelty" in warning and "只收了文字" in warning for warning in proposal.warnings)
    assert any("empty" in warning and "没有收" in warning for warning in proposal.warnings)


def test_references_to_the_outside_are_named(take: Take) -> None:
    proposal = take(paragraph("正文。"), links=[("rId7", "attachedTemplate", "http://example.org/evil.dotm")])
    assert any("http://example.org/evil.dotm" in warning for warning in proposal.warnings)


def test_a_secret_mark_in_a_header_refuses_the_document(take: Take) -> None:
    header = (
        f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{paragraph("机密★")}</w:hdr>'
    )
    with pytest.raises(Refused, match="国家秘密"):
        take(paragraph("正文。"), parts={"word/header1.xml": header}, links=[("rId7", "header", "header1.xml")])


def test_questions_and_answers_of_a_document_become_blocks(take: Take) -> None:
    bold = "<w:b/>"
    body = "".join(
        f"<w:p>{run(t(label), bold)}{run(t(words))}</w:p>"
        for label, words in (("问：", "您哪年来的？"), ("答：", "五九年。"), ("问：", "几个人？"), ("答：", "三个。"))
    )
    proposal = take(body)
    assert proposal.kind == "oral_history"
    assert [(b.kind, b.text, b.spans) for b in blocks(proposal)][:2] == [
        (BlockKind.QUESTION, "您哪年来的？", ()),
        (BlockKind.ANSWER, "五九年。", ()),
    ]


# sections and marks of notes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("last", "breaks"), [("continuous", 0), ("nextPage", 1), ("", 1)])
def test_a_page_begins_where_the_next_section_says_so(take: Take, last: str, breaks: int) -> None:
    kind = f'<w:type w:val="{last}"/>' if last else ""
    body = p("<w:pPr><w:sectPr/></w:pPr>", run(t("前一节的话，说得很长，说了很多。"))) + p(run(t("后一节。")))
    found = blocks(take(body + f"<w:sectPr>{kind}</w:sectPr>"))
    assert sum(block.kind is BlockKind.PAGE_BREAK for block in found) == breaks


def test_a_mark_of_a_note_that_somebody_chose_gives_way(take: Take) -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="2">{p(run(t("*　一丈二约四米。")))}</w:footnote></w:footnotes>'
    )
    called = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    found = take(
        p(run(t("柜台一丈二")), called, run(t("长。"))),
        parts={"word/footnotes.xml": notes},
        links=[("rId9", "footnotes", "footnotes.xml")],
    )
    block = only(found)
    assert block.text == "柜台一丈二长。"
    assert [(note.text, note.at) for note in block.notes] == [("一丈二约四米。", 5)]
    assert any("自己打的注号“*”" in said for said in found.warnings)


@pytest.mark.parametrize(
    ("name", "key", "level"),
    [
        ("标题 2", "2", 2), ("heading 2", "3", 2), ("Heading 2", "Heading2", 2), ("標題 2", "a", 2),
        ("二级标题", "b", 2), ("标题二", "c", 2), ("我的小题", "d", 3),
    ],
)  # fmt: skip
def test_a_heading_is_one_by_whatever_name(take: Take, name: str, key: str, level: int) -> None:
    based = '<w:basedOn w:val="x"/>' if level == 3 else ""
    styles = (
        STYLES_HEAD
        + '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="底"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>'
        "</w:style>"
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{based}</w:style>'
        '<w:style w:type="paragraph" w:styleId="top"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    body = (
        paragraph("甲", '<w:pStyle w:val="top"/>') + paragraph("乙", f'<w:pStyle w:val="{key}"/>') + paragraph("丙。")
    )
    body += paragraph("丁", '<w:pStyle w:val="top"/>')
    found = blocks(take(body, parts={"word/styles.xml": styles}, links=[("rId9", "styles", "styles.xml")]))
    assert [(b.kind, b.level) for b in found[:2]] == [(BlockKind.HEADING, 1), (BlockKind.HEADING, 2)]
