"""The second schema: the people of the editorial office, the days of every item, heirs with who they are and when they
signed."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables, and bring what is stored to the new forms."""
    _make_staff()
    _make_item_date()
    connection = op.get_bind()
    _fill_item_date(connection)
    _name_the_heirs(connection)


def _make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_staff_version"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_staff_person"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_name"), "staff", ["name"], unique=False)
    op.create_index(op.f("ix_staff_person"), "staff", ["person"], unique=False)


def _make_item_date() -> None:
    op.create_table(
        "item_date",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("earliest", sa.String(), nullable=False),
        sa.Column("latest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_date_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_date")),
    )
    op.create_index(op.f("ix_item_date_earliest"), "item_date", ["earliest"], unique=False)
    op.create_index(op.f("ix_item_date_latest"), "item_date", ["latest"], unique=False)


def _fill_item_date(connection: sa.Connection) -> None:
    insert = sa.text(
        "INSERT INTO item_date (owner, position, earliest, latest) VALUES (:owner, :position, :earliest, :latest)"
    )
    for key, details in connection.execute(sa.text("SELECT id, details FROM item ORDER BY id")).all():
        stored: dict[str, Any] = json.loads(details)
        dates = [stored.get("created"), *(stored.get("dates") or ())]
        read = [date for date in dates if date and date.get("earliest") and date.get("latest")]
        for position, date in enumerate(read):
            days = {"earliest": date["earliest"], "latest": date["latest"]}
            connection.execute(insert, {"owner": key, "position": position, **days})


def _name_the_heirs(connection: sa.Connection) -> None:
    """A name alone becomes a row; ``records/`` is then written anew from the beginning of the log."""
    touched = False
    for key, details in connection.execute(sa.text("SELECT id, details FROM consent ORDER BY id")).all():
        stored: dict[str, Any] = json.loads(details)
        heirs = stored.get("heirs") or []
        if any(isinstance(heir, str) for heir in heirs):
            stored["heirs"] = [{"name": heir} if isinstance(heir, str) else heir for heir in heirs]
            text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
            connection.execute(
                sa.text("UPDATE consent SET details = :text WHERE id = :key"), {"text": text, "key": key}
            )
            touched = True
    if touched:
        connection.execute(sa.text("UPDATE follower SET seq = 0 WHERE name = 'records'"))
