from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end2end.program import Cunshi


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A person who has never used the program: own settings, own home."""
    return {
        **os.environ,
        "CUNSHI_CONFIG": str(tmp_path / "config"),
        "HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONUTF8": "1",
    }


@pytest.fixture
def cunshi(environment: dict[str, str]) -> Cunshi:
    """Run the real program as a process."""

    def run(*arguments: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "archive_app.cli.main", *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    return run
