"""Texts in UTF-8, UTF-16, GB18030 and Big5 are told apart, and damage is counted."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.vault.hostile.charsets import decode, plausibility

SIMPLIFIED = "供销社的柜台有一丈二长，外头这半边站人，里头那半边也站人，只有我们站里头的几个人是有凳子的。"
TRADITIONAL = "供銷社的櫃臺有一丈二長，外頭這半邊站人，裡頭那半邊也站人，只有我們站裡頭的幾個人是有凳子的。"


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (SIMPLIFIED, "utf-8", "UTF-8"),
        (SIMPLIFIED, "utf-8-sig", "UTF-8"),
        (SIMPLIFIED, "utf-16", "UTF-16"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL + "碁銹裏", "cp950", "Big5"),
        ("香港嘅茶樓，𨋢同埗頭都喺度。", "big5hkscs", "Big5"),
        ("马䶮，𠮷祥巷，１９５８年。", "gb18030", "GB18030"),
        ("plain ascii", "ascii", "UTF-8"),
    ],
)
def test_each_encoding_is_recognised(text: str, encoding: str, label: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.label, decoded.damaged) == (text, label, 0)


@pytest.mark.parametrize("word", ["联通", "照片", "口述", "来稿", "整理", "湟水", "祁垚", "问：答：", "一九五八年"])
def test_a_gbk_word_or_two_is_enough(word: str) -> None:
    decoded = decode(word.encode("gbk"))
    assert decoded is not None and decoded.text == word


@pytest.mark.parametrize("word", ["說明", "回憶錄", "老照片", "東關大街", "民國三十六年", "採訪：劉先生"])
def test_a_big5_word_or_two_is_enough(word: str) -> None:
    decoded = decode(word.encode("big5"))
    assert decoded is not None and decoded.text == word


@given(st.integers(0, len(SIMPLIFIED) - 12), st.integers(12, 30), st.sampled_from(["utf-8", "gb18030"]))
@settings(max_examples=60, deadline=None)
def test_any_stretch_of_a_simplified_text_comes_back(start: int, length: int, encoding: str) -> None:
    text = SIMPLIFIED[start : start + length]
    decoded = decode(text.encode(encoding))
    assert decoded is not None and decoded.text == text


@given(st.integers(0, len(TRADITIONAL) - 12), st.integers(12, 30))
@settings(max_examples=40, deadline=None)
def test_any_stretch_of_a_big5_text_comes_back(start: int, length: int) -> None:
    text = TRADITIONAL[start : start + length]
    decoded = decode(text.encode("big5"))
    assert decoded is not None and decoded.text == text


def test_a_few_damaged_bytes_are_counted_and_the_rest_is_kept() -> None:
    decoded = decode((SIMPLIFIED * 20).encode("utf-8")[:-1] + b"\xff")
    assert decoded is not None
    assert decoded.label == "UTF-8"
    assert 1 <= decoded.damaged <= 3
    assert decoded.text.startswith(SIMPLIFIED)


def test_noise_is_no_text() -> None:
    assert decode(bytes(range(128, 256)) * 20) is None


def test_a_cut_utf16_text_is_still_read() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + (SIMPLIFIED * 10).encode("utf-16-le")[:-1])
    assert decoded is not None and decoded.damaged == 1


def test_gb18030_characters_kept_in_the_private_area_until_2005_get_their_own_places() -> None:
    decoded = decode("马家".encode("gb18030") + bytes.fromhex("fe59") + "字".encode("gb18030"))
    assert decoded is not None and decoded.text == "马家\u9fb4字"


def test_user_defined_characters_stay_private() -> None:
    decoded = decode("马家".encode("gb18030") + bytes.fromhex("aaa1") + "字号".encode("gb18030"))
    assert decoded is not None and decoded.text == "马家\ue000字号"


def test_a_right_reading_is_more_plausible_than_a_wrong_one() -> None:
    wrong = SIMPLIFIED.encode("gbk").decode("big5", "replace")
    assert plausibility(SIMPLIFIED) > 1.5 > plausibility(wrong)
