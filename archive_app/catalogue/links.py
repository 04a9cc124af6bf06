"""Where a record's values point to, so that no write leaves a link into nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive_app.domain.fields import Field, FieldType


def targets(field: Field, value: Any) -> Iterator[tuple[Field, str]]:
    """(the link field, the id it points to) of everything a value points to, columns of rows included."""
    if field.type is FieldType.LINK and value:
        yield field, value
    elif field.type is FieldType.LINKS:
        for target in value or ():  # an own field that was emptied is gone
            yield field, target
    elif field.type is FieldType.ROWS:
        leading = [column for column in field.columns if _may_lead(column)]
        for row in value if leading else ():  # of two thousand sentences none is looked at
            for column in leading:
                if column.name in row:
                    yield from targets(column, row[column.name])


def _may_lead(column: Field) -> bool:
    return column.type in (FieldType.LINK, FieldType.LINKS, FieldType.ROWS)
