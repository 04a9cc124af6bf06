"""The example archive: built once on this machine, by the same service as ``cunshi demo``."""

from __future__ import annotations

from pathlib import Path

from archive_app.services.jobs import Reporter


def example_folder() -> Path:
    """Where the example stands: the person's own to change or delete."""
    from archive_app.services.demo import default_folder

    return default_folder()


def build_example(reporter: Reporter, folder: Path) -> Path:
    """Build it; returns the archive's folder."""
    from archive_app.services.demo import build_demo

    build_demo(folder, reporter.progress)
    return folder
