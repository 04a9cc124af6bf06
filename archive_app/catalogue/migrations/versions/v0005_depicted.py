"""The fifth schema: on which picture of an item somebody is, where it has several."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table anew with the column, empty: who is there by now is on the first picture."""
    with op.batch_alter_table("item_depicted", recreate="always") as table:
        table.add_column(sa.Column("file", sa.String(), nullable=True))
        table.create_foreign_key(
            op.f("fk_item_depicted_file"), "file", ["file"], ["id"], initially="DEFERRED", deferrable=True
        )
