"""Texts and lists that are web pages under an office program's name: what offices' systems call .doc and .xls.

Word and WPS open them, so nobody knows. Pages of the web itself are not taken: what is an article in them and what
stands around it, only a person can say.
"""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import re
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.formats import docx
from archive_app.intake.formats.base import Format, Source, Workspace, unique
from archive_app.intake.formats.docx import sized
from archive_app.intake.formats.image import ATTACHED, picture_facts
from archive_app.intake.lists.grid import MOST_CELLS, Merge, Sheet, Workbook, refuse_sprawl, trimmed
from archive_app.intake.pasting.html import read_html
from archive_app.intake.proposal import Attachment, Proposal
from archive_app.intake.text.draft import Draft
from archive_app.intake.text.shape import shape
from archive_app.intake.wordml.captions import with_captions
from archive_app.vault.hostile.charsets import decode
from archive_app.vault.hostile.limits import readable
from archive_app.vault.hostile.xml import parse_xml

TEXTS = (".doc", ".docx", ".dot", ".wps", ".wpt", ".rtf", ".odt")
LISTS = (".xls", ".xlsx", ".et", ".xlt")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style)\b",
    re.I | re.S,
)
_MESSAGE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}?MIME-Version:", re.I)
_OFFICE = (b"schemas-microsoft-com:office:word", b"Word.Document", b"LibreOffice", b"OpenOffice", b"Microsoft Word")
_PACKAGE = b"schemas.microsoft.com/office/2006/xmlPackage"
_SHEETS = b"urn:schemas-microsoft-com:office:spreadsheet"
_STATED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_SUFFIXES = {b"\x89PNG": ".png", b"\xff\xd8": ".jpg", b"GIF8": ".gif", b"BM": ".bmp"}
_SPREAD = "{urn:schemas-microsoft-com:office:spreadsheet}"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_MOST_PARTS = 2000
_REMEDY = "请用 Word 或 WPS 打开，另存为 docx 后再导入。"


def web_format(head: bytes, suffix: str) -> Format | None:
    """The format of a page, by its first bytes and the name it goes by; ``None`` where it is none that is taken."""
    start = head.removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "replace").encode()
    if _PACKAGE in start[:4096]:
        return WEB_TEXT
    if _SHEETS in start[:4096] and b"<Workbook" in start[:4096]:
        return WEB_LIST
    page = _PAGE.match(start) is not None or _MESSAGE.match(start) is not None
    if not page:
        return None
    if suffix in LISTS:
        return WEB_LIST
    return WEB_TEXT if suffix in TEXTS or any(mark in start for mark in _OFFICE) else None


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's text and the pictures that came with it, by every name it may call them."""

    text: str
    pictures: Mapping[str, bytes]


def _read_text(source: Source, workspace: Workspace) -> Proposal:
    data = sized(source, workspace).read_bytes()
    if _PACKAGE in data[:8192]:
        return _read_package(data, source, workspace)
    page = _page(data, workspace)
    taken: dict[str, Attachment] = {}
    said: list[str] = []

    def picture(target: str) -> str:
        found = _picture_bytes(target, page.pictures)
        if found is None:
            return ""
        if target not in taken:
            made = _attachment(found, len(taken) + 1, workspace, said)
            if made is None:
                return ""
            taken[target] = made
        return taken[target].key

    read = read_html(page.text, picture)
    drafts = with_captions([Draft(block) for block in read.manuscript])
    if not drafts:
        raise Refused("文稿里没有文字，也没有图片", code="empty")
    shaped = shape(drafts, source.name, title="")
    fields = dict(shaped.fields)
    if shaped.kind == "contribution" and taken:
        fields["picture_count"] = len(taken)
    spoken = tuple(one.replace("粘进来", "收进来") for one in read.said)
    warnings = unique((*said, *spoken, *shaped.warnings))
    return Proposal(
        shaped.kind, shaped.title, fields, shaped.manuscript, tuple(taken.values()), (("mime", "text/html"),), warnings
    )


def _page(data: bytes, workspace: Workspace) -> _Page:
    """The page itself: alone, or the first of a message that holds its pictures, too (RFC 2557)."""
    pictures: dict[str, bytes] = {}
    if _MESSAGE.match(data):
        message = email.message_from_bytes(data, policy=email.policy.default)
        html = b""
        for number, part in enumerate(message.walk()):
            if number > _MOST_PARTS or not isinstance(part, EmailMessage):
                break
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes):
                continue
            if part.get_content_type() == "text/html" and not html:
                charset = part.get_content_charset()
                html = content if not charset else _in(content, charset).encode("utf-8", "replace")
            elif part.get_content_maintype() == "image":
                for name in (part.get("Content-Location", ""), part.get("Content-ID", "")):
                    if name:
                        pictures[str(name).strip("<> ").rpartition("/")[2]] = content
        data = html
        return _Page(data.decode("utf-8", "replace"), pictures)
    if len(data) > workspace.limits.text * 4:
        raise Refused(f"文稿有 {readable(len(data))}，超过上限 {readable(workspace.limits.text * 4)}", _REMEDY,
                      code="too-large")  # fmt: skip
    return _Page(_text(data), pictures)


def _in(data: bytes, charset: str) -> str:
    try:
        return data.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset, "replace")
    except LookupError:
        return _text(data)


def _text(data: bytes) -> str:
    """A page's characters: as it says itself, where that reads; else as its bytes say."""
    stated = _STATED.search(data[:4096])
    if stated and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = stated[1].decode("ascii", "replace").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk", "x-gbk") else name)
        except (LookupError, UnicodeDecodeError):
            stated = None  # it says what it is not
    found = decode(data)
    if found is None:
        raise Refused("认不出文字的编码，或文件已损坏", _REMEDY, code="encoding")
    return found.text


def _picture_bytes(target: str, pictures: Mapping[str, bytes]) -> bytes | None:
    if target.startswith("data:"):
        about, _, content = target.partition(",")
        try:
            return base64.b64decode("".join(content.split())) if about.endswith(";base64") else None
        except (binascii.Error, ValueError):
            return None
    name = unquote(target.removeprefix("cid:")).replace("\\", "/").rpartition("/")[2]
    return pictures.get(name)


def _attachment(data: bytes, number: int, workspace: Workspace, said: list[str]) -> Attachment | None:
    suffix = next((suffix for mark, suffix in _SUFFIXES.items() if data.startswith(mark)), ".bin")
    name = f"image{number}{suffix}"
    path = workspace.new_file(suffix)
    path.write_bytes(data)
    try:
        facts, warnings = picture_facts(path, ATTACHED)
    except Refused as error:
        path.unlink()
        said.append(f"图片“{name}”没有收：{error}")
        return None
    said += (f"图片“{name}”：{warning}" for warning in warnings)
    return Attachment(f"picture-{number}", path, name, facts=facts)


def _read_package(data: bytes, source: Source, workspace: Workspace) -> Proposal:
    """A docx all in one XML file (Flat OPC): its parts put into a zip again."""
    path = workspace.new_file(".docx")
    _unfolded(data, path, workspace)
    try:
        return docx.proposal(path, source, workspace, docx.MIME)
    finally:
        path.unlink()


def _unfolded(data: bytes, path: Path, workspace: Workspace) -> None:
    root = parse_xml(data, "文稿", workspace.limits)
    types = ['<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">']
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for part in root.iter(f"{_PKG}part"):
            name, kind = part.get(f"{_PKG}name", ""), part.get(f"{_PKG}contentType", "")
            inner, binary = part.find(f"{_PKG}xmlData"), part.find(f"{_PKG}binaryData")
            content = b""
            if inner is not None and len(inner):
                content = etree.tostring(inner[0], encoding="UTF-8", xml_declaration=True)
            elif binary is not None:
                content = base64.b64decode("".join((binary.text or "").split()))
            archive.writestr(name.lstrip("/"), content)
            attributes = etree.Element("Override", PartName=name, ContentType=kind)
            types.append(etree.tostring(attributes).decode())
        archive.writestr("[Content_Types].xml", "".join(types) + "</Types>")


# — lists —


def _read_list(source: Source, workspace: Workspace) -> Workbook:
    data = sized(source, workspace).read_bytes()
    if _SHEETS in data[:8192] and b"<Workbook" in data[:8192]:
        root = parse_xml(data, "表格", workspace.limits)
        sheets = [_spread(sheet) for sheet in root.iter(f"{_SPREAD}Worksheet")]
    else:
        parser = etree.HTMLParser(no_network=True, remove_pis=True, encoding="utf-8")
        page = etree.fromstring(_page(data, workspace).text.encode("utf-8", "replace"), parser)
        found = () if page is None else page.iter("table")
        tables = [one for one in found if next(one.iterancestors("table"), None) is None]
        sheets = [_html_table(table, f"表{number}") for number, table in enumerate(tables, start=1)]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Refused("表格里没有内容", code="empty")
    return Workbook(tuple(sheets))


def _html_table(table: etree._Element, name: str) -> Sheet:
    grid: dict[tuple[int, int], str] = {}
    merged: list[Merge] = []
    covered: set[tuple[int, int]] = set()
    number = 0
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (number, column) in covered:
                column += 1
            wide, high = _extent(cell.get("colspan")), _extent(cell.get("rowspan"))
            if wide * high > 1:
                merged.append((number, column, number + high - 1, column + wide - 1))
                covered |= {(number + down, column + across) for down in range(high) for across in range(wide)}
            grid[number, column] = " ".join("".join(cell.itertext()).split())
            column += wide
        number += 1
        if len(grid) + len(covered) > MOST_CELLS:
            refuse_sprawl(name, MOST_CELLS, 2)
    return _sheet(name, grid, merged)


def _spread(sheet: etree._Element) -> Sheet:
    """A sheet of Excel 2003's XML (``ss:Index`` passes over empty rows and cells)."""
    name = sheet.get(f"{_SPREAD}Name", "")
    grid: dict[tuple[int, int], str] = {}
    merged: list[Merge] = []
    number = -1
    for row in sheet.iter(f"{_SPREAD}Row"):
        number = _index(row, number + 1)
        column = -1
        for cell in row.iter(f"{_SPREAD}Cell"):
            column = _index(cell, column + 1)
            words = "".join("".join(data.itertext()) for data in cell.iter(f"{_SPREAD}Data")).strip()
            kind = next((data.get(f"{_SPREAD}Type", "") for data in cell.iter(f"{_SPREAD}Data")), "")
            if kind == "DateTime":
                words = words.partition("T")[0]
            grid[number, column] = words
            wide, high = _extent(cell.get(f"{_SPREAD}MergeAcross"), 0), _extent(cell.get(f"{_SPREAD}MergeDown"), 0)
            if wide or high:
                merged.append((number, column, number + high, column + wide))
                column += wide
            if len(grid) > MOST_CELLS:
                refuse_sprawl(name, MOST_CELLS, 2)
    return _sheet(name, grid, merged)


def _sheet(name: str, grid: Mapping[tuple[int, int], str], merged: list[Merge]) -> Sheet:
    filled = [place for place, words in grid.items() if words]
    rows = max((row for row, _column in filled), default=-1) + 1
    columns = max((column for _row, column in filled), default=-1) + 1
    refuse_sprawl(name, rows, columns)
    found = [tuple(grid.get((row, column), "") for column in range(columns)) for row in range(rows)]
    return Sheet(name, trimmed(found), tuple(one for one in merged if one[0] < rows and one[1] < columns))


def _index(element: etree._Element, default: int) -> int:
    stated = element.get(f"{_SPREAD}Index")
    return int(stated) - 1 if stated and stated.isdecimal() and 0 < int(stated) < 1 << 20 else default


def _extent(text: str | None, least: int = 1) -> int:
    return min(max(least, int(text)), 1000) if text and text.strip().isdecimal() else least


WEB_TEXT = Format("web-text", "网页形式的文稿", (), _read_text)
WEB_LIST = Format("web-list", "网页形式的表格", (), _read_list)
