"""The player of an opened item: its keys, its waveform, and whose recordings it plays."""

from __future__ import annotations

import math
import wave
from array import array
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from archive_app.catalogue.commands import Create, SetFields
from archive_app.derived.waveforms import Waveform, waveform_path
from archive_app.gui.composition import composing
from archive_app.gui.main_window import MainWindow
from archive_app.gui.sound.player import PlayerBar
from archive_app.gui.sound.sounding import RATE, Sound
from archive_app.gui.sound.wave import TENTHS, WaveLine
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place
from tests.gui.acting import compose, item_titled

SLOW = 20_000


def silence_device():
    import miniaudio

    return miniaudio.PlaybackDevice(nchannels=2, sample_rate=RATE, backends=[miniaudio.Backend.NULL])


@pytest.fixture(autouse=True)
def no_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested is what would be heard."""
    monkeypatch.setattr(Sound.__init__, "__defaults__", (None, silence_device))


def recording(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(array("h", (round(9000 * math.sin(n / 6)) for n in range(8000 * seconds))).tobytes())
    return path


@pytest.fixture
def player(opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path) -> PlayerBar:
    """The example's oral history with two recordings, opened at its transcript."""
    archive = opened.session.archive
    item = item_titled(archive, "沙塘川的三盘水磨")
    for number, seconds in ((1, 70), (2, 20)):
        stored = archive.vault.take(recording(tmp_path / f"{number}.wav", seconds))
        values = {"item": item, "name": f"第{number}盘.wav", "mime": "audio/wav", "duration": float(seconds)}
        archive.execute(Create("file", {**values, "sha256": stored.sha256, "role": "录音"}))
    segments = [{"id": f"s{n}", "start": 10.0 * n, "end": 10.0 * n + 9, "speaker": "", "text": "话"} for n in range(6)]
    archive.execute(SetFields(item, {"transcript": [{**one, "access": ""} for one in segments]}))
    opened.go("materials", Place(item, "transcript", row=2))
    settle(opened)
    return materials.material.player


def test_an_opened_recording_stands_where_the_segment_begins_and_f4_plays_it(
    opened: MainWindow, player: PlayerBar, qtbot
) -> None:
    assert player.isVisible() and player.chooser.isVisible()
    assert player.second == 20.0
    qtbot.keyClick(opened, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: player.second > 20.2, timeout=SLOW)
    qtbot.keyClick(opened, Qt.Key.Key_F4)
    assert not player.sound.playing
    at = player.second
    qtbot.keyClick(opened, Qt.Key.Key_F5)
    assert player.second == pytest.approx(at - 5)
    qtbot.keyClick(opened, Qt.Key.Key_F6)
    assert player.second == pytest.approx(at)


def test_slower_and_faster_stop_at_half_and_twice(opened: MainWindow, player: PlayerBar, qtbot) -> None:
    assert player.speed_words.text() == "原速"
    qtbot.keyClick(opened, Qt.Key.Key_F7)
    assert (player.sound.speed, player.speed_words.text()) == (0.9, "0.9 倍")
    for _time in range(20):
        qtbot.keyClick(opened, Qt.Key.Key_F7)
    assert player.sound.speed == 0.5
    for _time in range(20):
        qtbot.keyClick(opened, Qt.Key.Key_F10)
    assert player.sound.speed == 2.0


def test_the_keys_act_in_the_middle_of_a_word_and_leave_it_as_it_is(
    opened: MainWindow, materials: MaterialsWorkspace, player: PlayerBar, qtbot
) -> None:
    field = materials.pane.form.findChild(QLineEdit)
    field.setFocus()
    compose(field, "shuimo")
    assert composing()
    qtbot.keyClick(field, Qt.Key.Key_F6)
    assert player.second == 25.0
    qtbot.keyClick(field, Qt.Key.Key_F5)
    assert player.second == 20.0
    assert composing()
    compose(field, "")


def test_the_segment_that_is_heard_is_tinted_until_it_is_silent(
    opened: MainWindow, materials: MaterialsWorkspace, player: PlayerBar, qtbot, look
) -> None:
    view = materials.material.transcript_page.view
    player.play_from(29.5)
    qtbot.waitUntil(lambda: view.sounding == 2, timeout=SLOW)
    qtbot.waitUntil(lambda: view.sounding == 3, timeout=SLOW)
    seen = view.viewport().grab().toImage()
    assert any(seen.pixelColor(4, y) == look.colour("cinnabar_tint") for y in range(seen.height()))
    player.toggle()
    assert view.sounding == -1


def test_who_goes_to_a_segment_is_there_in_the_recording_unless_it_is_playing(
    materials: MaterialsWorkspace, player: PlayerBar, qtbot
) -> None:
    view = materials.material.transcript_page.view
    view.go(4)
    assert player.second == 40.0
    player.play_from(10.0)
    qtbot.waitUntil(lambda: player.sound.playing, timeout=SLOW)
    view.go(1)
    assert player.second < 20.0 and player.sound.playing


def test_another_recording_of_the_item_is_chosen_and_each_is_where_it_was_left(player: PlayerBar) -> None:
    player.chooser.setCurrentIndex(1)
    player.chooser.activated.emit(1)
    assert player.file.name == "第2盘.wav" and player.second == 0.0
    assert player.line.seconds == 20.0
    player.skip(5)
    player.chooser.activated.emit(0)
    assert player.second == 20.0
    player.chooser.activated.emit(1)
    assert player.second == 5.0


def test_what_nobody_sees_any_more_falls_silent_and_its_keys_rest(
    opened: MainWindow, player: PlayerBar, qtbot, settle
) -> None:
    player.toggle()
    qtbot.waitUntil(lambda: player.sound.playing, timeout=SLOW)
    opened.go("authorities")
    settle(opened)
    assert not player.sound.playing
    assert not opened.actions_table["sound.toggle"].isEnabled()


def test_the_waveform_comes_by_itself_and_is_kept(opened: MainWindow, player: PlayerBar, qtbot) -> None:
    shown: list[float] = []
    player.listening.wave_changed.connect(lambda wave: shown.append(wave.seconds if wave else 0.0))
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] > 69, timeout=60_000)
    assert shown == sorted(shown)  # it grows while it is made
    assert player.line.wave.seconds == pytest.approx(70.0, abs=0.2)
    kept = opened.session.archive.root / waveform_path(player.file.sha256)
    qtbot.waitUntil(kept.exists, timeout=60_000)  # what grows is seen before it is kept


@pytest.fixture
def line(qtbot, look) -> WaveLine:
    made = WaveLine(near=True)
    qtbot.addWidget(made)
    made.setRange(0, 600 * TENTHS)
    made.resize(600, made.sizeHint().height())
    made.show()
    return made


def test_a_click_goes_to_its_second_in_either_strip(line: WaveLine, qtbot) -> None:
    asked: list[float] = []
    line.asked.connect(asked.append)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(300, 10))
    assert asked[-1] == pytest.approx(300.0, abs=1.0)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(360, line.height() - 10))
    assert asked[-1] == pytest.approx(303.0, abs=0.2)  # half a minute over the whole width, 300 in its middle


def test_what_is_dragged_to_is_asked_for_once_it_is_let_go(line: WaveLine, qtbot) -> None:
    asked: list[float] = []
    line.asked.connect(asked.append)
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    qtbot.mouseMove(line, QPoint(240, 10))
    line.mouseMoveEvent(_moved(240, 10))
    assert line.sliderPosition() == pytest.approx(240 * TENTHS, abs=TENTHS)
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(240, 10))
    assert asked == [pytest.approx(60.0, abs=1.0), pytest.approx(240.0, abs=1.0)]


def _moved(x: int, y: int):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(x, y), QPointF(x, y), left, left, none)


def test_loud_is_drawn_high_silence_as_a_line_and_what_was_heard_in_another_colour(line: WaveLine, look) -> None:
    swing = bytes([100] * 3000 + [0] * 3000)
    line.show_wave(Waveform(swing, swing))
    line.setSliderPosition(150 * TENTHS)
    seen = line.grab().toImage()
    ratio = seen.devicePixelRatio()

    def colour(x: int, y: int):
        return seen.pixelColor(round(x * ratio), round(y * ratio))

    assert colour(100, 8) == look.colour("cinnabar_ink")
    assert colour(200, 8) == look.colour("faint")
    assert colour(450, 8) == look.colour("rail")


def test_of_a_film_the_sound_is_played_and_the_picture_opens_outside(
    opened: MainWindow, player: PlayerBar, qtbot, settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not player._film.isVisible()
    archive = opened.session.archive
    item = item_titled(archive, "沙塘川的三盘水磨")
    film = Path(__file__).parent.parent / "intake" / "files" / "sound" / "ticks-video.mp4"
    values = {"item": item, "name": "采访.mp4", "mime": "video/mp4", "duration": 20.0}
    archive.execute(Create("file", {**values, "sha256": archive.vault.take(film).sha256, "role": "录音"}))
    opened.go("materials", Place(item, "transcript", row=2))
    settle(opened)
    number = player.chooser.findText("采访.mp4")
    player.chooser.activated.emit(number)
    assert player.file.film and player._film.isVisible() and player.line.seconds == 20.0
    shown: list[str] = []
    monkeypatch.setattr(
        "archive_app.gui.sound.player.QDesktopServices.openUrl", lambda url: shown.append(url.toLocalFile())
    )
    player._film.click()
    assert shown == [str(archive.original(player.file.id))]
