"""规范用语: words that an office writes otherwise. It warns in what editors write, and never in what somebody said.

The list is the archive's own (``services/house_style``); ``DEFAULT`` is what an archive without one goes by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from archive_app.domain.remarks import Remark
from archive_app.frozen import dataclass
from archive_app.services.checking.stretch import Stretch, Voice

if TYPE_CHECKING:
    from archive_app.services.checking.rule import Known

NAME = "style"


@dataclass(frozen=True, slots=True)
class Usage:
    """``write`` is better ``instead``, for the ``reason``; ``unless`` are longer words that hold it and are right."""

    write: str
    instead: str
    reason: str = ""
    unless: tuple[str, ...] = ()


_PARTY_HISTORY = "党史、文史著作的通行写法"
_NEWS = "新华社《新闻信息报道中的禁用词和慎用词》"
_PLACE = "指某地解放的时间，可以不改"

DEFAULT: tuple[Usage, ...] = (
    Usage("解放前", "新中国成立前", f"{_PARTY_HISTORY}；{_PLACE}", ("解放前夕", "解放前线", "解放前沿")),
    Usage("解放后", "新中国成立后", f"{_PARTY_HISTORY}；{_PLACE}", ("解放后方",)),
    Usage("解放以来", "新中国成立以来", _PARTY_HISTORY),
    Usage("解放初", "新中国成立初", f"{_PARTY_HISTORY}；{_PLACE}"),
    Usage("建国前", "新中国成立前", _PARTY_HISTORY),
    Usage("建国后", "新中国成立后", _PARTY_HISTORY),
    Usage("建国初", "新中国成立初", _PARTY_HISTORY),
    Usage("建国以来", "新中国成立以来", _PARTY_HISTORY, ("关于建国以来党的若干历史问题的决议",)),
    Usage("文化大革命", "“文化大革命”", f"{_PARTY_HISTORY}：加引号", ("“文化大革命", "无产阶级文化大革命")),
    Usage("文革", "“文化大革命”", f"{_PARTY_HISTORY}：用全称，加引号", ("“文革”",)),
    Usage("三年自然灾害", "三年困难时期", _PARTY_HISTORY),
    Usage("八年抗战", "十四年抗战", "全民族抗战八年可写“全民族抗战”"),
    Usage("抗战八年", "抗战十四年", "全民族抗战八年可写“全民族抗战”"),
    Usage("满清", "清朝（清代）", _NEWS),
    Usage("回教", "伊斯兰教", _NEWS, ("回教协会", "回教公会", "回教救国")),
    Usage("残废人", "残疾人", _NEWS),
    Usage("残废军人", "伤残军人", _NEWS),
)
"""Few, and those that every office is asked about; the rest an office writes itself."""


def find(texts: Sequence[Stretch], known: Known) -> Iterator[Remark]:
    """Every word of the list in what editors write, outside quotation marks."""
    if not known.usages:
        return
    pattern, listed = _pattern(tuple(known.usages))
    for stretch in texts:
        if stretch.voice is not Voice.EDITOR:
            continue
        for match in pattern.finditer(stretch.text):
            usage = listed.get(match.group())
            if usage is None or stretch.quoted(*match.span()):
                continue
            said = f"“{usage.write}”请斟酌"
            if usage.instead:
                better = usage.instead if usage.instead.startswith("“") else f"“{usage.instead}”"
                said = f"“{usage.write}”一般写作{better}"
            yield stretch.remark(NAME, *match.span(), said, usage.instead, usage.reason)


@lru_cache(8)
def _pattern(usages: tuple[Usage, ...]) -> tuple[re.Pattern[str], dict[str, Usage]]:
    """One pattern for the whole list. A longer word stands before a shorter one that it holds, and the words that are
    right among them: what they match is passed over, with all that is in it."""
    listed = {usage.write: usage for usage in usages if usage.write}
    right = {longer for usage in usages for longer in usage.unless if longer not in listed}
    # A word may also lie in the middle of one that is right: that one begins earlier, and so it is found first.
    words = sorted({*listed, *right, *(usage.instead for usage in usages)} - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or r"(?!)"), listed
