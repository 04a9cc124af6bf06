"""How proposals ride on the characters of the page: what shall go is struck, what shall come underlined, both in their
proposer's colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor

from archive_app.domain.corrections.placing import told
from archive_app.domain.corrections.proposal import NEAR, Proposal, What
from archive_app.domain.manuscript import Block
from archive_app.gui.manuscript import document as pages
from archive_app.gui.theme import theme
from archive_app.services.corrections.found import word_proposal
from archive_app.services.corrections.shown import GONE, NEW, PILCROW, ShownBlock

TRACK = pages._USER + 80
"""``gone:<id>`` or ``new:<id>`` on a character; the id of what is not kept yet is `FRESH`."""
END = pages._USER + 81
"""On a `PILCROW` that stands for a paragraph's end, not for itself."""
FRESH = "*"
_COLOURS = ("cinnabar_ink", "celadon", "amber", "focus", "danger")


class Hues:
    """A colour for each who proposes, in the order in which they came."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def token(self, name: str) -> str:
        """The palette's name of somebody's colour."""
        return self._known.setdefault(name, _COLOURS[len(self._known) % len(_COLOURS)])

    def colour(self, name: str) -> QColor:
        """Somebody's colour."""
        return theme().colour(self.token(name))


def look(what: str, key: str, colour: QColor) -> QTextCharFormat:
    """What is laid over characters that shall go or come."""
    made = QTextCharFormat()
    made.setProperty(TRACK, f"{what}:{key}")
    made.setForeground(colour)
    if what == GONE:
        made.setFontStrikeOut(True)
    else:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        made.setUnderlineColor(colour)
    return made


def track_of(characters: QTextCharFormat) -> tuple[str, str]:
    """(`GONE`, `NEW` or nothing, whose id) of a character."""
    what, _colon, key = str(characters.property(TRACK) or "").partition(":")
    return what, key


def lay(block: QTextBlock, shown: ShownBlock, by: Mapping[str, str], hues: Hues) -> None:
    """Put the marks of a block on its characters; ``by`` says whose each proposal is."""
    fixed = pages.kind_of(block) in pages.FIXED_KINDS
    if fixed and shown.whole is not None:
        what, key = shown.whole
        _over(block, 0, block.length() - 1, look(what, key, hues.colour(by.get(key, ""))))
        return
    if not shown.stretches or fixed:
        return
    text = shown.block.text
    if block.text() == text and max(text) <= "\uffff":  # each character is one of the document's own units
        for start, end, what, key in shown.stretches:
            if PILCROW not in text[start:end]:
                _over(block, start, end, look(what, key, hues.colour(by.get(key, ""))))
        if PILCROW not in text:
            return
    units = pages.units_of(block)
    for start, end, what, key in shown.stretches:
        made = look(what, key, hues.colour(by.get(key, "")))
        if shown.block.text[start:end] == PILCROW or (what == NEW and PILCROW in shown.block.text[start:end]):
            for at in range(start, end):
                one = QTextCharFormat(made)
                if shown.block.text[at] == PILCROW:
                    one.setProperty(END, True)
                _over(block, units[at][0], units[at][1], one)
            continue
        _over(block, units[start][0], units[end - 1][1], made)


def _over(block: QTextBlock, start: int, end: int, made: QTextCharFormat) -> None:
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + start)
    cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(made)


# — reading what was written —


@dataclass(slots=True)
class Piece:
    """Characters of a block that are marked alike: where they stand in the document, and what they are.

    ``at`` is the offset in the text as it is kept; ``note`` the id of the note whose mark this is; ``end`` says that it
    is a `PILCROW` for a paragraph's end.
    """

    position: int
    length: int
    text: str
    what: str
    key: str
    at: int
    note: str = ""
    end: bool = False


def pieces_of(block: QTextBlock) -> Iterator[Piece]:
    """The block's characters from its beginning."""
    at = 0
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        iterator += 1
        characters = fragment.charFormat()
        what, key = track_of(characters)
        note = str(characters.property(pages.NOTE) or "")
        end = bool(characters.property(END))
        words = "" if note or characters.property(pages.FIXED) else fragment.text()
        if characters.property(pages.FORCED):
            words = ""
        words = words.replace(pages.LINE, "\n")
        yield Piece(fragment.position(), fragment.length(), words, what, key, at, note, end)
        if what != NEW and not end:
            at += len(words)


@dataclass(slots=True)
class Written:
    """What was proposed in a place by who writes: the pieces it is made of, the id they ride under (`FRESH`, or that of
    an own proposal), and the proposal."""

    pieces: list[Piece]
    ride: str
    proposal: Proposal


def written_in(block: QTextBlock, own: set[str], original: Block | None, following: str) -> list[Written]:
    """What was proposed in a block by who writes; what others proposed is theirs. ``following`` are the first words of
    the next paragraph."""
    pieces = list(pieces_of(block))
    key = str(block.blockFormat().property(pages.ID))
    if original is not None and pages.kind_of(block) in pages.FIXED_KINDS:
        mine = [one for one in pieces if one.what == GONE and (one.key == FRESH or one.key in own)]
        return [Written(mine, mine[0].key, Proposal(What.OUT, key, old=told(original)))] if mine else []
    base = "".join(one.text for one in pieces if one.what != NEW and not one.end)
    found: list[Written] = []
    for group in _groups(pieces, own):
        ride = next((one.key for one in group if one.key != FRESH), FRESH)
        gone = "".join(one.text for one in group if one.what == GONE and not one.end)
        new = "".join(one.text.replace(PILCROW, "\n") if one.end else one.text for one in group if one.what == NEW)
        start = group[0].at
        if any(one.end and one.what == GONE for one in group):
            made = Proposal(What.JOIN, key, before=base[-NEAR:], after=following[:NEAR], kind="体例")
            found.append(Written(group, ride, made))
        elif gone and gone == base and not new:
            found.append(Written(group, ride, Proposal(What.OUT, key, old=gone)))
        elif gone or new:
            found.append(Written(group, ride, word_proposal(key, "", base, start, start + len(gone), new)))
        for one in group:
            note = _note_of(original, one.note) if one.note and one.what == GONE else ""
            if note:
                made = word_proposal(key, f"note:{one.note}", note, 0, len(note), "")
                found.append(Written([one], one.key, made))
    return found


def _note_of(original: Block | None, note: str) -> str:
    return next((one.text for one in original.notes if one.id == note), "") if original is not None else ""


def _groups(pieces: Sequence[Piece], own: set[str]) -> Iterator[list[Piece]]:
    """Marked pieces that follow each other and are one proposal: what is fresh joins what is own beside it."""
    group: list[Piece] = []
    for one in pieces:
        mine = one.what and (one.key == FRESH or one.key in own)
        keys = {each.key for each in group} - {FRESH}
        joins = mine and (not keys or one.key in (FRESH, *keys))
        ends = bool(group) and ((group[-1].end and group[-1].what == GONE) or bool(group[-1].note) or bool(one.note))
        ends = ends or bool(group and one.end and one.what == GONE)
        if group and (not joins or ends):
            yield group
            group = []
        if mine:
            group.append(one)
    if group:
        yield group


def ride_under(block: QTextBlock, pieces: Sequence[Piece], key: str) -> None:
    """What rode under another id, or none, rides under this one."""
    for one in pieces:
        made = QTextCharFormat()
        made.setProperty(TRACK, f"{one.what}:{key}")
        start = one.position - block.position()
        _over(block, start, start + one.length, made)
