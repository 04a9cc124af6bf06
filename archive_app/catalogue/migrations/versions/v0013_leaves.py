"""The thirteenth schema: the pages of earlier volumes whose text a person has looked through."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "leaf",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("volume", sa.String(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_leaf_version"),
        *(
            sa.ForeignKeyConstraint(
                [one], [f"{one}.id"], name=op.f(f"fk_leaf_{one}"), initially="DEFERRED", deferrable=True
            )
            for one in ("volume", "file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaf")),
    )
    for one in ("volume", "file"):
        op.create_index(op.f(f"ix_leaf_{one}"), "leaf", [one], unique=False)
