"""A remark: words for a person to look into, at a place of a text. Nothing is changed or refused for one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive_app.frozen import dataclass

NEAR = 8
"""Code points before and behind the words that tell a place from another with the same words."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What one rule found at one place of a manuscript.

    ``part`` is ``text``, ``note:<id>`` or ``cell:<row>,<column>`` of the block, as ``Manuscript.searchable`` names
    them; ``start`` and ``end`` are code points of that part's text. ``message`` says what is odd, ``instead`` how it
    may be written (empty where nobody but a person can know), ``ground`` by which standard or list. ``near`` are the
    words with what stands around them: by them a place is known again after the text around it was edited.
    """

    rule: str
    block: str
    part: str
    start: int
    end: int
    words: str
    message: str
    instead: str = ""
    ground: str = ""
    near: str = ""

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi check --json`` prints it."""
        return asdict(self)
