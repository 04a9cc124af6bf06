"""The example archive: built once on this machine, by the same services as ``cunshi demo``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

from archive_app.gui.jobs import Report, Work


def example_folder() -> Path:
    """Where the example stands: the person's own to change or delete."""
    return platformdirs.user_data_path("cunshi", appauthor=False) / "示例馆藏"


def example_work(folder: Path) -> Work:
    """Build it; the result is the folder."""

    def work(report: Report, cancelled: Callable[[], bool]) -> Any:
        from archive_app.services.demo import build_demo

        build_demo(folder, report)
        return folder

    return work
