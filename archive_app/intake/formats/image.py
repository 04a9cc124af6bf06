"""Photographs and scans in six formats; a TIFF of several pages is a document.

Size and EXIF are read; the pixels only where the file looks damaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from PIL import BmpImagePlugin, GifImagePlugin, Image

from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.images import PICTURES, UNDECODED, memory_for, opened, reduced
from archive_app.derived.pictures.metadata import orientation_of
from archive_app.derived.pictures.soundness import looks_whole
from archive_app.derived.pictures.unusual import unusual_tiff, webp_size
from archive_app.domain.errors import Refused
from archive_app.domain.kinds import fields_of
from archive_app.intake.exif import exif_rows
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.proposal import Attachment, Facts, Proposal
from archive_app.intake.regions import people_on
from archive_app.intake.sidecars import LARGEST, MIME, ROLE, SUFFIX, sidecar_of, tree_beside
from archive_app.intake.suggesting import from_exif, merged
from archive_app.intake.text.titles import title_from_name
from archive_app.intake.written import from_written, written_rows

ATTACHED = (*PICTURES, "GIF", "BMP")
"""Formats whose size is read where they come inside a document."""

_PLUGINS = (BmpImagePlugin, GifImagePlugin)
_MIMES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff",
          "GIF": "image/gif", "BMP": "image/bmp", "WEBP": "image/webp", "HEIF": "image/heic",
          "AVIF": "image/avif"}  # fmt: skip
_COLOURS = {"1": "黑白", "L": "灰度", "LA": "灰度", "LAB": "LAB", "CMYK": "CMYK", "I;16": "灰度", "I;16B": "灰度",
            "I;16L": "灰度", "I": "灰度", "F": "灰度"}  # fmt: skip
"""What the picture's channels are, as a printer says it; nothing is said of the usual three."""
_BITS_PER_SAMPLE = 258
_PAGES = "这个文件有 {n} 页，缩略图和版面只用第 1 页；原件整个保存。"
_SEVERAL = {
    **dict.fromkeys(("GIF", "WEBP", "AVIF"), "这是动图，有 {n} 帧，缩略图和版面只用第 1 帧；原件整个保存。"),
    "HEIF": "这个文件里有 {n} 张照片，缩略图和版面只用主要的一张；原件整个保存。",
}
_SCANNED = "有好几页，像是文献的扫描件，按文献收下；是照片就改种类。"
_BY_CAMERAS = ("ExposureTime", "FNumber", "ISOSpeedRatings", "FocalLength")
_NEW_SUBFILE, _SUBFILE = 254, 255
_REDUCED, _MASK, _REDUCED_BEFORE = 1, 4, 2
_PROBE = 64  # pixels of the small picture that a damaged file is decoded to
_MOST_HERE = 96 << 20  # bytes that may take within a document; a larger picture is judged by its looks


def read(source: Source, workspace: Workspace) -> Proposal:
    """A photograph, or a document of several pages; one whose file looks cut off is ``doubtful``.

    Raises ``Refused`` where it cannot be opened.

    A sound picture that nothing here decodes is taken as it is: a master is not refused for its colours or its size.
    """
    beside = sidecar_of(source.path) if not source.staged else None
    try:
        return _with_sidecar(_opened(source, tree_beside(beside) if beside is not None else None), beside, workspace)
    except Refused as error:
        facts = _unopened(source.path) if error.code == UNDECODED else ()
        if not facts:
            raise
    title = title_from_name(source.name)
    made = Proposal("photograph", title, {"title_source": "自拟"}, facts=facts, doubtful=True)
    return _with_sidecar(made, beside, workspace)


def _with_sidecar(proposal: Proposal, sidecar: Path | None, workspace: Workspace) -> Proposal:
    """What stood beside the picture comes in with it, byte for byte."""
    if sidecar is None:
        return proposal
    copy = workspace.new_file(SUFFIX)
    try:
        size = sidecar.stat().st_size
        copy.write_bytes(sidecar.read_bytes() if size <= LARGEST else b"")
    except OSError:
        size = 0
    if not 0 < size <= LARGEST:
        return proposal
    kept = Attachment(sidecar.name, copy, sidecar.name, ROLE, (("mime", MIME),))
    return replace(proposal, attachments=(*proposal.attachments, kept))


def _unopened(path: Path) -> Facts:
    """What the header of a sound picture says that is not decoded."""
    unusual = unusual_tiff(path)
    if unusual is not None:
        dpi = (("dpi", unusual.dpi),) if unusual.dpi else ()
        return ("mime", "image/tiff"), ("width", unusual.width), ("height", unusual.height), *dpi
    size = webp_size(path)
    return (("mime", "image/webp"), ("width", size[0]), ("height", size[1])) if size else ()


def _opened(source: Source, beside: Any) -> Proposal:
    with opened(source.path) as image:
        rows = exif_rows(source.path, image)
        written = written_rows(image, beside)
        people = people_on(image, orientation_of(source.path, image), beside)
        whole = looks_whole(source.path, image)  # first: counting pages moves on from the one that is looked at
        facts, warnings = _facts(image)
        document = _is_document(image, rows)
    kind = "document" if document else "photograph"
    declared = fields_of(kind)
    fields: dict[str, Any] = {"title_source": "自拟"}
    if (rows or written) and "exif" in declared:
        fields["exif"] = [*rows, *written]
    return Proposal(
        kind,
        title_from_name(source.name),
        fields,
        facts=facts,
        warnings=(*warnings, _SCANNED) if document else warnings,
        suggestions=merged(
            [one for one in (*from_exif(rows), *from_written(written), *people) if one.field in declared]
        ),
        doubtful=not whole,
    )


def _is_document(image: Image.Image, rows: Iterable[Mapping[str, str]]) -> bool:
    """Whether a TIFF is a scan of several pages, and no camera made it. Smaller copies of a page and masks are none
    (TIFF 6.0, NewSubfileType bits 0 and 2, and the SubfileType before it)."""
    if image.format != "TIFF" or any(row["tag"] in _BY_CAMERAS for row in rows):
        return False
    return _full_pages(image) > 1


def _full_pages(image: Image.Image) -> int:
    """The pages of a TIFF that are pages of their own, up to a damaged one."""
    pages = 0
    with suppress(EOFError, *BROKEN):
        for at in count():
            image.seek(at)
            kind, before = (_integer(image.tag_v2.get(tag)) for tag in (_NEW_SUBFILE, _SUBFILE))  # type: ignore[attr-defined]
            pages += not kind & (_REDUCED | _MASK) and before != _REDUCED_BEFORE
    return pages


def _integer(value: Any) -> int:
    return value if isinstance(value, int) else 0


def picture_facts(path: Path, formats: tuple[str, ...] = PICTURES) -> tuple[Facts, tuple[str, ...]]:
    """What the file's header says, and what to look at.

    ``width`` and ``height`` are pixels as they lie in the file; how it must be turned stands among the EXIF rows.
    Raises ``Refused`` where it is no such picture, or nothing of it can be decoded.
    """
    with opened(path, formats) as image:
        whole = image.format in ("GIF", "BMP") or looks_whole(path, image)
        facts, warnings = _facts(image)
        memory = memory_for(path, image, _PROBE)
    if not whole and (memory > _MOST_HERE or reduced(path, _PROBE, formats).damaged):
        warnings += ("图片文件不完整或已损坏，只能解出一部分；原件照存，请找来源补一份完好的。",)
    return facts, warnings


def _facts(image: Image.Image) -> tuple[Facts, tuple[str, ...]]:
    warnings: list[str] = []
    facts: dict[str, Any] = {"mime": _MIMES[image.format or ""], "width": image.width, "height": image.height}
    if colours := _colours(image):
        facts["colours"] = colours
    dpi = _dpi(image)
    if dpi:
        facts["dpi"] = dpi
    frames = _pages(image)
    if frames is not None and image.format == "TIFF":
        frames = _full_pages(image)
        image.seek(0)
    if frames is None:
        warnings.append("第 1 页以后的页已损坏，数不出有几页；原件照存。")
    elif frames > 1:
        warnings.append(_SEVERAL.get(image.format or "", _PAGES).format(n=frames))
    return tuple(facts.items()), tuple(warnings)


def _pages(image: Image.Image) -> int | None:
    """How many pages there are; ``None`` where a later one is damaged."""
    if image.format not in ("TIFF", "GIF", "WEBP", "HEIF", "AVIF"):
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except BROKEN:
        return None


def _colours(image: Image.Image) -> str:
    """What is unusual of the colours: ink or grey instead of three lights, more than eight bits a channel."""
    bits = 0
    if image.format == "TIFF":
        said = image.tag_v2.get(_BITS_PER_SAMPLE)  # type: ignore[attr-defined]
        bits = max((one for one in (said if isinstance(said, tuple) else (said,)) if isinstance(one, int)), default=0)
    elif image.mode.startswith("I"):
        bits = 16
    words = _COLOURS.get(image.mode, "")
    return "，".join(filter(None, (words, f"{bits} 位" if bits > 8 else "")))


def _dpi(image: Image.Image) -> int:
    """Dots an inch, rounded; 0 where the file does not say, or says nonsense."""
    value = image.info.get("dpi")
    try:
        dots = round(float(value[0] if isinstance(value, tuple) else value)) if value else 0
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0
    return dots if 1 < dots <= 20_000 else 0


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _brands(head: bytes) -> set[bytes]:
    """What the first box of an ISO file says it is: its brand and those it is compatible with (14496-12, 4.3)."""
    if head[4:8] != b"ftyp":
        return set()
    length = min(int.from_bytes(head[:4], "big"), 512)
    return {head[8:12], *(head[at : at + 4] for at in range(16, max(16, length - 3), 4))}


def _is_avif(head: bytes) -> bool:
    return bool(_brands(head) & {b"avif", b"avis"})


def _is_heif(head: bytes) -> bool:
    return head[8:12] in _HEIF_BRANDS and not _is_avif(head) and bool(_brands(head))


_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")

JPEG = Format("jpeg", "JPEG 图片", (".jpg", ".jpeg", ".jpe", ".jfif"), read, signatures=(b"\xff\xd8\xff",))
PNG = Format("png", "PNG 图片", (".png",), read, signatures=(b"\x89PNG\r\n\x1a\n",))
TIFF = Format("tiff", "TIFF 图片", (".tif", ".tiff"), read, signatures=(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"))
WEBP = Format("webp", "WebP 图片", (".webp",), read, sniff=_is_webp)
HEIC = Format("heic", "HEIC 照片", (".heic", ".heif", ".hif", ".heics", ".heifs"), read, sniff=_is_heif)
AVIF = Format("avif", "AVIF 图片", (".avif", ".avifs"), read, sniff=_is_avif)
