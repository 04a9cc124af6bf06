"""The named colours, the sizes of type and the grid. Nothing in the window uses a colour that is not named here."""

from __future__ import annotations

from archive_app.frozen import dataclass

GRID = 4
"""All distances are multiples of this, in device-independent pixels at a text size of 100 %."""

GUTTER = 16
WIDE_GUTTER = 24
ROW_HEIGHT = 36

SMALL_PT = 9.5
BODY_PT = 10.5
TITLE_PT = 15.0
READING_PT = 12.5
"""Interface sizes in points; manuscripts are set at ``READING_PT``."""

LINE_HEIGHT = 1.5
READING_LINE_HEIGHT = 1.7
READING_MEASURE = 38
"""Characters in a line of a manuscript at most."""

_OTHERS = ("LXGW WenKai", "Noto Serif Tibetan", "Noto Sans Mongolian", "Amiri")
SANS = ("Noto Sans SC", *_OTHERS)
SERIF = ("Noto Serif SC", *_OTHERS)
"""The second family has the rare characters the first lacks (𠮷, 䶮); the rest are for names as their bearers write
them, in Tibetan, Mongolian and Arabic letters."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette, as ``#rrggbb``. Pairs named here are tested for contrast in ``tests/gui``."""

    dark: bool
    paper: str  # the window's ground
    rail: str  # the rail and the bars: paper, one shade deeper
    sheet: str  # pages, cards, fields
    hover: str
    pressed: str
    selected: str  # ground of what is selected
    ink: str
    faint: str  # secondary words
    ghost: str  # disabled words, marks on empty pages
    line: str
    edge: str  # the border of a control
    cinnabar: str  # 朱砂: the primary action, the selection's edge, a seal
    cinnabar_ink: str  # the same, where it is words
    cinnabar_hover: str
    cinnabar_tint: str
    on_cinnabar: str
    celadon: str  # 青瓷: done, approved
    celadon_tint: str
    amber: str  # waits, warns
    amber_tint: str
    danger: str
    danger_tint: str
    focus: str  # the ring of what has the keyboard
    shadow: str


LIGHT = Tokens(
    dark=False,
    paper="#f7f3ea",
    rail="#efe9dc",
    sheet="#fffdf9",
    hover="#efe8da",
    pressed="#e6dccb",
    selected="#f6e6dd",
    ink="#26221d",
    faint="#6a6257",
    ghost="#a99f90",
    line="#e4dccd",
    edge="#cfc4b1",
    cinnabar="#b23a2a",
    cinnabar_ink="#a23324",
    cinnabar_hover="#9a2f21",
    cinnabar_tint="#f6e3dc",
    on_cinnabar="#fffaf3",
    celadon="#35685a",
    celadon_tint="#dfebe4",
    amber="#855510",
    amber_tint="#f7e9cb",
    danger="#b8141c",
    danger_tint="#fbe2df",
    focus="#5c5245",
    shadow="#3d3020",
)

DARK = Tokens(
    dark=True,
    paper="#1f1c19",
    rail="#191714",
    sheet="#282420",
    hover="#322d28",
    pressed="#3b3530",
    selected="#42302a",
    ink="#ece5d9",
    faint="#b0a697",
    ghost="#786f63",
    line="#38322c",
    edge="#51493f",
    cinnabar="#b9452f",
    cinnabar_ink="#ee917b",
    cinnabar_hover="#cb563f",
    cinnabar_tint="#46291f",
    on_cinnabar="#fff6ee",
    celadon="#93c4b0",
    celadon_tint="#26372f",
    amber="#e2b566",
    amber_tint="#3d3119",
    danger="#ff8a80",
    danger_tint="#4a2422",
    focus="#d8cdbc",
    shadow="#000000",
)
