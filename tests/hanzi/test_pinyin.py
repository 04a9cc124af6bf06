"""Readings of names: surnames as they are read, names without one, rare characters, an editor's reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.hanzi.pinyin import Kind, positions, readings
from archive_app.hanzi.pinyin.characters import character_readings
from archive_app.hanzi.pinyin.surnames import has_surname, surname_length
from archive_app.hanzi.pinyin.syllables import cut, split_tone, with_mark

PERSONS = {
    "单德胜": "shàn dé shèng", "仇英": "qiú yīng", "曾巧云": "zēng qiǎo yún", "区慕云": "ōu mù yún",
    "朴成浩": "piáo chéng hào",
    "解文博": "xiè wén bó", "查良镛": "zhā liáng yōng", "冼星海": "xiǎn xīng hǎi", "员半千": "yùn bàn qiān",
    "折可求": "shé kě qiú", "种师道": "chóng shī dào", "盖叫天": "gě jiào tiān", "华佗": "huà tuó",
    "任弼时": "rén bì shí",
    "燕青": "yān qīng", "纪昀": "jǐ yún", "尉迟恭": "yù chí gōng", "万俟卨": "mò qí xiè",
    "长孙无忌": "zhǎng sūn wú jì",
    "令狐楚": "líng hú chǔ", "澹台明": "tán tái míng", "单于明": "chán yú míng", "乐正子": "yuè zhèng zǐ",
    "鲜于枢": "xiān yú shū",
    "宁静": "níng jìng", "乐毅": "yuè yì", "秘建国": "bì jiàn guó", "翟志刚": "zhái zhì gāng", "繁钦": "pó qīn",
    "缪荃孙": "miào quán sūn", "覃文": "qín wén", "召文": "shào wén", "洗文": "xiǎn wén", "隗文": "wěi wén",
    "郇文": "xún wén",
    "葛云": "gě yún", "那英": "nā yīng", "哈文": "hǎ wén", "撒贝宁": "sǎ bèi níng", "能文": "nài wén",
    "乜文": "niè wén",
    "马䶮": "mǎ yǎn", "吴𬱟": "wú wěi", "趙𠮷甫": "zhào jí fǔ", "單德勝": "shàn dé shèng", "冶秀英": "yě xiù yīng",
    "喇文": "lǎ wén", "者文": "zhě wén", "妥文": "tuǒ wén", "祁长河": "qí cháng hé", "张少华": "zhāng shào huá",
    "於梨华": "yū lí huá", "肖文": "xiāo wén", "牟其中": "móu qí zhōng", "尉遲恭": "yù chí gōng",
    "欧阳修": "ōu yáng xiū", "曾长都": "zēng cháng dū",
    "观文": "guàn wén", "铫期": "yáo qī", "勒文": "lè wén", "兒寬": "ní kuān", "揣文": "chuǎi wén",
    "叔孙通": "shū sūn tōng", "斛律光": "hú lǜ guāng", "尔朱荣": "ěr zhū róng",
    "郭著": "guō zhù", "李佛生": "lǐ fó shēng", "王还珠": "wáng huán zhū", "王珩": "wáng héng", "李峤": "lǐ qiáo",
    "王奎斗": "wáng kuí dǒu", "王奋斗": "wáng fèn dòu", "李什": "lǐ shí", "王朝曦": "wáng zhāo xī", "王隽": "wáng jùn",
    "刘校长": "liú xiào zhǎng", "区行长": "ōu háng zhǎng", "单会计": "shàn kuài jì", "解大夫": "xiè dài fū",
    "王成长": "wáng chéng cháng", "李长校": "lǐ cháng xiào",
}  # fmt: skip

WITHOUT_SURNAME = {
    "扎西才让": "zhā xī cái ràng",
    "才旦卓玛": "cái dàn zhuó mǎ",
    "卓玛措": "zhuó mǎ cuò",
    "单增": "dān zēng",
    "华旦才让": "huá dàn cái ràng",
    "尕藏加": "gǎ zàng jiā",
    "穆罕默德·伊斯玛仪": "mù hǎn mò dé yī sī mǎ yí",
    "阿卜杜拉": "ā bǔ dù lā",
    "哈三": "hā sān",
    "单知加": "dān zhī jiā",
    "区培才让": "qū péi cái ràng",
    "乐合卓玛": "lè hé zhuó mǎ",
    "查措": "chá cuò",
    "切羊措": "qiè yáng cuò",
    "那么吉": "nà mǎ jí",
    "解放加": "jiě fàng jiā",
    "哈麦德": "hā mài dé",
    "那日松": "nà rì sōng",
}

PLACES = {
    "韵家口": "yùn jiā kǒu", "湟中": "huáng zhōng", "乐都": "lè dū", "大通": "dà tōng", "互助": "hù zhù",
    "乐家湾": "lè jiā wān", "单家庄": "shàn jiā zhuāng", "解家沟": "xiè jiā gōu",
    "西宁站（老站）": "xī níng zhàn lǎo zhàn",
    "藏族乡": "zàng zú xiāng", "海南藏族自治州": "hǎi nán zàng zú zì zhì zhōu", "却藏寺": "què zàng sì",
    "省藏医院": "shěng zàng yī yuàn", "撒拉族乡": "sā lā zú xiāng", "斗行街": "dǒu háng jiē", "太行山": "tài háng shān",
    "喀什": "kā shí", "张掖": "zhāng yè", "乐器厂": "yuè qì chǎng", "调解委员会": "tiáo jiě wěi yuán huì",
    "给水站": "jǐ shuǐ zhàn", "种子站": "zhǒng zǐ zhàn", "东莞": "dōng guǎn", "莘庄": "xīn zhuāng", "莘县": "shēn xiàn",
    "水磨村": "shuǐ mò cūn", "人民银行": "rén mín yín háng", "朝阳": "cháo yáng",
}  # fmt: skip


@pytest.mark.parametrize(("name", "reading"), (PERSONS | WITHOUT_SURNAME).items())
def test_a_persons_name_is_read_as_the_bearer_reads_it(name: str, reading: str) -> None:
    assert readings(name)[0].text == reading
    assert readings(name, Kind.PERSON)[0].text == reading


@pytest.mark.parametrize(("name", "reading"), PLACES.items())
def test_a_place_is_read_as_it_is_called(name: str, reading: str) -> None:
    assert readings(name, Kind.PLACE)[0].text == reading


def test_a_long_name_that_ends_as_a_place_does_is_one() -> None:
    assert readings("海南藏族自治州")[0].text == "hǎi nán zàng zú zì zhì zhōu"
    assert readings("藏青山")[0].text == "cáng qīng shān"


def test_known_places_need_no_word_that_they_are_places() -> None:
    assert readings("乐都")[0].text == "lè dū"
    assert readings("乐都", Kind.PERSON)[0].text == "yuè dū"


@pytest.mark.parametrize("name", WITHOUT_SURNAME)
def test_names_without_surname_are_known(name: str) -> None:
    assert not has_surname(name) and surname_length(name) == 0


@pytest.mark.parametrize(
    ("name", "length"), [("尉迟恭", 2), ("欧阳", 1), ("王家庄", 1), ("爱新觉罗溥仪", 4), ("司馬遷", 2)]
)
def test_where_a_surname_ends(name: str, length: int) -> None:
    assert surname_length(name) == (2 if name == "欧阳" else length)


def test_every_reading_comes_once_and_the_other_readings_follow() -> None:
    found = [reading.text for reading in readings("单")]
    assert found[:2] == ["shàn", "dān"] and len(set(found)) == len(found)
    assert {"qiú", "chóu"} == {reading.text for reading in readings("仇")}
    assert readings("仇英")[0].initials == "qy"
    assert len(readings("行长乐为好行长乐为好")) == 24


def test_what_has_no_reading_is_said_and_kept() -> None:
    unknown = next(chr(code) for code in range(0x2B000, 0x2B700) if not character_readings(chr(code)))
    (reading, *_rest) = readings(f"马{unknown}")
    assert reading.syllables == ("mǎ", unknown) and reading.unread == (unknown,)


def test_full_width_letters_are_letters() -> None:
    (first, *_) = readings("ＡＢ王３")
    assert first.text == "ab wáng 3" and first.initials == "aw3"


def test_a_variant_is_read_as_its_usual_form() -> None:
    assert character_readings("𠮷")[0] == "jí" == character_readings("吉")[0]
    assert character_readings("㐂")[0] == "xǐ"


@pytest.mark.parametrize(
    ("name", "written", "first"),
    [
        ("曾长", "Céng Zhǎng", "céng zhǎng"),
        ("卓玛措", "Zhuómǎcuò", "zhuó mǎ cuò"),
        ("阿吉寿", "Ā Jíshòu", "ā jí shòu"),
        ("韩主任", "Hán", "hán zhǔ rèn"),
        ("西安", "Xī'ān", "xī ān"),
        ("西安", "Xian", "xī ān"),
        ("单增", "shan4 zeng1", "shàn zēng"),
        ("吕绿", "lv3 lü4", "lǚ lǜ"),
        ("马文", "not pinyin at all", "mǎ wén"),
    ],
)
def test_an_editors_reading_stands_first(name: str, written: str, first: str) -> None:
    assert readings(name, editors=written)[0].text == first


def test_a_reading_is_cut_by_what_the_characters_allow() -> None:
    assert cut("xian", [{"xi"}, {"an"}]) == ["xi", "an"]
    assert cut("xian", [{"xian"}, {"an"}]) == ["xian"]
    assert cut("fangan", [{"fan"}, {"gan"}]) == ["fan", "gan"]
    assert cut("qíúng", [{"qi"}]) is None


@given(
    st.sampled_from(["zhang", "lv", "lve", "jiu", "gui", "a", "er", "qiong", "xue", "o", "yuan", "nv", "guo"]),
    st.integers(1, 5),
)
def test_marks_go_on_and_come_off(letters: str, tone: int) -> None:
    assert split_tone(with_mark(letters, tone)) == (letters, tone)
    assert split_tone(f"{letters}{tone}") == (letters, tone)


def test_long_names_and_long_readings_are_answered() -> None:
    assert len(readings("长" * 5000)) == 24
    assert cut("an" * 400, [{"an"}] * 500) is None
    assert cut(" ".join(["xian"] * 40), [{"xi"}, {"an"}] * 40) == ["xi", "an"] * 40
    assert cut("an" * 25 + "q", [{"an"}] * 30) is None


def test_marks_stand_where_the_rule_puts_them() -> None:
    pairs = [("liu", 2), ("gui", 4), ("xue", 2), ("lve", 4), ("hao", 3), ("qiong", 2)]
    assert [with_mark(*pair) for pair in pairs] == ["liú", "guì", "xué", "lüè", "hǎo", "qióng"]


@given(st.text(max_size=12))
def test_any_text_gets_readings_that_fit_its_parts(text: str) -> None:
    parts = positions(text)
    for reading in readings(text):
        assert len(reading.syllables) == len(parts)
        assert len(reading.initials) >= 0
