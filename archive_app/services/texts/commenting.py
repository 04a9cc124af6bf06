"""Comments on an item's text as commands: each is one step of undo, and its words stand in the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.catalogue.commands import Command, SetFields
from archive_app.domain.comments import Comment, of_rows
from archive_app.domain.errors import UsageError

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

FIELD = "comments"
_SHOWN = 30


def comments_of(record: Record) -> tuple[Comment, ...]:
    """The comments of an item's text, in the order in which they were written."""
    return of_rows(record.values.get(FIELD))


def writing(record: Record, comment: Comment) -> Command:
    """A command that puts a comment or an answer beside the text. Raises ``UsageError`` where it says nothing."""
    if not comment.text.strip():
        raise UsageError("批注还没有写字", "写了再存；不要了就按 Esc。", code="empty-comment")
    known = comments_of(record)
    head = "答复批注" if comment.answers else "写批注"
    if comment.answers:
        _asked(known, comment.answers)
    return _set(record, (*known, comment), f"{head}：{_short(comment)}")


def rewriting(record: Record, comment_id: str, text: str) -> Command:
    """A command after which a comment says something else."""
    known = comments_of(record)
    own = _asked(known, comment_id)
    made = replace(own, text=text.strip())
    if not made.text:
        raise UsageError("批注还没有写字", "不要这条批注，请用“删除”。", code="empty-comment")
    return _set(record, _each(known, lambda one: made if one.id == comment_id else one), f"改批注：{_short(made)}")


def settling(record: Record, comment_id: str, *, done: bool) -> Command:
    """A command after which a comment is done, or is open again."""
    known = comments_of(record)
    own = _asked(known, comment_id)
    made = _each(known, lambda one: replace(one, done=done) if one.id == comment_id else one)
    return _set(record, made, f"{'批注已办' if done else '批注重新提出'}：{_short(own)}")


def removing(record: Record, comment_id: str) -> Command:
    """A command that takes a comment with its answers away, or an answer alone."""
    known = comments_of(record)
    own = _asked(known, comment_id)
    kept = tuple(one for one in known if comment_id not in (one.id, one.answers))
    return _set(record, kept, f"{'删除答复' if own.answers else '删除批注'}：{_short(own)}")


def _asked(known: Sequence[Comment], comment_id: str) -> Comment:
    own = next((one for one in known if one.id == comment_id), None)
    if own is None:
        raise UsageError("这条批注已经不在了", "可能刚被别人删去；撤销可以找回。", code="no-comment")
    return own


def _each(known: Sequence[Comment], change: Callable[[Comment], Comment]) -> tuple[Comment, ...]:
    return tuple(change(one) for one in known)


def _set(record: Record, comments: Sequence[Comment], words: str) -> Command:
    return SetFields(record.id, {FIELD: [one.row() for one in comments]}, words=words, by_program=True)


def _short(comment: Comment) -> str:
    words = " ".join(comment.text.split())
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
