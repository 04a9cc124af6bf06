"""What every field's editor offers to a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from archive_app.domain.fields import Field


class Links(Protocol):
    """How editors find the records a link may lead to; answers come later, in the painting thread."""

    def title(self, entity: str, record_id: str, then: Callable[[str], None]) -> None:
        """The title of a record."""

    def suggest(self, entity: str, words: str, then: Callable[[list[tuple[str, str]]], None]) -> None:
        """(id, title) of the records whose title fits ``words``, the best first."""

    def create(self, entity: str, title: str, then: Callable[[str], None]) -> None:
        """Make a record with this title; its id comes back."""

    def can_create(self, entity: str) -> bool:
        """Whether a record of this entity can be made from a title alone."""


class FieldEditor(QWidget):
    """Shows a value in its stored form and gives it back.

    ``edited``: a person changed something. ``finished``: the change is whole (a choice was made, a row removed), so
    it may be saved without a rest. An editor never changes its own value: what ``show_value`` was given comes back
    from ``value`` until a person edits.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__()
        self.field = field
        self.compact = compact
        self.setProperty("ground", "none")

    def value(self) -> Any:
        """The value as it would be stored; a form checks it."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a stored value, without signals."""
        raise NotImplementedError

    def finish(self) -> None:
        """Make a value of what was typed so far, where it is whole: somebody goes on."""

    def unfinished(self) -> Any:
        """What was typed and is no value yet (a name without a card), as JSON; nothing where there is none."""
        return None

    def show_unfinished(self, typed: Any) -> None:
        """Show it again; nothing where there is none."""

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self.setEnabled(not read_only)

    def set_wrong(self, wrong: bool) -> None:
        """Mark the value as one that cannot be stored."""

    def _name(self, widget: QWidget) -> None:
        """Give the part that takes the keyboard the field's name, for screen readers and for labels."""
        widget.setAccessibleName(self.field.label)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)
