"""OpenDocument texts: what the golden files of test_other_writers do not have in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import BlockKind
from archive_app.intake.proposal import Proposal

ReadFile = Callable[..., Proposal]
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
LONG = "我家在河沿上住了四十年，门前是水磨，后头是油坊，" * 3 + "一直没有搬过。"


def flat(body: str, styles: str = "") -> str:
    """A text all in one file."""
    mime = "application/vnd.oasis.opendocument.text"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES} office:mimetype="{mime}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


@pytest.fixture
def read(read_file: ReadFile, tmp_path: Path) -> Callable[..., Proposal]:
    """Read a flat file of these blocks and styles."""

    def reading(body: str, styles: str = "") -> Proposal:
        path = tmp_path / "稿.fodt"
        path.write_text(flat(body, styles), encoding="utf-8")
        return read_file(path)

    return reading


def test_lists_begin_again_unless_they_go_on(read: Callable[..., Proposal]) -> None:
    style = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1"'
        ' style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
        '<text:list-level-style-number text:level="2" style:num-format="1"'
        ' style:num-prefix="("'
        ' style:num-suffix=")"/></text:list-style>'
    )

    def item(words: str, more: str = "") -> str:
        return f"<text:list-item><text:p>{words}</text:p>{more}</text:list-item>"

    inner = f"<text:list>{item('里一')}{item('里二')}</text:list>"
    proposal = read(
        f'<text:p>{LONG}</text:p><text:list text:style-name="L">{item("甲乙", inner)}{item("丙丁")}</text:list>'
        f'<text:p>{LONG}</text:p><text:list text:style-name="L">{item("戊己")}</text:list>'
        f'<text:list text:style-name="L" text:continue-numbering="true">{item("庚辛")}</text:list>'
        f'<text:list text:style-name="L"><text:list-header><text:p>无号</text:p></text:list-header></text:list>',
        style,
    )
    assert proposal.manuscript is not None
    assert [b.text for b in proposal.manuscript if len(b.text) < 20] == [
        "一、甲乙", "(1) 里一", "(2) 里二", "二、丙丁", "一、戊己", "二、庚辛", "无号",
    ]  # fmt: skip


def test_pages_sections_indexes_and_what_nobody_sees(read: Callable[..., Proposal]) -> None:
    style = (
        '<style:style style:name="B" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
    )
    proposal = read(
        f'<text:p>{LONG}</text:p><text:p text:style-name="B">次页<text:s text:c="2"/>的话，<text:tab/>有\n   空白。'
        "</text:p>"
        '<text:section text:display="none"><text:p>看不见</text:p></text:section>'
        "<text:table-of-content><text:index-body><text:p>目录的一行</text:p></text:index-body></text:table-of-content>",
        style,
    )
    assert proposal.manuscript is not None
    kinds = [(b.kind, b.text) for b in proposal.manuscript][1:]
    assert kinds == [(BlockKind.PAGE_BREAK, ""), (BlockKind.PARAGRAPH, "次页  的话，　有 空白。")]
    said = " ".join(proposal.warnings)
    assert "隐藏的一节没有收：“看不见”" in said and "自动目录" in said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("META-INF/manifest.xml", "<a><encryption-data/></a>", "加了密码"),
        ("Basic/Standard/Module1.xml", "<a/>", "宏"),
    ],
)
def test_passwords_and_macros_are_refused(
    read_file: ReadFile, tmp_path: Path, name: str, content: str, words: str
) -> None:
    path = tmp_path / "稿.odt"
    with zipfile.ZipFile(FILES / "comments.odt") as whole, zipfile.ZipFile(path, "w") as out:
        for one in whole.namelist():
            if one != name:
                out.writestr(one, whole.read(one))
        out.writestr(name, content)
    with pytest.raises(Refused, match=words):
        read_file(path)
