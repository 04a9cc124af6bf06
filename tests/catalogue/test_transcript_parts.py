"""A long transcript is stored in parts: what is read, undone, written and rebuilt is all of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from archive_app.catalogue import parts
from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.records import record_path, write_record
from archive_app.catalogue.schema import ITEM, TRANSCRIPT_PART
from archive_app.catalogue.values import applied, difference
from archive_app.domain.errors import Damaged
from archive_app.domain.identity import new_id


def _talk(count: int) -> list[dict[str, Any]]:
    return [
        {"id": new_id(), "start": n * 4.0, "speaker": "问" if n % 5 else "", "text": f"第{n}句"} for n in range(count)
    ]


def _item(catalogue: Catalogue, author: Author, rows: list[dict[str, Any]]) -> str:
    values = {"kind": "oral_history", "title": "长谈", "transcript": rows}
    return catalogue.execute(Create("item", values), author).record_ids[0]


def _stored(catalogue: Catalogue, key: str) -> tuple[Any, dict[str, str]]:
    with catalogue.database.read() as connection:
        held = connection.execute(select(ITEM.c.transcript).where(ITEM.c.id == key)).scalar_one()
        where = TRANSCRIPT_PART.c
        rows = connection.execute(select(where.stamp, where.rows).where(where.owner == key)).all()
    return held, {row.stamp: row.rows for row in rows}


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(("write", "insert", "delete", "many", "move", "cut", "title")),
        st.integers(0, 10_000),
        st.integers(1, 70),
    ),
    min_size=1,
    max_size=8,
)


def _done(rows: list[dict[str, Any]], act: str, at: int, count: int) -> list[dict[str, Any]]:
    place = at % max(1, len(rows))
    if act == "write":
        return [{**row, "text": f"改{at}"} if n == place else dict(row) for n, row in enumerate(rows)]
    if act == "many":
        return [{**row, "start": float(at)} if n % count == 0 else row for n, row in enumerate(rows)]
    if act == "insert":
        return [*rows[:place], *_talk(count), *rows[place:]]
    if act == "delete":
        return [*rows[:place], *rows[place + count :]]
    if act == "move":
        return [*rows[:place], *rows[place + count :], *rows[place : place + count]]
    return rows[:place] if act == "cut" else rows


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from((3, 70, 400)), _ACTS)
def test_whatever_is_done_is_stored_undone_and_written(
    catalogue: Catalogue, author: Author, tmp_path: Path, count: int, acts: list[tuple[str, int, int]]
) -> None:
    states = [_talk(count)]
    key = _item(catalogue, author, states[0])
    for act, at, many in acts:
        rows = _done(states[-1], act, at, many)
        if rows == states[-1] and act != "title":
            continue
        values = {"title": f"题{len(states)}"} if act == "title" else {"transcript": rows}
        catalogue.execute(SetFields(key, values), author)
        states.append(rows)
        _holds(catalogue, key, rows, tmp_path)
    for rows in reversed(states[:-1]):
        catalogue.undo(author)
        _holds(catalogue, key, rows, tmp_path)
    for rows in states[1:]:
        catalogue.redo(author)
        _holds(catalogue, key, rows, tmp_path)


def _holds(catalogue: Catalogue, key: str, rows: list[dict[str, Any]], folder: Path) -> None:
    parts._KEPT.__init__()  # type: ignore[misc]  # what is read comes from the file, not from what was written last
    record = catalogue.record(key)
    assert record["transcript"] == rows
    held, stored = _stored(catalogue, key)
    if len(rows) > 64:
        assert set(held["parts"]) == set(stored)
        assert [row for stamp in held["parts"] for row in json.loads(stored[stamp])] == rows
    else:
        assert held == rows and not stored
    write_record(folder, record)
    text = record_path(folder, key).read_text(encoding="utf-8")
    assert text == json.dumps(record.to_json(), ensure_ascii=False, indent=1) + "\n"


def test_a_sentence_writes_its_part_alone_at_any_length(catalogue: Catalogue, author: Author) -> None:
    rows = _talk(3000)
    key = _item(catalogue, author, rows)
    before = _stored(catalogue, key)[1]
    catalogue.execute(SetFields(key, {"transcript": [*rows[:1500], *_talk(1), *rows[1500:]]}), author)
    after = _stored(catalogue, key)[1]
    new = [json.loads(after[stamp]) for stamp in after.keys() - before.keys()]
    assert 1 <= len(new) <= 2 and sum(map(len, new)) <= 200
    assert len(before.keys() - after.keys()) <= 2


def test_an_old_catalogue_has_it_in_one_piece_and_keeps_it_until_it_is_saved(
    catalogue: Catalogue, author: Author
) -> None:
    rows = _talk(200)
    key = _item(catalogue, author, [])
    with catalogue.database.write() as connection:
        connection.execute(update(ITEM).where(ITEM.c.id == key).values(transcript=rows))
    assert catalogue.record(key)["transcript"] == rows
    rows = [{**row, "text": "改"} if n == 7 else row for n, row in enumerate(rows)]
    catalogue.execute(SetFields(key, {"transcript": rows}), author)
    assert "parts" in _stored(catalogue, key)[0] and catalogue.record(key)["transcript"] == rows


def test_a_part_that_is_gone_is_said_and_not_passed_over(catalogue: Catalogue, author: Author) -> None:
    key = _item(catalogue, author, _talk(200))
    parts._KEPT.__init__()  # type: ignore[misc]
    with catalogue.database.write() as connection:
        connection.execute(TRANSCRIPT_PART.delete().where(TRANSCRIPT_PART.c.owner == key))
    with pytest.raises(Damaged, match="转写稿"):
        catalogue.record(key)


def test_of_rows_that_change_places_those_between_are_logged() -> None:
    old = _talk(400)
    new = [*old[:200], old[201], old[200], *old[202:]]
    before, after = difference(old, new) or ({}, {})
    assert after["$order"] == [old[201]["id"], old[200]["id"]]
    assert applied(old, after) == new and applied(new, before) == old
    longer = [*new[:5], *_talk(1), *new[5:]]
    assert applied(longer, before) == [*longer[:201], old[200], old[201], *longer[203:]]
