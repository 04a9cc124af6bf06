"""A recording without some stretches of it, as a WAV: none of their samples is in the file, not even faded ones.

Decoded and written some thousand samples at a time, so that ninety minutes need no more memory than one. What is kept
fades out before a cut and in behind it, on its own samples, so that no click tells where it is.
"""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

from archive_app.domain.errors import ArchiveError, Refused
from archive_app.domain.withholding import Stretch
from archive_app.frozen import dataclass
from archive_app.intake.sound.decoding import library, samples
from archive_app.vault.durable import replacing

FADE_S = 0.01
_LARGEST = (1 << 32) - 4096
"""Bytes that a WAV can hold: its lengths have 32 bits (RIFF)."""

_AT_ONCE = 16_000
"""Frames that are decoded at a time; the decoder gives 16,384 at the most."""

Progress = Callable[[float, str], None]


class Stopped(ArchiveError):
    """A person asked to stop; nothing was written."""


@dataclass(frozen=True, slots=True)
class CutSound:
    """How long the recording was and the file is, in seconds, and what it was cut out of."""

    before: float
    after: float
    channels: int
    rate: int


@dataclass(frozen=True, slots=True)
class _Form:
    channels: int
    rate: int
    seconds: float


def cut_sound(
    source: Path,
    out: Path,
    cut: Sequence[Stretch],
    *,
    silent: bool,
    progress: Progress = lambda share, words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> CutSound:
    """Write ``source`` at ``out`` without the stretches: ``silent`` leaves silence of the same length, else they are
    taken out.

    Raises ``ArchiveError`` (``sound-format``) where it cannot be decoded, ``Refused`` where a stretch begins after its
    end (then the transcript is another recording's) or the WAV would be too large, ``Stopped``, ``StorageFailed``.
    """
    form = _form_of(source)
    edges = [(math.floor(begin * form.rate), _last(end, form.rate)) for begin, end in cut]
    decoder = samples(source, 0.0, channels=form.channels, rate=form.rate)
    at = written = 0
    with replacing(out) as handle, wave.open(handle, "wb") as file:
        file.setnchannels(form.channels)
        file.setsampwidth(2)
        file.setframerate(form.rate)
        while True:
            if cancelled():
                raise Stopped("停了，没有写", code="cancelled")
            try:
                piece = array("h", decoder.send(_AT_ONCE))
            except StopIteration:
                break
            frames = len(piece) // form.channels
            if not frames:
                break
            kept = _without(piece, at, edges, form, silent=silent)
            at += frames
            written += len(kept) // form.channels
            if written * form.channels * 2 > _LARGEST:
                raise Refused(
                    "剪好的录音超过 4 GB，WAV 放不下", "请把录音按场次分开，再一份一份地剪。", code="too-large"
                )
            file.writeframesraw(_little(kept))
            if form.seconds:
                progress(min(0.99, at / form.rate / form.seconds), source.name)
        decoder.close()
        late = [begin for begin, _end in edges if begin >= at]
        if late or not at:
            raise Refused(
                "要剪去的段在录音结束以后，转写稿和这段录音对不上，没有写",
                "请核对转写稿的时间，或换一段录音。",
                code="beyond-end",
            )
    return CutSound(at / form.rate, written / form.rate, form.channels, form.rate)


def _form_of(source: Path) -> _Form:
    miniaudio = library()
    try:
        info = miniaudio.get_file_info(str(source))
    except (miniaudio.MiniaudioError, OSError) as error:
        raise ArchiveError(
            "存史剪不了这种格式的录音", "请用录音软件转成 mp3 或 wav 收进来，再剪。", code="sound-format"
        ) from error
    return _Form(min(2, max(1, info.nchannels)), info.sample_rate or 44_100, float(info.duration or 0.0))


def _last(end: float, rate: int) -> int:
    """The first sample that is kept again; a stretch may go on to the end, wherever that is."""
    return math.ceil(end * rate) if math.isfinite(end) else 1 << 62


def _without(piece: array[int], at: int, edges: Sequence[tuple[int, int]], form: _Form, *, silent: bool) -> array[int]:
    """Frames of a recording from the frame ``at`` on, without what lies between the edges."""
    frames = len(piece) // form.channels
    near = round(FADE_S * form.rate)
    touching = [(begin, end) for begin, end in edges if begin - near < at + frames and end + near > at]
    if not touching:
        return piece
    for begin, end in touching:
        for place in range(max(at, begin - near), min(at + frames, begin)):
            _fade(piece, place - at, (begin - place) / (near + 1), form.channels)
        for place in range(max(at, end), min(at + frames, end + near)):
            _fade(piece, place - at, (place - end + 1) / (near + 1), form.channels)
    kept = array("h")
    reached = at
    for begin, end in touching:
        first, last = min(max(begin, reached), at + frames), min(max(end, reached), at + frames)
        kept.extend(piece[(reached - at) * form.channels : (first - at) * form.channels])
        if silent:
            kept.frombytes(bytes(2 * (last - first) * form.channels))
        reached = max(reached, last)
    kept.extend(piece[(reached - at) * form.channels :])
    return kept


def _fade(piece: array[int], frame: int, share: float, channels: int) -> None:
    for place in range(frame * channels, (frame + 1) * channels):
        piece[place] = int(piece[place] * share)


def _little(piece: array[int]) -> bytes:
    """The samples as a WAV has them, whichever machine this is."""
    import sys

    if sys.byteorder == "big":
        piece.byteswap()
    return piece.tobytes()
