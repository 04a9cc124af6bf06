"""What a volume consists of, in the order in which it is bound: one list for every output that has no pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from archive_app.frozen import dataclass
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.matter.kinds import INDEXES, LEVEL, MATTER_NAMES
from archive_app.typeset.reflow.columns import of_contents, of_index, of_matter, of_text
from archive_app.typeset.reflow.markup import tidy
from archive_app.typeset.templates import Template

UNTITLED = "（无题）"
"""What stands for a title that is not there, as on the pages."""


class Part(StrEnum):
    """What a piece of a volume is."""

    TITLE = "title"  # 扉页
    IMPRINT = "imprint"  # 版权页
    CONTENTS = "contents"  # 目录
    MATTER = "matter"  # 辅文
    SECTION = "section"  # 栏目
    GROUP = "group"  # a part of a 栏目: 乡镇, 村
    ARTICLE = "article"
    INDEX = "index"  # 人名索引, 地名索引: made by the program


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a volume.

    ``level`` is its level among the headings, from 1; ``place`` is front, body or back; ``kind`` the kind of a 辅文;
    ``section`` the 栏目 it belongs to; ``direction`` which way its lines run where it is not the volume's; ``order``
    and ``note`` an index's order (pinyin, strokes) and what stands under its title; ``columns`` how many it is set in.
    """

    part: Part
    title: str
    level: int = 1
    place: str = "body"
    article: Article | None = None
    kind: str = ""
    section: str = ""
    direction: str = ""
    order: str = ""
    note: str = ""
    columns: int = 1


def pieces(book: Book, template: Template) -> tuple[Piece, ...]:
    """Every piece of ``book``, in order. Articles stand on one level throughout, however deep their 栏目 is divided,
    so that one style is theirs."""
    titled = any(tidy(section.title) for section in book.sections) and template.sections != "none"
    level = 1 + int(titled) + max((_depth(section) for section in book.sections), default=0)
    found = [Piece(Part.TITLE, book.title, place="front"), Piece(Part.IMPRINT, "版权页", place="front")]
    found += _matters(book.front, "front", template)
    found.append(Piece(Part.CONTENTS, "目录", place="front", columns=of_contents(template)))
    for section in book.sections:
        found += _section(section, level, template)
    found += _matters(book.back, "back", template)
    return tuple(found)


def _depth(section: Section) -> int:
    return max((1 + _depth(part) for part in section.parts), default=0)


def _matters(matters: tuple[Matter, ...], place: str, template: Template) -> Iterator[Piece]:
    for matter in matters:
        article = matter.article
        if matter.kind in INDEXES:
            title = str(matter.options.get("title", "")) or (article.title if article is not None else "")
            order = str(matter.options.get("order", "pinyin"))
            note = article.subtitle if article is not None else ""
            name = title or MATTER_NAMES[matter.kind]
            columns = of_index(matter.options, template)
            yield Piece(Part.INDEX, name, 1, place, None, matter.kind, "", "horizontal", order, note, columns)
            continue
        if article is not None and len(article.manuscript):
            name = tidy(article.title) or MATTER_NAMES.get(matter.kind, matter.kind)
            level = "horizontal" if matter.kind in LEVEL else ""
            direction = str(matter.options.get("direction", "")) or level
            article = replace(article, title=name, columns=of_matter(matter.kind, matter.options, template))
            columns = of_text(article, template, direction)
            yield Piece(Part.MATTER, name, 1, place, article, matter.kind, direction=direction, columns=columns)


def _section(section: Section, level: int, template: Template) -> Iterator[Piece]:
    if tidy(section.title) and template.sections != "none":
        yield Piece(Part.SECTION, section.title, section=section.title, direction=section.direction)
    yield from _articles(section, section.title, level, 2, section.direction, template)


def _articles(
    section: Section, name: str, level: int, depth: int, direction: str, template: Template
) -> Iterator[Piece]:
    for article in section.articles:
        title, columns = tidy(article.title) or UNTITLED, of_text(article, template, direction)
        yield Piece(Part.ARTICLE, title, level, article=article, section=name, direction=direction, columns=columns)
    for part in section.parts:
        own = part.direction or direction
        if tidy(part.title):
            yield Piece(Part.GROUP, part.title, min(depth, level - 1) or 1, section=name, direction=own)
        yield from _articles(part, name, level, depth + 1, own, template)
