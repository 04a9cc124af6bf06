"""Bring a catalogue's schema to this program's: a snapshot before, and a killed migration leaves the old schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from archive_app.catalogue.database import Database
from archive_app.domain.errors import CannotOpen


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def head_revision() -> str:
    """The schema version this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "there is always a first migration"
    return head


def revision_of(database: Database) -> str | None:
    """The schema version of a catalogue; None for an empty file."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database, before_change: Callable[[], None]) -> bool:
    """Upgrade to the newest schema in one transaction; returns whether anything was done.

    ``before_change`` is called first where there is something to lose. Raises ``CannotOpen`` for a schema this
    program does not know.
    """
    current = revision_of(database)
    if current == head_revision():
        return False
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current is not None and current not in known:
        raise CannotOpen("这个馆藏是更新版本的存史建立的", "请先升级存史，再打开它。", code="newer-archive")
    if current is not None:
        before_change()
    config = _config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
