"""When the environment is used as it is, brought up to date, or made anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pytest
from bootstrap import environment
from bootstrap.environment import LOCKS, Environment, Stamp, decide, ensure, read_stamp, wanted
from bootstrap.progress import CannotGoOn

WANT = Stamp("3.11", "/srv/cunshi", {"run": "a", "dev": "b"})


@pytest.mark.parametrize(
    ("found", "half_made", "has_pip", "action"),
    [
        (WANT, False, True, "ready"),
        (WANT, False, False, "remake"),
        (None, False, True, "update"),  # made by hand
        (None, True, True, "remake"),  # left half-made
        (Stamp("3.11", "/srv/cunshi", {"run": "a"}), False, True, "update"),
        (Stamp("3.11", "/srv/cunshi", {"run": "a", "dev": "old"}), False, True, "update"),
        (Stamp("3.12", "/srv/cunshi", WANT.digests), False, True, "remake"),
        (Stamp("3.11", "/home/moved", WANT.digests), False, True, "remake"),
    ],
)
def test_what_is_done_with_an_environment(found: Stamp | None, half_made: bool, has_pip: bool, action: str) -> None:
    assert decide(found, WANT, half_made, has_pip) == action


def test_the_development_environment_will_do_for_running() -> None:
    run_only = Stamp(WANT.python, WANT.root, {"run": "a"})
    assert decide(WANT, run_only, half_made=False, has_pip=True) == "ready"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "packaging").mkdir()
    for lock in {lock for locks in LOCKS.values() for lock in locks}:
        (tmp_path / lock).write_text("x==1\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return tmp_path


def test_a_changed_lock_or_project_asks_for_an_update(checkout: Path) -> None:
    first = wanted(checkout, "dev")
    (checkout / LOCKS["dev"][0]).write_text("x==2\n", encoding="utf-8")
    second = wanted(checkout, "dev")
    assert (first.digests["run"], first.digests["dev"]) == (second.digests["run"], first.digests["dev"])
    assert first.digests["dev"] != second.digests["dev"]
    (checkout / "pyproject.toml").write_text("[project]\nname='y'\n", encoding="utf-8")
    assert wanted(checkout, "dev").digests["run"] != second.digests["run"]


class Tools:
    """Stands for venv and pip: notes the calls, makes what they would make, and fails when told to."""

    def __init__(self, checkout: Path) -> None:
        self.environment = Environment(checkout)
        self.calls: list[str] = []
        self.fails = ""

    def __call__(self, command: Sequence[str], folder: Path, lock: IO[bytes]) -> tuple[int, str]:
        words = " ".join(command)
        known = {" -m venv ": "venv", " -e .": "project", " compileall ": "bytecode"}
        self.calls.append(next((name for sign, name in known.items() if sign in words), "packages"))
        if self.calls[-1] == self.fails:
            return 1, "ERROR: out of reach"
        if self.calls[-1] == "venv":
            for made in (self.environment.python, self.environment.folder / "lib/site-packages/pip/__init__.py"):
                made.parent.mkdir(parents=True)
                made.touch()
        return 0, ""


@pytest.fixture
def tools(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    pretended = Tools(checkout)
    monkeypatch.setattr(environment, "_call", pretended)
    return pretended


def test_the_second_run_does_nothing(checkout: Path, tools: Tools) -> None:
    ensure(checkout, "dev")
    ensure(checkout, "dev")
    ensure(checkout, "run")
    assert tools.calls == ["venv", "packages", "project", "bytecode"]


def test_going_on_to_test_after_run_adds_to_the_environment(checkout: Path, tools: Tools) -> None:
    ensure(checkout, "run")
    ensure(checkout, "dev")
    assert tools.calls == ["venv", "packages", "project", "bytecode", "packages", "project", "bytecode"]


def test_a_failure_tells_the_line_to_run_and_the_next_run_starts_anew(checkout: Path, tools: Tools) -> None:
    tools.fails = "packages"
    with pytest.raises(CannotGoOn, match=r"(?s)out of reach.*网络.*python3 packaging/dev\.py test"):
        ensure(checkout, "dev")
    assert read_stamp(tools.environment) is None
    tools.fails = ""
    ensure(checkout, "dev")
    assert tools.calls == ["venv", "packages", "venv", "packages", "project", "bytecode"]
    assert read_stamp(tools.environment) == wanted(checkout, "dev")


def test_an_environment_made_by_hand_is_kept(checkout: Path, tools: Tools) -> None:
    tools(["python3", "-m", "venv", "x"], checkout, None)  # type: ignore[arg-type]
    ensure(checkout, "run")
    assert tools.calls == ["venv", "packages", "project", "bytecode"]


def test_a_stamp_that_cannot_be_read_counts_for_nothing(checkout: Path) -> None:
    place = Environment(checkout)
    place.folder.mkdir()
    for damaged in ("", "{", "[]", '{"python": "3.11"}'):
        place.stamp_file.write_text(damaged, encoding="utf-8")
        assert read_stamp(place) is None


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_second_run_waits_even_for_an_orphan_of_the_first(checkout: Path) -> None:
    with environment._alone(checkout) as lock:
        orphan = subprocess.Popen(["sleep", "60"], pass_fds=(lock.fileno(),))
    try:
        with (checkout / ".venv.lock").open("a+b") as other:
            assert not environment._try_lock(other)
            orphan.kill()
            orphan.wait()
            assert environment._try_lock(other)
    finally:
        orphan.kill()
        orphan.wait()
