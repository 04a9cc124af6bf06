"""What a reader is: a name, the suffixes and signatures it goes by, and a function."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.intake.lists.grid import Workbook
from archive_app.intake.messages import Listing
from archive_app.intake.proposal import Proposal
from archive_app.vault.hostile.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class Source:
    """The file to be read. ``name`` is its own name as received; ``staged``: it came out of an archive.

    Only a file that is not staged may look at the files beside it.
    """

    path: Path
    name: str
    staged: bool = False

    @property
    def suffix(self) -> str:
        """The name's suffix in lower case, with its dot."""
        return Path(self.name).suffix.lower()


class Workspace:
    """The staging folder as one reader sees it: a place for new files, and the limits."""

    def __init__(self, folder: Path, limits: Limits = DEFAULT, prefix: str = "") -> None:
        self.limits = limits
        self._folder = folder
        self._prefix = prefix or os.urandom(5).hex()
        self._made: list[Path] = []

    def new_file(self, suffix: str) -> Path:
        """A fresh path to write to. The suffix is kept where it is plain."""
        plain = suffix.lower() if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 8 else ""
        path = self._folder / f"{self._prefix}-{len(self._made):04d}{plain}"
        self._made.append(path)
        return path

    def discard(self) -> None:
        """Remove what was made: its reader failed."""
        for path in self._made:
            with suppress(OSError):
                path.unlink()


Reading = Proposal | Listing | Workbook


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is taken.

    ``signatures`` are the first bytes of its files, any of them; ``sniff`` looks at the first bytes where they do not
    begin alike (neither: text, known by its suffix); ``confirm`` looks further where several formats begin alike;
    ``label`` is what a person calls it; ``docx`` gives a text of it as a Word document, where it is one of a word
    processor.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    read: Callable[[Source, Workspace], Reading]
    signatures: tuple[bytes, ...] = ()
    confirm: Callable[[Path], bool] | None = None
    sniff: Callable[[bytes], bool] | None = None
    docx: Callable[[Source, Workspace], Path] | None = None

    @property
    def is_text(self) -> bool:
        """Whether its contents tell nothing and the suffix decides."""
        return not self.signatures and self.sniff is None

    def matches(self, head: bytes, path: Path) -> bool:
        """Whether the contents are of this format."""
        begins = head.startswith(self.signatures) if self.signatures else False
        if not begins and self.sniff is not None:
            begins = self.sniff(head)
        return begins and (self.confirm is None or self.confirm(path))


def unique(sentences: Iterable[str]) -> tuple[str, ...]:
    """Each sentence once, in order."""
    return tuple(dict.fromkeys(sentences))
