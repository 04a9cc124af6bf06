"""RTF as Word and WPS write it in China: bytes of GBK, lists, notes, tables in tables, tracked changes, old lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import png

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, SpanStyle
from archive_app.intake.proposal import Proposal

HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}"
    rb"{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5{\*\falt SimSun};}{\f2\fnil\fcharset134 \'bf\'ac\'cc\'e5;}"
    rb"{\f3\fnil\fcharset2 Wingdings;}{\f4\fnil\fcharset136 MingLiU;}}"
    rb"{\colortbl;\red0\green0\blue0;\red255\green0\blue0;\red255\green255\blue0;}"
    rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 \'b1\'ea\'cc\'e2 1;}{\s2\outlinelevel1 heading 2;}"
    rb"{\*\cs9 \'d7\'c5\'d6\'d8;}}"
)
LISTS = (
    rb"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc37\levelnfcn37\levelstartat1{\leveltext\'02\'00\'a1\'a2;}"
    rb"{\levelnumbers\'01;}}{\listlevel\levelnfc37\levelstartat1{\leveltext\'03\'a3\'a8\'01\'a3\'a9;}{\levelnumbers\'02;}}"
    rb"{\listname ;}\listid77}}{\*\listoverridetable{\listoverride\listid77\listoverridecount0\ls1}}"
)


@pytest.fixture
def read(read_file: Callable[..., Proposal], tmp_path: Path) -> Callable[[bytes], Proposal]:
    """Read a text between the head and its end."""

    def reading(body: bytes) -> Proposal:
        path = tmp_path / "稿.rtf"
        path.write_bytes(HEAD + body + b"}")
        return read_file(path)

    return reading


def _blocks(proposal: Proposal) -> tuple[Block, ...]:
    text = proposal.manuscript
    assert isinstance(text, Manuscript)
    return text.blocks


def gbk(text: str) -> bytes:
    """A text as bytes of GBK, each escaped."""
    return "".join(f"\\'{code:02x}" for code in text.encode("gb18030")).encode("ascii")


LONG = gbk("我家在河沿上住了四十年，门前是水磨，后头是油坊，" * 3 + "一直没有搬过。")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\f1 " + gbk("柜台一丈二长。"), "柜台一丈二长。"),
        (rb"\f0 " + gbk("柜台"), "柜台"),  # a Western font holds Chinese where the code page says so
        ("\\f1 柜台".encode("gb18030"), "柜台"),  # not escaped at all
        (rb"\f1 \'81\'5c\'d0\'a1", "乗小"),  # a second byte that is a backslash
        (rb"\f1 " + "乗小".encode("gb18030"), "乗小"),
        (rb"\uc1\u26588?\u21488?", "柜台"),
        (rb"\uc2\u26588\'b9\'f1\u21488\'cc\'a8", "柜台"),
        (rb"{\uc0\u-10179}\uc1\u-8704?", "\ufffd\ufffd"),
        (rb"\uc0\u55362\uc1\u57271?", "𠮷"),
        (rb"{\upr{??}{\*\ud{\u26588?\u21488?}}}", "柜台"),
        (rb"\f4 " + "".join(f"\\'{c:02x}" for c in "櫃檯".encode("big5")).encode(), "櫃檯"),
        (rb"{\*\nobody knows}\f1 " + gbk("柜") + rb"{\*\x{\y z}}" + gbk("台"), "柜台"),
        (rb"\ldblquote a\rdblquote\emdash\endash b\_c\~d", "“a”—–b-c\u00a0d"),
    ],
)
def test_characters_come_out_however_they_were_written(
    read: Callable[[bytes], Proposal], body: bytes, text: str
) -> None:
    proposal = read(rb"\pard " + LONG + rb"\par " + body + rb"\par " + LONG + rb"\par")
    assert _blocks(proposal)[1].text == text


def test_styles_lists_marks_and_notes(read: Callable[[bytes], Proposal]) -> None:
    proposal = read(
        LISTS
        + rb"\pard\s1\ls1\ilvl0\f1{\listtext\pard 1.\tab}" + gbk("油坊") + rb"\par"
        + rb"\pard\s2\ls1\ilvl1 " + gbk("油梁") + rb"\par"
        + rb"\pard\plain\f1 " + gbk("一") + rb"{\b " + gbk("粗") + rb"}{\f2 " + gbk("楷") + rb"}"
        + rb"{\ulwave " + gbk("书") + rb"}"
        + rb"{\accdot " + gbk("点") + rb"}{\super 2}{\footnote \pard\plain {\super\chftn}" + gbk("注文。") + rb"}"
        + rb"{\v " + gbk("藏") + rb"}"
        + rb"{\cf2 " + gbk("红") + rb"}" + LONG + rb"{\footnote\ftnalt " + gbk("尾注。") + rb"}\par"
        + rb"\pard\s1\ls1\ilvl0\f1 " + gbk("后来") + rb"\par"
    )  # fmt: skip
    first, second, text, last = _blocks(proposal)
    assert [(b.kind, b.level, b.text) for b in (first, second, last)] == [
        (BlockKind.HEADING, 1, "一、油坊"),
        (BlockKind.HEADING, 2, "（一）油梁"),
        (BlockKind.HEADING, 1, "二、后来"),
    ]
    assert [(text.text[s.start : s.end], s.style) for s in text.spans] == [
        ("粗", SpanStyle.BOLD), ("楷", SpanStyle.KAI), ("书", SpanStyle.BOOK), ("点", SpanStyle.DOTS),
        ("2", SpanStyle.SUPERSCRIPT),
    ]  # fmt: skip
    assert [(n.text, text.text[: n.at][-1:]) for n in text.notes] == [("注文。", "2"), ("尾注。", "。")]
    assert any("隐藏文字没有收：“藏”" in said for said in proposal.warnings)
    assert any("文字颜色" in said for said in proposal.warnings)


def test_tables_merged_both_ways_and_one_in_a_cell(read: Callable[[bytes], Proposal]) -> None:
    proposal = read(
        rb"\pard " + LONG + rb"\par"
        rb"\trowd\trhdr\cellx1000\cellx2000\cellx3000 \pard\intbl A\cell B\cell C\cell\row"
        rb"\trowd\clvmgf\cellx1000\cellx3000 \pard\intbl up\cell wide\cell\row"
        rb"\trowd\clvmrg\cellx1000\cellx2000\cellx3000 \pard\intbl\cell "
        rb"\pard\intbl\itap2 x\nestcell y\nestcell"
        rb"{\*\nesttableprops\trowd\cellx400\cellx800\nestrow}{\nonesttables\par}"
        rb"\pard\intbl\itap1 after\cell z\cell\row\pard " + LONG + rb"\par"
    )
    table = next(b for b in _blocks(proposal) if b.kind is BlockKind.TABLE)
    assert [[(c.text, c.columns, c.rows, c.header) for c in row] for row in table.rows] == [
        [("A", 1, 1, True), ("B", 1, 1, True), ("C", 1, 1, True)],
        [("up", 1, 2, False), ("wide", 2, 1, False)],
        [("x　y\nafter", 1, 1, False), ("z", 1, 1, False)],
    ]
    assert any("套的表格" in said for said in proposal.warnings)


def test_tracked_changes_fields_pictures_and_boxes(read: Callable[[bytes], Proposal]) -> None:
    picture = png().hex().encode()
    proposal = read(
        rb"{\*\revtbl{Unknown;}{" + gbk("马文山") + rb";}}\pard\f1 " + LONG
        + rb"{\deleted\revauthdel1 " + gbk("八") + rb"}{\revised\revauth1 " + gbk("九") + rb"}"
        + rb'{\field{\*\fldinst{HYPERLINK "http://a.example/"}}{\fldrslt{' + gbk("见此") + rb"}}}"
        + rb"{\*\shppict{\pict\pngblip\picwgoal2000 " + picture + rb"}}{\nonshppict{\pict\wmetafile8 00}}"
        + rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard\plain\f1 " + gbk("框里的话") + rb"\par}}"
        + rb"{\shprslt{\*\do no}}}\par"
        + rb"{\field{\*\fldinst TOC \\o}{\fldrslt " + gbk("油坊") + rb" 1\par}}"
        + rb"\pard " + gbk("末段没有段落号")
    )  # fmt: skip
    texts = [b.text for b in _blocks(proposal) if b.kind is not BlockKind.PICTURE]
    assert texts[0].endswith("搬过。九见此") and texts[1:] == ["框里的话", "末段没有段落号"]
    assert len(proposal.attachments) == 1
    said = " ".join(proposal.warnings)
    for words in ("已删除的文字 1 个字", "新插入的文字 1 个字", "http://a.example/", "自动目录", "框里的话"):
        assert words in said


def test_lines_of_old_lists_keep_their_numbers_and_marks(read: Callable[[bytes], Proposal]) -> None:
    proposal = read(
        rb"\pard " + LONG + rb"\par{\pntext\f0 1.\tab}{\*\pn\pnlvlbody{\pntxta .}}first of them\par"
        rb"{\pntext\f3\'b7\tab}{\*\pn\pnlvlblt}" + gbk("盐") + rb"\par\pard\f3\'a7\f1 " + LONG + rb"\par"
    )
    assert [(b.kind, b.text) for b in _blocks(proposal)[1:3]] == [
        (BlockKind.PARAGRAPH, "1. first of them"),
        (BlockKind.LIST_ITEM, "盐"),
    ]
    assert _blocks(proposal)[3].text.startswith("▪我家")


@pytest.mark.parametrize("cut", [40, 300, 700])
def test_a_file_that_ends_too_soon_is_taken_and_that_is_said(
    read_file: Callable[..., Proposal], tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "稿.rtf"
    path.write_bytes((HEAD + rb"\pard\f1 " + LONG + rb"\par\pard " + LONG)[: len(HEAD) + cut])
    assert any("没有结尾" in said for said in read_file(path).warnings)


def test_a_doc_that_is_an_rtf_is_read_as_one(read_file: Callable[..., Proposal], tmp_path: Path) -> None:
    path = tmp_path / "稿.doc"
    path.write_bytes(HEAD + rb"\pard\f1 " + LONG + rb"\par}")
    proposal = read_file(path)
    assert _blocks(proposal)[0].text.startswith("我家在河沿上")
    assert proposal.warnings[0] == "文件名后缀是 .doc，内容其实是RTF 文档，按RTF 文档收下。"
