"""What offices' systems call .doc and .xls, and is a web page; and what Word itself saves as one."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES, png
from lxml import etree

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import BlockKind
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.identify import identify
from archive_app.intake.lists.grid import Workbook
from archive_app.intake.proposal import Proposal

ReadFile = Callable[..., Proposal]
LONG = "我家在河沿上住了四十年，门前是水磨，后头是油坊，" * 3 + "一直没有搬过。"
PICTURE = base64.b64encode(png()).decode()


@pytest.fixture
def read_list(tmp_path: Path) -> Callable[[str, bytes], tuple[Workbook, tuple[str, ...]]]:
    """Read bytes under a name as a list."""

    def read(name: str, data: bytes) -> tuple[Workbook, tuple[str, ...]]:
        path = tmp_path / "file"
        path.write_bytes(data)
        source = Source(path, name)
        fmt, remarks = identify(source)
        book = fmt.read(source, Workspace(tmp_path))
        assert isinstance(book, Workbook)
        return book, remarks

    return read


@pytest.mark.parametrize("coding", ["utf-8", "gb2312", "utf-8-sig", "utf-16"])
def test_a_doc_that_is_a_web_page_is_read_whatever_its_letters(
    read_file: ReadFile, tmp_path: Path, coding: str
) -> None:
    said = "" if coding == "utf-16" else f'<meta http-equiv="Content-Type" content="text/html; charset={coding[:6]}">'
    said = said.replace("utf-8", "utf-8").replace("gb2312", "gb2312")
    text = (
        f"<html><head>{said}<title>x</title></head><body><h1>油坊</h1><p>{LONG}</p>"
        f'<p><b>粗</b>字<img src="data:image/png;base64,{PICTURE}">{LONG}</p><img src="http://a.example/b.png">'
        "<table><tr><td>年份</td><td>户数</td></tr></table></body></html>"
    )
    path = tmp_path / "稿.doc"
    path.write_bytes(text.encode(coding))
    proposal = read_file(path)
    assert proposal.title == "油坊" and proposal.manuscript is not None
    kinds = [block.kind for block in proposal.manuscript]
    assert kinds == [
        BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.PICTURE, BlockKind.PARAGRAPH, BlockKind.TABLE,
    ]  # fmt: skip
    assert [dict(one.facts)["mime"] for one in proposal.attachments] == ["image/png"]
    assert "内容其实是网页形式的文稿" in proposal.warnings[0]
    assert any("图片 1 幅没有收进来" in one for one in proposal.warnings)


def test_a_page_of_word_with_its_pictures_in_one_message(read_file: ReadFile, tmp_path: Path) -> None:
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
        f'<body><p class="MsoTitle">油坊</p><p class="MsoNormal">{LONG}</p>'
        '<p><img src="3D_files/image001.png" alt="image001.png"></p><p>图1　油坊</p></body></html>'
    )
    body = base64.encodebytes(html.encode("gb18030")).decode()
    message = (
        "From: x\nSubject: =?x?\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        f"Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n{body}\n--b\n"
        "Content-Location: file:///C:/a/3D_files/image001.png\nContent-Transfer-Encoding: base64\n"
        f"Content-Type: image/png\n\n{PICTURE}\n--b--\n"
    )
    for name in ("稿.doc", "稿.mht"):
        path = tmp_path / name
        path.write_text(message, encoding="ascii")
        if name.endswith("mht"):
            with pytest.raises(Refused, match="网页"):  # what it is made by stands in the part, not in its head
                read_file(path)
            continue
        proposal = read_file(path)
        assert proposal.title == "油坊" and proposal.manuscript is not None
        (picture,) = [block for block in proposal.manuscript if block.kind is BlockKind.PICTURE]
        assert (picture.text, picture.picture and picture.picture.alt) == ("图1　油坊", "")


def test_a_docx_all_in_one_file_is_one(read_file: ReadFile, tmp_path: Path) -> None:
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    root = etree.Element(f"{{{space}}}package", nsmap={"pkg": space})
    with zipfile.ZipFile(FILES / "comments.docx") as archive:
        for name in archive.namelist():
            if name == "[Content_Types].xml":
                continue
            part = etree.SubElement(root, f"{{{space}}}part", {f"{{{space}}}name": "/" + name})
            main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            part.set(f"{{{space}}}contentType", main if name == "word/document.xml" else "application/xml")
            inner = etree.SubElement(part, f"{{{space}}}xmlData")
            inner.append(etree.fromstring(archive.read(name)))
    path = tmp_path / "稿.doc"
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    whole, flat = read_file(FILES / "comments.docx"), read_file(path)
    assert whole.manuscript is not None and flat.manuscript is not None
    assert [b.text for b in flat.manuscript] == [b.text for b in whole.manuscript]
    assert len(flat.fields["comments"]) == len(whole.fields["comments"])


def test_pages_of_the_web_are_still_refused(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "文章.html"
    path.write_text(f"<html><body><p>{LONG}</p></body></html>", encoding="utf-8")
    with pytest.raises(Refused, match="网页"):
        read_file(path)


def test_an_xls_that_is_a_web_page_is_a_list(
    read_list: Callable[[str, bytes], tuple[Workbook, tuple[str, ...]]],
) -> None:
    html = (
        '<html><head><meta charset="gb2312"></head><body><table><tr><td colspan=3>征集目录</td></tr>'
        "<tr><th>题名</th><th>作者</th><th>年份</th></tr><tr><td rowspan=2>油坊</td><td>王昪</td><td>1958</td></tr>"
        "<tr><td>李 晓棠</td><td>1962</td></tr></table></body></html>"
    )
    book, remarks = read_list("目录.xls", html.encode("gb18030"))
    (sheet,) = book.sheets
    assert sheet.rows == (
        ("征集目录",), ("题名", "作者", "年份"), ("油坊", "王昪", "1958"), ("", "李 晓棠", "1962"),
    )  # fmt: skip
    assert sheet.merged == ((0, 0, 0, 2), (2, 0, 3, 0))
    assert "内容其实是网页形式的表格" in remarks[0]


def test_an_xls_that_is_xml_of_excel_2003_is_a_list(
    read_list: Callable[[str, bytes], tuple[Workbook, tuple[str, ...]]],
) -> None:
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="目录"><Table>'
        '<Row><Cell><Data ss:Type="String">题名</Data></Cell><Cell ss:Index="3">'
        '<Data ss:Type="String">日期</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="String">油坊</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">1958-05-01T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    book, _remarks = read_list("目录.xls", xml.encode())
    (sheet,) = book.sheets
    assert (sheet.name, sheet.rows) == ("目录", (("题名", "", "日期"), (), ("油坊", "", "1958-05-01")))


def test_a_text_that_is_only_a_title_has_words(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "题目.rtf"
    path.write_bytes(rb"{\rtf1\ansi{\stylesheet{\s1 heading 1;}}\pard\s1 A title alone\par}")
    proposal = read_file(path)
    assert proposal.title == "A title alone" and proposal.fields["title_source"] == "原题"
