"""Remarks beside the text: in transcripts, in what is said in 普通话, under photographs; let stand by whom and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive
from archive_app.services.checking.passing import asking_for, passing
from archive_app.services.checking.run import all_remarks
from archive_app.services.names import Names


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王编辑") as made:
        yield made


def told(archive: Archive, *ids: str) -> list[tuple[str, str, str]]:
    found = all_remarks(archive, Names(archive), ids)
    return [(one.rule, f"{one.block}/{one.part}", one.words) for _item, remarks in found for one in remarks]


def item(archive: Archive, kind: str, **values: Any) -> str:
    made = Create("item", {"kind": kind, "title": "水磨", **values})
    archive.execute(made)
    return made.id


def test_a_day_that_cannot_be_is_told_in_a_transcript_and_a_caption(archive: Archive) -> None:
    rows = [
        {"id": "a", "start": 0.0, "text": "解放前嘛，1958年2月30日那天。"},
        {"id": "b", "start": 4.0, "text": "后来嘛。", "mandarin": "后来，13月的时候，1961年13月。"},
    ]
    talk = item(archive, "oral_history", transcript=rows)
    photo = item(archive, "photograph", caption="解放前旧影，1958年2月30日摄")
    assert told(archive, talk, photo) == [
        ("dates", "a/said", "1958年2月30日"),
        ("dates", "b/mandarin", "1961年13月"),
        ("style", "/caption", "解放前"),
        ("dates", "/caption", "1958年2月30日"),
    ]


def test_a_text_and_its_transcript_are_looked_through_apart(archive: Archive) -> None:
    rows = [{"id": "a", "start": 0.0, "text": "一九五八年来的，一九六一年走的。"}]
    text = paragraphs(["他1958年来，1961年走，1963年又来。"]).to_json()
    assert told(archive, item(archive, "oral_history", transcript=rows, manuscript=text)) == []


def test_what_is_let_stand_is_kept_with_whose_word_it_was_and_told_again_when_asked(archive: Archive) -> None:
    key = item(archive, "photograph", caption="解放前旧影")
    ((record, (remark,)),) = all_remarks(archive, Names(archive), [key])
    archive.execute(passing(record, remark, by="王编辑", why=" 原题如此 "))
    record = archive.catalogue.record(key)
    assert record["passed"] == [
        {
            "rule": "style",
            "words": "解放前",
            "near": remark.near,
            "by": "王编辑",
            "on": date.today().isoformat(),
            "why": "原题如此",
        }
    ]
    assert told(archive, key) == []
    archive.execute(asking_for(record, record["passed"][0]))
    assert [one[0] for one in told(archive, key)] == ["style"]
    archive.undo()
    assert told(archive, key) == []
