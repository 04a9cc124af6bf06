"""Who decodes what the player cannot: programs and system libraries that may be there, asked in this order.

What telephones and WeChat record (m4a, aac, amr, 3gp, wma, opus, and the sound of a video) needs decoders that the
program does not bring itself: FFmpeg where the person has it, the FFmpeg that Qt's own wheels carry
(``PySide6-Addons``, LGPL), and what the system has.

Every decoder works in a process that was spawned for one recording (`converting`), never in the program itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass

RATE = 22_050
"""Samples a second that are asked for: speech has nothing above eleven kilohertz."""
_PIECE = 1 << 16
_FORMS = ("mov,mp4,m4a,3gp,3g2,mj2", "aac", "amr", "amrnb", "amrwb", "asf", "ogg", "wav", "w64", "mp3", "flac", "caf",
          "aiff", "matroska,webm", "avi", "mpegts", "mpeg", "flv", "dsf", "ape", "wv", "au")  # fmt: skip
"""What ffmpeg may take a file for. A list of other files (HLS, concat, a subtitle's script) is not among them."""

Sounding = Iterator[bytes]
"""Samples of sixteen bits, one channel."""


@dataclass(frozen=True, slots=True)
class Decoder:
    """``there`` says whether it can be asked at all; ``decode`` gives the samples a second, and the samples."""

    name: str
    there: Callable[[], bool]
    decode: Callable[[Path], tuple[int, Sounding]]


def program(name: str) -> str:
    """Where a program is, or nothing: beside this one, or on the path, but never in the folder one happens to be in."""
    names = [f"{name}.exe"] if sys.platform == "win32" else [name]
    folders = [Path(sys.executable).parent] if getattr(sys, "frozen", False) else []
    folders += [Path(folder) for folder in os.get_exec_path() if folder]
    for folder in folders:
        for one in names:
            if folder.is_absolute() and (folder / one).is_file() and os.access(folder / one, os.X_OK):
                return str(folder / one)
    return ""


def _piped(command: list[str]) -> Sounding:
    """What a program writes; raises ``Refused`` where it wrote nothing."""
    hidden = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))  # of Windows alone
    heard = 0
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=hidden
    ) as running:
        assert running.stdout is not None
        try:
            while piece := running.stdout.read(_PIECE):
                heard += len(piece)
                yield piece
        finally:
            running.kill()  # who stops listening needs no more of it
    if not heard:
        raise Refused("解不出声音", "文件可能已损坏。", code="sound-format")


def _ffmpeg(path: Path) -> tuple[int, Sounding]:
    # a gap in the sound stays one, so that times are true; only files, and of these only this one
    return RATE, _piped([
        program("ffmpeg"), "-nostdin", "-hide_banner", "-loglevel", "quiet", "-protocol_whitelist", "file,pipe",
        "-format_whitelist", ",".join(_FORMS), "-threads", "1", "-i", f"file:{path}", "-map", "0:a:0",
        "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-",
    ])  # fmt: skip


def _afconvert(path: Path) -> tuple[int, Sounding]:
    """macOS's own: it writes a file, which is read from where its samples begin."""
    import tempfile
    import wave

    with tempfile.NamedTemporaryFile(suffix=".wav", delete=False) as made:
        name = made.name
    form = ["-f", "WAVE", "-d", f"LEI16@{RATE}", "-c", "1"]
    subprocess.run(["/usr/bin/afconvert", *form, str(path), name], stdin=subprocess.DEVNULL, check=False)

    def read() -> Sounding:
        try:
            with wave.open(name, "rb") as file:
                while piece := file.readframes(_PIECE):
                    yield piece
        except (wave.Error, EOFError) as error:
            raise Refused("解不出声音", "文件可能已损坏。", code="sound-format") from error
        finally:
            Path(name).unlink(missing_ok=True)

    return RATE, read()


def _qt(path: Path) -> tuple[int, Sounding]:
    # named, not imported: only the process that decodes knows Qt, and no window is in it
    module = importlib.import_module(_QT)
    given: tuple[int, Sounding] = module.decode(path, RATE)
    return given


_QT = "archive_app.gui.sound.qt_decoding"


def _media_foundation(path: Path) -> tuple[int, Sounding]:
    from archive_app.intake.sound.media_foundation import decode

    return decode(path)


@cache
def _has_qt() -> bool:
    return importlib.util.find_spec("PySide6") is not None and (
        importlib.util.find_spec("PySide6.QtMultimedia") is not None
    )


DECODERS: tuple[Decoder, ...] = (
    Decoder("ffmpeg", lambda: bool(program("ffmpeg")), _ffmpeg),
    Decoder("qt", _has_qt, _qt),
    Decoder("media-foundation", lambda: sys.platform == "win32", _media_foundation),
    Decoder("afconvert", lambda: sys.platform == "darwin" and Path("/usr/bin/afconvert").exists(), _afconvert),
)


def found() -> tuple[Decoder, ...]:
    """Those that can be asked on this machine."""
    return tuple(one for one in DECODERS if one.there())


_STARTS = (b"#!AMR", b"OggS", b"RIFF", b"RF64", b"fLaC", b"ID3", b"FORM", b"caff", b"\x1aE\xdf\xa3", b"FLV", b"MAC ",
           b"wvpk", b".snd", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"riff", b"\0\0\x01\xba")  # fmt: skip


_FOREIGN = (b"#!AMR", b"caff", b"\x1aE\xdf\xa3", b"FLV", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")


def is_foreign(head: bytes) -> bool:
    """Whether the player cannot decode a file that begins so, for sure: there is no need to try.

    ADTS, the clothes of bare AAC, has eleven ones as MPEG frames do, but no layer.
    """
    adts = len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0
    return head.startswith(_FOREIGN) or head[4:8] == b"ftyp" or adts


def is_recording(head: bytes) -> bool:
    """Whether a file that begins so may hold sound: no playlist, script or page is given to a decoder.

    ``head``: its first twelve bytes. MPEG frames begin with eleven ones, MPEG transport streams with a G.
    """
    frames = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return (
        head.startswith(_STARTS)
        or head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free")
        or frames
        or (head[:1] == b"G")
    )
