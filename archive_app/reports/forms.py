"""Papers that are filled in and signed: a title, what is known in ruled fields, words, lists, room to write, who signs.

A form is data; ``form_pages.py`` sets it. Several are set one after another, each with pages of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.frozen import dataclass
from archive_app.reports.table import Column, Value

DAY = "　　　　年　　月　　日"
"""Room for a date that is written by hand."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is filled in: its name, the words there are, and its share of the row. Where there are none, there is room
    for ``lines`` lines of handwriting."""

    name: str
    words: str = ""
    share: float = 1.0
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """Rows of fields in ruled boxes; ``label`` is the width of the names in ems of 10.5 points."""

    rows: tuple[tuple[Field, ...], ...]
    label: float = 6.5


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs. ``look`` is letter (indented by two), plain, small, kai, head, center or right."""

    text: str
    look: str = "letter"
    after: float = 0.0
    """Points of space below."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list within a form; heads come again on the next page. ``blank`` rows are added for handwriting."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]] = ()
    totals: tuple[Value, ...] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text whose lines are counted in the margin; paragraphs are (look, words), the looks those of ``Words`` and
    ``verse``. Large type: it is read and marked by hand."""

    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, each with a line to sign on; ``print_box`` leaves a box for the print of a finger (按手印)."""

    who: tuple[str, ...]
    print_box: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """落款 at the right: whose paper it is, where the seal goes, of what day; it stays with the words before it."""

    unit: str
    day: str = DAY
    seal: str = "（盖章）"


@dataclass(frozen=True, slots=True)
class Gap:
    """Points of empty space; none at the head of a page."""

    points: float


Part = Fields | Words | Listing | Numbered | Signing | Closing | Gap


@dataclass(frozen=True, slots=True)
class Form:
    """One paper: ``number`` stands at the upper right, ``look`` is paper or certificate (across, in a border)."""

    title: str
    parts: tuple[Part, ...]
    number: str = ""
    look: str = "paper"
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """A set of papers of one kind; ``rows`` are the papers, as a list has rows."""

    title: str
    rows: Sequence[Form]
    about: tuple[str, ...] = ()


def ticks(terms: Sequence[str], ticked: Sequence[str] = ()) -> str:
    """Boxes to tick by hand; those that are ticked already are filled: ■采用　□退改."""
    return "　".join(f"{'■' if term in ticked else '□'}{term}" for term in terms)
