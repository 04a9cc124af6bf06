from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text as sql

from archive_app.catalogue import migrate as migrating
from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Create
from archive_app.catalogue.database import WAL_SAFE, Database, sqlite_version
from archive_app.catalogue.migrate import _config, _known, head_revision, migrate, revision_of
from archive_app.catalogue.schema import metadata
from archive_app.domain.errors import CannotOpen, Damaged


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An empty catalogue that went through every migration, as an archive of the first day did."""
    database = Database(tmp_path_factory.mktemp("migrated") / "catalogue.sqlite")
    config = _config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    yield database
    database.close()


def laid_out(database: Database) -> dict[tuple[str, ...], object]:
    """All that SQLite knows of a file's tables, indexes and triggers, but for the order of columns, and every row."""
    known: dict[tuple[str, ...], object] = {}
    with database.raw() as connection:
        for kind, name, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
            if kind == "table":
                said = re.findall(r"(?:CHECK|CONSTRAINT|UNIQUE)[^\n]*", sql.replace('"', ""))
                known["constraints", name] = sorted(one.rstrip("), ") for one in said)
                known["autoincrement", name] = "AUTOINCREMENT" in sql
                columns = connection.execute(f"PRAGMA table_xinfo('{name}')").fetchall()
                known["columns", name] = sorted(column[1:] for column in columns)
                known["foreign keys", name] = sorted(
                    key[2:] for key in connection.execute(f"PRAGMA foreign_key_list('{name}')")
                )
                known["unique", name] = sorted(
                    sorted(str(column[2]) for column in connection.execute(f"PRAGMA index_info('{index[1]}')"))
                    for index in connection.execute(f"PRAGMA index_list('{name}')")
                    if index[2]
                )
                known["rows", name] = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            elif sql is not None:
                known[kind, table, name] = " ".join(sql.split())
    return known


def test_the_migrations_make_exactly_the_declared_tables(migrated: Database) -> None:
    with migrated.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_new_catalogue_is_what_the_migrations_make_of_nothing(migrated: Database, tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    new, grown = laid_out(catalogue.database), laid_out(migrated)
    catalogue.close()

    assert new == grown
    assert {key[-1] for key in new if key[0] == "trigger"} == {
        f"{table}_no_{verb}" for table in ("command", "change") for verb in ("update", "delete")
    }


def test_a_new_catalogue_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short() -> str:
        raise RuntimeError("cut short")

    path = tmp_path / "catalogue.sqlite"
    monkeypatch.setattr(migrating, "head_revision", cut_short)
    database = Database(path)
    with pytest.raises(RuntimeError, match="cut short"), database.write() as connection:
        migrating._make_new(connection)
    database.close()
    monkeypatch.undo()

    catalogue = Catalogue.open(path)
    assert revision_of(catalogue.database) == head_revision()
    catalogue.close()


def test_the_newest_version_is_alembics_head() -> None:
    script = ScriptDirectory.from_config(_config())
    assert script.get_heads() == [head_revision()]
    assert {one.revision for one in script.walk_revisions()} == _known()


def test_an_archive_is_made_and_opened_without_alembic(tmp_path: Path) -> None:
    words = (
        "import sys; from pathlib import Path; from archive_app.catalogue.catalogue import Catalogue;"
        "[Catalogue.open(Path(sys.argv[1])).close() for _ in range(2)]; print('alembic' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", words, str(tmp_path / "catalogue.sqlite")], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


def test_a_fresh_catalogue_needs_no_snapshot_and_no_second_migration(tmp_path: Path) -> None:
    database = Database(tmp_path / "catalogue.sqlite")
    taken: list[str] = []

    assert migrate(database, lambda: taken.append("snapshot")) is True
    assert migrate(database, lambda: taken.append("snapshot")) is False
    assert (taken, revision_of(database)) == ([], head_revision())
    database.close()


def test_a_schema_from_the_future_is_refused_in_words(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    with catalogue.database.write() as connection:
        connection.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    catalogue.close()

    with pytest.raises(CannotOpen, match="更新版本"):
        Catalogue.open(tmp_path / "catalogue.sqlite")


def test_ddl_is_rolled_back_with_its_transaction(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")

    with pytest.raises(RuntimeError), catalogue.database.write() as connection:
        connection.execute(sql("CREATE TABLE half_done (id TEXT)"))
        connection.execute(sql("DROP TABLE follower"))
        raise RuntimeError("killed")

    with catalogue.database.read() as connection:
        names = set(connection.execute(sql("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    assert "follower" in names and "half_done" not in names
    catalogue.close()


def test_what_is_written_is_durable_and_the_library_is_sound(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    with catalogue.database.raw() as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "journal_mode", "foreign_keys")
        }
    safe = tuple(map(int, sqlite_version().split("."))) >= WAL_SAFE

    assert settings == {"synchronous": 2, "journal_mode": "wal" if safe else "truncate", "foreign_keys": 1}
    catalogue.close()


def test_a_read_only_catalogue_opens_without_leaving_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue.open(path)
    catalogue.execute(Create("place", {"name": "韵家口"}), Author("甲", "dev"))
    catalogue.database.checkpoint()
    catalogue.close()
    before = sorted(p.name for p in tmp_path.iterdir())

    reader = Catalogue.open(path, read_only=True)
    assert [name for _, name in reader.titles("place")] == ["韵家口"]
    reader.close()

    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_damaged_file_is_named_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"this is no database" * 400)

    with pytest.raises(Damaged, match=r"catalogue\.sqlite 已损坏"):
        Catalogue.open(path)

    assert path.read_bytes() == b"this is no database" * 400
