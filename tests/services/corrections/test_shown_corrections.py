"""A text with its proposals in it: what goes and what comes stand beside each other, and nothing else is otherwise."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.corrections.placing import Texts, place
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.archive import Archive
from archive_app.services.corrections.applying import applied
from archive_app.services.corrections.found import found_in, word_proposal
from archive_app.services.corrections.shown import GONE, NEW, ShownBlock, shown_text
from archive_app.services.corrections.standing import Stood, open_of, proposals_of, stood, texts_of_item
from archive_app.services.corrections.writing import keep_written
from tests.services.corrections.conftest import TEXT


def words(one: ShownBlock, what: str) -> list[str]:
    return [one.block.text[start:end] for start, end, kind, _key in one.stretches if kind == what]


def without(one: ShownBlock, what: str) -> str:
    text = one.block.text
    for start, end, kind, _key in sorted(one.stretches, reverse=True):
        if kind == what:
            text = text[:start] + text[end:]
    return text


def shown(texts: Texts, proposals: list) -> list[ShownBlock]:
    return shown_text(texts, [Stood(one, place(one, texts)) for one in proposals])


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3), st.text("甲乙丙", max_size=3)), max_size=5))
def test_struck_words_are_the_text_before_and_new_ones_the_text_after(edits: list[tuple[int, int, str]]) -> None:
    text = "柜台是松木的，掌柜姓王。柜台后面是货架。"
    manuscript = Manuscript((Block(BlockKind.PARAGRAPH, text, id="one"),))
    proposals, at = [], 0
    for start, length, new in sorted(edits):
        start = max(start, at)
        end = min(start + length, len(text))
        if (start < end or new) and start <= len(text) and (start > at or not proposals):
            proposals.append(word_proposal("one", "", text, start, end, new))
            at = end
    texts = Texts(manuscript)
    (block,) = shown(texts, proposals)
    assert without(block, NEW) == text
    assert without(block, GONE) == applied(texts, proposals).manuscript.blocks[0].text


def test_paragraphs_that_come_and_go_are_whole() -> None:
    head, one, two, pic, table, last = TEXT.blocks
    fresh = Block(BlockKind.PARAGRAPH, "东关大街也有一家。")
    drafts, _dropped = found_in(TEXT, Manuscript((head, one, fresh, pic, table, last)))
    blocks = shown(Texts(TEXT), drafts)
    assert [(b.whole[0] if b.whole else "", b.block.text[:4]) for b in blocks] == [
        ("", "供销社"), ("", "柜台是松"), (GONE, "后来换了"), (NEW, "东关大街"), ("", "一九五八"), ("", ""),
        ("", "再后来供"),
    ]  # fmt: skip
    joined, _dropped = found_in(
        TEXT, Manuscript((head, Block(BlockKind.PARAGRAPH, one.text + two.text, id="one"), pic, table, last))
    )
    assert words(shown(Texts(TEXT), joined)[1], GONE) == ["¶"]


def test_what_one_writes_grows_shrinks_and_goes(archive: Archive, item: str) -> None:
    archive.act_as("校对乙")
    own = TEXT.blocks[1].text
    first = word_proposal("one", "", own, 3, 4, "杨")
    keep_written(archive, item, [first])
    assert [(one.old, one.new, one.by, one.kind) for one in open_of(archive.catalogue.record(item))] == [
        ("松", "杨", "校对乙", "错字")
    ]
    longer = word_proposal("one", "", own, 3, 4, "杨柳")
    keep_written(archive, item, [replace(longer, id=first.id)])
    assert [(one.id, one.new) for one in open_of(archive.catalogue.record(item))] == [(first.id, "杨柳")]
    assert keep_written(archive, item, [replace(longer, id=first.id)]) is None
    keep_written(archive, item, [], [first.id])
    assert not proposals_of(archive.catalogue.record(item))
    archive.undo()
    record = archive.catalogue.record(item)
    assert [one.proposal.new for one in stood(texts_of_item(archive.catalogue, record), proposals_of(record))] == [
        "杨柳"
    ]
