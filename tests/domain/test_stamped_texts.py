"""What services that transcribe, and programs for typing along, give as plain text."""

from __future__ import annotations

import pytest

from archive_app.domain.stamped import looks_stamped, read_stamped

TWO = [(5.0, "祁垚", "马师傅，您好。"), (69.0, "马䶮", "好好好。")]
_END = "[00:01:10] 祁垚：再\n[00:01:11] 马䶮：见\n"
FORMS = {
    "讯飞听见": "录音信息\n祁垚 00:05\n马师傅，您好。\n马䶮 01:09\n好好好。\n",
    "通义听悟": "关键词\n水磨\n\n文字记录\n祁垚  00:05\n马师傅，您好。\n\n马䶮  1:09\n好好好。\n以上内容由AI生成\n",
    "飞书妙记": "访谈\n2024年5月1日 下午 3:00|40分钟 12秒\n\n关键词:\n水磨\n\n文字记录:\n祁垚 00:00:05.000\n"
    "马师傅，您好。\n\n马䶮 00:01:09.000\n好好好。\n",
    "腾讯会议": "会议时间：2024/05/01 10:00-11:00\n\n祁垚(00:00:05): 马师傅，您好。\n\n马䶮(00:01:09): 好好好。\n",
    "腾讯会议，另一种": "祁垚 (00:00:05)\n马师傅，您好。\n\n马䶮 (00:01:09)\n好好好。\n",
    "InqScribe": "[00:00:05.00] 祁垚：马师傅，您好。\n\n[00:01:09.00] 马䶮：好好好。\n\n" + _END,
    "Express Scribe": "[00:00:05]\n祁垚：马师傅，您好。\n[00:01:09]\n马䶮：好好好。\n" + _END,
    "分秒": "祁垚 0分5秒\n马师傅，您好。\n马䶮 1分09秒\n好好好。\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_turn_has_its_time_its_speaker_and_its_words(form: str) -> None:
    assert looks_stamped(FORMS[form])
    read = read_stamped(FORMS[form])
    assert [(one.start, one.speaker, one.text) for one in read.segments][:2] == TWO


def test_what_stands_above_and_below_is_named() -> None:
    said = " ".join(read_stamped(FORMS["通义听悟"]).problems)
    assert "开头有 3 行" in said and "由谁转写的一行" in said


def test_a_speaker_with_a_number_apart_and_an_hour() -> None:
    read = read_stamped("说话人 1 00:00:05\n一\n说话人 2 1:02:03\n二\n发言人 3 01:02:09 同一行\n")
    assert [(one.speaker, one.start) for one in read.segments] == [
        ("说话人 1", 5.0),
        ("说话人 2", 3723.0),
        ("发言人 3", 3729.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00.000 --> 00:04.000]  您好\n[00:04.000 --> 00:08.500]  好\n",
        "[0.00s -> 4.00s] 您好\n[4.00s -> 8.50s] 好\n",
        "0.000 -- 4.000: 您好\n4.000 -- 8.500: 好\n",
        "[00:00:00 - 00:00:04] SPEAKER_0\n您好\n\n[00:00:04 - 00:00:08.5] SPEAKER_0\n好\n",
    ],
)
def test_lines_that_say_how_long_keep_their_ends(text: str) -> None:
    assert looks_stamped(text)
    assert [(one.start, one.end, one.text) for one in read_stamped(text).segments] == [
        (0.0, 4.0, "您好"),
        (4.0, 8.5, "好"),
    ]


def test_a_time_at_a_paragraphs_end_is_where_it_ends() -> None:
    text = "祁垚：您好 #00:00:05-0#\n\n祁垚：再讲 #00:01:09-5#\n"
    assert looks_stamped(text)
    assert [(one.start, one.end, one.text) for one in read_stamped(text).segments] == [
        (0.0, 5.0, "您好"),
        (5.0, 69.0, "再讲"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "日程\n08:30 开会\n12:00 吃饭\n14:00 参观\n",
        "祁垚 2024-05-01 10:20:30\n马师傅在吗\n\n马䶮 2024-05-01 10:21:30\n在\n",
        "祁垚 5月1日 10:20\n在吗\n马䶮 5月1日 10:21\n在\n",
        "那天早上 8:30 我们出发\n，12:05 到了王家庄，路上走了三个多钟头，人人都乏了。\n",
    ],
)
def test_times_of_the_day_are_no_times_of_a_recording(text: str) -> None:
    assert not looks_stamped(text)
