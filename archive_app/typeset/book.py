"""What is typeset: a book of sections and articles, complete in itself.

A ``Book`` is made from a folder (``book.toml``) or from an archive's volume; the engine cannot tell which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One piece: what stands over it, and its text.

    ``key`` is its identity in layouts and links (a file name, or a record's id); ``byline`` is printed under the
    title (作者 / 口述 / 整理 as the head says); ``note`` is the 题注 or 作者简介. ``form`` is board or chronicle for
    辅文 whose text is set in a form of its own. ``columns`` is how many columns it is set in; 0 leaves it to the
    template.
    """

    key: str
    title: str
    manuscript: Manuscript
    subtitle: str = ""
    byline: tuple[str, ...] = ()
    note: str = ""
    written: str = ""
    in_contents: bool = True
    form: str = ""
    columns: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A 栏目: its title, its articles, and parts with titles of their own (乡镇 → 村). ``direction`` is which way its
    lines run (horizontal, vertical) where it is not the volume's."""

    title: str
    articles: tuple[Article, ...] = ()
    parts: tuple[Section, ...] = ()
    direction: str = ""

    def walk(self) -> Iterator[Article]:
        """Every article, in the order of printing."""
        yield from self.articles
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Matter:
    """A piece of 辅文: ``kind`` is one of preface, note, board, plates, inscription, chronicle, names, places,
    interviews, call, afterword, errata. ``options`` are what ``book.toml`` says beside ``kind`` and ``file``."""

    kind: str
    article: Article | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexName:
    """A name as an index prints it. ``kind`` is person or place; ``key`` what marks in the text may call it by (a
    record's id) beside its ``name``; ``note`` tells namesakes apart, in brackets; ``reading`` is its pinyin where that
    must be said; ``also`` other words for the same."""

    kind: str
    name: str
    note: str = ""
    reading: str = ""
    also: tuple[str, ...] = ()
    key: str = ""

    @property
    def shown(self) -> str:
        """马文清（教师）."""
        return f"{self.name}（{self.note}）" if self.note else self.name


@dataclass(frozen=True, slots=True)
class Imprint:
    """The 版权页: ``variant`` is ``internal`` (内部资料) or ``public`` (公开出版); ``lines`` are (label, value) pairs
    in the order printed, an empty value left to what the pages count; ``doubts`` what is missing or may not stand
    there, where nobody has been told yet."""

    variant: str = "internal"
    lines: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A whole volume.

    ``layout`` holds the overrides of the template (``book.toml`` ``[layout]``); ``images`` is the folder that relative
    picture sources are resolved in; ``pictures`` maps other sources (file ids) to paths. ``names`` is what is known of
    the names that the indexes list; a name marked in the text need not be among them. ``places`` says where a block (by
    its id) or an article (by its key) was written: 01.md 第12行. ``doubts`` are sentences on fonts that cannot be used,
    where nobody has been told yet.
    """

    title: str
    sections: tuple[Section, ...]
    number: int | None = None
    subtitle: str = ""
    series: str = ""
    compiler: str = ""
    template: str = "16k"
    imprint: Imprint = Imprint()
    front: tuple[Matter, ...] = ()
    back: tuple[Matter, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)
    images: Path | None = None
    pictures: Mapping[str, Path] = field(default_factory=dict)
    names: tuple[IndexName, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    doubts: tuple[str, ...] = ()

    def articles(self) -> Iterator[Article]:
        """Every article of the body, in the order of printing."""
        for section in self.sections:
            yield from section.walk()


def with_articles(book: Book, change: Callable[[Article], Article]) -> Book:
    """``book`` with every article (of its matter, too) changed."""
    return replace(
        book,
        sections=tuple(_section(section, change) for section in book.sections),
        front=tuple(_matter(matter, change) for matter in book.front),
        back=tuple(_matter(matter, change) for matter in book.back),
    )


def _section(section: Section, change: Callable[[Article], Article]) -> Section:
    return replace(
        section,
        articles=tuple(change(article) for article in section.articles),
        parts=tuple(_section(part, change) for part in section.parts),
    )


def _matter(matter: Matter, change: Callable[[Article], Article]) -> Matter:
    return matter if matter.article is None else replace(matter, article=change(matter.article))
