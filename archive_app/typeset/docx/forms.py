"""辅文 with a form of its own: the offices of a 编委会名单, their names under each other."""

from __future__ import annotations

from collections.abc import Mapping

from archive_app.typeset.book import Article
from archive_app.typeset.docx.names import holding, twips, w
from archive_app.typeset.docx.paragraphs import Paragraph
from archive_app.typeset.docx.runs import plain, spaced, styled, tab
from archive_app.typeset.matter.board import Office, offices
from archive_app.typeset.templates import Template

_LONGEST_ROLE = 8  # ems: a longer one has its names behind it, as they come


def offices_of(article: Article) -> Mapping[str, Office]:
    """The offices of an article that is such a list, by their blocks."""
    if article.form != "board":
        return {}
    return {one.block: one for one in offices(article.manuscript) if isinstance(one, Office)}


def column_of(found: Mapping[str, Office]) -> int:
    """How many ems from the edge the names of a list begin."""
    longest = max((len(one.role) for one in found.values()), default=0)
    return min(longest, _LONGEST_ROLE) + 2


def office(one: Office, column: int, template: Template, calls: str = "") -> Paragraph:
    """The office with the ``calls`` of its notes, and its names ``column`` ems from the edge.

    A name of two characters is as wide as one of three, by space and not by a blank, so that it is found.
    """
    size = template.style("board-name").size
    stop = twips(column * size)
    about = {
        "tabs": holding("tabs", w("tab", "left", pos=stop)),
        "ind": w("ind", left=stop, hangingChars=column * 100, hanging=stop),
    }
    aside = plain(f"（{one.aside}）　") if one.aside else ""
    names = plain("　").join(_name(name, size) for name, _ in one.names)
    return Paragraph("Board", styled(one.role, "BoardRole") + tab() + aside + names + calls, about)


def _name(name: str, size: float) -> str:
    if len(name) != 2 or not name.isalpha() or name.isascii():
        return plain(name)
    return spaced(name[0], size) + plain(name[1])
