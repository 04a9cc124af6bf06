"""The sixth schema: templates of entry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "entry_template",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_entry_template_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_template")),
    )
    op.create_index(op.f("ix_entry_template_kind"), "entry_template", ["kind"], unique=False)
