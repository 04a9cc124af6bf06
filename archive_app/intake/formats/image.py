"""Photographs and scans: JPEG, PNG, TIFF. Size and EXIF are read; the pixels only where the file looks damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import BmpImagePlugin, GifImagePlugin, Image

from archive_app.intake.exif import exif_rows, orientation
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.proposal import Facts, Proposal
from archive_app.intake.text.titles import title_from_name
from archive_app.vault.hostile.images import PICTURES, opened, reduced
from archive_app.vault.hostile.limits import DEFAULT, Limits
from archive_app.vault.hostile.soundness import looks_whole

ATTACHED = (*PICTURES, "GIF", "BMP")
"""Formats whose size is read where they come inside a document."""

_PLUGINS = (BmpImagePlugin, GifImagePlugin)
_MIMES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff",
          "GIF": "image/gif", "BMP": "image/bmp"}  # fmt: skip
_TURNED = {
    2: "左右翻转",
    3: "转 180 度",
    4: "上下翻转",
    5: "沿对角线翻转",
    6: "顺时针转 90 度",
    7: "沿对角线翻转",
    8: "逆时针转 90 度",
}
_PROBE = 64  # pixels of the small picture that a damaged file is decoded to


def read(source: Source, workspace: Workspace) -> Proposal:
    """A photograph. Raises ``Refused`` where it cannot be opened, or nothing of it decoded."""
    with opened(source.path, limits=workspace.limits) as image:
        rows = exif_rows(image)
        facts, warnings = _facts(image)
        whole = looks_whole(source.path, image)
    fields: dict[str, Any] = {"title_source": "自拟"}
    if rows:
        fields["exif"] = rows
    warnings += _damage(source.path, whole, PICTURES, workspace.limits)
    return Proposal("photograph", title_from_name(source.name), fields, facts=facts, warnings=warnings)


def picture_facts(
    path: Path, formats: tuple[str, ...] = PICTURES, limits: Limits = DEFAULT
) -> tuple[Facts, tuple[str, ...]]:
    """What the file's header says, and what to look at.

    ``width`` and ``height`` are pixels as they lie in the file; an orientation other than upright is a warning.
    Raises ``Refused`` where it is no such picture, or nothing of it can be decoded.
    """
    with opened(path, formats, limits) as image:
        facts, warnings = _facts(image)
        whole = image.format in ("GIF", "BMP") or looks_whole(path, image)
    return facts, warnings + _damage(path, whole, formats, limits)


def _facts(image: Image.Image) -> tuple[Facts, tuple[str, ...]]:
    warnings: list[str] = []
    facts: dict[str, Any] = {"mime": _MIMES[image.format or ""], "width": image.width, "height": image.height}
    dpi = _dpi(image)
    if dpi:
        facts["dpi"] = dpi
    turn = orientation(image)
    if turn != 1:
        warnings.append(f"照片的方向记号是 {turn}（{_TURNED[turn]}才是正的），显示时会自动转正，原件不动。")
    frames = getattr(image, "n_frames", 1) if image.format in ("TIFF", "GIF") else 1
    if frames > 1:
        warnings.append(f"这个文件有 {frames} 页，缩略图和版面只用第 1 页；原件整个保存。")
    return tuple(facts.items()), tuple(warnings)


def _damage(path: Path, whole: bool, formats: tuple[str, ...], limits: Limits) -> tuple[str, ...]:
    """A warning where part of the picture is missing, found out by decoding it small."""
    if not whole and reduced(path, _PROBE, formats, limits).damaged:
        return ("图片文件不完整或已损坏，只能解出一部分；原件照存，请找来源补一份完好的。",)
    return ()


def _dpi(image: Image.Image) -> int:
    """Dots an inch, rounded; 0 where the file does not say, or says nonsense."""
    value = image.info.get("dpi")
    try:
        dots = round(float(value[0] if isinstance(value, tuple) else value)) if value else 0
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0
    return dots if 1 < dots <= 20_000 else 0


JPEG = Format("jpeg", "JPEG 图片", (".jpg", ".jpeg", ".jpe", ".jfif"), read, signatures=(b"\xff\xd8\xff",))
PNG = Format("png", "PNG 图片", (".png",), read, signatures=(b"\x89PNG\r\n\x1a\n",))
TIFF = Format("tiff", "TIFF 图片", (".tif", ".tiff"), read, signatures=(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"))
