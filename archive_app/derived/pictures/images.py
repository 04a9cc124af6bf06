"""Pictures from outside, opened within bounds: six formats, a number of pixels, an amount of memory.

Pillow's own brake warns at 89 million pixels and stops at 179; a scanned map has 280. Here the header is read under
our own limit, and what would not fit in memory whole is read in strips.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from PIL import (
    AvifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.shrinking import shrunk
from archive_app.derived.pictures.soundness import held_samples
from archive_app.derived.pictures.stripes import reduced_in_strips
from archive_app.derived.pictures.unusual import unusual_tiff, webp_size
from archive_app.domain.adjustment import WHOLE
from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass

MOST_PIXELS = 500_000_000
"""Of one picture; an A1 map at 600 dpi has 280 million."""

MOST_DECODED = 640 << 20
"""Bytes that one picture may take decoded; larger ones are read in strips."""

PICTURES = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF", "AVIF")
"""The formats an archive takes. A phone's JPEG with a second picture behind the first opens as ``MPO``."""

MOST_HELD = 860 << 20
"""Bytes of coefficients that a progressive JPEG may need: 280 million pixels, its colours at half the resolution."""

UNDECODED = "undecoded"
"""The code of a refusal to open a picture that is sound, and of a kind that nothing here decodes."""

BYTES_PER_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "LA": 4, "La": 4}
"""What Pillow uses for a pixel in memory; four for every mode that is not named."""

_TIMES = {"WEBP": 4, "HEIF": 2, "AVIF": 3}
"""What a codec that decodes the whole picture at once holds besides it, in pictures."""

_IN_STRIPS = 300 << 20  # bytes that reading in strips takes at the most: a PNG's, at 280 million pixels

_MENDED = 256 << 20  # bytes of a damaged JPEG that are held in memory to try it again
_COMPRESSION = 259
_DECOMPRESSED = (1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 34925, 50000)  # what libtiff here knows (TIFF 6.0 and later)
_ROUNDING = 2  # levels by which a plain grey comes out uneven
_JPEG_END = b"\xff\xd9"

# Named, so that Pillow loads these and not all the formats it knows.
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin, AvifImagePlugin)

# The bound is ours to keep, in opened(); Pillow's would raise before it could be said in words.
Image.MAX_IMAGE_PIXELS = None

# Odd metadata is no news to a person, and these warnings go to a screen nobody reads. Said once: catching them around
# every call would not be safe with threads.
warnings.filterwarnings("ignore", module=r"PIL\.")


@dataclass(frozen=True, slots=True)
class Reduced:
    """A picture no larger than was asked for, in grey, RGB or CMYK (or grey and RGB with transparency).

    ``damaged``: part of it could not be decoded. ``profile``: its ICC colour profile, where it has one.
    """

    image: Image.Image
    damaged: bool
    profile: bytes = b""


@contextmanager
def opened(path: Path, formats: Sequence[str] = PICTURES, pixels: int = MOST_PIXELS) -> Iterator[Image.Image]:
    """The picture with its header read and nothing decoded.

    Raises ``Refused`` where it is no picture of these formats, is damaged beyond its header, or has too many pixels.
    """
    with refusing():
        if "HEIF" in formats:
            load_heif()
        if "WEBP" in formats:
            _check_webp(path)
        try:
            image = Image.open(path, formats=list(formats))
        except UnidentifiedImageError:
            unusual = unusual_tiff(path) if "TIFF" in formats else None
            if unusual is None:
                raise
            words = f"这种 TIFF（{unusual.colours}）本程序解不开"
            raise Refused(words, "要看要印，请另存一份 8 位的 TIFF。", code=UNDECODED) from None
    _leave_lying(image)
    try:
        _check_size(image, pixels)
        yield image
    finally:
        image.close()


def _leave_lying(image: Image.Image) -> None:
    """Pillow turns a TIFF upright while it decodes it, no other format: here all are turned afterwards, alike."""
    size = getattr(image, "_tile_size", None)
    if image.format == "TIFF" and size is not None:
        image._size = size
        image.load_end = lambda: None  # type: ignore[attr-defined]


@cache
def load_heif() -> None:
    """Let Pillow know of HEIC. Loaded when pictures are opened, not when the program starts."""
    import pi_heif  # type: ignore[import-untyped]

    # One thread: two pictures are decoded beside each other, and every thread would keep buffers of its own.
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


@contextmanager
def refusing() -> Iterator[None]:
    """What Pillow raises for damage, as a refusal."""
    try:
        yield
    except UnidentifiedImageError as error:
        raise Refused("图片已损坏，或不是收得下的格式，打不开", code="bad-image") from error
    except MemoryError as error:
        raise Refused("图片太大，打开要的内存超过上限", "请缩小或分块后再导入。", code="too-large") from error
    except BROKEN as error:
        raise Refused("图片已损坏，打不开", code="bad-image") from error


def _check_webp(path: Path) -> None:
    width, height = webp_size(path) or (0, 0)
    if width * height * 4 * _TIMES["WEBP"] > MOST_DECODED:
        raise _too_large(width, height, "要看要印，请另存一份 JPEG。", UNDECODED)


def _check_size(image: Image.Image, most: int) -> None:
    pixels = image.width * image.height
    if pixels > most:
        raise Refused(
            f"图片有 {image.width}×{image.height} 像素（{pixels / 1e8:.1f} 亿），超过上限 {most / 1e8:g} 亿",
            "请缩小或分块后再导入。",
            code="too-large",
        )
    if not pixels:
        raise Refused("图片的宽或高是零，打不开", code="bad-image")


def reduced(
    path: Path,
    edge: int,
    formats: Sequence[str] = PICTURES,
    decoded: int = MOST_DECODED,
    part: tuple[float, float, float, float] = WHOLE,
) -> Reduced:
    """The picture (or a ``part`` of it: left, top, width, height as shares of it as it lies in the file) decoded to at
    most ``edge`` pixels on its longer side, never enlarged.

    Memory stays below ``decoded`` bytes and the reduced picture. A part of a JPEG too large to be decoded whole comes
    at the half or quarter of its size that can be. Raises ``Refused`` where nothing can be decoded or the picture can
    be read neither whole nor in strips.
    """
    with opened(path, formats) as image:
        if image.format in ("JPEG", "MPO") and _held(path, image.width * image.height) > MOST_HELD:
            raise _too_large(image.width, image.height, "请另存为不是“渐进式”的 JPEG，或分条的 TIFF。")
        stored = image.size
        cut = _pixels(part, stored)
        _draft(image, edge, cut)  # JPEG: decodes straight to a half, quarter or eighth
        if _decoded_bytes(image) > decoded:
            strips = reduced_in_strips(path, image, edge, cut)
            if strips is None:
                raise _too_large(image.width, image.height, "请另存为 JPEG，或分条的 TIFF。")
            small, damaged = strips
        else:
            error = _decode(image)
            whole = cut == (0, 0, *stored)
            if error is None:
                small = shrunk(image if whole else image.crop(_scaled(cut, stored, image.size)), edge)
            else:
                # what a damaged picture still shows is kept whole, and cut afterwards
                small = _salvaged(path, image, edge if whole else max(image.size), error)
                small = small if whole else shrunk(small.crop(_scaled(cut, stored, small.size)), edge)
            damaged = error is not None
        profile = image.info.get("icc_profile")
        return Reduced(small, damaged, profile if isinstance(profile, bytes) else b"")


def _pixels(part: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A part in pixels, at least one each way."""
    width, height = size
    left, top = min(width - 1, max(0, round(part[0] * width))), min(height - 1, max(0, round(part[1] * height)))
    right, bottom = round((part[0] + part[2]) * width), round((part[1] + part[3]) * height)
    return left, top, min(width, max(left + 1, right)), min(height, max(top + 1, bottom))


def _scaled(
    cut: tuple[int, int, int, int], stored: tuple[int, int], size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """The same part of the picture decoded smaller."""
    if stored == size:
        return cut
    return _pixels(
        (
            cut[0] / stored[0],
            cut[1] / stored[1],
            (cut[2] - cut[0]) / stored[0],
            (cut[3] - cut[1]) / stored[1],
        ),
        size,
    )


def _draft(image: Image.Image, edge: int, cut: tuple[int, int, int, int]) -> None:
    """Have a JPEG decoded no larger than is needed for ``edge`` pixels of the part, nor than there is memory for."""
    width, height = image.size
    share = min(1.0, edge / max(cut[2] - cut[0], cut[3] - cut[1]))
    pixels = MOST_DECODED / BYTES_PER_PIXEL.get(image.mode, 4)
    while width * height * share**2 > pixels:
        share /= 2
    image.draft(None, (max(1, int(width * share)), max(1, int(height * share))))


def _too_large(width: int, height: int, remedy: str, code: str = "too-large") -> Refused:
    words = f"图片有 {width}×{height} 像素，这种压缩方式不能分条读，要的内存超过上限"
    return Refused(words, remedy, code=code)


def memory_for(path: Path, image: Image.Image, edge: int, part: tuple[float, float, float, float] = WHOLE) -> int:
    """Bytes that ``reduced`` will take, about; ``image`` is the same picture opened, for its header."""
    stored = image.width * image.height
    _draft(image, edge, _pixels(part, image.size))
    decoded = _decoded_bytes(image)
    if decoded > MOST_DECODED:
        return _IN_STRIPS
    if image.format in ("JPEG", "MPO"):
        decoded += _held(path, stored)
    return decoded + decoded // 4  # what is made small beside it


def _held(path: Path, pixels: int) -> int:
    return int(pixels * held_samples(path) * 2)  # bytes of a coefficient


def _decoded_bytes(image: Image.Image) -> int:
    return image.width * image.height * BYTES_PER_PIXEL.get(image.mode, 4) * _TIMES.get(image.format or "", 1)


def _decode(image: Image.Image) -> Exception | None:
    """Decode; what stopped it, where something did. Raises ``Refused`` where memory did."""
    try:
        image.load()
    except MemoryError:
        with refusing():
            raise
    except BROKEN as error:
        return error
    return None


def _salvaged(path: Path, image: Image.Image, edge: int, error: Exception) -> Image.Image:
    """What was decoded before ``error``. Raises ``Refused`` where that is nothing."""
    if image.format in ("JPEG", "MPO") and path.stat().st_size <= _MENDED:
        # a progressive JPEG shows nothing before its last scan: with an end put to it, the decoder gives what it has
        with io.BufferedReader(_Ended(path)) as ended, Image.open(ended, formats=["JPEG"]) as mended:
            mended.draft(None, (edge, edge))
            if _decode(mended) is None and _varies(mended):
                return shrunk(mended, edge)
    if isinstance(image, ImageFile.ImageFile) and getattr(image, "_im", None) is not None:
        image.tile = []  # so that Pillow gives what is in memory instead of decoding again
        if _varies(image):
            return shrunk(image, edge)
    if image.format == "TIFF" and getattr(image, "tag_v2", {}).get(_COMPRESSION, 1) not in _DECOMPRESSED:
        raise Refused(
            "这种 TIFF 的压缩方式少见，本程序解不开", "要看要印，请另存一份 LZW 或不压缩的 TIFF。", code=UNDECODED
        )
    raise Refused("图片已损坏，一点也解不出来", code="bad-image") from error


class _Ended(io.RawIOBase):
    """A JPEG read from its file, with an end put to it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb")
        self._size = path.stat().st_size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = (0, self._position, self._size + len(_JPEG_END))[whence]
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: Any) -> int:
        self._file.seek(min(self._position, self._size))
        data = self._file.read(max(0, min(len(buffer), self._size - self._position)))
        behind = max(0, self._position + len(data) - self._size)
        data += _JPEG_END[behind : behind + len(buffer) - len(data)]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _varies(image: Image.Image) -> bool:
    """Whether there is anything but one colour, and the rounding of it."""
    extremes = image.getextrema()
    bands = extremes if isinstance(extremes[0], tuple) else (extremes,)
    return any(high - low > _ROUNDING for low, high in bands)


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


def lying(box: tuple[float, float, float, float], orientation: int) -> tuple[float, float, float, float]:
    """A box of the upright picture as it lies in a file with this EXIF orientation; shares, both ways."""
    x, y, w, h = box
    return {
        2: (1 - x - w, y, w, h),
        3: (1 - x - w, 1 - y - h, w, h),
        4: (x, 1 - y - h, w, h),
        5: (y, x, h, w),
        6: (y, 1 - x - w, h, w),
        7: (1 - y - h, 1 - x - w, h, w),
        8: (1 - y - h, x, h, w),
    }.get(orientation, box)
