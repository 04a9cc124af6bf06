"""Which way a section of an archive's volume runs."""

from __future__ import annotations

from pathlib import Path

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.typeset import compose
from archive_app.volumes.compile import compile_volume


def test_a_section_and_a_preface_of_a_volume_may_be_vertical(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    volume, front, body = new_id(), new_id(), new_id()
    words = Manuscript((Block(BlockKind.PARAGRAPH, "存史资政。"),)).to_json()
    commands = (
        Create("volume", {"title": "试卷"}, id=volume),
        Create("section", {"volume": volume, "title": "前", "matter": "front", "direction": "vertical"}, id=front),
        Create("section", {"volume": volume, "title": "正文", "matter": "body"}, id=body),
        Create("article", {"section": front, "role": "inscription", "title": "题词", "manuscript": words}),
        Create("article", {"section": body, "title": "甲", "manuscript": words}),
    )
    catalogue.execute(Batch("备料", commands), Author("甲", "dev"))
    book = compile_volume(catalogue, volume, lambda sha256: Path(sha256))
    catalogue.close()
    assert book.front[0].options["direction"] == "vertical"
    assert [section.direction for section in book.sections] == [""]
    layout = compose(book)
    ways = {page.kind: line.vertical for page in layout.pages for line in page.lines if line.text == "存史资政。"}
    assert ways == {"front": True, "body": False}


def test_a_section_of_a_volume_says_in_how_many_columns_it_is_set(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    volume, body, part, other, back = (new_id() for _ in range(5))
    words = Manuscript((Block(BlockKind.PARAGRAPH, "存史资政。" * 60),)).to_json()
    commands = (
        Create("volume", {"title": "试卷", "layout": [{"key": "columns.articles", "value": "3"}]}, id=volume),
        Create("section", {"volume": volume, "title": "正文", "matter": "body", "columns": "2"}, id=body),
        Create("section", {"volume": volume, "parent": body, "title": "韵家口镇"}, id=part),
        Create("section", {"volume": volume, "title": "全书", "matter": "body", "position": 2}, id=other),
        Create("section", {"volume": volume, "title": "后", "matter": "back", "columns": "2"}, id=back),
        Create("article", {"section": body, "title": "甲", "manuscript": words}),
        Create("article", {"section": part, "title": "乙", "manuscript": words}),
        Create("article", {"section": other, "title": "丙", "manuscript": words}),
        Create("article", {"section": back, "role": "call", "title": "征稿启事", "manuscript": words}),
    )
    catalogue.execute(Batch("备料", commands), Author("甲", "dev"))
    book = compile_volume(catalogue, volume, lambda sha256: Path(sha256))
    catalogue.close()
    layout = compose(book)
    titles = {article.key: article.title for article in book.articles()} | {
        matter.article.key: matter.article.title for matter in book.back if matter.article is not None
    }
    edges: dict[str, set[int]] = {}
    for page in layout.pages:
        for line in page.lines:
            if line.role == "body" and line.offset:
                edges.setdefault(titles[line.article], set()).add(round(line.x))
    assert {title: len(found) for title, found in edges.items()} == {"甲": 2, "乙": 2, "丙": 3, "征稿启事": 2}
