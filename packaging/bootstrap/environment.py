"""The project's own environment, `.venv`: made once from the lock, brought up to date when the lock changes.

A stamp written last says what is in it. While it is being made or changed a marker says so; an environment that
has the marker and no stamp was left half-made and is made anew. A lock file keeps two runs apart.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from bootstrap.progress import CannotGoOn, say, step

# to run: what the program imports, and the build backend that installs the checkout itself
LOCKS = {
    "run": ("packaging/requirements.lock", "packaging/requirements-build.lock"),
    "dev": ("packaging/requirements-dev.lock",),
}
# the development environment holds everything that running needs, at the same versions
CONTAINS = {"run": ("run",), "dev": ("run", "dev")}


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from: Python's version, the project's place, and a digest for each profile in it."""

    python: str
    root: str
    digests: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Environment:
    """The environment of the checkout at `root`."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.script("python")

    def script(self, name: str) -> Path:
        """A program of the environment."""
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    @property
    def stamp_file(self) -> Path:
        return self.folder / "cunshi-stamp.json"

    @property
    def marker(self) -> Path:
        return self.folder / "cunshi-being-made"


def digest(root: Path, profile: str) -> str:
    """A digest of all that decides what a profile installs."""
    sha = hashlib.sha256()
    for name in (*LOCKS[profile], "pyproject.toml"):
        sha.update((root / name).read_bytes())
        sha.update(b"\0")
    return sha.hexdigest()


def wanted(root: Path, profile: str) -> Stamp:
    """The stamp an environment has when it is right for `profile`."""
    digests = {each: digest(root, each) for each in CONTAINS[profile]}
    return Stamp(".".join(map(str, sys.version_info[:2])), str(root), digests)


def read_stamp(environment: Environment) -> Stamp | None:
    """The stamp, or None when there is none that can be read."""
    try:
        found = json.loads(environment.stamp_file.read_text(encoding="utf-8"))
        return Stamp(str(found["python"]), str(found["root"]), dict(found["digests"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def decide(found: Stamp | None, want: Stamp, half_made: bool, has_python: bool) -> str:
    """What to do with an environment: `ready` as it is, `update` it in place, or `remake` it from nothing.

    One that was made by hand has neither stamp nor marker; it is kept, and updated.
    """
    if not has_python:
        return "remake"
    if found is None:
        return "remake" if half_made else "update"
    if (found.python, found.root) != (want.python, want.root):
        return "remake"  # its scripts name a Python or a folder that is no longer there
    right = all(found.digests.get(profile) == value for profile, value in want.digests.items())
    return "ready" if right else "update"


def _decide_for(environment: Environment, want: Stamp) -> str:
    has_python = environment.python.exists()
    return decide(read_stamp(environment), want, environment.marker.exists(), has_python)


def ensure(root: Path, profile: str) -> Environment:
    """The environment of the checkout, ready for `profile`.

    Raises `CannotGoOn` when it cannot be made: no network, no room, a folder that may not be written.
    """
    environment = Environment(root)
    want = wanted(root, profile)
    if _decide_for(environment, want) == "ready":
        return environment
    try:
        with _alone(root):
            action = _decide_for(environment, want)  # another run may have made it meanwhile
            if action != "ready":
                _make(environment, want, profile, action)
    except PermissionError as error:
        raise CannotGoOn(
            f"不能写入项目文件夹：{error.filename}。请换用能写的用户，或把项目复制到自己的文件夹。"
        ) from error
    return environment


def _make(environment: Environment, want: Stamp, profile: str, action: str) -> None:
    if action == "remake":
        with step("建立 Python 环境（.venv）"):
            _make_empty(environment)
    environment.marker.touch()
    environment.stamp_file.unlink(missing_ok=True)
    with step("下载并安装锁定的依赖包（第一次需几分钟）"):
        _pip(environment, profile, ["--require-hashes", "--only-binary", ":all:", "--no-deps", *_from_locks(profile)])
    with step("把项目本身装进环境"):
        _pip(environment, profile, ["--no-build-isolation", "--no-deps", "-e", "."])
    part = environment.stamp_file.with_suffix(".part")
    part.write_text(json.dumps(asdict(want), indent=1), encoding="utf-8")
    part.replace(environment.stamp_file)
    environment.marker.unlink()


def _from_locks(profile: str) -> list[str]:
    return [word for lock in LOCKS[profile] for word in ("-r", lock)]


def _make_empty(environment: Environment) -> None:
    """A new environment with nothing but pip in it, marked as half-made."""
    if environment.folder.is_dir() and not environment.folder.is_symlink():
        shutil.rmtree(environment.folder)
    environment.folder.mkdir()
    environment.marker.touch()
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(environment.folder)], capture_output=True, text=True, errors="replace"
    )
    if made.returncode != 0:
        tail = "\n".join((made.stdout + made.stderr).splitlines()[-8:])
        raise CannotGoOn(f"{tail}\n没能建立 Python 环境（python3 -m venv）。请检查磁盘空间与 Python 的安装。")


def _pip(environment: Environment, profile: str, arguments: Sequence[str]) -> None:
    """Run pip's install in the environment; its words are shown only when it fails."""
    environ = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH", "PIP_USER")
    }
    environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore", PIP_NO_INPUT="1")
    command = [str(environment.python), "-m", "pip", "install", "--quiet", "--progress-bar", "off", *arguments]
    done = subprocess.run(
        command,
        cwd=environment.root,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        raise CannotGoOn(_pip_failed(done.stdout + done.stderr, profile))


def _pip_failed(output: str, profile: str) -> str:
    """What to tell the person when pip did not get through."""
    tail = "\n".join(line for line in output.splitlines() if line.strip())[-1500:]
    again = "python3 packaging/dev.py " + ("run" if profile == "run" else "test")
    return (
        f"{tail}\n\n"
        "没能装上依赖包，多半是网络不通，或须经代理、镜像（由 pip 自己的设置指定）。网络恢复后重新运行：\n"
        f"  {again}\n"
        "不能上网的机器，先在同类的机器上把包下载到一个文件夹，带过来再装：\n"
        f"  python3 -m pip download --require-hashes --only-binary :all: {' '.join(_from_locks(profile))} -d wheels\n"
        f"  PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels {again}"
    )


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the checkout's lock, waiting for another run to end. The system lets go of it when a process dies."""
    with (root / ".venv.lock").open("a+b") as file:
        if not _try_lock(file):
            say("另一个安装正在进行，等它完成 ……")
            while not _try_lock(file):
                time.sleep(0.5)
        yield


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            locking: Any = msvcrt
            file.seek(0)
            locking.locking(file.fileno(), locking.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
