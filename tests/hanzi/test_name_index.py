"""Names found by initials, pinyin, characters and mixtures."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.hanzi.names import Name, NameIndex, name_fold, stretch
from archive_app.hanzi.pinyin import Kind, readings
from archive_app.hanzi.pinyin.syllables import split_tone

NAMES = (
    Name("wjz", "王家庄", (), Kind.PLACE),
    Name("wjzh", "王建中", (), Kind.PERSON),
    Name("sds", "单德胜", (), Kind.PERSON),
    Name("zjf", "赵𠮷甫", ("吉甫先生",), Kind.PERSON),
    Name("ll", "吕绿", (), Kind.PERSON),
    Name("zmc", "卓玛措", ("སྒྲོལ་མ་མཚོ", "Dolma Tso"), Kind.PERSON),
    Name("5hy", "5号院", (), Kind.PLACE),
    Name("xa", "西安", (), Kind.PLACE),
    Name("ceng", "曾明", (), Kind.PERSON, "Céng Míng"),
    Name("long", "王家庄小学旧址", (), Kind.ORGANISATION),
)


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(NAMES)


def keys(index: NameIndex, query: str) -> list[str]:
    return [found.key for found in index.find(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("wjz", "wjz"), ("WJZ", "wjz"), ("ｗｊｚ", "wjz"), ("wangjiazhuang", "wjz"), ("wang jia zhuang", "wjz"),
        ("wjzhong", "wjzh"),
        ("wáng jiā zhuāng", "wjz"), ("wángjiāzhuāng", "wjz"), ("wang2jia1", "wjz"), ("王jz", "wjz"),
        ("王家", "wjz"), ("家庄", "wjz"),
        ("jiazhuang", "wjz"), ("jzh", "wjz"), ("w家庄", "wjz"), ("xxjz", "long"), ("sds", "sds"),
        ("dds", "sds"), ("shan", "sds"),
        ("dan", "sds"), ("單德勝", "sds"), ("zhaojifu", "zjf"), ("趙吉甫", "zjf"), ("赵𠮷甫", "zjf"),
        ("吉甫", "zjf"), ("lvlv", "ll"),
        ("lülǜ", "ll"), ("lulu", "ll"), ("dolma", "zmc"), ("dt", "zmc"), ("མཚོ", "zmc"), ("5hy", "5hy"),
        ("5号", "5hy"), ("xian", "xa"),
        ("xi'an", "xa"), ("xa", "xa"), ("cengming", "ceng"), ("zengming", "ceng"),
        ("lyulyu", "ll"), ("LYU LYU", "ll"),
    ],
)  # fmt: skip
def test_what_a_person_types_finds_the_name(index: NameIndex, query: str, first: str) -> None:
    if query == "xxjz":
        assert keys(index, "xxjz") == ["long"]
    else:
        assert keys(index, query)[0] == first


@pytest.mark.parametrize("query", ["", " ", "()", "*", "[", "wang3jia", "zzzz", "王庄", "wang an", "\\"])
def test_what_fits_nothing_finds_nothing(index: NameIndex, query: str) -> None:
    assert index.find(query) == []


def test_full_width_letters_are_found_as_letters() -> None:
    assert keys(NameIndex([Name("a", "Ａｂｃ楼")]), "abcl") == ["a"]


def test_the_letters_of_passports_come_behind_initials() -> None:
    index = NameIndex([Name("lü", "吕布"), Name("li yu", "李玉"), Name("nü", "女娲")])
    assert keys(index, "lyu") == ["li yu", "lü"] and keys(index, "nyuwa") == ["nü"]
    assert [found.key for found in index.find("lyu", limit=1)] == ["li yu"]


def test_a_syllable_said_to_its_end_comes_before_the_beginning_of_another() -> None:
    index = NameIndex([Name("yang", "杨林"), Name("yan", "严家庄人"), Name("lin", "林玉")])
    assert keys(index, "yan") == ["yan", "yang"] and keys(index, "y") == ["yang", "yan", "lin"]


def test_a_name_of_one_sound_over_and_over_is_answered() -> None:
    index = NameIndex([Name("long", "哈" * 300), Name("short", "和和和和和和")])
    assert keys(index, "h" * 40) == ["long"] and keys(index, "ha" * 40) == ["long"]
    assert index.find("h" * 80) == [] and index.find("hu" * 6 + "ha") == []
    assert keys(index, "hé" * 3) == ["short"]


def test_whole_names_before_longer_ones_and_beginnings_before_middles(index: NameIndex) -> None:
    assert keys(index, "wjz") == ["wjz", "wjzh", "long"]
    assert keys(index, "家庄")[0] == "wjz"
    assert keys(index, "王jz")[:2] == ["wjz", "wjzh"]


def test_names_of_one_length_come_by_pinyin() -> None:
    index = NameIndex([Name(name, name) for name in ("吴军志", "王建中", "魏吉珍", "王家庄")])
    assert keys(index, "wjz") == ["王家庄", "王建中", "魏吉珍", "吴军志"]


def test_the_likely_reading_comes_before_the_other() -> None:
    index = NameIndex([Name("dan", "丹明", (), Kind.PERSON), Name("shan", "单明", (), Kind.PERSON)])
    assert keys(index, "dan") == ["dan", "shan"]
    assert keys(index, "shan") == ["shan"]


def test_an_alias_says_which_name_fitted(index: NameIndex) -> None:
    (found,) = index.find("jfxs")
    assert (found.key, found.text, found.alias) == ("zjf", "吉甫先生", True)


def test_changes_are_taken_up() -> None:
    index = NameIndex(NAMES)
    index.update([Name("wjz", "李家庄", (), Kind.PLACE), Name("new", "王建章", (), Kind.PERSON)], gone=["wjzh"])
    assert keys(index, "wjz") == ["new", "long"]
    assert keys(index, "ljz") == ["wjz"]
    index.update([], gone=["new"])
    assert keys(index, "wangjianzhang") == []
    index.update([Name(str(n), f"祁{chr(0x4E00 + n)}", (), Kind.PERSON) for n in range(600)])
    assert len(index.find("祁", 1000)) == 600 and keys(index, "ljz") == ["wjz"]


def test_forms_of_one_word_are_one() -> None:
    assert name_fold("趙𠮷甫") == name_fold("赵吉甫")
    assert name_fold("李喆") == name_fold("李哲") and name_fold("㐂") == name_fold("喜")


SYLLABLES = "王家庄单德胜赵吕绿卓玛西安曾解仇乐"


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first name opens the tables, on a busy machine for long
@given(st.lists(st.text(alphabet=SYLLABLES, min_size=1, max_size=4), min_size=1, max_size=12, unique=True), st.data())
def test_any_reading_finds_its_name_in_full_by_initials_and_cut_short(names: list[str], data: st.DataObject) -> None:
    index = NameIndex([Name(name, name) for name in names])
    name = data.draw(st.sampled_from(names))
    reading = data.draw(st.sampled_from(readings(name)))
    letters = [split_tone(syllable).letters for syllable in reading.syllables]
    short = [part[: data.draw(st.integers(1, len(part)))] for part in letters]
    mixed = [data.draw(st.sampled_from(pair)) for pair in zip(name, short, strict=True)]
    for query in (
        reading.text,
        "".join(letters),
        " ".join(letters),
        reading.initials,
        "".join(short),
        "".join(mixed),
        name,
    ):
        assert name in [found.key for found in index.find(query, 100)]


def test_names_may_change_while_others_are_looked_up() -> None:
    index = NameIndex(NAMES)
    index.update([Name("new", "王加增", (), Kind.PERSON)])
    writers: list[threading.Thread] = []

    def accept(key: str) -> bool:
        """Somebody writes in the middle of a look-up."""
        if not writers:
            names = [Name(f"n{number}", "王加增", (), Kind.PERSON) for number in range(3)]
            writers.append(threading.Thread(target=index.update, args=(names,)))
            writers[0].start()
            writers[0].join(0.2)
        return True

    assert {one.key for one in index.find("wjz", accept=accept)} >= {"new", "wjz"}
    writers[0].join()
    assert {one.key for one in index.find("wangjiazeng")} == {"new", "n0", "n1", "n2"}


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("王家庄", "wjz", "王家庄"),
        ("王家庄", "jiazh", "家庄"),
        ("王家庄", "王jz", "王家庄"),
        ("三盘水磨", "shuim", "水磨"),
        ("𠮷家的三盘水磨", "spsm", "三盘水磨"),
        ("裏外", "里", "裏"),
        ("1号楼T恤 旧事", "t恤 旧", "T恤 旧"),
        ("1号楼T恤 旧事", "jiushi", "旧事"),
        ("张三（旧）丰", "sanjf", "三（旧）丰"),
        ("吕绿", "lyu", "吕"),
        ("单九儿", "shan", "单"),
        ("没有", "wjz", ""),
        ("没有", "  ", ""),
    ],
)
def test_where_in_a_name_the_typed_stands_or_is_said(text: str, typed: str, marked: str) -> None:
    place = stretch(text, typed)
    assert (text[slice(*place)] if place else "") == marked
