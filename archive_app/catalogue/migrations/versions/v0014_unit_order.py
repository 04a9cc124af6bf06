"""The fourteenth schema: the order of items by their 案卷 and 件号 is read from an index, as the other orders are."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_item_order_unit", "item", ["trashed", "unit", "unit_order", "added", "id"], unique=False)
