"""Open proposals go to Word as its own tracked changes and come back as theirs who made them; LibreOffice wrote
`proof-tracked.docx` in between."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, paragraphs
from archive_app.services.archive import Archive
from archive_app.services.corrections.deciding import decide
from archive_app.services.corrections.proposing import propose_text, propose_words
from archive_app.services.corrections.standing import open_of
from archive_app.services.corrections.word_in import propose_word
from archive_app.services.texts.word_back import read_word
from archive_app.services.texts.word_out import write_word
from tests.services.texts.sent_to_word import SENT

FILES = Path(__file__).parents[2] / "intake" / "files"
ITEM = "01a22c00-0000-7000-8000-0000000000aa"
FRESH = Block(BlockKind.PARAGRAPH, "渡工后来都进了搬运社。", id="01a22c00-0000-7000-8000-000000000099")


def made(archive: Archive, *, proposed: bool) -> str:
    """The text in 校, with what two proofreaders proposed."""
    archive.execute(
        Create("item", {"kind": "contribution", "title": "湟水渡口", "manuscript": SENT.to_json()}, id=ITEM)
    )
    archive.execute(SetFields(ITEM, {"state": "proof1"}, by_program=True, type="state"))
    if proposed:
        propose_words(archive, ITEM, "三个兄弟", "两个兄弟", why="县志", by="校对乙")
        propose_words(archive, ITEM, "夏天撑筏子，", "", by="校对丙")
        propose_text(archive, ITEM, Manuscript((*SENT.blocks, FRESH)), by="校对乙")
    return ITEM


def test_open_proposals_are_words_own_tracked_changes(archive: Archive, tmp_path: Path) -> None:
    key = made(archive, proposed=True)
    propose_words(archive, key, "三十二", "三十三", by="校对丙")
    out = tmp_path / "校样.docx"
    assert not write_word(archive, key, out).remarks
    xml = zipfile.ZipFile(out).read("word/document.xml").decode()
    assert re.findall(r'<w:(ins|del) w:id="\d+" w:author="(\w+)" w:date="\d{4}-[^"]+Z"', xml) == [
        ("del", "校对乙"), ("ins", "校对乙"), ("del", "校对丙"), ("ins", "校对乙"), ("ins", "校对乙"),
    ]  # fmt: skip
    assert "".join(re.findall(r"<w:delText[^>]*>([^<]*)", xml)) == "三夏天撑筏子，"
    assert re.search(r"<w:pPr>(?:(?!</w:pPr>).)*<w:rPr><w:ins [^>]*/></w:rPr></w:pPr>", xml), "the new paragraph's mark"
    said = zipfile.ZipFile(out).read("word/comments.xml").decode()
    assert "依据：县志" in said and "“二”改为“三”" in said
    back = read_word(archive, key, out)
    again = propose_word(archive, back)
    back.close()
    assert (again.proposals, again.known) == ((), 3), "what went out is not proposed twice"


@pytest.mark.parametrize("proposed", [False, True], ids=["fresh", "known"])
def test_what_libreoffice_gives_back_is_proposed_by_its_authors(archive: Archive, proposed: bool) -> None:
    key = made(archive, proposed=proposed)
    back = read_word(archive, key, FILES / "proof-tracked.docx")
    found = propose_word(archive, back)
    back.close()
    if proposed:
        assert (found.proposals, found.known) == ((), 3)
        return
    assert [(one.words(), one.by, one.why) for one in found.proposals] == [
        ("“三”改为“两”", "校对乙", "县志"),
        ("删去“夏天撑筏子，”", "校对丙", ""),
        ("新写一段“渡工后来都进了搬运社。”", "校对乙", ""),
    ]
    assert Manuscript.from_json(archive.catalogue.record(key)["manuscript"]) == SENT
    decide(archive, key, [one.id for one in open_of(archive.catalogue.record(key))], accept=True)
    now = Manuscript.from_json(archive.catalogue.record(key)["manuscript"])
    assert now.blocks[0].text == SENT.blocks[0].text.replace("三个", "两个").replace("夏天撑筏子，", "")
    assert replace(now.blocks[-1], id=FRESH.id) == FRESH


def test_by_the_command_line(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    key, root = made(archive, proposed=False), str(archive.root)
    archive.close()
    assert main(["word", root, key, "--back", str(FILES / "proof-tracked.docx"), "--propose", "--as", "编辑甲"]) == 0
    assert "提了 3 处改动" in capsys.readouterr().out


def test_a_document_that_is_none_of_ours_is_proposed_by_its_authors_and_what_is_dropped_is_said(
    archive: Archive,
) -> None:
    text = paragraphs([
        "一九五八年春，供销社搬到了十字路口，门前常年排着队。",
        "柜台是松木的，掌柜姓王，货架上摆着盐、茶、火柴和洋布。",
        "后来换了杨木的柜台，漆成绿色，一直用到撤社。",
    ])  # fmt: skip
    item = Create("item", {"kind": "contribution", "title": "供销社", "manuscript": text.to_json()})
    archive.execute(item)
    archive.execute(SetFields(item.id, {"state": "proof2"}, by_program=True, type="state"))
    back = read_word(archive, item.id, FILES / "foreign-tracked.docx")
    found = propose_word(archive, back)
    back.close()
    assert [(one.words(), one.by, one.at, one.round) for one in found.proposals] == [
        ("“松”改为“柏”", "马文山", "2026-07-05T02:20:00+00:00", "proof2"),
        ("加上“一九六二年”", "李晓棠", "2026-07-06T01:00:00+00:00", "proof2"),
    ]
    assert any("格式的修订" in words for words in back.remarks)
