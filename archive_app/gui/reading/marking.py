"""How places are marked on a page that is read: those that were found, and most of all the one that one is at."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from archive_app.gui.reading.looks import ReadingLooks
from archive_app.gui.reading.spots import Spot, Spots

MOST = 400
"""Marks drawn at a time: those around what is seen."""


def stretch(document: QTextDocument, looks: ReadingLooks, start: int, stop: int, ground: str, ink: str) -> Any:
    """A tinted stretch of the page, between two positions."""
    made: Any = QTextEdit.ExtraSelection()
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
    made.cursor = cursor
    tinted = QTextCharFormat()
    tinted.setBackground(looks.colour(ground))
    tinted.setForeground(looks.colour(ink))
    made.format = tinted
    return made


def found(document: QTextDocument, looks: ReadingLooks, spots: Spots, middle: int) -> list[Any]:
    """The places that were found, those around the ``middle`` one where there are many; the current one last."""
    first, last = 0, len(spots.all)
    if last > MOST:
        first, last = max(0, middle - MOST // 2), min(last, middle + MOST // 2)
    drawn = [
        _mark(document, looks, spots.all[number], "cinnabar_tint", "cinnabar_ink")
        for number in range(first, last)
        if number != spots.current and spots.all[number].placed.laid
    ]
    here = spots.here
    if here is not None and here.placed.laid:
        drawn.append(_mark(document, looks, here, "cinnabar", "on_cinnabar"))
    return drawn


def _mark(document: QTextDocument, looks: ReadingLooks, spot: Spot, ground: str, ink: str) -> Any:
    placed = spot.placed
    return stretch(document, looks, placed.position(spot.begin), placed.position(spot.end, end=True), ground, ink)
