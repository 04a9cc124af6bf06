"""What a book can be written as: one line an output, each by a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archive_app.typeset.book import Book
from archive_app.typeset.composer import compose
from archive_app.typeset.layout import Layout
from archive_app.typeset.problems import Problem
from archive_app.typeset.storing import Written

Progress = Callable[[float, str], None]
_COMPOSED = 0.7
"""The share of the work that is done when the pages stand and the file is still to be written."""


def _silent(share: float, what: str) -> None:
    """No one asked for progress."""


@dataclass
class Edition:
    """A book on its way out: its pages are set when an output asks for them, once."""

    book: Book
    progress: Progress = field(default=_silent)

    @cached_property
    def layout(self) -> Layout:
        """The pages."""
        found = compose(self.book, progress=lambda share, words: self.progress(share * _COMPOSED, words))
        self.progress(_COMPOSED, "写文件")
        return found

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found while the pages were set; nothing where no output asked for them."""
        return self.layout.problems if "layout" in self.__dict__ else ()

    @property
    def pages(self) -> int:
        """How many pages were set; 0 where no output asked for them."""
        return len(self.layout.pages) if "layout" in self.__dict__ else 0


@dataclass(frozen=True, slots=True)
class Output:
    """One way out. ``write`` raises `archive_app.domain.errors.StorageFailed` where the file cannot be written."""

    name: str
    label: str
    suffix: str
    write: Callable[[Edition, Path], Written]


def _screen(edition: Edition, out: Path) -> Written:
    from archive_app.typeset.pdf import write

    return write(edition.layout, out)


OUTPUTS: tuple[Output, ...] = (Output("screen", "屏幕阅读的 PDF", ".pdf", _screen),)


def output_named(name: str) -> Output:
    """The output of this name. Raises ``KeyError``."""
    return {one.name: one for one in OUTPUTS}[name]
