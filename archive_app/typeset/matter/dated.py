"""A table of events becomes a 大事记: dates as people write them are read, put in order and set by years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Span, SpanStyle
from archive_app.typeset.matter.chronicle import Happening, chronicle, manuscript, placeable

_SAME_MONTH = re.compile("[是同本当该]月\\Z")
_SAME_YEAR = re.compile("[是同本当该]年\\Z")
_YEARLESS = re.compile(r"(?:[是同本当该]年)?\s*(\d{1,2}月.*|[春夏秋冬]季?)\Z", re.DOTALL)
_WITH_YEAR = re.compile("(\\d{4})(?:-(\\d{2}))?")
_OUTSIDE = "时间待考"


def of_table(text: Manuscript) -> tuple[Manuscript, list[str]]:
    """The text with every table of two columns (when, what) set as a chronicle; and what an editor should know."""
    found: list[Block] = []
    doubts: list[str] = []
    for block in text:
        if block.kind is not BlockKind.TABLE:
            found.append(block)
            continue
        rows = [row for row in block.rows if not all(cell.header for cell in row)]
        events = [(row[0].text.strip(), "　".join(c.text.strip() for c in row[1:] if c.text.strip())) for row in rows]
        made, more = of_events([event for event in events if any(event)])
        found += made
        doubts += more
    return Manuscript(tuple(found)), doubts


def of_events(events: Sequence[tuple[str, str]]) -> tuple[Manuscript, list[str]]:
    """(when, what) as a chronicle. A row may take its year from the row above it (是月, 是年, 10月1日, or nothing).

    What has no year stands at the end, under 时间待考, and is named among the doubts.
    """
    from archive_app.hanzi.dating import read  # its tables are read when there is a table of events

    dated: list[Happening] = []
    undated: list[tuple[str, str]] = []
    year = month = ""
    before = ""
    for number, (words, what) in enumerate(events):
        words = _in_full(words or before, year, month)
        when = FuzzyDate.from_json({k: v for k, v in asdict(read(words).date).items() if isinstance(v, str)})
        if not placeable(when):
            undated.append((words, what))
            continue
        before = words
        known = _WITH_YEAR.match(when.earliest if when.earliest > "0001" else when.latest)
        if known:
            year, month = known[1].lstrip("0"), (known[2] or "").lstrip("0")
        dated.append(Happening("", when, what, number))
    text = manuscript(chronicle(dated))
    if not undated:
        return text, []
    rest = [Block(BlockKind.HEADING, _OUTSIDE), *_entries(undated)]
    named = "、".join(f"「{words or what[:12]}」" for words, what in undated[:5])
    return Manuscript((*text, *rest)), [f"大事记里 {named} 读不出年份，排在最后的“{_OUTSIDE}”下；请补上年份。"]


def _in_full(words: str, year: str, month: str) -> str:
    words = words.strip()
    if year and month and _SAME_MONTH.match(words):
        return f"{year}年{month}月"
    if year and _SAME_YEAR.match(words):
        return f"{year}年"
    short = _YEARLESS.match(words)
    return f"{year}年{short[1]}" if short and year else words


def _entries(rows: Iterable[tuple[str, str]]) -> list[Block]:
    return [
        Block(BlockKind.PARAGRAPH, f"{words}　{what}".strip("　"), spans=(Span(0, len(words), SpanStyle.BOLD),))
        for words, what in rows
    ]
