"""What a person makes of suggested faces, as commands: boxes without names, or places that are never asked of again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.adjustment import Adjustment, Box
from archive_app.domain.depicted import OPEN, Person, moved, of_file, region_from
from archive_app.domain.found_faces import Found, refusal, refused_of, undecided
from archive_app.domain.sides import first_of


def framed(boxes: Sequence[Box], file: str, *, first: bool) -> list[dict[str, Any]]:
    """People without names, a row for each box; ``file`` is said of those on another picture than the item's first."""
    where = {} if first else {"file": file}
    return [{"certainty": OPEN, "region": region_from(box), **where} for box in boxes]


def with_framed(
    people: Sequence[Person], boxes: Sequence[Box], file: str, seen: Adjustment, *, first: bool
) -> list[dict[str, Any]]:
    """An item's people with boxes more on one of its pictures, in the order of the boxes as the picture is ``seen``;
    where a person had put another order that stays. The people of its other pictures are left alone."""
    own = of_file(people, file, first)
    others = [dict(one) for one in people if one not in own]
    made = moved(own, [*own, *framed(boxes, file, first=first)], seen)
    return [*made, *others] if first else [*others, *made]


def accept(item: Record, files: Sequence[Record], file: Record, boxes: Sequence[Box]) -> SetFields:
    """The command that takes faces: ordinary boxes, unnamed, 待考. ``files`` are those of the item."""
    first = first_of(list(files))
    own_first = first is not None and first.id == file.id
    people = with_framed(item["people"] or (), boxes, file.id, Adjustment.of(file.values), first=own_first)
    return SetFields(item.id, {"people": people}, words=accepted_words(len(boxes)))


def accepted_words(count: int) -> str:
    """What is said in the history of faces that were taken."""
    return f"照片：采用找到的 {count} 张人脸" if count > 1 else "照片：采用找到的一张人脸"


def refuse(file: Record, boxes: Sequence[Box]) -> SetFields:
    """The command by which these places are not suggested again."""
    rows = [*(file["not_faces"] or ()), *(refusal(box) for box in boxes)]
    words = f"照片：找到的 {len(boxes)} 张人脸不要" if len(boxes) > 1 else "照片：找到的一张人脸不要"
    return SetFields(file.id, {"not_faces": rows}, by_program=True, words=words)


def waiting(item: Record, files: Sequence[Record], file: Record, found: Sequence[Found]) -> list[Found]:
    """Those found on a picture of an item that nobody has decided about."""
    first = first_of(list(files))
    own_first = first is not None and first.id == file.id
    return undecided(found, of_file(item["people"] or (), file.id, own_first), refused_of(file.values))
