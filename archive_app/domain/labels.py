"""The label tracks of Audacity: a line a label, its beginning and end in seconds and its words, parted by tabs."""

from __future__ import annotations

import re

from archive_app.domain.segments import Segment

_LABEL = re.compile(r"(\d{1,7}[.,]\d{1,9})\t(\d{1,7}[.,]\d{1,9})(?:\t(.*))?\Z")
_RANGE = re.compile(r"\\\t-?\d")  # under a label: the frequencies that were selected with it


def looks_labelled(text: str) -> bool:
    """Whether a text is such a track: every line of it is a label, or what stands under one."""
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    labels = sum(1 for line in lines if _LABEL.match(line))
    return labels > 0 and labels + sum(1 for line in lines if _RANGE.match(line)) == len(lines)


def read_labelled(text: str) -> tuple[list[Segment], list[str]]:
    """The labels as segments, in the order of the file, and what was not taken as Chinese sentences. A label that is a
    point of time has no end."""
    segments: list[Segment] = []
    empty = ranges = 0
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LABEL.match(line)
        if found is None:
            ranges += bool(_RANGE.match(line))
            continue
        start, end = (round(float(part.replace(",", ".")), 3) for part in found.groups()[:2])
        words = (found[3] or "").strip()
        if words:
            segments.append(Segment(words, start, end if end > start else None))
        else:
            empty += 1
    return segments, _said(empty, ranges)


def _said(empty: int, ranges: int) -> list[str]:
    said = [f"{empty} 个标签没有文字，没有收。"] if empty else []
    return [*said, *([f"{ranges} 个标签的频率范围没有收，原件里有。"] if ranges else [])]
