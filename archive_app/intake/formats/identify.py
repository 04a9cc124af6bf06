"""What a file is: by its contents first, by its suffix second; what is not taken is refused by name."""

from __future__ import annotations

import codecs

from archive_app.domain.errors import Refused
from archive_app.intake.formats.base import Format, Source
from archive_app.intake.formats.others import (
    by_content,
    by_suffix,
    by_weak_content,
    camera_raw,
    package,
    part_of_several,
)
from archive_app.intake.formats.registry import FORMATS
from archive_app.intake.formats.web import web_format
from archive_app.intake.lists.grid import LIST_SUFFIXES

_HEAD = 1 << 16  # bytes looked at
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 26, 27))
_MOST_CONTROLS = 0.02  # a text with more of them is none
_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def identify(source: Source) -> tuple[Format, tuple[str, ...]]:
    """The format, and a warning where the suffix said otherwise.

    Raises ``Refused`` where it is none that is taken, with its name and what to do.
    """
    with source.path.open("rb") as file:
        head = file.read(_HEAD)
    if raw := camera_raw(head, source.suffix):
        raise Refused(_disguised(source, raw.label) + raw.remedy, code="not-taken")
    fmt = _by_content(head, source)
    if fmt is not None:
        return fmt, _mismatch(fmt, source)
    text = looks_like_text(head)
    if text and (page := web_format(head, source.suffix)) is not None:
        return page, _mismatch(page, source)
    other = by_content(head, source.path, source.suffix) or (
        None if text else by_weak_content(head) or part_of_several(source.suffix)
    )
    if other is None and text:
        for fmt in FORMATS:
            if fmt.is_text and source.suffix in fmt.suffixes:
                return fmt, ()
        if source.suffix in (".xls", ".xlsx", ".et") and not head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"<"):
            csv = next(fmt for fmt in FORMATS if fmt.name == "csv")
            return csv, _mismatch(csv, source)
    if other is not None:
        raise Refused(_disguised(source, other.label) + other.remedy, code="not-taken")
    raise Refused(_unknown(source, text), code="not-taken")


def looks_like_text(head: bytes) -> bool:
    """Whether these may be the first bytes of a text in some encoding."""
    if head.startswith(_BOMS):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls <= _MOST_CONTROLS * len(head)


def _by_content(head: bytes, source: Source) -> Format | None:
    for fmt in FORMATS:
        if fmt.matches(head, source.path):
            if fmt.name == "zip":
                _refuse_package(source)
            return fmt if fmt.signatures or source.suffix in fmt.suffixes else _alike(fmt, head, source)
    return None


def _alike(fmt: Format, head: bytes, source: Source) -> Format:
    """Another format that the contents may as well be, where the suffix says that one: kinds of text overlap."""
    named = (other for other in FORMATS if source.suffix in other.suffixes and not other.is_text)
    return next((other for other in named if other.matches(head, source.path)), fmt)


def _refuse_package(source: Source) -> None:
    """A zip that is another program's document is not taken apart."""
    other = package(source.path) or part_of_several(source.suffix)
    if other is not None:
        raise Refused(_disguised(source, other.label) + other.remedy, code="not-taken")
    if source.suffix in (".docx", ".docm", ".dotx"):
        raise Refused("后缀是 docx，里面却没有 Word 的正文，可能已损坏", "请用 Word 或 WPS 打开修复后另存。")
    if source.suffix in LIST_SUFFIXES:
        words = f"后缀是 {source.suffix}，里面却读不到表格，文件已损坏或没有拷完"
        raise Refused(words, "请重新拷一份，或用 Excel 或 WPS 打开修复后另存。", code="damaged")
    other = by_suffix(source.suffix)
    if other is not None:
        raise Refused(other.reason, code="not-taken")


def _mismatch(fmt: Format, source: Source) -> tuple[str, ...]:
    if source.suffix in fmt.suffixes:
        return ()
    suffix = f"后缀是 {source.suffix}" if source.suffix else "没有后缀"
    return (f"文件名{suffix}，内容其实是{fmt.label}，按{fmt.label}收下。",)


def _disguised(source: Source, label: str) -> str:
    """The first sentence of a refusal; it says so where the suffix promised something that is taken."""
    promised = next((fmt for fmt in FORMATS if source.suffix in fmt.suffixes), None)
    if promised is not None:
        return f"后缀是 {source.suffix}，内容却不是{promised.label}，而是{label}，没有收。"
    return f"这是{label}，没有收。"


def _unknown(source: Source, text: bool) -> str:
    promised = next((fmt for fmt in FORMATS if source.suffix in fmt.suffixes), None)
    if promised is not None:
        return f"后缀是 {source.suffix}，内容却不是{promised.label}，可能已损坏或改过后缀，没有收。"
    other = by_suffix(source.suffix)
    if other is not None:
        return other.reason
    kind = f"{source.suffix} 文件" if source.suffix else "没有后缀的文件"
    hint = "如果是文字，请把后缀改成 txt 再导入。" if text else "请另存为 docx、txt、JPEG、PNG 或 TIFF 后再导入。"
    return f"不认得这种文件（{kind}），没有收。{hint}"
