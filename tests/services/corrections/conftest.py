"""An item in 校, and who takes part in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.services.archive import Archive

TEXT = Manuscript(
    (
        Block(BlockKind.HEADING, "供销社", level=1, id="head"),
        Block(
            BlockKind.PARAGRAPH,
            "柜台是松木的，掌柜姓王。柜台后面是货架。",
            spans=(Span(7, 11, SpanStyle.BOLD),),
            notes=(Note(7, "王掌柜，名不详。", id="n1"),),
            id="one",
        ),
        Block(BlockKind.PARAGRAPH, "后来换了杨木的柜台。", id="two"),
        Block(BlockKind.PICTURE, "一九五八年的供销社", picture=Picture("p"), id="pic"),
        Block(BlockKind.TABLE, rows=((Cell("年"), Cell("户")), (Cell("1958"), Cell("32"))), id="table"),
        Block(BlockKind.PARAGRAPH, "再后来供销社撤了，柜台卖给了合作社。", id="last"),
    )
)
STAFF = {"编辑甲": "编辑", "周主编": "主编", "校对乙": "校对", "校对丙": "校对"}


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "settings"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="城东文史", actor="编辑甲") as made:
        for name, role in STAFF.items():
            made.execute(Create("staff", {"name": name, "roles": [role]}))
        yield made


@pytest.fixture
def item(archive: Archive) -> str:
    made = Create(
        "item",
        {
            "kind": "contribution",
            "title": "供销社旧事",
            "responsibility": [{"name": "祁垚", "role": "作者"}],
            "manuscript": TEXT.to_json(),
        },
    )
    archive.execute(made)
    archive.execute(SetFields(made.id, {"state": "proof1"}, by_program=True, type="state"))
    return made.id
