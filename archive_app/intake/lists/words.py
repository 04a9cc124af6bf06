"""The words of a cell as a field's value: days, dates as said, durations, numbers, names with their roles."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType, seconds

_NOTHING = frozenset(("/", "\\", "-", "－", "—", "——", "–", "…", "……", "、", "*"))
_UNKNOWN = frozenset(("不详", "不明", "未详", "待考", "待查", "未知", "无", "不知", "缺", "缺失"))
_DITTO = frozenset(("〃", "″", "＂", "”", "“", '"', "''", "同上", "同前", "同上行"))
_DAY = re.compile(
    r"(\d{4})\s*[-/.．年]\s*(\d{1,2})\s*[-/.．月]\s*(\d{1,2})\s*[日号]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\Z"
)
_COMPACT = re.compile(r"((?:1[89]|20)\d{2})(\d{2})(\d{2})\Z")
_COMPACT_MONTH = re.compile(r"((?:1[89]|20)\d{2})(0[1-9]|1[0-2])\Z")
_MONTH = re.compile(r"(\d{4})\s*[-/.．年]\s*(\d{1,2})\s*月?\Z")
_YEAR = re.compile(r"(\d{4})\s*年?\Z")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?\Z")
_SPOKEN = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h|H|°))?\s*(?:(\d+(?:\.\d+)?)\s*(?:分钟|分|min|m|M|′|'))?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*(?:秒钟|秒|s|S|″|\"|''))?\Z"
)
_NUMBER = re.compile(r"[约共计]?\s*(-?\d[\d,，]*)(?:\.0+)?\s*[\u4e00-\u9fff]{0,2}\Z")
_NAMES = re.compile(r"[、，,;；\n]+|(?<=[\u4e00-\u9fff）)])\s*[/／]\s*")
_IN_BRACKETS = re.compile(r"(.+?)\s*[（(]\s*([^（）()]{1,8})\s*[）)]\Z")
_SAID_FIRST = re.compile(r"([\u4e00-\u9fff]{2,4})\s*[:：]\s*(.+)\Z")
_FIRST_CERTAIN = 1912  # years before it may be of any calendar
_TRUE = frozenset(("是", "有", "√", "✓", "✔", "☑", "y", "yes", "已", "true", "1"))
_FALSE = frozenset(("否", "无", "×", "✗", "☐", "□", "n", "no", "未", "没有", "false", "0"))
_SPAN = re.compile(r"\s*[-－–—―~～至到]+\s*")
_BORN = re.compile(r"\s*(?:年?生|出生)\Z")
_AGED = re.compile(r"[\s约大概]*([\d]{1,3}|[〇零一二三四五六七八九十百两]{1,5})\s*(?:周岁|虚岁|岁|年)?(?:左右|上下)?\Z")
_VAGUE = re.compile(r"[\d〇零一二三四五六七八九十百]\s*[多余几来]")
_TAIL_ROLE = re.compile(
    r"(?P<name>[\u3400-\u9fff·]{2,12}?)\s*(?P<role>口述|讲述|采访|访谈|整理|记录整理|采访整理|撰稿|撰文|执笔|摄影|供图|供稿|提供|翻拍)\Z"
)
_SAYINGS = {
    "urgency": {
        **dict.fromkeys(("特急", "紧急", "十分紧急", "非常紧急", "火急", "高", "濒危"), "抢救"),
        **dict.fromkeys(("急", "较急", "比较急", "较紧急", "中"), "尽快"),
        **dict.fromkeys(("普通", "不急", "平", "正常", "低", "缓"), "一般"),
    },
    "state": {
        **dict.fromkeys(("未访", "未采访", "未走访", "待采访", "待走访"), "待访"),
        **dict.fromkeys(("已采访", "已走访", "访过", "完成"), "已访"),
    },
}
_RETENTION = {"定期30年": "D30", "30": "D30", "三十年": "D30", "定期10年": "D10", "10": "D10", "十年": "D10"}

ROLES = {
    "口述": "口述者", "讲述": "口述者", "采访": "采访者", "访谈": "采访者", "整理": "整理者", "记录": "整理者",
    "记录整理": "整理者", "采访整理": "整理者", "作者": "作者", "撰稿": "作者", "执笔": "作者", "撰文": "作者",
    "摄影": "摄影者", "拍摄": "摄影者", "摄": "摄影者", "翻拍": "翻拍者", "捐赠": "捐赠者", "提供": "提供者",
    "供图": "提供者", "供稿": "提供者", "录文": "录文者", "代笔": "代笔", "口述者": "口述者", "讲述人": "口述者",
    "口述人": "口述者", "采访者": "采访者", "采访人": "采访者", "整理者": "整理者", "整理人": "整理者",
    "摄影者": "摄影者",
}  # fmt: skip


class NotExact(ValueError):
    """Words that say less than a field holds (a month where a day belongs): nothing is wrong with them."""


def is_unknown(words: str) -> bool:
    """Whether a cell's words only say that nobody knows: 不详, 待考."""
    return words in _UNKNOWN


def is_ditto(words: str) -> bool:
    """Whether a cell says the same as the one above it: 〃, 同上."""
    return words in _DITTO


def is_nothing(words: str) -> bool:
    """Whether a cell's words only say that there is nothing: a stroke, a dash."""
    return words in _NOTHING


def one_line(words: str) -> str:
    """Line breaks inside a cell away: between Chinese characters nothing, elsewhere a space."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", words)
    return " ".join(joined.split("\n")).strip() if "\n" in joined else joined


def day(words: str) -> str:
    """An ISO day. Raises ``ValueError`` with Chinese words where it is none."""
    match = _DAY.match(words) or _COMPACT.match(words)
    if match is None:
        said = "要填到日的日期，如 2026-03-18"
        raise NotExact(said) if "edtf" in fuzzy_date(one_line(words)) else ValueError(said)
    if int(match[2]) == 0 or int(match[3]) == 0:
        raise NotExact("没有写到日")
    return _calendar_day(*(int(part) for part in match.groups())).isoformat()


def _calendar_day(year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"没有 {month} 月")
    if not 1 <= number <= monthrange(year, month)[1]:
        raise ValueError(f"{year} 年 {month} 月没有 {number} 日")
    return date(year, month, number)


def fuzzy_date(words: str) -> dict[str, str]:
    """The words kept; a plain day, month or year in figures is read, all else waits for a person.

    Noughts stand for what is not known (DA/T 18-2022: 19580400 is April 1958, 19580000 the year). Raises ``ValueError``
    where the figures are a day that never was.
    """
    figures = words.rstrip(" .．。")
    match = _DAY.match(figures) or _COMPACT.match(figures)
    if match is not None and int(match[3]) == 0:
        figures = f"{match[1]}-{match[2]}" if int(match[2]) else match[1]
    elif match is not None:
        exact = _calendar_day(*(int(part) for part in match.groups()))
        return _read(words, exact.isoformat(), exact, exact, "日")
    match = _MONTH.match(figures) or _COMPACT_MONTH.match(figures)
    if match is not None:
        year, month = (int(part) for part in match.groups())
        first = _calendar_day(year, month, 1)
        return _read(words, f"{year:04d}-{month:02d}", first, first.replace(day=monthrange(year, month)[1]), "月")
    match = _YEAR.match(figures)
    if match is not None and 1000 <= int(match[1]) <= 2100:
        year = int(match[1])
        return _read(words, f"{year:04d}", date(year, 1, 1), date(year, 12, 31), "年")
    return {"display": words}


def _read(words: str, edtf: str, first: date, last: date, precision: str) -> dict[str, str]:
    if first.year < _FIRST_CERTAIN or first.year > 2100:
        return {"display": words}
    bounds = {"earliest": first.isoformat(), "latest": last.isoformat()}
    return {"display": words, "edtf": edtf, **bounds, "calendar": "公历", "precision": precision}


def life(words: str) -> dict[str, dict[str, str]]:
    """``birth`` and ``death`` out of ``1931—2005``, ``1931.5-2005.8``, ``1931年生``, ``（1931— ）``; a span that is not
    two dates is kept whole as the birth's words. Raises ``ValueError`` as ``fuzzy_date`` does."""
    bare = words.strip(" （()）")
    if _DAY.match(bare):  # 1931-05-02
        return {"birth": fuzzy_date(bare)}
    parts = [part.strip(" ?？") for part in _SPAN.split(bare)]
    if len(parts) > 2:
        return {"birth": fuzzy_date(words)}
    born = _BORN.sub("", parts[0])
    found = {"birth": fuzzy_date(born)} if born else {}
    if len(parts) == 2 and parts[1] and parts[1] not in ("今", "现在", "健在"):
        found["death"] = fuzzy_date(parts[1])
    return found


def looks_like_serial(words: str) -> bool:
    """Whether a date's words are rather the number by which Excel keeps a day (20000: 1954-10-03)."""
    return bool(_SERIAL.match(words)) and 7000 < float(words) < 80000


def duration(words: str, head: str = "") -> float:
    """Seconds: ``1:02:03``, ``52分10秒``, ``1小时``; a bare number counts in the unit its head names (分钟), else
    seconds. Raises ``ValueError``."""
    spoken = _SPOKEN.match(words)
    if spoken and any(spoken.groups()):
        hours, minutes, rest = (float(part or 0) for part in spoken.groups())
        return hours * 3600 + minutes * 60 + rest
    try:
        value = seconds(words)
    except ValueError:
        raise ValueError("要填时长，如 00:52:10 或 52分10秒") from None
    if ":" in words:
        return value
    if re.search(r"[（(/]\s*(分|min)", head):
        return value * 60
    return value * 3600 if re.search(r"[（(/]\s*(小时|时|h)", head) else value


def names_in(words: str) -> list[str]:
    """The names a cell lists."""
    return [name for part in _NAMES.split(words) if (name := part.strip(" \u3000·")) and not is_nothing(name)]


def responsible(words: str, role: str) -> list[dict[str, str]]:
    """Rows of 责任者: the column's role, or the one a name brings with it (``马文山（口述）``, ``整理：李晓棠``)."""
    rows = []
    current = role
    for part in _said_apart(words):
        name, own = part, ""
        first = _SAID_FIRST.match(part)
        if first and first[1] in ROLES:
            current = own = ROLES[first[1]]
            name = first[2].strip()
        behind = _IN_BRACKETS.match(name) or _TAIL_ROLE.match(name)
        if behind and behind[2] in ROLES:
            name, own = behind[1], ROLES[behind[2]]
        rows.append({"role": own or current or "责任者", "name": name})
    return rows


def _said_apart(words: str) -> Iterator[str]:
    """The names a cell lists; those that each bring their role may stand with nothing but a space between them."""
    for part in names_in(words):
        pieces = part.split()
        told = [_TAIL_ROLE.match(piece) or _SAID_FIRST.match(piece) for piece in pieces]
        if len(pieces) > 1 and all(told):
            yield from pieces
        else:
            yield part


def value_of(field: Field, words: str, head: str = "") -> Any:
    """The field's value from a cell's words.

    Raises ``ValueError`` with Chinese words that say what is allowed.
    """
    try:
        return _value(field, words, head)
    except UsageError as error:
        raise ValueError(error.message) from None


def _value(field: Field, words: str, head: str) -> Any:
    kind = field.type
    if kind is FieldType.DAY:
        return day(words)
    if kind is FieldType.DATE:
        return fuzzy_date(one_line(words))
    if kind is FieldType.DATES:
        return [fuzzy_date(part) for part in re.split(r"[;；\n]", words) if part.strip()]
    if kind is FieldType.SECONDS:
        return duration(words, head)
    if kind is FieldType.INTEGER:
        return _whole(words)
    if kind is FieldType.FLAG:
        return _flag(words)
    if kind is FieldType.LONG_TEXT:
        return words
    if kind in (FieldType.TAGS, FieldType.CHOICES):
        return field.check([part for part in names_in(words)])
    if field.name == "retention":
        return field.check(_RETENTION.get(words, words))
    if field.name in _SAYINGS:
        return field.check(_SAYINGS[field.name].get(words, words))
    return field.check(one_line(words))


def _whole(words: str) -> int:
    number = _NUMBER.match(words)
    if number is not None:
        return int(re.sub(r"[,，]", "", number[1]))
    said = _AGED.match(words)
    if said is None:
        raise NotExact("要填整数") if _VAGUE.search(words) else ValueError("要填整数")
    return int(said[1]) if said[1].isascii() else _in_chinese(said[1])


def _in_chinese(words: str) -> int:
    """九十一, 八六, 一百零二. Raises ``NotExact`` for what is no number."""
    digits = {**dict(zip("〇一二三四五六七八九", range(10), strict=True)), "零": 0, "两": 2}
    if not any(unit in words for unit in "十百"):
        return int("".join(str(digits[char]) for char in words))
    hundreds, mark, rest = words.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    tens, ones = tens.lstrip("零〇"), ones.lstrip("零〇")
    if max(len(hundreds), len(tens), len(ones)) > 1:
        raise NotExact("要填整数")
    total = 100 * digits.get(hundreds, 1) if mark else 0
    return total + (10 * digits.get(tens, 1) if ten else 0) + digits.get(ones, 0)


def _flag(words: str) -> bool:
    if words.lower() in _TRUE:
        return True
    if words.lower() in _FALSE:
        return False
    raise ValueError("要填 是 或 否")
