"""来稿: a written piece somebody hands in."""

from __future__ import annotations

from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds.kind import Kind

_T = FieldType
_PIECE = "来稿"

CONTRIBUTION = Kind(
    name="contribution",
    label="来稿",
    category="WS",
    signed=True,
    submit_needs=("responsibility",),
    icon="file-text",
    fields=(
        Field("written", "写作年月", _T.DATE, _PIECE),
        Field("author_note", "作者简介", _T.LONG_TEXT, _PIECE, searchable=True),
        Field("publication_history", "发表史", _T.LONG_TEXT, _PIECE, searchable=True),
        Field("picture_count", "图数", _T.INTEGER, _PIECE),
    ),
)
