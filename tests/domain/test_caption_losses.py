"""What captions of other programs say beside words and times is named, and Audacity's labels are a transcript."""

from __future__ import annotations

import pytest

from archive_app.domain.captions import read_srt, read_vtt
from archive_app.domain.stamped import looks_stamped, read_stamped
from archive_app.domain.transcript import to_vtt

YOUTUBE = """WEBVTT
Kind: captions
Language: zh

STYLE
::cue(c.colorE5E5E5) { color: rgb(229,229,229); }

00:00:00.000 --> 00:00:02.000 align:start position:0%
那<00:00:00.500><c>年</c><00:00:01.000><c>发大水</c>

NOTE 听不清，待核

00:00:02.000 --> 00:00:04.000
<v 马文山>我们 -> 上山
"""


def test_what_is_left_out_of_captions_is_counted_and_named() -> None:
    (said,) = read_vtt(YOUTUBE).problems
    for words in (
        "注释 1 处",
        "样式 1 处",
        "位置 1 处",
        "字形标记（斜体、颜色、注音等） 2 处",
        "句中的时间 2 处",
        "原件里有",
    ):
        assert words in said
    srt = "1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\n<i>斜</i>{\\an8}上\n"
    (said,) = read_srt(srt).problems
    assert "位置 1 处" in said and "2 处没有收进" in said


@pytest.mark.parametrize(
    "text",
    [
        to_vtt(read_vtt(YOUTUBE).segments),
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 王>NOTE 一 < 二 {三}\n",
        "1\n00:00:01,000 --> 00:00:02,000\nNOTE: 他说\n",
    ],
)
def test_where_nothing_is_left_out_nothing_is_said(text: str) -> None:
    read = read_vtt if text.startswith("WEBVTT") else read_srt
    assert not any("没有收进" in words for words in read(text).problems)


def test_labels_of_audacity_are_segments_with_their_ends_and_points_without() -> None:
    said = "1.000000\t3.500000\t水磨是谁家的？\n\\\t200.0\t400.0\n3,5\t6,25\t合股的。\n"
    text = f"{said}9.0\t9.0\t钟声\n9.5\t9.6\t\n"
    assert looks_stamped(text)
    read = read_stamped(text)
    assert [(one.start, one.end, one.text) for one in read.segments][:2] == [
        (1.0, 3.5, "水磨是谁家的？"), (3.5, 6.25, "合股的。"),
    ]  # fmt: skip
    assert (read.segments[2].start, read.segments[2].end) == (9.0, None)
    assert read.problems == ("1 个标签没有文字，没有收。", "1 个标签的频率范围没有收，原件里有。")


@pytest.mark.parametrize("text", ["", "1.5\t2.5\n表格\t一行\n", "数\t1.5\t2.5\n", "1.5 2.5 不是标签\n"])
def test_a_table_of_numbers_is_no_label_track(text: str) -> None:
    assert not looks_stamped(text)
