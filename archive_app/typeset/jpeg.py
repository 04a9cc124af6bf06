"""What a JPEG says of itself before its first scan (ITU-T T.81 annex B), read without decoding it.

Most pictures of a book are photographs that go into a PDF as they are: their size, colours and turning stand in the
first few kilobytes, and Pillow need not even be imported.
"""

from __future__ import annotations

from typing import NamedTuple

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_END_WITHIN = 4096
_SCAN = 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive, Huffman coded: what every reader of PDF decodes."""
_OTHER_FRAMES = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APP1, _APP14 = 0xE1, 0xEE
_MPF = b"MPF\0"
"""CIPA DC-007: several pictures in one file."""
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/"
_ORIENTATION, _SHORT = 0x0112, 3

# segments that say where, when and by whom, and nothing that is needed to show a picture: Exif and XMP (APP1), IPTC
# (APP13), remarks (COM)
_TELLING = frozenset({0xE1, 0xED, 0xFE})


class JpegHead(NamedTuple):
    """Size in pixels as stored, number of components, EXIF's orientation, whether Adobe's marker is there, and where
    the scans begin."""

    width: int
    height: int
    components: int
    orientation: int
    adobe: bool
    scans: int

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as it is looked at."""
        return (self.height, self.width) if self.orientation in (5, 6, 7, 8) else (self.width, self.height)


def read_head(data: bytes) -> JpegHead | None:
    """The head of the JPEG that ``data`` begins with; None where it is none, or one of the seldom kinds that are left
    to Pillow: not of eight bits, not Huffman coded, turned by its XMP, its head not whole in ``data``."""
    if data[:2] != _START:
        return None
    frame: tuple[int, int, int] | None = None
    orientation, adobe = 0, False
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            known = frame is not None and frame[0] and frame[1] and frame[2] in (1, 3, 4)
            return JpegHead(*frame, orientation or 1, adobe, at) if known and frame else None
        if end > len(data) or end < at + 4 or marker in _OTHER_FRAMES:
            return None
        if marker in _FRAMES:
            if data[at + 4] != 8 or frame is not None:
                return None
            high, wide = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 7 : at + 9], "big")
            frame = (wide, high, data[at + 9])
        elif marker == _APP1:
            segment = data[at + 4 : end]
            if segment.startswith(_EXIF):
                orientation = orientation or _turning(segment[len(_EXIF) :])
            elif segment.startswith(_XMP) and b"tiff:Orientation" in segment:
                return None
        elif marker == _APP14 and data[at + 4 : at + 9] == b"Adobe":
            adobe = True
        at = end
    return None


def _turning(exif: bytes) -> int:
    """EXIF's orientation; 0 where it is not told."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(exif[:4])
    if order is None:
        return 0

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], "little" if order == "little" else "big")

    start = number(4, 4)
    for entry in range(start + 2, start + 2 + 12 * number(start, 2), 12):
        if number(entry, 2) == _ORIENTATION and number(entry + 2, 2) == _SHORT:
            return number(entry + 8, 2)
        if entry > len(exif):
            break
    return 0


def is_whole(data: bytes) -> bool:
    """Whether a JPEG was not cut short: its end is near the end of the file."""
    return data.rfind(_END, max(0, len(data) - _END_WITHIN)) >= 0


def discreet(data: bytes) -> bytes:
    """A JPEG without the segments that tell of its making, and without what telephones hang on behind it (a moment of
    video, another size); its picture is untouched, bit for bit."""
    view = memoryview(data)  # a photograph is large: it is copied once, or not at all
    kept = [view[:2]]
    at = 2
    camera = False
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (_SCAN, 0xFF):
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _TELLING:
            kept.append(view[at:end])
        camera = camera or data[at + 1] == _APP1 or data[at + 4 : at + 8] == _MPF
        at = end
    # what no camera made has nothing behind it, if it ends as a JPEG does: the search takes longer than all else here
    kept.append(view[at:] if not camera and data.endswith(_END) else view[at : _picture_end(data, at)])
    return data if sum(map(len, kept)) == len(data) else b"".join(kept)


def _picture_end(data: bytes, at: int) -> int:
    """Where the picture whose scans begin at ``at`` ends: behind its EOI, or with the file where that is missing."""
    first = data.find(_END, at)
    if first < 0 or first + 2 == len(data):  # nothing that could be an end comes before the last two bytes
        return len(data)
    at = data.find(b"\xff", at)
    while 0 <= at < len(data) - 1:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:  # a stuffed byte, a filling one, a restart
            at += 1 if marker == 0xFF else 2
        else:  # a table or the head of another scan
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        at = data.find(b"\xff", at)
    return len(data)
