"""Which of an item's recordings a segment, or an index point, is of.

A row names its recording by the file's id. One that names none is of the first: so are all of an item that has only
one, and all that were written before there were several. Before another recording comes first, such rows are bound to
the one they mean (``bound``), so that they follow their sound wherever it goes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

FIELDS = ("transcript", "index_points")
"""The fields whose rows have times in a recording."""

Row = Mapping[str, Any]


def file_of(row: Row, first: str) -> str:
    """The recording a row is of, where the item's first is ``first``; empty where there is none."""
    return str(row.get("file") or first)


def bound(rows: Iterable[Row], first: str) -> list[dict[str, Any]]:
    """The rows with the recording they are of: ``first`` where they named none."""
    return [{**row, "file": file_of(row, first)} if first else dict(row) for row in rows]


def parted(
    rows: Iterable[Row], first: str, files: Collection[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(those of other recordings, those of ``files`` with their recording named)."""
    left: list[dict[str, Any]] = []
    gone: list[dict[str, Any]] = []
    for row in rows:
        file = file_of(row, first)
        if file in files:
            gone.append({**row, "file": file})
        else:
            left.append(dict(row))
    return left, gone


def key_for(rows: Iterable[Row], file: str, first: str) -> str:
    """What rows of this recording hold as their ``file``: as those that are there do, so that one has one name."""
    if file != first:
        return file
    return file if any(row.get("file") == file for row in rows) else ""


def labelled(row: dict[str, Any], key: str) -> dict[str, Any]:
    """A row of the recording with this ``key``; the first one's is not written."""
    row.pop("file", None)
    return {**row, "file": key} if key else row


def in_order(rows: Iterable[Row], files: Sequence[str]) -> list[dict[str, Any]]:
    """The rows recording by recording, in the order of the item's ``files``; those of one that is gone come last."""
    first = files[0] if files else ""
    places = {file: at for at, file in enumerate(files)}
    return [dict(row) for row in sorted(rows, key=lambda row: places.get(file_of(row, first), len(files)))]
