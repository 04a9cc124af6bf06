"""How large a picture is, as it is looked at: from its first bytes where they tell, else by Pillow."""

from __future__ import annotations

from pathlib import Path

from archive_app.typeset.jpeg import read_head

_HEADS = (1 << 13, 1 << 16)  # bytes: nearly every picture's head, and one with a small picture within it
_MOST_PIXELS = 1 << 27  # what has more is for Pillow to judge
_PNG = b"\x89PNG\r\n\x1a\n"
_TELLING = frozenset({b"eXIf", b"iTXt", b"zTXt", b"tEXt"})


def upright_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, turned as the file says.

    Raises ``OSError`` or ``ValueError`` where the file is no picture that can be read.
    """
    with path.open("rb") as stream:
        head, jpeg = b"", None
        for most in (*_HEADS, -1):
            head += stream.read(most)
            jpeg = read_head(head)
            if jpeg is not None or not head.startswith(b"\xff\xd8"):
                break
    found = jpeg.upright if jpeg is not None else _png_size(head)
    return found if found is not None and found[0] * found[1] <= _MOST_PIXELS else _by_pillow(path)


def _png_size(head: bytes) -> tuple[int, int] | None:
    """The size of a PNG that says nothing of its turning before its picture begins (PNG §11.2.2)."""
    if not head.startswith(_PNG) or head[12:16] != b"IHDR":
        return None
    at = len(_PNG)
    while (kind := head[at + 4 : at + 8]) != b"IDAT":
        if len(kind) < 4 or kind in _TELLING:
            return None
        at += 12 + int.from_bytes(head[at : at + 4], "big")
    wide, high = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    return (wide, high) if wide and high else None


def _by_pillow(path: Path) -> tuple[int, int]:
    from PIL import Image

    try:
        with Image.open(path) as picture:
            across, down = picture.size
            turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    except (SyntaxError, Image.DecompressionBombError) as error:  # Pillow's words for damaged and boundless files
        raise ValueError(str(error)) from error
    return (down, across) if turned else (across, down)
