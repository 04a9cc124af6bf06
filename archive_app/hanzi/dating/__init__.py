"""Dates as people say them: 五八年春上, 民国廿六年四月初八, 光绪戊戌, 一九四七年腊月二十三, 我十六七岁上.

``read`` proposes a value for an expression, ``find_dates`` finds dates inside other words, ``words`` says a value in
words that read back to it. The words themselves are always kept; what cannot be known is not guessed.
"""

from __future__ import annotations

from archive_app.hanzi.dating.calendar import lunar_name
from archive_app.hanzi.dating.conventions import CONVENTIONS, Conventions
from archive_app.hanzi.dating.finding import senses_in
from archive_app.hanzi.dating.phrases import Parser
from archive_app.hanzi.dating.reading import Context, Dated, LocalEvent, Reading, Sense
from archive_app.hanzi.dating.words import words

__all__ = [
    "CONVENTIONS",
    "Context",
    "Conventions",
    "Dated",
    "LocalEvent",
    "Reading",
    "find_dates",
    "lunar_name",
    "read",
    "words",
]

_NO_CONTEXT = Context()


def read(text: str, context: Context = _NO_CONTEXT) -> Reading:
    """A proposal for the date ``text`` speaks of; never fails: what is not read has no ``edtf``."""
    return _reading(text, Parser(context).read(text))


def find_dates(text: str, context: Context = _NO_CONTEXT) -> list[tuple[int, int, Reading]]:
    """(start, end, reading) of every date with a year inside ``text``, in order; offsets are code points."""
    return [(start, end, _reading(text[start:end], sense)) for start, end, sense in senses_in(text, Parser(context))]


def _reading(display: str, sense: Sense) -> Reading:
    candidates = tuple(one.dated(one.edtf) for one in sense.candidates if one.edtf)
    if sense.problem and not any(sense.problem in note for note in sense.notes):
        sense = sense.noting(sense.problem)
    return Reading(sense.dated(display), candidates, sense.confirm or bool(sense.problem), sense.problem)
