"""What is looked for beside what was typed: another name, another writing of a year, a name by its sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from archive_app.frozen import dataclass


class Sort(StrEnum):
    """Why something else is looked for."""

    ALIAS = "alias"
    YEAR = "year"
    PINYIN = "pinyin"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Expansion:
    """``to`` is looked for where ``origin`` was typed. ``reason`` says why in Chinese.

    Behind one of the characters ``not_after`` it does not count: there it is a part of something else.
    """

    origin: str
    to: str
    sort: Sort
    reason: str
    not_after: str = ""

    @property
    def key(self) -> str:
        """By what it is switched off."""
        return f"{self.origin}→{self.to}"

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi search --json`` prints it."""
        return {"from": self.origin, "to": self.to, "kind": self.sort.value, "reason": self.reason}


Expander = Callable[[str], Iterable[Expansion]]
"""Everything that is looked for beside a word."""
