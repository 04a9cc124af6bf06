"""The words of a date in the one form the reader compares: folded, spaces out, one mark for each meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from archive_app.hanzi.folding import fold


class Pattern:
    """A pattern that is compiled when it is first needed: the program starts without waiting for sixty of them."""

    __slots__ = ("_compiled", "_flags", "_source")

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    @property
    def _made(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        return self._made.match(text, at)

    def search(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self._made.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self._made.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self._made.finditer(text)

    def split(self, text: str) -> list[str]:
        """As ``re.Pattern.split``."""
        return self._made.split(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """As ``re.Pattern.sub``."""
        return self._made.sub(by, text, count)


_SAME = str.maketrans(
    {
        **dict.fromkeys("－‐‑﹣−", "-"),
        **dict.fromkeys("–―─~～", "—"),  # from … to; a hyphen may also stand inside a date
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
_O_FOR_ZERO = Pattern(r"(?<=[一二三四五六七八九〇零])o{1,2}(?=[一二三四五六七八九〇零年])")
_TIME = Pattern(
    r"(?<=\d)(?:t|\s+)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:z|[+\-]\d{2}(?::?\d{2})?)?\s*$"
    r"|(?<=\d{8})[t_\-]?(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?$",
    re.I,
)


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
    made = re.sub(r"(?:吧|呢|嘛|啊|呀|的事儿?|的事情)+[。.!！]*\s*$", "", made)
    return re.sub(
        r"[\s\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\"'“”‘’「」『』《》]+",
        "",
        made,
    ).strip(",。.;:、")
