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


def require_head(database: Database) -> None:
    """Raise ``CannotOpen`` where a catalogue that is opened for reading only has another schema than this program's."""
    current = revision_of(database)
    if current == head_revision():
        return
    if current not in _known():
        raise _newer()
    remedy = "请先在可以写入的位置打开它一次，让程序升级目录库（升级前会留快照），再只读打开。"
    raise CannotOpen("这个馆藏是旧版本的存史建立的，只读时不能升级", remedy, code="older-archive")


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _newer() -> CannotOpen:
    return CannotOpen("这个馆藏是更新版本的存史建立的", "请先升级存史，再打开它。", code="newer-archive")


def migrate(database: Database, before_change: Callable[[], None]) -> bool:
    """Upgrade to the newest schema in one transaction; returns whether anything was done.

    ``before_change`` is called first where there is something to lose. Raises ``CannotOpen`` for a schema this
    program does not know.
    """
    current = revision_of(database)
    if current == head_revision():
        return False
    if current is not None and current not in _known():
        raise _newer()
    if current is not None:
        before_change()
    config = _config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
