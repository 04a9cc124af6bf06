"""What came back from Word, as proposals of those who changed it: nothing of the text is otherwise before somebody in
the house accepts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.catalogue.commands import SetFields
from archive_app.domain.comments import Comment
from archive_app.domain.corrections.proposal import Proposal
from archive_app.intake.returned import ReturnedChange
from archive_app.intake.wordml.comments import moment_of
from archive_app.services.archive import Archive
from archive_app.services.corrections.found import found_in
from archive_app.services.corrections.proposing import Proposed, propose
from archive_app.services.corrections.word_out import REASON
from archive_app.services.texts.commenting import comments_of

if TYPE_CHECKING:
    from archive_app.services.texts.word_back import WordBack

_NOTICE = "改动建议　"


def propose_word(
    archive: Archive, back: WordBack, rows: Sequence[int] | None = None, *, comments: bool = True
) -> Proposed:
    """Propose these rows of what came back (those one can be sure of, where none are named). Whose each is and since
    when say the tracked changes; what was changed without tracking is who takes it in's. A comment that tells the
    依据 becomes it; the others are kept beside the text.

    Raises as `propose` does, ``Conflict`` where the item was changed since it was compared.
    """
    made = back.comparison.chosen(back.taken_at_first if rows is None else rows)
    drafts, dropped = found_in(back.comparison.before, made)
    said = [one for one in back.comments if not one.text.startswith((REASON, _NOTICE))]
    signed = [_signed(one, back) for one in drafts]
    bare = sum(not one.by for one in signed)
    if bare and len(signed) > bare:
        dropped.append(f"有 {bare} 处没有打开修订就改了，记在收稿人名下")
    found = Proposed((), 0, tuple(dropped))
    if signed or not said:
        found = propose(archive, back.item.id, signed, dropped, words=f"收 Word 稿的修订：{back.path.name}")
    if comments and said:
        item = archive.catalogue.record(back.item.id)
        margin = [one.row() for one in (*comments_of(item), *said)]
        words = f"收 Word 稿的批注：{len(said)} 条"
        archive.execute(SetFields(item.id, {"comments": margin}, by_program=True, words=words))
    return found


def _signed(one: Proposal, back: WordBack) -> Proposal:
    """A proposal with whose it is, since when, and why, as far as the document says."""
    best = max(_fitting(one, back.changes), key=lambda found: found[0], default=None)
    change = best[1] if best is not None else None
    why = next((_reason(comment) for comment in back.comments if _tells(comment, one)), "")
    by, at = (change.by, moment_of(change.at)) if change is not None else ("", "")
    return replace(one, by=by, at=at, why=why or one.why)


def _fitting(one: Proposal, changes: Sequence[ReturnedChange]) -> Iterator[tuple[int, ReturnedChange]]:
    """The tracked changes that may be this one, with how well they fit."""
    blocks = {one.block} | {block.id for block in one.fresh_blocks}
    for change in changes:
        words = one.new if change.what == "new" else one.old
        flat = words.replace("\n", "")
        if not words or (change.text not in flat and flat not in change.text):
            continue
        near = change.block in blocks or (not change.block and change.text == words)
        if near or len(change.text) > _SURE:
            yield (2 if near else 0) + (change.text == words) + (change.what == "new"), change


_SURE = 4
"""Longer words say whose they are wherever they stand."""


def _tells(comment: Comment, one: Proposal) -> bool:
    """Whether a comment is the reason of this proposal: it stands on its words."""
    if not comment.text.startswith(REASON) or comment.block not in {one.block, *(b.id for b in one.fresh_blocks)}:
        return False
    said = comment.words
    return bool(said) and ((one.new and (one.new in said or said in one.new)) or (bool(one.old) and one.old in said))


def _reason(comment: Comment) -> str:
    return comment.text.removeprefix(REASON).strip()
