"""``cunshi --version``."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from archive_app import __version__
from archive_app.catalogue.database import WAL_SAFE, sqlite_version
from archive_app.cli.terminal import say


def version() -> int:
    """Program, Python, Qt, SQLite, whoosh, reportlab: a line each."""
    say(f"存史 cunshi {__version__}")
    say(f"Python {platform.python_version()}")
    say(f"Qt {_installed('PySide6-Essentials')}")
    safe = tuple(map(int, sqlite_version().split("."))) >= WAL_SAFE
    say(f"SQLite {sqlite_version()}" + ("（WAL）" if safe else "（旧版，单连接，不用 WAL）"))
    say(f"whoosh {_installed('whoosh-reloaded')}")
    say(f"reportlab {_installed('reportlab')}")
    return 0


def _installed(package: str) -> str:
    try:
        return installed(package)
    except PackageNotFoundError:
        return "未安装"
