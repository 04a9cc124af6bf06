"""Pictures from outside, opened within bounds: three formats, a number of pixels, an amount of memory.

Pillow's own brake warns at 89 million pixels and stops at 179; a scanned map has 280. Here the header is read under
our own limit, and what would not fit in memory whole is read in strips.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, UnidentifiedImageError

from archive_app.domain.errors import Refused
from archive_app.vault.hostile.limits import DEFAULT, Limits
from archive_app.vault.hostile.shrinking import shrunk
from archive_app.vault.hostile.stripes import reduced_in_strips

PICTURES = ("JPEG", "PNG", "TIFF")
"""The formats an archive takes. A phone's JPEG with a second picture behind the first opens as ``MPO``."""

BYTES_PER_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "LA": 4, "La": 4}
"""What Pillow uses for a pixel in memory; four for every mode that is not named."""

# Named, so that Pillow loads these four and not all the formats it knows.
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)

# The bound is ours to keep, in opened(); Pillow's would raise before it could be said in words.
Image.MAX_IMAGE_PIXELS = None

_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error, OverflowError, EOFError)
"""What Pillow's plugins are known to raise for damaged files."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A picture no larger than was asked for, in grey, RGB or CMYK (or grey and RGB with transparency).

    ``damaged``: part of it could not be decoded. ``profile``: its ICC colour profile, where it has one.
    """

    image: Image.Image
    damaged: bool
    profile: bytes = b""


@contextmanager
def opened(path: Path, formats: Sequence[str] = PICTURES, limits: Limits = DEFAULT) -> Iterator[Image.Image]:
    """The picture with its header read and nothing decoded.

    Raises ``Refused`` where it is no picture of these formats, is damaged beyond its header, or has too many pixels.
    """
    with quietly(), refusing():
        image = Image.open(path, formats=list(formats))
    try:
        _check_size(image, limits)
        with quietly():
            yield image
    finally:
        image.close()


@contextmanager
def quietly() -> Iterator[None]:
    """Without Pillow's warnings on odd metadata: they go to a screen nobody reads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def refusing() -> Iterator[None]:
    """What Pillow raises for damage, as a refusal."""
    try:
        yield
    except UnidentifiedImageError as error:
        raise Refused("图片已损坏，或不是 JPEG、PNG、TIFF，打不开", code="bad-image") from error
    except MemoryError as error:
        raise Refused("图片太大，打开要的内存超过上限", "请缩小或分块后再导入。", code="too-large") from error
    except _BROKEN as error:
        raise Refused(f"图片已损坏，打不开（{error}）", code="bad-image") from error


def _check_size(image: Image.Image, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels > limits.pixels:
        raise Refused(
            f"图片有 {image.width}×{image.height} 像素（{pixels / 1e8:.1f} 亿），超过上限 {limits.pixels / 1e8:g} 亿",
            "请缩小或分块后再导入。",
            code="too-large",
        )
    if not pixels:
        raise Refused("图片的宽或高是零，打不开", code="bad-image")


def reduced(path: Path, edge: int, formats: Sequence[str] = PICTURES, limits: Limits = DEFAULT) -> Reduced:
    """The picture decoded to at most ``edge`` pixels on its longer side (never enlarged), as it lies in the file.

    Memory stays below ``limits.decoded`` and the reduced picture. Raises ``Refused`` where nothing can be decoded or
    the picture can be read neither whole nor in strips.
    """
    with opened(path, formats, limits) as image:
        image.draft(None, (edge, edge))  # JPEG: decodes straight to a half, quarter or eighth
        if _decoded_bytes(image) > limits.decoded:
            strips = reduced_in_strips(path, image, edge)
            if strips is None:
                raise Refused(
                    f"图片有 {image.width}×{image.height} 像素，这种压缩方式不能分条读，要的内存超过上限",
                    "请另存为不压缩的 TIFF 或 JPEG。",
                    code="too-large",
                )
            small, damaged = strips
        else:
            damaged = _decode(image)
            small = shrunk(image, edge)
        profile = image.info.get("icc_profile")
        return Reduced(small, damaged, profile if isinstance(profile, bytes) else b"")


def _decoded_bytes(image: Image.Image) -> int:
    return image.width * image.height * BYTES_PER_PIXEL.get(image.mode, 4)


def _decode(image: Image.Image) -> bool:
    """Decode; whether part of it was missing. Raises ``Refused`` where all of it is."""
    with refusing():
        try:
            image.load()
        except (UnidentifiedImageError, MemoryError):
            raise
        except _BROKEN as error:
            if not _something_decoded(image):
                raise Refused(f"图片已损坏，一点也解不出来（{error}）", code="bad-image") from error
            return True
    return False


def _something_decoded(image: Image.Image) -> bool:
    """Whether decoding got anywhere before it failed. What was decoded stays in the picture's memory."""
    if not hasattr(image, "tile") or getattr(image, "_im", None) is None:
        return False
    image.tile = []  # so that Pillow gives what it has instead of decoding again
    extremes = image.getextrema()
    bands = extremes if isinstance(extremes[0], tuple) else (extremes,)
    return any(low != high for low, high in bands)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The picture turned as its EXIF orientation (1–8) says."""
    method = _TURNS.get(orientation)
    return image if method is None else image.transpose(method)


_TURNS: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
