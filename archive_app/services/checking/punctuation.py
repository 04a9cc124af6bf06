"""Punctuation after GB/T 15834—2011: marks without a partner, half-width marks among 汉字, doubled and makeshift ones.

Sources (quotations, verse, papers of their time) are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive_app.domain.remarks import Remark
from archive_app.frozen import dataclass
from archive_app.services.checking.stretch import Stretch, Voice

if TYPE_CHECKING:
    from archive_app.services.checking.rule import Known

NAME = "punctuation"
_STANDARD = "GB/T 15834—2011"
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff〇"
_CLOSING = r"”’）》〉」』】〕"

_PAIRS = {
    "“": "”", "‘": "’", "（": "）", "《": "》", "〈": "〉", "「": "」", "『": "』", "【": "】", "〔": "〕", "［": "］",
}  # fmt: skip
_OPENS = {close: start for start, close in _PAIRS.items()}
_NUMBERED = re.compile(r"(?:^|[\n。；：，、\s])\s*(?:[0-9０-９]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})$")
"""What may stand before a lone closing bracket: 1）, 一）, a）."""
_FULL = {
    ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Makeshift:
    """A pattern, what is wrong with it and how it is written; ``instead`` may be a template of the match."""

    pattern: re.Pattern[str]
    message: str
    instead: str
    clause: str = ""


_PART = "口述|整理|采访|采写|摄影?|供图|供稿|撰文|执笔|绘图?|翻拍|录文|编写?|著|译|书|题|文|图|敬?谨?上|记|识|印|押"
_NO_PART = "".join(
    f"(?<!{words})"
    for words in (
        "记者", "通讯员", "作者", "编者", "摄影", "整理", "口述", "采访", "供图", "供稿", "撰文", "执笔", "绘图",
        "编辑", "校对", "主编", "代笔", "中人", "契人", "中见", "主持", "记录",
    )
)  # fmt: skip
"""A name stands apart from what its bearer does: （记者 王海）, 马文山 口述."""
_MAKESHIFT = (
    _Makeshift(re.compile(r"\.{3,}|。{3,}|·{3,}|(?<!…)…(?!…)|…{3}(?!…)"), "省略号是六个小圆点，占两个字", "……", "4.11"),
    _Makeshift(re.compile(r"-{2,}|－{2,}|─+|ー{2,}|—\s+—"), "破折号是一条长线，占两个字", "——", "4.10"),
    _Makeshift(re.compile(r"，{2,}|、{2,}|；{2,}|：{2,}|(?<!。)。{2}(?!。)"), "同一个标点叠用", r"\g<0>"),
    _Makeshift(
        re.compile(r"([，、；：])(?!\1)[。，、；：？！]|[。][，、；：]|[？！]+[，。；、]"), "两个标点挨在一起", ""
    ),
    _Makeshift(
        re.compile(
            r"(?<![\d一二三四五六七八九十百])、"
            r"(?=等(?:[，。；：！？）”]|$|都|也|各|共|几[个种名位]|多|人(?!家)|事|[\d一二三四五六七八九十百两]+[个种名位处家件]))"
        ),
        "“等”字前面不用顿号",
        "",
        "4.5",
    ),
    _Makeshift(re.compile(r"(?<=[”])、(?=“)|(?<=》)、(?=《)"), "并列的引号、书名号之间通常不用顿号", "", "4.5.3.5"),
    _Makeshift(
        re.compile(
            r"一、二(?=[十百千万个次人岁天里斤])|二、三(?=[十百千万个次人岁天里斤])|三、四(?=[十百千万个次人岁天里斤])"
            r"|四、五(?=[十百千万个次人岁天里斤])|五、六(?=[十百千万个次人岁天里斤])|六、七(?=[十百千万个次人岁天里斤])"
            r"|七、八(?=[十百千万个次人岁天里斤])|八、九(?=[十百千万个次人岁天里斤])"
        ),
        "相邻两个数字表示概数，中间不用顿号",
        "概数",
        "4.5.3.4",
    ),
    _Makeshift(
        re.compile(rf"(?<=[{_HAN}]){_NO_PART} +(?!(?:{_PART})(?![{_HAN}]))(?=[{_HAN}])"), "两个汉字之间有空格", ""
    ),
)
_HALF = re.compile(
    rf"(?<=[{_HAN}{_CLOSING}])[,;:?!](?!\w*[=/])|(?<=[{_HAN}{_CLOSING}])\.(?=\s*$|[{_HAN}“])"
    rf"|\((?=[{_HAN}“《])|(?<=[{_HAN}])\((?=\d)|(?<=[{_HAN}”》])\)"
)
_STRAIGHT = re.compile(rf"(?<=[{_HAN}，。：；、？！])[\"']|[\"'](?=[{_HAN}])")


def find(texts: Sequence[Stretch], _known: Known) -> Iterator[Remark]:
    """Everything that is written otherwise than the standard has it."""
    for stretch in texts:
        if stretch.voice is Voice.SOURCE:
            continue
        yield from _makeshift(stretch)
        yield from _half_width(stretch)
        yield from _unpaired(stretch)


def _makeshift(stretch: Stretch) -> Iterator[Remark]:
    for one in _MAKESHIFT:
        for match in one.pattern.finditer(stretch.text):
            instead = one.instead
            if instead == r"\g<0>":
                instead = match.group()[0]
            elif instead == "概数":
                instead = match.group().replace("、", "")
            yield stretch.remark(NAME, *match.span(), one.message, instead, f"{_STANDARD} {one.clause}".strip())


def _half_width(stretch: Stretch) -> Iterator[Remark]:
    for match in _HALF.finditer(stretch.text):
        full = _FULL[match.group()]
        yield stretch.remark(NAME, *match.span(), f"汉字间用了半角的“{match.group()}”", full, _STANDARD)
    for match in _STRAIGHT.finditer(stretch.text):
        yield stretch.remark(
            NAME, *match.span(), f"汉字间用了直引号 {match.group()}，引号是“ ”", "", f"{_STANDARD} 4.8"
        )


def _unpaired(stretch: Stretch) -> Iterator[Remark]:
    """Marks without their partner within the paragraph.

    A quotation over several paragraphs opens each of them and is closed in the last alone: an open “ at the head of a
    paragraph stands right where the next begins with one as well.
    """
    text, opened = stretch.text, list[tuple[str, int]]()
    within: list[tuple[int, int]] = []  # (place of “, place of the “ around it), both closed so far or not
    for at, mark in enumerate(text):
        if mark in _PAIRS:
            opened.append((mark, at))
        elif mark in _OPENS:
            partner = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == _OPENS[mark]), -1)
            if partner >= 0:
                for lost, place in opened[partner + 1 :]:
                    yield _alone(stretch, lost, place)
                around = [place for other, place in opened[:partner] if other == "“"]
                if mark == "”" and around and all(other != "‘" for other, _place in opened[:partner]):
                    within.append((opened[partner][1], around[-1]))
                closed = opened[partner][1]
                for inner, outer in within:
                    if outer == closed:
                        said = "引号里面还要用引号时，里面的用单引号‘ ’"
                        yield stretch.remark(NAME, inner, inner + 1, said, "", f"{_STANDARD} 4.8.3.3")
                within = [(inner, outer) for inner, outer in within if outer != closed]
                del opened[partner:]
            elif not _stands_alone(text, at):
                yield _alone(stretch, mark, at)
    for mark, place in opened:
        goes_on = mark in "“「" and not text[:place].strip() and stretch.following.lstrip().startswith(mark)
        half_closed = mark == "（" and ")" in text[place:]
        if not goes_on and not half_closed:
            yield _alone(stretch, mark, place)


def _stands_alone(text: str, at: int) -> bool:
    """Whether a closing mark needs no other half: 1）, what a half-width bracket opens, the apostrophe of it’s."""
    if text[at] == "）":
        return bool(_NUMBERED.search(text[:at])) or _half_opened(text, at)
    return text[at] == "’" and at > 0 and text[at - 1].isascii()


def _half_opened(text: str, at: int) -> bool:
    """A half-width bracket opens what this one closes; the half-width one is told by itself."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _alone(stretch: Stretch, mark: str, at: int) -> Remark:
    partner = _PAIRS.get(mark)
    said = f"“{mark}”没有另一半“{partner}”" if partner else f"“{mark}”没有另一半“{_OPENS[mark]}”"
    if mark in "“”":
        said = "前引号没有后引号" if mark == "“" else "后引号没有前引号"
    return stretch.remark(NAME, at, at + 1, said, ground=_STANDARD)
