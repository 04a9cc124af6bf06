"""The states of a volume, and what leads from one to the next."""

from __future__ import annotations

from enum import StrEnum

from archive_app.domain.workflow.roles import Role
from archive_app.domain.workflow.states import VolumeState
from archive_app.frozen import dataclass


class VolumeAction(StrEnum):
    """What is done to a volume."""

    BEGIN = "begin"
    PROOF = "proof"
    PRINT = "print"
    ISSUE = "issue"
    PUBLISH = "publish"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {"begin": "开编", "proof": "送校", "print": "付印", "issue": "印发", "publish": "出版"}[self.value]


@dataclass(frozen=True, slots=True)
class VolumeMove:
    """One line of the volume's table. ``variant``: only for this imprint (``internal`` or ``public``)."""

    state: VolumeState
    action: VolumeAction
    to: VolumeState
    who: frozenset[Role]
    variant: str = ""


_EDITOR, _CHIEF = frozenset({Role.EDITOR}), frozenset({Role.CHIEF})
VOLUME_TABLE: tuple[VolumeMove, ...] = (
    VolumeMove(VolumeState.PLANNED, VolumeAction.BEGIN, VolumeState.EDITING, _EDITOR),
    VolumeMove(VolumeState.EDITING, VolumeAction.PROOF, VolumeState.PROOF, _EDITOR),
    VolumeMove(VolumeState.PROOF, VolumeAction.PRINT, VolumeState.PRINTING, _CHIEF),
    VolumeMove(VolumeState.PRINTING, VolumeAction.ISSUE, VolumeState.ISSUED, _CHIEF, "internal"),
    VolumeMove(VolumeState.PRINTING, VolumeAction.PUBLISH, VolumeState.PUBLISHED, _CHIEF, "public"),
)


def volume_moves(state: VolumeState, variant: str) -> tuple[VolumeMove, ...]:
    """What can be done to a volume in a state, with this imprint."""
    return tuple(move for move in VOLUME_TABLE if move.state is state and move.variant in ("", variant))
