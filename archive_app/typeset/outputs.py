"""What a book can be written as: one line an output, each by a module of its own, loaded when it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.frozen import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from archive_app.typeset.book import Book
    from archive_app.typeset.layout import Layout
    from archive_app.typeset.pdf import Metadata
    from archive_app.typeset.problems import Problem
    from archive_app.typeset.storing import Written

STANDARDS = ("x-4", "x-1a")
"""What a print's PDF can conform to: PDF/X-4, PDF/X-1a."""
COLOURS = ("plates", "all", "none")
"""Which pages of a print have four inks."""

Progress = Callable[[float, str], None]
_COMPOSED = 0.7
"""The share of the work that is done when the pages stand and the file is still to be written."""


def _silent(share: float, what: str) -> None:
    """No one asked for progress."""


@dataclass(frozen=True, slots=True)
class Options:
    """What an output may be told; each takes what concerns it.

    print: ``standard`` (x-4, x-1a), ``profile`` (the printer's own ICC file), ``colour`` (plates, all, none).
    proof: ``round`` (第几次校样), ``since`` (an earlier one's layout, as --layout-json wrote it), ``wide`` (room for a
    red pen), ``watermark`` (empty for none). archive: ``sources`` (the texts go in). epub: ``internal_epub`` (an
    内部资料 may be made one).
    ``when`` is the day the file is dated, by default now.
    """

    standard: str = "x-4"
    profile: Path | None = None
    colour: str = "plates"
    round: int = 1
    since: Path | None = None
    wide: bool = False
    watermark: str = "校样"
    sources: bool = False
    internal_epub: bool = False
    when: datetime | None = None


@dataclass
class Edition:
    """A book on its way out: its pages are set when an output asks for them, once."""

    book: Book
    progress: Progress = field(default=_silent)
    options: Options = field(default_factory=Options)

    @cached_property
    def layout(self) -> Layout:
        """The pages."""
        from archive_app.typeset.composer import compose

        found = compose(self.book, progress=lambda share, words: self.progress(share * _COMPOSED, words))
        self.progress(_COMPOSED, "写文件")
        return found

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found while the pages were set; nothing where no output asked for them."""
        return self.layout.problems if self._is_set else ()

    @property
    def pages(self) -> int:
        """How many pages were set; 0 where no output asked for them."""
        return len(self.layout.pages) if self._is_set else 0

    @property
    def statistics(self) -> Mapping[str, Any]:
        """What was counted while the pages were set (`Layout.statistics`); nothing where no output asked for them."""
        return self.layout.statistics if self._is_set else {}

    @property
    def _is_set(self) -> bool:
        return "layout" in self.__dict__

    @property
    def metadata(self) -> Metadata:
        """What a PDF of it says about itself; sets the pages."""
        from archive_app.typeset.pdf import Metadata

        return Metadata(self.layout.title, self.book.compiler, created=self.when)

    @cached_property
    def when(self) -> datetime:
        """The day the file is dated."""
        from datetime import UTC, datetime

        return self.options.when or datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Output:
    """One way out. ``write`` raises `archive_app.domain.errors.StorageFailed` where the file cannot be written."""

    name: str
    label: str
    suffix: str
    write: Callable[[Edition, Path], Written]


def _screen(edition: Edition, out: Path) -> Written:
    from archive_app.typeset.pdf import write

    return write(edition.layout, out, edition.metadata)


def _proof(edition: Edition, out: Path) -> Written:
    from archive_app.typeset.changes import compare, read_earlier
    from archive_app.typeset.pdf.proof import ProofOptions, draw_proof, pages_said
    from archive_app.typeset.storing import Written, store_as_made

    options = edition.options
    earlier = read_earlier(options.since) if options.since else None  # said before the pages are set
    layout = edition.layout
    changes = compare(layout, earlier) if earlier is not None else None
    wanted = ProofOptions(options.round, changes, options.wide, options.watermark)
    written = store_as_made(lambda stream: draw_proof(stream, layout, edition.metadata, wanted), out)
    message = written.message
    if changes is not None:
        pages = [change.page for change in changes.pages]
        changed = f"文字有改动的面：{pages_said(layout, pages)}" if pages else "与上一次相比，文字没有改动"
        moved = f"；只是移动了的面：{pages_said(layout, changes.moved)}" if changes.moved else ""
        message = "　".join(filter(None, (message, f"{changed}{moved}。")))
    return Written(written.path, written.problems, message)


def _print(edition: Edition, out: Path) -> Written:
    from archive_app.typeset.pdf.press import PressOptions, draw_press
    from archive_app.typeset.pdf.profiles import press_of
    from archive_app.typeset.storing import store_as_made
    from archive_app.typeset.templates import MM, load

    options = edition.options
    press = press_of(options.profile)  # a wrong file is said before the pages are set
    bleed = load(edition.book.template).with_layout(edition.book.layout).bleed * MM
    book = edition.book
    plates = frozenset(m.article.key for m in (*book.front, *book.back) if m.kind == "plates" and m.article is not None)
    wanted = PressOptions(press, options.standard, options.colour, bleed, plates)
    layout = edition.layout
    return store_as_made(lambda stream: draw_press(stream, layout, edition.metadata, wanted), out)


def _archive(edition: Edition, out: Path) -> Written:
    from archive_app.typeset.pdf.preserved import draw_preserved
    from archive_app.typeset.sources import source_files
    from archive_app.typeset.storing import store_as_made

    sources = source_files(edition.book) if edition.options.sources else ()
    layout = edition.layout
    return store_as_made(lambda stream: draw_preserved(stream, layout, edition.metadata, sources), out)


def _docx(edition: Edition, out: Path) -> Written:
    from archive_app.typeset.docx import write

    return write(edition, out)


def _epub(edition: Edition, out: Path) -> Written:
    from archive_app.typeset.epub import write

    return write(edition, out)


OUTPUTS: tuple[Output, ...] = (
    Output("screen", "屏幕阅读的 PDF", ".pdf", _screen),
    Output("proof", "校样（行号、水印、改动标记）", ".pdf", _proof),
    Output("print", "付印的 PDF（PDF/X，带出血和裁切线）", ".pdf", _print),
    Output("archive", "长期保存的 PDF（PDF/A）", ".pdf", _archive),
    Output("docx", "交出版社的 Word 文稿", ".docx", _docx),
    Output("epub", "电子书（EPUB 3）", ".epub", _epub),
)


def output_named(name: str) -> Output:
    """The output of this name. Raises ``KeyError``."""
    return {one.name: one for one in OUTPUTS}[name]
