"""Progress on standard error: how far, what, and how long still."""

from __future__ import annotations

import pytest

from archive_app.cli import terminal
from archive_app.cli.terminal import ProgressLine


def test_progress_away_from_a_terminal_says_what_is_left_and_nothing_of_it_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [100.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: clock[0])
    progress = ProgressLine()
    for seconds, share in ((1.0, 0.1), (6.0, 0.5), (12.0, 1.0)):
        clock[0] = 100.0 + seconds
        progress(share, "拼版")
    said = capsys.readouterr().err.splitlines()
    assert [line.strip() for line in said] == ["50%  拼版  约剩 6 秒", "100%  拼版"]
