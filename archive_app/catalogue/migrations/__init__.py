"""Alembic migrations from the first schema on; each runs in one transaction, after a snapshot."""
