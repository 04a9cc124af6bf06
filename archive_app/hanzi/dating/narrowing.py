"""What a context makes of a reading that leaves several years open: the nearest, those of a life, the era spoken of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive_app.hanzi.dating.combine import one_of
from archive_app.hanzi.dating.reading import Sense
from archive_app.hanzi.dating.reigns import reigns
from archive_app.hanzi.dating.text import Pattern, normal

_COUNTED = Pattern(r"(?:元|[0-9一二三四五六七八九十廿卅]{1,3})年")


def narrowed(sense: Sense, anchor: Sense | None, born: Sense | None) -> Sense:
    """A year of a cycle near the anchor: the one candidate within it, or the nearest to it."""
    sense = _lived(sense, born)
    if anchor is None or anchor.first is None or anchor.last is None or len(sense.candidates) < 2:
        return sense
    if not sense.cyclic or sense.edtf[:1] != "[":
        return sense
    inside = [
        one for one in sense.candidates
        if one.first and one.last and one.first <= anchor.last and one.last >= anchor.first
    ]  # fmt: skip
    if len(inside) != 1:
        middle = (anchor.first.toordinal() + anchor.last.toordinal()) // 2
        dated = [one for one in sense.candidates if one.first]
        inside = sorted(dated, key=lambda one: abs(one.first.toordinal() - middle) if one.first else 0)[:1]
    if not inside:
        return sense
    chosen = replace(inside[0], calendar=sense.calendar, basis="上下文", candidates=sense.candidates)
    return chosen.noting(*sense.notes).doubtful(f"据 {anchor.edtf} 取最近的一轮")


def _lived(sense: Sense, born: Sense | None) -> Sense:
    """Years of a cycle that the speaker has lived: those from the birth on, where there are such."""
    if born is None or born.first is None or not sense.cyclic or len(sense.candidates) < 2:
        return sense
    kept = [one for one in sense.candidates if one.last and one.last >= born.first]
    if not kept or len(kept) == len(sense.candidates):
        return sense
    made = kept[0] if len(kept) == 1 else one_of(kept, qualifier="二者之一" if len(kept) == 2 else "多者之一")
    made = replace(made, calendar=sense.calendar, basis="年龄推算", cyclic=True, notes=())
    return made.noting(*sense.notes).doubtful("只列讲述人生年以后的")


def era_supplied(words: str, said: str, anchor: Sense | None, phrase: Callable[[str], Sense | None]) -> Sense | None:
    """二十三年 after 民国二十二年: the era spoken of before (``said``, read as ``anchor``) holds."""
    if anchor is None or anchor.first is None or not _COUNTED.match(words):
        return None
    before = normal(said)
    eras = [word for word in ("民国", *reigns()) if word in before]
    made = phrase(max(eras, key=before.rfind) + words) if eras else None
    if made is None or not made.edtf or made.first is None or made.first < anchor.first:
        return None  # 元年 after 光绪三十四年 is of another era
    return replace(made, basis="上下文").doubtful("年号据上文补")
