"""Pictures in HTML from the clipboard: those that stand in it, and those that Word and WPS lay beside it as files."""

from __future__ import annotations

import base64
import binascii
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

_KINDS = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"), (b"BM", ".bmp"), (b"RIFF", ".webp"),
          (b"II*\0", ".tif"), (b"MM\0*", ".tif"))  # fmt: skip
_FOLDERS = ("msohtmlclip", "ksohtml", "wps")
"""Parts of the names of the folders that Word and WPS put the pictures of a copied text into."""
MOST = 64 << 20


def suffix_of(data: bytes) -> str:
    """The suffix for a picture's bytes; empty where they are none that a text may show."""
    return next((suffix for mark, suffix in _KINDS if data.startswith(mark)), "")


class Taken:
    """The pictures that a text asked for, by what it calls them. Nothing is fetched, and no file is read but those that
    an office program laid out for this: an address is a stranger's word."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self._keys: dict[str, str] = {}

    def take(self, address: str) -> str:
        """What the picture is called in the manuscript; nothing where it is not here."""
        if address in self._keys:
            return self._keys[address]
        data = _inline(address) if address.startswith("data:") else _laid_out(address)
        if data is None or not suffix_of(data):
            return ""
        key = self._keys[address] = f"pasted-{len(self.pictures) + 1}"
        self.pictures[key] = data
        return key


def _inline(address: str) -> bytes | None:
    about, _, content = address.partition(",")
    if not about.endswith(";base64") or len(content) > 2 * MOST:
        return None
    try:
        return base64.b64decode("".join(unquote(content).split()))
    except (binascii.Error, ValueError):
        return None


def _laid_out(address: str) -> bytes | None:
    parts = urlparse(address)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = Path(url2pathname(parts.path)).resolve()
    inside = path.is_relative_to(Path(tempfile.gettempdir()).resolve())
    named = any(word in part.lower() for part in path.parts[:-1] for word in _FOLDERS)
    if not (inside and named) or not path.is_file() or path.stat().st_size > MOST:
        return None
    return path.read_bytes()
