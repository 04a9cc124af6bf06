"""What a person should hear about the characters of a text, and the one thing that must not come in at all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from archive_app.domain.errors import Refused

_SHOWN = 8  # different characters listed
_AROUND = 6  # characters of context on either side
_SECRET = re.compile(r"\A\W*(绝\s*密|机\s*密|秘\s*密)\s*[★☆*＊]")
_SECRET_LINES = 12  # GB/T 9704: the mark stands in the top left corner of the first page

_KEPT_CONTROLS = "\t\n"


def private_use(texts: Iterable[str]) -> tuple[str, ...]:
    """A warning that names the private-use characters (自造字) with their code points and where they stand."""
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for text in texts:
        for index, char in enumerate(text):
            if char >= "\ue000" and unicodedata.category(char) == "Co":
                counts[char] += 1
                places.setdefault(char, text[max(0, index - _AROUND) : index + _AROUND + 1])
    if not counts:
        return ()
    listed = [f"U+{ord(char):04X}（{count} 处，如“{places[char]}”）" for char, count in counts.most_common(_SHOWN)]
    more = f"等 {len(counts)} 个" if len(counts) > _SHOWN else ""
    return (f"有自造字（私用区字符）{'、'.join(listed)}{more}，别的电脑上可能显示不出来，请对照原稿核对。",)


def without_controls(text: str) -> tuple[str, int]:
    """The text without control characters other than tab and newline, and how many there were."""
    if not any((char < " " and char not in _KEPT_CONTROLS) or "\x7f" <= char <= "\x9f" for char in text):
        return text, 0
    kept = "".join(char for char in text if char in _KEPT_CONTROLS or (char >= " " and not "\x7f" <= char <= "\x9f"))
    return kept, len(text) - len(kept)


def refuse_secret(first_lines: Iterable[str]) -> None:
    """Raise ``Refused`` where the text bears the mark of a state secret (机密★ and the like)."""
    for number, line in enumerate(first_lines):
        if number >= _SECRET_LINES:
            return
        found = _SECRET.match(line)
        if found:
            raise Refused(
                f"标有国家秘密的密级（{''.join(found[1].split())}★），不能存进馆藏",
                "请按保密规定处理；已解密的请先去掉标志并附解密依据。",
                code="secret",
            )
