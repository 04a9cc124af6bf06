"""Every workspace, in the order of the rail. A new one is a package and one line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from archive_app.frozen import dataclass
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


def _search(shell: Shell) -> Workspace:
    from archive_app.gui.workspaces.search.workspace import SearchWorkspace

    return SearchWorkspace(shell)


def _volumes(shell: Shell) -> Workspace:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace

    return VolumesWorkspace(shell)


def _authorities(shell: Shell) -> Workspace:
    from archive_app.gui.workspaces.authorities.workspace import AuthoritiesWorkspace

    return AuthoritiesWorkspace(shell)


def _office(shell: Shell) -> Workspace:
    from archive_app.gui.workspaces.office.workspace import OfficeWorkspace

    return OfficeWorkspace(shell)


def _figures(shell: Shell) -> Workspace:
    from archive_app.gui.workspaces.figures.workspace import FiguresWorkspace

    return FiguresWorkspace(shell)


WORKSPACES: tuple[WorkspaceSpec, ...] = (
    WorkspaceSpec("materials", _("资料"), "archive", _("全部资料：看、填、加入"), _materials),
    WorkspaceSpec("authorities", _("人物地点"), "users", _("人物、地名、单位、事件的卡片，各在哪里出现"), _authorities),
    WorkspaceSpec("office", _("征集"), "clipboard-list", _("征集线索、文史专员、授权书、编辑部人员"), _office),
    WorkspaceSpec("search", _("检索"), "search", _("在全部文字里找每一处"), _search, searches=True),
    WorkspaceSpec("volumes", _("编纂"), "books", _("编成书卷，看排好的书页"), _volumes),
    WorkspaceSpec("figures", _("统计"), "chart-bar", _("按年、专员、片区、状态数一数，哪些逾期了"), _figures),
)


_SEARCH = "archive_app.gui.workspaces.search"
_VOLUMES = "archive_app.gui.workspaces.volumes"
HERE_AHEAD = (
    *(f"{_SEARCH}.{name}" for name in ("facets", "results_pane", "acts", "workspace")),
    *(
        f"{_VOLUMES}.{name}"
        for name in (
            "spreads",
            "tree",
            "output_dialog",
            "story",
            "plan",
            "hand",
            "proofs",
            "format_dialog",
            "workspace",
        )
    ),
)
"""Modules of the window that are imported in its own thread, one at a time, before they are needed."""


def load_ahead() -> None:
    """Import what a workspace needs that takes long to be read from disk: the typesetter. It opens no window and needs
    none, so it may be done on any thread; the window's would stand still over it when the workspace is first shown."""
    for module in ("archive_app.services.preview", "archive_app.services.typesetting", "archive_app.typeset.outputs"):
        import_module(module)
