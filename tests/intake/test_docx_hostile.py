"""Documents that are damaged or were made to do harm are refused in words, and touch nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES, MAIN, NAMESPACES, paragraph

from archive_app.domain.errors import Refused
from archive_app.intake.proposal import Proposal

MakeDocx = Callable[..., Path]
ReadFile = Callable[..., Proposal]


def test_macros_are_refused_by_content_type(make_docx: MakeDocx, read_file: ReadFile) -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    with pytest.raises(Refused, match="宏"):
        read_file(make_docx(paragraph("正文。"), main=kind))


def test_macros_are_refused_by_their_part(make_docx: MakeDocx, read_file: ReadFile) -> None:
    with pytest.raises(Refused, match="宏"):
        read_file(make_docx(paragraph("正文。"), parts={"word/vbaProject.bin": b"x"}))


def test_an_entity_in_the_text_is_refused_and_the_file_it_names_not_read(
    make_docx: MakeDocx, read_file: ReadFile, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("别人的秘密", encoding="utf-8")
    document = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(Refused, match="DOCTYPE"):
        read_file(make_docx("", document=document))


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/comments.xml"])
def test_a_document_type_in_any_part_is_refused(make_docx: MakeDocx, read_file: ReadFile, part: str) -> None:
    kind = part.removeprefix("word/").removesuffix(".xml")
    path = make_docx(
        paragraph("正文。"),
        parts={part: "<!DOCTYPE a [<!ENTITY l 'ha'>]><a>&l;</a>"},
        links=[("rId7", kind, f"{kind}.xml")],
    )
    with pytest.raises(Refused, match="DOCTYPE"):
        read_file(path)


def test_elements_without_end_are_refused(make_docx: MakeDocx, read_file: ReadFile) -> None:
    deep = "<w:smartTag>" * 400 + "</w:smartTag>" * 400
    with pytest.raises(Refused, match="太深"):
        read_file(make_docx(f"<w:p>{deep}</w:p>"))


def test_a_part_that_unpacks_too_large_is_refused(make_docx: MakeDocx, read_file: ReadFile) -> None:
    path = make_docx(f"<w:p><w:r><w:t>{'甲' * (20 << 20)}</w:t></w:r></w:p>")
    assert path.stat().st_size < 1 << 20
    with pytest.raises(Refused, match=r"超过上限|压缩炸弹"):
        read_file(path)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_truncated_document_is_refused_in_words(read_file: ReadFile, tmp_path: Path, keep: float) -> None:
    data = (FILES / "writer.docx").read_bytes()
    path = tmp_path / "断.docx"
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(Refused, match=r"损坏|不完整"):
        read_file(path)


def test_a_document_without_its_text_is_refused(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("说明.txt", "x")
    with pytest.raises(Refused, match="没有 Word 的正文"):
        read_file(path)


def test_an_empty_document_is_refused(make_docx: MakeDocx, read_file: ReadFile) -> None:
    with pytest.raises(Refused, match="没有文字"):
        read_file(make_docx("<w:p/><w:sectPr/>"))


def test_an_encrypted_document_says_to_take_the_password_off(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "密.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(Refused, match="先去掉密码"):
        read_file(path)


def test_a_part_outside_the_package_is_not_reached(make_docx: MakeDocx, read_file: ReadFile, tmp_path: Path) -> None:
    (tmp_path / "styles.xml").write_text("<a/>")
    path = make_docx(paragraph("正文在此。"), links=[("rId7", "styles", "../../../../styles.xml")])
    assert read_file(path).manuscript is not None


def test_styles_based_on_each_other_end(make_docx: MakeDocx, read_file: ReadFile) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    styles = f'<w:styles xmlns:w="{w}">' + "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    ) + "</w:styles>"  # fmt: skip
    path = make_docx(
        paragraph("正文在此。", '<w:pStyle w:val="A"/>'),
        parts={"word/styles.xml": styles},
        links=[("rId7", "styles", "styles.xml")],
    )
    assert read_file(path).manuscript is not None


@pytest.mark.parametrize(
    "attributes",
    ['w:val="99999999999999999999"', 'w:val="-5"', 'w:val="x"', ""],
)
def test_numbers_that_are_none_do_no_harm(make_docx: MakeDocx, read_file: ReadFile, attributes: str) -> None:
    cell = f"<w:tc><w:tcPr><w:gridSpan {attributes}/></w:tcPr>{paragraph('格')}</w:tc>"
    body = (
        paragraph(
            "正文在此。",
            f"<w:outlineLvl {attributes}/><w:numPr><w:ilvl {attributes}/><w:numId {attributes}/></w:numPr>",
        )
        + f"<w:tbl><w:tr><w:trPr><w:gridBefore {attributes}/></w:trPr>{cell}{cell}</w:tr></w:tbl>"
    )
    assert read_file(make_docx(body)).manuscript is not None


def test_a_spreadsheet_that_calls_itself_docx_is_named(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused, match="Excel"):
        read_file(path)


def test_a_document_that_calls_itself_zip_is_read_with_a_warning(make_docx: MakeDocx, read_file: ReadFile) -> None:
    proposal = read_file(make_docx(paragraph("正文在此。"), name="稿.zip"))
    assert "Word 文稿" in proposal.warnings[0]


def test_the_main_part_may_stand_anywhere(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "别处.docx"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document2.xml" ContentType="{MAIN}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{office}" Target="/word/document2.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document2.xml", f"<w:document {NAMESPACES}><w:body>{paragraph('正文在此。')}</w:body></w:document>"
        )
    assert read_file(path).manuscript is not None
