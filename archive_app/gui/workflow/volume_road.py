"""The road of a volume, in one line: where it stands and what can be done; what cannot be done yet says why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from archive_app.domain.workflow import VolumeState
from archive_app.gui.dialogs.message import Message, ask, without_commands
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import badge, button, clear
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.workflow.volumes import VolumeOffer, move_volume, state_of, volume_offers

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record

_MATTERS = {"volume", "section", "article", "item", "staff"}
"""Entities a condition may hang on."""
_FINAL = {VolumeState.PRINTING, VolumeState.ISSUED, VolumeState.PUBLISHED}
"""States one is asked about before a volume comes into them."""


class VolumeRoad(QWidget):
    """One volume's state and next steps."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._volume = ""
        self.offers: list[VolumeOffer] = []
        self._line = FlowLayout(self, spacing=8)
        self._session.changed.connect(self._on_change)
        self.hide()

    def show_volume(self, volume_id: str) -> None:
        """Another volume, or the same as it stands now; an empty id is none."""
        self._volume = volume_id
        if not volume_id or self._session.archive.read_only:
            self.hide()
            return
        archive = self._session.archive
        self._session.ask(
            lambda: (archive.catalogue.record(volume_id), volume_offers(archive, volume_id)),
            lambda found: self._draw(*found),
            key=("volume-road", id(self)),
        )

    def _on_change(self, done: Done) -> None:
        if any(change.entity in _MATTERS for change in done.changes):
            self.show_volume(self._volume)

    def _draw(self, volume: Record, offers: list[VolumeOffer]) -> None:
        if volume.id != self._volume:
            return
        self.offers = offers
        clear(self._line)
        self._line.addWidget(badge(_(state_of(volume).label)))
        for offer in offers:
            self._line.addWidget(self._button(volume, offer))
        self.show()
        self.updateGeometry()

    def _button(self, volume: Record, offer: VolumeOffer) -> QPushButton:
        words = _(offer.move.action.label)
        if not offer.unmet:
            tip = _("下一步：{state}").format(state=_(offer.move.to.label))
            return button(words, partial(self.go, volume, offer), tip=tip)
        why = "\n".join(f"· {one.message}" for one in offer.unmet)
        made = button(words, partial(self.explain, offer), icon="lock", tip=_("还不行：") + "\n" + why)
        made.setAccessibleDescription(why)
        return made

    def explain(self, offer: VolumeOffer) -> None:
        """Say which conditions fail, and what to do about each."""
        words = "\n\n".join(f"{one.message}。\n{without_commands(one.remedy)}" for one in offer.unmet)
        heading = _("这一卷现在还不能“{action}”").format(action=_(offer.move.action.label))
        Message(self.window(), heading, words, tone="amber", icon="alert-triangle").exec()

    def go(self, volume: Record, offer: VolumeOffer) -> None:
        """Take the step; before what goes to the printer one is asked."""
        action = offer.move.action
        heading = _("《{title}》{action}？").format(title=volume.title, action=_(action.label))
        words = _("书卷的状态会成为“{state}”，可以撤销。").format(state=_(offer.move.to.label))
        if offer.move.to in _FINAL and not ask(self.window(), heading, words, _("先不"), _(action.label)):
            return
        archive = self._session.archive
        self._session.write(lambda: move_volume(archive, volume.id, action.value), self._moved, self._shell.show_error)

    def _moved(self, volume: Record) -> None:
        words = _("《{title}》：{state}").format(title=volume.title, state=_(state_of(volume).label))
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)
