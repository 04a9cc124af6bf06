"""Transcripts as files: their encodings, their wrong names, what is no transcript at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.errors import Refused
from archive_app.intake.proposal import ORIGINAL, TRANSCRIPT, Proposal

ReadFile = Callable[..., Proposal]
CAPTIONS = (
    "1\n00:00:01,000 --> 00:00:03,000\n问：油坊里的那根梁呢？\n\n2\n00:00:03,500 --> 00:00:09,000\n答：解成了三截。\n"
)
STAMPED = "[00:00:05] 问：哪一年的事？\n[00:01:05] 答：大约是五三年的冬天。\n"


@pytest.fixture
def read(tmp_path: Path, read_file: ReadFile) -> Callable[[str, bytes], Proposal]:
    def from_bytes(name: str, data: bytes) -> Proposal:
        path = tmp_path / name
        path.write_bytes(data)
        return read_file(path)

    return from_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_a_transcript_in_any_encoding(read: ReadFile, name: str, encoding: str) -> None:
    text = CAPTIONS if name == "a.srt" else "WEBVTT\n\n" + CAPTIONS.replace(",", ".")
    proposal = read(name, text.replace("\n", "\r\n").encode(encoding))
    assert proposal.warnings == ()
    assert proposal.role == TRANSCRIPT
    assert proposal.kind == "oral_history"
    assert [(s.speaker, s.text, s.start) for s in proposal.transcript] == [
        ("问", "油坊里的那根梁呢？", 1.0),
        ("答", "解成了三截。", 3.5),
    ]


def test_traditional_writing_in_big5(read: ReadFile) -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\n這個磨是幾家合股的，輪到誰家誰家使\n"
    assert read("a.srt", text.encode("big5")).transcript[0].text == "這個磨是幾家合股的，輪到誰家誰家使"


def test_contents_win_over_the_suffix(read: ReadFile) -> None:
    assert "内容其实是字幕（SRT）" in read("a.vtt", CAPTIONS.encode()).warnings[0]
    assert "内容其实是字幕（WebVTT）" in read("a.txt", ("WEBVTT\n\n" + CAPTIONS.replace(",", ".")).encode()).warnings[0]
    assert read("a.vtt", CAPTIONS.replace(",", ".").encode()).warnings == ("开头没有 WEBVTT 一行，仍按字幕读了。",)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.vtt", b"WEBVTT\n\nNOTE nothing\n", "没有一条字幕"),
        ("a.srt", "不是字幕".encode(), "内容却不是字幕（SRT）"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n\n", "没有一条字幕"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n机密★\n".replace("机密", "\n机密").encode(), "密级"),
    ],
)
def test_what_is_no_transcript_is_refused(read: ReadFile, name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(name, data)
    assert words in str(refusal.value)


def test_a_text_with_times_stays_a_text_and_says_what_it_would_be_as_a_transcript(read: ReadFile) -> None:
    proposal = read("a.txt", STAMPED.encode("gb18030"))
    assert proposal.role == ORIGINAL
    assert proposal.manuscript is not None and len(proposal.manuscript) == 2
    assert [(s.speaker, s.start, s.end) for s in proposal.transcript] == [("问", 5.0, 65.0), ("答", 65.0, None)]
    assert read("b.txt", "一段平常的文字，没有时间。".encode()).transcript == ()


def test_a_point_in_subrip_does_not_make_it_something_else(read: ReadFile) -> None:
    assert read("a.srt", CAPTIONS.replace(",", ".").encode()).warnings == ()


@pytest.mark.parametrize("arrow", ["->", "→", "—>", "－－＞"])
def test_other_arrows_between_the_times(read: ReadFile, arrow: str) -> None:
    proposal = read("a.srt", CAPTIONS.replace("-->", arrow).encode())
    assert [(s.start, s.end) for s in proposal.transcript] == [(1.0, 3.0), (3.5, 9.0)]


def test_unseen_characters_are_named_and_kept(read: ReadFile) -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\n油\u200b坊\u202e里\n"
    proposal = read("a.srt", text.encode())
    assert proposal.transcript[0].text == "油\u200b坊\u202e里"
    assert "U+200B" in proposal.warnings[0]
    assert "U+202E" in proposal.warnings[0]
