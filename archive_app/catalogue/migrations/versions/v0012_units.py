"""The twelfth schema: units of description above the item, and the level of access that holds for an item by them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_FACETS = ("kind", "state", "level", "category", "commissioner")
_FURTHER = ("added", "received", "earliest", "latest", "accession_no", "ref_code", "title", "unit", "unit_order", "id")


def upgrade() -> None:
    """Make the table; every item's level is its own until it stands in a unit. Lists judge by the level that holds."""
    op.create_table(
        "unit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=True),
        sa.Column("imposed", sa.String(), nullable=False, server_default=""),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_unit_version"),
        sa.ForeignKeyConstraint(
            ["parent"], ["unit.id"], name=op.f("fk_unit_parent"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_parent"), "unit", ["parent"], unique=False)
    op.add_column("item", sa.Column("unit", sa.String(), nullable=True))
    op.add_column("item", sa.Column("unit_order", sa.Integer(), nullable=True))
    op.add_column("item", sa.Column("level", sa.String(), nullable=False, server_default="internal"))
    op.execute("UPDATE item SET level = access")
    op.create_index(op.f("ix_item_unit"), "item", ["unit"], unique=False)
    for order, column in (("title", "title_pinyin"), ("strokes", "title_strokes")):
        op.drop_index(op.f(f"ix_item_order_{order}"), table_name="item")
        columns = ["trashed", column, "title", "added", "id", *_FACETS, "unit"]
        op.create_index(op.f(f"ix_item_order_{order}"), "item", columns, unique=False)
    op.drop_index(op.f("ix_item_list"), table_name="item")
    op.create_index(op.f("ix_item_list"), "item", ["trashed", *_FACETS, *_FURTHER], unique=False)
