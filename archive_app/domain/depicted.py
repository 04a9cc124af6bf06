"""Who is on a photograph: rows found from the boxes round the faces, and the words that go through them from the left.

A person is a row of the field ``people``: ``row``, ``order`` from the left, ``name``, ``certainty``, ``region``, the
box round the face as middle x, middle y, width, height in shares of the upright picture (as MWG regions have it), and
``file``, where the item has several pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import Any

from archive_app.domain.adjustment import AS_IT_IS, Adjustment, Box

Person = Mapping[str, Any]

NAMELESS = "（姓名不详）"
"""Printed in the place of one whose name nobody knows."""
UNKNOWN = "？"
"""Shown in the place of one whose name nobody has found yet."""

OPEN = "待考"
"""How sure it is who somebody is, where that is still to be found out."""

_LEFT = "左起"
_DOUBTS: Mapping[str, tuple[str, ...]] = {
    "推测": ("推测", "疑", "？", "?"),
    "待考": ("待考", "不详", "？", "?"),
    "不详": ("不详", "待考", "未详"),
}
"""How sure a name is, where it is not: said behind the name, unless one of these words in it says so."""
_FIGURES = "一二三四五六七八九十"

# All in heights of a face, the median one of the picture.
_APART = 0.9  # the middles of two rows, at least
_ROW = 1.3  # what one more row costs: a row is not parted for what its people differ in height
_STRAY = 1.0  # one who stands alone belongs to a row no further away, unless he is in front of somebody or behind
_DRIFTS = tuple(
    step / 4 for step in range(-12, 13)
)  # by which a row may rise from left to right: the camera was slanted
_BENDS = tuple(step / 2 for step in range(-4, 5))  # by which its ends may be higher than its middle: it is an arc


def region_of(person: Person) -> Box | None:
    """The box round a person's face (left, top, width, height); None where nobody has drawn one."""
    region = person.get("region") or ()
    if len(region) < 4 or not all(isinstance(one, int | float) for one in region) or min(region[2:4]) <= 0:
        return None
    x, y, width, height = (float(one) for one in region[:4])
    return x - width / 2, y - height / 2, width, height


def region_from(box: Box) -> list[float]:
    """A box as ``people.region`` holds it."""
    left, top, width, height = box
    return [round(one, 5) for one in (left + width / 2, top + height / 2, width, height)]


def rows_of(boxes: Sequence[Box]) -> list[list[int]]:
    """The numbers of the boxes by rows, the front row first, each from the left.

    Rows are parted where faces leave a gap as high as half a face. They may be staggered, slanted or bent; of all ways
    to straighten them the one counts in which few rows hold everybody close together.
    """
    if not boxes:
        return []
    face = median(box[3] for box in boxes) or 1.0
    middles = [(box[0] + box[2] / 2, box[1] + box[3] / 2) for box in boxes]
    left, right = min(x for x, _y in middles), max(x for x, _y in middles)
    across = [2 * (x - left) / (right - left) - 1 if right > left else 0.0 for x, _y in middles]
    best: tuple[float, list[list[int]], list[float]] | None = None
    for drift in _DRIFTS:
        for bend in _BENDS:
            heights = [y / face + drift * u / 2 + bend * u * u for (_x, y), u in zip(middles, across, strict=True)]
            cost, rows = _parted(heights)
            cost += 0.15 * abs(drift) + 0.25 * abs(bend)
            if best is None or cost < best[0] - 1e-9:
                best = cost, rows, heights
    assert best is not None
    rows = _without_strays(best[1], best[2], boxes)
    rows.sort(key=lambda row: -fmean(best[2][n] for n in row))
    return [sorted(row, key=lambda n: middles[n][0]) for row in rows]


def _parted(heights: Sequence[float]) -> tuple[float, list[list[int]]]:
    """Those of one height together, and what it costs: how far they are from the middles of their rows, squared, and
    something for each row. Rows lie ``_APART`` from each other at least."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    sums, squares = [0.0], [0.0]
    for n in order:
        sums.append(sums[-1] + heights[n])
        squares.append(squares[-1] + heights[n] ** 2)
    # the best partition of the first so many, with the middle of its last row and where that begins
    best: list[tuple[float, float, int]] = [(0.0, -1e9, 0)]
    for end in range(1, len(order) + 1):
        found = (float("inf"), 0.0, 0)
        for begin in range(end):
            number, total = end - begin, sums[end] - sums[begin]
            middle = total / number
            cost = best[begin][0] + squares[end] - squares[begin] - total * middle + _ROW
            if cost < found[0] and middle - best[begin][1] >= _APART:
                found = cost, middle, begin
        best.append(found)
    rows, end = [], len(order)
    while end:
        begin = best[end][2]
        rows.append(order[begin:end])
        end = begin
    return best[-1][0], rows


def _without_strays(rows: list[list[int]], heights: Sequence[float], boxes: Sequence[Box]) -> list[list[int]]:
    """One who is alone goes to the row he is nearest to, where he stands beside it."""
    kept = [row for row in rows if len(row) > 1]
    if not kept:
        return rows
    for (alone,) in (row for row in rows if len(row) == 1):
        nearest = min(kept, key=lambda row: abs(fmean(heights[n] for n in row) - heights[alone]))
        near = abs(fmean(heights[n] for n in nearest) - heights[alone]) <= _STRAY
        if near and not any(_over(boxes[alone], boxes[n]) for n in nearest):
            nearest.append(alone)
        else:
            kept.append([alone])
    return kept


def _over(one: Box, other: Box) -> bool:
    """Whether two faces stand over each other rather than beside each other."""
    shared = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    return shared > 0.4 * min(one[2], other[2])


def row_names(number: int) -> tuple[str, ...]:
    """What so many rows are called, from the front; one row needs no name."""
    if number < 4:
        return {0: (), 1: ("",), 2: ("前排", "后排")}.get(number, ("前排", "中排", "后排"))
    return tuple(f"第{_FIGURES[n] if n < len(_FIGURES) else n + 1}排" for n in range(number))


def arranged(people: Iterable[Person], adjustment: Adjustment = AS_IT_IS) -> list[dict[str, Any]]:
    """The people with ``row`` and ``order`` as their boxes stand in the picture as it is seen.

    Those with boxes come first, row by row; those without keep what was written of them, behind the others.
    """
    rows = [dict(person) for person in people]
    boxed = [(row, box) for row in rows if (box := region_of(row)) is not None]
    found = rows_of([adjustment.to_shown(box) for _row, box in boxed])
    made = []
    for name, members in zip(row_names(len(found)), found, strict=True):
        for order, number in enumerate(members, 1):
            made.append({**boxed[number][0], "row": name, "order": order})
    return [*made, *(row for row in rows if region_of(row) is None)]


def is_arranged(people: Sequence[Person], adjustment: Adjustment = AS_IT_IS) -> bool:
    """Whether rows and order are those of the boxes: nobody has put the people in another order by hand."""
    return [_place(one) for one in people] == [_place(one) for one in arranged(people, adjustment)]


def _place(person: Person) -> tuple[Any, ...]:
    return str(person.get("row") or ""), person.get("order"), tuple(person.get("region") or ())


def moved(before: Sequence[Person], after: Sequence[Person], adjustment: Adjustment = AS_IT_IS) -> list[dict[str, Any]]:
    """What stands after a box was drawn, moved or taken away: in the order of the boxes; but where a person had put
    them in another order that stays, and who has no place yet is the last of the row beside him."""
    if is_arranged(before, adjustment):
        return arranged(after, adjustment)
    rows = [dict(one) for one in after]
    for row in rows:
        if region_of(row) is not None and not row.get("row") and not row.get("order"):
            _last_beside(row, [one for one in rows if one is not row], adjustment)
    return rows


def _last_beside(row: dict[str, Any], others: Sequence[Person], adjustment: Adjustment) -> None:
    boxes = [(one, adjustment.to_shown(box)) for one in others if (box := region_of(one)) is not None]
    own = region_of(row)
    if not boxes or own is None:
        return
    middle = _middle(adjustment.to_shown(own))
    beside = min(boxes, key=lambda pair: abs(_middle(pair[1]) - middle))[0]
    row["row"] = beside.get("row") or ""
    last = max((int(one.get("order") or 0) for one in others if (one.get("row") or "") == row["row"]), default=0)
    row["order"] = last + 1


def _middle(box: Box) -> float:
    return box[1] + box[3] / 2


def of_file(people: Iterable[Person], file: str, first: bool) -> list[Person]:
    """Those on one picture of an item (by its file's id); who was written down without a picture is on the first."""
    return [one for one in people if str(one.get("file") or "") == file or (first and not one.get("file"))]


def people_words(people: Iterable[Person], nameless: str = NAMELESS) -> str:
    """``前排左起：祁垚、李某（推测）；后排左起：……``: the rows in the order they were written in, in each the people by
    their numbers from the left. One who is alone in a row is not counted from the left."""
    by_row: dict[str, list[Person]] = {}
    for row in people:
        if row.get("name") or row.get("order"):
            by_row.setdefault(str(row.get("row") or "").strip().rstrip("：:"), []).append(row)
    return "；".join(_row(label, found, nameless) for label, found in by_row.items())


def goes_through_rows(words: str) -> bool:
    """Whether a caption says itself who stands where."""
    return _LEFT in words


def _row(label: str, found: list[Person], nameless: str) -> str:
    """One row. People without a number stand behind those who have one, as they were written."""
    ordered = sorted(found, key=lambda row: (row.get("order") is None, row.get("order") or 0))
    counted = len(found) > 1 and _LEFT not in label
    names = "、".join(_named(one, nameless) for one in ordered)
    return f"{label}{_LEFT if counted else ''}{'：' if label or counted else ''}{names}"


def _named(row: Person, nameless: str) -> str:
    name = str(row.get("name") or "").strip()
    if not name or name in ("？", "?"):
        return nameless
    doubt = str(row.get("certainty") or "")
    said = any(word in name for word in _DOUBTS.get(doubt, ()))
    return f"{name}（{doubt}）" if doubt in _DOUBTS and not said else name


def with_rows(caption: str, words: str) -> str:
    """A caption with the words for the rows behind it, as a sentence of their own."""
    before = caption.strip()
    if before and before[-1] not in "。！？；…":
        before += "。"
    return f"{before}{words}。"
