"""The tenth schema: a long transcript is stored in parts. One that is there is parted when it is next saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table of the parts."""
    op.create_table(
        "transcript_part",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("rows", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_transcript_part_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "stamp", name=op.f("pk_transcript_part")),
    )
