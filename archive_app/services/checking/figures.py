"""Numbers after GB/T 15835—2011: figures and 汉字 mixed in one number, an about said twice, years cut short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive_app.domain.manuscript import BlockKind
from archive_app.domain.remarks import Remark
from archive_app.services.checking.stretch import Stretch, Voice

if TYPE_CHECKING:
    from archive_app.services.checking.rule import Known

NAME = "figures"
_GROUND = "GB/T 15835—2011"
_HAN = "一二三四五六七八九十"
_DIGITS = "〇零○Ｏ一二三四五六七八九"
_LUNAR = re.compile(r"(?:农历|阴历|旧历|夏历|古历)(?:的|是|为|[^，。；]{0,4})$")

_MIXED_DATE = re.compile(
    rf"(?:\d{{4}}年|[{_DIGITS}]{{4}}年)?(?:\d{{1,2}}月(?:份)?[{_HAN}廿]{{1,3}}[日号]|[{_HAN}]{{1,2}}月\d{{1,2}}[日号])"
    rf"|\d{{4}}年[{_HAN}]{{1,2}}月(?:份|[{_HAN}廿]{{1,3}}[日号])?(?![{_HAN}初廿冬腊闰间])|[{_DIGITS}]{{4}}年\d{{1,2}}月(?:\d{{1,2}}[日号])?"
)
_WHOLE = {
    "han": re.compile(rf"(?<![{_DIGITS}])[一二][{_DIGITS}]{{3}}年(?!代)"),
    "figures": re.compile(r"(?<!\d)[12]\d{3}年(?!代)"),
}
_WIDE = re.compile(r"[０-９](?:[０-９．，]*[０-９])?％?(?![．、）])")
"""Full-width figures; before ．、） they number an item."""
_WEEKDAY = re.compile(r"(?:星期|礼拜)([1-7])(?!\d)")
_CENTURY = re.compile(rf"[{_HAN}]{{1,3}}世纪\d0年代|\d{{1,2}}世纪[{_HAN}]{{2}}年代")
_SHORT_YEAR = re.compile(
    r"(?<![\d第近约达共长前后每过了满整～~—\-至到])[2-9]\d年"
    r"(?=[春夏秋冬初末底]|\d{1,2}月|[一二三四五六七八九十]{1,2}月|[上下]半年)"
)
_TWICE = re.compile(
    rf"(?:大约|大概|约莫|约|将近|近)(?:[0-9０-９.,，]+|[{_HAN}百千万亿两零几]+)(?:[百千万亿]*)[^，。；、！？\s\d]{{0,3}}?"
    r"(?:左右|上下|来往)"
    rf"|(?:将近|近|不足|不到)(?:\d+|[{_HAN}百千万亿两零]+)(?:余|多)(?=[^，。；、！？\s])"
    rf"|(?:超过|至少|最少|不少于)(?:\d+|[{_HAN}百千万亿两零]+)[^，。；、！？\s\d]{{0,3}}?(?:左右|上下)"
)
_SOME = re.compile(r"(?<![\d.])([1-9])0几(?=多?[年个人岁天里户亩斤次名家])")
_MIXED_NUMBER = re.compile(
    r"(?<![\d.])\d+千(?:零)?\d+百?(?!\d*[．.])|(?<![\d.])\d+百\d+(?:十)?(?![\d%])|(?<!\d)\d+万\d+千"
)
_MIXED_COUNT = re.compile(
    rf"\d+[{_HAN}](?=[个人岁户斤亩里天])|(?<![第{_HAN}])[二三四五六七八九]\d+(?=[个人岁户斤亩里天])"
)


def find(texts: Sequence[Stretch], _known: Known) -> Iterator[Remark]:
    """Everything of the kind, in what editors write and what they took down."""
    own = [stretch for stretch in texts if stretch.voice is not Voice.SOURCE]
    for stretch in own:
        yield from _in(stretch)
        for match in _WIDE.finditer(stretch.text):
            plain = unicodedata.normalize("NFKC", match.group())
            yield stretch.remark(NAME, *match.span(), f"数字“{match.group()}”是全角的，印出来松散", plain)
    # What is told in 汉字 has notes and captions in figures: each of the two is one way within itself.
    yield from _years_both_ways([stretch for stretch in own if _running(stretch)])
    yield from _years_both_ways([stretch for stretch in own if not _running(stretch)])


def _in(stretch: Stretch) -> Iterator[Remark]:
    text = stretch.text
    for match in _MIXED_DATE.finditer(text):
        if not _LUNAR.search(text[: match.start()]):
            said = f"一个日期里汉字数字和阿拉伯数字混用：“{match.group()}”"
            yield stretch.remark(NAME, *match.span(), said, _arabic(match.group()), _GROUND)
    for match in _CENTURY.finditer(text):
        yield stretch.remark(NAME, *match.span(), "世纪和年代的数字写法不一致", _arabic(match.group()), _GROUND)
    for match in _WEEKDAY.finditer(text):
        said = "星期几用汉字数字"
        day = "一二三四五六日"[int(match[1]) - 1]
        yield stretch.remark(NAME, *match.span(), said, match.group()[:-1] + day, _GROUND)
    for match in _SHORT_YEAR.finditer(text):
        if not stretch.quoted(*match.span()) and stretch.voice is Voice.EDITOR:
            yield stretch.remark(NAME, *match.span(), f"年份不简写：“{match.group()}”请写全四位", "", _GROUND)
    for match in _TWICE.finditer(text):
        yield stretch.remark(NAME, *match.span(), f"“{match.group()}”两头都说了大约，去掉一个", "", "概数用词重复")
    for match in _SOME.finditer(text):
        tens = f"{_HAN[int(match[1]) - 1]}十".removeprefix("一")
        yield stretch.remark(NAME, *match.span(), "带“几”的约数用汉字数字", f"{tens}几", _GROUND)
    for pattern in (_MIXED_NUMBER, _MIXED_COUNT):
        for match in pattern.finditer(text):
            said = f"一个数里汉字和阿拉伯数字混用：“{match.group()}”"
            yield stretch.remark(NAME, *match.span(), said, "", _GROUND)


def _running(stretch: Stretch) -> bool:
    return stretch.part == "text" and stretch.block.kind is not BlockKind.PICTURE


def _years_both_ways(texts: Sequence[Stretch]) -> Iterator[Remark]:
    """Years of the common era in 汉字 and in figures in one text: the rarer way is told, in what editors write."""
    found: dict[str, list[tuple[Stretch, re.Match[str]]]] = {"han": [], "figures": []}
    for stretch in texts:
        for way, pattern in _WHOLE.items():
            found[way] += [(stretch, one) for one in pattern.finditer(stretch.text) if not stretch.quoted(*one.span())]
    if not found["han"] or not found["figures"]:
        return
    rare = "han" if len(found["han"]) <= len(found["figures"]) else "figures"
    for stretch, match in found[rare]:
        rest = stretch.text[match.end() : match.end() + 4]
        if stretch.voice is Voice.EDITOR and not _mixed_on(rare, rest):
            other = "阿拉伯数字" if rare == "han" else "汉字数字"
            said = f"公历年份别处都写{other}，这里是“{match.group()}”"
            yield stretch.remark(NAME, *match.span(), said, _arabic(match.group()) if rare == "han" else "", _GROUND)


def _mixed_on(way: str, rest: str) -> bool:
    """Whether the year is told already as part of a date that is mixed in itself."""
    return bool(re.match(r"\d{1,2}月" if way == "han" else rf"[{_HAN}]{{1,2}}月", rest))


def _arabic(words: str) -> str:
    """A date or a decade with figures throughout."""
    words = re.sub(rf"[{_DIGITS}]{{4}}(?=年)", lambda found: "".join(map(_digit, found.group())), words)
    return re.sub(rf"[{_HAN}廿]+", lambda found: str(_value(found.group())), words)


def _digit(character: str) -> str:
    return str(max(0, "〇一二三四五六七八九".find(character)))


def _value(words: str) -> int:
    """一 to 九十九, 廿 as twenty."""
    words = words.replace("廿", "二十")
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int("".join(map(_digit, words)))
    return (int(_digit(tens)) if tens else 1) * 10 + (int(_digit(ones)) if ones else 0)
