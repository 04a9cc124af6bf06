"""What a person decides of two pictures that look like one. Each answer is one command, one step of undo.

Nothing is thrown away: a small copy stays with the item as what it is, with its name and where it came from; the item
that becomes empty goes to the trash with its history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, SetFields
from archive_app.domain.errors import UsageError
from archive_app.services.joining_items import Joining, joining
from archive_app.services.likeness.finding import Member
from archive_app.services.likeness.following import following

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

COPY = "利用"
"""The role of a small copy beside the large picture."""
_SAID = ("caption", "occasion", "created", "place_taken", "photographer", "people", "abstract", "notes")


def different(first: Member, second: Member) -> Command:
    """They are not one picture: never asked again."""
    said = [*(second.file["unlike"] or ()), str(first.file["sha256"])]
    words = f"不是同一张：“{first.item.title}”和“{second.item.title}”"
    return SetFields(second.file.id, {"unlike": list(dict.fromkeys(said))}, by_program=True, words=words)


def version_of(copy: Member, source: Member) -> Command:
    """``copy`` was made from ``source`` (rephotographed, restored, cropped); both items stay."""
    words = f"版本关系：“{copy.item.title}”由“{source.item.title}”而来"
    links: list[Command] = [SetFields(copy.file.id, {"made_from": source.file.id})]
    for one, other in ((copy.item, source.item), (source.item, copy.item)):
        if other.id not in (one["related"] or ()):
            links.append(SetFields(one.id, {"related": [*(one["related"] or ()), other.id]}))
    return Batch(words, links)


def together(archive: Archive, keep: Member, others: Sequence[Member]) -> Command:
    """All are pictures of one thing: their files come to the item of ``keep``.

    Raises ``UsageError`` where that cannot be: see ``joining_items``.
    """
    ids = list(dict.fromkeys(one.item.id for one in others if one.item.id != keep.item.id))
    return joining(archive, keep.item.id, ids).command()


def replaced(archive: Archive, large: Member, small: Member) -> Command:
    """The large picture takes the place of the small one: one item, known and printed by the large picture, with the
    small one behind it as a copy made from it. The item of which more is known stays. Boxes round faces go along to
    where the faces are in the large one, and so do turn, crop and tones where nobody has set its own; where it cannot
    be told for certain how the one lies in the other, they stay with the small one, and the command's words say so.

    Raises ``UsageError`` where the first is not the larger, or the items cannot become one.
    """
    if large.pixels <= small.pixels:
        raise UsageError("以大替小，要留下的那一张并不更大", "请换过来选，或选“归为一件”。", code="not-larger")
    keep, other = (small, large) if _known(small) >= _known(large) else (large, small)
    plan = joining(archive, keep.item.id, [other.item.id])
    moved = [one for one in archive.catalogue.files_of(keep.item.id) if one.id not in (large.file.id, small.file.id)]
    order = [large.file.id, small.file.id, *(one.id for one in moved)]
    steps: list[Command] = [
        *plan.steps,
        SetFields(large.file.id, {"position": 0, "role": large.file["role"] or "原始", "printed": True}),
        SetFields(small.file.id, {"position": 1, "role": COPY, "made_from": large.file.id, "printed": False}),
        *(SetFields(key, {"position": at}) for at, key in enumerate(order[2:], start=2)),
        *(SetFields(one.id, {"printed": False}) for one in moved if one["printed"]),
    ]
    followed = following(archive, large, small, _people(plan, keep.item))
    if followed.people is not None:
        steps.append(SetFields(keep.item.id, {"people": followed.people}, by_program=True))
    if followed.seen:
        steps.append(SetFields(large.file.id, followed.seen))
    return Batch(f"以大替小：《{keep.item.title}》{followed.remark}", steps)


def _people(plan: Joining, keep: Record) -> list[Mapping[str, Any]]:
    """Who is on the pictures of the item once it is one, each box with the file it was drawn on."""
    changed = (step.values for step in plan.steps if isinstance(step, SetFields) and step.record_id == keep.id)
    return list(next((one["people"] for one in changed if "people" in one), keep.values.get("people")) or ())


def _known(one: Member) -> tuple[bool, int, bool]:
    """How much has been said and done of an item; of two alike the one that was there first has the smaller id."""
    numbered = bool(one.item["ref_code"] or one.item["accession_no"])
    return numbered, sum(bool(one.item.values.get(name)) for name in _SAID), bool(one.item["commissioner"])
