"""The texts of a book's folder, read by two processes where there is much to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from archive_app.domain.markdown import MarkdownArticle
from archive_app.typeset.second_core import SecondCore, second_core_there
from archive_app.typeset.toml_source import read_text

_WORTH_A_PROCESS = 300_000  # bytes
_WORTH_A_PARSER = 250_000  # bytes that are read in the time the parser takes to load

Read = Callable[[Path, str, str], MarkdownArticle]
"""What a text says: (its file, what it is called in messages, what the ids of its blocks are made of)."""


def read_file(path: Path, name: str, identity: str, kind: str = "") -> MarkdownArticle:
    """What a text says; ``kind`` is the matter's, for a list written a line each. Raises `SourceError` where the file
    cannot be read."""
    # the parser is loaded by the process that reads
    from archive_app.domain.markdown import counted_ids, read_article
    from archive_app.typeset.matter.spaced import spaced

    return read_article(spaced(kind, read_text(path, name)), counted_ids(identity))


@contextmanager
def read_ahead(files: Mapping[str, Path], meanwhile: Callable[[], object]) -> Iterator[Read]:
    """Inside it ``files``, by the names they are told by, are read before they are asked for, if that is worth a
    process; others are read when they are. This process does something else ``meanwhile``."""
    size = sum(path.stat().st_size for path in files.values())
    if size < _WORTH_A_PROCESS or not second_core_there():
        meanwhile()
        yield read_file
        return
    numbers = {name: number for number, name in enumerate(files)}
    left = len(files) * _WORTH_A_PARSER // size
    second = SecondCore(lambda name: read_file(files[name], name, name), list(files), left)

    def read(path: Path, name: str, identity: str) -> MarkdownArticle:
        known = name in numbers and identity == name
        return second.result(numbers[name]) if known else read_file(path, name, identity)

    try:
        meanwhile()
        yield read
    finally:
        second.close()
