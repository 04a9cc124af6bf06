"""Listening: a recording of a form that must be made ready, parts again and again, where each was left, one by one."""

from __future__ import annotations

import itertools
import math
import wave
from array import array
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt

from archive_app.derived.sound_copies import copy_path
from archive_app.gui.sound.files import SoundFile
from archive_app.gui.sound.listening import Listening
from archive_app.gui.sound.sounding import RATE, Sound
from archive_app.gui.sound.wave import TENTHS, WaveLine
from archive_app.intake.sound.decoders import DECODERS
from archive_app.services.archive import Archive
from archive_app.services.settings import Settings
from archive_app.services.sounds import Waveforms

SLOW = 60_000
SOUND = Path(__file__).parent.parent / "intake" / "files" / "sound"


def silence_device():
    import miniaudio

    return miniaudio.PlaybackDevice(nchannels=2, sample_rate=RATE, backends=[miniaudio.Backend.NULL])


@pytest.fixture(autouse=True)
def one_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that every machine of ours has, and no loudspeaker."""
    monkeypatch.setattr(Sound.__init__, "__defaults__", (None, silence_device))
    qt = tuple(one for one in DECODERS if one.name == "qt")
    monkeypatch.setattr(Waveforms.__init__, "__defaults__", (lambda: qt,))


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="试", actor="张") as made:
        yield made


@pytest.fixture
def listening(archive: Archive, qtbot, tmp_path: Path):
    made: list[Listening] = []
    owner = QObject()

    def make(*, eager: bool = True) -> Listening:
        made.append(Listening(archive, None, Settings(tmp_path / "settings.toml"), owner, eager=eager))
        return made[-1]

    yield make
    for one in made:
        one.close()


def recorded(archive: Archive, tmp_path: Path, name: str, seconds: float) -> SoundFile:
    path = tmp_path / f"{name}.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(array("h", (round(9000 * math.sin(n / 6)) for n in range(round(8000 * seconds)))).tobytes())
    sha256 = archive.vault.take(path).sha256
    return _filed(archive, name, sha256, seconds)


def _filed(archive: Archive, name: str, sha256: str, seconds: float) -> SoundFile:
    from archive_app.catalogue.commands import Create

    done = archive.execute(
        Create("file", {"name": name, "mime": "audio/x", "duration": seconds, "sha256": sha256, "role": "录音"})
    )
    return SoundFile(next(iter(done.record_ids)), name, seconds, sha256)


def test_while_it_is_heard_the_recording_is_opened_once(archive: Archive, listening, qtbot, tmp_path: Path) -> None:
    one = listening()
    one.show((recorded(archive, tmp_path, "一", 8.0),))
    opened: list[int] = []
    one.sound.playing_changed.connect(opened.append)
    begun = one.sound._ticket
    one.toggle()
    qtbot.waitUntil(lambda: one.second > 1.5, timeout=SLOW)
    assert one.sound._ticket == begun + 1 and opened == [True]


@pytest.mark.parametrize("eager", [True, False])
def test_an_m4a_is_made_ready_and_goes_on_where_it_was_asked(archive: Archive, listening, qtbot, eager: bool) -> None:
    sha256 = archive.vault.take(SOUND / "ticks.m4a").sha256
    one = listening(eager=eager)
    one.show((_filed(archive, "微信录音.m4a", sha256, 20.0),))
    told: list[object] = []
    one.waiting.connect(told.append)
    one.failed.connect(told.append)
    one.play_from(9.0)
    qtbot.waitUntil(lambda: one.sound.playing and one.second > 9.3, timeout=SLOW)
    assert one.second < 12.0
    assert told[-1] is None  # it waits no more, and nothing failed
    one.pause()
    assert (archive.root / copy_path(sha256)).exists()
    shown: list[object] = []
    one.wave_changed.connect(shown.append)
    qtbot.waitUntil(lambda: bool(shown) or one.waves._waveforms.kept(sha256) is not None, timeout=SLOW)


def test_what_nobody_can_decode_is_said_and_nothing_waits(archive: Archive, listening, qtbot, tmp_path: Path) -> None:
    spoilt = tmp_path / "坏.m4a"
    spoilt.write_bytes((SOUND / "ticks.m4a").read_bytes()[:200] + bytes(4000))
    one = listening()
    one.show((_filed(archive, "坏.m4a", archive.vault.take(spoilt).sha256, 0.0),))
    failed: list[object] = []
    one.failed.connect(failed.append)
    one.toggle()
    qtbot.waitUntil(lambda: bool(failed), timeout=SLOW)
    assert "解不出声音" in failed[0].message
    assert not one.sound.playing


def test_a_part_is_heard_again_and_again_until_one_goes_elsewhere(
    archive: Archive, listening, qtbot, tmp_path: Path
) -> None:
    one = listening()
    one.show((recorded(archive, tmp_path, "一", 20.0),))
    heard: list[float] = []
    one.moved.connect(heard.append)
    one.repeat(6.2, 5.4)
    assert one.loop == (5.4, 6.2) and one.second == 5.4
    one.toggle()

    def again() -> bool:
        return sum(later < earlier for earlier, later in itertools.pairwise(heard)) >= 2

    qtbot.waitUntil(again, timeout=SLOW)
    assert min(heard) >= 5.3 and max(heard) <= 6.25
    one.go(12.0)
    assert one.loop is None
    qtbot.waitUntil(lambda: one.second > 12.4, timeout=SLOW)


def test_one_key_says_where_it_begins_where_it_ends_and_no_more(archive: Archive, listening, tmp_path: Path) -> None:
    one = listening()
    one.show((recorded(archive, tmp_path, "一", 20.0),))
    one.go(4.0)
    one.mark()
    assert one.marked == 4.0 and one.loop is None
    one.mark()  # too soon: a hand that trembles
    assert one.loop is None and one.marked == 4.0
    one.go(7.0)
    one.mark()
    assert one.loop == (4.0, 7.0) and one.marked is None
    one.mark()
    assert one.loop is None


@pytest.mark.parametrize(("seconds", "from_where"), [(0, 8.0), (2, 6.0)])
def test_who_goes_on_hears_the_last_words_again_as_long_as_is_set(
    archive: Archive, listening, qtbot, tmp_path: Path, seconds: int, from_where: float
) -> None:
    one = listening()
    one._settings.set("sound_step_back", seconds)
    one.show((recorded(archive, tmp_path, "一", 20.0),))
    one.play_from(8.0)
    qtbot.waitUntil(lambda: one.sound.playing, timeout=SLOW)
    one.pause()
    one.second = 8.0
    asked: list[float] = []
    one.placed.connect(asked.append)
    one.toggle()
    assert asked[0] == from_where
    one.pause()
    one.wait_at(15.0)  # another place was gone to: nothing was said before it
    asked.clear()
    one.toggle()
    assert asked[0] == 15.0


def test_each_recording_is_found_where_it_was_left_by_the_next_window(
    archive: Archive, listening, tmp_path: Path
) -> None:
    files = (recorded(archive, tmp_path, "一", 20.0), recorded(archive, tmp_path, "二", 30.0))
    one = listening()
    one.show(files)
    one.go(7.5)
    one.choose(files[1])
    one.go(28.5)  # as good as its end
    one.close()
    other = listening()
    other.show(files)
    assert other.second == 7.5
    other.choose(files[1])
    assert other.second == 0.0


def test_the_recordings_of_an_item_are_heard_one_after_another(
    archive: Archive, listening, qtbot, tmp_path: Path
) -> None:
    files = (recorded(archive, tmp_path, "一", 3.0), recorded(archive, tmp_path, "二", 9.0))
    one = listening()
    one.show(files)
    one.play_from(2.5)
    qtbot.waitUntil(lambda: one.file == files[1] and one.second > 0.3, timeout=SLOW)
    assert one.sound.playing
    one.show((files[0],))
    assert not one.sound.playing  # another item is silent until it is asked


def test_what_is_drawn_over_in_the_lower_strip_is_selected_and_a_click_goes_there(qtbot, look) -> None:
    line = WaveLine(near=True)
    qtbot.addWidget(line)
    line.setRange(0, 600 * TENTHS)
    line.resize(600, line.sizeHint().height())
    line.show()
    asked: list[float] = []
    drawn: list[tuple[float, float]] = []
    line.asked.connect(asked.append)
    line.selected.connect(lambda begin, end: drawn.append((begin, end)))
    low = line.height() - 10
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(100, low))
    qtbot.mouseMove(line, QPoint(300, low))
    _move(line, 300, low)
    seen = line.grab().toImage()
    ratio = seen.devicePixelRatio()
    assert seen.pixelColor(round(200 * ratio), round((low - 8) * ratio)) == look.colour("celadon_tint")
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(300, low))
    assert drawn == [(pytest.approx(5.0, abs=0.2), pytest.approx(15.0, abs=0.2))]
    assert len(asked) == 1


def _move(line: WaveLine, x: int, y: int) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    line.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, QPointF(x, y), QPointF(x, y), left, left, none))
