"""What an archive says of its own numbers: the patterns of 征集号 and 档号, its 全宗号, and the machine that issues.

They are kept in the archive (``settings/numbers.toml``), so that a backup, a copy or a restored archive goes on as it
began, whatever machine opens it. Programs before 2026-11 kept the patterns with the settings of the machine: an archive
without its own takes those over when it is opened for writing on the machine that issues (or before one does).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from archive_app.domain.errors import UsageError
from archive_app.services.settings import Settings
from archive_app.vault.durable import replacing

FILE = Path("settings", "numbers.toml")
DEFAULTS: Mapping[str, str] = {
    "accession_pattern": "征〔{年度}〕{流水号:4}号",
    "ref_pattern": "{全宗号}-{门类}·{年度}·{期限}-[{组号:3}-]{流水号:3}",
    "fonds_no": "",
}
"""The settings of numbers by key: the pattern of 征集号, that of 档号 (DA/T 13-2022), the archive's 全宗号."""


def read_note(root: Path) -> dict[str, Any]:
    """What the archive says; empty where it says nothing yet. Raises ``UsageError`` where it cannot be read.

    A broken note is no empty one: numbers by other patterns could never be taken back.
    """
    try:
        return tomllib.loads((root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(
            f"馆藏的编号设置 {FILE.as_posix()} 读不出来",
            "请从备份里取回这个文件；没有备份的，删掉它，再在设置里重填征集号、档号的式样和全宗号。",
            code="broken-number-settings",
        ) from error


def write_note(root: Path, changes: Mapping[str, str]) -> None:
    """Say something else, and keep the rest. Raises ``StorageFailed``, and ``UsageError`` as ``read_note``."""
    said = {**read_note(root), **changes}
    with replacing(root / FILE) as handle:
        handle.write(tomli_w.dumps(said).encode())


class NumberSettings:
    """The settings of an archive's numbers, read once when first asked for; ``set`` writes them through."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._said: Mapping[str, Any] | None = None

    def get(self, key: str) -> str:
        """A setting's value, or its default. Raises ``UsageError`` where the note cannot be read."""
        if self._said is None:
            self._said = read_note(self._root)
        value = self._said.get(key, DEFAULTS[key])
        return value if isinstance(value, str) else DEFAULTS[key]

    def set(self, key: str, value: str) -> None:
        """Keep a value with the archive."""
        assert key in DEFAULTS, key
        write_note(self._root, {key: value})
        self._said = None


def take_over(root: Path, settings: Settings) -> None:
    """Give an archive without patterns those that this machine kept for it, unless another machine issues."""
    former = {key: value for key in DEFAULTS if (value := settings.former(key))}
    if not former:
        return
    try:
        said = read_note(root)
    except UsageError:  # is said where a number is asked for; an archive opens without
        return
    if said.get("device") in (None, "", settings.device) and not said.keys() & DEFAULTS.keys():
        write_note(root, former)
