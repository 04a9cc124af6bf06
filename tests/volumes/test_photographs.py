"""What a volume prints under a photograph of the archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create
from archive_app.domain.depicted import people_words
from archive_app.domain.identity import new_id
from archive_app.typeset import compose
from archive_app.volumes.compile import compile_volume
from archive_app.volumes.photographs import photograph_text

ROWS = [
    {"row": "后排", "order": 2, "name": "解文博", "certainty": "确认"},
    {"row": "前排", "order": 2, "name": "李某", "certainty": "推测"},
    {"row": "前排", "order": 1, "name": "祁垚", "certainty": "确认", "region": [0.1, 0.2, 0.1, 0.1]},
    {"row": "后排", "order": 1, "name": "", "certainty": "不详"},
]


def _photograph(tmp_path: Path, caption: str) -> tuple[Catalogue, str, str]:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    volume, section, item = new_id(), new_id(), new_id()
    values = {"kind": "photograph", "title": "合影", "caption": caption, "credit_line": "祁垚供图", "people": ROWS}
    commands = (
        Create("item", values, id=item),
        Create("file", {"item": item, "sha256": "0" * 64, "name": "1.jpg", "mime": "image/jpeg"}),
        Create("volume", {"title": "试卷"}, id=volume),
        Create("section", {"volume": volume, "title": "正文", "matter": "body"}, id=section),
        Create("article", {"section": section, "item": item}),
    )
    catalogue.execute(Batch("备料", commands), Author("甲", "dev"))
    return catalogue, volume, item


def test_the_people_of_a_photograph_are_printed_under_it_a_row_a_line(tmp_path: Path) -> None:
    catalogue, volume, _ = _photograph(tmp_path, "韵家口小学师生合影")
    layout = compose(compile_volume(catalogue, volume, lambda sha256: Path(sha256)))
    catalogue.close()
    found = [line.text for page in layout.pages for line in page.lines if line.role in ("caption", "people")]
    assert found == [
        "韵家口小学师生合影（祁垚供图）",
        "后排左起：（姓名不详）、解文博；",
        "前排左起：祁垚、李某（推测）",
    ]


def test_a_caption_that_names_them_from_the_left_is_not_said_again(tmp_path: Path) -> None:
    catalogue, _, item = _photograph(tmp_path, "前排左起：祁垚、李某")
    text = photograph_text(catalogue, catalogue.record(item))
    catalogue.close()
    assert [block.picture.people for block in text if block.picture] == [""]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], ""),
        ([{"name": "祁垚"}], "祁垚"),
        ([{"row": "立者", "name": "祁垚"}], "立者：祁垚"),
        ([{"name": "甲"}, {"name": "乙", "order": 1}], "左起：乙、甲"),
        ([{"row": "前排左起", "name": "甲"}, {"row": "前排左起", "name": "乙"}], "前排左起：甲、乙"),
        ([{"name": "祁大叔（名待考）", "certainty": "待考"}, {"name": "某人", "certainty": "待考"}], None),
    ],
)
def test_rows_read_as_an_editor_would_write_them(rows: list[dict[str, object]], words: str | None) -> None:
    assert people_words(rows) == (words if words is not None else "左起：祁大叔（名待考）、某人（待考）")
