"""What is read of picture files, and the pieces that every picture has: a caption in block or in the middle, an empty
frame where there is no picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.layout import Rule
from archive_app.typeset.pages.material import BoxImage
from archive_app.typeset.pages.stack import SetLines
from archive_app.typeset.picture_size import upright_size

_COARSE_DPI = 150
FRAME_RATIO = 0.62
"""Height to width of the frame that stands for a missing picture."""

Say = Callable[..., None]
"""(code, message, remedy, block, serious) → a problem of the article's."""


class Pictures:
    """Reads how large pictures are, and tells of those that cannot be had or are too coarse."""

    def __init__(self, title: str, say: Say) -> None:
        self.title, self._say = title, say
        self._known: dict[Path, tuple[int, int] | None] = {}

    def pixels(self, path: Path | None, source: str, block: str) -> tuple[int, int] | None:
        """A picture's width and height as it stands upright; None (and a problem) where it cannot be read."""
        if path is None:
            return None
        if path not in self._known:
            self._known[path] = self._read(path, source, block)
        return self._known[path]

    def _read(self, path: Path, source: str, block: str) -> tuple[int, int] | None:
        try:
            across, down = upright_size(path)
        except (OSError, ValueError) as error:
            self._say(
                problems.PICTURE_BROKEN,
                f"《{self.title}》的图片“{source}”读不出来（{_in_words(error)}），版面上留了空框",
                "请换一份完好的，或用看图软件另存为 JPG、PNG。",
                block,
                serious=True,
            )
            return None
        return max(1, across), max(1, down)

    def aspect(self, path: Path | None, source: str, block: str) -> float:
        """How many times as wide as high a picture is; that of an empty frame where it cannot be read."""
        pixels = self.pixels(path, source, block)
        return pixels[0] / pixels[1] if pixels else 1 / FRAME_RATIO

    def check(self, path: Path | None, source: str, block: str, width: float) -> None:
        """Tell of a picture that is too coarse for being ``width`` points wide."""
        pixels = self._known.get(path) if path is not None else None
        if pixels and pixels[0] / (max(1.0, width) / 72) < _COARSE_DPI:
            self._say(
                problems.PICTURE_COARSE,
                f"《{self.title}》的图片“{source}”只有{pixels[0]}×{pixels[1]}像素，按现在的大小印出来会发虚",
                "请换更大的原件，或把图排小一些（width）。",
                block,
            )

    def shown(self, path: Path | None) -> Path | None:
        """The file, if it is one that can be read."""
        return path if path is not None and self._known.get(path) else None


def _in_words(error: Exception) -> str:
    """Why a picture cannot be read."""
    from PIL import UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        return "不是图片，或是不认识的格式"
    return "没有权限打开" if isinstance(error, PermissionError) else "文件不完整"


def blocked(content: StyledText, column: float, set_lines: SetLines) -> StyledText:
    """A caption in more than two lines is a block, not lines about a middle."""
    if len(set_lines(content, column, 0).lines) > 2:
        return replace(content, style=replace(content.style, align="justify"))
    return content


def empty_frame(image: BoxImage) -> tuple[Rule, ...]:
    """The rules that stand in the place of a picture that is not there."""
    x0, y0, x1, y1 = image.x, image.y, image.x + image.width, image.y + image.height
    edges = ((x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0), (x0, y0, x1, y1), (x0, y1, x1, y0))
    return tuple(Rule("line", *edge, 0.4) for edge in edges)
