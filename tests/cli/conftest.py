"""The command line, run within the test's own process."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from archive_app.cli.main import main
from tests.end2end.program import Cunshi


@pytest.fixture
def cunshi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cunshi:
    """As the real program is called, and quicker; settings are the test's own."""
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))

    def run(*arguments: object, **_: object) -> subprocess.CompletedProcess[str]:
        words = [str(one) for one in arguments]
        status = main(words)
        told = capsys.readouterr()
        return subprocess.CompletedProcess(words, status, told.out, told.err)

    return run
