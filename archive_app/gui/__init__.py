"""The window. Only this package knows Qt; importing it does not, so that the command line stays quick."""

from __future__ import annotations

from pathlib import Path


def run(archive: Path | None = None) -> int:
    """Open the window on an archive, on the one used last, or on the start page; returns the exit status."""
    from archive_app.gui.app import run as run_window

    return run_window(archive)
