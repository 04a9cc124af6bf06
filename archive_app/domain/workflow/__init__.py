"""The road of an item, from a commissioner's draft to the archive shelf: states, roles and the one table of moves."""

from archive_app.domain.workflow.roles import STAFF_ROLES, Role
from archive_app.domain.workflow.states import State, VolumeState

__all__ = ["STAFF_ROLES", "Role", "State", "VolumeState"]
