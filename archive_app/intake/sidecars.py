"""What photo programs write beside a picture instead of into it: ``name.jpg.xmp`` (digiKam), ``name.xmp`` (Adobe)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive_app.domain.errors import Refused

SUFFIX = ".xmp"
ROLE = "说明"
"""What a sidecar is among the files of its item."""
MIME = "application/rdf+xml"

_PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".hif", ".avif")
LARGEST = 1 << 20
"""Bytes of a sidecar; real ones have a few thousand."""


def sidecar_of(picture: Path) -> Path | None:
    """The sidecar of a picture, None where there is none. Of two the one that bears the picture's whole name."""
    names = [f"{begin}{suffix}" for begin in (picture.name, picture.stem) for suffix in (SUFFIX, SUFFIX.upper())]
    return _first_there(picture, names)


def picture_of(sidecar: Path) -> Path | None:
    """The picture that a sidecar is of; None where it is not there, or has another sidecar of its whole name."""
    name = sidecar.stem
    whole = name if name.lower().endswith(_PICTURES) else ""
    ends = [end for suffix in _PICTURES for end in (suffix, suffix.upper())]
    picture = _first_there(sidecar, [whole] if whole else [f"{name}{end}" for end in ends])
    if picture is None:
        return None
    theirs = sidecar_of(picture)
    return picture if theirs is not None and theirs.name.lower() == sidecar.name.lower() else None


def _first_there(path: Path, names: Iterable[str]) -> Path | None:
    """The first of these names that is a file beside ``path``; asked for by name, for folders are large."""
    for one in (path.with_name(name) for name in names):
        try:
            if one.is_file() and not one.is_symlink():
                return one
        except OSError:
            continue
    return None


def tree_beside(sidecar: Path) -> Any | None:
    """The tree of a sidecar; None where it cannot be read, is too large, or is no XMP: then it says nothing."""
    from archive_app.intake.xmp import tree_of  # the program itself reads no XML

    try:
        if sidecar.stat().st_size > LARGEST:
            return None
        return tree_of(sidecar.read_bytes())
    except (OSError, Refused):
        return None
