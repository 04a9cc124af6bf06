"""文献: a paper of its time, with its transcription (录文; missing characters as □)."""

from __future__ import annotations

from archive_app.domain.fields import Field, FieldType, terms
from archive_app.domain.kinds.kind import Kind

_T = FieldType
_ORIGINAL = "原件"

PHYSICAL_FIELDS: tuple[Field, ...] = (
    Field("dimensions", "尺寸", group=_ORIGINAL),
    Field("material", "质地", group=_ORIGINAL, searchable=True),
    Field("condition", "品相", group=_ORIGINAL),
    Field("inscription", "铭文与录文", _T.LONG_TEXT, _ORIGINAL, searchable=True),
    Field(
        "acquisition",
        "取得方式",
        _T.CHOICE,
        _ORIGINAL,
        terms=terms("捐赠", "复制", "借用退还", "代管", "原地"),
    ),
    Field("quantity", "数量", group=_ORIGINAL),
)

DOCUMENT = Kind(
    name="document",
    label="文献",
    category="WX",
    icon="note",
    fields=(*PHYSICAL_FIELDS, Field("missing_characters", "缺字", _T.LONG_TEXT, _ORIGINAL)),
)
