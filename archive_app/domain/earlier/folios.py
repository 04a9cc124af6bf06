"""Which page of a scan bears which printed number: a few rules that a person sets, each until the next one begins.

Plates and inner titles bear no number, prefaces are numbered in Roman numerals or not at all, the text in figures. A
rule says with which page of the scan a numbering begins and what is printed there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass

ARABIC, ROMAN, NONE = "arabic", "roman", "none"
STYLES = {ARABIC: "1、2、3", ROMAN: "i、ii、iii", NONE: "没有页码"}
MOST = 20_000
"""No page of a book has a higher number."""
_AGREEING = 3
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WELL_FORMED = re.compile("m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_RULE = re.compile(r"(\d{1,5})\s*[=＝:：]\s*(\d{1,5}|[ivxlcdmIVXLCDM]{1,12}|无|没有|-|—)")


@dataclass(frozen=True, slots=True)
class FolioRule:
    """From page ``scan`` of the scans on (counted from 1) the pages bear ``printed``, one more …; in this ``style``."""

    scan: int
    printed: int = 1
    style: str = ARABIC

    def row(self) -> dict[str, Any]:
        """The row of the volume's field."""
        return {"scan": self.scan, "printed": self.printed if self.style != NONE else None, "style": self.style}

    def label(self, scan: int) -> str:
        """What is printed on a page for which it holds."""
        return _written(self.printed + scan - self.scan, self.style)

    def __str__(self) -> str:
        return f"{self.scan}={self.label(self.scan) or '无'}"


def rules_of(rows: Iterable[Mapping[str, Any]] | None) -> tuple[FolioRule, ...]:
    """The rules that a volume's field holds, in order; a later row about the same page counts."""
    found: dict[int, FolioRule] = {}
    for row in rows or ():
        scan = int(row.get("scan") or 0)
        if scan > 0:
            style = str(row.get("style") or ARABIC)
            found[scan] = FolioRule(scan, int(row.get("printed") or 1), style if style in STYLES else ARABIC)
    return tuple(found[scan] for scan in sorted(found))


def read_rules(words: str) -> tuple[FolioRule, ...]:
    """Rules as a person types them: ``5=i 15=1 301=无``. Raises ``UsageError`` for anything else."""
    found = []
    for word in filter(None, re.split(r"[,，;；、\s]+", words.strip())):
        match = _RULE.fullmatch(word)
        if match is None or not int(match[1]):
            raise UsageError(
                f"看不懂页码规则：{word}", "请写“扫描页=印的页码”，如 5=i 15=1 301=无。", code="wrong-folio"
            )
        scan, said = int(match[1]), match[2]
        if said.isdecimal():
            found.append(FolioRule(scan, int(said)))
        elif said in ("无", "没有", "-", "—"):
            found.append(FolioRule(scan, 1, NONE))
        else:
            found.append(FolioRule(scan, from_roman(said), ROMAN))
    return rules_of([rule.row() for rule in found])


def labels(count: int, rules: Sequence[FolioRule]) -> list[str]:
    """The printed number of each of ``count`` pages of the scans; empty where there is none."""
    found: list[str] = []
    at = -1
    for scan in range(1, count + 1):
        while at + 1 < len(rules) and rules[at + 1].scan <= scan:
            at += 1
        found.append(rules[at].label(scan) if at >= 0 else "")
    return found


def scan_of(label: str, known: Sequence[str]) -> int:
    """The page of the scans (from 1) that bears this number; 0 where none does."""
    wanted = plain_label(label)
    return known.index(wanted) + 1 if wanted and wanted in known else 0


def plain_label(words: str) -> str:
    """A page's number as it is compared: full-width figures narrow, Roman ones small, no zeros before."""
    narrow = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in words).strip().lower()
    return str(int(narrow)) if narrow.isdecimal() else narrow


def from_roman(words: str) -> int:
    """Raises ``UsageError`` where it is no Roman number."""
    small = words.lower()
    if not small or not _WELL_FORMED.fullmatch(small):
        raise UsageError(f"“{words}”不是罗马数字", "请写 i、ii、iii、iv……", code="wrong-folio")
    total, at = 0, 0
    for value, sign in _ROMAN:
        while small.startswith(sign, at):
            total, at = total + value, at + len(sign)
    return total


def _written(number: int, style: str) -> str:
    if style == NONE or not 0 < number <= MOST:
        return ""
    if style == ARABIC:
        return str(number)
    words = ""
    for value, sign in _ROMAN:
        words += sign * (number // value)
        number %= value
    return words


def proposed(found: Mapping[int, str], count: int) -> tuple[FolioRule, ...]:
    """Rules after the numbers that were read on pages of the scans (from 1): where three pages one after another agree.

    A numbering begins as far before the first of them as it can; a person looks it over.
    """
    runs: list[list[tuple[int, int]]] = []  # pages that agree, as (page, number)
    for scan in sorted(found):
        said = plain_label(found[scan])
        if not said.isdecimal() or not 0 < int(said) <= MOST:
            continue
        number = int(said)
        if runs and number - runs[-1][-1][1] == scan - runs[-1][-1][0]:
            runs[-1].append((scan, number))
        elif not runs or len(runs[-1]) >= _AGREEING:
            runs.append([(scan, number)])
        else:
            runs[-1] = [(scan, number)]
    agreed = [run for run in runs if len(run) >= _AGREEING]
    rules: list[FolioRule] = []
    end = 0
    for run in agreed:
        scan, number = run[0]
        back = min(number - 1, scan - 1 - end)
        begin = FolioRule(scan - back, number - back)
        if not rules or rules[-1].label(begin.scan) != str(begin.printed):
            rules.append(begin)
        end = run[-1][0]
    return tuple(rule for rule in rules if rule.scan <= count)
