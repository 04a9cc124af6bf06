"""Where the tests write: into memory where there is plenty, and nothing is left of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bootstrap import scratch
from bootstrap.commands import _pytest
from bootstrap.environment import Environment

PLENTY = f"MemTotal: 999999999 kB\nMemAvailable:   {64 << 20} kB\n"


@pytest.fixture
def meminfo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TMPDIR", raising=False)
    path = tmp_path / "meminfo"
    path.write_text(PLENTY, encoding="ascii")
    return path


def test_what_linux_says_is_left_is_read() -> None:
    assert scratch.memory_left(PLENTY) == 64 << 30
    assert scratch.memory_left("MemTotal: 12 kB\n") == scratch.memory_left("") == 0


def test_the_folder_is_there_while_the_tests_run_and_gone_after_them(
    tmp_path: Path, meminfo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "NEEDED", 1)
    with pytest.raises(KeyboardInterrupt), scratch.scratch(tmp_path, meminfo) as variables:
        made = Path(variables["TMPDIR"])
        assert made.parent == tmp_path and made.is_dir()
        (made / "left").write_text("x")
        raise KeyboardInterrupt
    assert not made.exists()


def test_little_memory_is_left_alone(tmp_path: Path, meminfo: Path) -> None:
    meminfo.write_text("MemAvailable: 1000000 kB\n", encoding="ascii")
    with scratch.scratch(tmp_path, meminfo) as variables:
        assert variables == {}
    with scratch.scratch(tmp_path / "none", tmp_path / "nothing") as variables:
        assert variables == {}
    assert [path.name for path in tmp_path.iterdir()] == ["meminfo"]


def test_a_folder_that_somebody_named_is_kept(tmp_path: Path, meminfo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "NEEDED", 1)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with scratch.scratch(tmp_path, meminfo) as variables:
        assert variables == {}


def test_a_whole_run_takes_every_core_and_what_is_picked_out_only_what_was_said() -> None:
    environment = Environment(Path("somewhere"))
    assert _pytest(environment, ["tests/gui", "-x"])[1:] == ["-m", "pytest", "tests/gui", "-x"]
    whole = _pytest(environment, [])
    assert int(whole[whole.index("-n") + 1]) == scratch.cores() + 1 <= (os.cpu_count() or 1) + 1
