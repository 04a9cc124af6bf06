"""Lists of free words."""

from __future__ import annotations

from typing import Any

from archive_app.domain.fields import Field
from archive_app.gui.editors.editor import FieldEditor
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import column
from archive_app.gui.widgets.tags import TagBox


class TagsEditor(FieldEditor):
    """Tags that are their own words."""

    def __init__(self, field: Field, *, compact: bool = False) -> None:
        super().__init__(field, compact=compact)
        self.box = TagBox(_(field.label) if compact else _("写一个，按回车"))
        self.box.changed.connect(self._changed)
        self.box.line.textEdited.connect(lambda _text: self.edited.emit())
        self._name(self.box.line)
        self.setLayout(column(self.box))

    def _changed(self) -> None:
        self.edited.emit()
        self.finished.emit()

    def value(self) -> Any:
        return self.box.keys()

    def show_value(self, value: Any) -> None:
        self.box.show_tags([(word, word) for word in value or []])

    def finish(self) -> None:
        self.box.take_pending()

    def set_read_only(self, read_only: bool) -> None:
        self.box.set_read_only(read_only)
