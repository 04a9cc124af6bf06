"""The papers that go with one item as it stands: which there are, and a button that offers them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton

from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import State
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_NOT_KEPT = (State.DRAFT, State.SUBMITTED, State.REFUSED, State.DECLINED, State.FORWARDED)


def papers_of(item: Record) -> list[str]:
    """The reports that have a paper for this item now, the likeliest first."""
    from archive_app.services.authorities.commissioners import ADOPTED

    state, kind = State(item["state"]), kind_named(str(item["kind"]))
    adopted = state in ADOPTED
    offered = (
        ("return-notices", state is State.RETURNED),
        ("acceptance-notices", adopted),
        ("adoption-proofs", adopted),
        ("reviews", state is not State.DRAFT),
        ("proof-sheets", kind.signed and bool(item["manuscript"])),
        ("consent-forms", True),
        ("receipts", True),
        ("certificates", state not in _NOT_KEPT),
        ("four-checks", state in (State.ISSUED, State.PUBLISHED, State.ARCHIVED)),
        ("photograph-cards", kind.name == "photograph"),
    )
    return [name for name, there in offered if there]


def papers_button(item: Record, show: Callable[[str], object]) -> QPushButton:
    """A button with the papers of an item; ``show`` is told which report."""
    from archive_app.services.reporting import report_named

    made = button(_("单据"), icon="printer", tip=_("这一件的通知、授权书、核稿单……"))
    menu = QMenu(made)
    for name in papers_of(item):
        menu.addAction(_("{label}…").format(label=_(report_named(name).label))).triggered.connect(
            partial(_show, show, name)
        )
    made.setMenu(menu)
    return made


def _show(show: Callable[[str], object], name: str, _checked: bool = False) -> None:
    show(name)
