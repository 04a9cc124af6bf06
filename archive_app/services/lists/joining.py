"""Files that a list's rows name: claimed as they come in the same batch, else looked for beside the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archive_app.intake.file_names import last_part


@dataclass(slots=True)
class Claim:
    """A row's item waits for a file. ``folder`` is the list's, empty where the list came out of an archive."""

    name: str
    item: str
    place: str
    folder: Path | None
    met: bool = False

    @property
    def last(self) -> str:
        """The file's own name, to compare."""
        return compared(self.name)


def compared(name: str) -> str:
    """A name as a row writes it, as it is held against the names of files, and those without their suffix."""
    return PurePosixPath(name).name.casefold()


class Claims:
    """Every file that rows of lists wait for."""

    def __init__(self) -> None:
        self._all: list[Claim] = []
        self._by_name: dict[str, list[Claim]] = {}
        self._listings: dict[Path, dict[str, Path]] = {}

    def add(self, claim: Claim) -> None:
        """A row names a file, with or without its suffix."""
        self._all.append(claim)
        self._by_name.setdefault(claim.last, []).append(claim)

    def waiting_for(self, source: str) -> Claim | None:
        """The claim that a file of this source meets: by its whole name, else by its name without suffix. Of several
        the one whose path agrees best."""
        name = last_part(source).casefold()
        stem = PurePosixPath(name).stem
        found = [c for key in dict.fromkeys((name, stem)) for c in self._by_name.get(key, ()) if not c.met]
        path = source.replace("\\", "/").replace("!", "/").casefold()
        return max(found, key=lambda claim: path.endswith("/" + claim.name.casefold().lstrip("./")), default=None)

    def beside(self) -> Iterator[Path]:
        """Files that lie where lists say, for claims that nothing has met; none outside a list's own folder."""
        for claim in self._all:
            path = None if claim.met else self.path_of(claim)
            if path is not None:
                yield path

    def path_of(self, claim: Claim) -> Path | None:
        """Where the file of a claim lies, of the list's own folder and those in it."""
        part = PurePosixPath(claim.name)
        if claim.folder is None or part.is_absolute() or ".." in part.parts or ":" in claim.name:
            return None
        folder = claim.folder / part.parent
        if folder not in self._listings:
            self._listings[folder] = _files_in(folder, claim.folder)
        return self._listings[folder].get(claim.last)

    def unmet(self) -> list[Claim]:
        """Claims that no file came for."""
        return [claim for claim in self._all if not claim.met]


def _files_in(folder: Path, home: Path) -> dict[str, Path]:
    """The files of a folder by name, and by stem where only one has it; empty for a folder that leads outside."""
    found: dict[str, Path] = {}
    stems: dict[str, list[Path]] = {}
    try:
        if not folder.resolve().is_relative_to(home.resolve()):
            return {}
        for path in folder.iterdir():
            if path.is_file() and not path.is_symlink():
                found[path.name.casefold()] = path
                stems.setdefault(path.stem.casefold(), []).append(path)
    except OSError:
        return {}
    for stem, paths in stems.items():
        if len(paths) == 1:
            found.setdefault(stem, paths[0])
    return found
