"""Sound out of a recording by the FFmpeg that Qt's wheels carry (``PySide6-Addons``, LGPL): in a process of its own.

No window is in that process, and no sound comes out of it: ``QAudioDecoder`` gives the samples, and its clock tells
where a gap is to be kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive_app.domain.errors import Refused

_GAP_S = 0.1
"""A pause of the file's clock that is kept as silence."""
_MOST_GAP_S = 3600.0
_WAIT_MS = 20_000
_PIECE = 1 << 16


def decode(path: Path, rate: int) -> tuple[int, Iterator[bytes]]:
    """Samples of sixteen bits, one channel, ``rate`` of them a second."""
    return rate, _samples(path, rate)


def _samples(path: Path, rate: int) -> Iterator[bytes]:
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer, QUrl
    from PySide6.QtMultimedia import QAudioDecoder, QAudioFormat

    app = QCoreApplication.instance() or QCoreApplication(["cunshi-sound"])
    loop = QEventLoop()
    form = QAudioFormat()
    form.setSampleRate(rate)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    decoder = QAudioDecoder()
    decoder.setAudioFormat(form)
    decoder.setSource(QUrl.fromLocalFile(str(path)))
    ready = bytearray()
    sent, ended = 0, False

    def take() -> None:
        nonlocal sent
        buffer = decoder.read()
        missing = buffer.startTime() / 1_000_000 - sent / rate
        if _GAP_S < missing < _MOST_GAP_S:
            frames = round(missing * rate)
            ready.extend(bytes(2 * frames))
            sent += frames
        ready.extend(buffer.constData())
        sent += buffer.frameCount()
        if len(ready) >= _PIECE:
            loop.quit()

    def end() -> None:
        nonlocal ended
        ended = True
        loop.quit()

    decoder.bufferReady.connect(take)
    decoder.finished.connect(end)
    decoder.error.connect(end)
    alarm = QTimer()
    alarm.setSingleShot(True)
    alarm.timeout.connect(end)
    decoder.start()
    while not ended:
        alarm.start(_WAIT_MS)
        loop.exec()
        if ready:
            yield bytes(ready)
            ready.clear()
    decoder.stop()
    app.processEvents()
    if not sent:
        raise Refused("解不出声音", "文件可能已损坏。", code="sound-format")
