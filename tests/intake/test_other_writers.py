"""Texts of Word before docx and of other word processors come to what their docx comes to.

How the files were made stands in files/README.md: each is the docx of its name, saved again by LibreOffice.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import Block, BlockKind, SpanStyle
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.identify import identify
from archive_app.intake.olddoc.compound import streams_of
from archive_app.intake.proposal import Proposal
from archive_app.intake.wordml.returned import read_returned

ReadFile = Callable[[Path], Proposal]
SUFFIXES = ("doc", "odt")
EVERY = (*SUFFIXES, "rtf")


def _blocks(proposal: Proposal) -> tuple[Block, ...]:
    assert proposal.manuscript is not None
    return proposal.manuscript.blocks


def _said(block: Block) -> list[tuple[str, str, str]]:
    """The marks on a block's words, but for lines under links, which only some programs write as such."""
    told = [(block.text[s.start : s.end], s.style.value, s.value) for s in block.spans]
    return [one for one in told if one[0] != "网页"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_rich_text_is_what_its_docx_is(read_file: ReadFile, suffix: str) -> None:
    docx, other = read_file(FILES / "writer.docx"), read_file(FILES / f"writer.{suffix}")
    assert (other.title, other.kind) == (docx.title, docx.kind)
    assert other.fields["responsibility"] == docx.fields["responsibility"]
    here, there = _blocks(other), _blocks(docx)
    assert [(b.kind, b.level, b.text) for b in here if b.kind is not BlockKind.PICTURE] == [
        (b.kind, b.level, b.text) for b in there if b.kind is not BlockKind.PICTURE
    ]
    assert [b.rows for b in here] == [b.rows for b in there]
    assert [[note.text for note in b.notes] for b in here] == [[note.text for note in b.notes] for b in there]
    assert [_said(b) for b in here] == [_said(b) for b in there]
    assert [dict(a.facts)["width"] for a in other.attachments] == [dict(a.facts)["width"] for a in docx.attachments]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_cannot_be_kept_is_said_in_the_same_words(read_file: ReadFile, suffix: str) -> None:
    docx, other = read_file(FILES / "writer.docx"), read_file(FILES / f"writer.{suffix}")
    for sentence in docx.warnings:
        if sentence.startswith(("自动目录", "文稿带修订", "1 条尾注", "隐藏文字", "页眉", "删除线", "底色")):
            assert sentence in other.warnings


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_comments_stand_at_their_words_with_who_and_when(read_file: ReadFile, suffix: str) -> None:
    docx, other = read_file(FILES / "comments.docx"), read_file(FILES / f"comments.{suffix}")

    def told(proposal: Proposal) -> list[tuple[str, str, str, str]]:
        rows = proposal.fields["comments"]
        return [(row["text"], row.get("by", ""), row.get("words", ""), row["at"][:10]) for row in rows]

    whole = [one for one in told(docx) if one[2] and one[0] != "跨段的批注"]
    assert [one for one in told(other) if one in whole] == whole
    assert [one[0] for one in told(other)] == [one[0] for one in told(docx)]


@pytest.mark.parametrize("suffix", EVERY)
def test_a_text_of_ours_that_comes_back_so_is_known_with_its_changes(tmp_path: Path, suffix: str) -> None:
    found = []
    for name in ("returned-tracked.docx", f"returned-tracked.{suffix}"):
        source, workspace = Source(FILES / name, name), Workspace(tmp_path)
        as_docx = identify(source)[0].docx
        assert as_docx is not None
        back = read_returned(as_docx(source, workspace), workspace)
        assert back.known
        told = [(c.block, c.what, c.text, c.by, c.at[:10]) for c in back.changes]
        found.append((back.item, back.version, [(b.id, b.kind, b.text) for b in back.blocks], told))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["writer.doc", "comments.rtf"])
def test_what_is_damaged_is_refused_in_words_and_nothing_else_happens(
    read_file: ReadFile, tmp_path: Path, name: str
) -> None:
    whole = (FILES / name).read_bytes()
    chance = random.Random(name)
    refused = 0
    for number in range(40):
        data = bytearray(whole)
        if number % 2:
            data = data[: chance.randrange(600, len(data))]
        for _ in range(30):
            data[chance.randrange(min(512, len(data) - 1), len(data))] = chance.randrange(256)
        path = tmp_path / f"{number}{Path(name).suffix}"
        path.write_bytes(data)
        try:
            read_file(path)
        except Refused as error:
            refused += 1
            assert "。" in str(error) or "，" in str(error)
    assert refused < 40


def test_a_style_is_known_by_its_number_whatever_its_name(read_file: ReadFile) -> None:
    (heading,) = [b for b in _blocks(read_file(FILES / "writer.doc")) if b.text == "（一）布票"]
    assert (heading.kind, heading.level) == (BlockKind.HEADING, 2)


def test_a_reading_that_an_old_word_draws_as_a_field_is_one(read_file: ReadFile) -> None:
    (block,) = [b for b in _blocks(read_file(FILES / "writer.doc")) if b.text.startswith("老字")]
    (span,) = [s for s in block.spans if s.style is SpanStyle.RUBY]
    assert (block.text[span.start : span.end], span.value) == ("䶮", "yǎn")


def _with(change: Callable[[bytearray], None], tmp_path: Path) -> Path:
    data = bytearray((FILES / "writer.doc").read_bytes())
    change(data)
    path = tmp_path / "稿.doc"
    path.write_bytes(data)
    return path


def _fib(data: bytearray) -> int:
    """Where the main stream begins: its first bytes are Word's own."""
    return data.index(b"\xec\xa5")


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [(11, 0x01, "加了密码"), (2, 0x65, "Word 6.0/95"), (11, 0x80, "加了密码")],
)
def test_what_is_not_read_is_named(read_file: ReadFile, tmp_path: Path, at: int, value: int, words: str) -> None:
    def change(data: bytearray) -> None:
        where = _fib(data) + at
        data[where : where + 2] = bytes((value, 0)) if at == 2 else bytes((data[where] | value, data[where + 1]))

    with pytest.raises(Refused, match=words) as refusal:
        read_file(_with(change, tmp_path))
    assert "docx" in str(refusal.value) or "密码" in str(refusal.value)


def test_macros_are_refused_and_never_looked_at(read_file: ReadFile, tmp_path: Path) -> None:
    def change(data: bytearray) -> None:
        names = [name.encode("utf-16-le") for name in ("\x05DocumentSummaryInformation", "_VBA_PROJECT_CUR")]
        at = data.index(names[0])
        data[at : at + 64] = names[1].ljust(64, b"\0")
        data[at + 64 : at + 66] = (len(names[1]) + 2).to_bytes(2, "little")

    with pytest.raises(Refused, match="宏"):
        read_file(_with(change, tmp_path))


def test_the_copy_made_on_the_way_is_gone(tmp_path: Path) -> None:
    staging = tmp_path / "staging"
    staging.mkdir()
    source = Source(FILES / "comments.doc", "comments.doc")
    identify(source)[0].read(source, Workspace(staging))
    assert not list(staging.glob("*.docx"))


def test_a_compound_file_is_what_its_own_streams_say(tmp_path: Path) -> None:
    """A workbook with a text put into it is a workbook; a damaged one is what its words tell."""
    assert "WordDocument" in (streams_of(FILES / "writer.doc") or ())
    assert {"Workbook"} <= (streams_of(FILES / "calc-list.xls") or frozenset())
    data = bytearray((FILES / "calc-list.xls").read_bytes()) + "WordDocument".encode("utf-16-le")
    path = tmp_path / "目录.xls"
    path.write_bytes(data)
    assert identify(Source(path, path.name))[0].name == "xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    assert streams_of(path) is None and identify(Source(path, path.name))[0].name == "doc"
