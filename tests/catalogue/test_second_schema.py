"""An archive of the first schema, brought to the second: whole, or as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text as sql

from archive_app.catalogue import migrate as migrating
from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.database import Database
from archive_app.domain.entities import CONSENT
from archive_app.domain.errors import CannotOpen
from archive_app.domain.fields import FieldType
from archive_app.domain.identity import new_id
from archive_app.services.archive import FORMAT, Archive, Label, write_label

ITEM, CONSENT_ID, UNREAD = new_id(), new_id(), new_id()
DETAILS = {
    "created": {"display": "约1958年春", "earliest": "1958-02-01", "latest": "1958-05-31"},
    "dates": [
        {"display": "解放后头一两年"},
        {"display": "一九六二年", "earliest": "1962-01-01", "latest": "1962-12-31"},
    ],
}


def old_catalogue(path: Path) -> None:
    """A catalogue as the first schema made it, with an item and a consent in it."""
    database = Database(path)
    config = migrating._config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for key, title, details in ((ITEM, "水磨", DETAILS), (UNREAD, "油坊", {})):
            connection.execute(
                sql(
                    "INSERT INTO item (id, version, trashed, kind, title, accession_no, state, access, characters,"
                    " added, details)"
                    " VALUES (:id, 1, 0, 'oral_history', :title, 'T-0001', 'draft', 'internal', 0, 1, :details)"
                ),
                {"id": key, "title": title, "details": json.dumps(details, ensure_ascii=False)},
            )
        consent = json.dumps({"heirs": ["赵小满"], "grant": "非专有"}, ensure_ascii=False)
        connection.execute(
            sql("INSERT INTO consent (id, version, trashed, holder, details) VALUES (:id, 1, 0, '赵铁山', :details)"),
            {"id": CONSENT_ID, "details": consent},
        )
        connection.execute(
            sql(
                'INSERT INTO command (seq, id, unit, type, label, actor, at, "offset", device, device_seq, undoable)'
                " VALUES (1, 'c', 'c', 'create', '新建', '祁垚', '2026-01-01T00:00:00.000+00:00', 480, 'd', 1, 1)"
            )
        )
        for number, (entity, key) in enumerate((("item", ITEM), ("item", UNREAD), ("consent", CONSENT_ID)), start=1):
            connection.execute(
                sql(
                    "INSERT INTO change (seq, command, entity, record, version, before, after)"
                    " VALUES (:seq, 1, :entity, :record, 1, NULL, '{}')"
                ),
                {"seq": number, "entity": entity, "record": key},
            )
        connection.execute(sql("INSERT INTO follower (name, seq) VALUES ('records', 3)"))
    database.checkpoint()
    database.close()


def schema_of(path: Path) -> tuple[str | None, set[str]]:
    """(revision, names of the tables) as they stand in the file."""
    database = Database(path)
    with database.read() as connection:
        names = set(connection.execute(sql("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    revision = migrating.revision_of(database)
    database.close()
    return revision, names


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    old_catalogue(path)
    return path


def test_dates_are_projected_and_staff_can_be_registered(old: Path) -> None:
    catalogue = Catalogue.open(old)
    with catalogue.database.read() as connection:
        days = connection.execute(
            sql("SELECT owner, position, earliest, latest FROM item_date ORDER BY position")
        ).all()
    who = Create("staff", {"name": "编辑甲", "roles": ["责任编辑"]})
    catalogue.execute(who, Author("编辑甲", "dev"))

    assert [tuple(row) for row in days] == [
        (ITEM, 0, "1958-02-01", "1958-05-31"),
        (ITEM, 1, "1962-01-01", "1962-12-31"),
    ]
    assert catalogue.record(who.id)["roles"] == ["responsible_editor"]
    assert catalogue.record(ITEM)["created"]["display"] == "约1958年春"
    catalogue.close()


def test_heirs_become_rows_in_the_catalogue_and_in_the_records(tmp_path: Path) -> None:
    assert CONSENT.field("heirs").type is FieldType.ROWS
    root = tmp_path / "馆藏"
    (root / "originals").mkdir(parents=True)
    old_catalogue(root / "catalogue.sqlite")
    write_label(root, Label(FORMAT, FORMAT, new_id(), "旧馆藏"))

    with Archive.open(root, actor="祁垚") as archive:
        assert archive.catalogue.record(CONSENT_ID)["heirs"] == [{"name": "赵小满"}]
    kept = root / "records" / CONSENT_ID[-2:] / f"{CONSENT_ID}.json"

    assert json.loads(kept.read_text(encoding="utf-8"))["heirs"] == [{"name": "赵小满"}]
    assert [schema_of(path)[0] for path in (root / "snapshots").glob("*.sqlite")] == ["0001"]


def test_a_record_file_of_the_first_schema_fills_a_catalogue_of_the_second(tmp_path: Path) -> None:
    folder = tmp_path / "records" / CONSENT_ID[-2:]
    folder.mkdir(parents=True)
    stored = {"id": CONSENT_ID, "entity": "consent", "holder": "赵铁山", "heirs": ["赵小满"]}
    (folder / f"{CONSENT_ID}.json").write_text(json.dumps(stored), encoding="utf-8")
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")

    catalogue.fill_from(tmp_path / "records", Author("祁垚", "dev"))

    assert catalogue.record(CONSENT_ID)["heirs"] == [{"name": "赵小满"}]
    catalogue.close()


def test_what_was_there_can_be_changed_after_the_migration(old: Path) -> None:
    catalogue = Catalogue.open(old)
    author = Author("编辑甲", "dev")

    catalogue.execute(SetFields(UNREAD, {"title": "油坊里的那根梁"}), author)
    catalogue.undo(author)

    assert catalogue.record(UNREAD).title == "油坊"
    assert catalogue.database.integrity_faults() == []
    catalogue.close()


KILLED = """
import os, sys
from pathlib import Path
from archive_app.catalogue import migrate
from archive_app.catalogue.database import Database

database = Database(Path(sys.argv[1]))
import sqlalchemy
execute = sqlalchemy.Connection.execute
seen = []
def counted(self, statement, *rest, **more):
    seen.append(str(statement))
    if len(seen) == int(sys.argv[2]):
        os._exit(9)
    return execute(self, statement, *rest, **more)
sqlalchemy.Connection.execute = counted
migrate.migrate(database, lambda: None)
database.close()
print(len(seen))
"""


def test_a_killed_migration_leaves_the_old_schema(old: Path) -> None:
    def run(at: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", KILLED, str(old), str(at)], capture_output=True, text=True, timeout=120
        )

    before = schema_of(old)
    for at in (6, 10, 14):
        assert run(at).returncode == 9
        assert schema_of(old) == before, at
    assert before[0] == "0001" and "staff" not in before[1]

    whole = run(0)
    assert int(whole.stdout) > 14
    assert schema_of(old)[0] == migrating.head_revision(), "and on to the newest"


def test_a_migration_that_fails_leaves_the_old_schema(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema_of(old)
    upgrade = command.upgrade

    def cut_short(config: Config, revision: str) -> None:
        """The whole upgrade, and a failure before the transaction ends."""
        upgrade(config, revision)
        raise RuntimeError("cut short")

    monkeypatch.setattr(command, "upgrade", cut_short)

    with pytest.raises(RuntimeError, match="cut short"):
        Catalogue.open(old)

    assert schema_of(old) == before


def test_an_old_archive_is_not_opened_for_reading_only(old: Path) -> None:
    with pytest.raises(CannotOpen, match="旧版本") as refused:
        Catalogue.open(old, read_only=True)

    assert refused.value.code == "older-archive"
    assert schema_of(old)[0] == "0001"
