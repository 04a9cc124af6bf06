"""An interview of two recordings: what is clicked is heard in its own, what is new is of the one in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt

from archive_app.catalogue.commands import Create
from archive_app.gui.oral.recording_dialog import RecordingDialog
from tests.gui.acting import commit, item_titled
from tests.gui.support_oral import SEGMENTS, TITLE, stored


def test_each_segment_is_of_its_recording_and_the_player_goes_along(opened, interview, settle, qtbot) -> None:
    oral = interview()
    item = item_titled(opened.session.archive, TITLE)
    first = oral.recording
    about = {"item": item, "name": "OH-03-B.ogg", "mime": "audio/ogg", "duration": 90.0, "role": "录音", "position": 1}
    second = opened.session.archive.execute(Create("file", about)).record_ids[0]
    settle(opened)
    assert oral.recordings == [first, second] and oral.view._painter.recordings[""] == "OH-03"

    oral.player.listening.choose_id(second)
    oral.player.wait_at(7.0)
    qtbot.keyClick(oral.view.words, Qt.Key.Key_F12)  # somebody speaks on the other side of the tape
    commit(oral.view.words, "背面的话。")
    opened.flush()
    settle(opened)
    rows = stored(opened)
    assert [(row["start"], row.get("file")) for row in rows] == [
        *((one["start"], None) for one in SEGMENTS), (7.0, second),
    ]  # fmt: skip
    assert rows[1]["end"] == 61.25  # at 7 seconds of this recording nobody spoke
    assert oral.view.starts == [7.0]

    oral.view.go(1, offset=0)  # back on the first side, the player with it
    assert oral.recording == first and oral.player.second == 4.5 and oral.view.starts == [0.0, 4.5, 61.25]
    oral.view.go(3, offset=0)
    assert oral.recording == second and oral.player.second == 7.0
    oral.new_point()
    settle(opened)
    opened.flush()
    settle(opened)
    points = opened.session.archive.catalogue.record(item)["index_points"]
    assert [(one["at"], one["file"]) for one in points] == [(7.0, second)]
    assert oral.points.list.item(0).text().startswith("OH-03-B")

    oral.view.go(3, offset=0)
    dialog = RecordingDialog(oral, oral)
    dialog.to.setCurrentIndex(0)
    dialog._keep()
    settle(opened)
    assert [row.get("file") for row in stored(opened)] == [None] * 4
    opened.session.archive.undo()
    settle(opened)
    assert stored(opened)[3]["file"] == second and oral.view.rows[3]["file"] == second
