"""A model of a person's own is chosen: looked at before it is kept in the settings; what is none is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import Message
from archive_app.services.settings import Settings


def keep_model(
    parent: QWidget, settings: Settings, setting: str, ask: Callable[[str], str], find: Callable[[Path], object]
) -> bool:
    """Whether a model was chosen and kept as ``setting``. ``ask`` asks for one, beginning at a path; ``find`` raises an
    ``ArchiveError`` for what is none, and nothing changes then."""
    chosen = ask(str(settings.get(setting)) or str(Path.home()))
    if not chosen:
        return False
    try:
        find(Path(chosen))
    except ArchiveError as error:
        Message(parent, error.message, error.remedy, tone="amber").exec()
        return False
    settings.set(setting, chosen)
    return True
