"""The texts of a book's folder, read by a second process where there is much to read.

It begins before anything else of the book is looked at, and before what sets pages is loaded: both take as long as the
reading. So this module loads nothing that is not needed to begin.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.typeset.second_core import SecondCore, second_core_there

if TYPE_CHECKING:
    from archive_app.domain.markdown import MarkdownArticle

BOOK = "book.toml"
"""The file that says what a folder's book is."""

_WORTH_A_PROCESS = 300_000  # bytes
_WORTH_A_PARSER = 250_000  # bytes that are read in the time the parser takes to load

Read = Callable[[Path, str, str], "MarkdownArticle"]
"""What a text says: (its file, what it is called in messages, what the ids of its blocks are made of)."""


def read_file(path: Path, name: str, identity: str, kind: str = "") -> MarkdownArticle:
    """What a text says; ``kind`` is the matter's, for a list written a line each. Raises `SourceError` where the file
    cannot be read."""
    from archive_app.domain.markdown import counted_ids, read_article
    from archive_app.typeset.matter.spaced import spaced
    from archive_app.typeset.toml_source import read_text

    return read_article(spaced(kind, read_text(path, name)), counted_ids(identity))


class Reading:
    """The articles of the book in ``folder``, being read from now on. Ask `read` for each, then `close`.

    What its ``book.toml`` names wrongly is passed over here: whoever loads the book says what is wrong with it.
    """

    def __init__(self, folder: Path) -> None:
        table = _table(folder / BOOK)
        files = {name: path for name in _articles(table.get("section")) if (path := _file(folder, name)) is not None}
        self._numbers = {name: number for number, name in enumerate(files)}
        self._files = list(files.values())
        self._second: SecondCore[tuple[str, Path], MarkdownArticle] | None = None
        self.kinds = frozenset(_kinds(table))
        """The kinds of 辅文 that the book will have."""
        size = sum(path.stat().st_size for path in self._files)
        if size >= _WORTH_A_PROCESS and second_core_there():
            left = len(files) * _WORTH_A_PARSER // size
            self._second = SecondCore(lambda text: read_file(text[1], text[0], text[0]), list(files.items()), left)

    def read(self, path: Path, name: str, identity: str) -> MarkdownArticle:
        """As `read_file`."""
        number = self._numbers.get(name)
        if self._second is None or number is None or identity != name or self._files[number] != path:
            return read_file(path, name, identity)
        return self._second.result(number)

    def close(self) -> None:
        """End the second process."""
        if self._second is not None:
            self._second.close()


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig")) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}


def _articles(parts: Any) -> Iterator[str]:
    """The articles of sections and of the parts within them, in their order."""
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict):
            names = part.get("articles")
            yield from (name for name in (names if isinstance(names, list) else ()) if isinstance(name, str))
            yield from _articles(part.get("part"))


def _kinds(table: dict[str, Any]) -> Iterator[str]:
    for place in ("front", "back"):
        named = table.get(place)
        for matter in named if isinstance(named, list) else ():
            if isinstance(matter, dict):
                yield str(matter.get("kind", ""))


def _file(folder: Path, name: str) -> Path | None:
    """The file of an article, if it is where it is said to be; its real path, as the loader knows it."""
    try:
        path = (folder / name).resolve(strict=True)
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
