"""What goes into a reading and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Protocol

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.conventions import CONVENTIONS, Conventions


@dataclass(frozen=True, slots=True)
class Dated:
    """A read date in the form records store: its fields are those of ``domain.fuzzy_date.FuzzyDate``.

    ``FuzzyDate.from_json(dated.to_json())`` makes one of it (this package stands beside ``domain``, not above it).
    """

    display: str
    edtf: str = ""
    earliest: str = ""
    latest: str = ""
    calendar: str = ""
    precision: str = ""
    qualifier: str = ""
    basis: str = ""
    note: str = ""

    def to_json(self) -> dict[str, str]:
        """Only what is filled; ``display`` always."""
        return {key: value for key, value in asdict(self).items() if value or key == "display"}


@dataclass(frozen=True, slots=True)
class LocalEvent:
    """An event of the archive's table: what it is called, and its date as it was read."""

    name: str
    aliases: tuple[str, ...] = ()
    edtf: str = ""
    earliest: str = ""
    latest: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the words.

    ``as_of``: the day they were said (今年, 去年). ``born``: the speaker's birth, a date in words or EDTF.
    ``anchor``: the date spoken of before (同年, 次年), or a text that holds one. ``events``: the local events.
    """

    as_of: date | None = None
    born: str = ""
    anchor: str = ""
    events: Sequence[LocalEvent] = ()
    conventions: Conventions = CONVENTIONS

    @property
    def present(self) -> date:
        """The day the words were said; today where it is not known."""
        return self.as_of or date.today()


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of an expression, while it is being read. ``first`` and ``last`` enclose it; ``None``: unknown.

    ``cyclic``: the candidates are years of a cycle, of which a context can choose the nearest.
    """

    edtf: str = ""
    first: date | None = None
    last: date | None = None
    calendar: str = "公历"
    precision: str = ""
    qualifier: str = ""
    basis: str = ""
    notes: tuple[str, ...] = ()
    confirm: bool = False
    candidates: tuple[Sense, ...] = ()
    problem: str = ""
    cyclic: bool = False

    def noting(self, *notes: str) -> Sense:
        """With these remarks, each once."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *(note for note in notes if note)))))

    def doubtful(self, *notes: str) -> Sense:
        """To be confirmed, for these reasons."""
        return replace(self.noting(*notes), confirm=True)

    def dated(self, display: str) -> Dated:
        """As it is stored."""
        return Dated(
            display,
            self.edtf,
            self.first.isoformat() if self.first else "",
            self.last.isoformat() if self.last else "",
            self.calendar if self.edtf or self.calendar != "公历" else "",
            self.precision,
            self.qualifier,
            self.basis,
            "；".join(self.notes),
        )


def impossible(problem: str, *candidates: Sense, calendar: str = "公历") -> Sense:
    """An expression that names no day: said so, with what may have been meant."""
    return Sense(calendar=calendar, candidates=candidates, confirm=True, problem=problem)


@dataclass(frozen=True, slots=True)
class Reading:
    """The proposal for an expression: a person takes it or not.

    ``date`` keeps the words; its ``edtf`` is empty where nothing could be known. ``confirm``: a choice or a check is
    left to a person. ``candidates``: what else, or which single dates, it may be. ``problem``: why it cannot be.
    """

    date: Dated
    candidates: tuple[Dated, ...] = ()
    confirm: bool = False
    problem: str = ""

    @property
    def read(self) -> bool:
        """Whether a value was found."""
        return bool(self.date.edtf)

    def to_json(self) -> dict[str, Any]:
        """The document of ``cunshi date --json``: what is unknown is null."""
        made: dict[str, Any] = {"display": self.date.display}
        for key, value in asdict(self.date).items():
            if key != "display":
                made[key] = value or None
        made["candidates"] = [_candidate(one) for one in self.candidates]
        made["confirm"] = self.confirm
        made["problem"] = self.problem or None
        return made


def _candidate(one: Dated) -> dict[str, Any]:
    return {key: value or None for key, value in asdict(one).items() if key != "basis"}


class Reader(Protocol):
    """What reads words in a context, as far as those who hand it words need to know it."""

    context: Context

    def phrase(self, text: str, depth: int = 0) -> Sense | None:
        """The sense of squeezed words without remarks; ``None`` where they are not read to the end."""

    def without_context(self) -> Reader:
        """One that reads words for themselves."""
