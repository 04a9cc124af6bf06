"""Typeset a volume of the archive, or a book, to a file.

What opens an archive is imported when one is: with the database it takes three times as long as all that a book from a
folder, or a book handed to a process of its own, needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.frozen import dataclass
from archive_app.typeset.book import Book
from archive_app.typeset.fonts.own import FOLDER
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import Edition, Options, output_named
from archive_app.typeset.problems import Problem
from archive_app.typeset.storing import refuse_folder
from archive_app.vault.durable import replacing

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.jobs import Reporter

Progress = Callable[[float, str], None]
_PLAIN = Options()
_FOR_READERS, _FOR_PRINT = frozenset({"epub"}), frozenset({"print", "archive", "docx"})
"""Outputs that go straight to readers; those a printer, a publisher or those who come later get."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished file: where it is, how many pages were set, what is to be said of it."""

    out: Path
    pages: int
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()
    statistics: Mapping[str, Any] = field(default_factory=dict)

    @property
    def counted(self) -> str:
        """What a printer asks for, as a sentence; empty where no pages were set."""
        return counted(self.statistics)


def counted(known: Mapping[str, Any]) -> str:
    """``Layout.statistics`` as a printer asks for it: 印张, 版面字数, 文字数 and the spine; empty where nothing was
    counted."""
    if not known:
        return ""
    sheets = f"印张 {known['sheets']:g}，" if known["sheets"] else ""
    words = f"版面字数 {round(known['characters_by_area'] / 1000)}千字，文字数 {known['characters']}"
    inserts = f"，插页 {known['inserts']} 面" if known.get("inserts") else ""
    return f"{sheets}{words}{inserts}，书脊约 {known['spine_mm']:g} 毫米"


def print_profile() -> Path | None:
    """The printer's profile that this machine's settings name; None for the program's own."""
    from archive_app.services.settings import Settings

    named = str(Settings().get("print_profile"))
    return Path(named) if named else None


def volume_book(archive: Archive, volume_id: str) -> Book:
    """A volume as it would be printed now: frozen values that a process of its own can typeset."""
    from archive_app.volumes.compile import compile_volume

    return compile_volume(archive.catalogue, volume_id, archive.original, archive.root / FOLDER)


def layout_of(book: Book, progress: Progress = lambda share, words: None) -> Layout:
    """A book's pages, without a PDF."""
    from archive_app.typeset.composer import compose

    return compose(book, progress=progress)


def compose_apart(reporter: Reporter, book: Book) -> Layout:
    """As ``layout_of``, for a job in a process of its own."""
    return layout_of(book, reporter.progress)


def typeset_apart(
    reporter: Reporter,
    book: Book,
    out: Path,
    output: str = "screen",
    options: Options = _PLAIN,
    layout_json: Path | None = None,
) -> Typeset:
    """As ``typeset_book``, for a job in a process of its own."""
    return typeset_book(book, out, reporter.progress, layout_json=layout_json, output=output, options=options)


def typeset_volume(
    archive: Archive,
    volume_id: str,
    out: Path,
    progress: Progress = lambda s, w: None,
    output: str = "screen",
    options: Options = _PLAIN,
    layout_json: Path | None = None,
) -> Typeset:
    """Typeset a volume to ``out``; the file that was there stays until the new one is whole."""
    book, remarks = checked_for(archive, volume_id, volume_book(archive, volume_id), output)
    return typeset_book(book, out, progress, layout_json=layout_json, remarks=remarks, output=output, options=options)


def checked_for(archive: Archive, volume_id: str, book: Book, output: str) -> tuple[Book, tuple[str, ...]]:
    """The book as it may be written as this output, and what is to be said of that. Raises ``Refused`` where it goes to
    readers and a text in it may not."""
    if output not in _FOR_READERS and output not in _FOR_PRINT:
        return book, ()
    from archive_app.services.preflight.publishing import barred, for_readers, said

    if output in _FOR_READERS:
        return for_readers(archive, volume_id, book)
    found = barred(archive, volume_id, book)
    return book, (f"还不能付印、只供看样：{said(found)}",) if found else ()


def load_engine(kinds: frozenset[str]) -> None:
    """Load what sets pages and writes a PDF, which nearly every output needs, the faces of nearly every book, and what
    its ``kinds`` of 辅文 will look up."""
    from archive_app.typeset import composer  # noqa: F401
    from archive_app.typeset.fonts.library import open_usual_faces
    from archive_app.typeset.matter.kinds import INDEXES
    from archive_app.typeset.matter.ordering import order_key
    from archive_app.typeset.pdf import document  # noqa: F401

    open_usual_faces()
    if kinds & INDEXES.keys():
        order_key("王", "person", "pinyin")


def typeset_book(
    book: Book,
    out: Path,
    progress: Progress = lambda s, w: None,
    *,
    layout_json: Path | None = None,
    remarks: tuple[str, ...] = (),
    output: str = "screen",
    options: Options = _PLAIN,
) -> Typeset:
    """Compose and write as the output of this name (`archive_app.typeset.outputs`)."""
    refuse_folder(out)
    edition = Edition(book, progress, options)
    written = output_named(output).write(edition, out)
    if layout_json is not None:  # after the output: it may be compared with the layout this one takes the place of
        import json

        if output == "proof":  # its pages are shown again, once they have been printed
            from archive_app.typeset.kept import kept

            words = json.dumps(kept(edition.layout), ensure_ascii=False)
        else:
            words = json.dumps(edition.layout.to_json(), ensure_ascii=False, indent=1)
        with replacing(layout_json) as handle:
            handle.write(words.encode("utf-8", "backslashreplace"))
    progress(1.0, "排好了")
    said = (written.message,) if written.message else ()
    return Typeset(
        written.path, edition.pages, (*edition.problems, *written.problems), (*remarks, *said), edition.statistics
    )
