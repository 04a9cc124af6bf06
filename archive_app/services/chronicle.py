"""大事记 of an archive: its dated events, and nothing that nobody entered."""

from __future__ import annotations

from archive_app.services.archive import Archive
from archive_app.volumes.chronicle import Year, chronicle, happenings


def chronicle_of(archive: Archive, since: str = "", until: str = "") -> list[Year]:
    """The years of the archive's dated, settled events that touch the days from ``since`` to ``until`` (ISO)."""
    return chronicle(happenings(archive.catalogue), since, until)
