"""A text that somebody worked on elsewhere, brought together with the same text as it is now.

Three ways: what went out (``base``), what stands now, what came back. What only one side changed is that side's; where
both changed a paragraph in different places, both stay; where they touch, what came back is proposed and marked
doubtful: the office's text is the trunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, SpanStyle
from archive_app.intake.text.rich import Rich
from archive_app.services.texts.besides import remarks
from archive_app.services.texts.carrying import carried, edits_of, merged_words, moved_by, spans_through
from archive_app.services.texts.characters import difference
from archive_app.services.texts.comparing import Comparison, Row, What
from archive_app.services.texts.plainly import bare_plainly, plainly, shown_blocks

_BOTH = "编辑部后来也改过这一段"
_GONE_HERE = "编辑部后来删去了这一段"
_READING = "带注音的字不见了，多半是另存为 .doc 时丢的，请核对"
_GONE_THERE = "来稿删去了，编辑部后来改过"


def merged_back(base: Manuscript, now: Manuscript, back: Sequence[Block]) -> tuple[Manuscript, dict[str, str]]:
    """(what would become of ``now``, the doubtful blocks of it or of ``now`` by their ids, with why)."""
    return _Merging(base, now, back).done()


class _Merging:
    def __init__(self, base: Manuscript, now: Manuscript, back: Sequence[Block]) -> None:
        self._now = {block.id: block for block in now}
        self._was = {block.id: block for block in base}
        plain = Manuscript(tuple(shown_blocks(base)))
        back = [self._resolved(block) for block in back]
        shown = Manuscript(tuple(plainly(block) for block in back))
        self._plain = {block.id: block for block in shown}
        self._raw = {block.id: block for block in back}
        self._rows = Comparison(plain, shown).rows
        self._order: list[str] = [block.id for block in now]
        self._made: dict[str, Block] = dict(self._now)
        self._doubts: dict[str, str] = {}

    def _resolved(self, block: Block) -> Block:
        """A speaker's name does not say whether he asks or answers: the block that went out does."""
        was = self._was.get(block.id)
        if was is None or {was.kind, block.kind} != {BlockKind.QUESTION, BlockKind.ANSWER}:
            return block
        same = plainly(was).label == plainly(replace(block, kind=was.kind)).label
        return replace(block, kind=was.kind) if same else block

    def done(self) -> tuple[Manuscript, dict[str, str]]:
        """The merged text and its doubts."""
        for row in self._rows:
            if row.what is What.GONE:
                self._drop(row.before[0])
        last = ""
        for row in self._rows:
            if row.after:
                last = self._take(row, last) or last
        return Manuscript(tuple(self._made[key] for key in self._order)), self._doubts

    def _touched(self, key: str) -> bool:
        """Whether the office changed a block since it went out."""
        now, was = self._now.get(key), self._was.get(key)
        return now is None or was is None or bare_plainly(now) != bare_plainly(was)

    def _drop(self, block: Block) -> None:
        key = block.id
        if key in self._now:
            if self._touched(key):
                self._doubts[key] = _GONE_THERE
            self._order.remove(key)

    def _take(self, row: Row, last: str) -> str:
        """Bring one row in; the id of the block behind which the next stands."""
        if row.what is What.NEW:
            return self._insert(self._raw[row.after[0].id], last)
        key = row.before[0].id
        if key not in self._now:
            if row.what is What.SAME:
                return ""
            made = self._insert(self._raw[row.after[0].id], last)
            self._doubts[made] = _GONE_HERE
            return made
        if row.what is What.CHANGED:
            self._made[key] = self._changed(self._now[key], row.before[0], self._raw[row.after[0].id])
        elif row.what is What.SPLIT:
            self._split(key, row)
        elif row.what is What.JOINED:
            self._join(key, row)
        if row.moved:
            self._order.remove(key)
            self._order.insert(self._order.index(last) + 1 if last in self._order else 0, key)
        end = [one.id for one in row.after[1:] if row.what is What.SPLIT]
        return end[-1] if end else key

    def _insert(self, block: Block, last: str) -> str:
        fresh = replace(block, id=Block(block.kind).id) if block.id in self._made else block
        self._made[fresh.id] = fresh
        self._order.insert(self._order.index(last) + 1 if last in self._order else 0, fresh.id)
        return fresh.id

    def _changed(self, ours: Block, went: Block, back: Block) -> Block:
        """A paragraph with both sides' changes, or with theirs and a doubt."""
        came = plainly(back)
        here = plainly(ours)
        if _lost_readings(went, came):
            self._doubts[ours.id] = _READING
        if not self._touched(ours.id):
            return carried(ours, self._seen(back))
        if bare_plainly(came) == bare_plainly(here):
            return ours
        pieces = Comparison(Manuscript((went,)), Manuscript((replace(came, id=went.id),))).rows[0].pieces
        words = merged_words(went.text, here.text, came.text) if not went.rows and not back.rows else None
        if words is None or remarks(went, came, pieces) or ours.text != here.text:
            self._doubts[ours.id] = _BOTH
            return carried(ours, self._seen(back))
        text, edits = words
        moved = spans_through(ours.spans, edits, len(text))
        notes = tuple(replace(note, at=_at(note.at, edits)) if note.cell is None else note for note in ours.notes)
        return replace(ours, text=text, spans=moved, notes=notes)

    @staticmethod
    def _seen(back: Block) -> Block:
        """What came back, its words as they are compared, its notes as they were read."""
        plain = plainly(back)
        signed = {note.id: note for note in back.notes}
        notes = tuple(replace(signed[note.id], at=note.at, cell=note.cell) for note in plain.notes)
        return replace(plain, notes=notes)

    def _split(self, key: str, row: Row) -> None:
        """The words together are changed as one paragraph, then parted where they were."""
        parts = [self._seen(self._raw[block.id]) for block in row.after]
        whole = Rich()
        for part in parts:
            whole = whole + Rich(part.text, part.spans, part.notes)
        together = replace(parts[0], text=whole.text, spans=whole.spans, notes=whole.notes, id=key)
        ours = self._now[key]
        if self._touched(key):
            self._doubts[key] = _BOTH
        made = carried(ours, together)
        rich = Rich(made.text, made.spans, made.notes)
        at, place = 0, self._order.index(key)
        for number, part in enumerate(parts):
            end = at + len(part.text)
            own = rich.cut(at, end)
            last = number == len(parts) - 1
            notes = tuple(n for n in rich.notes if at <= n.at < end or (last and n.at >= end))
            own = replace(own, notes=tuple(replace(n, at=n.at - at) for n in notes))
            block = replace(part, text=own.text, spans=own.spans, notes=own.notes, segments=ours.segments)
            if number == 0:
                self._made[key] = replace(block, id=key, kind=made.kind, label=made.label)
            else:
                self._made[block.id] = block
                self._order.insert(place + number, block.id)
            at = end

    def _join(self, key: str, row: Row) -> None:
        """The paragraphs together, changed as one."""
        there = [block.id for block in row.before if block.id in self._now]
        if any(self._touched(one.id) for one in row.before):
            self._doubts[key] = _BOTH
        whole = Rich()
        for one in there:
            block = self._now[one]
            whole = whole + Rich(block.text, block.spans, block.notes)
        told = tuple(dict.fromkeys(one for other in there for one in self._now[other].segments))
        together = replace(self._now[key], text=whole.text, spans=whole.spans, notes=whole.notes, segments=told)
        self._made[key] = carried(together, self._seen(self._raw[row.after[0].id]))
        for other in there:
            if other != key and other in self._order:
                self._order.remove(other)


def _lost_readings(went: Block, came: Block) -> bool:
    """Whether words with a reading are gone, and just these: no person does that, LibreOffice's .doc does."""
    readings = {(span.start, span.end) for span in went.spans if span.style is SpanStyle.RUBY}
    if not readings or any(span.style is SpanStyle.RUBY for span in came.spans):
        return False
    edits = edits_of(difference(went.text, came.text))
    return any((start, end) in readings and not words for start, end, words in edits)


def _at(place: int, edits: Sequence[tuple[int, int, str]]) -> int:
    return moved_by(edits)(place, True)
