"""The commands of packaging/dev.py."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bootstrap import machine
from bootstrap.environment import Environment, ensure
from bootstrap.progress import CannotGoOn, say, step
from bootstrap.scratch import cores, scratch

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
    checks, tests = _static(environment), ("pytest", _pytest(environment, arguments))
    if arguments:
        return _stages(environment, [*checks, tests])
    # mypy takes one core for twenty seconds, in which the tests of the window would let it stand idle
    beside = [stage for stage in checks if stage[0] == "mypy"]
    return _stages(environment, [*(stage for stage in checks if stage not in beside), tests], beside)


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
    """The whole suite goes over all cores; what somebody picks out runs as they ask for it.

    A test of the window waits a third of its time, so there is one process more than there are cores; whoever has no
    tests left takes from the others.
    """
    chosen = list(arguments) or ["-n", str(cores() + 1), "--dist", "worksteal"]
    return [str(environment.python), "-m", "pytest", *chosen]


def _stages(environment: Environment, stages: Sequence[Stage], beside: Sequence[Stage] = ()) -> int:
    """Run them all, even when one fails, and say at the end how each went.

    Those ``beside`` run while the others do; what they say is shown when all is over.
    """
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    report: list[tuple[str, float, bool]] = []
    with scratch() as folder, ThreadPoolExecutor(max(1, len(beside))) as apart:
        answers = [apart.submit(_quietly, command, environ) for _, command in beside]
        for name, command in stages:
            say(f"\n── {name}")
            begun = time.monotonic()
            good = subprocess.call(command, cwd=ROOT, env={**environ, **folder}) == 0
            report.append((name, time.monotonic() - begun, good))
        for (name, _), answer in zip(beside, answers, strict=True):
            said, seconds, good = answer.result()
            say(f"\n── {name}\n{said.rstrip()}")
            report.append((name, seconds, good))
    say()
    for name, seconds, good in report:
        say(f"{'通过' if good else '未过'}  {seconds:6.1f} 秒  {name}")
    return 0 if all(good for _, _, good in report) else 1


def _quietly(command: Sequence[str], environ: Mapping[str, str]) -> tuple[str, float, bool]:
    """What a check said, its seconds, and whether it came through."""
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8", "replace"), time.monotonic() - begun, done.returncode == 0
