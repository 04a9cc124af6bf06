"""The ninth schema: titles are ordered by pinyin and by strokes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_PART = 2_000
_FACETS = ("kind", "state", "access", "category", "commissioner")


def upgrade() -> None:
    """Add the keys, fill them, and order by them; 40 microseconds an item."""
    from archive_app.hanzi.collation import short_stroke_key, short_title_key

    for name in ("title_pinyin", "title_strokes"):
        op.add_column("item", sa.Column(name, sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, title FROM item")).all()
    fill = sa.text("UPDATE item SET title_pinyin = :pinyin, title_strokes = :strokes WHERE id = :id")
    for start in range(0, len(rows), _PART):
        keys = [
            {"id": row.id, "pinyin": short_title_key(row.title), "strokes": short_stroke_key(row.title)}
            for row in rows[start : start + _PART]
        ]
        connection.execute(fill, keys)
    op.drop_index(op.f("ix_item_order_title"), table_name="item")
    for order, column in (("title", "title_pinyin"), ("strokes", "title_strokes")):
        columns = ["trashed", column, "title", "added", "id", *_FACETS]
        op.create_index(op.f(f"ix_item_order_{order}"), "item", columns, unique=False)
