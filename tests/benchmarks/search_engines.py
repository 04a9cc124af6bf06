"""Our index and its rivals, each behind the same few calls: what ``bench_search.py`` measures.

The rivals are set up as somebody who knows SQLite would: one transaction without a journal, a large hash for what is
being built, one merged tree at the end, external or no content, pages mapped; texts come to them folded already, and
folding is not in their time. FTS5 has no pairs of characters, so they are written as tokens, every character that is no
letter as one: a phrase is then exact. They answer which texts; ours counts every place as well, ranks, and shows the
first twenty.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from operator import add
from pathlib import Path
from typing import Protocol

from search_corpus import Query

from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex

_SOLID = {code: 0xE000 + code for code in range(128) if not chr(code).isalnum()}
"""ASCII marks and blanks → private characters, which FTS5's ``ascii`` tokenizer leaves in a token."""
_CACHE = 64_000
"""Kilobytes."""


class Engine(Protocol):
    """Something that finds texts by their numbers."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    def build(self, documents: Iterable[str]) -> None:
        """Take in all texts."""

    def open(self) -> None:
        """Be ready to answer."""

    def answer(self, query: Query) -> object:
        """What is timed."""

    def found(self, query: Query) -> set[int]:
        """The numbers of all texts that have every term."""

    def save(self, number: int, text: str) -> None:
        """One more text, which is found when this returns."""


def folded(documents: Iterable[str]) -> Iterator[str]:
    """As search compares them."""
    return map(fold, documents)


class Ours:
    """The index of the program."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "search"

    def build(self, documents: Iterable[str]) -> None:
        made = (self._document(number, text) for number, text in enumerate(documents))
        SearchIndex.open(self._folder).rebuild(made, 1)

    def open(self) -> None:
        self._index = SearchIndex.open(self._folder)

    def answer(self, query: Query) -> object:
        return self._index.search(self._quoted(query), limit=20)

    def count(self, query: Query) -> object:
        """How many texts and places, and no more."""
        return self._index.search(self._quoted(query), limit=0)

    def found(self, query: Query) -> set[int]:
        return {int(hit.id) for hit in self._index.search(self._quoted(query), limit=10**9, matches=0).hits}

    def save(self, number: int, text: str) -> None:
        self._index.update([self._document(number, text)], [], self._index.sequence + 1)

    @staticmethod
    def _quoted(query: Query) -> str:
        return " ".join(f'"{term}"' for term in query)

    @staticmethod
    def _document(number: int, text: str) -> SearchDocument:
        texts = (SearchText("notes", "附注", text),)
        return SearchDocument(str(number), "document", f"题{number}", "public", texts)


class _Fts:
    """What the three FTS5 tables share."""

    name = ""
    table = ""
    texts = True

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts.sqlite"

    def open(self) -> None:
        self._open("journal_mode=WAL", "synchronous=NORMAL")

    def _open(self, *pragmas: str) -> None:
        self._db = sqlite3.connect(self._path)
        for pragma in (*pragmas, f"cache_size=-{_CACHE}", f"mmap_size={1 << 31}"):
            self._db.execute(f"PRAGMA {pragma}").fetchall()

    def build(self, documents: Iterable[str]) -> None:
        self._open("journal_mode=OFF", "synchronous=OFF")  # nothing to lose yet
        self._db.execute(f"CREATE VIRTUAL TABLE t USING fts5({self.table})")
        self._db.execute("INSERT INTO t(t, rank) VALUES ('hashsize', ?)", (_CACHE * 1024,))
        if self.texts:
            self._db.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)")
        for number, text in enumerate(folded(documents)):
            self._insert(number, text)
        self._db.execute("INSERT INTO t(t) VALUES ('optimize')")
        self._db.commit()
        self._db.execute("VACUUM")
        self._db.close()

    def save(self, number: int, text: str) -> None:
        self._insert(number, fold(text))
        self._db.commit()

    def _insert(self, number: int, text: str) -> None:
        if self.texts:
            self._db.execute("INSERT INTO texts VALUES (?, ?)", (number, text))
        self._db.execute("INSERT INTO t(rowid, g) VALUES (?, ?)", (number, self.tokens(text)))

    def tokens(self, text: str) -> str:
        """What FTS5 is given of a text."""
        return text

    def answer(self, query: Query) -> object:
        return self.found(query)

    def found(self, query: Query) -> set[int]:
        raise NotImplementedError

    def _asked(self, statement: str, *values: object) -> set[int]:
        return {row[0] for row in self._db.execute(statement, values)}


def pairs(text: str) -> str:
    """Overlapping pairs as tokens, the last character by itself."""
    solid = text.translate(_SOLID)
    return " ".join([*map(add, solid, solid[1:]), solid[-1:]])


def _matching(term: str) -> list[str]:
    """The tokens of a term, as a query names them: of a single character, all pairs that begin with it."""
    solid = fold(term).translate(_SOLID)
    return list(map(add, solid, solid[1:])) if len(solid) > 1 else [f'"{solid}"*']


class FtsPhrase(_Fts):
    """Pairs as a phrase: positions say that they follow each other. No text is kept."""

    name = "FTS5 pairs, phrase"
    table = "g, content='', columnsize=0, detail=full, tokenize='ascii'"
    texts = False
    tokens = staticmethod(pairs)  # type: ignore[assignment]

    def found(self, query: Query) -> set[int]:
        terms = [_matching(term) for term in query]
        phrases = [each[0] if each[0].endswith("*") else f'"{" ".join(each)}"' for each in terms]
        return self._asked("SELECT rowid FROM t WHERE t MATCH ?", " AND ".join(phrases))


class FtsVerified(_Fts):
    """Pairs without positions; what has them all is looked through."""

    name = "FTS5 pairs, detail=none + instr"
    table = "g, content='', columnsize=0, detail=none, tokenize='ascii'"
    tokens = staticmethod(pairs)  # type: ignore[assignment]

    def found(self, query: Query) -> set[int]:
        grams = [gram for term in query for gram in _matching(term)]
        match = " AND ".join(gram if gram.endswith("*") else f'"{gram}"' for gram in grams)
        longer = [fold(term) for term in query if len(fold(term)) > 2]
        stands = "".join(" AND instr(text, ?)" for _ in longer)
        if not longer:
            return self._asked("SELECT rowid FROM t WHERE t MATCH ?", match)
        within = "id IN (SELECT rowid FROM t WHERE t MATCH ?)"
        return self._asked(f"SELECT id FROM texts WHERE {within}{stands}", match, *longer)


class FtsTrigram(_Fts):
    """SQLite's own trigrams; a term of one or two characters is looked for in every text."""

    name = "FTS5 trigram"
    table = "g, content='texts', content_rowid='id', columnsize=0, tokenize='trigram case_sensitive 1'"

    def found(self, query: Query) -> set[int]:
        terms = [fold(term) for term in query]
        long = [term for term in terms if len(term) > 2]
        short = [term for term in terms if len(term) < 3]
        stands = " AND ".join("instr(text, ?)" for _ in short)
        if not long:
            return self._asked(f"SELECT id FROM texts WHERE {stands}", *short)
        phrase = " AND ".join('"' + term.replace('"', '""') + '"' for term in long)
        if not short:
            return self._asked("SELECT rowid FROM t WHERE t MATCH ?", phrase)
        within = "id IN (SELECT rowid FROM t WHERE t MATCH ?)"
        return self._asked(f"SELECT id FROM texts WHERE {within} AND {stands}", phrase, *short)


class Scan:
    """Every folded text in memory, looked through from its beginning."""

    name = "a plain scan in memory"

    def __init__(self, folder: Path) -> None:
        self._texts: list[str] = []

    def build(self, documents: Iterable[str]) -> None:
        self._texts = list(folded(documents))

    def open(self) -> None:
        pass

    def answer(self, query: Query) -> object:
        return self.found(query)

    def found(self, query: Query) -> set[int]:
        first, *rest = map(fold, query)
        some = [number for number, text in enumerate(self._texts) if first in text]
        return {number for number in some if all(term in self._texts[number] for term in rest)}

    def save(self, number: int, text: str) -> None:
        self._texts.append(fold(text))


ENGINES: tuple[type[Engine], ...] = (Ours, FtsPhrase, FtsVerified, FtsTrigram, Scan)
