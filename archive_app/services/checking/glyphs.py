"""Characters that no reader has: private use, replacement marks, controls, and radicals that stand for characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive_app.domain.remarks import Remark
from archive_app.services.checking.stretch import Stretch

if TYPE_CHECKING:
    from archive_app.services.checking.rule import Known

NAME = "glyphs"
_ODD = re.compile(
    "(?P<private>[\ue000-\uf8ff\U000f0000-\U0010ffff]+)|(?P<lost>�+|锟斤拷|烫烫烫|屯屯屯)"
    "|(?P<control>[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff]+)"
    "|(?P<radical>[\u2e80-\u2fd5])"
)


def find(texts: Sequence[Stretch], _known: Known) -> Iterator[Remark]:
    """Everything of the kind, whoever's words it is in."""
    for stretch in texts:
        for match in _ODD.finditer(stretch.text):
            start, end = match.span()
            if match["private"]:
                code = f"U+{ord(match.group()[0]):04X}"
                yield stretch.remark(NAME, start, end, f"自造字（{code}）：换一台电脑就显示不出，请换成正式的字或作注")
            elif match["lost"]:
                yield stretch.remark(NAME, start, end, "转换时丢了字，请对照原件补上")
            elif match["control"]:
                yield stretch.remark(NAME, start, end, f"看不见的控制字符（U+{ord(match.group()[0]):04X}），请删去")
            elif (usual := unicodedata.normalize("NFKC", match.group())) != match.group():
                said = f"“{match.group()}”是部首符号，不是汉字“{usual}”，检索不到"
                yield stretch.remark(NAME, start, end, said, usual)
