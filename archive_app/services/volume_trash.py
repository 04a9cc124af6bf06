"""A volume goes to the trash with its plan, and comes back with it; what was scanned or collected stays."""

from __future__ import annotations

from archive_app.catalogue.commands import TRASHED, Batch, Restore, Trash
from archive_app.catalogue.store import Record
from archive_app.domain.errors import Conflict, UnknownRecord, UsageError
from archive_app.domain.workflow import VolumeState
from archive_app.services.archive import Archive
from archive_app.services.earlier.leaves import is_earlier

_KEPT = (VolumeState.PRINTING.value, VolumeState.ISSUED.value, VolumeState.PUBLISHED.value)
"""States from which on a volume that was made here stays: its articles' states, fees and citations say its number."""


def named(volume: Record) -> str:
    """《文史资料》7."""
    return f"《{volume.title}》{volume['number'] or ''}"


def in_trash(archive: Archive) -> list[Record]:
    """The volumes in the trash."""
    return archive.catalogue.records("volume", trashed=True)


def find_in_trash(archive: Archive, word: str) -> str:
    """The volume in the trash with this id, title or number; raises ``UnknownRecord`` that lists those there are."""
    volumes = in_trash(archive)
    for one in volumes:
        if word in (one.id, one["title"], str(one["number"] or "")):
            return one.id
    known = f"回收站里有：{'、'.join(f'{named(one)}（{one.id}）' for one in volumes)}。" if volumes else ""
    raise UnknownRecord(f"回收站里没有书卷“{word}”", known)


def trashed(archive: Archive, volume_id: str) -> Batch:
    """The command that puts a volume into the trash, its sections and articles with it, as one step.

    The files of its scans stay, and so does what was looked through on them. Raises ``Conflict`` for one that was made
    here and has gone to the printer.
    """
    volume = archive.catalogue.record(volume_id)
    if volume.entity != "volume" or volume.trashed:
        raise UsageError(f"{named(volume)}不是书卷，或已在回收站里", "请核对书卷。", code="no-volume")
    if not is_earlier(volume) and volume["state"] in _KEPT:
        state = VolumeState(str(volume["state"])).label
        raise Conflict(
            f"{named(volume)}{state}，不能移到回收站",
            "付印以后，各篇的状态、稿费和引文都记着这一卷；不对的地方，请在书名、版权页里改。",
            code="printed-volume",
        )
    catalogue = archive.catalogue
    sections = [one.id for one in catalogue.records("section") if one["volume"] == volume_id]
    within = set(sections)
    articles = [one.id for one in catalogue.records("article") if one["section"] in within]
    return Batch(f"{named(volume)}移到回收站", [Trash([volume_id, *sections, *articles])], type="trash")


def restored(archive: Archive, volume_id: str) -> Batch:
    """The command that takes a volume out of the trash, and of its plan what went there in the same step.

    Raises ``Conflict`` where its scans were taken in once more since then.
    """
    catalogue = archive.catalogue
    volume = catalogue.record(volume_id)
    if volume.entity != "volume" or not volume.trashed:
        raise UsageError(f"{named(volume)}不在回收站里", "请核对书卷。", code="no-volume")
    own = {str(row.get("file")) for row in volume["scans"] or ()}
    for other in catalogue.records("volume"):
        if own & {str(row.get("file")) for row in other["scans"] or ()}:
            raise Conflict(
                f"{named(volume)}的扫描件后来又收成了{named(other)}",
                "同一份扫描件只属于一卷；要取回这一卷，请先把那一卷移到回收站。",
                code="taken-in",
            )
    step = _step(archive, volume_id)
    sections = [one.id for one in catalogue.records("section", trashed=True) if one["volume"] == volume_id]
    sections = [key for key in sections if _step(archive, key) == step]
    within = set(sections)
    articles = [one.id for one in catalogue.records("article", trashed=True) if one["section"] in within]
    articles = [key for key in articles if _step(archive, key) == step]
    return Batch(f"取回{named(volume)}", [Restore([volume_id, *sections, *articles])], type="restore")


def _step(archive: Archive, record_id: str) -> str:
    """In which step a record went to the trash last; empty where the log no longer says it (a catalogue made anew from
    its records), so that all that is in the trash comes back together."""
    entries = archive.catalogue.history(record_id)
    return next((entry.command_id for entry in entries if entry.field == TRASHED and entry.after), "")
