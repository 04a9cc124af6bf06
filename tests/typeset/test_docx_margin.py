"""Comments in the docx: at their words, with answers, and the same when they are read back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
from lxml import etree

from archive_app.domain.comments import Comment, answering, commenting, of_rows, texts_of
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.docx import read
from archive_app.intake.proposal import Proposal
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.docx.document import render
from archive_app.typeset.outputs import Edition

FIRST = "我家的油坊在韵家口河沿上，一九五三年盖的，有三间房，北头一间放着三丈二尺长的油梁，是松木的。"
SECOND = "掌锤的是𠮷甫叔，人称铁胳膊，一天只能榨三榨，一榨油要两个时辰，油饼还要压一夜才能出尽。"
TEXT = Manuscript(
    (
        Block(
            BlockKind.PARAGRAPH,
            FIRST,
            spans=(Span(6, 9, SpanStyle.RUBY, "yùn jiā kǒu"), Span(10, 12, SpanStyle.BOLD)),
            notes=(Note(12, "今东关大街。", id="n"),),
            id="a",
        ),
        Block(BlockKind.PARAGRAPH, SECOND, id="b"),
        Block(
            BlockKind.TABLE,
            rows=((Cell("年份", header=True), Cell("户数", header=True)), (Cell("一九五八"), Cell("四十二"))),
            id="t",
        ),
        Block(BlockKind.ANSWER, "后来就拆了。", label="答", id="c"),
    )
)


def on(words: str, said: str, block: str, part: str = "") -> Comment:
    own = texts_of(TEXT)[block, part]
    at = own.index(words)
    return commenting(TEXT, block, at, at + len(words), said, by="责编", part=part, at="2026-03-05T02:30:00+00:00")


COMMENTS = [
    on("韵家口", "注音对不对？", "a"),
    on("一九五三年", "县志说五四年\n请核", "a"),
    on("大街", "何时改的名", "a", "note:n"),
    replace(on("𠮷甫叔", "𠮷字对", "b"), done=True),
    on("四十二", "数字哪来的", "t", "cell:1,1"),
    on("拆了", "哪年拆的 <&>", "c"),
]
COMMENTS += [
    answering(COMMENTS[1], "以县志为准", by="李晓棠", at="2026-03-06T02:30:00+00:00"),
    Comment("这张表重做", "主编", "2026-03-07T02:30:00+00:00", block="t"),
    Comment("原来那一段呢", "主编", "2026-03-07T02:30:00+00:00", block="gone", start=3, end=5, words="没了"),
]


def made(comments=COMMENTS) -> bytes:
    book = Book("《城东政协文史资料》", sections=(Section("", (Article("k", "油坊", TEXT),)),))
    return render(Edition(book), {"k": comments})[0]


def back(data: bytes, tmp_path: Path) -> Proposal:
    path = tmp_path / "油坊.docx"
    path.write_bytes(data)
    staging = tmp_path / "staging"
    staging.mkdir()
    return read(Source(path, path.name), Workspace(staging))


def test_word_knows_them_as_comments() -> None:
    document = docx.Document(io.BytesIO(made()))
    found = [(one.author, one.text) for one in document.comments]
    assert ("责编", "县志说五四年\n请核") in found
    assert ("李晓棠", "以县志为准") in found
    assert len(found) == len(COMMENTS)


def test_each_has_a_begin_an_end_and_a_reference_in_this_order() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as parts:
        text = etree.fromstring(parts.read("word/document.xml"))
        notes = parts.read("word/footnotes.xml").decode()
    order: dict[str, list[str]] = {}
    for element in text.iter("{*}commentRangeStart", "{*}commentRangeEnd", "{*}commentReference"):
        number = next(value for name, value in element.attrib.items() if name.endswith("}id"))
        order.setdefault(number, []).append(etree.QName(element).localname)
    assert len(order) == len(COMMENTS)
    assert set(map(tuple, order.values())) == {("commentRangeStart", "commentRangeEnd", "commentReference")}
    assert "begins" not in notes and notes.count("<w:footnote ") == 3  # the separators and one note


def test_what_goes_out_comes_back(tmp_path: Path) -> None:
    proposal = back(made(), tmp_path)
    assert proposal.manuscript is not None
    texts = texts_of(proposal.manuscript)
    found = of_rows(proposal.fields["comments"])
    tops = {one.id: one.text for one in found}
    said = {
        one.text: (
            texts.get((one.block, one.part), "")[one.start : one.end],
            one.by,
            one.at,
            one.done,
            tops.get(one.answers),
        )
        for one in found
    }
    early = "2026-03-05T02:30:00+00:00"
    assert said["注音对不对？"] == ("韵家口", "责编", early, False, None)
    assert said["县志说五四年\n请核"] == ("一九五三年", "责编", early, False, None)
    assert said["𠮷字对"] == ("𠮷甫叔", "责编", early, True, None)
    assert said["数字哪来的"] == ("四十二", "责编", early, False, None)
    assert said["哪年拆的 <&>"][0] == "拆了"
    assert said["以县志为准"][1:] == ("李晓棠", "2026-03-06T02:30:00+00:00", False, "县志说五四年\n请核")
    assert {"这张表重做", "原来那一段呢", "何时改的名"} <= set(said)
    assert [note.text for block in proposal.manuscript for note in block.notes] == ["今东关大街。"]


def test_a_book_that_is_printed_has_none() -> None:
    book = Book("《城东政协文史资料》", sections=(Section("", (Article("k", "油坊", TEXT),)),))
    data, _problems = render(Edition(book))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert "word/comments.xml" not in parts.namelist()
        assert b"comment" not in parts.read("word/document.xml")


def test_the_same_comments_make_the_same_file() -> None:
    assert made() == made()
