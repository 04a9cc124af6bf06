"""What is adjusted by hand is the volume's own: it holds where it was meant, and the record knows nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture, Span, SpanStyle
from archive_app.domain.markdown import inline as markdown
from archive_app.services.adjusting import LOST, adjust, listed, take_away
from archive_app.services.archive import Archive
from archive_app.services.typesetting import layout_of, volume_book
from archive_app.volumes.adjusting import (
    PLACES,
    Adjustment,
    adjusted,
    adjustment,
    of_rows,
    picture_value,
    place_of,
    with_adjustment,
)
from archive_app.volumes.compile import Compiler

_WORDS = "一九五八年秋天，我随父亲从韵家口搬到城东，邻居是一位教书的老先生。"
TEXT = Manuscript(
    (
        Block(BlockKind.PARAGRAPH, _WORDS * 6, id="a"),
        Block(BlockKind.HEADING, "一、老屋", level=1, id="h"),
        Block(BlockKind.PARAGRAPH, "院子里有一棵老杏树。" * 9, tight=-1, id="b"),
        Block(BlockKind.PICTURE, "老杏树", picture=Picture("tree.jpg", 0.5, "here"), id="p"),
    )
)


def blocks(text: Manuscript) -> dict[str, Block]:
    return {block.id: block for block in text}


def test_every_kind_does_what_it_says_and_leaves_the_text_alone() -> None:
    wanted = (
        adjustment(TEXT, "loose", "a"),
        adjustment(TEXT, "plain", "b"),
        adjustment(TEXT, "line", "a", 12),
        adjustment(TEXT, "page", "h"),
        adjustment(TEXT, "picture", "p", value="place=head width=80%"),
    )
    made, lost = adjusted(TEXT, wanted)
    assert lost == ()
    assert [block.kind for block in made] == [
        BlockKind.PARAGRAPH,
        BlockKind.PAGE_BREAK,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PICTURE,
    ]
    found = blocks(made)
    assert (found["a"].tight, found["b"].tight) == (1, 0)
    assert Span(12, 12, SpanStyle.LINE_BREAK) in found["a"].spans
    assert found["p"].picture == Picture("tree.jpg", 0.8, "head")
    assert [block.text for block in made if block.kind is not BlockKind.PAGE_BREAK] == [block.text for block in TEXT]
    assert of_rows([one.row() for one in wanted]) == wanted


def test_a_picture_may_be_pinned_wherever_a_manuscript_may_put_it() -> None:
    assert set(PLACES) == set(markdown.PLACES)


def test_without_adjustments_the_very_text_comes_back() -> None:
    made, lost = adjusted(TEXT, ())
    assert made is TEXT
    assert lost == ()


def test_a_forced_line_stays_before_its_words_when_the_text_before_it_changes() -> None:
    one = adjustment(TEXT, "line", "a", _WORDS.index("韵家口") + len(_WORDS))  # in the second of six alike
    longer = replace(TEXT.blocks[0], text="那是" + TEXT.blocks[0].text)
    at = place_of(longer.text, one)
    assert at == one.at + 2
    assert longer.text[at:].startswith("韵家口")
    _, lost = adjusted(Manuscript((replace(longer, text="全改了。" * 20),)), (one,))
    assert lost == (one,)


def test_an_adjustment_of_a_block_that_is_gone_is_lost_and_said() -> None:
    one = adjustment(TEXT, "tight", "a")
    made, lost = adjusted(Manuscript(TEXT.blocks[1:]), (one,))
    assert lost == (one,)
    assert made.blocks == TEXT.blocks[1:]


@pytest.mark.parametrize(
    ("kind", "block", "at", "value"),
    [
        ("tight", "h", 0, ""),
        ("loose", "p", 0, ""),
        ("line", "a", 0, ""),
        ("line", "a", len(_WORDS) * 6, ""),
        ("line", "a", _WORDS.index("，"), ""),  # ， may not begin a line
        ("line", "p", 1, ""),
        ("picture", "a", 0, "place=head"),
        ("picture", "p", 0, "place=moon"),
        ("picture", "p", 0, "width=400%"),
        ("picture", "p", 0, "place=beside side=top"),
        ("picture", "p", 0, ""),
        ("page", "nowhere", 0, ""),
        ("upside-down", "a", 0, ""),
    ],
)
def test_what_a_place_does_not_take_is_refused_in_words(kind: str, block: str, at: int, value: str) -> None:
    with pytest.raises(UsageError) as refused:
        adjustment(TEXT, kind, block, at, value)
    assert refused.value.remedy


def test_of_what_contradicts_itself_the_last_holds() -> None:
    known = with_adjustment((), adjustment(TEXT, "tight", "a"))
    known = with_adjustment(known, adjustment(TEXT, "line", "a", 12))
    known = with_adjustment(known, adjustment(TEXT, "line", "a", 21))
    known = with_adjustment(known, adjustment(TEXT, "loose", "a"))
    known = with_adjustment(known, adjustment(TEXT, "tight", "b"))
    assert [(one.kind, one.block, one.at) for one in known] == [
        ("line", "a", 12),
        ("line", "a", 21),
        ("loose", "a", 0),
        ("tight", "b", 0),
    ]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="测试", actor="编辑") as made:
        yield made


@pytest.fixture
def bound(archive: Archive) -> tuple[str, str, str]:
    """(volume, article, item) of a volume with one text."""
    item = Create("item", {"kind": "contribution", "title": "老屋", "manuscript": TEXT.to_json()})
    volume = Create("volume", {"title": "城东文史", "template": "16k"})
    section = Create("section", {"volume": volume.id, "title": "栏", "matter": "body", "position": 1})
    article = Create("article", {"section": section.id, "item": item.id, "position": 1})
    for command in (item, volume, section, article):
        archive.execute(command)
    return volume.id, article.id, item.id


def test_the_pages_change_the_record_does_not_and_one_undo_brings_both_back(
    archive: Archive, bound: tuple[str, str, str]
) -> None:
    volume, article, item = bound
    before, record = volume_book(archive, volume), archive.catalogue.record(item)
    archive.execute(adjust(archive.catalogue, article, "page", "h"))
    book = volume_book(archive, volume)
    assert archive.catalogue.record(item) == record
    pages = [page for page in layout_of(book).pages if page.kind == "body" and page.lines]
    assert [any(line.block == "h" for line in page.lines) for page in pages] == [False, True]
    archive.undo(1)
    assert volume_book(archive, volume) == before


def test_the_list_says_what_could_not_be_had_and_what_is_lost(archive: Archive, bound: tuple[str, str, str]) -> None:
    volume, article, item = bound
    archive.execute(adjust(archive.catalogue, article, "tight", "b"))  # a line of 90 characters cannot lose one
    archive.execute(adjust(archive.catalogue, article, "line", "a", 12))
    problems = layout_of(volume_book(archive, volume)).problems
    tight, line = listed(archive.catalogue, volume, problems)
    assert "没法再少排一行" in tight.trouble
    assert line.trouble == ""
    archive.execute(SetFields(item, {"manuscript": Manuscript(TEXT.blocks[1:]).to_json()}))
    assert listed(archive.catalogue, volume)[1].trouble == LOST
    archive.execute(take_away(archive.catalogue, article, [line.adjustment]))
    assert [one.adjustment.kind for one in listed(archive.catalogue, volume)] == ["tight"]
    with pytest.raises(UsageError):
        take_away(archive.catalogue, article, [Adjustment("page", "h")])


def test_a_text_that_is_being_written_is_in_the_book_before_it_is_stored(
    archive: Archive, bound: tuple[str, str, str]
) -> None:
    volume, article, item = bound
    archive.execute(adjust(archive.catalogue, article, "loose", "a"))
    compiler = Compiler(archive.catalogue, archive.original)
    book = compiler.book(volume)
    written = Manuscript((replace(TEXT.blocks[0], text="写到一半" + TEXT.blocks[0].text), *TEXT.blocks[1:]))
    ahead = compiler.with_text(book, article, written)
    [one] = ahead.articles()
    assert one.manuscript.blocks[0].text.startswith("写到一半")
    assert one.manuscript.blocks[0].tight == 1
    archive.execute(SetFields(item, {"manuscript": written.to_json()}))
    assert compiler.book(volume) == ahead


def test_a_picture_beside_text_has_its_side() -> None:
    wanted = adjustment(TEXT, "picture", "p", value="place=beside width=40% side=left")
    assert wanted.words == "图片：文旁，左边，宽 40%"
    found = {block.id: block for block in adjusted(TEXT, [wanted])[0]}
    assert found["p"].picture == Picture("tree.jpg", 0.4, "beside", side="left")
    assert str(picture_value(wanted.value)) == wanted.value
