"""Bring a catalogue's schema to this program's: a snapshot before, and a killed migration leaves the old schema.

A new catalogue is made as ``schema.py`` declares it. Alembic is loaded where there is something to migrate, which is
hardly ever: it takes as long as all else that opens an archive.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.catalogue.database import Database
from archive_app.domain.errors import CannotOpen

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _known() -> set[str]:
    """The schema versions this program knows: each migration is named by its own (v0002_staff.py)."""
    return {path.stem[1:].split("_")[0] for path in (_MIGRATIONS / "versions").glob("v*.py")}


def head_revision() -> str:
    """The schema version this program writes."""
    return max(_known())


def revision_of(database: Database) -> str | None:
    """The schema version of a catalogue; None for an empty file."""
    with database.read() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
        if tables.first() is None:
            return None
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return str(row[0]) if row is not None else None


def require_head(database: Database) -> None:
    """Raise ``CannotOpen`` where a catalogue that is opened for reading only has another schema than this program's."""
    current = revision_of(database)
    if current == head_revision():
        return
    if current not in _known():
        raise _newer()
    remedy = "请先在可以写入的位置打开它一次，让程序升级目录库（升级前会留快照），再只读打开。"
    raise CannotOpen("这个馆藏是旧版本的存史建立的，只读时不能升级", remedy, code="older-archive")


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
    if current is None:
        with database.write() as connection:
            _make_new(connection)
        return True
    before_change()
    from alembic import command

    config = _config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _make_new(connection: Connection) -> None:
    """Every table as it is declared, and the version: what the migrations would have made of nothing, in a fifth of the
    time and without alembic."""
    from archive_app.catalogue.schema import APPEND_ONLY, metadata

    metadata.create_all(connection, checkfirst=False)
    for trigger in APPEND_ONLY:
        connection.exec_driver_sql(trigger)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version "
        "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (head_revision(),))
