"""An interview to be written down, for the tests of the transcript's page."""

from __future__ import annotations

from typing import Any

from archive_app.gui.main_window import MainWindow
from tests.gui.acting import item_titled

SEGMENTS: list[dict[str, Any]] = [
    {"id": "s1", "start": 0.0, "end": 4.5, "speaker": "采访者", "text": "水磨是谁家的？", "access": ""},
    {
        "id": "s2",
        "start": 4.5,
        "end": 61.25,
        "speaker": "马文山",
        "text": "沙塘川有三盘。都是合股的。",
        "access": "internal",
    },
    {"id": "s3", "start": 61.25, "end": 70.0, "speaker": "采访者", "text": "您家有几股？"},
]
TITLE = "沙塘川的三盘水磨"


def stored(window: MainWindow) -> list[dict[str, Any]]:
    """The segments as the archive has them."""
    return window.session.archive.catalogue.record(item_titled(window.session.archive, TITLE))["transcript"]


def texts(rows: list[dict[str, Any]]) -> list[str]:
    """What is said."""
    return [str(row["text"]) for row in rows]
