"""Every workspace, in the order of the rail. A new one is a package and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive_app.gui.i18n import _
from archive_app.gui.workspaces.workspace import Shell, Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceSpec:
    """A workspace: its identifier, word, icon, a sentence about it, and how it is made (imports within)."""

    id: str
    label: str
    icon: str
    help: str
    make: Callable[[Shell], Workspace]
    searches: bool = False  # the window's search box leads here


def _materials(shell: Shell) -> Workspace:
    from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace

    return MaterialsWorkspace(shell)


WORKSPACES: tuple[WorkspaceSpec, ...] = (
    WorkspaceSpec("materials", _("资料"), "archive", _("全部资料：看、填、加入"), _materials),
)
