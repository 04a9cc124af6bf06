"""The seventh schema: the registers of loans and of use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables, each with the items it is about."""
    _register("loan", [sa.Column("what", sa.String(), nullable=False), *_texts("due", "back", "person")], person=True)
    _register("use", [sa.Column("reader", sa.String(), nullable=False), *_texts("day")])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def _register(name: str, columns: list[sa.Column[str]], *, person: bool = False) -> None:
    constraints: list[sa.Constraint] = [
        sa.CheckConstraint("version >= 1", name=f"ck_{name}_version"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    ]
    if person:
        constraints.append(_points(name, "person", "person"))
    op.create_table(
        name,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        *columns,
        sa.Column("details", sa.JSON(), nullable=False),
        *constraints,
    )
    if person:
        op.create_index(op.f(f"ix_{name}_person"), name, ["person"], unique=False)
    links = f"{name}_item"
    op.create_table(
        links,
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        _points(links, "owner", name),
        _points(links, "target", "item"),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f(f"pk_{links}")),
    )
    op.create_index(op.f(f"ix_{links}_target"), links, ["target"], unique=False)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, initially="DEFERRED", deferrable=True)
