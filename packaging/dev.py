#!/usr/bin/env python3
"""从源代码运行与检验存史。只需要 Python 3.11 以上，其余由它备好。

  python3 packaging/dev.py run [参数…]     备好环境，运行 cunshi demo（参数原样传给它，如 --no-window、文件夹）
  python3 packaging/dev.py test [参数…]    备好环境，做全部检查与测试（参数原样传给 pytest）
  python3 packaging/dev.py check           只做静态检查：ruff、mypy、import 约定
  python3 packaging/dev.py clean           删除 .venv 与各种缓存

依赖装在项目自己的 .venv 里，不动系统的 Python。缺系统软件包时：以 root 运行则用 apt-get 装上，否则说明要装什么。
"""

# Before anything else is known to work, this file may use only what python3-minimal has, in the syntax of Python 3.7.
from __future__ import annotations

import importlib.util
import io
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

OLDEST_PYTHON = (3, 11)
# in libpython3-stdlib, not in python3-minimal
FULL_STANDARD_LIBRARY = ("ctypes", "dataclasses", "json", "shutil", "venv")


def python_version_message(version: tuple[int, int], newer: str | None = None, command: str = "run") -> str | None:
    """What to say about a Python too old to run the project, or None; `newer` is a newer one found on the path."""
    if version >= OLDEST_PYTHON:
        return None
    said = f"存史需要 Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} 以上，这个 python3 是 {version[0]}.{version[1]}。"
    if newer:
        return f"{said}本机另有 {newer}，请改用它：\n  {newer} packaging/dev.py {command}"
    return (
        f"{said}请装一个新的，再用它运行，例如：\n"
        f"  sudo apt-get install -y python3.11 python3.11-venv && python3.11 packaging/dev.py {command}\n"
        "（软件源里没有时，可从 python.org 下载，或升级到 Debian 12、Ubuntu 24.04 以上。）"
    )


def newer_python() -> str | None:
    """The name of a Python on the path that is new enough, or None."""
    for minor in range(14, OLDEST_PYTHON[1] - 1, -1):
        name = f"python3.{minor}"
        if any(os.access(f"{folder}/{name}", os.X_OK) for folder in os.get_exec_path()):
            return name
    return None


def complete_the_standard_library() -> int | None:
    """A minimal Debian splits Python itself: bring the rest in (as root), or say how; None when nothing is missing.

    Returns the exit status to end with; as root it does not return, but starts this program anew.
    """
    missing = [name for name in FULL_STANDARD_LIBRARY if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    said = f"Python 的标准库不完整，缺 {'、'.join(missing)}。"
    install = ["apt-get", "install", "-y", "--no-install-recommends", "python3"]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "CUNSHI_BOOTSTRAPPED" not in os.environ:
        sys.stderr.write(f"{said}用 apt-get 补齐 ……\n")
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-q"], install):
            done, output = _quietly(command, environ)
        if done:
            os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "CUNSHI_BOOTSTRAPPED": "1"})
        sys.stderr.write(output)
    sys.stderr.write(f"{said}请运行：\n  sudo {' '.join(install)}\n")
    return 2


def _quietly(command: Sequence[str], environ: Mapping[str, str]) -> tuple[bool, str]:
    """Whether the command came through, and what it printed."""
    try:
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return False, f"{error}\n"
    return done.returncode == 0, done.stdout.decode("utf-8", "replace")


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` names; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of another encoding must not stop the work
    message = python_version_message(sys.version_info[:2], newer_python(), " ".join(argv) or "run")
    if message:
        sys.stderr.write(message + "\n")
        return 2
    status = complete_the_standard_library()
    if status is not None:
        return status
    os.environ.pop("CUNSHI_BOOTSTRAPPED", None)

    from bootstrap import commands

    return commands.main(argv, __doc__ or "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
