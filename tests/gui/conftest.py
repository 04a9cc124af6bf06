"""The window without a screen. A machine without Qt fails these tests; it does not skip them."""

from __future__ import annotations

import os
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from archive_app.gui.app import prepare
from archive_app.gui.main_window import MainWindow
from archive_app.gui.oral.page import OralPage
from archive_app.gui.records.form import RecordForm
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.materials.photo.page import PicturePage
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place
from archive_app.services.settings import Settings
from tests.gui.acting import SLOW, commit, compose, item_titled  # noqa: F401
from tests.gui.support_oral import SEGMENTS, TITLE
from tests.gui.support_small import make_small
from tests.support_archives import copied


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of its own for each test."""
    folder = tmp_path / "settings"
    monkeypatch.setenv("CUNSHI_CONFIG", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def prepared(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """The application with faces, language and theme, once; also for a test that only paints, which may come first."""
    settings = Settings(tmp_path_factory.mktemp("settings") / "settings.toml")
    settings.set("theme", "light")
    return prepare(qapp, settings)


@pytest.fixture
def qtbot(qtbot, prepared: Theme):
    """pytest-qt's own; what is tested without a window has the style sheet that it would have in one, and a condition
    is waited for as long as a machine takes that is busy otherwise."""
    add, until = qtbot.addWidget, qtbot.waitUntil

    def dressed(widget: QWidget, **more: Any) -> None:
        if widget.parentWidget() is None and not widget.styleSheet():
            prepared.dress(widget)
        add(widget, **more)

    qtbot.addWidget = dressed
    qtbot.waitUntil = lambda callback, *, timeout=0: until(callback, timeout=max(timeout, SLOW))
    yield qtbot
    # Qt keeps one state of the mouse: a button that a test leaves pressed is pressed in every test after it
    for mouse_button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        if QGuiApplication.mouseButtons() & mouse_button:
            QTest.mouseRelease(QWidget(), mouse_button)


@pytest.fixture
def look(prepared: Theme) -> Iterator[Theme]:
    """The theme, light and at 100 % again after the test."""
    prepared.set(mode="light", scale=1.0)
    yield prepared
    prepared.set(mode="light", scale=1.0)


@pytest.fixture
def settle(qtbot, qapp: QApplication) -> Callable[[MainWindow], None]:
    """Wait until nothing is being written, asked or drawn any more."""

    def rest(window: MainWindow) -> int:
        """Milliseconds until it is worth while to look again; 0 where nothing is to come."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        session = window.session
        if session.saving or session._reader.busy or session._writer.busy:
            return 4
        # single-shot timers are short delays: what they stand for is still to come. As nothing else is under way, the
        # next of them may as well come now.
        pending = [timer for timer in window.findChildren(QTimer) if timer.isSingleShot() and timer.isActive()]
        short = [timer for timer in pending if timer.interval() < 300]
        if short:
            soonest = min(short, key=QTimer.remainingTime)
            soonest.stop()
            soonest.timeout.emit()
            return 1
        return 4 if any(form.building for form in window.findChildren(RecordForm)) else 0

    def still(window: MainWindow) -> None:
        begun = time.monotonic()
        while left := rest(window):
            assert time.monotonic() - begun < SLOW / 1000, "the window does not come to rest"
            qtbot.wait(left)

    def wait(window: MainWindow) -> None:
        qtbot.waitUntil(lambda: not window.opening, timeout=SLOW)
        for _turn in range(3):  # what one answer sets off may ask again a moment later
            still(window)
            qtbot.wait(12)
        still(window)

    return wait


@pytest.fixture
def window(qtbot, look: Theme) -> Iterator[MainWindow]:
    """The window on its start page."""
    made = MainWindow(Settings())
    made.resize(1366, 768)
    qtbot.addWidget(made, before_close_func=lambda _window: made.release())
    made.show()
    made.activateWindow()
    yield made
    made.release()


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    """A small archive on disk: five items of four kinds, a commissioner, two people."""
    return copied(make_small, tmp_path / "馆藏")


@pytest.fixture
def opened(window: MainWindow, archive_root: Path, settle) -> MainWindow:
    """The window with that archive open."""
    window.open_archive(archive_root)
    settle(window)
    return window


@pytest.fixture
def materials(opened: MainWindow) -> MaterialsWorkspace:
    """Its first workspace."""
    current = opened.desk.current
    assert isinstance(current, MaterialsWorkspace)
    return current


@pytest.fixture
def on_table(opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot) -> Callable[[str], PicturePage]:
    """Opens the photograph of this title, with the keyboard on it."""

    def open_it(title: str) -> PicturePage:
        settle(opened)
        materials.listing.select(item_titled(opened.session.archive, title))
        settle(opened)
        materials.open_item()
        settle(opened)
        page = materials.material.picture
        qtbot.waitUntil(lambda: page.view.sharp, timeout=SLOW)
        page.view.setFocus()
        return page

    return open_it


@pytest.fixture
def interview(opened: MainWindow, materials: MaterialsWorkspace, settle) -> Callable[..., OralPage]:
    """Opens the interview, with or without segments and a recording of two minutes."""

    def open_it(segments: list[dict[str, Any]] = SEGMENTS, *, sound: bool = True, row: int = 1) -> OralPage:
        from archive_app.catalogue.commands import Create, SetFields

        archive = opened.session.archive
        item = item_titled(archive, TITLE)
        if segments:
            archive.execute(SetFields(item, {"transcript": segments}))
        if sound:
            about = {"item": item, "name": "OH-03.ogg", "mime": "audio/ogg", "duration": 120.0, "role": "录音"}
            archive.execute(Create("file", about))
        settle(opened)
        opened.go("materials", Place(item, "transcript", row=row))
        settle(opened)
        made = materials.material.transcript_page
        assert made.isVisible()
        opened.activateWindow()
        made.keyboard.setFocus()
        settle(opened)
        return made

    return open_it


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    """A folder of what people bring: photographs, one of them twice, a Word file, and a program."""
    import docx

    folder = tmp_path / "带来的"
    (folder / "照片").mkdir(parents=True)
    Image.new("RGB", (640, 420), (176, 160, 140)).save(folder / "照片" / "水磨.jpg")
    Image.new("RGB", (420, 640), (90, 110, 120)).save(folder / "照片" / "油坊.png")
    (folder / "照片" / "水磨（微信）.jpg").write_bytes((folder / "照片" / "水磨.jpg").read_bytes())
    made = docx.Document()
    made.add_heading("供销社的柜台", 1)
    made.add_paragraph("一九五八年春，供销社搬到了十字路口。")
    made.save(str(folder / "供销社.docx"))
    (folder / "播放器.exe").write_bytes(b"MZ\x90\x00\x03 not a photograph")
    return folder
