"""Alembic's entry: the connection comes from the program, never from an ini file."""

from __future__ import annotations

from alembic import context

from archive_app.catalogue.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True)
context.run_migrations()
