"""The pages that pictures have for themselves, put among the text's: each behind the page it is met on."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.typeset.looks import NoteStyle
from archive_app.typeset.pages.draft import Draft, Drafter
from archive_app.typeset.pages.filled import Cursor, Filled, NotePlace
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetPage, SetPlate


def with_picture_pages(
    material: Sequence[Material],
    owners: Sequence[str],
    pages: Sequence[Filled],
    drafts: Sequence[Draft],
    level: Grid,
    look: NoteStyle,
) -> list[Draft]:
    """The drafts of ``pages`` with those of the pictures met on them behind them. A picture does not part a note from
    its rest: it waits for the page on which the notes end."""
    if not any(page.apart for page in pages):
        return list(drafts)
    found: list[Draft] = []
    waiting: list[int] = []
    for page, draft in zip(pages, drafts, strict=True):
        found.append(draft)
        met = [(index, material[index]) for index in page.apart]
        draft.plates = [(owners[index], piece.source) for index, piece in met if isinstance(piece, SetPlate)]
        waiting += [index for index, piece in met if isinstance(piece, SetPage)]
        if waiting and not page.end.tails:
            for index in waiting:
                piece = material[index]
                assert isinstance(piece, SetPage)
                found += picture_drafts(piece, owners[index], level, look)
            waiting = []
    return found


def picture_drafts(piece: SetPage, article: str, level: Grid, look: NoteStyle) -> list[Draft]:
    """The page of a picture, or the two of a spread; ``level`` is the grid they are measured on."""
    made = []
    for number, side in enumerate(piece.sides):
        notes = [NotePlace(note, 0, len(note.lines)) for note in piece.notes] if not number else []
        filled = Filled([], notes, end=Cursor(), rows_used=0)
        drafter = Drafter([], [], filled, level, look)
        drafter.article = drafter.draft.article = article
        draft = drafter.side(side, piece.notes, piece.block)
        draft.grid, draft.picture, draft.bled = level, True, side.bled
        draft.half = number + 1 if len(piece.sides) > 1 else 0
        made.append(draft)
    return made
