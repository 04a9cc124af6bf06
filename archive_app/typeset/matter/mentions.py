"""Where the names marked in articles stand on their pages: what the indexes are made from.

A name counts on the page its first character is on. Marks in the text are what counts; captions of persons (左起：…),
cells of tables and what stands around an article (its title, its authors, the note on it), which bear no marks, are
looked through for the words of the book's list of names, the longest first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archive_app.domain.manuscript import Block, Span, SpanStyle
from archive_app.typeset.book import Article, IndexName
from archive_app.typeset.pages.draft import Draft

Mention = tuple[str, str, str]
"""A name on a page: person or place, what its mark calls it, the word printed."""

_KINDS = {SpanStyle.PERSON: "person", SpanStyle.PLACE: "place"}


class Words(NamedTuple):
    """The words that a book's names go by: ``pattern`` finds them, ``meant`` says (kind, name) of each."""

    pattern: re.Pattern[str] | None
    meant: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, names: Sequence[IndexName]) -> Words:
        """Words that several names go by are left out: nothing tells which is meant."""
        meant: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name in names:
            for word in filter(None, (name.name, *name.also)):
                meant[word].add((name.kind, name.shown))
        single = {word: next(iter(found)) for word, found in meant.items() if len(found) == 1}
        longest_first = sorted(meant, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, longest_first))) if single else None
        return cls(pattern, single)


def find_mentions(articles: Sequence[Article], drafts: Sequence[Draft], words: Words) -> list[list[Mention]]:
    """For each page the names on it, in no order."""
    found: list[list[Mention]] = [[] for _ in drafts]
    wanted = {(article.key, block.id) for article in articles for block in article.manuscript if _looked_at(block)}
    if words.pattern is not None:
        _around(articles, drafts, words, found)
    if not wanted:
        return found
    places = _places(drafts, wanted)
    for article in articles:
        for block in article.manuscript:
            if (article.key, block.id) in wanted:
                for part, start, mention in mentions_of(block, words):
                    lines = places.get((article.key, block.id, part))
                    if lines:
                        at = max(0, bisect_right(lines[0], start) - 1)
                        found[lines[1][at]].append(mention)
    return found


def _around(articles: Sequence[Article], drafts: Sequence[Draft], words: Words, found: Sequence[list[Mention]]) -> None:
    """The names over articles, on the page the article begins on, and in the notes on them, on the page of the line."""
    titled: dict[str, int] = {}
    noted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        for line in draft.lines:
            if line.role == "title":
                titled.setdefault(line.article, number)
            elif line.part == f"note:{line.article}#note":
                noted[line.article].append((line.offset, number))
    for article in articles:
        if article.key in titled:
            over = "\n".join((article.title, article.subtitle, *article.byline))
            found[titled[article.key]].extend(mention for _, mention in words_in(over, words))
        lines = noted[article.key]
        for start, mention in words_in(article.note.strip(), words) if lines else ():
            at = max(0, bisect_right([offset for offset, _ in lines], start) - 1)
            found[lines[at][1]].append(mention)


def _looked_at(block: Block) -> bool:
    marked = any(span.style in _KINDS for span in block.spans) or any(note.spans for note in block.notes)
    return marked or bool(block.rows) or bool(block.picture and block.picture.people)


def _places(
    drafts: Sequence[Draft], wanted: set[tuple[str, str]]
) -> Mapping[tuple[str, str, str], tuple[list[int], list[int]]]:
    """(article, block, part) → the offsets its lines begin at, and the pages they are on."""
    found: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        for line in draft.lines:
            if (line.article, line.block) in wanted and line.offset >= 0:
                part = "people" if line.role == "people" else line.part
                if part.startswith("cell:"):
                    part = f"row:{part[5:].partition(',')[0]}"
                found[line.article, line.block, part].append((line.offset, number))
    return {key: ([a for a, _ in sorted(rows)], [n for _, n in sorted(rows)]) for key, rows in found.items()}


def mentions_of(block: Block, words: Words) -> Iterator[tuple[str, int, Mention]]:
    """The names in a block, as (part, offset, mention). A part is text, ``note:<id>``, people, or ``row:<number>`` of a
    table, whose names have no offset."""
    yield from (("text", start, mention) for start, mention in _marked(block.text, block.spans))
    for note in block.notes:
        lead = len(note.text) - len(note.text.lstrip())  # a note is set without the blanks around it
        yield from ((f"note:{note.id}", at - lead, mention) for at, mention in _marked(note.text, note.spans))
    if block.picture is not None and block.picture.people:
        yield from (("people", start, mention) for start, mention in words_in(block.picture.people, words))
    for number, row in enumerate(block.rows):
        for cell in row:
            # which column a cell stands in takes reckoning; its row's page is what counts
            for _, mention in words_in(cell.text, words):
                yield f"row:{number}", 0, mention


def _marked(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, Mention]]:
    """The outermost marks of each kind: a name inside a longer one of its kind is that name's."""
    ends = {kind: 0 for kind in _KINDS.values()}
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        kind = _KINDS.get(span.style)
        word = text[span.start : span.end]
        if kind and span.start >= ends[kind] and word.strip():
            ends[kind] = span.end
            yield span.start, (kind, span.value or word, word)


def words_in(text: str, words: Words) -> Iterator[tuple[int, Mention]]:
    """The words of the list of names in text that bears no marks, as (offset, mention)."""
    if words.pattern is not None:
        for match in words.pattern.finditer(text):
            meant = words.meant.get(match[0])
            if meant is not None:
                yield match.start(), (meant[0], meant[1], match[0])
