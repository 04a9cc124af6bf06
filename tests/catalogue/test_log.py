"""The change log: append-only, survives restarts, and any work undone and redone leaves the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Command, Create, Restore, SetFields, SetMany, Trash
from archive_app.domain.errors import Conflict
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import paragraphs

AUTHOR = Author("祁垚", "dev-a1")
WORDS = st.text(alphabet="东关西宁𠮷䶮里裏 \n\U0001f3ee\u200d", min_size=1, max_size=8).filter(str.strip)


def a_step(ids: list[str]) -> st.SearchStrategy[Command]:
    """One command over the records made so far."""
    one = st.sampled_from(ids)
    some = st.lists(one, min_size=1, max_size=3, unique=True)
    values: st.SearchStrategy[dict[str, Any]] = st.one_of(
        st.fixed_dictionaries({"title": WORDS}),
        st.fixed_dictionaries({"keywords": st.lists(WORDS, max_size=3)}),
        st.fixed_dictionaries({"related": st.lists(one, max_size=2, unique=True)}),
        st.fixed_dictionaries({"created": st.fixed_dictionaries({"display": WORDS})}),
        st.fixed_dictionaries({"manuscript": st.lists(WORDS, max_size=4).map(lambda t: paragraphs(t).to_json())}),
        st.fixed_dictionaries({"access": st.sampled_from(["public", "internal", "restricted"])}),
    )
    return st.one_of(
        st.builds(SetFields, one, values),
        st.builds(SetMany, some, values),
        st.builds(Trash, some),
        st.builds(Restore, some),
        st.builds(
            lambda a, b: Batch("两样", (a, b)), st.builds(SetFields, one, values), st.builds(SetFields, one, values)
        ),
        WORDS.map(lambda title: Create("item", {"kind": "contribution", "title": title})),
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*/*.json")}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_work_undone_and_redone_leaves_the_same_records(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        records = Path(name) / "records"
        catalogue = Catalogue.open(Path(name) / "catalogue.sqlite")
        ids = [new_id() for _ in range(3)]
        catalogue.execute(
            Batch("起", [Create("item", {"kind": "contribution", "title": key[-4:]}, id=key) for key in ids]), AUTHOR
        )
        catalogue.write_records(records)
        states = [bytes_of(records)]
        for _ in range(data.draw(st.integers(1, 6))):
            if catalogue.execute(data.draw(a_step(ids)), AUTHOR).changes:
                catalogue.write_records(records)
                states.append(bytes_of(records))
        steps = len(states) - 1

        for step in range(steps):
            catalogue.undo(AUTHOR)
            catalogue.write_records(records)
            present = bytes_of(records)
            expected = states[steps - 1 - step]
            assert {key: present[key] for key in expected} == expected
        for step in range(steps):
            catalogue.redo(AUTHOR)
            catalogue.write_records(records)
            present = bytes_of(records)
            assert {key: present[key] for key in states[step + 1]} == states[step + 1]

        assert bytes_of(records) == states[-1]
        assert catalogue.database.integrity_faults() == []
        catalogue.close()


def test_undo_and_redo_go_on_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    created = Create("item", {"kind": "photograph", "title": "原题"})
    first = Catalogue.open(path)
    first.execute(created, AUTHOR)
    first.execute(SetFields(created.id, {"title": "新题"}), AUTHOR)
    first.close()

    second = Catalogue.open(path)
    assert [entry.label for entry in second.undoable()] == ["修改题名", "新建资料"]
    second.undo(AUTHOR)
    second.close()

    third = Catalogue.open(path)
    assert third.record(created.id).title == "原题"
    assert [entry.label for entry in third.redoable()] == ["修改题名"]
    third.redo(AUTHOR)
    assert third.record(created.id).title == "新题"
    third.close()


def test_an_import_in_parts_is_one_step(catalogue: Catalogue, author: Author) -> None:
    unit = new_id()
    for part in range(3):
        commands = [Create("item", {"kind": "photograph", "title": f"{part}-{n}"}) for n in range(4)]
        catalogue.execute(Batch(f"导入第 {part} 批", commands, type="import", unit=unit), author)
    assert len(catalogue.undoable()) == 1

    catalogue.undo(author)
    assert catalogue.item_ids() == []

    catalogue.redo(author)
    assert len(catalogue.item_ids()) == 12


def test_undoing_an_older_edit_under_a_later_one_is_refused_in_words(catalogue: Catalogue, author: Author) -> None:
    created = Create("item", {"kind": "photograph", "title": "甲"})
    unit = new_id()
    catalogue.execute(Batch("导入", (created,), type="import", unit=unit), author)
    catalogue.execute(
        SetFields(created.id, {"title": "登记时改的"}, undoable=False, type="number"), author
    )  # not on the stack, yet it touches what the import set

    with pytest.raises(Conflict, match="“题名”后来又改过"):
        catalogue.undo(author)

    assert catalogue.record(created.id).title == "登记时改的"
    assert not catalogue.record(created.id).trashed


def test_nothing_to_undo_or_redo_is_said(catalogue: Catalogue, author: Author) -> None:
    with pytest.raises(Conflict, match="没有可以撤销的操作"):
        catalogue.undo(author)
    with pytest.raises(Conflict, match="没有可以重做的操作"):
        catalogue.redo(author)


def test_a_new_edit_forgets_what_could_be_redone(catalogue: Catalogue, author: Author) -> None:
    created = Create("item", {"kind": "photograph", "title": "甲"})
    catalogue.execute(created, author)
    catalogue.execute(SetFields(created.id, {"title": "乙"}), author)
    catalogue.undo(author)
    catalogue.execute(SetFields(created.id, {"title": "丙"}), author)

    assert catalogue.redoable() == []


@pytest.mark.parametrize("table", ["command", "change"])
@pytest.mark.parametrize("statement", ['DELETE FROM "{}"', 'UPDATE "{}" SET seq = seq + 100'])
def test_the_log_refuses_to_be_rewritten(catalogue: Catalogue, author: Author, table: str, statement: str) -> None:
    catalogue.execute(Create("item", {"kind": "photograph", "title": "甲"}), author)

    with pytest.raises(DBAPIError, match="append-only"), catalogue.database.write() as connection:
        connection.execute(sql(statement.format(table)))


def test_the_log_says_who_on_which_machine_and_in_what_order(catalogue: Catalogue) -> None:
    for device in ("dev-a1", "dev-b2", "dev-a1"):
        catalogue.execute(Create("item", {"kind": "photograph", "title": device}), Author("甲", device))

    with catalogue.database.read() as connection:
        rows = connection.execute(sql("SELECT device, device_seq FROM command ORDER BY seq")).all()

    assert [tuple(row) for row in rows] == [("dev-a1", 1), ("dev-b2", 1), ("dev-a1", 2)]


def test_the_catalogue_comes_back_from_its_records(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "a.sqlite")
    person = Create("person", {"name": "吴𬱟"})
    created = Create("item", {"kind": "photograph", "title": "高跷", "persons": [person.id], "access": "restricted"})
    gone = Create("item", {"kind": "photograph", "title": "丢弃"})
    catalogue.execute(Batch("登记", (created, person, gone)), AUTHOR)
    catalogue.execute(Trash([gone.id]), AUTHOR)
    catalogue.write_records(tmp_path / "records")
    before = bytes_of(tmp_path / "records")
    catalogue.close()

    rebuilt = Catalogue.open(tmp_path / "b.sqlite")
    assert rebuilt.fill_from(tmp_path / "records", AUTHOR) == 3
    rebuilt.write_records(tmp_path / "again", everything=True)

    assert bytes_of(tmp_path / "again") == before
    assert rebuilt.record(gone.id).trashed
    rebuilt.execute(Create("item", {"kind": "photograph", "title": "后来"}), AUTHOR)
    assert rebuilt.resolve("T-0003"), "numbers go on where they were"
    rebuilt.close()
