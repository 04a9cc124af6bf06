"""A caption under a picture belongs to it: 图一　…, △ …, or a short centred line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_app.domain.manuscript import BlockKind
from archive_app.intake.text.draft import CAPTION, Draft

_LONGEST = 200
_SHORT = 40
_NUMBERED = re.compile(
    r"(?:附?图|照片|插图|圖)\s*(?:\d+|[一二三四五六七八九十百]+)(?:[-—－.]\d+)?"
    r"(?:[\s：:、．.　]|\Z|(?=[\u3400-\u9fff]))"
)
_SENTENCE = ("。", "！", "？", "：", "；")


def with_captions(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with each caption inside its picture."""
    result: list[Draft] = []
    for draft in drafts:
        if result and _wants(result[-1]) and _is_caption(draft):
            result[-1] = result[-1].with_rich(draft.rich)
        else:
            result.append(draft)
    return result


def _wants(draft: Draft) -> bool:
    return draft.block.kind is BlockKind.PICTURE and not draft.block.text


def _is_caption(draft: Draft) -> bool:
    block = draft.block
    if block.kind is not BlockKind.PARAGRAPH or not block.text or len(block.text) > _LONGEST:
        return False
    if draft.role == CAPTION or _NUMBERED.match(block.text):
        return True
    short = len(block.text) <= _SHORT and not block.text.endswith(_SENTENCE)
    return short and (draft.centred or block.text[0] in "△▲▵↑")
