"""版面字数 and 计酬字数 of one text: as it would be set by itself at the measure of a volume or a template.

Three counts are kept apart (`archive_app.domain.counting` has 文字数). 版面字数 is 每行字数 × 每面行数 × 面数;
计酬字数 每行字数 × 实有行数, where a part of a line counts as a line and verse by its own rule
(`archive_app.typeset.pages.counts`). In a volume the text may begin in the middle of a page and be adjusted by hand:
what is paid is counted there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from archive_app.domain.manuscript import BlockKind, Manuscript
from archive_app.frozen import dataclass

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_KEY = "text"


@dataclass(frozen=True, slots=True)
class Measure:
    """Whose measure a text is set at: a template's, with a volume's overrides. ``words`` says so to a person."""

    template: str
    words: str
    layout: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """``columns`` and ``rows`` are 每行字数 and 每面行数; ``lines`` the lines there are, ``pages`` those begun;
    ``area`` is 版面字数, ``fee`` 计酬字数; ``verse_line`` what a line of verse counts as."""

    columns: int
    rows: int
    lines: int
    pages: int
    area: int
    fee: int
    verse_line: int


def measures(archive: Archive, item: str = "") -> list[Measure]:
    """The measures to choose among, the likeliest first: of the volume the item is in, of the other volumes, the newest
    first, and of every template."""
    from archive_app.typeset import templates
    from archive_app.volumes.compile import DEFAULT_TEMPLATE
    from archive_app.volumes.format import layout_of

    catalogue = archive.catalogue
    sections = {record.id: str(record["volume"]) for record in catalogue.records("section")}
    own = {
        sections.get(str(article["section"]), "")
        for article in catalogue.records("article")
        if item and article["item"] == item
    }
    volumes = sorted(catalogue.records("volume"), key=lambda one: (one.id in own, one.id), reverse=True)
    found = [
        Measure(str(one["template"] or DEFAULT_TEMPLATE), f"《{one.title}》", layout_of(one))
        for one in volumes
        if not one.trashed
    ]
    names = sorted(templates.names(), key=lambda name: (name != DEFAULT_TEMPLATE, name))
    return [*found, *(Measure(name, templates.load(name).label or name) for name in names)]


def measured(texts: Sequence[Manuscript], measure: Measure) -> list[Measured]:
    """Each text as it is set by itself. Raises ``SourceError`` where the measure's overrides cannot be right."""
    from archive_app.typeset import templates
    from archive_app.volumes.format import VOLUME_SOURCE

    template = templates.load(measure.template).with_layout(measure.layout, VOLUME_SOURCE)
    columns, rows = template.measure
    found: list[Measured] = []
    for text in texts:
        counts = _set(text, measure)
        pages = int(counts.get("pages", 0))
        found.append(
            Measured(
                columns,
                rows,
                int(counts.get("lines", 0)),
                pages,
                columns * rows * pages,
                int(counts.get("fee_characters", 0)),
                template.counting.verse_line,
            )
        )
    return found


def _set(text: Manuscript, measure: Measure) -> Mapping[str, Any]:
    """What the pages of a text count; of no words nothing. Pictures are left out: what is counted is words."""
    from archive_app.typeset.book import Article, Book, Section
    from archive_app.typeset.outputs import Edition

    words = Manuscript(tuple(block for block in text if block.kind is not BlockKind.PICTURE))
    if not any(block.text.strip() or block.rows for block in words):
        return {}
    layout = {**measure.layout, "articles": "page", "sections": "none"}
    book = Book("", (Section("", (Article(_KEY, "", words),)),), template=measure.template, layout=layout)
    return next((one for one in Edition(book).layout.statistics["articles"] if one["key"] == _KEY), {})
