"""Hand adjustments in the window: the menu on a page, the command, what came of it, the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from archive_app.domain.manuscript import Block
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.volumes.hand import HandPane, hand_menu
from archive_app.gui.workspaces.volumes.spreads import Pointed, SpreadView
from archive_app.gui.workspaces.volumes.story import TextPlace
from archive_app.gui.workspaces.volumes.tracing import text_place
from archive_app.services.adjusting import Listed, adjust, listed, of_block, take_away
from archive_app.typeset.trace import Spot

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace


class Adjusting(QObject):
    """What is adjusted by hand in the volume that is shown."""

    def __init__(self, workspace: VolumesWorkspace, view: SpreadView) -> None:
        super().__init__(workspace)
        self._workspace, self._view = workspace, view
        self._pane: HandPane | None = None
        self._lines: list[Listed] = []
        self._asked: tuple[str, str] | None = None  # what was adjusted last, until its pages tell what came of it
        self._told = False
        view.asked.connect(self._menu)

    def take_pane(self, pane: HandPane) -> None:
        """The list, from the moment it is wanted."""
        self._pane = pane
        pane.chosen.connect(self._go)
        pane.removed.connect(self._remove)
        pane.show_lines(self._lines)

    def _menu(self, pointed: Pointed) -> None:
        tracing = self._workspace.tracing
        spot = tracing.spot(pointed)
        record, article = tracing.record_of(spot.article), tracing.article(spot.article)
        if record is None or article is None or self._workspace.session.archive.read_only:
            return
        self._view.mark(spot.article, spot.block)
        block = next((one for one in article.manuscript if one.id == spot.block), None)
        menu = hand_menu(self._view, spot, block, of_block(record, spot.block), partial(self.adjust, spot))
        if not menu.isEmpty():
            menu.addSeparator()
        if block is not None:
            menu.addAction(_("在这一段后面插图…")).triggered.connect(partial(self._put_picture, spot))
        if block is not None and block.picture is not None:
            menu.addAction(_("图说、署名、人物…")).triggered.connect(partial(self._open_picture, spot, block))
        menu.addAction(_("看文稿")).triggered.connect(partial(self._to_text, spot))
        self._show(menu, pointed.at)

    @staticmethod
    def _show(menu: QMenu, at: QPoint) -> None:
        menu.exec(at)

    def _put_picture(self, spot: Spot, _checked: bool = False) -> None:
        story = self._workspace.story
        self._workspace.show_tab("story")
        story.show_article(spot.article, TextPlace(spot.block), then=story.text.ask_picture)

    def _open_picture(self, spot: Spot, block: Block, _checked: bool = False) -> None:
        """Its words and its place in the text; a place by hand is kept over it."""
        story = self._workspace.story
        self._workspace.show_tab("story")

        def ask() -> None:
            own = story.text.page.kept.fixed.get(block.id)
            if own is not None:
                story.text.ask_picture(own)

        story.show_article(spot.article, TextPlace(spot.block), then=ask)

    def _to_text(self, spot: Spot, _checked: bool = False) -> None:
        self._workspace.show_tab("story")
        self._workspace.read_text(spot.article, text_place(spot, write=True))

    def adjust(self, spot: Spot, kind: str, value: str = "") -> None:
        """Adjust a place. Without a ``kind`` its adjustments are taken away: those of the kind ``value``, or all."""
        session = self._workspace.session
        catalogue = session.archive.catalogue

        def carry_out() -> object:
            if kind:
                return session.archive.execute(adjust(catalogue, spot.article, kind, spot.block, spot.offset, value))
            known = of_block(catalogue.record(spot.article), spot.block)
            gone = [one for one in known if value in ("", one.kind)]
            return session.archive.execute(take_away(catalogue, spot.article, gone))

        self._asked = (spot.article, spot.block) if kind in ("tight", "loose") else None
        self._told = False
        session.write(carry_out, lambda _done: None, self._workspace.shell.show_error)

    def pages_set(self) -> None:
        """The pages are there as they are now: say what could not be had."""
        self._told = True
        if self._asked is not None or self._lines:
            self.follow()

    def follow(self) -> None:
        """Show what is adjusted now, and whether it was to be had."""
        workspace = self._workspace
        volume, problems = workspace.volume, workspace.layout_shown.problems
        catalogue = workspace.session.archive.catalogue
        if not volume:
            self._take([])
            return
        workspace.ask(lambda: listed(catalogue, volume, problems), self._take, key="adjustments")

    def _take(self, found: list[Listed]) -> None:
        self._lines = found
        if self._pane is not None:
            self._pane.show_lines(found)
        self._view.show_signs({(one.article, one.adjustment.block): one.adjustment.kind for one in found})
        words = _("手工 {n}").format(n=len(found)) if found else _("手工")
        self._workspace.tabs.button("hand").setText(words)
        if self._asked is not None and self._told:
            asked, self._asked = self._asked, None
            troubled = next(
                (one for one in found if (one.article, one.adjustment.block) == asked and one.trouble), None
            )
            if troubled is not None:
                self._workspace.shell.toast(
                    troubled.trouble, _("取消这一条"), lambda: self._remove(troubled), _("看全部"), self._show_list
                )

    def _show_list(self) -> None:
        self._workspace.show_tab("hand")

    def _go(self, one: Listed) -> None:
        tracing = self._workspace.tracing
        self._workspace.tree.choose(one.article, quietly=True)
        tracing.show_on_page(one.article, one.adjustment.block, one.adjustment.at)

    def _remove(self, one: Listed) -> None:
        session = self._workspace.session
        catalogue = session.archive.catalogue
        session.write(
            lambda: session.archive.execute(take_away(catalogue, one.article, [one.adjustment])),
            lambda _done: self._workspace.shell.toast(
                _("去掉了：{words}").format(words=one.adjustment.words),
                _("撤销"),
                lambda: self._workspace.shell.actions_table["edit.undo"].trigger(),
            ),
            self._workspace.shell.show_error,
        )
