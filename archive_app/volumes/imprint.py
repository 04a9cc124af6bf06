"""The 版权页 in its two legal variants, with what can be computed from the trim.

An 内部资料 bears its permit number and 「内部资料，免费交流」 and has neither price nor ISBN; the paper named must be
the paper that gives the trim.
"""

from __future__ import annotations

from archive_app.catalogue.store import Record

INTERNAL: tuple[tuple[str, str], ...] = (
    ("permit", "准印证号"),
    ("compiler", "编印单位"),
    ("recipients", "发送对象"),
    ("printer", "印刷单位"),
    ("format", "开本"),
    ("print_date", "印刷日期"),
    ("copies", "印数"),
)
PUBLIC: tuple[tuple[str, str], ...] = (
    ("title", "书名"),
    ("compiler", "著编者"),
    ("publisher", "出版发行"),
    ("address", "地址"),
    ("editor", "责任编辑"),
    ("proofreader", "责任校对"),
    ("printer", "印刷"),
    ("format", "开本"),
    ("sheets", "印张"),
    ("inserts", "插页"),
    ("characters", "字数"),
    ("edition", "版次"),
    ("isbn", "书号"),
    ("cip", "CIP核字号"),
    ("price", "定价"),
)
PAPER = {"32k": "890mm×1240mm　1/32", "16k": "710mm×1000mm　1/16", "a5": "148mm×210mm　1/32"}
"""Paper and fold that give a template's trim."""


def imprint_of(volume: Record) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(variant, (label, value) pairs in the order printed) of a volume; empty values are left out."""
    given = {row["key"]: str(row.get("value", "")) for row in volume["imprint"]}
    variant = given.get("variant") or "internal"
    given.setdefault("format", PAPER.get(volume["template"] or "16k", ""))
    given.setdefault("compiler", volume["compiler"])
    declared = PUBLIC if variant == "public" else INTERNAL
    return variant, tuple((label, given[key]) for key, label in declared if given.get(key))
