"""Small upright pictures of originals, for lists and cards.

A thumbnail carries nothing of its original but what is seen: no EXIF, no place, no names. Its colours are sRGB.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from PIL import Image, ImageCms

from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.images import memory_for, opened, reduced, upright
from archive_app.derived.pictures.metadata import exif_of
from archive_app.derived.pictures.pages import PAGE_BYTES, is_pdf, page_picture
from archive_app.domain.errors import StorageFailed
from archive_app.domain.system_errors import in_words

EDGE_PX = 512
"""The longer side, in pixels, where the caller has no other wish."""

_QUALITY = 82
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_ORIENTATION = 0x0112
_MOST_PROFILE = 4 << 20  # bytes of a colour profile; real ones have a few hundred thousand at most
_PROFILE_SPACES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def thumbnail_path(sha256: str, edge_px: int = EDGE_PX, page: int = 0) -> PurePosixPath:
    """Where the thumbnail of an original with this hash belongs, relative to the archive's folder.

    ``page`` counts from 0; only a PDF has more than that one.
    """
    size = "" if edge_px == EDGE_PX else f"-{edge_px}"
    leaf = f"-p{page + 1}" if page else ""
    return PurePosixPath("derived", "thumbs", sha256[:2], f"{sha256}{leaf}{size}.jpg")


def make_thumbnail(original: Path, out: Path, edge_px: int = EDGE_PX, page: int = 0) -> bool:
    """Write a thumbnail of a picture or of a PDF's page to ``out`` (.jpg or .webp), at most ``edge_px`` on its longer
    side.

    Upright as EXIF says, on white where the picture is transparent, never enlarged; of a damaged picture as much as
    can be decoded. ``out`` is complete or not there. Memory stays below 1 GiB for any picture. Says whether part of
    the picture could not be decoded. Raises ``Refused`` where the original cannot be opened, ``StorageFailed`` where
    ``out`` cannot be written.
    """
    kind = _FORMATS[out.suffix.lower()]
    small, damaged = _small(original, edge_px, page)
    _write(small, out, kind)
    return damaged


def thumbnail_memory(original: Path, edge_px: int = EDGE_PX) -> int:
    """Bytes that making a thumbnail will take, about. Raises ``Refused`` where the original cannot be opened."""
    if _begins_as_pdf(original):
        return PAGE_BYTES
    with opened(original) as image:
        return memory_for(original, image, edge_px)


def _small(original: Path, edge_px: int, page: int) -> tuple[Image.Image, bool]:
    if _begins_as_pdf(original):
        return page_picture(original, page, edge_px), False
    with opened(original) as image:
        turn = _orientation(original, image)
    small = reduced(original, edge_px)
    return upright(_srgb(_on_white(small.image), small.profile), turn), small.damaged


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


def _write(picture: Image.Image, out: Path, kind: str) -> None:
    """To a temporary name first: a reader never sees half a thumbnail."""
    temporary = out.with_name(f".{out.stem[:40]}-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        picture.info = {}
        picture.save(temporary, kind, quality=_QUALITY)
        temporary.replace(out)
    except OSError as error:
        raise StorageFailed(f"缩略图写不进 {out.parent}（{in_words(error)}）", "请检查磁盘空间和权限。") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
