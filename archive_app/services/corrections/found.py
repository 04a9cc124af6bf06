"""What is otherwise between a text and what somebody made of it, as proposals: one for each place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive_app.domain.corrections.placing import told
from archive_app.domain.corrections.proposal import NEAR, Proposal, What, guessed_kind, near
from archive_app.domain.manuscript import Block, Manuscript
from archive_app.services.texts.carrying import edits_of
from archive_app.services.texts.characters import difference
from archive_app.services.texts.comparing import Comparison, Row
from archive_app.services.texts.comparing import What as Became

_NEAR = 2
"""Changes with fewer characters between them are one place: 「八五」 for 「五八」."""


def found_in(now: Manuscript, made: Manuscript) -> tuple[list[Proposal], list[str]]:
    """(the proposals that make ``made`` of ``now``, in the order of the text; what cannot be proposed, in words)."""
    comparison = Comparison(now, made)
    proposals: list[Proposal] = []
    dropped: list[str] = []
    behind = ""  # the block of ``now`` that was passed last
    for row in comparison.rows:
        match row.what:
            case Became.NEW:
                proposals.append(_coming(now, behind, row.after))
            case Became.GONE:
                proposals += (_going(block) for block in row.before)
            case Became.LEFT:
                pass
            case _:
                if row.moved and len(row.before) == 1:
                    proposals.append(_moving(row.before[0], behind, now))
                elif row.moved:
                    dropped.append(f"第 {row.to + 1} 段移动过又分段、并段，没有作为改动建议")
                proposals += _inside(row, dropped)
        if row.before and not row.moved:
            behind = row.before[-1].id
    return [replace(one, kind=one.kind or guessed_kind(one.old, one.new)) for one in _together(proposals)], dropped


def word_proposals(block: str, part: str, was: str, now: str) -> Iterator[Proposal]:
    """The places where a text of a block became others words."""
    joined: list[tuple[int, int, str]] = []
    for start, end, new in edits_of(difference(was, now)):
        if joined and start - joined[-1][1] < _NEAR:
            first, last, words = joined[-1]
            joined[-1] = (first, end, words + was[last:start] + new)
        else:
            joined.append((start, end, new))
    for start, end, new in joined:
        yield word_proposal(block, part, was, start, end, new)


def word_proposal(block: str, part: str, text: str, start: int, end: int, new: str) -> Proposal:
    """Words of a text become others."""
    old = text[start:end]
    return Proposal(
        What.WORDS, block, part, start, end, old, new, kind=guessed_kind(old, new), **near(text, start, end)
    )


def _going(block: Block) -> Proposal:
    return Proposal(What.OUT, block.id, old=told(block), kind="多字")


def _coming(now: Manuscript, behind: str, blocks: Sequence[Block]) -> Proposal:
    order = [block.id for block in now]
    at = order.index(behind) + 1 if behind else 0
    return Proposal(
        What.IN,
        behind,
        new="\n".join(told(block) for block in blocks),
        before=told(now.blocks[at - 1])[-NEAR:] if at else "",
        after=told(now.blocks[at])[:NEAR] if at < len(order) else "",
        blocks=Manuscript(tuple(blocks)).to_json(),
        kind="漏字",
    )


def _moving(block: Block, behind: str, now: Manuscript) -> Proposal:
    before = next((told(one)[-NEAR:] for one in now if one.id == behind), "")
    return Proposal(What.MOVE, block.id, behind, old=told(block), before=before, kind="体例")


def _inside(row: Row, dropped: list[str]) -> Iterator[Proposal]:
    before, after = row.before, row.after
    if len(before) == 1 and len(after) == 1:
        yield from _block(before[0], after[0])
        words = [one for one in row.remarks if not _is_said(one)]
        dropped += (f"第 {row.number + 1} 段：{one}" for one in words)
    elif len(before) == 1:  # parted: line's ends came
        yield from word_proposals(before[0].id, "", before[0].text, "\n".join(one.text for one in after))
    else:
        yield from _joining(before, after)


def _is_said(remark: str) -> bool:
    """Whether a remark of the comparison is about a note or a cell, which are proposals."""
    return remark.startswith(("注文改过", "删去一条注", "新加一条注"))


def _block(was: Block, now: Block) -> Iterator[Proposal]:
    yield from word_proposals(was.id, "", was.text, now.text)
    shape = [[(cell.rows, cell.columns) for cell in row] for row in was.rows]
    if shape == [[(cell.rows, cell.columns) for cell in row] for row in now.rows]:
        for r, (one, other) in enumerate(zip(was.rows, now.rows, strict=True)):
            for c, (old, new) in enumerate(zip(one, other, strict=True)):
                yield from word_proposals(was.id, f"cell:{r},{c}", old.text, new.text)
    known = {note.id: note for note in was.notes}
    for note in now.notes:
        old_note = known.pop(note.id, None)
        if old_note is not None:
            yield from word_proposals(was.id, f"note:{note.id}", old_note.text, note.text)
        elif note.cell is None:
            at = _back(was.text, now.text, note.at)
            yield Proposal(What.NOTE, was.id, "", at, at, new=note.text, kind="其他", **near(was.text, at, at))
    for note in known.values():
        yield word_proposal(was.id, f"note:{note.id}", note.text, 0, len(note.text), "")


def _back(was: str, now: str, at: int) -> int:
    """The place of the text before that a place of the newer one was."""
    place = to = 0
    for what, words in difference(was, now):
        if what != "gone" and to + len(words) > at:
            return place + (at - to if what == "same" else 0)
        place += len(words) if what != "new" else 0
        to += len(words) if what != "gone" else 0
    return place


def _joining(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Proposal]:
    """Paragraphs that became one: each end that went, and the words that are others."""
    whole = "\n".join(one.text for one in before)
    edits = edits_of(difference(whole, "\n".join(one.text for one in after)))
    at = 0
    for number, block in enumerate(before):
        end = at + len(block.text)
        for start, stop, new in edits:
            first, last = max(start, at), min(stop, end)
            here = at <= start < end or (start == end and stop == start)
            if first < last or (start == stop and here and at <= start <= end):
                words = new if at <= start <= end else ""
                yield word_proposal(block.id, "", block.text, first - at, max(first, last) - at, words)
        if number + 1 < len(before) and any(start <= end < stop for start, stop, _new in edits):
            following = before[number + 1]
            yield Proposal(What.JOIN, block.id, before=block.text[-NEAR:], after=following.text[:NEAR], kind="体例")
        at = end + 1


def _together(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Paragraphs that come behind each other are one proposal."""
    last: Proposal | None = None
    for one in proposals:
        if last is not None and last.what is one.what is What.IN and last.block == one.block:
            blocks = Manuscript((*last.fresh_blocks.blocks, *one.fresh_blocks.blocks)).to_json()
            last = replace(last, new=f"{last.new}\n{one.new}", blocks=blocks)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
