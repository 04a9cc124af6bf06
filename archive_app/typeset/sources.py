"""A book's own words as files: ``book.toml`` and a Markdown text for each article, as `folder` reads them.

They are made from the `Book`, not from what it was made of: names that were withheld from the book are in none of them.
Pictures are named, not carried: they are in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from archive_app.domain.markdown import write_article
from archive_app.frozen import dataclass
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.imprint import INTERNAL, PUBLIC

_DUTIES = {"口述": "narrator", "采访": "interviewer", "整理": "editor"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's name within the folder, what it is, and its bytes."""

    name: str
    label: str
    kind: str
    data: bytes


def source_files(book: Book) -> tuple[SourceFile, ...]:
    """``book.toml`` first, then the texts in the order of the book."""
    names: dict[int, str] = {}
    files: list[SourceFile] = []
    for number, (name, article) in enumerate(_texts(book), 1):
        names[id(article)] = file = f"{number:03d}-{name}.md"
        words = write_article(_head(article), article.manuscript)
        files.append(SourceFile(file, article.title or name, "text/markdown", _bytes(words)))
    table = tomli_w.dumps(_table(book, names), multiline_strings=False)
    found = [SourceFile("book.toml", book.title, "application/toml", _bytes(table)), *files]
    if book.names:
        listed = tomli_w.dumps(_names(book), multiline_strings=False)
        found.append(SourceFile("names.toml", "人名、地名", "application/toml", _bytes(listed)))
    return tuple(found)


def _names(book: Book) -> dict[str, Any]:
    """The names that the indexes know. They are marked in the texts already."""
    table: dict[str, Any] = {"mark": False}
    for name in book.names:
        said = {"name": name.name, "note": name.note, "reading": name.reading, "also": list(name.also), "id": name.key}
        table.setdefault(name.kind, []).append({key: value for key, value in said.items() if value})
    return table


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "backslashreplace")


def _texts(book: Book) -> Iterator[tuple[str, Article]]:
    for matter in book.front:
        if matter.article is not None:
            yield matter.kind, matter.article
    for article in book.articles():
        yield "article", article
    for matter in book.back:
        if matter.article is not None:
            yield matter.kind, matter.article


def _head(article: Article) -> dict[str, Any]:
    head: dict[str, Any] = {"title": article.title, "subtitle": article.subtitle}
    for line in article.byline:
        duty = next((key for word, key in _DUTIES.items() if line.endswith(word)), "author")
        said = line.removesuffix(next((w for w, key in _DUTIES.items() if key == duty), "")).rstrip(" 　")
        head.setdefault(duty, []).append(said)
    head |= {"note": article.note, "written": article.written}
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in head.items() if value
    }


def _table(book: Book, names: Mapping[int, str]) -> dict[str, Any]:
    volume = {
        "title": book.title,
        "number": book.number,
        "subtitle": book.subtitle,
        "series": book.series,
        "compiler": book.compiler,
        "template": book.template,
    }
    table: dict[str, Any] = {"volume": {key: value for key, value in volume.items() if value}}
    if book.imprint.lines:
        table["imprint"] = _imprint(book)
    if layout := _plain(dict(book.layout)):
        table["layout"] = layout
    table["front"] = [_matter(matter, names) for matter in book.front]
    table["section"] = [_section(section, names) for section in book.sections]
    table["back"] = [_matter(matter, names) for matter in book.back]
    return {key: value for key, value in table.items() if value}


def _imprint(book: Book) -> dict[str, Any]:
    """The lines under the names they are read by; what has none is a further line."""
    keys = {label: key for key, label in (PUBLIC if book.imprint.variant == "public" else INTERNAL).items()}
    found: dict[str, Any] = {"variant": book.imprint.variant}
    more: dict[str, str] = {}
    for label, value in book.imprint.lines:
        if not label or not value:
            continue
        if label in keys:
            found[keys[label]] = value
        else:
            more[label] = value
    return {**found, **({"more": more} if more else {})}


def _section(section: Section, names: Mapping[int, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"title": section.title} if section.title else {}
    if section.articles:
        found["articles"] = [names[id(article)] for article in section.articles]
        if section.articles[0].columns:
            found["columns"] = section.articles[0].columns
    if section.parts:
        found["part"] = [_section(part, names) for part in section.parts]
    return found


def _matter(matter: Matter, names: Mapping[int, str]) -> dict[str, Any]:
    found = {"kind": matter.kind, **_plain(dict(matter.options))}
    if matter.article is not None:
        found["file"] = names[id(matter.article)]
    return found


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """What TOML can hold of options."""
    return {str(key): kept for key, one in value.items() if (kept := _kept(one)) is not None}


def _kept(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple):
        kept = [_kept(one) for one in value]
        return kept if all(one is not None for one in kept) else None
    return value if isinstance(value, str | int | float | bool) else None
