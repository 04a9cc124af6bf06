"""Reading: notes in their places, sound from a second on, faces framed, years by keyboard."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QTest

from archive_app.domain.adjustment import Adjustment
from archive_app.domain.errors import ArchiveError
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.gui.reading.laying import Laying
from archive_app.gui.reading.looks import ReadingLooks
from archive_app.gui.reading.picture import FramedPicture, face_of
from archive_app.gui.reading.placed import Placed
from archive_app.gui.sound.sounding import RATE, Sound
from archive_app.gui.theme import Theme
from archive_app.gui.widgets.year_bars import YearBars

SLOW = 20_000


def test_a_place_behind_a_note_and_rare_characters_is_where_the_words_are() -> None:
    text = "𠮷日开磨，䶮家先到。"
    placed = Placed("manuscript", {"block": "a", "part": "text"}, 10, text, ((2, 3), (5, 3)))
    assert placed.position(0) == 10
    assert placed.position(2) == 10 + 3 + 3  # 𠮷 is two units, and the note's number stands before 开
    assert placed.position(2, end=True) == 13  # a stretch that ends here does not take the number along
    for offset in range(len(text) + 1):
        assert placed.offset(placed.position(offset)) == offset


def silence_device():
    import miniaudio

    return miniaudio.PlaybackDevice(nchannels=2, sample_rate=RATE, backends=[miniaudio.Backend.NULL])


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "录音 一.wav"
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(b"".join(struct.pack("<h", round(9000 * math.sin(n / 6))) for n in range(8000 * 6)))
    return path


def test_a_recording_plays_from_the_second_asked_for_and_can_be_paused(recording: Path, qtbot) -> None:
    sound = Sound(device=silence_device)
    heard: list[float] = []
    sound.moved.connect(heard.append)
    sound.play(recording, 4.0)
    qtbot.waitUntil(lambda: bool(heard) and heard[-1] > 4.2, timeout=SLOW)
    assert heard[0] >= 4.0
    reached = sound.pause()
    assert 4.0 < reached <= 6.1
    assert not sound.playing
    sound.close()


def test_the_last_second_asked_for_is_the_one_that_is_heard(recording: Path, qtbot) -> None:
    sound = Sound(device=silence_device)
    heard: list[float] = []
    sound.moved.connect(heard.append)
    for second in (1.0, 2.0, 5.0):
        sound.play(recording, second)
    qtbot.waitUntil(lambda: bool(heard), timeout=SLOW)
    assert min(heard) >= 5.0
    qtbot.waitUntil(lambda: not sound.playing, timeout=SLOW)  # it ends by itself
    sound.close()


@pytest.mark.parametrize("fault", ["no device", "no recording"])
def test_what_cannot_be_heard_is_said_in_words(recording: Path, qtbot, fault: str) -> None:
    def none():
        raise ArchiveError("这台电脑没有能用的声音设备", code="no-sound-device")

    sound = Sound(device=none if fault == "no device" else silence_device)
    told: list[ArchiveError] = []
    sound.failed.connect(told.append)
    if fault == "no recording":
        recording.write_bytes(b"not a recording")
    sound.play(recording, 0.0)
    qtbot.waitUntil(lambda: bool(told), timeout=SLOW)
    assert told[0].code == ("no-sound-device" if fault == "no device" else "sound-format")
    assert not sound.playing
    sound.close()


def test_only_a_marked_region_is_a_face() -> None:
    assert face_of({"name": "马文山", "region": [0.5, 0.4, 0.2, 0.3]}).name == "马文山"
    for row in ({}, {"region": []}, {"region": [0.1, 0.2]}, {"region": [0.5, 0.5, 0, 0.1]}, {"region": None}):
        assert face_of({"name": "某人", **row}) is None


def test_a_face_is_framed_where_it_is_in_a_picture_that_is_turned_and_cropped() -> None:
    row = {"name": "马文山", "region": [0.25, 0.5, 0.2, 0.4]}
    turned = face_of(row, Adjustment(turn=90))
    assert (turned.x, turned.y, turned.width, turned.height) == pytest.approx((0.5, 0.25, 0.4, 0.2))
    cropped = face_of(row, Adjustment(crop=(0.0, 0.25, 0.5, 0.5)))
    assert (cropped.x, cropped.y, cropped.width, cropped.height) == pytest.approx((0.5, 0.5, 0.4, 0.8))
    assert face_of(row, Adjustment(crop=(0.5, 0.0, 0.5, 1.0))) is None


def test_a_face_looked_for_is_framed_in_the_picture_and_named(qtbot, look: Theme) -> None:
    from PySide6.QtGui import QPixmap

    view = FramedPicture()
    qtbot.addWidget(view)
    view.resize(640, 460)
    picture = QPixmap(600, 400)
    picture.fill(Qt.GlobalColor.white)
    view.show_picture(picture)
    face = face_of({"name": "马文山", "region": [0.25, 0.5, 0.2, 0.4]})
    view.show_faces([face], [0])
    view.show()
    frame = view._frame(face, view._target())
    seen = view.grab().toImage()
    ratio = seen.devicePixelRatio()
    edge = seen.pixelColor(int(frame.left() * ratio), int(frame.center().y() * ratio))
    assert edge == look.colour("cinnabar")
    inside = seen.pixelColor(int(frame.center().x() * ratio), int(frame.center().y() * ratio))
    outside = seen.pixelColor(int((frame.right() + 80) * ratio), int(frame.center().y() * ratio))
    assert inside.lightness() > outside.lightness()  # what was not looked for is dimmed
    assert "马文山" in view.accessibleName()


@pytest.fixture
def bars(qtbot, look: Theme) -> YearBars:
    made = YearBars()
    qtbot.addWidget(made)
    made.resize(300, 92)
    made.show_years({1949: 3, 1951: 1, 1958: 12})
    made.show()
    made.setFocus()
    return made


def test_years_are_chosen_by_dragging_over_their_bars(bars: YearBars) -> None:
    told: list[tuple[int, int]] = []
    bars.chosen.connect(lambda *years: told.append(years))
    area = bars._area()

    def middle(year: int) -> QPoint:
        return QPoint(round(area.left() + (year - 1949 + 0.5) * area.width() / 10), 40)

    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=middle(1951))
    QTest.mouseMove(bars, middle(1949))
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=middle(1949))
    assert told == [(1949, 1951)]
    bars.show_years({1949: 3, 1951: 1, 1958: 12}, (1949, 1949))
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=middle(1949))
    assert told[-1] == (0, 0)  # the chosen one clicked again: all years


def test_years_are_chosen_by_keyboard_and_said_to_a_screen_reader(bars: YearBars) -> None:
    told: list[tuple[int, int]] = []
    bars.chosen.connect(lambda *years: told.append(years))
    QTest.keyClick(bars, Qt.Key.Key_End)
    assert bars.accessibleName() == "1958年，12 件"
    QTest.keyClick(bars, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert told == [(1957, 1958)]
    bars.show_years({1949: 3, 1958: 12}, (1957, 1958))
    QTest.keyClick(bars, Qt.Key.Key_Escape)
    assert told[-1] == (0, 0)


def test_many_years_share_bars_and_none_is_lost(bars: YearBars) -> None:
    counts = {year: 1 for year in range(1620, 2020)}
    bars.show_years(counts)
    assert sum(bars._number(bar) for bar in range(bars._bars)) == 400
    assert bars._bars <= 100


def test_reading_type_stays_between_its_ends(look: Theme) -> None:
    looks = ReadingLooks(100)
    assert looks.stepped(-1).percent == 100
    for _step in range(20):
        looks = looks.stepped(1)
    assert looks.percent == 200
    assert looks.turned().turned().tokens is looks.tokens


def test_the_notes_of_a_table_stand_in_the_cells_that_call_them(qtbot, look: Theme) -> None:
    rows = ((Cell("年", header=True), Cell("户数", header=True)), (Cell("1949"), Cell("三十六")))
    notes = (Note(3, "又一条", cell=(1, 1)), Note(2, "表题的注"), Note(0, "年的注", cell=(0, 0)))
    block = Block(BlockKind.TABLE, "表一", rows=rows, notes=notes)
    document = QTextDocument()
    laying = Laying(document, ReadingLooks(), 600.0, 800.0)
    laying._manuscript(SimpleNamespace(manuscript=Manuscript((block,))))
    lines = [line.strip() for line in document.toPlainText().splitlines() if line.strip()]
    assert lines == [
        "表一[1]",
        "[2]年　│　户数",
        "1949　│　三十六[3]",
        "[1] 表题的注",
        "[2] 年的注",
        "[3] 又一条",
    ]
    place = laying.places.find("manuscript", {"block": block.id, "part": "cell:0,0"}, "年", 1)
    assert place is not None and document.toPlainText()[place.position(0)] == "年"


def test_marks_in_the_cells_of_a_table_are_seen_beside_their_notes(qtbot, look: Theme) -> None:
    rows = ((Cell("一队𠮷家", spans=(Span(2, 3, SpanStyle.BOLD),)), Cell("乙")),)
    block = Block(BlockKind.TABLE, rows=rows, notes=(Note(1, "注", cell=(0, 0)),))
    document = QTextDocument()
    laying = Laying(document, ReadingLooks(), 600.0, 800.0)
    laying._manuscript(SimpleNamespace(manuscript=Manuscript((block,))))
    text = document.toPlainText()
    assert text.strip().splitlines()[0] == "一[1]队𠮷家　│　乙"
    cursor = QTextCursor(document)
    bold = []
    for at in range(1, len(text.encode("utf-16-le")) // 2):
        cursor.setPosition(at)
        if cursor.charFormat().fontWeight() >= 700:
            bold.append(at)
    start = text.index("𠮷")
    assert bold == [start + 1, start + 2]
