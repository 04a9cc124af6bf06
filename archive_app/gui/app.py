"""The application: faces, language, theme, the window, and what happens when something goes wrong."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from archive_app.domain.errors import ArchiveError
from archive_app.gui.composition import CompositionGuard
from archive_app.gui.i18n import _
from archive_app.gui.keys import Keys
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.theme.fonts import load_fonts
from archive_app.resources import resource
from archive_app.services.settings import Settings

_TURN_S = 0.0005
"""A thread that reckons beside the window's gives way to it so soon: Python's own 5 ms are a third of a frame, and an
edit on its way to the pages goes from thread to thread several times."""


def prepare(app: QApplication, settings: Settings) -> Theme:
    """Everything a window of ours needs of its application."""
    sys.setswitchinterval(_TURN_S)
    app.setApplicationName("cunshi")
    app.setApplicationDisplayName(_("存史"))
    app.setDesktopFileName("cunshi")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    load_fonts()
    app.setWindowIcon(application_icon())
    CompositionGuard(app)
    Keys(app, settings)
    return Theme(app, str(settings.get("theme")), int(settings.get("text_percent")) / 100)


def application_icon() -> QIcon:
    """The seal; without its frame in the small sizes."""
    made = QIcon()
    for edge in (16, 24, 32):
        made.addPixmap(QIcon(str(resource("gui", "icon-small.svg"))).pixmap(edge, edge))
    for edge in (48, 64, 128, 256):
        made.addPixmap(QIcon(str(resource("gui", "icon.svg"))).pixmap(edge, edge))
    return made


class Faults(QObject):
    """Every exception nobody caught, from whichever thread: an expected failure is a message, a bug is a report."""

    _from_thread = Signal(object, object, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._showing = False
        self._from_thread.connect(self.handle, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the interpreter's hooks."""
        sys.excepthook = self.handle
        threading.excepthook = lambda about: self._from_thread.emit(
            about.exc_type, about.exc_value, about.exc_traceback
        )

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Say it, write it down, and close the archive safely where it is a bug."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        if isinstance(error, ArchiveError):
            # later: the exception may come out of a paint or a delegate, where no dialog may open
            QTimer.singleShot(0, self._window, lambda: self._window.show_error(error))
            return
        from archive_app.gui.dialogs.crash import report_of, write_down

        report = report_of(kind, error, trace)
        log = write_down(report)
        if sys.stderr is not None:  # a windowed program on Windows has none
            sys.stderr.write(report)
        if not self._showing:
            self._showing = True
            QTimer.singleShot(0, self._window, lambda: self._show(report, log))

    def _show(self, report: str, log: Path | None) -> None:
        from archive_app.gui.dialogs.crash import CrashDialog

        try:
            CrashDialog(self._window, report, log).exec()
            self._window.abandon()
        finally:
            self._showing = False


def run(archive: Path | None = None) -> int:
    """Open the window; returns when it is closed."""
    # beside a thread that computes, a frame waits for the interpreter: hand it over more often
    sys.setswitchinterval(0.001)
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    settings = Settings()
    prepare(app, settings)
    window = MainWindow(settings)
    Faults(window).install()
    window.show()
    last = str(settings.get("last_archive"))
    chosen = archive or (Path(last) if last and (Path(last) / "archive.toml").exists() else None)
    if chosen is not None:
        # after the first paint: the window is there while the catalogue opens
        QTimer.singleShot(0, window, lambda: window.open_archive(chosen))
    return app.exec()
