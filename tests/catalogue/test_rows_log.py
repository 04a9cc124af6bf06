"""Rows with ids are logged row by row, and come back as they were, wherever they stood."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.records import _indented
from archive_app.catalogue.values import ROWS, agrees, applied, difference
from archive_app.services.archive import Archive

_KEYS = st.lists(st.integers(0, 30), unique=True, min_size=9, max_size=20)


def _rows(keys: list[int], words: dict[int, str]) -> list[dict[str, Any]]:
    return [{"id": f"s{key}", "text": words.get(key, f"第{key}句")} for key in keys]


@given(_KEYS, _KEYS, st.dictionaries(st.integers(0, 30), st.text(max_size=4), max_size=6))
def test_a_patch_leads_there_and_back(first: list[int], second: list[int], words: dict[int, str]) -> None:
    old, new = _rows(first, {}), _rows(second, words)
    logged = difference(old, new)
    if old == new:
        assert logged is None
        return
    assert logged is not None
    before, after = logged
    assert applied(old, after) == new
    assert applied(new, before) == old
    assert agrees(new, after) and agrees(old, before)


@given(_KEYS, st.data())
def test_what_came_or_went_is_all_that_is_logged(keys: list[int], data: st.DataObject) -> None:
    old = _rows(keys, {})
    gone = data.draw(st.sampled_from(old))
    new = [row for row in old if row is not gone]
    if len(new) <= 8:
        return
    before, after = difference(old, new) or ({}, {})
    assert before[ROWS] == {gone["id"]: gone} and after[ROWS] == {gone["id"]: None}
    assert "$order" not in before and applied(new, before) == old


def test_a_later_edit_of_another_row_does_not_keep_a_step_from_being_known() -> None:
    old = _rows(list(range(12)), {})
    new = _rows(list(range(12)), {3: "改过"})
    _before, after = difference(old, new) or ({}, {})
    later = _rows(list(range(12)), {3: "改过", 7: "后来"})
    assert agrees(later, after)
    assert not agrees(_rows(list(range(12)), {3: "又改"}), after)


def test_a_sentence_of_two_thousand_is_one_row_in_the_log_and_is_undone_after_a_restart(tmp_path) -> None:
    rows = [{"id": f"s{n:04}", "start": n * 4.0, "text": f"第 {n} 句话，说的是水磨。"} for n in range(2000)]
    changed = [{**row, "text": "改过的一句"} if row["id"] == "s1234" else row for row in rows]
    with Archive.create(tmp_path / "馆", name="馆", actor="王文史") as archive:
        made = Create("item", {"kind": "oral_history", "title": "长谈", "transcript": rows})
        archive.execute(made)
        archive.execute(SetFields(made.id, {"transcript": changed}))
        entry = next(one for one in archive.catalogue.history(made.id) if one.field == "transcript")
        assert list(entry.after[ROWS]) == ["s1234"]
    with Archive.open(tmp_path / "馆") as archive:
        archive.undo(1)
        assert archive.catalogue.record(made.id)["transcript"] == rows
        archive.redo(1)
        assert archive.catalogue.record(made.id)["transcript"] == changed


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=4), inside, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=4), _VALUES, max_size=5))
def test_a_record_is_written_as_json_writes_it(value: dict[str, Any]) -> None:
    assert _indented(value, "\n") == json.dumps(value, ensure_ascii=False, indent=1)
