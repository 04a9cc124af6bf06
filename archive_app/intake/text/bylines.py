"""Lines that say who and when: 口述：马德福　整理：李文, 张三/文, 采访时间：2019年3月."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from archive_app.frozen import dataclass

_ROLES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("作者", "撰文", "撰稿", "撰写", "供稿", "文", "著"), ("作者",)),
    **dict.fromkeys(("口述", "口述人", "口述者", "讲述", "讲述人", "讲述者", "受访人", "受访者"), ("口述者",)),
    **dict.fromkeys(("采访", "采访人", "采访者", "访谈", "访谈人", "访谈者", "访问", "访问者"), ("采访者",)),
    **dict.fromkeys(("整理", "整理人", "整理者", "文字整理", "录音整理"), ("整理者",)),
    **dict.fromkeys(("采访整理", "采访、整理", "采访/整理", "采访／整理", "访谈整理", "采写"), ("采访者", "整理者")),
    **dict.fromkeys(("记录", "记录人", "记录者", "笔录"), ("记录者",)),
    **dict.fromkeys(("执笔", "执笔人", "执笔者"), ("执笔者",)),
    **dict.fromkeys(("摄影", "摄影者", "图", "图片", "摄"), ("摄影者",)),
    **dict.fromkeys(("提供", "提供者", "供图", "图片提供", "资料提供"), ("提供者",)),
    **dict.fromkeys(("代笔", "代笔者"), ("代笔",)),
}
"""The words on the page, and the roles they mean; roles outside the vocabulary stand as they are (it is open)."""

_AFTER_NAME = (
    "口述",
    "讲述",
    "采访整理",
    "采访",
    "访谈",
    "整理",
    "记录",
    "执笔",
    "撰文",
    "撰稿",
    "供稿",
    "采写",
    "摄影",
    "文",
    "著",
)

FACT_LABELS: dict[str, str] = {
    **dict.fromkeys(("采访时间", "访谈时间", "口述时间", "讲述时间", "采访日期", "访谈日期"), "created"),
    **dict.fromkeys(("写作时间", "写作日期", "成稿时间", "写作年月", "撰写时间"), "written"),
    **dict.fromkeys(("采访地点", "访谈地点", "口述地点", "讲述地点"), "interview_place"),
    **dict.fromkeys(("在场人", "在场人员", "在场者"), "present"),
    **dict.fromkeys(("录音设备", "采访设备"), "recording_device"),
    **dict.fromkeys(("作者简介", "作者介绍"), "author_note"),
}
"""The words on the page, and the declared field they fill."""

_LABELS = "|".join(re.escape(word) for word in sorted(_ROLES, key=len, reverse=True))
_LABELLED = re.compile(rf"(?:\A|(?<=[\s　，,；;、|｜/／）)]))({_LABELS})\s*[：:／/]\s*")
_NAME = r"[\u3400-\u9fff\U00020000-\U0003ffff·•・．]"
_NAMED_FIRST = re.compile(
    rf"({_NAME}{{2,14}}?)\s*[／/]?\s*({'|'.join(_AFTER_NAME)})(?=[\s　，,；;、]|\Z)[\s　，,；;、]*"
)
_FACT = re.compile(rf"({'|'.join(FACT_LABELS)})\s*[：:]\s*(\S.*?)\s*\Z", re.DOTALL)
_SPLIT = re.compile(r"[、，,；;／/|｜]|(?<=\S)和(?=\S)|\s{2,}|　{2,}")
_ORNAMENT = re.compile(r"\A[\s□■○●◎◇◆△▲☆★※]+")
_BRACKETS = ("（）", "()", "【】", "[]", "〔〕", "[]")
_PERSON = re.compile(rf"{_NAME}{{2,6}}|{_NAME}{{1,12}}[·•・]{_NAME}{{1,12}}|[A-Za-z][A-Za-z .'-]{{2,30}}")
_OFFICE = re.compile(r"[\u3400-\u9fff（）()]{4,30}(?:委|会|组|社|室|局|馆|厂|院|部|站|处|队|所|公司|中心|学校)")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋"
    "茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁"
    "宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊甄曲家封芮储靳汲邴松井段富巫乌焦巴弓牧山谷车侯班仰秋仲伊宫宁仇栾甘祖武符刘"
    "景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀浦尚"
    "农温别庄晏柴瞿阎闫充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾"
    "辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游权盖益桓公冶绽妥哈丹才拉多旦冶"
)

_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "长孙",
    "东方",
    "端木",
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line says: who did what, or one declared field. ``whole``: nothing else, so it can leave the text."""

    people: tuple[tuple[str, str], ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    whole: bool = True


def read_byline(text: str) -> Byline | None:
    """What the line says of people or circumstances; ``None`` where it is running text."""
    line = _bare(text)
    if not line or len(line) > 400:
        return None
    fact = _FACT.fullmatch(line)
    if fact:
        return Byline(facts={FACT_LABELS[fact[1]]: fact[2]})
    if len(line) > 120:
        return None
    return _labelled(line) or _named_first(line)


def lone_name(text: str, *, centred: bool) -> str:
    """A line that is nothing but a person's name, as under a title (王　昪 in the middle, □ 张月琴); else empty."""
    marked = "□■○●◎◇◆".find(text.strip()[:1]) >= 0 if text.strip() else False
    names, whole = _names(_bare(text))
    if not (marked or centred) or len(names) != 1 or not whole or text.rstrip().endswith(("。", "！", "？")):
        return ""
    name = names[0]
    usual = len(name) <= 3 or "·" in name or name[:2] in _DOUBLE_SURNAMES or (marked and len(name) <= 6)
    return name if usual and (name[0] in _SURNAMES or name[:2] in _DOUBLE_SURNAMES or "·" in name) else ""


def plausible_author(text: str) -> bool:
    """Whether a document's property names a person, not a computer (Administrator, 微软用户)."""
    return 2 <= len(text) <= 4 and text[0] in _SURNAMES and all("\u3400" <= char <= "\u9fff" for char in text)


def _bare(text: str) -> str:
    """Without ornaments and one pair of brackets around the whole."""
    line = _ORNAMENT.sub("", text.strip()).strip()
    for pair in _BRACKETS:
        if len(line) > 2 and line[0] == pair[0] and line[-1] == pair[1] and pair[0] not in line[1:]:
            return line[1:-1].strip()
    return line


def _labelled(line: str) -> Byline | None:
    """口述：甲　整理：乙、丙"""
    marks = list(_LABELLED.finditer(line))
    if not marks or marks[0].start() > 0:
        return None
    people: list[tuple[str, str]] = []
    whole = True
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        names, plain = _names(line[mark.end() : following.start() if following else len(line)])
        if not names:
            return None
        people += [(role, name) for role in _ROLES[mark[1]] for name in names]
        whole = whole and plain
    return Byline(tuple(people), whole=whole)


def _named_first(line: str) -> Byline | None:
    """甲口述　乙整理, 张三/文"""
    people: list[tuple[str, str]] = []
    position = 0
    while position < len(line):
        found = _NAMED_FIRST.match(line, position)
        if not found or not _PERSON.fullmatch(found[1]):
            return None
        people += [(role, found[1]) for role in _ROLES[found[2]]]
        position = found.end()
    return Byline(tuple(people)) if people and all(name[0] in _SURNAMES for _, name in people) else None


def _names(text: str) -> tuple[list[str], bool]:
    """The names in a list of them, and whether that is all there is. Empty where some part is no name."""
    bare = re.sub(r"[（(][^（）()]*[)）]", "", text).strip(" 　。.;；,，、")
    whole = bare == text.strip(" 　。.;；,，、")
    if bare.isascii():
        names = [part.strip() for part in _SPLIT.split(bare) if part.strip()]
    else:
        names = [name for part in _SPLIT.split(bare) for name in _closed_up(part.split())]
    if not names or not all(_PERSON.fullmatch(name) or _OFFICE.fullmatch(name) for name in names):
        return [], False
    return names, whole


def _closed_up(pieces: list[str]) -> list[str]:
    """Names spaced to the width of three characters (张　三) made whole; other pieces are names of their own."""
    names: list[str] = []
    alone = False
    for piece in pieces:
        if len(piece) == 1 and alone:
            names[-1] += piece
        else:
            names.append(piece)
        alone = len(piece) == 1
    return names
