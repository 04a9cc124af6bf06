"""The people on a photograph keep their places when the schema learns of several pictures of an item."""

from __future__ import annotations

import json
from pathlib import Path

from alembic import command
from sqlalchemy import text as sql

from archive_app.catalogue import migrate as migrating
from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.database import Database
from archive_app.domain.identity import new_id


def test_an_archive_of_the_fourth_schema_keeps_who_stands_where(tmp_path: Path) -> None:
    path, key = tmp_path / "catalogue.sqlite", new_id()
    database = Database(path)
    config = migrating._config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        connection.execute(
            sql(
                "INSERT INTO item (id, version, trashed, kind, title, accession_no, state, access, characters, added,"
                " details) VALUES (:id, 1, 0, 'photograph', '合影', 'T-0001', 'draft', 'internal', 0, 1, '{}')"
            ),
            {"id": key},
        )
        connection.execute(
            sql(
                'INSERT INTO item_depicted (owner, position, "row", "order", name, region)'
                " VALUES (:id, 0, '前排', 1, '祁垚', :region)"
            ),
            {"id": key, "region": json.dumps([0.5, 0.5, 0.1, 0.1])},
        )
    database.close()

    catalogue = Catalogue.open(path)
    (person,) = catalogue.record(key)["people"]
    assert (person["row"], person["name"], person["region"]) == ("前排", "祁垚", [0.5, 0.5, 0.1, 0.1])
    back = Create("file", {"item": key, "name": "背面.jpg", "sha256": "1" * 64, "mime": "image/jpeg"})
    author = Author("甲", "dev")
    catalogue.execute(back, author)
    catalogue.execute(SetFields(key, {"people": [person, {"name": "解文博", "file": back.id}]}), author)
    assert [row.get("file") for row in catalogue.record(key)["people"]] == [None, back.id]
    catalogue.write_records(tmp_path / "records")
    (file,) = (tmp_path / "records").rglob(f"{key}.json")
    assert back.id in file.read_text(encoding="utf-8")
    catalogue.close()
