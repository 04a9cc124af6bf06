"""The one machine that issues an archive's final numbers.

An archive is a folder that can be copied: two machines that both went on counting would give one number to two items.
The machine that issues the first number is noted in the archive (``settings/numbers.toml``); any other is refused until
somebody says that it takes over. Temporary numbers (``T-``) are every machine's own.
"""

from __future__ import annotations

import platform

from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.number_note import read_note, write_note


@dataclass(frozen=True, slots=True)
class Issuer:
    """The machine that issues: its id, and the name by which people know it."""

    device: str
    machine: str


def issuer_of(archive: Archive) -> Issuer | None:
    """Which machine issues the archive's numbers; None before the first. Raises ``UsageError`` for a broken note."""
    said = read_note(archive.root)
    device = str(said.get("device") or "")
    return Issuer(device, str(said.get("machine") or "")) if device else None


def elsewhere(archive: Archive) -> str:
    """The name of another machine that issues this archive's numbers; empty where it is this one, or none yet."""
    issuer = issuer_of(archive)
    if issuer is None or issuer.device == archive.device:
        return ""
    return issuer.machine or issuer.device


def issue_here(archive: Archive) -> Issuer:
    """From now on this machine issues. Raises ``StorageFailed``."""
    issuer = Issuer(archive.device, platform.node() or "")
    write_note(archive.root, {"device": issuer.device, "machine": issuer.machine})
    return issuer
