"""What a file is: its contents say it, its suffix only where they are silent; what is not taken is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES, png

from archive_app.domain.errors import Refused
from archive_app.intake.formats.base import Source
from archive_app.intake.formats.identify import identify
from archive_app.intake.formats.registry import FORMATS

Identify = Callable[..., str]


@pytest.fixture
def reason(tmp_path: Path) -> Identify:
    """Why bytes under a name are refused."""

    def why(name: str, data: bytes) -> str:
        path = tmp_path / "file"
        path.write_bytes(data)
        with pytest.raises(Refused) as refusal:
            identify(Source(path, name))
        return str(refusal.value)

    return why


@pytest.fixture
def known(tmp_path: Path) -> Identify:
    """The format that bytes under a name are taken for, and the warning."""

    def what(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
        path = tmp_path / "file"
        path.write_bytes(data)
        fmt, remarks = identify(Source(path, name))
        return fmt.name, remarks

    return what


JPEG = (FILES / "camera.jpg").read_bytes()
TIFF = (FILES / "pages.tif").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.jpg", JPEG, "jpeg"),
        ("a.JPEG", JPEG, "jpeg"),
        ("a.png", png(), "png"),
        ("a.tif", TIFF, "tiff"),
        ("a.txt", "正文".encode(), "txt"),
        ("a.txt", "正文".encode("gb18030"), "txt"),
        ("a.txt", "正文".encode("utf-16"), "txt"),
        ("a.md", b"# title", "md"),
        ("a.docx", (FILES / "pandoc.docx").read_bytes(), "docx"),
        ("旧.doc", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("旧.wps", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("文.rtf", b"{\\rtf1 hello}", "rtf"),
        ("a.zip", (FILES / "infozip-gbk.zip").read_bytes(), "zip"),
        ("BMW.txt", "BM开头的文字，MZ也不怕。".encode(), "txt"),
    ],
)
def test_a_format_is_known_by_its_contents(known: Identify, name: str, data: bytes, kind: str) -> None:
    assert known(name, data) == (kind, ())


@pytest.mark.parametrize(
    ("name", "data", "kind", "words"),
    [
        ("a.jpg", png(), "png", "后缀是 .jpg，内容其实是PNG 图片"),
        ("a.txt", JPEG, "jpeg", "后缀是 .txt"),
        ("照片", JPEG, "jpeg", "没有后缀"),
        ("a.zip", (FILES / "pandoc.docx").read_bytes(), "docx", "Word 文稿"),
        ("a.doc", (FILES / "pandoc.docx").read_bytes(), "docx", "Word 文稿"),
    ],
)
def test_contents_win_over_the_suffix_and_that_is_said(
    known: Identify, name: str, data: bytes, kind: str, words: str
) -> None:
    found, (remark,) = known(name, data)
    assert found == kind
    assert words in remark


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("稿.docx", b"MZ\x90\0\x03" + bytes(100), "内容却不是Word 文稿，而是Windows 程序"),
        ("稿.docx", b"junk \0\1\2\3\4\5\6\7", "可能已损坏"),
        ("老.doc", b"\xdb\xa5\x2d\0" + bytes(100), "Word 2.0 或更早"),
        ("密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "先去掉密码"),
        ("旧.wps", OLE, "WPS 文档"),
        ("a.gif", b"GIF89a" + bytes(20), "GIF"),
        ("a.bmp", b"BM" + bytes(60), "BMP"),
        ("a.mp3", b"ID3\x04" + bytes(60), "MP3"),
        ("a.mp3", b"\xff\xfb\x90" + bytes(60), "MP3"),
        ("语音.silk", b"\x02#!SILK_V3" + bytes(60), "微信语音"),
        ("a.wma", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(60), "没有收"),
        ("a.sub", b"{1}{20}words", "另存为 srt 或 vtt"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "先解压"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "先解压"),
        ("a.caj", b"CAJ\0" + bytes(20), "CAJ"),
        ("a.xlsb", b"\0\1", "表格"),
        ("a.html", b"<html></html>", "网页"),
        ("a.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(40), "快捷方式"),
        ("a.xyz", bytes(50), "不认得这种文件（.xyz 文件）"),
        ("README", b"plain words", "没有后缀的文件"),
        ("a.log", b"plain words", "后缀改成 txt"),
        ("a.txt", bytes(range(1, 32)) * 20, "不是文本文件"),
    ],
)
def test_what_is_not_taken_is_named_with_what_to_do(reason: Identify, name: str, data: bytes, words: str) -> None:
    assert words in reason(name, data)


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "幻灯片"),
        ("META-INF/container.xml", "EPUB"),
        ("OFD.xml", "OFD"),
        ("AndroidManifest.xml", "安卓"),
    ],
)
def test_another_programs_package_is_not_taken_apart(reason: Identify, tmp_path: Path, member: str, words: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    assert words in reason("包.zip", path.read_bytes())


@pytest.mark.parametrize("name", ["DSC_0001.NEF", "IMG_1.dng", "a.arw", "b.pef", "c.cr2"])
def test_a_cameras_own_file_does_not_come_in_as_the_small_picture_it_holds(reason: Identify, name: str) -> None:
    said = reason(name, TIFF)
    assert said.startswith("这是相机原始文件，没有收。") and "JPEG、PNG 或 TIFF" in said


def test_a_canon_file_called_a_tiff_is_told_apart(reason: Identify) -> None:
    said = reason("扫描.tif", b"II*\0\x10\0\0\0CR\x02\0" + bytes(200))
    assert said.startswith("后缀是 .tif，内容却不是TIFF") and "相机原始文件" in said


def test_another_open_document_says_to_save_it_as_docx(reason: Identify, tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.graphics")
        archive.writestr("content.xml", "<x/>")
    assert "另存为 docx" in reason("图.odg", path.read_bytes())


def test_every_format_declares_itself_once() -> None:
    names = [fmt.name for fmt in FORMATS]
    suffixes = [suffix for fmt in FORMATS for suffix in fmt.suffixes]
    assert len(set(names)) == len(names)
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)
    assert all(fmt.label for fmt in FORMATS)


@pytest.mark.parametrize("name", ["a.zip.001", "a.z01", "a.zip", "a.r01", "a.7z.002"])
def test_a_part_of_an_archive_in_several_is_called_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    end = b"PK\5\6\3\0\3\0" + bytes(14)
    path.write_bytes(b"PK\7\x08PK\3\4" + bytes(300) if name == "a.z01" else bytes(range(1, 32)) * 20 + end)
    with pytest.raises(Refused, match="分卷压缩包") as refusal:
        identify(Source(path, name))
    assert "各卷放在一起解压" in str(refusal.value)
