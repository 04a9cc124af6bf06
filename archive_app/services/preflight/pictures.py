"""The pictures as they are printed: fine enough for the size they stand at, and the very files that came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive_app.domain.errors import ArchiveError
from archive_app.domain.print_size import ENOUGH, FINE_DPI, POOR_DPI
from archive_app.services.archive import Archive
from archive_app.services.preflight.faults import PICTURE, Fault
from archive_app.services.preflight.pieces import Piece, Printed
from archive_app.typeset.layout import Layout, PlacedImage
from archive_app.typeset.picture_size import upright_size
from archive_app.vault.originals import hash_of


def picture_faults(archive: Archive, pieces: list[Piece], layout: Layout) -> Iterator[Fault]:
    """Everything that is found in the pictures of these pieces."""
    known = {(piece.printed.key, one.block.id): (piece, one) for piece in pieces for one in piece.pictures}
    for number, page in enumerate(layout.pages):
        for image in page.images:
            found = known.get((image.article, image.block))
            label = page.label or f"文件第{number + 1}"
            yield from _coarse(image, found, label)
    yield from _altered(archive, known)


def _coarse(image: PlacedImage, found: tuple[Piece, Printed] | None, label: str) -> Iterator[Fault]:
    wide, high = image.extent
    try:
        across, down = upright_size(image.path)
    except (OSError, ValueError):
        return  # the pages say so themselves: it is missing, or cannot be read
    fine = round(min(across / wide, down / high) * 72)
    if fine >= FINE_DPI * ENOUGH:
        return
    name = image.path.name
    where, item = "封面", ""
    if found is not None:
        piece, one = found
        name = str(one.file["name"]) if one.file is not None else name
        where, item = f"《{piece.title}》", one.owner.id if one.owner is not None else ""
    size = f"{wide / 72 * 25.4:.0f}×{high / 72 * 25.4:.0f} 毫米"
    yield Fault(
        "picture-coarse",
        PICTURE,
        f"{where}里的图片“{name}”印成 {size} 只有 {fine} dpi",
        f"印刷要 {FINE_DPI} dpi；请换更大的原件重新扫描，或把图排小到 {_most(across, down)}。",
        fine < POOR_DPI,
        image.article,
        image.block,
        label,
        item=item,
    )


def _most(across: int, down: int) -> str:
    """The largest size at which a picture of so many pixels is fine enough."""
    return f"{across / FINE_DPI * 25.4:.0f}×{down / FINE_DPI * 25.4:.0f} 毫米以内"


def _altered(archive: Archive, known: Mapping[tuple[str, str], tuple[Piece, Printed]]) -> Iterator[Fault]:
    """Originals that are not the bytes that came in."""
    checked: dict[str, bool] = {}
    for (key, block), (piece, one) in known.items():
        if one.file is None:
            continue
        sha256 = str(one.file["sha256"])
        if sha256 not in checked:
            checked[sha256] = _as_it_came(archive, sha256)
        if not checked[sha256]:
            yield Fault(
                "picture-altered",
                PICTURE,
                f"《{piece.title}》里的图片“{one.file['name']}”不是收进来时的原件（SHA-256 不符）",
                "请从备份取回原件（cunshi verify 会列出所有损坏的文件）。",
                True,
                key,
                block,
                item=one.owner.id if one.owner is not None else "",
            )


def _as_it_came(archive: Archive, sha256: str) -> bool:
    try:
        return hash_of(archive.original(sha256))[0] == sha256
    except (ArchiveError, OSError):
        return True  # one that is missing is told by the pages
