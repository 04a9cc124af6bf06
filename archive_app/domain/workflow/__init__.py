"""The road of an item, from a commissioner's draft to the archive shelf: states, roles and the one table of moves."""

from archive_app.domain.workflow.actors import NOBODY, Actor, Roster
from archive_app.domain.workflow.errors import GateRefused, Locked, NotPossible, Unmet
from archive_app.domain.workflow.reviews import ASPECTS, CONCLUSIONS, Stage
from archive_app.domain.workflow.roles import STAFF_ROLES, Role, all_roles
from archive_app.domain.workflow.states import State, VolumeState
from archive_app.domain.workflow.table import (
    DROPPED,
    FROZEN,
    IN_PROOF,
    OPEN_TO_COMMISSIONERS,
    TABLE,
    Action,
    Gate,
    Move,
    Target,
    find_move,
    moves_from,
)

__all__ = [
    "ASPECTS", "CONCLUSIONS", "DROPPED", "FROZEN", "IN_PROOF", "NOBODY", "OPEN_TO_COMMISSIONERS", "STAFF_ROLES",
    "TABLE", "Action", "Actor", "Gate", "GateRefused", "Locked", "Move", "NotPossible", "Role", "Roster", "Stage",
    "State", "Target", "Unmet", "VolumeState", "all_roles", "find_move", "moves_from",
]  # fmt: skip
