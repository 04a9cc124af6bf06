"""The process that hears a recording piece by piece, and tells the words of each as soon as it has them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from archive_app.derived.sound_copies import SoundCopy
from archive_app.intake.sound.decoding import copied, samples
from archive_app.intake.sound.seeking import frame_table
from archive_app.intake.sound.speech.models import RATE, Model, Recogniser
from archive_app.intake.telling import telling
from archive_app.vault.hostile.limits import GIB

MEMORY = 12 * GIB
"""Bytes of address space that hearing may take."""
_WHOLE = 32_768.0
Loader = Callable[[Model], Recogniser]
Piece = tuple[float, float]


def main(path: Path, copy: SoundCopy | None, todo: list[Piece], model: Model, loader: Loader, told: Connection) -> None:
    """Hear each piece; every message is JSON: a piece with its words, ``done``, or an error in words."""
    with telling(told, MEMORY, "内存不够，听写停下了", "请换小一些的模型，或关掉别的程序。") as tell:
        recogniser = loader(model)
        tell(ready=True)
        for (begin, end), sound in zip(todo, sounds(path, copy, todo), strict=True):
            tell(begin=begin, end=end, text=recogniser.hear(sound))


def sounds(path: Path, copy: SoundCopy | None, todo: list[Piece]) -> Iterator[array[float]]:
    """The samples of each piece, from -1 to 1, ``RATE`` a second."""
    table = frame_table(path) if copy is None else None
    for begin, end in todo:
        if copy is not None:
            decoder = copied(copy, begin, channels=1, rate=RATE)
        else:
            decoder = samples(path, begin, channels=1, rate=RATE, table=table)
        left = round((end - begin) * RATE)
        sound = array("f")
        while left > 0:
            try:
                piece = decoder.send(min(left, 4096))
            except StopIteration:
                break
            sound.extend(one / _WHOLE for one in piece[:left])
            left -= len(piece)
        decoder.close()
        yield sound
