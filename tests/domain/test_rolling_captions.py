"""Captions that roll up the screen are taken once."""

from __future__ import annotations

from itertools import pairwise

from archive_app.domain.captions import read_srt, read_vtt

YOUTUBE = """WEBVTT
Kind: captions
Language: zh

00:00:00.160 --> 00:00:02.310 align:start position:0%
_
马师<00:00:00.800><c>傅您</c><00:00:01.200><c>好</c>

00:00:02.310 --> 00:00:02.320 align:start position:0%
马师傅您好
_

00:00:02.320 --> 00:00:05.000 align:start position:0%
马师傅您好
好好<00:00:03.000><c>好</c>

00:00:05.000 --> 00:00:05.010 align:start position:0%
好好好
_
"""


def test_each_line_of_automatic_captions_is_said_once() -> None:
    read = read_vtt(YOUTUBE.replace("_", " "))
    assert [(one.start, one.end, one.text) for one in read.segments] == [
        (0.16, 2.32, "马师傅您好"),
        (2.32, 5.01, "好好好"),
    ]
    assert "重复的 3 行没有再收" in " ".join(read.problems)


def test_two_lines_that_scroll_in_a_subrip() -> None:
    lines = [f"第{n}句" for n in "一二三四五六"]
    cues = [
        f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{before}\n{line}\n"
        for n, (before, line) in enumerate(pairwise(lines))
    ]
    assert [line for one in read_srt("\n".join(cues)).segments for line in one.text.split("\n")] == lines


def test_somebody_who_repeats_himself_is_left_his_words() -> None:
    text = "\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n好\n" for n in range(6))
    read = read_srt(text)
    assert [one.text for one in read.segments] == ["好"] * 6


def test_what_is_there_twice_is_named() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n好\n\n2\n00:00:01,000 --> 00:00:02,000\n好\n"
    read = read_srt(text)
    assert len(read.segments) == 2
    assert "第 2 条与前一条时间、文字都相同" in read.problems[0]
