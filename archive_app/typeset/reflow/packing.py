"""A zip file that is the same for the same contents: in the order given, without the clock."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_WHEN = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
_STORED = (".jpg", ".png")  # compressed already
_READABLE = 0o644 << 16


def packed(parts: Mapping[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    """The zip with these members, name → bytes. ``stored`` are not compressed: OCF 3.3 §4.3 wants that of
    ``mimetype``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.create_system = 3
            info.external_attr = _READABLE
            plain = name in stored or name.endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()
