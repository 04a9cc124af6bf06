"""The eleventh schema: what stands in an archive's own fields has rows of its own, for lists."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table and fill it from the items; only those that have own fields are read."""
    from archive_app.catalogue.own_values import rows_of

    op.create_table(
        "item_own",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_own_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "field", "position", name=op.f("pk_item_own")),
    )
    op.create_index(op.f("ix_item_own_value"), "item_own", ["field", "value", "owner"], unique=False)
    columns = ["field", "position", "first", "last", "value", "owner"]
    op.create_index(op.f("ix_item_own_order"), "item_own", columns, unique=False)
    connection = op.get_bind()
    own = "json_extract(details, '$.own')"
    filled = sa.text(f"SELECT id, {own} FROM item WHERE {own} IS NOT NULL")
    fill = sa.text(
        "INSERT INTO item_own (owner, field, position, value, first, last)"
        " VALUES (:owner, :field, :position, :value, :first, :last)"
    )
    for item, values in connection.execute(filled).all():
        rows = rows_of(item, json.loads(values))
        if rows:
            connection.execute(fill, rows)
