"""What is printed reads back to the same; bounds enclose; nothing that is typed breaks the reader."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive_app.hanzi.dating import Context, Dated, find_dates, read, words
from archive_app.hanzi.dating.calendar import MONTHS, TERMS, cycle_name, lunar_of, lunar_year
from archive_app.hanzi.dating.edtf import bounds
from archive_app.hanzi.dating.festivals import festivals
from archive_app.hanzi.dating.numerals import in_words, number
from archive_app.hanzi.dating.reigns import reigns

FULL = settings(max_examples=120, deadline=None)

# — values —

YEARS = st.integers(1000, 2150)
DAYS = st.dates(date(1000, 1, 1), date(2150, 12, 31))


def _plain(qualified: bool) -> st.SearchStrategy[str]:
    """Years, months and days, with a qualifier where wanted."""
    dates = st.one_of(
        YEARS.map(lambda year: f"{year:04d}"),
        DAYS.map(lambda day: f"{day:%Y-%m}"),
        DAYS.map(lambda day: day.isoformat()),
    )
    marks = st.sampled_from(["", "", "~", "?", "%"] if qualified else [""])
    return st.builds(lambda one, mark: one + mark, dates, marks)


SINGLE = st.one_of(
    _plain(True),
    st.builds(lambda year, code: f"{year}-{code}", YEARS, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41])),
    st.integers(100, 214).map(lambda ten: f"{ten}X"),
    st.integers(10, 20).map(lambda century: f"{century}XX"),
    DAYS.map(lambda day: f"{day:%Y-%m}-XX"),
    YEARS.map(lambda year: f"{year}-XX"),
    st.integers(2, 2000).map(lambda year: f"-{year:04d}"),
)


def _pair(one: str, two: str) -> tuple[str, str]:
    """In order of their first days."""
    first, second = sorted((one, two), key=lambda edtf: str((bounds(edtf.rstrip("?~%")) or (None, None))[0]))
    return first, second


INTERVAL = st.one_of(
    st.builds(lambda one, two: "/".join(_pair(one, two)), _plain(True), _plain(True)),
    _plain(False).map(lambda one: f"{one}/.."),
    _plain(False).map(lambda one: f"../{one}"),
    _plain(False).map(lambda one: f"{one}/"),
    _plain(False).map(lambda one: f"/{one}"),
)
SETS = st.one_of(
    st.lists(_plain(False), min_size=2, max_size=4, unique=True).map(lambda parts: f"[{','.join(parts)}]"),
    st.lists(YEARS.map(str), min_size=2, max_size=4, unique=True).map(lambda parts: f"{{{','.join(parts)}}}"),
    st.builds(lambda one, two: "[{}..{}]".format(*_pair(one, two)), _plain(False), _plain(False)),
    _plain(False).map(lambda one: f"[{one}..]"),
    _plain(False).map(lambda one: f"[..{one}]"),
)
VALUES = st.one_of(SINGLE, INTERVAL, SETS)


def dated(edtf: str) -> Dated | None:
    """A value with its days, as it would be stored without any words."""
    found = bounds(edtf)
    if found is None:
        return None
    return Dated("", edtf, *(day.isoformat() if day else "" for day in found))


@FULL
@given(VALUES)
@example("1958-03-21/1958-03-31")
@example("195X")
@example("1958-24")
@example("{1956,1958}")
@example("1950~/1953~")
def test_what_is_printed_reads_back_to_the_same(edtf: str) -> None:
    value = dated(edtf)
    if value is None:  # an interval whose ends meet the wrong way round, a date twice
        return
    said = words(value)
    again = read(said).date
    assert (again.edtf, again.earliest, again.latest) == (edtf, value.earliest, value.latest), said


# — values that others have written —

_MARK = st.sampled_from(["", "", "", "?", "~", "%"])


def _component(low: int, high: int, width: int) -> st.SearchStrategy[str]:
    """Digits of which some are not known."""
    return st.builds(
        lambda value, known: "".join(
            digit if one else "X" for digit, one in zip(f"{value:0{width}d}", known, strict=True)
        ),
        st.integers(low, high),
        st.lists(st.sampled_from([True, True, True, False]), min_size=width, max_size=width),
    )


_OTHERS = st.one_of(
    st.builds(
        lambda y0, y, y1, m0, m, m1, d0, d, d1: f"{y0}{y}{y1}-{m0}{m}{m1}-{d0}{d}{d1}",
        _MARK, _component(1000, 2150, 4), _MARK, _MARK, _component(1, 12, 2), _MARK, _MARK, _component(1, 31, 2), _MARK,
    ),
    st.builds(lambda y, m: f"{y}-{m}", _component(1000, 2150, 4), _component(1, 12, 2)),
    st.builds(lambda y, code: f"{y}-{code}", st.integers(2042, 2150), st.integers(21, 41)),
    st.builds(lambda y, s: f"{y}S{s}", YEARS, st.integers(1, 4)),
    st.builds(lambda y: f"Y{y}", st.one_of(st.integers(10_000, 10**9), st.integers(-(10**9), -10_000))),
)  # fmt: skip


@FULL
@given(_OTHERS)
@example("2004-06~-11")
@example("15XX-02-29")
@example("1984-1X")
def test_a_value_others_have_written_is_kept_and_enclosed(edtf: str) -> None:
    """It is printed as it is and reads back to the same; its days enclose every day its known digits leave."""
    found = bounds(edtf)
    if found is None:  # no month or day has such digits
        return
    first, last = (day.isoformat() if day else "" for day in found)
    value = read(edtf).date
    assert (value.edtf, value.earliest, value.latest) == (edtf, first, last)
    again = read(words(value)).date
    assert (again.edtf, again.earliest, again.latest) == (edtf, first, last)
    assert bool(first) == bool(last)
    assert first <= last
    plain = edtf.translate(str.maketrans("", "", "?~%"))
    inside = bounds(plain)
    assert inside is not None
    if inside[0] is not None and inside[1] is not None and found[0] is not None and found[1] is not None:
        assert found[0] <= inside[0] <= inside[1] <= found[1]
        digits = re.compile(plain.replace("X", r"\d"))
        assert len(plain) != 10 or all(digits.match(day.isoformat()) for day in inside)


# — expressions —

_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
_REIGN_YEARS = st.sampled_from(sorted({one.name for one in reigns().values()})).flatmap(
    lambda name: st.integers(1, next(one.years for one in reigns().values() if one.name == name)).map(
        lambda year: f"{name}{'元' if year == 1 else in_words(year)}年"
    )
)
_YEAR_WORDS = st.one_of(
    YEARS.map(lambda year: f"{year}年"),
    YEARS.map(lambda year: f"{str(year).translate(_CHINESE)}年"),
    st.integers(30, 99).map(lambda year: f"{str(year).translate(_CHINESE)}年"),
    st.integers(1, 38).map(lambda year: f"民国{'元' if year == 1 else in_words(year)}年"),
    _REIGN_YEARS,
    YEARS.map(lambda year: f"{cycle_name(year)}年"),
    st.sampled_from(["龙年", "次年", "去年", "解放那年", "", "某年"]),
)
_MONTH_WORDS = st.one_of(
    st.integers(1, 13).map(lambda month: f"{month}月"),
    st.sampled_from([f"{name}月" for name in MONTHS]),
    st.sampled_from([f"闰{name}月" for name in MONTHS]),
    st.just(""),
)
_DAY_WORDS = st.one_of(
    st.integers(1, 31).map(lambda day: f"{day}日"),
    st.integers(1, 30).map(lambda day: ("初" if day <= 10 else "") + in_words(day)),
    st.sampled_from(["", "上旬", "初", "底", "某日", "朔", "望", "晦"]),
)
_PART_WORDS = st.sampled_from(["", "春", "冬天", "上半年", "第三季度", "初", "年底", *TERMS, *sorted(festivals())])
_ONE = st.one_of(
    st.builds(lambda year, month, day: year + month + day, _YEAR_WORDS, _MONTH_WORDS, _DAY_WORDS),
    st.builds(lambda year, part: year + part, _YEAR_WORDS, _PART_WORDS),
    st.sampled_from(["五十年代", "上世纪末", "清末", "民国年间", "光绪末年", "虚岁十八", "十六七岁上", "通车时"]),
    st.sampled_from(
        ["次日", "三天后", "半年后", "下月", "前一天", "第五年", "十年后的春天", "15日", "本命年", "属马那年"]
    ),
    st.sampled_from(
        ["同光年间", "光绪二十几年", "民国三十年代", "抗战胜利那年", "三九", "入伏", "暑假", "桂月", "2001-21"]
    ),
)
_BEFORE = st.sampled_from(["", "约", "可能是", "大概在", "自", "不晚于"])
_BEHIND = st.sampled_from(
    ["", "前后", "左右", "以后", "以前", "起", "？", "（存疑）", "（农历）", "那天", "至今", "（戊戌年）"]
)
_JOINTS = st.sampled_from(["至", "到", "—", "或", "、", "还是", "以后、"])
EXPRESSIONS = st.one_of(
    _ONE,
    st.builds(lambda before, one, behind: before + one + behind, _BEFORE, _ONE, _BEHIND),
    st.builds(lambda one, joint, two: one + joint + two, _ONE, _JOINTS, _ONE),
)
CONTEXTS = st.builds(
    Context,
    as_of=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2030, 1, 1))),
    born=st.sampled_from(["", "1947年", "民国二十七年", "属猪", "不详"]),
    anchor=st.sampled_from(
        [
            "",
            "1958年",
            "五十年代",
            "1958年冬，修了水库",
            "9999-12-31",
            "0001-01-01",
            "1958/..",
            "公元前121年",
            "光绪二十三年",
        ]
    ),
)

_DATE = r"(?:-?\d{4}|\d{3}X|\d{2}XX|\dXXX|XXXX)(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?)?[?~%]?"
_GRAMMAR = re.compile(
    rf"(?:{_DATE}|(?:{_DATE}|\.\.|)/(?:{_DATE}|\.\.|)"
    rf"|[\[{{](?:\.\.)?{_DATE}(?:\.\.)?(?:(?:,|\.\.){_DATE}(?:\.\.)?)*[\]}}])\Z"
)


@FULL
@given(EXPRESSIONS, CONTEXTS)
@example("1958年三四月间", Context())
@example("元狩二年（公元前121年）", Context())
def test_a_reading_is_whole(text: str, context: Context) -> None:
    """The words are kept, the value is EDTF, the days stand in order and enclose every candidate."""
    reading = read(text, context)
    assert reading.date.display == text
    if not reading.read:
        assert reading.date.earliest == reading.date.latest == ""
        assert reading.confirm
        return
    assert _GRAMMAR.match(reading.date.edtf), reading.date.edtf
    assert bounds(reading.date.edtf) is not None, reading.date.edtf
    first, last = reading.date.earliest, reading.date.latest
    assert bool(first) == bool(last)
    assert first <= last
    if reading.date.edtf[0] == "[" and first:
        for one in reading.candidates:
            assert not one.earliest or (first <= one.earliest and one.latest <= last)


@FULL
@given(EXPRESSIONS)
def test_a_reading_said_in_words_reads_the_same(text: str) -> None:
    value = read(text).date
    if value.edtf:
        again = read(words(value)).date
        assert (again.edtf, again.earliest, again.latest) == (value.edtf, value.earliest, value.latest)


SOUNDS = "年月日一二三四五六七八九十〇0123456789初闰正腊春至到或、，约前后以起止民国光绪甲子岁（）[]/-.~?×几"


@settings(max_examples=200, deadline=None)
@given(st.one_of(
    st.text(max_size=60),
    st.text(alphabet=SOUNDS, max_size=60),
    st.lists(EXPRESSIONS, max_size=6).map("，".join),
))  # fmt: skip
@example("至" * 60)
@example("五七、" * 20)
@example("1958年" * 12)
@example("（" * 40)
@example("\ud800")
@example("1月100")
def test_nothing_that_is_typed_breaks_the_reader(text: str) -> None:
    assert read(text).date.display == text
    for start, end, reading in find_dates(text):
        assert text[start:end] == reading.date.display
        assert reading.read or reading.problem


@FULL
@given(st.dates(date(1400, 1, 1), date(2099, 12, 31)))
def test_a_lunar_day_said_in_words_is_that_day(day: date) -> None:
    found = lunar_of(day)
    assert found is not None
    year, month, at = found
    name = ("初" if at <= 10 else "") + in_words(at)
    said = read(f"{str(year.year).translate(_CHINESE)}年农历{month.name}{name}")
    assert said.date.edtf == day.isoformat()
    assert said.date.calendar == "农历"


@FULL
@given(st.integers(1368, 2099))
def test_lunar_years_follow_each_other_without_a_gap(year: int) -> None:
    one, following = lunar_year(year), lunar_year(year + 1)
    assert one is not None
    assert following is not None
    assert (following.first - one.last).days == 1
    assert len(one.months) == (13 if one.leap else 12)
    assert [month.number for month in one.months if not month.leap] == list(range(1, 13))


@FULL
@given(st.integers(1, 9999))
def test_numerals_are_read_as_they_are_said(value: int) -> None:
    if value < 100:
        assert number(in_words(value)) == value
    assert number(str(value)) == value
