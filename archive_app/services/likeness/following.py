"""What goes along when a large picture takes the place of a small one: boxes and names, turn, crop and tones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from archive_app.domain.adjustment import AS_IT_IS, WHOLE, Adjustment, Box
from archive_app.domain.depicted import region_from, region_of
from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass
from archive_app.services.likeness.finding import Member

if TYPE_CHECKING:
    from archive_app.derived.likeness.placing import Placed
    from archive_app.services.archive import Archive

LEFT_BEHIND = "（人物框、裁切没有跟过去：两张对不准，请看一看）"
"""Said where it is not certain how the one lies in the other."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The item's people as they are to stand, None where nothing changes; the large file's fields of how it is seen;
    what is to be said."""

    people: list[dict[str, Any]] | None = None
    seen: Mapping[str, Any] | None = None
    remark: str = ""


def following(archive: Archive, large: Member, small: Member, people: Iterable[Mapping[str, Any]]) -> Followed:
    """What goes along; ``people`` are those of the one item that both become, each box with its file."""
    rows = [dict(one) for one in people]
    own_boxes = any(one.get("file") == large.file.id and region_of(one) is not None for one in rows)
    named = [one for one in rows if one.get("file") == small.file.id] if not own_boxes else []
    was, has = Adjustment.of(small.file.values), Adjustment.of(large.file.values)
    moves = bool(was) and not has
    boxed = any(region_of(one) is not None for one in named)
    place = _placed(archive, small, large)
    if place is None:
        return Followed(remark=LEFT_BEHIND if boxed or moves else "")
    seen = _seen(was, place) if not has else AS_IT_IS
    for one in named:
        box = region_of(one)
        one["file"] = large.file.id
        if box is not None:
            there = place.there(box)
            inside = 0 <= there[0] + there[2] / 2 <= 1 and 0 <= there[1] + there[3] / 2 <= 1
            one["region"] = region_from(there) if inside else []
    return Followed(rows if named else None, seen.values() if seen else None)


def _placed(archive: Archive, small: Member, large: Member) -> Placed | None:
    from PIL import Image

    from archive_app.derived.likeness.placing import placed  # drawing is not asked of a list

    try:
        paths = [archive.thumbnail(str(one.file["sha256"])) for one in (small, large)]
        with Image.open(paths[0]) as one, Image.open(paths[1]) as other:
            return placed(one.convert("RGB"), other.convert("RGB"))
    except (ArchiveError, OSError):  # one that cannot be seen cannot be laid over the other
        return None


def _seen(was: Adjustment, place: Placed) -> Adjustment:
    """How the large one is seen as the small one was: standing as it stood, cropped to the same part."""
    quarters = place.quarters
    turn = was.turn if quarters is None else (was.turn + 90 * quarters) % 360
    crop = WHOLE if was.crop == WHOLE else _within(place.there(was.crop))
    return Adjustment(turn, crop, was.tone)


def _within(box: Box) -> Box:
    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(1.0, box[0] + box[2]), min(1.0, box[1] + box[3])
    return (left, top, right - left, bottom - top) if right - left > 0.05 and bottom - top > 0.05 else WHOLE
