"""Items of the archive that hold files which rows name: found by a file's name, as files of the same batch are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path, PurePosixPath

from archive_app.catalogue.catalogue import Catalogue
from archive_app.intake.proposal import ILLUSTRATION
from archive_app.services.lists.joining import compared


class Holdings:
    """The files of the archive by name. Those of items that the import itself makes (``is_fresh``) are not among them:
    a dry run does not have them either."""

    def __init__(self, catalogue: Catalogue, is_fresh: Callable[[str], bool]) -> None:
        self._catalogue = catalogue
        self._is_fresh = is_fresh
        self._chosen: dict[str, list[str]] = {}

    def named(self, name: str) -> list[str]:
        """The items that hold a file of this name, with or without its suffix; where there are several and the row
        writes a folder, those whose file came from such a one, if any did."""
        if name not in self._chosen:
            self._chosen[name] = self._named(name)
        return self._chosen[name]

    def _named(self, name: str) -> list[str]:
        holders = self._holders.get(compared(name), {})
        items = list(dict.fromkeys(holders.values()))
        if len(items) < 2 or "/" not in name:
            return items
        path = "/" + name.casefold().lstrip("./")
        files = self._catalogue.load("file", holders)
        near = [item for file, item in holders.items() if _ends_with(str(files[file]["source"]), path)]
        return list(dict.fromkeys(near)) or items

    def may_hold(self, path: Path) -> bool:
        """Whether some file of the archive is as long as this one."""
        try:
            return path.stat().st_size in self._sizes
        except OSError:
            return False

    @cached_property
    def _holders(self) -> dict[str, dict[str, str]]:
        """Name, and name without suffix → file id → item. What came inside another file has no name of its own."""
        found: dict[str, dict[str, str]] = {}
        for file, name, role, item in self._catalogue.files_of_items():
            if role != ILLUSTRATION and not self._is_fresh(item):
                full = name.casefold()
                for word in dict.fromkeys((full, PurePosixPath(full).stem)):
                    found.setdefault(word, {})[file] = item
        return found

    @cached_property
    def _sizes(self) -> frozenset[int]:
        return self._catalogue.file_sizes()


def _ends_with(source: str, path: str) -> bool:
    """Whether a source ends with a row's path, which may lack the suffix."""
    place = "/" + source.replace("\\", "/").replace("!", "/").casefold()
    return place.endswith(path) or PurePosixPath(place).with_suffix("").as_posix().endswith(path)


__all__ = ["Holdings"]
