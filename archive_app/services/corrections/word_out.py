"""Open proposals on their way to Word: what goes and what comes as tracked changes of those who proposed them, 依据 as
comments (ECMA-376-1 §17.13.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from archive_app.domain.comments import Comment, anchored, commenting
from archive_app.domain.corrections.placing import Placed, Texts
from archive_app.domain.corrections.proposal import Proposal, What
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, Manuscript, Note
from archive_app.domain.marks import mark
from archive_app.frozen import dataclass
from archive_app.services.corrections.shown import GONE, PILCROW, ShownBlock, shown_text
from archive_app.services.corrections.standing import Stood, line_label
from archive_app.typeset.docx.margin import RAW, WALL
from archive_app.typeset.reflow.markup import element

REASON = "依据："
"""What the comment of a proposal begins with."""
_FIRST = 900_000  # numbers of tracked changes, apart from those of comments and bookmarks


@dataclass(frozen=True, slots=True)
class Tracked:
    """The text with its marks; ``whole``: the start tag of the paragraph mark that goes or comes, by block; comments of
    the proposals; what could not be written as a tracked change, in words."""

    manuscript: Manuscript
    whole: Mapping[str, str]
    comments: tuple[Comment, ...]
    remarks: tuple[str, ...] = ()


def tracked(texts: Texts, found: Sequence[Stood]) -> Tracked:
    """The text as it goes out with the proposals that have a place."""
    known = {one.proposal.id: one.proposal for one in found}
    comments: list[Comment] = []
    blocks: list[Block] = []
    whole: dict[str, str] = {}
    number = _FIRST
    for shown in shown_text(texts, found):
        block, marks = shown.block, list[Note]()
        if shown.whole is not None:
            block = replace(block, id=new_id()) if block.id.endswith("-moved") else block
            whole[block.id] = _tag(shown.whole[0], known[shown.whole[1]], number, alone=True)
            number += 1
        block, stretches = _without_ends(shown, block)
        for start, end, what, key in stretches:
            marks += [mark(start, RAW + _tag(what, known[key], number)), mark(end, f"{RAW}</w:{_name(what)}>")]
            number += 1
        comments += _reasons(block, stretches, known)
        blocks.append(replace(block, notes=(*block.notes, *marks)) if marks else block)
    manuscript = Manuscript(tuple(blocks))
    said, dropped = _as_comments(manuscript, found)
    return Tracked(manuscript, whole, (*comments, *said), tuple(dropped))


def _without_ends(shown: ShownBlock, block: Block) -> tuple[Block, list[tuple[int, int, str, str]]]:
    """A block without the signs for a paragraph's end: these go out as comments."""
    from archive_app.services.corrections.applying import edited

    ends = [
        (start + n, start + n + 1, "")
        for start, end, _what, _key in shown.stretches
        for n, one in enumerate(shown.block.text[start:end])
        if one == PILCROW
    ]
    if not ends:
        return block, list(shown.stretches)
    (made,) = edited(block, {"": sorted(ends)})

    def moved(at: int) -> int:
        return at - sum(place < at for place, _end, _words in ends)

    kept = [(moved(start), moved(end), what, key) for start, end, what, key in shown.stretches]
    return made, [one for one in kept if one[0] < one[1]]


def _name(what: str) -> str:
    return "del" if what == GONE else "ins"


def _tag(what: str, one: Proposal, number: int, *, alone: bool = False) -> str:
    values: dict[str, object] = {"w:id": number, "w:author": one.by or "未署名"}
    if one.at:
        values["w:date"] = f"{datetime.fromisoformat(one.at).astimezone(WALL):%Y-%m-%dT%H:%M:%S}Z"
    made = element(f"w:{_name(what)}", values)
    if alone:
        return made
    return made.removesuffix("/>") + ">" if made.endswith("/>") else made.removesuffix(f"</w:{_name(what)}>")


def _reasons(
    block: Block, stretches: Sequence[tuple[int, int, str, str]], known: Mapping[str, Proposal]
) -> list[Comment]:
    made = []
    for key in dict.fromkeys(one[3] for one in stretches):
        proposal = known[key]
        if proposal.why:
            start = min(one[0] for one in stretches if one[3] == key)
            end = max(one[1] for one in stretches if one[3] == key)
            comment = Comment(f"{REASON}{proposal.why}", proposal.by, proposal.at)
            made.append(anchored(comment, block.id, "", block.text, start, end))
    return made


def _as_comments(manuscript: Manuscript, found: Sequence[Stood]) -> tuple[list[Comment], list[str]]:
    """What Word has no tracked change for that comes back as it went: said beside the text."""
    made: list[Comment] = []
    dropped: list[str] = []
    first = manuscript.blocks[0].id if len(manuscript) else ""
    there = {block.id for block in manuscript}
    for one in found:
        proposal, at = one.proposal, one.place
        if not isinstance(at, Placed):
            if proposal.open:
                dropped.append(f"在正文里找不到地方，没有写进 Word：{proposal.words()}")
            continue
        ends = proposal.what is What.JOIN or (proposal.what is What.WORDS and "\n" in proposal.new)
        if not (at.part or ends or proposal.what is What.FIELD):
            continue
        where = f"{line_label(proposal.part, of_article=bool(proposal.block))}：" if proposal.what is What.FIELD else ""
        why = f"（{proposal.why}）" if proposal.why else ""
        block = at.block if at.block in there else first
        text = f"改动建议　{where}{proposal.words()}{why}"
        made.append(commenting(manuscript, block, 0, 0, text, by=proposal.by, at=proposal.at))
    return made, dropped
