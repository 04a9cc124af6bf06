"""Who says a segment, and who may hear of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from archive_app.domain.recordings import in_order, labelled
from archive_app.domain.transcribing.rows import Changed, Row, Rows


def with_speaker(rows: Sequence[Row], keys: Collection[str], speaker: str) -> Changed:
    """Said by somebody else."""
    return Changed([{**row, "speaker": speaker} if row.get("id") in keys else dict(row) for row in rows])


def relabelled(rows: Sequence[Row], label: str, wanted: str) -> Changed:
    """All that was said by ``label`` is said by ``wanted``."""
    return Changed([{**row, "speaker": wanted} if row.get("speaker") == label else dict(row) for row in rows])


def with_level(rows: Sequence[Row], keys: Collection[str], access: str) -> Changed:
    """A level of their own for some; empty: the item's. Those that all have it lose it again."""
    chosen = [row for row in rows if row.get("id") in keys]
    wanted = "" if chosen and all(str(row.get("access") or "") == access for row in chosen) else access
    made: Rows = []
    for row in rows:
        copy = dict(row)
        if row.get("id") in keys:
            copy.pop("access", None)
            copy |= {"access": wanted} if wanted else {}
        made.append(copy)
    return Changed(made)


def with_recording(rows: Sequence[Row], keys: Collection[str], key: str, files: Sequence[str]) -> Changed:
    """Some segments are of another recording (its ``key`` as rows hold it); ``files`` is the order of the item's."""
    made = [labelled(dict(row), key) if row.get("id") in keys else dict(row) for row in rows]
    return Changed(in_order(made, files), next((str(row["id"]) for row in made if row.get("id") in keys), ""))


def speakers_of(rows: Sequence[Row]) -> list[str]:
    """Who speaks, in the order in which they are first heard."""
    return [str(label) for label in dict.fromkeys([row.get("speaker") for row in rows]) if label]


def other_speaker(rows: Sequence[Row], at: int) -> str:
    """Who is likely to speak after row ``at``: of two who take turns the other one, else whoever spoke before."""
    if not 0 <= at < len(rows):
        return ""
    mine = str(rows[at].get("speaker") or "")
    if not mine:
        return ""
    if len(speakers_of(rows)) > 2:
        before = [str(row.get("speaker") or "") for row in rows[max(0, at - 3) : at]]
        return next((one for one in reversed(before) if one and one != mine), mine)
    return next((one for one in speakers_of(rows) if one != mine), mine)
