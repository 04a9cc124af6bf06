"""Typeset a volume of the archive, or a book's folder, to PDF."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive_app.services.archive import Archive
from archive_app.services.jobs import Reporter
from archive_app.typeset import compose, pdf
from archive_app.typeset.book import Book
from archive_app.typeset.folder import load_book
from archive_app.typeset.layout import Layout
from archive_app.typeset.problems import Problem
from archive_app.vault.durable import replacing
from archive_app.volumes.compile import compile_volume

Progress = Callable[[float, str], None]
_COMPOSED = 0.7
"""The share of the work that is done when the pages stand and the PDF is still to be written."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF: where it is, how many pages, what is to be said of it."""

    out: Path
    pages: int
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()


def volume_book(archive: Archive, volume_id: str) -> Book:
    """A volume as it would be printed now: frozen values that a process of its own can typeset."""
    return compile_volume(archive.catalogue, volume_id, archive.original)


def layout_of(book: Book, progress: Progress = lambda share, words: None) -> Layout:
    """A book's pages, without a PDF."""
    return compose(book, progress=progress)


def compose_apart(reporter: Reporter, book: Book) -> Layout:
    """As ``layout_of``, for a job in a process of its own."""
    return layout_of(book, reporter.progress)


def typeset_apart(reporter: Reporter, book: Book, out: Path) -> Typeset:
    """As ``typeset_book``, for a job in a process of its own."""
    return typeset_book(book, out, reporter.progress)


def typeset_volume(archive: Archive, volume_id: str, out: Path, progress: Progress = lambda s, w: None) -> Typeset:
    """Typeset a volume to ``out``; the file that was there stays until the new one is whole."""
    return typeset_book(volume_book(archive, volume_id), out, progress)


def typeset_folder(
    folder: Path, out: Path, layout_json: Path | None = None, progress: Progress = lambda s, w: None
) -> Typeset:
    """Typeset a folder with ``book.toml``; ``layout_json`` takes the map from page to source."""
    book, remarks = load_book(folder)
    return typeset_book(book, out, progress, layout_json=layout_json, remarks=remarks)


def typeset_book(
    book: Book,
    out: Path,
    progress: Progress = lambda s, w: None,
    *,
    layout_json: Path | None = None,
    remarks: tuple[str, ...] = (),
) -> Typeset:
    """Compose and write."""
    layout = layout_of(book, lambda share, words: progress(share * _COMPOSED, words))
    if layout_json is not None:
        with replacing(layout_json) as handle:
            handle.write(json.dumps(layout.to_json(), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))
    progress(_COMPOSED, "写 PDF")
    written = pdf.write(layout, out)
    progress(1.0, "排好了")
    said = (written.message,) if written.message else ()
    return Typeset(written.path, len(layout.pages), (*layout.problems, *written.problems), (*remarks, *said))
