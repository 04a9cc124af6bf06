"""Manuscript ↔ QTextDocument.

A block's id, kind, level, label and tightness ride on its block format, the marks of the text on its character
formats; notes, tables and pictures are single object characters that know their id. Offsets are never converted:
text goes in and comes out piece by piece, so code points stay code points. A block nobody touched comes back as the
very block that went in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle
from archive_app.gui.manuscript.looks import Looks

_USER = QTextFormat.Property.UserProperty.value
ID, KIND, LEVEL, LABEL, TIGHT = (_USER + number for number in range(1, 6))
NOTE, FIXED, LITERAL, FORCED, TOLD = (_USER + number for number in range(10, 15))
MARK = {style: _USER + 30 + number for number, style in enumerate(SpanStyle)}
NOTE_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 1
FIXED_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 2

_APART = "\x1f"
OBJECT = "\ufffc"
LINE = "\u2028"
FIXED_KINDS = frozenset({BlockKind.TABLE, BlockKind.PICTURE, BlockKind.PAGE_BREAK})
RIDING = (*MARK.values(), LITERAL, FORCED, TOLD)
"""What rides on the characters of a text whatever its face: its marks, and the segments it tells."""
_MARKED = tuple(style for style in SpanStyle if style is not SpanStyle.LINE_BREAK)


@dataclass(slots=True)
class Kept:
    """What does not stand in the document itself: notes, and the blocks that are shown but not written in."""

    notes: dict[str, Note] = field(default_factory=dict)
    fixed: dict[str, Block] = field(default_factory=dict)
    originals: dict[str, Block] = field(default_factory=dict)


def fill(document: QTextDocument, manuscript: Manuscript, looks: Looks) -> Kept:
    """Write a manuscript into an empty document; an empty manuscript becomes one empty paragraph."""
    kept = Kept()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    blocks = manuscript.blocks or (Block(BlockKind.PARAGRAPH),)
    for number, block in enumerate(blocks):
        if number == 0:
            cursor.setBlockFormat(block_format(block, looks))
            cursor.setBlockCharFormat(looks.characters(block.kind, block.level))
        else:
            cursor.insertBlock(block_format(block, looks), looks.characters(block.kind, block.level))
        kept.originals[block.id] = block
        if block.kind in FIXED_KINDS:
            kept.fixed[block.id] = block
            cursor.insertText(OBJECT, fixed_format(block.id))
        else:
            write_text(cursor, block, looks, kept)
    cursor.endEditBlock()
    return kept


def block_format(block: Block, looks: Looks) -> QTextBlockFormat:
    """The block's look and its identity."""
    made = looks.block(block.kind, block.level)
    made.setProperty(ID, block.id)
    made.setProperty(KIND, block.kind.value)
    made.setProperty(LEVEL, block.level)
    made.setProperty(LABEL, block.label)
    made.setProperty(TIGHT, block.tight)
    return made


def fixed_format(block_id: str) -> QTextCharFormat:
    """The character that stands for a table, a picture or a page break."""
    made = QTextCharFormat()
    made.setObjectType(FIXED_OBJECT)
    made.setProperty(FIXED, block_id)
    return made


def note_format(note_id: str) -> QTextCharFormat:
    """The character that calls a note."""
    made = QTextCharFormat()
    made.setObjectType(NOTE_OBJECT)
    made.setProperty(NOTE, note_id)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignTop)
    return made


def write_text(cursor: QTextCursor, block: Block, looks: Looks, kept: Kept) -> None:
    """The text of a block in pieces that are marked alike, its notes and forced lines between them."""
    cuts = {0, len(block.text)}
    for span in block.spans:
        cuts |= {span.start, span.end}
    for note in block.notes:
        cuts.add(note.at)
        kept.notes[note.id] = note
    told = " ".join(block.segments)
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(block.text))
    for number, start in enumerate(ordered):
        for note in block.notes:
            if min(max(note.at, 0), len(block.text)) == start:
                cursor.insertText(OBJECT, note_format(note.id))
        for span in block.spans:
            if span.style is SpanStyle.LINE_BREAK and span.start == start:
                forced = looks.characters(block.kind, block.level)
                forced.setProperty(FORCED, True)
                cursor.insertText(LINE, forced)
        if number + 1 == len(ordered):
            break
        end = ordered[number + 1]
        made = looks.characters(block.kind, block.level)
        for span in block.spans:
            if span.style is not SpanStyle.LINE_BREAK and span.start <= start and end <= span.end:
                made.setProperty(MARK[span.style], mark_property(span.style, span.value, span.start))
        if told:
            made.setProperty(TOLD, told)
        _insert_piece(cursor, block.text[start:end], looks.marked(made))


def mark_property(style: SpanStyle, value: str, start: int) -> str:
    """A mark's value as a format has it. Two characters beside each other may have the same reading: each is a mark of
    its own, so where it begins is told, too."""
    return f"={value}{_APART}{start}" if style is SpanStyle.RUBY else f"={value}"


def mark_value(characters: QTextCharFormat, style: SpanStyle) -> str | None:
    """The value of a mark, ``None`` where there is none."""
    here = characters.property(MARK[style])
    return str(here)[1:].partition(_APART)[0] if here else None


def _insert_piece(cursor: QTextCursor, text: str, made: QTextCharFormat) -> None:
    for number, part in enumerate(text.split("\n")):
        if number:
            literal = QTextCharFormat(made)
            literal.setProperty(LITERAL, True)
            cursor.insertText(LINE, literal)
        if part:
            cursor.insertText(part, made)


def kind_of(block: QTextBlock) -> BlockKind:
    """What a block is."""
    return BlockKind(block.blockFormat().property(KIND) or BlockKind.PARAGRAPH.value)


def told_of(block: QTextBlock) -> tuple[str, ...]:
    """The segments of a transcript that a block's words tell."""
    told: dict[str, None] = {}
    iterator = block.begin()
    while not iterator.atEnd():
        told |= dict.fromkeys(str(iterator.fragment().charFormat().property(TOLD) or "").split())
        iterator += 1
    return tuple(told)


def each_block(document: QTextDocument) -> Iterator[QTextBlock]:
    """The document's blocks in order."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def read(document: QTextDocument, kept: Kept) -> Manuscript:
    """The manuscript that the document says; empty blocks are left out. Fresh blocks get ids that stay with them."""
    _settle_ids(document)
    found: list[Block] = []
    seen_notes: set[str] = set()
    for block in each_block(document):
        made = _read_block(block, kept, seen_notes)
        if made is not None:
            original = kept.originals.get(made.id)
            found.append(original if original is not None and _same(original, made) else made)
    return Manuscript(tuple(found))


def _settle_ids(document: QTextDocument) -> None:
    """A paragraph parted in two has its id twice: the first part with text keeps it, the other gets its own."""
    owners: dict[str, QTextBlock] = {}
    fresh: list[QTextBlock] = []
    for block in each_block(document):
        key = block.blockFormat().property(ID)
        if not key:
            fresh.append(block)
        elif key not in owners:
            owners[key] = block
        elif not owners[key].text() and block.text():
            fresh.append(owners[key])
            owners[key] = block
        else:
            fresh.append(block)
    if not fresh:
        return
    quiet = document.blockSignals(True)
    for block in fresh:
        cursor = QTextCursor(block)
        made = QTextBlockFormat()
        made.setProperty(ID, new_id())
        cursor.mergeBlockFormat(made)
    document.blockSignals(quiet)


def _read_block(block: QTextBlock, kept: Kept, seen_notes: set[str]) -> Block | None:
    about = block.blockFormat()
    kind = kind_of(block)
    text: list[str] = []
    length = 0
    spans: list[Span] = []
    notes: list[Note] = []
    running: dict[SpanStyle, Span] = {}
    told: dict[str, None] = {}
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        iterator += 1
        characters = fragment.charFormat()
        if key := characters.property(FIXED):
            return kept.fixed.get(str(key))
        if key := characters.property(NOTE):
            for _mark in fragment.text():
                notes.append(_note(str(key), length, kept, seen_notes))
            continue
        piece = _piece(fragment.text(), characters, kind, length, spans)
        if piece.strip() and (segments := characters.property(TOLD)):
            told |= dict.fromkeys(str(segments).split())
        _extend(running, spans, characters, length, length + len(piece))
        text.append(piece)
        length += len(piece)
    spans += running.values()
    spans = [replace(span, value=span.value.partition(_APART)[0]) if span.value else span for span in spans]
    if not length and not notes:
        return None
    return Block(
        kind,
        "".join(text),
        tuple(sorted((s for s in spans if s.end > s.start or s.style is SpanStyle.LINE_BREAK), key=_by_place)),
        tuple(notes),
        level=int(about.property(LEVEL) or 0) if kind is BlockKind.HEADING else 0,
        tight=int(about.property(TIGHT) or 0),
        label=str(about.property(LABEL) or "") if kind in (BlockKind.QUESTION, BlockKind.ANSWER) else "",
        id=str(about.property(ID)),
        segments=tuple(told),
    )


def _piece(text: str, characters: QTextCharFormat, kind: BlockKind, at: int, spans: list[Span]) -> str:
    """The text of a fragment; a line that is forced becomes a mark."""
    text = text.replace(OBJECT, "")
    if LINE not in text:
        return text
    literal = characters.property(LITERAL) or (kind is BlockKind.VERSE and not characters.property(FORCED))
    if literal:
        return text.replace(LINE, "\n")
    parts = text.split(LINE)
    for part in parts[:-1]:
        at += len(part)
        spans.append(Span(at, at, SpanStyle.LINE_BREAK))
    return "".join(parts)


def _extend(
    running: dict[SpanStyle, Span], spans: list[Span], characters: QTextCharFormat, start: int, end: int
) -> None:
    """Let the marks that go on grow; close those that end here."""
    for style in _MARKED:
        here = characters.property(MARK[style])
        value = str(here)[1:] if here else None
        before = running.get(style)
        if before is not None and (value is None or value != before.value or before.end != start):
            spans.append(running.pop(style))
            before = None
        if value is not None:
            running[style] = replace(before, end=end) if before is not None else Span(start, end, style, value)


def _note(key: str, at: int, kept: Kept, seen: set[str]) -> Note:
    """The note called here; a mark that was copied calls a copy."""
    note = kept.notes.get(key) or Note(at, "", id=key)
    if key in seen:
        note = replace(note, id=new_id())
        kept.notes[note.id] = note
    seen.add(note.id)
    return replace(note, at=at)


def _by_place(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.style.value


def _same(one: Block, other: Block) -> bool:
    """Whether two blocks say the same, the order and joints of their marks aside."""
    return _plain(one) == _plain(other)


def _plain(block: Block) -> Block:
    joined: list[Span] = []
    for span in sorted(block.spans, key=lambda s: (s.style.value, s.start, s.end)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and span.style is not SpanStyle.LINE_BREAK
            and (last.style, last.value) == (span.style, span.value)
            and span.start <= last.end
        ):
            joined[-1] = replace(last, end=max(last.end, span.end))
        elif span.end > span.start or span.style is SpanStyle.LINE_BREAK:
            joined.append(span)
    notes = tuple(sorted(block.notes, key=lambda note: note.at))
    return replace(block, spans=tuple(sorted(joined, key=_by_place)), notes=notes)


def point_at(block: QTextBlock, units: int) -> int:
    """The document's own units in a block, marks of notes included → code points of the block's text."""
    counted = passed = 0
    iterator = block.begin()
    while not iterator.atEnd() and passed < units:
        fragment = iterator.fragment()
        iterator += 1
        characters = fragment.charFormat()
        if characters.property(NOTE):
            passed += fragment.length()
            continue
        for character in fragment.text():
            if passed >= units:
                break
            passed += 2 if ord(character) > 0xFFFF else 1
            counted += 0 if character == LINE and characters.property(FORCED) else 1
    return counted


def units_of(block: QTextBlock) -> list[tuple[int, int]]:
    """From which to which of the document's own units each code point of the block's text stands. Marks of notes and
    forced lines are no text."""
    units: list[tuple[int, int]] = []
    at = 0
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        iterator += 1
        characters = fragment.charFormat()
        if characters.property(NOTE):
            at += fragment.length()
            continue
        for character in fragment.text():
            wide = 2 if ord(character) > 0xFFFF else 1
            if not (character == LINE and characters.property(FORCED)):
                units.append((at, at + wide))
            at += wide
    return units
