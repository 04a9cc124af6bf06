"""From a printed paragraph to its second of the recording, and back to its line, at the desk where volumes are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.volumes.spreads import Pointed
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services.archive import Archive
from archive_app.typeset.trace import Spot
from tests.gui.acting import SLOW

FIRST = "沙塘川有三盘水磨，都是合股的，哪一家轮到几天，都写在一块木板上，谁也不许抢先。"
SECOND = "后来修了渠，水小了，磨也就停了，木板叫人拿去垫了桌腿，如今再找也找不见了。"
OWN = "这一段是编者写的话，没有录音。"


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    """An interview on two tapes and a volume that prints its text."""
    root = tmp_path / "馆藏"
    with Archive.create(root, name="测试馆藏", actor="王文史") as archive:
        item = Create("item", {"kind": "oral_history", "title": "三盘水磨"})
        archive.execute(item)
        tapes = [
            archive.execute(
                Create("file", {"item": item.id, "name": name, "mime": "audio/ogg", "duration": 5400.0, "position": at})
            ).record_ids[0]
            for at, name in enumerate(("1-A.ogg", "1-B.ogg"))
        ]
        rows = [
            {"id": "s1", "start": 2590.0, "end": 2600.0, "speaker": "马文山", "text": FIRST},
            {"id": "s2", "start": 60.0, "end": 70.0, "speaker": "马文山", "text": SECOND, "file": tapes[1]},
        ]
        text = Manuscript(
            (
                Block(BlockKind.PARAGRAPH, FIRST, id="b1", segments=("s1",)),
                Block(BlockKind.PARAGRAPH, OWN, id="b2"),
                Block(BlockKind.PARAGRAPH, SECOND, id="b3", segments=("s2",)),
            )
        )
        archive.execute(SetFields(item.id, {"transcript": rows, "manuscript": text.to_json()}))
        volume = Create("volume", {"title": "城东文史", "number": 3, "template": "16k"})
        section = Create("section", {"volume": volume.id, "title": "第一栏", "matter": "body", "position": 1})
        article = Create("article", {"section": section.id, "item": item.id, "position": 1})
        for command in (volume, section, article):
            archive.execute(command)
    return root


def _point(desk: VolumesWorkspace, block: str, offset: int) -> None:
    article = next(line.article for page in desk.pages_view.pages for line in page.lines if line.block == block)
    desk.pages_view.clicked.emit(Pointed(Spot(article, block, "text", offset), None, 0, 0, QPoint()))


def test_a_printed_paragraph_is_heard_and_what_is_heard_is_found_on_its_line(opened: MainWindow, settle, qtbot) -> None:
    desk = opened.desk.show_workspace("volumes")
    assert isinstance(desk, VolumesWorkspace)
    qtbot.waitUntil(lambda: any(line.block == "b3" for p in desk.pages_view.pages for line in p.lines), timeout=SLOW)
    settle(opened)
    heard = desk.heard
    assert heard.isHidden() and heard.player is None and not desk.can("sound.toggle")

    _point(desk, "b1", 0)
    settle(opened)
    assert heard.isVisible() and "1-A.ogg" in heard.said.whole()
    assert heard.player.file.name == "1-A.ogg" and heard.player.second == 2590.0  # 00:43:10
    assert desk.can("search.play") and desk.can("spoken.across") and desk.can("sound.toggle")

    _point(desk, "b3", len(SECOND) // 2)
    settle(opened)
    assert heard.player.file.name == "1-B.ogg" and 63.0 < heard.player.second < 67.0

    played: list[tuple[str, float]] = []
    heard.player.listening.sound.play = lambda path, second, until=None: played.append((str(path), second))
    heard.player.listening._path_of = lambda file: Path(file)
    qtbot.keyClick(opened, Qt.Key.Key_F8)
    assert [second for _path, second in played] == [heard.player.second]

    shown: list[tuple[str, str, int]] = []
    desk.tracing.show_on_page = lambda *place: shown.append(place)
    heard._touched = 0.0
    heard.player.sound._stream = object()  # stands in for a device that plays
    heard._heard(69.9)
    assert [place[1] for place in shown] == ["b3"] and shown[0][2] > len(SECOND) // 2

    heard.player.sound._stream = None
    _point(desk, "b2", 2)
    settle(opened)
    assert heard.isHidden() and not desk.can("search.play")
