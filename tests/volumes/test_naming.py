"""What an archive gives the indexes and lists of a volume: the right card for each name, and nobody who is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Span, SpanStyle
from archive_app.typeset.book import Book
from archive_app.typeset.composer import compose
from archive_app.typeset.layout import Layout
from archive_app.volumes.compile import compile_volume

PERSON, PLACE = SpanStyle.PERSON, SpanStyle.PLACE


def card(name: str, born: str = "", **more: Any) -> Create:
    date = {"display": f"{born}年", "edtf": born, "earliest": f"{born}-01-01", "latest": f"{born}-12-31"}
    return Create("person", {"name": name, **({"birth": date} if born else {}), **more}, id=new_id())


def text_of(words: str, *spans: Span) -> dict[str, Any]:
    return Manuscript((Block(BlockKind.PARAGRAPH, words, spans=spans),)).to_json()


class Desk:
    """An archive with one volume, built a record at a time."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.volume = new_id()
        board = [{"role": "委员（按姓氏笔画为序）", "names": ["王昪", "丁一"]}]
        self.commands: list[Create] = [
            Create("volume", {"title": "城东文史", "board": board}, id=self.volume),
            Create("section", {"volume": self.volume, "title": "一", "matter": "body", "position": 1}, id=new_id()),
            Create("section", {"volume": self.volume, "title": "后", "matter": "back", "position": 9}, id=new_id()),
        ]

    def add(self, *commands: Create) -> None:
        self.commands += commands

    def item(self, words: str, *spans: Span, **more: Any) -> None:
        values = {"kind": "oral_history", "title": "口述", "manuscript": text_of(words, *spans), **more}
        made = Create("item", values, id=new_id())
        place = len(self.commands)
        self.add(made, Create("article", {"section": self.commands[1].id, "position": place, "item": made.id}))

    def matter(self, role: str, **more: Any) -> None:
        values = {"section": self.commands[2].id, "position": len(self.commands), "role": role, **more}
        self.add(Create("article", values))

    def book(self) -> Book:
        self.catalogue.execute(Batch("建卷", tuple(self.commands)), Author("编辑", "dev"))
        return compile_volume(self.catalogue, self.volume, lambda sha: Path("/nowhere"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    yield Desk(catalogue)
    catalogue.close()


def index(layout: Layout) -> list[str]:
    rows: dict[str, list[str]] = {}
    for page in layout.pages:
        for line in page.lines:
            if line.role == "index":
                rows.setdefault(line.block, []).append(line.text)
    return ["".join(row) for row in rows.values()]


def test_names_of_the_items_cards_are_found_where_nobody_marked_them(desk: Desk) -> None:
    woman = card("马桂兰", aliases=["马家娘娘"])
    desk.add(woman)
    desk.item("马桂兰住上房，都叫她马家娘娘。", persons=[woman.id])
    desk.matter("names")
    assert index(compose(desk.book())) == ["马桂兰3", "马家娘娘　见　马桂兰"]


def test_a_card_whose_name_has_something_in_brackets_is_found_by_the_rest(desk: Desk) -> None:
    station = Create("place", {"name": "西宁站（老站）", "aliases": ["西宁站", "火车站"]}, id=new_id())
    desk.add(station)
    desk.item("从西宁站到火车站去。", Span(1, 4, PLACE), places=[station.id])
    desk.matter("places")
    assert index(compose(desk.book())) == ["火车站　见　西宁站（老站）", "西宁站（老站）3"]


def test_without_an_index_no_text_is_marked(desk: Desk) -> None:
    woman = card("马桂兰")
    desk.add(woman)
    desk.item("马桂兰住上房。", persons=[woman.id])
    book = desk.book()
    assert all(not block.spans for article in book.articles() for block in article.manuscript)


def test_a_name_inside_a_longer_one_that_the_archive_knows_does_not_count(desk: Desk) -> None:
    short, long = card("马䶮"), card("马䶮春")
    desk.add(short, long)
    desk.item("马䶮春来访，讲的是旧事。", persons=[short.id])
    desk.item("马䶮来访。", persons=[short.id])
    desk.matter("names")
    assert index(compose(desk.book())) == ["马䶮4"]


def test_namesakes_are_told_apart_by_what_differs(desk: Desk) -> None:
    one, two = card("祁大魁", "1931"), card("祁大魁", "1950")
    desk.add(one, two)
    desk.item("祁大魁撑筏。", persons=[one.id])
    desk.item("祁大魁教书。", persons=[two.id])
    desk.matter("names")
    assert index(compose(desk.book())) == ["祁大魁（1931年生）3", "祁大魁（1950年生）4"]


def test_a_mark_without_a_card_is_the_only_card_of_its_name(desk: Desk) -> None:
    man = card("解文博", pinyin="Xiè Wénbó", aliases=["解老师"])
    desk.add(man)
    desk.item("听解老师说。", Span(1, 4, PERSON))
    desk.matter("names")
    assert index(compose(desk.book())) == ["解老师　见　解文博", "解文博3"]


def test_a_narrator_who_is_not_to_be_named_is_in_no_index_and_no_list(desk: Desk) -> None:
    hidden = card("冶秀英")
    desk.add(hidden)
    rows = [{"role": "口述者", "name": "冶秀英", "person": hidden.id}, {"role": "采访者", "name": "祁垚"}]
    desk.item("冶秀英说，祁垚在听。", Span(5, 7, PERSON), persons=[hidden.id], responsibility=rows, anonymous=True)
    desk.matter("interviews")
    desk.matter("names")
    book = desk.book()
    layout = compose(book)
    assert index(layout) == ["祁垚3"]
    listed = [line.text for page in layout.pages if page.kind == "back" for line in page.lines]
    assert "佚名" in listed and not any("冶秀英" in text for text in listed)


def test_numbers_are_not_taken_for_other_names(desk: Desk) -> None:
    man = card("韩六十三", aliases=["六十三"])
    desk.add(man)
    desk.item("那年他六十三岁。", persons=[man.id])
    desk.matter("names")
    layout = compose(desk.book())
    assert index(layout) == []
    assert [problem.code for problem in layout.problems] == ["matter-empty"]


def test_a_price_on_the_imprint_of_internal_matter_is_named(desk: Desk) -> None:
    rows = [{"key": "variant", "value": "internal"}, {"key": "price", "value": "68元"}]
    desk.commands[0] = Create("volume", {"title": "城东文史", "imprint": rows}, id=desk.volume)
    desk.item("正文。")
    layout = compose(desk.book())
    said = [problem.message for problem in layout.problems if problem.code == "imprint-wrong"]
    assert any("定价" in message for message in said) and any("准印证号" in message for message in said)
    assert not any("68" in line.text for page in layout.pages for line in page.lines)


def test_interviews_list_what_was_told_in_the_order_of_the_book(desk: Desk) -> None:
    for name in ("马桂兰", "沈玉梅"):
        rows = [{"role": "口述者", "name": name}, {"role": "采访者", "name": "祁垚"}]
        desk.item("正文。", responsibility=rows, interview_place="东关")
    desk.matter("interviews")
    (article,) = [matter.article for matter in desk.book().back]
    assert article is not None
    (table,) = article.manuscript.blocks
    said = [[cell.text for cell in row] for row in table.rows]
    assert said == [["口述者", "采访地点", "采访者"], ["马桂兰", "东关", "祁垚"], ["沈玉梅", "东关", "祁垚"]]


def test_a_board_by_strokes_says_so_and_is(desk: Desk) -> None:
    desk.item("正文。")
    lines = [line for page in compose(desk.book()).pages for line in page.lines if line.role.startswith("board")]
    assert [line.text for line in lines] == ["委员", "（按姓氏笔画为序）", "丁一", "王昪"]


def test_an_index_that_says_it_goes_by_strokes_does(desk: Desk) -> None:
    desk.item("丁一和王昪。", Span(0, 2, PERSON), Span(3, 5, PERSON))
    desk.matter("names", subtitle="按姓氏笔画为序")
    layout = compose(desk.book())
    heads = [line.text for page in layout.pages for line in page.lines if line.role == "index-head"]
    assert heads == ["二画", "四画"]
