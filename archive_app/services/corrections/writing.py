"""Proposals made by writing in the text, as Word does with 修订 on: kept as one goes, one's own grown and shrunk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.standing import CORRECTION_TYPE
from archive_app.domain.corrections.proposal import Proposal, guessed_kind, moment
from archive_app.services.archive import Archive
from archive_app.services.corrections.standing import check_proposing, proposals_of, rows_of


def keep_written(
    archive: Archive, item_id: str, written: Sequence[Proposal], gone: Collection[str] = ()
) -> Done | None:
    """Keep what was written: proposals whose id is known are one's own, with other words now; the others are new.
    ``gone`` are own ones of which nothing is left. None where nothing is otherwise than it is kept.

    Raises as `propose` does.
    """
    item = archive.catalogue.record(item_id)
    check_proposing(archive, item)
    known = {one.id: one for one in proposals_of(item)}
    made: list[Proposal] = []
    changed: list[Proposal] = []
    for one in known.values():
        if one.id in gone and one.open:
            changed.append(one)
            continue
        now = next((each for each in written if each.id == one.id), None)
        if now is not None and one.open and _said(now) != _said(one):
            kind = guessed_kind(now.old, now.new) if one.kind == guessed_kind(one.old, one.new) else one.kind
            one = replace(
                now, why=one.why, kind=kind, by=one.by, at=one.at, round=one.round, page=one.page, line=one.line
            )
            changed.append(one)
        made.append(one)
    fresh = [
        replace(one, by=archive.actor, at=moment(), round=str(item["state"]), kind=guessed_kind(one.old, one.new))
        for one in written
        if one.id not in known
    ]
    if not fresh and not changed:
        return None
    touched = [*fresh, *(one for one in changed if one.id not in gone)]
    if len(touched) == 1:
        words = f"提改动：{touched[0].words()}"
    elif touched:
        words = f"提改动 {len(touched)} 处"
    else:
        words = f"撤回改动：{changed[0].words()}" if len(changed) == 1 else f"撤回改动 {len(changed)} 处"
    return archive.execute(
        SetFields(
            item.id,
            rows_of([*made, *fresh]),
            expected_version=item.version,
            by_program=True,
            type=CORRECTION_TYPE,
            words=words,
        )
    )


def _said(one: Proposal) -> tuple[object, ...]:
    return one.what, one.block, one.part, one.start, one.old, one.new
