"""A proposed correction of a text in 校: one place, what stands there, what should, why, whose, and what became of it.

A proposal is a row of the item's field ``corrections``, in the order in which they were made:

``id``      the proposal's own
``what``    see `What`; for words it is left out
``block``   the id of the block it is at (for `What.IN` and `What.MOVE` as their words say); of `What.FIELD` the id of
            the volume's article whose line it is, empty for the item's own
``part``    which of the block's texts, as in ``comments``: empty for its own, ``note:<id>``, ``cell:<row>,<column>``;
            of `What.FIELD` the field's name; of `What.MOVE` the id of the block it shall stand behind, empty for the
            beginning
``start``, ``end``   code points of that text, as it was when the proposal was made
``old``, ``new``     原文, 改为; a line's end in ``new`` parts a paragraph
``before``, ``after``   up to `NEAR` code points beside the place, by which it is found again
``blocks``  of `What.IN` the paragraphs that come, as a manuscript
``why``     依据; ``kind`` 类型, one of `KINDS`
``by``, ``at``, ``round``   who, when (ISO 8601, UTC, to the second), in which state of the item (``proof1`` …)
``page``, ``line``      where it was marked on paper, as it was written there
``state``   accepted or refused, left out while it is open; ``decided_by``, ``decided_at``, ``decided_why``
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass

FIELD = "corrections"
"""The field of an item that holds them."""
NEAR = 12

KINDS = (
    "错字", "漏字", "多字", "颠倒", "标点", "数字", "人名地名", "史实", "用语", "体例", "版式", "其他",
)  # fmt: skip
"""类型, as a proofreader calls what is wrong; other words may stand, too."""


class What(StrEnum):
    """What kind of change it is."""

    WORDS = "words"
    """Words become others; nothing becomes words (before ``start``); words go."""
    IN = "in"
    """Paragraphs come behind ``block``, at the beginning where that is empty."""
    OUT = "out"
    """The paragraph, picture or table goes."""
    JOIN = "join"
    """The paragraph and the next become one."""
    MOVE = "move"
    """The paragraph goes to another place."""
    NOTE = "note"
    """A note (``new``) is called before ``start``."""
    FIELD = "field"
    """A line over or under the text is another: title, byline, caption of a photograph."""


class Decision(StrEnum):
    """处理."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {"open": "待处理", "accepted": "已采纳", "refused": "不采纳"}[self.value]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed correction; the members are those of the row, as the module says."""

    what: What = What.WORDS
    block: str = ""
    part: str = ""
    start: int = 0
    end: int = 0
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    blocks: Mapping[str, Any] | None = None
    why: str = ""
    kind: str = ""
    by: str = ""
    at: str = ""
    round: str = ""
    page: str = ""
    line: str = ""
    state: Decision = Decision.OPEN
    decided_by: str = ""
    decided_at: str = ""
    decided_why: str = ""
    id: str = field(default_factory=new_id)

    @property
    def open(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.state is Decision.OPEN

    @property
    def fresh_blocks(self) -> Manuscript:
        """The paragraphs that come."""
        return Manuscript.from_json(self.blocks)

    def row(self) -> dict[str, Any]:
        """As it is stored; what is empty is left out."""
        told: dict[str, Any] = {name: getattr(self, name) for name in _MEMBERS}
        told["what"] = "" if self.what is What.WORDS else self.what.value
        told["state"] = "" if self.open else self.state.value
        return {name: value for name, value in told.items() if value not in ("", 0, None)}

    def words(self) -> str:
        """The change in short, as a list shows it."""
        old, new = _flat(self.old), _flat(self.new)
        match self.what:
            case What.OUT:
                return f"删去整段“{old}”"
            case What.IN:
                return f"新写一段“{new}”"
            case What.JOIN:
                return "与下一段并为一段"
            case What.MOVE:
                return f"移动整段“{old}”"
            case What.NOTE:
                return f"加注“{new}”"
            case _:
                if not new:
                    return f"删去“{old}”"
                if not old:
                    return f"加上“{new}”"
                return f"“{old}”改为“{new}”"

    def decided(self, decision: Decision, by: str, why: str = "", at: str = "") -> Proposal:
        """The same, decided."""
        return replace(self, state=decision, decided_by=by, decided_at=at or moment(), decided_why=why.strip())


_MEMBERS = (
    "id", "what", "block", "part", "start", "end", "old", "new", "before", "after", "blocks", "why", "kind", "by", "at",
    "round", "page", "line", "state", "decided_by", "decided_at", "decided_why",
)  # fmt: skip
_SHOWN = 40


def of_rows(rows: Iterable[Mapping[str, Any]] | None) -> tuple[Proposal, ...]:
    """The proposals as they are stored; a member that a later program wrote is passed over."""
    return tuple(_of_row(row) for row in rows or ())


def _of_row(row: Mapping[str, Any]) -> Proposal:
    told = {name: row[name] for name in _MEMBERS if name in row}
    told["what"] = What(told.get("what") or What.WORDS)
    told["state"] = Decision(told.get("state") or Decision.OPEN)
    return Proposal(**told)


def moment() -> str:
    """Now, as a row has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def near(text: str, start: int, end: int) -> dict[str, Any]:
    """What stands beside a stretch of a text, as a proposal keeps it."""
    return {"before": text[max(0, start - NEAR) : start], "after": text[end : end + NEAR]}


def guessed_kind(old: str, new: str) -> str:
    """类型 of a change of words, as far as the words say it; a person may say another."""
    touched = "".join(set(old) ^ set(new)) or old + new
    if touched and all(unicodedata.category(one)[0] in "PZ" for one in touched):
        return "标点"
    if old and new and sorted(old) == sorted(new):
        return "颠倒"
    if touched and all(one in _FIGURES or unicodedata.category(one)[0] in "PZ" for one in touched):
        return "数字"
    if not old or (new.startswith(old) or new.endswith(old)):
        return "漏字"
    if not new or (old.startswith(new) or old.endswith(new)):
        return "多字"
    return "错字"


_FIGURES = frozenset("0123456789０１２３４５６７８９〇一二三四五六七八九十百千万亿廿卅两")


def _flat(text: str) -> str:
    flat = text.replace("\n", "／")
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 6]}……{flat[-4:]}"
