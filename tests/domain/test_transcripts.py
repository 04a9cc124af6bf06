"""Transcripts: what WebVTT, SubRip and stamped texts hold is kept in its order; what is odd is named by its caption."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.captions import read_srt, read_vtt, stamp
from archive_app.domain.identity import new_id
from archive_app.domain.segments import Segment, beyond
from archive_app.domain.stamped import looks_stamped, read_stamped
from archive_app.domain.transcript import to_srt, to_vtt, untimed

WORDS = st.text(st.sampled_from(list("问答马䶮𠮷采访者说 ：:\n\r<>&-—[](){}1甲\t\0\ufeff\u2028|")), max_size=30)
TIMES = st.none() | st.integers(0, 400_000_000).map(lambda milliseconds: milliseconds / 1000)
SEGMENTS = st.lists(
    st.builds(Segment, WORDS, TIMES, TIMES, st.sampled_from(["", "问", "马䶮", "a<b", "甲：乙"]) | WORDS), max_size=8
)


def cues(*captions: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(captions) + "\n"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("01:02:03.500", 3723.5),
        ("02:03,5", 123.5),
        ("00:00.007", 0.007),
        ("1:2:3", 3723.0),
        ("100:00:00.000", 360_000.0),
        ("75:03.000", 4503.0),
        ("00:61:00.000", None),
        ("00:00:60.000", None),
        ("-00:00:01.000", None),
        ("00:0x:01.000", None),
        ("12", None),
        ("", None),
    ],
)
def test_a_time_is_read_or_said_to_be_none(text: str, seconds: float | None) -> None:
    assert stamp(text) == seconds


def test_webvtt_with_all_that_the_standard_has() -> None:
    read = read_vtt(
        "\ufeffWEBVTT - 采访\r\nKind: captions\r\nLanguage: zh\r\n\r\nNOTE 校过一遍\r\n00:99 不是字幕\r\n\r\nSTYLE\r\n"
        "::cue { color: red }\r\n\r\nREGION\r\nid:one\r\n\r\n开头\r\n00:01.000 --> 00:03.500 align:start line:90%\r\n"
        "<v.loud 采访者>您是<i>哪一年</i>来的？</v>\r\n<v 马䶮>一九六四&amp;前后，<c.x>立了秋</c>。\r\n\r\n"
        "01:00:03,000 --> 01:00:09,000\r\n第一行\r\n第二行 3 < 5\r\n"
    )
    (left_out,) = read.problems
    assert "注释 1 处、样式 2 处、在画面上的位置 1 处" in left_out
    assert [(s.start, s.end, s.speaker, s.text) for s in read.segments] == [
        (1.0, 3.5, "采访者", "您是哪一年来的？"),
        (1.0, 3.5, "马䶮", "一九六四&前后，立了秋。"),
        (3603.0, 3609.0, "", "第一行\n第二行 3 < 5"),
    ]


def test_captions_may_overlap() -> None:
    read = read_vtt(cues("00:01.000 --> 00:05.000\n甲说", "00:02.000 --> 00:03.000\n乙插话"))
    assert read.problems == ()
    assert [s.start for s in read.segments] == [1.0, 2.0]


def test_what_runs_backwards_keeps_its_place_and_is_named() -> None:
    read = read_vtt(cues("00:10.000 --> 00:12.000\n一", "00:05.000 --> 00:07.000\n二", "00:09.000 --> 00:08.000\n三"))
    assert [s.text for s in read.segments] == ["一", "二", "三"]
    assert [s.start for s in read.segments] == [10.0, 5.0, 9.0]
    inside, order = read.problems
    assert "第 3 条（00:09.000 --> 00:08.000）的止早于起" in inside
    assert "第 2 条（00:00:05）" in order and "第 3 条" not in order and "没有调整" in order


def test_a_long_list_of_faults_is_counted() -> None:
    read = read_vtt(cues(*(f"00:{59 - n:02d}.000 --> 00:{59 - n:02d}.500\n{n}" for n in range(50))))
    (order,) = read.problems
    assert "第 2 条（00:00:58）" in order and "等 49 条" in order and len(order) < 200
    assert [s.text for s in read.segments] == [str(n) for n in range(50)]


def test_a_broken_time_costs_the_time_and_not_the_words() -> None:
    read = read_vtt(cues("00:00:0x.000 --> 00:00:05.000\n坏起", "00:00:06.000 --> 那时\n坏止"))
    assert [(s.text, s.start, s.end) for s in read.segments] == [("坏起", None, 5.0), ("坏止", 6.0, None)]
    start, end = read.problems
    assert "第 1 条（00:00:0x.000 --> 00:00:05.000）的时间读不出来" in start
    assert "第 2 条" in end and "结束时间" in end
    assert untimed(read.segments) == 1


def test_words_after_an_empty_line_and_captions_without_one_between_them() -> None:
    read = read_srt(
        "1\n00:00:01,000 --> 00:00:02,000\n上半句\n\n下半句\n2\n00:00:03,000 --> 00:00:04,000\n<b>第二</b>{\\an8}\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\n\n"
    )
    assert [(s.text, s.start) for s in read.segments] == [("上半句\n下半句", 1.0), ("第二", 3.0)]
    joined, empty, left_out = read.problems
    assert "第 1 条里有空行" in joined and "2 处没有收进转写稿" in left_out
    assert "第 3 条没有文字" in empty


def test_who_speaks_is_taken_from_the_words_where_they_say_it() -> None:
    read = read_srt(
        "1\n00:00:01,000 --> 00:00:02,000\n问：您好\n答: 好\n\n2\n00:00:03,000 --> 00:00:04,000\n我说：不是那一年\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\n[说话人 2]：插一句"
    )
    assert [(s.speaker, s.text) for s in read.segments] == [
        ("问", "您好"),
        ("答", "好"),
        ("", "我说：不是那一年"),
        ("说话人 2", "插一句"),
    ]


def test_a_name_speaks_where_it_comes_again_and_again() -> None:
    lines = ["祁垚：哪一年？", "马䶮：六四年。", "祁垚：几月？", "马䶮：立了秋。"]
    captions = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n" for n, line in enumerate(lines))
    assert [s.speaker for s in read_srt("\n".join(captions)).segments] == ["祁垚", "马䶮"] * 2


def test_a_text_with_times_is_a_transcript_and_lasts_from_one_to_the_next() -> None:
    text = "马䶮访谈\n[00:00:05] 问：哪一年？\n接着问\n【00:01:05】答：六四年。\n"
    read = read_stamped(text)
    assert looks_stamped(text)
    assert [(s.speaker, s.text, s.start, s.end) for s in read.segments] == [
        ("问", "哪一年？\n接着问", 5.0, 65.0),
        ("答", "六四年。", 65.0, None),
    ]
    assert "开头有 1 行" in read.problems[0]


def test_times_after_the_speakers_name() -> None:
    text = "说话人1 00:05\n哪一年？\n\n说话人2 01:05\n六四年。\n"
    assert looks_stamped(text)
    assert [(s.speaker, s.text, s.start) for s in read_stamped(text).segments] == [
        ("说话人1", "哪一年？", 5.0),
        ("说话人2", "六四年。", 65.0),
    ]


@pytest.mark.parametrize("text", ["", "油坊里的那根梁", "[00:05] 只有一处", "一\n" * 40 + "[00:05] 甲\n[00:06] 乙"])
def test_a_text_without_them_is_none(text: str) -> None:
    assert not looks_stamped(text)


def test_what_lies_beyond_the_recording_is_numbered() -> None:
    segments = [Segment("一", 1, 2), Segment("二", 9, 12), Segment("三", 30, None)]
    assert beyond(segments, 10.5) == ["第 2 段（00:00:09—00:00:12）", "第 3 段（00:00:30）"]
    assert beyond(segments, 30) == []


@settings(max_examples=300)
@given(SEGMENTS)
def test_our_webvtt_reads_back_to_the_same_bytes_and_the_same_words(segments: list[Segment]) -> None:
    written = to_vtt(segments)
    read = read_vtt(written)
    assert to_vtt(read.segments) == written
    assert read.problems == () or all("倒着走" in problem for problem in read.problems)
    kept = [s for s in segments if s.start is not None and s.text.strip("\0\ufeff\r\n\t \u2028")]
    assert [s.start for s in read.segments] == [s.start for s in kept]


@settings(max_examples=300)
@given(SEGMENTS)
def test_our_subrip_reads_back_to_the_same_bytes(segments: list[Segment]) -> None:
    written = to_srt(segments)
    assert to_srt(read_srt(written).segments) == written


@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from(["\n", "1", "00:00:01,000", " --> ", "<v 甲>", "问：", "NOTE", "x"]), max_size=60).map(
        "".join
    )
)
def test_any_text_is_read_without_an_accident(text: str) -> None:
    for read in (read_vtt, read_srt, read_stamped):
        for segment in read(text).segments:
            assert segment.text.strip()
    assert looks_stamped(text) in (True, False)


def test_segments_keep_their_ids_through_webvtt_and_a_repeated_one_is_dropped() -> None:
    first, second = new_id(), new_id()
    written = to_vtt(
        [Segment("一", 0, 1, "问", first), Segment("二", 1, 2, "答", second), Segment("三", 2, 3, "", first)]
    )
    assert [s.id for s in read_vtt(written).segments] == [first, second, ""]


def test_an_end_that_is_not_known_is_the_next_beginning() -> None:
    assert "00:00:01.000 --> 00:00:04.000" in to_vtt([Segment("一", 1), Segment("二", 4, 5)])
    assert "00:00:09.000 --> 00:00:10.000" in to_vtt([Segment("一", 9, 3), Segment("二", 4, 5)])


def test_an_arrow_in_what_is_said_is_no_time() -> None:
    found = read_vtt("WEBVTT\n\n00:01.000 --> 00:02.000\n他说 --> 指着\n\n00:03.000 --> 00:04.000\n二\n")
    assert [(s.start, s.text) for s in found.segments] == [(1.0, "他说 --> 指着"), (3.0, "二")]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00:07:50", 7.5),
        ("1:02:03:500", 3723.5),
        ("00：00：07：05", 7.05),
        ("07:50", 470.0),
        ("00:00:07:5", None),
        ("00:00:07:50:10", None),
        ("00:61:07:50", None),
    ],
)
def test_the_part_below_a_second_may_stand_behind_a_colon(text: str, seconds: float | None) -> None:
    assert stamp(text) == seconds


def test_numbers_that_may_be_of_frames_are_said_to_be_uncertain() -> None:
    def problems(*parts: str) -> tuple[str, ...]:
        cues = (f"{n}\n00:00:0{n}:{part} --> 00:00:0{n}:29\n那一年。\n" for n, part in enumerate(parts, start=1))
        return read_srt("\n".join(cues)).problems

    assert ["分不清是帧数" in words for words in problems("12", "24")] == [True]
    assert not any("分不清" in words for words in problems("12", "50")), "no second has fifty frames"
