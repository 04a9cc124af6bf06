"""Where the files that travel with the program are: fonts, icons, tables, templates.

The same folder has three homes. In a source checkout (and so in an editable install) it is the top-level
`resources/`; in an installed wheel it is packed inside the package as `archive_app/_resources`; in a frozen
program it lies beside the unpacked code, under `sys._MEIPASS`. Nothing else in the program knows which.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class ResourceMissing(FileNotFoundError):
    """A file that should have come with the program is not there: the installation is incomplete.

    Not an `ArchiveError`: no archive is at fault, and this module stands below `domain`.
    """

    code = "resource_missing"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"程序自带的文件缺失：{path}。安装不完整，请重新安装本程序。")


def _candidates() -> list[Path]:
    """The places the folder can be, the most specific kind of installation first."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources", Path(frozen) / "archive_app" / "_resources"] if frozen else []
    return [*places, _PACKAGE / "_resources", _PACKAGE.parent / "resources"]


@cache
def resources_root() -> Path:
    """The resources folder of this installation.

    Raises `ResourceMissing` when there is none.
    """
    candidates = _candidates()
    for place in candidates:
        if place.is_dir():
            return place
    raise ResourceMissing(candidates[-1])


def resource(*parts: str) -> Path:
    """The path of a resource, e.g. `resource("fonts", "NotoSerifSC-Regular.ttf")`; a folder will do too.

    Raises `ResourceMissing`, which names the file, when it is not there.
    """
    path = resources_root().joinpath(*parts)
    if not path.exists():
        raise ResourceMissing(path)
    return path


def handbook() -> Path:
    """The users' manual, with its pictures beside it: of the checkout, or packed as `_resources/handbook`.

    Raises `ResourceMissing` when there is none.
    """
    packed = resources_root() / "handbook" / "手册.md"
    checkout = _PACKAGE.parent / "docs" / "手册.md"
    for place in (packed, checkout):
        if place.is_file():
            return place
    raise ResourceMissing(packed)
