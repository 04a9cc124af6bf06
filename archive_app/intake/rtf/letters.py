"""Characters of the bytes of an RTF file: each font has its own code page, and the file one for the rest."""

from __future__ import annotations

_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
SYMBOL = 2
_WIDE = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs", 1361: "johab", 54936: "gb18030"}
_NARROW = {437, 708, 819, 850, 852, 860, 862, 863, 864, 865, 866, 874, *range(1250, 1259)}


def of_code_page(number: int) -> str:
    """The name of a code page; Windows' Western one where it is not known."""
    if number in _WIDE:
        return _WIDE[number]
    if number == 65001:
        return "utf-8"
    if number == 10000:
        return "mac_roman"
    return "latin-1" if number == 819 else f"cp{number}" if number in _NARROW and number != 708 else "cp1252"


def of_charset(charset: int, document: str) -> str:
    """The coding of a font's text. Western fonts hold what the document's code page says where that has two bytes."""
    return _CHARSETS.get(charset, document)


def decoded(data: bytes, coding: str) -> str:
    """Bytes as characters; what is none becomes U+FFFD."""
    try:
        return data.decode(coding, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
