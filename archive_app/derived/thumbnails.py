"""Small upright pictures of originals, for lists and cards.

A thumbnail carries nothing of its original but what is seen: no EXIF, no place, no names. Its colours are sRGB.
"""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from PIL import Image, ImageCms

from archive_app.derived.pictures.adjusting import adjusted
from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.images import lying, memory_for, opened, reduced, refusing, upright
from archive_app.derived.pictures.metadata import exif_of
from archive_app.derived.pictures.pages import PAGE_BYTES, is_pdf, page_picture
from archive_app.derived.pictures.shrinking import plain, shrunk
from archive_app.derived.pictures.soundness import held_samples
from archive_app.domain.adjustment import AS_IT_IS, WHOLE, Adjustment, Box
from archive_app.domain.errors import StorageFailed
from archive_app.domain.system_errors import in_words

EDGE_PX = 512
"""The longer side, in pixels, where the caller has no other wish."""

SCREEN_PX = 1440
"""The longer side of a photograph shown large: a JPEG of twelve megapixels is decoded to half its size for it, in a
tenth of a second. What is looked at closer comes from the master itself."""

_MOST_TWICE = 60_000_000  # pixels
_QUALITY = 82
_FINE_QUALITY, _FINE_FROM = 95, 4000  # what is made so large is printed
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".bmp": "BMP"}
_ORIENTATION = 0x0112
_MOST_PROFILE = 4 << 20  # bytes of a colour profile; real ones have a few hundred thousand at most
_PROFILE_SPACES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def thumbnail_path(picture: str, edge_px: int = EDGE_PX, page: int = 0) -> PurePosixPath:
    """Where the thumbnail of an original belongs, relative to the archive's folder.

    ``picture`` is the original's SHA-256 or a picture key (``domain/adjustment``): seen another way it is another
    thumbnail. ``page`` counts from 0; a PDF and a TIFF may have more than that one.
    """
    sha256, _, code = picture.partition("~")
    size = "" if edge_px == EDGE_PX else f"-{edge_px}"
    leaf = f"-p{page + 1}" if page else ""
    seen = f"-{hashlib.sha256(code.encode()).hexdigest()[:16]}" if code else ""
    return PurePosixPath("derived", "thumbs", sha256[:2], f"{sha256}{seen}{leaf}{size}.jpg")


def make_thumbnail(
    original: Path,
    out: Path,
    edge_px: int = EDGE_PX,
    page: int = 0,
    adjustment: Adjustment = AS_IT_IS,
    part: Box = WHOLE,
) -> bool:
    """Write a thumbnail of a picture or of a PDF's page to ``out`` (.jpg, .webp or .bmp), at most ``edge_px`` on its
    longer side; of a picture seen as ``adjustment`` says, and of it the ``part`` (a box of what is shown).

    Upright as EXIF says, on white where the picture is transparent, never enlarged; of a damaged picture as much as
    can be decoded. ``out`` is complete or not there. Memory stays below 1 GiB for any picture. Says whether part of
    the picture could not be decoded. Raises ``Refused`` where the original cannot be opened, ``StorageFailed`` where
    ``out`` cannot be written.
    """
    return draw_thumbnail(original, out, edge_px, page, adjustment, part)[1]


def draw_thumbnail(
    original: Path, out: Path, edge_px: int, page: int = 0, adjustment: Adjustment = AS_IT_IS, part: Box = WHOLE
) -> tuple[Image.Image, bool]:
    """``make_thumbnail``, with the picture that was written beside what it says."""
    small, damaged = _small(original, edge_px, page, adjustment, part)
    _write(small, out, _FORMATS[out.suffix.lower()], _FINE_QUALITY if edge_px >= _FINE_FROM else _QUALITY)
    return small, damaged


def decoded_whole(original: Path, edge_px: int) -> bool:
    """Whether any small picture of this one takes decoding all of it, and that takes longer than a person should wait:
    everything but a plain JPEG. Not of one that is hardly larger than ``edge_px``, nor of the very large, which are
    read in strips. Raises ``Refused`` where the original cannot be opened."""
    if _begins_as_pdf(original):
        return False
    with opened(original) as image:
        long = edge_px**2 < image.width * image.height <= _MOST_TWICE
        return long and (image.format not in ("JPEG", "MPO") or held_samples(original) > 0)


def draw_two(original: Path, large: Path, large_px: int, small: Path, small_px: int) -> tuple[Image.Image, bool]:
    """``draw_thumbnail`` of a picture at two sizes for one decoding of it, with the smaller picture; raises as that
    does."""
    picture, damaged = _small(original, large_px, 0, AS_IT_IS, WHOLE)
    _write(picture, large, _FORMATS[large.suffix.lower()], _QUALITY)
    less = shrunk(picture, small_px)
    _write(less, small, _FORMATS[small.suffix.lower()], _QUALITY)
    return less, damaged


def picture_at(original: Path, edge_px: int, page: int = 0, adjustment: Adjustment = AS_IT_IS) -> Image.Image:
    """A picture, or a page of a PDF, upright, seen as ``adjustment`` says, in grey or RGB, at most ``edge_px`` pixels
    long.

    Raises ``Refused`` where it cannot be decoded."""
    return _small(original, edge_px, page, adjustment, WHOLE)[0]


def thumbnail_memory(
    original: Path, edge_px: int = EDGE_PX, adjustment: Adjustment = AS_IT_IS, part: Box = WHOLE
) -> int:
    """Bytes that making a thumbnail will take, about. Raises ``Refused`` where the original cannot be opened."""
    if _begins_as_pdf(original):
        return PAGE_BYTES
    with opened(original) as image:
        stored = _stored(original, image, adjustment, part)[1]
        return memory_for(original, image, edge_px, stored)


def _small(original: Path, edge_px: int, page: int, adjustment: Adjustment, part: Box) -> tuple[Image.Image, bool]:
    if _begins_as_pdf(original):
        return adjusted(page_picture(original, page, edge_px), adjustment), False
    if page:
        return adjusted(_later(original, page, edge_px), adjustment), False
    with opened(original) as image:
        turn, stored = _stored(original, image, adjustment, part)
    small = reduced(original, edge_px, part=stored)
    return adjusted(upright(_srgb(_on_white(small.image), small.profile), turn), adjustment), small.damaged


def _later(original: Path, page: int, edge_px: int) -> Image.Image:
    """A page of a TIFF behind its first one."""
    with opened(original) as image, refusing():
        image.seek(page)
        turn = image.getexif().get(_ORIENTATION, 1)
        image.load()
        small = plain(shrunk(image, edge_px))
        return upright(
            small if small.mode in ("L", "RGB") else small.convert("RGB"), turn if isinstance(turn, int) else 1
        )


def _stored(original: Path, image: Image.Image, adjustment: Adjustment, part: Box) -> tuple[int, Box]:
    """How a picture must be turned to be upright, and which part of it as it lies in its file is wanted."""
    turn = _orientation(original, image)
    wanted = adjustment.to_upright(part)
    return turn, wanted if wanted == WHOLE else lying(wanted, turn)


def _begins_as_pdf(original: Path) -> bool:
    try:
        with original.open("rb") as file:
            return is_pdf(file.read(1024))
    except OSError:
        return False  # opening it as a picture says what is wrong


def _orientation(original: Path, image: Image.Image) -> int:
    try:
        value = exif_of(original, image).get(_ORIENTATION, 1)
    except BROKEN:
        return 1  # EXIF that cannot be read turns nothing
    return value if isinstance(value, int) else 1


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("LA", "RGBA"):
        return image
    plain = image.mode.removesuffix("A")
    paper = Image.new(plain, image.size, "white")
    paper.paste(image.convert(plain), mask=image.getchannel("A"))
    return paper


def _srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours as the profile means them; as they stand where it is missing, damaged or for other channels."""
    plain = image if image.mode in ("RGB", "L") else image.convert("RGB")
    if not 0 < len(profile) <= _MOST_PROFILE:
        return plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _PROFILE_SPACES.get(source.profile.xcolor_space) != image.mode:
            return plain
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return plain
    return converted if converted is not None else plain


def _write(picture: Image.Image, out: Path, kind: str, quality: int) -> None:
    """To a temporary name first: a reader never sees half a thumbnail."""
    temporary = out.with_name(f".{out.stem[:40]}-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        picture.info = {}
        picture.save(temporary, kind, quality=quality, **({"subsampling": 0} if quality == _FINE_QUALITY else {}))
        temporary.replace(out)
    except OSError as error:
        raise StorageFailed(f"缩略图写不进 {out.parent}（{in_words(error)}）", "请检查磁盘空间和权限。") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
