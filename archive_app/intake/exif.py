"""What a camera or scanner wrote into a picture (EXIF 2.32), as rows; kept apart from people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.metadata import exif_of
from archive_app.vault.hostile.charsets import decode

_LONGEST = 500  # characters of one value
_MOST = 200  # rows
_LAYOUT = {
    0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x010A, 0x0111, 0x0115, 0x0116, 0x0117, 0x011C, 0x013D, 0x0140, 0x0142,
    0x0143, 0x0144, 0x0145, 0x014A, 0x0152, 0x0153, 0x015B, 0x0201, 0x0202, 0x0211, 0x0212, 0x0213, 0x0214, 0x02BC,
    0x8649, 0x8769, 0x8773, 0x8825, 0x83BB, 0xA005,
}  # fmt: skip
"""How the bytes of the picture lie (and pointers): the file's business, not a fact about the taking of it."""

_OPAQUE = {0x927C, 0xC4A5, 0xEA1C}  # maker notes, print matching, padding
_XP = {0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject"}
_USER_COMMENT = 0x9286
_CHARSETS = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp"}

Row = dict[str, str]


def exif_rows(path: Path, image: Image.Image) -> list[Row]:
    """The rows, in the order of the file: the picture's own, then the camera's, then the place. ``image`` is the file
    opened.

    A tag that cannot be read is left out; there is no EXIF that raises.
    """
    try:
        exif = exif_of(path, image)
        groups: list[tuple[Mapping[int, Any], Mapping[int, str]]] = [
            (exif, ExifTags.TAGS),
            (exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS),
            (exif.get_ifd(ExifTags.IFD.GPSInfo), ExifTags.GPSTAGS),
        ]
    except BROKEN:
        return []
    rows: dict[str, Row] = {}
    for values, names in groups:
        for row in _rows(values, names):
            rows.setdefault(row["tag"], row)
    return list(rows.values())[:_MOST]


def _rows(values: Mapping[int, Any], names: Mapping[int, str]) -> Iterator[Row]:
    for tag in list(values):
        if tag in _LAYOUT and names is ExifTags.TAGS:
            continue
        try:
            text = _shown(tag, values[tag])  # decoded only now
        except BROKEN:
            continue
        name = _XP.get(tag) or names.get(tag) or f"0x{tag:04X}"
        if text:
            yield {"tag": name, "value": text[:_LONGEST]}


def _shown(tag: int, value: Any) -> str:
    if tag in _XP:
        return bytes(value).decode("utf-16-le", "replace").rstrip("\0").strip()
    if tag in _OPAQUE:
        return f"（{len(value)} 字节，随原件保存）" if isinstance(value, bytes) else ""
    if isinstance(value, bytes):
        return _bytes(tag, value)
    if isinstance(value, str):
        return _readable(value)
    if isinstance(value, tuple | list):
        return ", ".join(_number(part) for part in value[:64])
    return _number(value)


def _bytes(tag: int, value: bytes) -> str:
    if tag == _USER_COMMENT:
        encoding = _CHARSETS.get(value[:8])
        body = value[8:] if encoding or value[:8] == b"\0" * 8 else value
        if encoding == "utf-16":
            encoding = (
                "utf-16"
                if body[:2] in (b"\xff\xfe", b"\xfe\xff")
                else "utf-16-le"
                if body[1:2] == b"\0"
                else "utf-16-be"
            )
        text = body.decode(encoding, "replace") if encoding else _guessed(body)
        return text.strip("\0 ")
    if (len(value) <= 8 and not value.isascii()) or not value.strip(b"\0"):
        return value.hex(" ") if value.strip(b"\0") else ""
    return _guessed(value.rstrip(b"\0")) if len(value) <= _LONGEST else f"（{len(value)} 字节，随原件保存）"


def _readable(value: str) -> str:
    """EXIF text is ASCII by the standard and GBK in practice; Pillow hands the bytes on as Latin-1."""
    text = value.strip("\0 ")
    try:
        return text if text.isascii() else _guessed(text.encode("latin-1"))
    except UnicodeEncodeError:
        return text


def _guessed(raw: bytes) -> str:
    decoded = decode(raw)
    text = decoded.text if decoded else raw.decode("latin-1")
    return "".join(char for char in text if char.isprintable() or char == "\n").strip()


def _number(value: Any) -> str:
    if isinstance(value, IFDRational):
        return f"{float(value):.6g}" if value.denominator else ""
    return f"{value:.6g}" if isinstance(value, float) else _readable(value) if isinstance(value, str) else str(value)
