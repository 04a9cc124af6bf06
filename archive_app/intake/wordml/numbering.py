"""Automatic numbers: Word counts them while it draws; here they are counted again and become text."""

from __future__ import annotations

import re
from dataclasses import field, replace

from archive_app.frozen import dataclass
from archive_app.intake.wordml.names import Element, W, child, number, toggle, value
from archive_app.intake.wordml.numerals import formatted

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_CLOSED = tuple("、，。．：）】」』〕；")
"""After these no space is wanted before the words."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int = -1  # the level whose next number restarts this one; −1: any above
    style: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: ``text`` with the space after it, or a bullet (``text`` empty)."""

    text: str
    bullet: bool = False


@dataclass(slots=True)
class _List:
    """A ``w:num``: which counters it shares, and what it overrides."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document, and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        abstract = {a.get(f"{W}abstractNumId", ""): a for a in root.findall(f"{W}abstractNum")}
        linked = {value(child(a, "styleLink")): a for a in abstract.values() if child(a, "styleLink") is not None}
        for num in root.findall(f"{W}num"):
            key = value(child(num, "abstractNumId"))
            element = abstract.get(key)
            link = value(child(element, "numStyleLink"))
            if link and link in linked:
                element = linked[link]
                key = element.get(f"{W}abstractNumId", "")
            found = _List(key, _levels(element) if element is not None else {})
            for override in num.findall(f"{W}lvlOverride"):
                level = number(override.get(f"{W}ilvl"))
                replaced = child(override, "lvl")
                if replaced is not None:
                    found.levels[level] = _level(replaced)
                start = child(override, "startOverride")
                if start is not None:
                    found.restarts[level] = number(value(start), 1)
            self._lists[num.get(f"{W}numId", "")] = found

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level of a list that a paragraph style is tied to; 0 where it is tied to none."""
        found = self._lists.get(num_id)
        if found is None:
            return 0
        return next((level for level, what in found.levels.items() if what.style == style), 0)

    def next_label(self, num_id: str, level: int) -> Label | None:
        """Count one paragraph on, and say what stands before it; ``None`` where it has no number."""
        found = self._lists.get(num_id)
        if found is None or not 0 <= level < _LEVELS:
            return None
        what = found.levels.get(level, _Level())
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        if level in found.restarts and (num_id, level) not in self._begun:
            counters[level] = None
            what = replace(what, start=found.restarts[level])
        self._begun.add((num_id, level))
        current = counters[level]
        counters[level] = what.start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels.get(deeper, _Level()).restart
            if restart < 0 or level < restart:
                counters[deeper] = None
        if what.format == "bullet":
            return Label("", bullet=True)
        text = _PLACE.sub(lambda place: self._number(found, counters, what, int(place[1]) - 1), what.text)
        if not text.strip():
            return None
        return Label(text.strip() + ("" if text.rstrip().endswith(_CLOSED) else " "))

    @staticmethod
    def _number(found: _List, counters: list[int | None], own: _Level, level: int) -> str:
        what = found.levels.get(level, _Level())
        current = counters[level]
        return formatted(what.start if current is None else current, "decimal" if own.legal else what.format)


def _levels(abstract: Element) -> dict[int, _Level]:
    return {number(level.get(f"{W}ilvl")): _level(level) for level in abstract.findall(f"{W}lvl")}


def _level(element: Element) -> _Level:
    restart = child(element, "lvlRestart")
    return _Level(
        number(value(child(element, "start"))),  # not said: zero (§17.9.25)
        value(child(element, "numFmt"), "decimal"),
        value(child(element, "lvlText")),
        bool(toggle(element, "isLgl")),
        -1 if restart is None else number(value(restart)),
        value(child(element, "pStyle")),
    )
