"""The pictures that go along, each file once, in sizes that a screen can use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive_app.typeset.problems import PICTURE_BROKEN, Problem
from archive_app.typeset.reflow.pictures import Encoded, encode

MOST = 1600.0
"""Pixels a side: more than the finest tablet shows of a page."""


@dataclass(slots=True)
class Images:
    """The pictures so far, by the name of their file in the book."""

    report: Callable[[Problem], None]
    files: dict[str, Encoded] = field(default_factory=dict)
    _known: dict[Path, str] = field(default_factory=dict)

    def name(self, path: Path, title: str, article: str, block: str) -> str:
        """The file that shows ``path``; empty where it cannot be read (a problem says so)."""
        if path not in self._known:
            self._known[path] = self._taken(path, title, article, block)
        return self._known[path]

    def aspect(self, path: Path) -> float:
        """How wide for its height; of a picture that could not be read, 1."""
        picture = self.files.get(self._known.get(path, ""))
        return picture.width / picture.height if picture is not None and picture.height else 1.0

    def _taken(self, path: Path, title: str, article: str, block: str) -> str:
        try:
            picture = encode(path, (MOST, MOST), inks=False)
        except (OSError, ValueError) as error:
            self.report(
                Problem(
                    PICTURE_BROKEN,
                    f"《{title}》的图片“{path.name}”打不开（{error}），没有收进电子书",
                    "请换一个完好的文件。",
                    article=article,
                    block=block,
                    serious=True,
                )
            )
            return ""
        name = f"images/{len(self.files) + 1:03d}{picture.suffix}"
        self.files[name] = picture
        return name
