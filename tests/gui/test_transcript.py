"""A transcript set right in place: saved, undone, its other fields untouched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QPlainTextEdit, QStyle

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.transcript import PADDING, TranscriptView
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place
from tests.gui.acting import commit, item_titled

SEGMENTS = [
    {"id": "s1", "start": 0.0, "end": 4.5, "speaker": "采访者", "text": "水磨是谁家的？", "access": ""},
    {"id": "s2", "start": 4.5, "end": 61.25, "speaker": "马文山", "text": "沙塘川有三盘。", "access": "internal"},
]


def test_segments_show_their_time_and_come_back_unchanged(look, qtbot) -> None:
    view = TranscriptView()
    qtbot.addWidget(view)
    view.show_segments(SEGMENTS)
    model = view.model()
    assert [model.index(1, column).data() for column in range(3)] == ["0:00:04.5", "马文山", "沙塘川有三盘。"]
    assert view.segments() == SEGMENTS


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_segment_is_cut_whatever_its_length(look, qtbot, scale: float) -> None:
    """Also where the words just fill the line."""
    look.set(scale=scale)
    view = TranscriptView()
    qtbot.addWidget(view)
    words = "全村都参加了二十六根杆高高低低锯齐了拉线的那天一百多人拽着一根铁线往上走" * 3
    view.show_segments([{**SEGMENTS[0], "text": words[:length]} for length in range(20, 100)])
    view.resize(900, 600)
    view.show()
    qtbot.waitExposed(view)
    view.resizeRowsToContents()
    margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
    room = view.columnWidth(2) - 2 * (look.dp(PADDING) + margin)
    for row in range(view.model().rowCount()):
        index = view.model().index(row, 2)
        layout = QTextLayout(index.data(), index.data(Qt.ItemDataRole.FontRole) or view.font())
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            high += line.height()
        layout.endLayout()
        assert view.rowHeight(row) >= high, (row, index.data())
    look.set(scale=1.0)


def test_a_wrong_time_is_not_taken(look, qtbot) -> None:
    view = TranscriptView()
    qtbot.addWidget(view)
    view.show_segments(SEGMENTS)
    model = view.model()
    assert not model.setData(model.index(0, 0), "半小时")
    assert model.setData(model.index(0, 0), "1:02")
    assert view.segments()[0]["start"] == 62


def test_a_segment_is_rewritten_by_input_method_saved_and_undone(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    archive = opened.session.archive
    item = item_titled(archive, "沙塘川的三盘水磨")
    archive.execute(SetFields(item, {"transcript": SEGMENTS}))
    settle(opened)
    opened.go("materials", Place(item, "transcript", row=1))
    settle(opened)
    view = materials.material.transcript
    assert view.isVisible() and view.currentIndex().row() == 1
    index = view.model().index(1, 2)
    view.setCurrentIndex(index)
    view.edit(index)
    editor = view.findChild(QPlainTextEdit)
    editor.selectAll()
    commit(editor, "沙塘川有三盘水磨。")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    materials.flush()
    settle(opened)
    stored = archive.catalogue.record(item)["transcript"]
    assert [row["text"] for row in stored] == ["水磨是谁家的？", "沙塘川有三盘水磨。"]
    assert (stored[1]["id"], stored[1]["end"], stored[1]["access"]) == ("s2", 61.25, "internal")
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert [row["text"] for row in view.segments()] == ["水磨是谁家的？", "沙塘川有三盘。"]


def test_an_item_names_its_recordings_and_how_long_they_are(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    archive = opened.session.archive
    spoken = item_titled(archive, "沙塘川的三盘水磨")
    sound = {"item": spoken, "name": "OH-03_录音.ogg", "mime": "audio/ogg", "duration": 103.66, "role": "录音"}
    archive.execute(Create("file", sound))
    silent = next(i for i in archive.catalogue.item_ids() if i != spoken)
    opened.go("materials", Place(spoken, "transcript"))
    settle(opened)
    player = materials.material.player
    assert player.isVisible() and player.name.whole() == "OH-03_录音.ogg　0:01:44"
    opened.go("materials", Place(silent, ""))
    settle(opened)
    assert not player.isVisible()
