"""A bundle for whoever helps from afar: versions, figures and faults, without a word of the archive's content.

Nobody who asks for help should have to think about what they send. So the bundle is made by inclusion: versions,
numbers, settings that name no person and no place on a disk, and the record of faults with every Chinese character
and every long row of digits blotted out (an error's words may hold a title, a name or a telephone).
"""

from __future__ import annotations

import json
import platform
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from archive_app import __version__
from archive_app.catalogue.database import sqlite_version
from archive_app.services.settings import Settings
from archive_app.vault.durable import replacing, storage_failed

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_LIBRARIES = ("PySide6-Essentials", "whoosh-reloaded", "Pillow", "reportlab", "SQLAlchemy", "lxml")
_TOLD_SETTINGS = ("theme", "text_percent", "reading_percent", "reading_light")
"""Settings that say nothing of a person or of where anything is."""
_LAST = 200_000  # characters of the record of faults
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3000-\u303f\uff00-\uffef]")
_LONG_NUMBER = re.compile(r"\d(?:[\d \-]{5,}\d)")
_HOMES = re.compile(r"(?i)(/home/|/Users/|[A-Z]:\\Users\\)[^/\\\s\"']+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def log_path() -> Path:
    """Where faults of the program are written down."""
    return platformdirs.user_log_path("cunshi", appauthor=False) / "faults.log"


def blotted(text: str) -> str:
    """Words as they may leave the machine: Chinese as □, long numbers as #, no home folder, no address."""
    text = text.replace(str(Path.home()), "~")
    text = _MAIL.sub("□@□", _HOMES.sub(r"\1□", text))
    text = _LONG_NUMBER.sub("#", text)
    return _HAN.sub("□", text)


def write_bundle(out: Path, archive: Archive | None = None, settings: Settings | None = None) -> list[str]:
    """Write the bundle, a zip, at ``out``; returns what is in it, in words. Raises ``StorageFailed``."""
    parts: dict[str, str] = {
        "versions.json": _json(_versions()),
        "settings.json": _json(_settings(settings or Settings())),
    }
    told = ["程序和系统的版本", "字号和明暗的设置"]
    if archive is not None:
        parts["archive.json"] = _json(archive_figures(archive))
        told.append("馆藏的数目：各类记录、文件的种类和大小、目录库的检查")
    faults = _faults()
    if faults:
        parts["faults.log"] = faults
        told.append("差错记录，其中的汉字和长数字都涂掉了")
    try:
        with replacing(out) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in parts.items():
                bundle.writestr(name, text)
    except OSError as error:
        raise storage_failed(out, error) from error
    return told


def archive_figures(archive: Archive) -> dict[str, Any]:
    """What can be counted of an archive; no name, title, path or id."""
    catalogue = archive.catalogue
    files = catalogue.records("file")
    kinds = Counter(str(file["mime"] or "unknown") for file in files)
    return {
        "read_only": archive.read_only,
        "records": catalogue.record_counts(),
        "kinds": dict(_by(archive, "kind")),
        "states": dict(_by(archive, "state")),
        "files": dict(sorted(kinds.items())),
        "bytes": sum(int(file["bytes"] or 0) for file in files),
        "commands": catalogue.sequence,
        "catalogue_bytes": (archive.root / "catalogue.sqlite").stat().st_size,
        "faults": [blotted(fault) for fault in catalogue.database.integrity_faults()],
    }


def _by(archive: Archive, facet: str) -> list[tuple[str, int]]:
    return [(value, number) for value, _label, number in archive.catalogue.counts(by=facet)]


def _versions() -> Mapping[str, Any]:
    libraries: dict[str, str] = {}
    for name in _LIBRARIES:
        try:
            libraries[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "cunshi": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "sqlite": sqlite_version(),
        "libraries": libraries,
    }


def _settings(settings: Settings) -> Mapping[str, Any]:
    return {name: settings.get(name) for name in _TOLD_SETTINGS}


def _faults() -> str:
    """The end of the record of faults, fit to leave the machine; empty where there is none."""
    try:
        text = log_path().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return blotted(text[-_LAST:])


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
