"""Mappings that an archive remembers: files in ``settings/list-mappings/``, in the form of ``docs/list-mapping.md``."""

from __future__ import annotations

import re
from pathlib import Path

from archive_app.domain.errors import UsageError
from archive_app.intake.lists.mapping import ListMapping, read_mapping, to_toml
from archive_app.vault.durable import replacing

FOLDER = Path("settings", "list-mappings")
_UNSAFE = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')


def _path(root: Path, name: str) -> Path:
    plain = _UNSAFE.sub("_", name).strip(" .")[:60] or "清单"
    return root / FOLDER / f"{plain}.toml"


def save_mapping(root: Path, mapping: ListMapping) -> Path:
    """Keep a mapping under its name, in place of an earlier one of that name. Raises ``StorageFailed``."""
    path = _path(root, mapping.name)
    with replacing(path) as handle:
        handle.write(to_toml(mapping).encode())
    return path


def saved_mappings(root: Path) -> list[ListMapping]:
    """The archive's mappings by name; a file that somebody broke by hand is passed over."""
    found = []
    for path in sorted((root / FOLDER).glob("*.toml")):
        try:
            found.append(read_mapping(path))
        except UsageError:
            continue
    return found


def forget_mapping(root: Path, name: str) -> None:
    """Remove a mapping. Raises ``UsageError`` where there is none of that name."""
    path = _path(root, name)
    if not path.exists():
        known = "、".join(mapping.name for mapping in saved_mappings(root)) or "还没有存过"
        raise UsageError(f"没有叫“{name}”的对应", f"现有：{known}。", code="unknown-mapping")
    path.unlink()
