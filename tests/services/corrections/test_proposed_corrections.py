"""Corrections proposed by one and decided by another: where they are, what accepting does, what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.corrections.placing import Lost, Placed, Texts, place
from archive_app.domain.corrections.proposal import Decision, Proposal, What
from archive_app.domain.errors import ArchiveError, UsageError
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note
from archive_app.domain.workflow import GateRefused, NotPossible
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.corrections.deciding import decide, reopen
from archive_app.services.corrections.found import found_in, word_proposal
from archive_app.services.corrections.proposing import propose, propose_text, propose_words, revise, withdraw
from archive_app.services.corrections.standing import open_of, proposals_of
from archive_app.services.freezing import freeze, source_changes
from archive_app.services.maintenance import rebuild
from archive_app.services.searching import Search
from archive_app.services.volume_reports.errata import CORRECTED
from archive_app.services.workflow.moving import Workflow
from tests.services.corrections.conftest import TEXT


def text_of(archive: Archive, item: str) -> Manuscript:
    return Manuscript.from_json(archive.catalogue.record(item)["manuscript"])


def ids(archive: Archive, item: str) -> list[str]:
    return [one.id for one in open_of(archive.catalogue.record(item))]


def log(archive: Archive, item: str) -> list[str]:
    return [str(entry["comment"]) for entry in archive.catalogue.record(item)["workflow_log"]]


def test_proposed_by_one_accepted_by_another_undone_whole(archive: Archive, item: str) -> None:
    archive.act_as("校对乙")
    made = propose_words(archive, item, "松木", "杨木", why="作者核稿")
    assert text_of(archive, item) == TEXT, "nothing of the text is otherwise before somebody accepts it"
    (one,) = made.proposals
    assert (one.old, one.new, one.kind, one.by, one.round) == ("松", "杨", "错字", "校对乙", "proof1")
    with pytest.raises(GateRefused, match="您自己提的"):
        decide(archive, item, [one.id], accept=True)
    archive.act_as("编辑甲")
    decided = decide(archive, item, [one.id], accept=True, why="同意")
    assert text_of(archive, item).blocks[1].text.startswith("柜台是杨木的")
    assert not decided.left
    match = CORRECTED.fullmatch(log(archive, item)[0])
    assert match is not None and match["why"] == "作者核稿；同意" and "松" in match["old"] and "杨" in match["new"]
    (kept,) = proposals_of(archive.catalogue.record(item))
    assert (kept.state, kept.decided_by, kept.decided_why) == (Decision.ACCEPTED, "编辑甲", "同意")
    archive.undo()
    assert text_of(archive, item) == TEXT and ids(archive, item) == [one.id] and log(archive, item) == []


def test_an_editor_decides_his_own_and_refusing_keeps_it_on_record(archive: Archive, item: str) -> None:
    made = propose_words(archive, item, "杨木的柜台", "杨木柜台")
    assert made.proposals[0].kind == "多字"
    decide(archive, item, [made.proposals[0].id], accept=False, why="照作者原话")
    (kept,) = proposals_of(archive.catalogue.record(item))
    assert kept.state is Decision.REFUSED and kept.decided_why == "照作者原话" and text_of(archive, item) == TEXT
    with pytest.raises(UsageError, match="已经处理"):
        decide(archive, item, [kept.id], accept=True)
    reopen(archive, item, [kept.id])
    assert ids(archive, item) == [kept.id]


@pytest.mark.parametrize(
    "made",
    [
        replace(TEXT.blocks[1], text="柜台是松木的，掌柜姓汪。柜台前面是货架。"),
        replace(TEXT.blocks[1], notes=(replace(TEXT.blocks[1].notes[0], text="王掌柜，名进财。"),)),
        replace(TEXT.blocks[1], notes=()),
        replace(TEXT.blocks[1], notes=(*TEXT.blocks[1].notes, Note(20, "在东关。", id="n2"))),
        replace(TEXT.blocks[4], rows=((Cell("年份"), Cell("户")), (Cell("1958"), Cell("33")))),
        replace(TEXT.blocks[3], text="一九五九年的供销社"),
    ],
    ids=["words", "note", "note-goes", "note-comes", "cells", "caption"],
)
def test_what_is_written_in_a_block_is_proposed_place_by_place_and_accepting_all_makes_it(
    archive: Archive, item: str, made: Block
) -> None:
    wanted = Manuscript(tuple(made if block.id == made.id else block for block in TEXT))
    propose_text(archive, item, wanted, why="核")
    decide(archive, item, ids(archive, item), accept=True)
    now = text_of(archive, item)
    assert _seen(now) == _seen(wanted)
    assert now.blocks[1].id == "one"


def _seen(manuscript: Manuscript) -> list[object]:
    """A text but for the ids of what came."""
    return [
        (block.kind, block.text, [(n.at, n.text) for n in block.notes_in_order], block.rows, block.level)
        for block in manuscript
    ]


def test_paragraphs_come_go_are_parted_joined_and_moved(archive: Archive, item: str) -> None:
    head, one, two, pic, table, last = TEXT.blocks
    fresh = Block(BlockKind.PARAGRAPH, "东关大街也有一家，门脸小些。")
    parted = (replace(last, text="再后来供销社撤了，"), Block(BlockKind.PARAGRAPH, "柜台卖给了合作社。"))
    for wanted in (
        (head, one, fresh, two, pic, table, last),
        (fresh, head, one, two, pic, table, last),
        (head, one, pic, table, last),
        (head, one, two, pic, table, *parted),
        (head, replace(one, text=one.text + two.text), pic, table, last),
        (head, last, one, two, pic, table),
    ):
        made = Manuscript(wanted)
        drafts, dropped = found_in(TEXT, made)
        assert drafts and not dropped
        propose(archive, item, drafts)
        decide(archive, item, ids(archive, item), accept=True)
        assert _seen(text_of(archive, item)) == _seen(made), [one.words() for one in drafts]
        archive.undo()
        archive.undo()
        assert text_of(archive, item) == TEXT and not ids(archive, item)


def test_marks_and_notes_stay_on_their_words(archive: Archive, item: str) -> None:
    propose_words(archive, item, "姓王", "姓汪")
    propose_words(archive, item, "松木的", "杨木做的")
    decide(archive, item, ids(archive, item), accept=True)
    block = text_of(archive, item).blocks[1]
    assert block.text == "柜台是杨木做的，掌柜姓汪。柜台后面是货架。"
    assert [block.text[s.start : s.end] for s in block.spans] == ["掌柜姓汪"]
    assert block.text[block.notes[0].at :].startswith("掌柜")


def test_titles_and_bylines_of_the_item_and_of_its_article(archive: Archive, item: str) -> None:
    volume = Create("volume", {"title": "城东文史", "number": 24})
    archive.execute(volume)
    section = Create("section", {"volume": volume.id, "title": "亲历", "position": 1})
    archive.execute(section)
    article = Create("article", {"section": section.id, "item": item, "position": 1, "author": "祁垚 口述"})
    archive.execute(article)
    propose_words(archive, item, "旧事", "往事", field="title")
    propose_words(archive, item, "祁垚", "祁尧", field="responsibility")
    propose_words(archive, article.id, "口述", "讲述", field="author")
    decide(archive, item, ids(archive, item), accept=True)
    record = archive.catalogue.record(item)
    assert record.title == "供销社往事" and record["responsibility"][0]["name"] == "祁尧"
    assert archive.catalogue.record(article.id)["author"] == "祁垚 讲述"
    archive.undo()
    assert archive.catalogue.record(item).title == "供销社旧事"
    assert archive.catalogue.record(article.id)["author"] == "祁垚 口述"


def test_a_place_is_found_again_by_its_surroundings_or_plainly_said_to_be_gone() -> None:
    one = Block(BlockKind.PARAGRAPH, "柜台是松木的，掌柜姓王。柜台后面是货架，货架后面是院子。", id="one")
    text = Manuscript((one,))
    (proposal,), _ = found_in(text, Manuscript((replace(one, text=one.text.replace("院子", "后院")),)))

    def where(words: str, **more: object) -> Placed | Lost:
        return place(proposal, Texts(Manuscript((replace(one, text=words, **more),))))  # type: ignore[arg-type]

    assert where("当年" + one.text) == Placed("one", "", proposal.start + 2, proposal.end + 2)
    assert isinstance(where(one.text.replace("院子", "厨房")), Lost)
    assert where(one.text, id="other") == Placed("other", "", proposal.start, proposal.end)
    assert isinstance(where("柜台是松木的。"), Lost)


def test_words_that_stand_twice_alike_are_not_guessed() -> None:
    block = Block(BlockKind.PARAGRAPH, "他说好。后来他说好。后来又", id="b")
    proposal = Proposal(What.WORDS, "gone", "", 50, 51, "好", "行", "后来他说", "。后来")
    placed = place(proposal, Texts(Manuscript((replace(block, text="后来他说好。后来他说好。后来"),))))
    assert isinstance(placed, Lost)


def test_of_two_that_touch_one_is_accepted_and_the_other_said(archive: Archive, item: str) -> None:
    first = propose_words(archive, item, "松木", "杨木").proposals[0]
    archive.act_as("校对丙")
    own = TEXT.blocks[1].text
    second = propose(archive, item, [word_proposal("one", "", own, 3, 6, "木头的")]).proposals[0]
    archive.act_as("编辑甲")
    decided = decide(archive, item, [first.id, second.id], accept=True)
    assert [one.id for one in decided.proposals] == [first.id]
    assert [(one.id, why) for one, why in decided.left] == [(second.id, "与另一条改动的地方重叠")]
    assert text_of(archive, item).blocks[1].text.startswith("柜台是杨木的")
    with pytest.raises(UsageError, match="原文已经改过"):
        decide(archive, item, [second.id], accept=True)


def test_the_same_is_not_proposed_twice_and_ones_own_is_taken_back(archive: Archive, item: str) -> None:
    archive.act_as("校对乙")
    first = propose_words(archive, item, "松木", "杨木").proposals[0]
    assert propose_words(archive, item, "松木", "杨木").known == 1
    revise(archive, item, [first.id], why="见档案", kind="史实")
    assert (open_of(archive.catalogue.record(item))[0].why, open_of(archive.catalogue.record(item))[0].kind) == (
        "见档案",
        "史实",
    )
    archive.act_as("校对丙")
    with pytest.raises(UsageError, match="校对乙提的"):
        withdraw(archive, item, [first.id])
    archive.act_as("校对乙")
    withdraw(archive, item, [first.id])
    assert not proposals_of(archive.catalogue.record(item))


def test_who_may_not(archive: Archive, item: str) -> None:
    archive.act_as("过路人")
    with pytest.raises(GateRefused):
        propose_words(archive, item, "松木", "杨木")
    archive.act_as("编辑甲")
    archive.execute(SetFields(item, {"state": "draft"}, by_program=True, type="state"))
    with pytest.raises(NotPossible, match="不在校对"):
        propose_words(archive, item, "松木", "杨木")
    archive.execute(SetFields(item, {"state": "issued"}, by_program=True, type="state"))
    with pytest.raises(NotPossible) as refused:
        propose_words(archive, item, "松木", "杨木")
    assert "改样" in refused.value.remedy
    with pytest.raises(ArchiveError, match="没有“檀木”"):
        archive.execute(SetFields(item, {"state": "proof2"}, by_program=True, type="state"))
        propose_words(archive, item, "檀木", "杨木")


def test_signing_for_print_names_what_waits(archive: Archive, item: str) -> None:
    one = propose_words(archive, item, "松木", "杨木").proposals[0]
    archive.execute(SetFields(item, {"state": "checked"}, by_program=True, type="state"))
    archive.act_as("周主编")
    (offer,) = Workflow(archive).offers(item)
    (waits,) = [unmet for unmet in offer.unmet if unmet.gate == "corrections_decided"]
    assert "还有 1 条改动没有处理：“松”改为“杨”" in str(waits)
    decide(archive, item, [one.id], accept=False)
    (offer,) = Workflow(archive).offers(item)
    assert not [unmet for unmet in offer.unmet if unmet.gate == "corrections_decided"]


def test_a_frozen_volume_prints_what_was_accepted(archive: Archive, item: str) -> None:
    volume = Create("volume", {"title": "城东文史", "number": 24})
    archive.execute(volume)
    section = Create("section", {"volume": volume.id, "title": "亲历", "position": 1})
    archive.execute(section)
    archive.execute(Create("article", {"section": section.id, "item": item, "position": 1}))
    freeze(archive, volume.id)
    propose_words(archive, item, "松木", "杨木")
    propose_words(archive, item, "旧事", "往事", field="title")
    decide(archive, item, ids(archive, item), accept=True)
    assert source_changes(archive, volume.id) == [], "its frozen text was corrected with it"
    ((article, _title),) = binding.articles(archive, volume.id)
    assert "杨木的，掌柜" in str(article["frozen"]) and "供销社往事" in str(article["frozen_over"])
    archive.undo()
    ((article, _title),) = binding.articles(archive, volume.id)
    assert "松木的，掌柜" in str(article["frozen"])


def test_a_catalogue_rebuilt_from_its_records_has_them_and_search_sees_accepted_words_only(
    archive: Archive, item: str
) -> None:
    propose_words(archive, item, "松木", "檀香木", why="记错了")
    accepted = propose_words(archive, item, "合作社", "信用社").proposals[0]
    decide(archive, item, [accepted.id], accept=True)
    search = Search(archive)
    search.follow()
    assert [len(search.search(words).hits) for words in ("檀香木", "松木", "信用社")] == [0, 1, 1]
    search.close()
    before = proposals_of(archive.catalogue.record(item))
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root, actor="编辑甲") as again:
        assert proposals_of(again.catalogue.record(item)) == before
        decide(again, item, [before[0].id], accept=True)


def test_the_commissioner_who_gathered_it_proposes_and_takes_back_but_does_not_decide(
    archive: Archive, item: str
) -> None:
    card = Create("commissioner", {"name": "祁垚"})
    other = Create("commissioner", {"name": "马文山"})
    for one in (card, other, SetFields(item, {"commissioner": card.id}, type="state")):
        archive.execute(one)
    archive.act_as("马文山")
    with pytest.raises(GateRefused, match="祁垚"):
        propose_words(archive, item, "松木", "杨木")
    archive.act_as("祁垚")
    made = propose_words(archive, item, "松木", "杨木", why="记错了").proposals[0]
    with pytest.raises(GateRefused):
        decide(archive, item, [made.id], accept=True)
    withdraw(archive, item, [made.id])
    archive.undo()
    assert ids(archive, item) == [made.id]
    archive.act_as("校对乙")
    decide(archive, item, [made.id], accept=True)
    assert "杨木的，掌柜" in text_of(archive, item).plain_text()


def test_one_that_is_decided_leaves_the_others_as_they_are_stored(archive: Archive, item: str) -> None:
    archive.act_as("校对乙")
    propose_words(archive, item, "松木", "杨木")
    (first,) = proposals_of(archive.catalogue.record(item))
    later = {**first.row(), "id": new_id()}
    archive.execute(SetFields(item, {"corrections": [first.row(), later]}, by_program=True))
    before = archive.catalogue.record(item)["corrections"][1]
    archive.act_as("编辑甲")
    decide(archive, item, [first.id[-9:]], accept=True)
    rows = archive.catalogue.record(item)["corrections"]
    assert [row["id"] for row in rows] == [first.id, later["id"]]
    assert rows[1] == before and rows[0]["state"] == "accepted"
