"""A text with its open proposals in it, as Word shows 修订: what shall go and what shall come, beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive_app.domain.corrections.placing import Placed, Texts
from archive_app.domain.corrections.proposal import Proposal, What
from archive_app.domain.manuscript import Block, BlockKind
from archive_app.frozen import dataclass
from archive_app.services.corrections.applying import Edit, edited
from archive_app.services.corrections.standing import Stood

PILCROW = "¶"
"""Shown where a paragraph shall be parted, or an end of one go."""
GONE, NEW = "gone", "new"
Stretch = tuple[int, int, str, str]
"""(from, to, `GONE` or `NEW`, the proposal's id): code points of the block's shown text."""


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block with what was proposed in it. ``whole``: (`GONE` or `NEW`, the id) of a paragraph that goes or comes."""

    block: Block
    stretches: tuple[Stretch, ...] = ()
    whole: tuple[str, str] | None = None


def shown_text(texts: Texts, found: Iterable[Stood]) -> list[ShownBlock]:
    """The blocks in their order; what is about a note, a cell or a line over the text has no stretch of its own."""
    words: dict[str, list[tuple[int, int, str, str, bool]]] = defaultdict(list)
    behind: dict[str, list[ShownBlock]] = defaultdict(list)
    gone: dict[str, str] = {}
    for one in found:
        at, proposal = one.place, one.proposal
        if not isinstance(at, Placed):
            continue
        match proposal.what:
            case What.WORDS if not at.part:
                words[at.block].append(
                    (at.start, at.end, _on_line(texts.block(at.block), proposal), proposal.id, False)
                )
            case What.NOTE if not at.part:
                words[at.block].append((at.start, at.start, f"〔注：{proposal.new}〕", proposal.id, False))
            case What.JOIN:
                block = texts.block(at.block)
                length = len(block.text) if block is not None else 0
                words[at.block].append((length, length, PILCROW, proposal.id, True))
            case What.OUT:
                gone[at.block] = proposal.id
            case What.IN:
                behind[at.block] += [_whole(block, NEW, proposal.id) for block in proposal.fresh_blocks]
            case What.MOVE:
                gone[at.block] = proposal.id
                moved = texts.block(at.block)
                if moved is not None:
                    behind[at.part].append(_whole(replace(moved, id=f"{moved.id}-moved"), NEW, proposal.id))
    made = list(behind.get("", ()))
    for block in texts.manuscript:
        if block.id in gone:
            made.append(_whole(block, GONE, gone[block.id]))
        elif block.id in words:
            made.append(_with_words(block, words[block.id]))
        else:
            made.append(ShownBlock(block))
        made += behind.get(block.id, ())
    return made


def _on_line(block: Block | None, proposal: Proposal) -> str:
    keeps = block is not None and block.kind is BlockKind.VERSE
    return proposal.new if keeps else proposal.new.replace("\n", PILCROW)


def _whole(block: Block, what: str, key: str) -> ShownBlock:
    return ShownBlock(block, ((0, len(block.text), what, key),) if block.text else (), (what, key))


def _with_words(block: Block, words: Sequence[tuple[int, int, str, str, bool]]) -> ShownBlock:
    """What comes is put in behind what goes."""
    ordered = sorted(words, key=lambda one: (one[1], one[0]))
    puts: list[Edit] = [(end, end, new) for _start, end, new, _key, _joins in ordered if new]
    shifts: list[tuple[int, int]] = []  # (where something was put in, how much)
    stretches: list[Stretch] = []
    shift = 0
    for _start, end, new, key, joins in ordered:
        if new:
            at = end + shift
            stretches.append((at, at + len(new), GONE if joins else NEW, key))
            shifts.append((end, len(new)))
            shift += len(new)
    for start, end, _new, key, _joins in ordered:
        if start < end:  # parted where something was put in between
            at = start
            for place in (*(p for p, _length in shifts if start < p < end), end):
                moved = sum(length for p, length in shifts if p <= at)
                stretches.append((at + moved, place + moved, GONE, key))
                at = place
    (made,) = edited(replace(block, kind=BlockKind.VERSE), {"": puts}) if puts else (block,)
    return ShownBlock(replace(made, kind=block.kind), tuple(sorted(stretches)))
