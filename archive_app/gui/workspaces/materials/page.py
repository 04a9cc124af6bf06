"""What the pages of an opened item have in common: the pictures, the text, the transcript, nothing to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.gui.workflow.standing import Standing
    from archive_app.gui.workspaces.workspace import Place


class MaterialPage(QWidget):
    """One way to see an item. ``name`` tells the pages apart, ``words`` and ``icon`` stand on the button that shows it,
    ``fields`` are those whose places are on it."""

    name = ""
    words = ""
    icon = ""
    fields: tuple[str, ...] = ()

    def has(self, record: Record, files: list[Record]) -> bool:
        """Whether the item has something to show here."""
        raise NotImplementedError

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now; its files come later."""

    def show_files(self, record: Record, files: list[Record]) -> None:
        """The files of the item shown."""

    def close_to(self, *, closed: bool, frozen: bool) -> None:
        """Say what may be written: nothing where ``closed``; ``frozen`` is a text that is with the printer."""

    def why(self, record: Record, standing: Standing) -> str:
        """Why nothing may be written here, to stand over it; empty where something may, or nobody writes anyway."""
        return ""

    def open_at(self, place: Place) -> None:
        """Show a place of one of its ``fields``."""

    def flush(self) -> None:
        """Save what is pending."""

    @property
    def keyboard(self) -> QWidget:
        """Where the keyboard goes when the page is opened."""
        return self
