"""版权页: what the law wants on it, in its order, for 内部资料 and for a published book.

An 内部资料 bears a permit number and 「内部资料，免费交流」, and neither a price nor an ISBN
(《内部资料性出版物管理办法》); a published book bears what GB/T 12450 (图书书名页) asks for.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any

from archive_app.frozen import dataclass
from archive_app.typeset.book import Imprint
from archive_app.typeset.templates import Template
from archive_app.typeset.toml_source import OneOf, Source

FREE = "内部资料，免费交流"
"""What an 内部资料 says of itself, on its cover and here."""

INTERNAL: Mapping[str, str] = {
    "permit": "准印证号",
    "compiler": "编印单位",
    "recipients": "发送对象",
    "printer": "印刷单位",
    "print_date": "印刷日期",
    "format": "开本",
    "copies": "印数",
}
"""Key → label for an 内部资料, in the order printed."""

PUBLIC: Mapping[str, str] = {
    "title": "书名",
    "compiler": "著编者",
    "publisher": "出版发行者",
    "address": "地址",
    "editor": "责任编辑",
    "proofreader": "责任校对",
    "printer": "印刷者",
    "format": "开本",
    "sheets": "印张",
    "inserts": "插页",
    "words": "字数",
    "edition": "版次印次",
    "isbn": "ISBN",
    "cip": "CIP核字号",
    "price": "定价",
}
"""Key → label for a published book, in the order printed."""

_OPTIONAL = frozenset({"inserts", "proofreader"})
_COUNTED = frozenset({"sheets", "inserts", "words"})
"""What the program counts where the book does not say it."""

_NEVER_INTERNAL = ("ISBN", "书号", "定价", "价格")


@dataclass(frozen=True, slots=True)
class ImprintTable:
    """``[imprint]`` of a ``book.toml``: text, or a number or date where one stands for itself. ``more`` holds further
    lines (封面设计 …), label → text, printed after the others."""

    variant: Annotated[str, OneOf(("internal", "public"))] = "internal"
    permit: Any = ""
    recipients: Any = ""
    print_date: Any = ""
    copies: Any = ""
    title: Any = ""
    compiler: Any = ""
    publisher: Any = ""
    address: Any = ""
    editor: Any = ""
    proofreader: Any = ""
    printer: Any = ""
    format: Any = ""
    sheets: Any = ""
    inserts: Any = ""
    words: Any = ""
    edition: Any = ""
    isbn: Any = ""
    cip: Any = ""
    price: Any = ""
    more: Mapping[str, str] = field(default_factory=dict)


def imprint_of(
    table: ImprintTable, template: Template, title: str, compiler: str, source: Source
) -> tuple[Imprint, list[str]]:
    """The lines of the 版权页, and what is missing from it or may not stand on it.

    ``title`` and ``compiler`` are the volume's, for where the table gives none; the paper is the template's.
    Raises `SourceError` where a value is neither text nor number nor date.
    """
    labels = INTERNAL if table.variant == "internal" else PUBLIC
    values = {
        key: _text(getattr(table, key), source, key) for key in ImprintTable.__dataclass_fields__ if key != "more"
    }
    values["title"] = values["title"] or title
    values["compiler"] = values["compiler"] or compiler
    values["format"] = values["format"] or "　".join(
        filter(None, (f"{template.trim[0]:g}mm×{template.trim[1]:g}mm", template.sheet))
    )
    warnings = _foreign(table.variant, labels, values, table.more)
    missing = [label for key, label in labels.items() if not values[key] and key not in _OPTIONAL | _COUNTED]
    if missing:
        warnings.append(f"版权页缺：{'、'.join(missing)}。")
    lines = [(label, values[key]) for key, label in labels.items() if values[key] or key in _COUNTED]
    lines += [
        (label, text) for label, text in table.more.items() if table.variant == "public" or not _priced(label, text)
    ]
    if table.variant == "internal":
        lines.append(("", FREE))
    elif values["isbn"] and not valid_isbn(values["isbn"]):
        warnings.append(f"版权页的 ISBN「{values['isbn']}」校验位不对，请核对。")
    return Imprint(table.variant, tuple(lines)), warnings


def _text(value: Any, source: Source, key: str) -> str:
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise source.fail(key, "要写成文字、数字或日期", '例如 "2026年5月"。')
    return value.strip() if isinstance(value, str) else str(value)


def _foreign(variant: str, labels: Mapping[str, str], values: Mapping[str, str], more: Mapping[str, str]) -> list[str]:
    """What is given and belongs to the other kind of book."""
    every = {**INTERNAL, **PUBLIC}
    keys = [key for key in every if values[key] and key not in labels and key != "title"]
    warnings = []
    if keys:
        name = "内部资料" if variant == "internal" else "公开出版物"
        named = "、".join(f"{every[key]}（{key}）" for key in keys)
        warnings.append(f"{name}的版权页不印：{named}。")
    if variant == "internal":
        warnings += [f"内部资料不标书号和定价，没有印：{k} {v}。" for k, v in more.items() if _priced(k, v)]
    return warnings


def _priced(label: str, text: str) -> bool:
    return any(word in label.upper() or word in text.upper() for word in _NEVER_INTERNAL)


def valid_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN-13 is right (GB/T 5795—2006)."""
    digits = [int(character) for character in text if character.isascii() and character.isdigit()]
    return len(digits) == 13 and sum(digits[::2], 3 * sum(digits[1::2])) % 10 == 0
