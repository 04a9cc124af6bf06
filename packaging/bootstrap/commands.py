"""The commands of packaging/dev.py."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bootstrap import machine
from bootstrap.environment import Environment, ensure
from bootstrap.progress import CannotGoOn, say, step

ROOT = Path(__file__).resolve().parents[2]
WRONG_USE = 2
INTERRUPTED = 130
# what `clean` removes: at the top, and wherever it lies in the project's own folders
LEFTOVERS = (
    ".venv",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    ".coverage",
    "htmlcov",
    "build",
    "dist",
)
OWN_FOLDERS = ("archive_app", "packaging", "tests")


def main(argv: Sequence[str], usage: str) -> int:
    """Run one command; returns the exit status (2: wrong use, or something a person must put right first)."""
    name, rest = (argv[0], list(argv[1:])) if argv else ("", [])
    if name in ("-h", "--help", "help"):
        print(usage)
        return 0
    command = {"run": run, "test": test, "check": check, "clean": clean}.get(name)
    if command is None:
        say(usage)
        return WRONG_USE
    try:
        return command(rest)
    except CannotGoOn as reason:
        say(str(reason))
        return WRONG_USE
    except KeyboardInterrupt:
        say("\n已中断。再次运行会接着完成。")
        return INTERRUPTED


def run(arguments: Sequence[str]) -> int:
    """Run the demonstration from the checkout; returns its exit status."""
    window = machine.has_screen(os.environ) and "--no-window" not in arguments
    environment = _prepare("run", window)
    command = [str(environment.script("cunshi")), "demo", *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)  # the program takes this process over: its signals, its exit status
    return subprocess.call(command)


def test(arguments: Sequence[str]) -> int:
    """All checks, then the tests; returns 1 when any of them failed."""
    environment = _prepare("dev", window=True)
    return _stages(environment, [*_static(environment), ("pytest", _pytest(environment, arguments))])


def check(arguments: Sequence[str]) -> int:
    """The static checks alone; returns 1 when any of them failed."""
    if arguments:
        raise CannotGoOn("check 没有参数。")
    environment = _prepare("dev", window=False)
    return _stages(environment, _static(environment))


def clean(arguments: Sequence[str]) -> int:
    """Remove the environment and what the tools left; the source is not touched."""
    if arguments:
        raise CannotGoOn("clean 没有参数。")
    places = [ROOT / name for name in LEFTOVERS]
    places += [cache for folder in OWN_FOLDERS for cache in (ROOT / folder).rglob("__pycache__")]
    with step("删除 .venv 与各种缓存"):
        for place in places:
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
    return 0


def _prepare(profile: str, window: bool) -> Environment:
    machine.provide(machine.needs_of(profile, window))
    return ensure(ROOT, profile)


Stage = tuple[str, list[str]]


def _static(environment: Environment) -> list[Stage]:
    """The checks that read the source and do not run it."""
    ruff = str(environment.script("ruff"))
    return [
        ("ruff check", [ruff, "check"]),
        ("ruff format", [ruff, "format", "--check"]),
        ("mypy", [str(environment.script("mypy"))]),
        ("import 约定", [str(environment.script("lint-imports")), "--no-logo"]),
    ]


def _pytest(environment: Environment, arguments: Sequence[str]) -> list[str]:
    """The whole suite goes over all cores; what somebody picks out runs as they ask for it."""
    chosen = list(arguments) or ["-n", "auto", "--dist", "loadfile"]
    return [str(environment.python), "-m", "pytest", *chosen]


def _stages(environment: Environment, stages: Sequence[Stage]) -> int:
    """Run them all, even when one fails, and say at the end how each went."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    report: list[tuple[str, float, bool]] = []
    for name, command in stages:
        say(f"\n── {name}")
        begun = time.monotonic()
        good = subprocess.call(command, cwd=ROOT, env=environ) == 0
        report.append((name, time.monotonic() - begun, good))
    say()
    for name, seconds, good in report:
        say(f"{'通过' if good else '未过'}  {seconds:6.1f} 秒  {name}")
    return 0 if all(good for _, _, good in report) else 1
