"""Words of a field: counted, renamed everywhere, made one, in one step that one undo takes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, Trash
from archive_app.cli.main import main
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import FieldType
from archive_app.services.archive import Archive
from archive_app.services.own_fields import adding
from archive_app.services.vocabulary import renaming, terms, vocabularies, vocabulary

SAID = (["社火", "高跷"], ["社火队", "社火"], ["社火队"], [])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        for number, words in enumerate(SAID):
            values = {
                "kind": "photograph",
                "title": f"第{number}张",
                "keywords": words,
                "category": "老街" if words else "",
            }
            made.execute(Create("item", values))
        made.execute(gone := Create("item", {"kind": "photograph", "title": "删掉的", "keywords": ["社火"]}))
        made.execute(Trash((gone.id,)))
        yield made


def said(archive: Archive, name: str = "keywords") -> list[Any]:
    return [archive.catalogue.record(key)[name] for key in archive.catalogue.item_ids()]


def counted(archive: Archive, name: str = "keywords") -> list[tuple[str, int]]:
    return [(term.word, term.items) for term in terms(archive, vocabulary(archive, name))]


def test_words_are_counted_by_items_without_the_trash(archive: Archive) -> None:
    assert counted(archive) == [("社火", 2), ("社火队", 2), ("高跷", 1)]
    assert counted(archive, "栏目") == [("老街", 3)]


def test_two_words_become_one_in_all_items_and_one_undo_takes_it_back(archive: Archive) -> None:
    made = renaming(archive, vocabulary(archive, "主题词"), ["社火队", "高跷"], "社火")
    assert [step.after for step in made.steps] == [["社火"], ["社火"], ["社火"]]
    archive.execute(made.command())
    assert (said(archive), counted(archive)) == ([["社火"], ["社火"], ["社火"], []], [("社火", 3)])
    archive.undo(1)
    assert said(archive) == list(SAID)


def test_a_word_within_another_stays_what_it_is(archive: Archive) -> None:
    archive.execute(renaming(archive, vocabulary(archive, "keywords"), ["社火"], "闹社火").command())
    assert said(archive) == [["闹社火", "高跷"], ["社火队", "闹社火"], ["社火队"], []]


def test_a_word_can_go_and_a_line_can_be_renamed(archive: Archive) -> None:
    archive.execute(renaming(archive, vocabulary(archive, "keywords"), ["社火队"], "").command())
    assert said(archive) == [["社火", "高跷"], ["社火"], [], []]
    archive.execute(renaming(archive, vocabulary(archive, "category"), ["老街"], "街巷").command())
    assert said(archive, "category") == ["街巷", "街巷", "街巷", ""]


def test_what_is_not_there_is_said(archive: Archive) -> None:
    with pytest.raises(UsageError, match="没有“庙会”"):
        renaming(archive, vocabulary(archive, "keywords"), ["庙会"], "社火")
    with pytest.raises(UsageError, match="没有词表"):
        vocabulary(archive, "题名")


def test_every_vocabulary_can_be_read_and_renamed(archive: Archive) -> None:
    for field in vocabularies(archive):
        value = ["甲"] if field.type is FieldType.TAGS else "甲"
        kind = "artefact" if field.name == "material" else "oral_history"
        kind = "photograph" if field.name in ("photographer", "place_taken", "occasion") else kind
        archive.execute(Create("item", {"kind": kind, "title": field.label, field.name: value}))
        assert "甲" in dict(counted(archive, field.name))
        archive.execute(renaming(archive, field, ["甲"], "乙").command())
        assert dict(counted(archive, field.name)).keys() & {"甲", "乙"} == {"乙"}


def test_words_of_an_own_field_become_one_in_items_and_among_what_can_be_chosen(archive: Archive) -> None:
    terms_then = ["完好", "破损", "残破", "缺页"]
    archive.execute(adding(archive, {"name": "完残", "type": "choices", "terms": terms_then}))
    made = [Create("item", {"kind": "document", "title": one, "own:完残": [one, "完好"]}) for one in terms_then[1:3]]
    for one in made:
        archive.execute(one)
    field = vocabulary(archive, "完残")
    assert dict(counted(archive, "完残")) == {"完好": 2, "破损": 1, "残破": 1, "缺页": 0}
    archive.execute(renaming(archive, field, ["破损", "残破"], "破损").command())
    assert [archive.catalogue.record(one.id)["own:完残"] for one in made] == [["破损", "完好"]] * 2
    assert [term.value for term in vocabulary(archive, "完残").terms] == ["完好", "破损", "缺页"]
    archive.execute(renaming(archive, vocabulary(archive, "完残"), ["缺页"], "缺").command())
    assert "缺" in dict(counted(archive, "完残"))
    archive.undo()
    archive.undo()
    assert archive.catalogue.record(made[1].id)["own:完残"] == ["残破", "完好"]
    assert [term.value for term in vocabulary(archive, "完残").terms] == terms_then


def test_the_command(archive: Archive, capsys: Any) -> None:
    root = str(archive.root)
    archive.close()
    assert main(["vocabulary", root, "--rename", "社火队", "--to", "社火", "--dry-run"]) == 0
    assert "会改 2 件的“主题词”，不能改的 0 件" in capsys.readouterr().out
    assert main(["vocabulary", root, "主题词", "--rename", "社火队", "--to", "社火", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["terms"] == [{"term": "社火", "items": 3}, {"term": "高跷", "items": 1}]
    assert main(["undo", root]) == 0
    with Archive.open(Path(root)) as opened:
        assert said(opened) == list(SAID)
