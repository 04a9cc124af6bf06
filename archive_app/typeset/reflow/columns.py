"""How many columns a piece of a volume has, as on the pages: never so many that one would be too narrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive_app.typeset.book import Article
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.text_columns import Columns
from archive_app.typeset.templates import Template

CONTENTS_GAP = 2.0
"""Ems between columns of the contents."""
_CONTENTS_LEAST, _INDEX_LEAST = 12.0, 9.0  # ems of a column


def of_text(article: Article, template: Template, direction: str) -> int:
    """Of an article; ``direction`` is which way its lines run where it is not the volume's."""
    wanted = article.columns or template.columns.articles
    if wanted < 2:
        return 1
    own = template if direction in ("", template.direction) else template.turned()
    return Columns.of(Grid.of(own), wanted, template.columns).count


def of_matter(kind: str, options: Mapping[str, Any], template: Template) -> int:
    """What a piece of 辅文 asks for."""
    return int(options.get("columns", 0)) or int(getattr(template.columns, kind, 1))


def of_index(options: Mapping[str, Any], template: Template) -> int:
    """Of an index, whose lines are level in every volume."""
    wanted = int(options.get("columns", 0)) or template.index.columns
    gap, least = template.index.gap * template.body_pt, _INDEX_LEAST * template.style("index").size
    return _fitting(wanted, template.type_area[0], gap, least)


def of_contents(template: Template) -> int:
    """Of the contents."""
    gap, least = CONTENTS_GAP * template.body_pt, _CONTENTS_LEAST * template.body_pt
    return _fitting(template.contents.columns, template.width, gap, least)


def _fitting(wanted: int, width: float, gap: float, least: float) -> int:
    return max(1, min(wanted, int((width + gap) / (least + gap))))
