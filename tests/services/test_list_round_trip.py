"""A list that was written reads back: nothing changes, what was added is filled in, what differs is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.catalogue.commands import Create, Trash
from archive_app.cli.main import main
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import KINDS, fields_of
from archive_app.intake.lists.targets import IGNORED, UNMAPPED, may_fill, meaning
from archive_app.office.workbook import Sheet, write_xlsx
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.lists.cells import columns
from archive_app.services.lists.writing import write_list


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def values(archive: Archive) -> dict[str, Any]:
    return {record.id: record.values for record in archive.catalogue.records("item", trashed=None)}


def written(archive: Archive, folder: Path, ids: list[str] | None = None) -> Path:
    out = folder / "清单.xlsx"
    write_list(archive, out, archive.catalogue.item_ids() if ids is None else ids)
    return out


def edited(path: Path, head: str, words: str, row: int = 1) -> None:
    """Somebody writes into a cell in Excel."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    sheets = []
    for name in book.sheet_names:
        rows = [[str(cell) for cell in line] for line in book.get_sheet_by_name(name).to_python()]
        if head not in rows[0]:
            rows[0].append(head)
            for line in rows[1:]:
                line.append("")
        rows[row][rows[0].index(head)] = words
        sheets.append(Sheet(name, rows[0], [12] * len(rows[0]), rows[1:]))
    with path.open("wb") as handle:
        write_xlsx(handle, sheets)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_head_means_its_field_to_the_intake(kind: str) -> None:
    aimed = {head: meaning(head, "item")[0] for head, _field in columns(kind)}
    assert UNMAPPED not in aimed.values(), "nothing is left out with a remark"
    for head, field in columns(kind):
        target = aimed[head]
        if field is not None and target != IGNORED:
            where = {"place": ("place_taken", "interview_place")}.get(target, (target.partition(".")[0],))
            assert field.name in where, head
    told = {field.name for head, field in columns(kind) if field is not None and aimed[head] != IGNORED}
    fillable = {field.name for field in fields_of(kind).values() if may_fill(field)}
    assert fillable - told <= {"persons"}, "of a photograph, where the names are those of people in the picture"


def test_a_list_of_all_kinds_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    archive.execute(who := Create("commissioner", {"name": "李晓棠", "number": "07"}))
    archive.execute(Create("commissioner", {"name": "李晓棠", "number": "08"}))
    archive.execute(place := Create("place", {"name": "王家庄"}))
    archive.execute(person := Create("person", {"name": "马文山"}))
    common = {
        "title": "=1+1 的水磨", "keywords": ["社火", "学校、老街"], "places": [place.id], "persons": [person.id],
        "responsibility": [{"role": "口述者", "name": "马文山", "person": person.id}, {"role": "受赠者", "name": "馆"}],
        "commissioner": who.id, "notes": "附注：两行\n第二行", "received": "2024-05-01", "received_no": "老-7",
        "created": {"display": "约1958年春", "earliest": "1957-01-01", "latest": "1959-12-31"},
        "dates": [{"display": "原话；有分号"}, {"display": "1963年"}], "secrecy": "非密", "anonymous": True,
    }  # fmt: skip
    for kind in KINDS:
        archive.execute(Create("item", {**common, "kind": kind.name}))
    archive.execute(
        Create("item", {
            "kind": "photograph", "title": "合影", "photographer": "不详", "place_taken": "", "places": [place.id],
            "people": [{"name": "马文山", "row": "前排", "order": 1, "person": person.id}, {"name": "不详"}],
        })
    )  # fmt: skip
    before = values(archive)
    report = import_paths(archive, [written(archive, tmp_path)])

    assert (report.imported, report.attached, report.refused) == ([], [], [])
    assert len(report.duplicates) == len(KINDS) + 1
    assert values(archive) == before


def test_what_was_added_in_empty_cells_is_filled_in_and_what_differs_is_said(archive: Archive, tmp_path: Path) -> None:
    archive.execute(one := Create("item", {"kind": "photograph", "title": "水磨", "occasion": "修磨"}))
    archive.execute(same := Create("item", {"kind": "photograph", "title": "水磨"}))
    path = written(archive, tmp_path)
    edited(path, "背景", "合作化以前")
    edited(path, "事由", "庙会")
    report = import_paths(archive, [path])

    found = archive.catalogue.record(one.id)
    assert (found["background"], found["occasion"]) == ("合作化以前", "修磨")
    assert [(entry.id, entry.warnings) for entry in report.attached] == [
        (one.id, ("事由 “庙会” 与馆藏的 “修磨” 不同，没有改。",))
    ]
    assert archive.catalogue.record(same.id)["background"] == "", "its namesake is another item"


def test_an_item_that_is_not_in_this_archive_comes_in_as_any_row(archive: Archive, tmp_path: Path) -> None:
    archive.execute(Create("item", {"kind": "document", "title": "合股约"}))
    path = written(archive, tmp_path)
    with Archive.create(tmp_path / "另一馆", actor="乙") as other:
        report = import_paths(other, [path])
        assert [entry.title for entry in report.imported] == ["合股约"]


def test_what_is_in_the_trash_is_not_written_over(archive: Archive, tmp_path: Path) -> None:
    archive.execute(one := Create("item", {"kind": "document", "title": "合股约"}))
    path = written(archive, tmp_path)
    archive.execute(Trash((one.id,)))
    edited(path, "背景说明", "新写的")
    before = values(archive)[one.id]
    import_paths(archive, [path])
    assert values(archive)[one.id] == before


def test_the_command_writes_what_its_filters_let_through(archive: Archive, tmp_path: Path, capsys: Any) -> None:
    archive.execute(Create("item", {"kind": "document", "title": "合股约"}))
    archive.execute(Create("item", {"kind": "photograph", "title": "水磨"}))
    out = tmp_path / "照片.xlsx"
    root = str(archive.root)
    archive.close()
    assert main(["list", root, "--kind", "照片", "-o", str(out)]) == 0
    assert "已写 1 件" in capsys.readouterr().out
    assert main(["import", root, str(out), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["imported"], told["attached"], len(told["duplicates"])) == ([], [], 1)
    with pytest.raises(UsageError, match="清单不能写成"), Archive.open(Path(root)) as opened:
        write_list(opened, tmp_path / "x.txt", [])


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


def _value(field: Field) -> st.SearchStrategy[Any] | None:
    if field.type in (FieldType.TEXT, FieldType.LONG_TEXT) and not field.required:
        return _WORDS
    if field.type is FieldType.TAGS:
        return st.lists(_WORDS, max_size=3, unique=True)
    if field.type is FieldType.CHOICE and not field.open_vocabulary:
        return st.sampled_from([term.value for term in field.terms])
    if field.type is FieldType.DATE:
        return st.builds(lambda words: {"display": words}, _WORDS)
    if field.type is FieldType.FLAG:
        return st.booleans()
    return None


_FILLABLE = {
    field.name: strategy
    for field in fields_of("photograph").values()
    if may_fill(field) and (strategy := _value(field)) is not None
}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({"title": _WORDS}, optional=_FILLABLE))
def test_whatever_stands_in_the_fields_comes_back_as_no_change(
    archive: Archive, tmp_path: Path, filled: dict[str, Any]
) -> None:
    command = Create("item", {"kind": "photograph", **filled, "title": f"题{filled['title']}名"})
    archive.execute(command)
    before = values(archive)
    report = import_paths(archive, [written(archive, tmp_path, [command.id])])
    assert (report.imported, report.attached, report.refused) == ([], [], [])
    assert values(archive) == before
