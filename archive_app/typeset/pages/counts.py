"""What an office counts of an article: 文字数, its lines, and 计酬字数.

计酬字数 is 每行字数 × 实有行数: a part of a line counts as a line, a heading and the line of the date too; notes at the
measure of their own type. Titles, captions and tables are not text and do not count. Verse has a rule of its own: a
line of it counts as so many characters (``[counting] verse_line`` of the template; ten lines as a thousand).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from archive_app.typeset.book import Book
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.sides import Side
from archive_app.typeset.templates import Template

_TEXT = frozenset({"body", "quote", "list", "heading-1", "heading-2", "heading-3", "written"})


def article_counts(book: Book, sides: Sequence[Side], template: Template) -> list[dict[str, Any]]:
    """For each article in order: key, title, page it begins on, pages, characters, lines and fee_characters."""
    columns = template.measure[0]
    notes = template.width / template.style("note").size
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, str] = {}
    pages: Counter[str] = Counter()
    for side in sides:
        here = set()
        for (key, kind), count in _lines(side.draft).items():
            lines[key][kind] += count
            if kind != "endnote" or side.kind == "body":  # notes in the back are on no page of their article
                here.add(key)
        for key in here:
            first.setdefault(key, side.label)
            pages[key] += 1
    found = []
    for article in book.articles():
        own = lines[article.key]
        own["note"] += own["endnote"]
        fee = own["text"] * columns + own["verse"] * template.counting.verse_line + own["note"] * notes
        found.append(
            {
                "key": article.key,
                "title": article.title,
                "page": first.get(article.key, ""),
                "pages": pages[article.key],
                "characters": article.manuscript.character_count(),
                "lines": own["text"] + own["verse"] + own["note"],
                "fee_characters": round(fee),
            }
        )
    return found


def _lines(draft: Draft) -> Mapping[tuple[str, str], int]:
    """The lines of a page by article and kind; pages are kept from one setting to the next, and so is this."""
    if draft.counted is None:
        counts: Counter[tuple[str, str]] = Counter()
        for line in draft.lines:
            kind = line.role if line.role in ("note", "endnote", "verse") else "text"
            if line.article and (kind != "text" or line.role in _TEXT):
                counts[line.article, kind] += 1
            elif line.article:
                counts[line.article, "other"] += 1
        draft.counted = counts
    return draft.counted
