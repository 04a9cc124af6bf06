"""The fourth schema: what lists, filters and counts ask is answered from indexes alone."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_ORDERS = {
    "added": ("added",),
    "title": ("title", "added"),
    "received": ("received", "added"),
    "created": ("earliest", "latest", "added"),
    "accession_no": ("accession_no", "added"),
}
_FACETS = ("kind", "state", "access", "category", "commissioner")
_FURTHER = ("added", "received", "earliest", "latest", "accession_no", "ref_code", "title", "id")
_REPLACED = ("kind", "title", "state", "access", "category", "received", "earliest", "added")


def upgrade() -> None:
    """Make the indexes, and drop those they take the place of."""
    for column in _REPLACED:
        op.drop_index(op.f(f"ix_item_{column}"), table_name="item")
    for order, columns in _ORDERS.items():
        op.create_index(op.f(f"ix_item_order_{order}"), "item", ["trashed", *columns, "id"], unique=False)
    op.create_index(op.f("ix_item_list"), "item", ["trashed", *_FACETS, *_FURTHER], unique=False)
    for column in ("earliest", "latest"):
        op.drop_index(op.f(f"ix_item_date_{column}"), table_name="item_date")
    op.create_index(op.f("ix_item_date_days"), "item_date", ["earliest", "latest", "owner"], unique=False)
