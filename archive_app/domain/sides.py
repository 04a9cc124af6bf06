"""The pictures of one item: front and back of a print, a restored version; which is shown first, which is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, TypeVar

BACK = "背面"
FRONT = "正面"

_FILE = TypeVar("_FILE", bound=Any)
"""A file's record: has ``id`` and gives a field by its name in brackets."""

_ENDS: Mapping[str, str] = {
    "正": FRONT, "正面": FRONT, "a": FRONT, "front": FRONT, "recto": FRONT,
    "背": BACK, "背面": BACK, "反": BACK, "反面": BACK, "b": BACK, "back": BACK, "verso": BACK,
}  # fmt: skip
_NAMED = re.compile(
    r"(?P<base>.*?)[\s_\-—（(]*(?P<side>正面?|背面?|反面?|front|back|recto|verso|(?<=[\d_\-])[ab])[)）]?\Z", re.I
)


def pictures_of(files: Iterable[_FILE]) -> list[_FILE]:
    """The pictures among files, in their order."""
    return [one for one in files if str(one["mime"] or "").startswith("image/")]


def side_by_name(name: str) -> tuple[str, str]:
    """What a file's name is without its side, and the side it says; the side is empty where it says none."""
    stem = PurePath(name).stem.strip()
    found = _NAMED.match(stem)
    if found is None or not found["base"]:
        return stem, ""
    return found["base"], _ENDS[found["side"].lower()]


def sides(pictures: Sequence[_FILE]) -> dict[str, str]:
    """The side of each picture, by its id: as its record says; else as names say it that go together, one with a front
    and one with a back."""
    said = {one.id: str(one["side"] or "") for one in pictures}
    named = {one.id: side_by_name(str(one["name"])) for one in pictures}
    whole = {
        base
        for base, _side in named.values()
        if {side for other, side in named.values() if other == base} >= {FRONT, BACK}
    }
    return {key: side or (named[key][1] if named[key][0] in whole else "") for key, side in said.items()}


def other_side(pictures: Sequence[_FILE], shown: _FILE) -> _FILE | None:
    """What is seen when the print is turned over: the back of this front, the front of this back; None where there is
    none. Of several the one whose name goes with this one's, else the next in order."""
    known = sides(pictures)
    wanted = FRONT if known[shown.id] == BACK else BACK
    found = [one for one in pictures if one.id != shown.id and (known[one.id] or FRONT) == wanted]
    base = side_by_name(str(shown["name"]))[0]
    alike = [one for one in found if side_by_name(str(one["name"]))[0] == base]
    order = {one.id: n for n, one in enumerate(pictures)}
    behind = [one for one in found if order[one.id] > order[shown.id]] if wanted == BACK else found[::-1]
    return next(iter((*alike, *behind, *found)), None)


def first_of(pictures: Sequence[_FILE]) -> _FILE | None:
    """The picture by which the item is known: the first that is no back."""
    known = sides(pictures)
    return next((one for one in pictures if known[one.id] != BACK), next(iter(pictures), None))


def printed_of(pictures: Sequence[_FILE]) -> _FILE | None:
    """The picture that is printed: the one that somebody chose for it, else the one by which the item is known."""
    return next((one for one in pictures if one["printed"]), first_of(pictures))
