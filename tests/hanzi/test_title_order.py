"""Short keys order titles as the long ones do, as far as they reach."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_app.hanzi.collation import LISTED, short_stroke_key, short_title_key, stroke_key, title_key
from archive_app.hanzi.pinyin.reading import Kind

TITLES = (
    "重庆来的信", "长征路上", "曾经的粮站", "乐家湾机场", "一九五八年", "1958年的春天", "9号楼", "10号楼", "T恤厂",
    "绿水",
    "路口", "乱石滩", "王家庄", "王家", "汪家", "𠮷甫的账", "䶮先生", "〇三号", "单家渡口", "秘密", "了不起",
    "我的老师",
)  # fmt: skip


def test_the_order_of_titles_is_that_of_the_long_keys() -> None:
    assert sorted(TITLES, key=lambda one: (short_title_key(one), one)) == sorted(TITLES, key=title_key)
    by_strokes = sorted(TITLES, key=lambda one: (short_stroke_key(one), one))
    assert by_strokes == sorted(TITLES, key=lambda one: (stroke_key(one, Kind.PLACE), one))


def test_figures_come_first_by_value_then_letters_then_characters() -> None:
    assert sorted(TITLES, key=short_title_key)[:4] == ["9号楼", "10号楼", "1958年的春天", "T恤厂"]


def test_a_title_is_ordered_as_it_is_read() -> None:
    names = ("乱石滩", "绿水", "路口", "单家渡口", "秘密", "重庆来的信", "长征路上", "一座桥")
    order = sorted(names, key=short_title_key)
    assert order == ["长征路上", "重庆来的信", "路口", "绿水", "乱石滩", "秘密", "单家渡口", "一座桥"]


@given(st.text(max_size=40))
def test_every_text_has_a_short_key(title: str) -> None:
    for key in (short_title_key(title), short_stroke_key(title)):
        assert len(key) <= 26 * LISTED


_PLAIN = st.text(alphabet="的了着一二王水火木土人口山石田禾米竹糸", max_size=LISTED)


@given(_PLAIN, _PLAIN)
def test_short_titles_are_ordered_like_by_their_long_keys(one: str, other: str) -> None:
    short = (short_title_key(one), one) < (short_title_key(other), other)
    assert short == (title_key(one) < title_key(other)) or one == other
