"""Painted and printed words: boards, labels, cards."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mesh import Mesh, polygon
from PIL import Image, ImageDraw, ImageFont
from surfaces import Decal

FONT = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "LXGWWenKai-Regular.ttf"


BOLD = FONT.with_name("NotoSansSC-Bold.ttf")
PRINTED = FONT.with_name("NotoSansSC-Regular.ttf")


@cache
def face(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A bundled font at a size in pixels."""
    return ImageFont.truetype(str(path), size)


def sign(text: str, size: tuple[int, int], ink: str, ground_colour: str, height: int, font: Path = BOLD) -> Image.Image:
    """A painted board with one line of text."""
    board = Image.new("RGBA", size, ground_colour)
    ImageDraw.Draw(board).text((size[0] / 2, size[1] / 2), text, font=face(font, height), fill=ink, anchor="mm")
    return board


def plate(picture: Image.Image, width: float, height: float, gloss: float = 0.1) -> Mesh:
    """A picture standing upright on the origin, facing the viewer."""
    corners = [(-width / 2, 0, 0), (width / 2, 0, 0), (width / 2, height, 0), (-width / 2, height, 0)]
    return polygon(corners, Decal(picture, gloss), uv=[(0, 0), (1, 0), (1, 1), (0, 1)])
