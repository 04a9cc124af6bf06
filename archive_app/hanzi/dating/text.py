"""The words of a date in the one form the reader compares: folded, spaces out, one mark for each meaning."""

from __future__ import annotations

import re
from functools import cache

from archive_app.hanzi.folding import fold

_SAME = str.maketrans(
    {
        **dict.fromkeys("—–－‐‑―─~～﹣−", "-"),
        **dict.fromkeys("×✕＊*□", "x"),
        **dict.fromkeys("〔【［", "["),
        **dict.fromkeys("〕】］", "]"),
        **dict.fromkeys("○◯⚪", "〇"),
        **dict.fromkeys("﹖", "?"),
        **dict.fromkeys("．", "."),
        **dict.fromkeys("，", ","),
        **dict.fromkeys("；", ";"),
        **dict.fromkeys("：", ":"),
        **dict.fromkeys("＋", "+"),
        **dict(zip("壹贰貳叁叄参肆伍陆柒捌玖拾佰仟弍弌", "一二二三三三四五六七八九十百千二一", strict=True)),
        "念": "廿",
        "箇": "个",
        "箸": "着",
    }
)
_O_FOR_ZERO = re.compile(r"(?<=[一二三四五六七八九〇零])o{1,2}(?=[一二三四五六七八九〇零年])")
_TIME = re.compile(r"(?<=\d)(?:t|\s+)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:z|[+\-]\d{2}:?\d{2})?\s*$", re.I)


def normal(text: str) -> str:
    """``text`` with its characters in their usual form; as long as ``text``."""
    return _same(fold(text))


@cache
def normal_name(name: str) -> str:
    """A name of a table (a reign, a festival) as ``normal`` gives it."""
    return normal(name)


def _same(folded: str) -> str:
    made = folded.translate(_SAME)
    return _O_FOR_ZERO.sub(lambda found: "〇" * len(found.group()), made)


def squeezed(text: str) -> str:
    """The words of one date: in the usual form, without spaces, quotation marks and a time of day at the end."""
    made = _TIME.sub("", normal(text).strip())
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\"'“”‘’「」『』《》]+", "", made).strip(",。.;:、")
