"""One SQLite file, opened so that what is acknowledged is on the disk.

SQLite before 3.51.3 can corrupt a WAL database when two connections write or checkpoint together. Where the
``pysqlite3`` wheel loads, its newer library is used with WAL; elsewhere one connection and a rollback journal.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from archive_app.domain.errors import ArchiveError, Damaged, StorageFailed

WAL_SAFE = (3, 51, 3)
"""The first SQLite in which concurrent WAL connections are sound."""


def _driver() -> ModuleType:
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    return pysqlite3 if pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


DRIVER = _driver()


def sqlite_version() -> str:
    """The version of the SQLite library in use."""
    return str(DRIVER.sqlite_version)


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Database:
    """A connection pool over one file: any number of readers, one writer at a time.

    ``read_only`` opens ``mode=ro&immutable=1``: a WAL database cannot be opened from a read-only stick, a
    checkpointed one can. ``beside`` opens for reading while another process holds and writes it.
    """

    def __init__(self, path: Path, *, read_only: bool = False, beside: bool = False) -> None:
        self.path = path
        self.read_only = read_only or beside
        self._immutable = read_only and not beside
        self.wal = DRIVER.sqlite_version_info >= WAL_SAFE and not self.read_only
        self._write_lock = threading.RLock()
        self._engine = self._make_engine()

    def _connect(self) -> Any:
        mode = "mode=ro&immutable=1" if self._immutable else "mode=ro" if self.read_only else "mode=rwc"
        uri = f"file:{quote(str(self.path))}?{mode}"
        # isolation_level=None: the driver must not open transactions of its own, or DDL would survive a rollback.
        connection = DRIVER.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10.0)
        cursor = connection.cursor()
        if not self.read_only:
            cursor.execute(f"PRAGMA journal_mode={'WAL' if self.wal else 'TRUNCATE'}")
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA trusted_schema=OFF")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.close()
        return connection

    def _make_engine(self) -> Engine:
        options: dict[str, Any] = {"poolclass": StaticPool}
        if self.wal:
            options = {"poolclass": QueuePool, "pool_size": 4, "max_overflow": 12}
        engine = create_engine("sqlite://", module=DRIVER, creator=self._connect, json_serializer=_to_json, **options)
        event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot for queries; the same facts from the first to the last of them."""
        with _plainly(self.path):
            if self.wal:
                with self._engine.connect() as connection, connection.begin():
                    yield connection
            else:
                with self._write_lock, self._engine.connect() as connection, connection.begin():
                    yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, durable when the block ends, rolled back when it raises."""
        with _plainly(self.path), self._write_lock, self._engine.connect() as connection:
            connection = connection.execution_options(cunshi_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """The driver's own connection, for pragmas, VACUUM and backups that SQLAlchemy has no words for."""
        with _plainly(self.path), self._write_lock:
            pooled = self._engine.raw_connection()
            try:
                yield pooled.driver_connection
            finally:
                pooled.close()

    def copy_to(self, target: Path) -> None:
        """Write a compact, consistent copy (``VACUUM INTO``); ``target`` must not exist."""
        with self.raw() as connection:
            connection.execute("VACUUM INTO ?", (str(target),))

    def integrity_faults(self) -> list[str]:
        """What ``integrity_check`` and ``foreign_key_check`` find; empty when all is well."""
        with self.raw() as connection:
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            faults += [
                f"{table} 第 {rowid} 行指向不存在的 {parent}"
                for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check")
            ]
        return faults

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file, so that the one file is the whole catalogue."""
        if self.wal:
            with self.raw() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection; the last one checkpoints."""
        self._engine.dispose()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("cunshi_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite says about disks and damage into words; bugs (bad SQL) pass through."""
    try:
        yield
    except (DatabaseError, DRIVER.DatabaseError) as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: Exception) -> Exception:
    text = str(error.orig if isinstance(error, DatabaseError) else error)
    if "malformed" in text or "not a database" in text:
        return Damaged(
            f"目录库 {path.name} 已损坏", "请用“恢复备份”，或运行 cunshi rebuild … catalogue 从 records 重建。"
        )
    if "full" in text:
        return StorageFailed("磁盘已满，这一步没有写入，原有内容完好", "请腾出空间后重试。", code="disk-full")
    if "readonly" in text or "read-only" in text:
        return StorageFailed(f"{path.parent} 不能写入", "请检查权限或写保护开关。", code="not-writable")
    if "unable to open" in text or "disk I/O" in text:
        return StorageFailed(f"读写 {path} 时磁盘出错", "请检查磁盘或 U 盘是否插好。", code="disk-error")
    if isinstance(error, OperationalError) and "locked" in text:
        return ArchiveError("目录库正被占用", "请稍候再试。", code="busy")
    return error
