"""AMR and AMR-WB as old telephones and recorders write them (RFC 4867 §5): frames of twenty milliseconds."""

from __future__ import annotations

from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.intake.sound.measured import CUT, Sound

NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
SIZES = {
    NARROW: (13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 0, 0, 0, 1),
    WIDE: (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1),
}  # bytes of a frame of each type with its header; 0: there is no such type
_FRAME = 0.02  # seconds
_CHUNK = 1 << 20


def measure_amr(path: Path) -> Sound:
    """Raises ``Refused`` where it has several channels or no frame."""
    with path.open("rb") as file:
        head = file.read(9)
        magic = next((mark for mark in (WIDE, NARROW) if head.startswith(mark)), None)
        if magic is None:
            raise Refused("这是多声道的 AMR 录音，没有收", "请用录音软件转成 mp3 或 wav 后再导入。", code="not-taken")
        sizes = SIZES[magic]
        file.seek(len(magic))
        count, position, whole = 0, 0, True
        data = file.read(_CHUNK)
        while data:
            while position < len(data):
                byte = data[position]
                size = sizes[byte >> 3 & 15]
                if byte & 0x83 or not size:
                    return _sound(count, magic, f"第 {count * _FRAME:.0f} 秒以后读不出来，文件可能已损坏；原件照存。")
                position += size
                count += 1
            position -= len(data)
            whole = position == 0
            data = file.read(_CHUNK)
    return _sound(count if whole else count - 1, magic, "" if whole else CUT)


def _sound(count: int, magic: bytes, warning: str) -> Sound:
    if count < 1:
        raise Refused("文件里没有声音", "可能没有录上，或文件已损坏。", code="no-sound")
    return Sound(count * _FRAME, "audio/amr" if magic == NARROW else "audio/amr-wb", (warning,) if warning else ())
