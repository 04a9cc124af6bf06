"""The project's own environment, `.venv`: made once from the lock, brought up to date when the lock changes.

A stamp written last says what is in it. A lock file beside it keeps two runs apart, and says while one of them is
making or changing the environment; one that says so and has no stamp was left half-made, and is made anew.
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

    def has_pip(self) -> bool:
        """Whether it is an environment at all, and packages can be installed into it."""
        return self.python.exists() and any(self.folder.glob("[Ll]ib/**/site-packages/pip/__init__.py"))


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


def decide(found: Stamp | None, want: Stamp, half_made: bool, has_pip: bool) -> str:
    """What to do with an environment: `ready` as it is, `update` it in place, or `remake` it from nothing.

    One that was made by hand has no stamp and was not left half-made; it is kept, and updated.
    """
    if not has_pip:
        return "remake"
    if found is None:
        return "remake" if half_made else "update"
    if (found.python, found.root) != (want.python, want.root):
        return "remake"  # its scripts name a Python or a folder that is no longer there
    right = all(found.digests.get(profile) == value for profile, value in want.digests.items())
    return "ready" if right else "update"


def ensure(root: Path, profile: str) -> Environment:
    """The environment of the checkout, ready for `profile`.

    Raises `CannotGoOn` when it cannot be made: no network, no room, a folder that may not be written.
    """
    environment = Environment(root)
    want = wanted(root, profile)
    if decide(read_stamp(environment), want, half_made=False, has_pip=environment.python.exists()) == "ready":
        return environment  # without touching the lock: a user who may only read can run
    try:
        with _alone(root) as lock:
            # another run may have made it meanwhile
            action = decide(read_stamp(environment), want, _half_made(lock), environment.has_pip())
            if action != "ready":
                _set_half_made(lock, True)
                _make(environment, want, profile, action, lock)
                _set_half_made(lock, False)
    except OSError as error:
        remedy = "请检查磁盘空间；若是权限不够，换用能写的用户，或把项目复制到自己的文件夹。"
        raise CannotGoOn(f"没能写好 .venv：{error}。{remedy}") from error
    return environment


def _make(environment: Environment, want: Stamp, profile: str, action: str, lock: IO[bytes]) -> None:
    environment.stamp_file.unlink(missing_ok=True)
    if action == "remake":
        with step("建立 Python 环境（.venv）"):
            _make_empty(environment, lock)
    with step("下载并安装锁定的依赖包（第一次需几分钟）"):
        words = ["--require-hashes", "--only-binary", ":all:", "--no-deps", *_from_locks(profile)]
        _pip(environment, words, lock, _no_packages(profile))
    with step("把项目本身装进环境"):
        words = ["--no-build-isolation", "--no-deps", "-e", "."]
        _pip(environment, words, lock, "没能把项目装进环境：pyproject.toml 有误，或项目文件不全。")
        # pip compiles packages, not what it only points to: where Python may not write bytecode (many containers say
        # so) every start of the program would compile it anew, a tenth of a second or more
        _call([str(environment.python), "-m", "compileall", "-q", "archive_app"], environment.root, lock)
    part = environment.stamp_file.with_suffix(".part")
    part.write_text(json.dumps(asdict(want), indent=1), encoding="utf-8")
    part.replace(environment.stamp_file)


def _from_locks(profile: str) -> list[str]:
    return [word for lock in LOCKS[profile] for word in ("-r", lock)]


def _make_empty(environment: Environment, lock: IO[bytes]) -> None:
    """A new environment with nothing but pip in it."""
    if environment.folder.is_symlink() or environment.folder.is_file():
        environment.folder.unlink()
    elif environment.folder.exists():
        shutil.rmtree(environment.folder)
    status, output = _call([sys.executable, "-m", "venv", str(environment.folder)], environment.root, lock)
    if status != 0:
        raise CannotGoOn(f"{output}\n没能建立 Python 环境（python3 -m venv）。请检查磁盘空间与 Python 的安装。")


def _pip(environment: Environment, arguments: Sequence[str], lock: IO[bytes], remedy: str) -> None:
    """Run pip's install in the environment; its words are shown only when it fails, with the remedy after them."""
    command = [str(environment.python), "-m", "pip", "install", "--quiet", "--progress-bar", "off", *arguments]
    status, output = _call(command, environment.root, lock)
    if status != 0:
        raise CannotGoOn(f"{output}\n\n{remedy}")


def _call(command: Sequence[str], folder: Path, lock: IO[bytes]) -> tuple[int, str]:
    """Run a program quietly; returns its exit status and the end of what it printed.

    It holds the lock too: when this process is killed, the next run waits until the orphan has stopped writing.
    """
    foreign = ("PYTHONHOME", "PYTHONPATH", "PIP_USER")
    environ = {name: value for name, value in os.environ.items() if name not in foreign}
    environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore", PIP_NO_INPUT="1")
    done = subprocess.run(
        command,
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=() if os.name == "nt" else (lock.fileno(),),
    )
    said = [line for line in done.stdout.splitlines() if line.strip() and "Retrying (Retry(" not in line]
    return done.returncode, "\n".join(said[-12:])


def _no_packages(profile: str) -> str:
    """What to tell the person when the packages could not be fetched."""
    again = "python3 packaging/dev.py " + ("run" if profile == "run" else "test")
    return (
        "没能装上依赖包，多半是网络不通，或须经代理、镜像（由 pip 自己的设置指定）。网络恢复后重新运行：\n"
        f"  {again}\n"
        "不能上网的机器，先在同类的机器上把包下载到一个文件夹，带过来再装：\n"
        f"  python3 -m pip download --require-hashes --only-binary :all: {' '.join(_from_locks(profile))} -d wheels\n"
        f"  PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels {again}"
    )


@contextmanager
def _alone(root: Path) -> Iterator[IO[bytes]]:
    """Hold the checkout's lock, waiting for another run to end. The system lets go of it when a process dies."""
    with (root / ".venv.lock").open("a+b") as file:
        if not _try_lock(file):
            say("另一个安装正在进行，等它完成 ……")
            while not _try_lock(file):
                time.sleep(0.5)
        yield file


def _half_made(lock: IO[bytes]) -> bool:
    """Whether a run began to change the environment and did not end."""
    lock.seek(0)
    return bool(lock.read())


def _set_half_made(lock: IO[bytes], value: bool) -> None:
    lock.truncate(0)
    if value:
        lock.write(b"the environment beside this file is being made\n")
    lock.flush()


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
