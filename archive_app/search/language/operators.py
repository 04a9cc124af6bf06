"""The words and signs of a query that join others: 或, 且, 不含, 同句, /20 and their like.

In one place, because what is one between words must be put in quotes where it is meant as a word (``tree.word``).
"""

from __future__ import annotations

import re
from enum import Enum

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.numerals import number as number_of

OR = frozenset({"或", "OR", "或者"})
AND = frozenset({"AND", "且", "并且"})
NOT = frozenset({"NOT", "不含"})
MINUS = "-－"
"""Before a word these leave it out."""
FURTHEST = 1000
"""Characters within which words can be asked to stand."""

_NEAR = re.compile(
    r"(?:(?P<unit>同句|同段)(?P<after>>)?|[/／](?P<slash>\d+)字?(?P<following>>)?"
    r"|(?P<kind>相距|先后)(?P<far>\d+个?字?|[一二两三四五六七八九十百]+个?字)"
    r"|(?P<within>\d+|[一二两三四五六七八九十百]+)个?字(?:之|以)?内|(?P<english>near|prev)[/／]?(?P<number>\d+)|[/／](?P<cnki>sen|para))",
    re.IGNORECASE,
)


class Unit(Enum):
    """Within what words must stand together; a person sees the value."""

    SENTENCE = "同句"
    PARAGRAPH = "同段"
    CHARACTERS = "相距"


@dataclass(frozen=True, slots=True)
class Together:
    """What an operator of nearness says."""

    unit: Unit
    distance: int = 0
    ordered: bool = False


def near_of(text: str) -> Together | None:
    """The operator of nearness that ``text`` is; ``None`` where it is none."""
    match = _NEAR.fullmatch(text)
    if match is None:
        return None
    if match["unit"]:
        return Together(Unit(match["unit"]), 0, bool(match["after"]))
    if match["cnki"]:
        return Together(Unit.SENTENCE if match["cnki"].lower() == "sen" else Unit.PARAGRAPH)
    number = match["slash"] or match["far"] or match["within"] or match["number"]
    ordered = bool(match["following"]) or match["kind"] == "先后" or (match["english"] or "").lower() == "prev"
    far = _figure(number.rstrip("个字"))
    return None if far is None else Together(Unit.CHARACTERS, min(far, FURTHEST), ordered)


def _figure(text: str) -> int | None:
    """20, ２０ or 二十; ``None`` where it is no number."""
    return int(text[:6]) if text.isdecimal() else number_of(text)


def is_operator(text: str) -> bool:
    """Whether a word, between others, joins them."""
    return text in OR | AND | NOT or text in tuple(MINUS) or near_of(text) is not None
