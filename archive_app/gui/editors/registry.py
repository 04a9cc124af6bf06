"""Which editor a field has. A new type of field is one line here."""

from __future__ import annotations

from collections.abc import Callable

from archive_app.domain.fields import Field, FieldType
from archive_app.gui.editors.choice import FlagEditor, choice_editor, choices_editor
from archive_app.gui.editors.dates import DateEditor, DatesEditor
from archive_app.gui.editors.editor import FieldEditor, Links
from archive_app.gui.editors.line import (
    DayEditor,
    IntegerEditor,
    LineEditor,
    NumberEditor,
    NumbersEditor,
    OwnEditor,
    SecondsEditor,
)
from archive_app.gui.editors.links import LinksEditor
from archive_app.gui.editors.long_text import LongTextEditor
from archive_app.gui.editors.manuscript_field import ManuscriptFieldEditor
from archive_app.gui.editors.rows import RowsEditor
from archive_app.gui.editors.tags import TagsEditor

_T = FieldType
Maker = Callable[[Field, Links, bool], FieldEditor]

EDITORS: dict[FieldType, Maker] = {
    _T.TEXT: lambda field, _links, compact: LineEditor(field, compact=compact),
    _T.LONG_TEXT: lambda field, _links, compact: LongTextEditor(field, compact=compact),
    _T.CHOICE: lambda field, _links, compact: choice_editor(field, compact=compact),
    _T.CHOICES: lambda field, _links, compact: choices_editor(field, compact=compact),
    _T.TAGS: lambda field, _links, compact: TagsEditor(field, compact=compact),
    _T.NUMBERS: lambda field, _links, compact: NumbersEditor(field, compact=compact),
    _T.FLAG: lambda field, _links, compact: FlagEditor(field, compact=compact),
    _T.NUMBER: lambda field, _links, compact: NumberEditor(field, compact=compact),
    _T.OWN: lambda field, _links, compact: OwnEditor(field, compact=compact),
    _T.OWN_VALUE: lambda field, _links, compact: LineEditor(field, compact=compact),
    _T.INTEGER: lambda field, _links, compact: IntegerEditor(field, compact=compact),
    _T.SECONDS: lambda field, _links, compact: SecondsEditor(field, compact=compact),
    _T.DAY: lambda field, _links, compact: DayEditor(field, compact=compact),
    _T.DATE: lambda field, _links, compact: DateEditor(field, compact=compact),
    _T.DATES: lambda field, _links, compact: DatesEditor(field, compact=compact),
    _T.LINK: lambda field, links, compact: LinksEditor(field, links, many=False, compact=compact),
    _T.LINKS: lambda field, links, compact: LinksEditor(field, links, many=True, compact=compact),
    _T.ROWS: lambda field, links, compact: RowsEditor(
        field, lambda column, small: make_editor(column, links, compact=small), compact=compact
    ),
    _T.MANUSCRIPT: lambda field, _links, compact: ManuscriptFieldEditor(field, compact=compact),
}


def make_editor(field: Field, links: Links, *, compact: bool = False) -> FieldEditor:
    """The editor for a field; ``compact`` inside a row."""
    return EDITORS[field.type](field, links, compact)
