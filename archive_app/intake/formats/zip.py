"""Zip archives: listed here; their members are then read one by one, like any file."""

from __future__ import annotations

from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.messages import Listing
from archive_app.vault.hostile.zips import SafeZip


def read(source: Source, workspace: Workspace) -> Listing:
    """The members, with their names read right. Raises ``Refused`` as ``SafeZip`` does."""
    with SafeZip(source.path, workspace.limits) as archive:
        return Listing(archive.entries)


ZIP = Format("zip", "压缩包", (".zip",), read, signatures=(b"PK\x03\x04", b"PK\x05\x06"))
