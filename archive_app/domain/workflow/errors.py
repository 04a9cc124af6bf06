"""Moves and edits that the road does not allow: expected errors, in words."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.domain.errors import ArchiveError, Conflict
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that fails: which one, what is wrong, what to do. ``by_comment``: a comment would meet it."""

    gate: str
    message: str
    remedy: str = ""
    by_comment: bool = False

    def __str__(self) -> str:
        return f"{self.message}。{self.remedy}"


class NotPossible(ArchiveError):
    """There is no such action, or not in this state: wrong use (exit status 2)."""

    code = "no-such-move"


class GateRefused(Conflict):
    """A move of the table whose conditions fail: every one is named (exit status 1). Nothing has changed."""

    code = "gates-unmet"

    def __init__(self, message: str, unmet: Sequence[Unmet]) -> None:
        self.unmet = tuple(unmet)
        super().__init__(message, "\n".join(f"· {one}" for one in unmet))

    def __str__(self) -> str:
        return f"{self.message}：\n{self.remedy}"


class Locked(Conflict):
    """An edit of what stands: a frozen text, or an item that is the editors' (exit status 1)."""

    code = "locked"
