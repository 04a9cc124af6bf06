"""Traditional forms among simplified ones, or the other way about; quotations, titles and names are left alone.

A form is told by the folding table and by the two old sets: what GB 2312 has is no stray traditional form (乾隆, 狼藉,
於 in a surname), and what the list of 2013 (《通用规范汉字表》) took back as standard is none either (喆, 瞭望, 昇).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from archive_app.domain.remarks import Remark
from archive_app.hanzi.folding import fold
from archive_app.services.checking.stretch import Stretch, Voice

if TYPE_CHECKING:
    from archive_app.services.checking.rule import Known

NAME = "scripts"
_STANDARD = frozenset(
    "皙瞋噘蹚凓勠溧晳喆淼昇邨氾堃犇龢迺椀脩絜扡澂黏仝甦陞炤祕鉅锺鎔珮甯砦颺濬劼彊徧祇祢崧頫迆瞭摺馀叁"
)
"""Forms that the list of 2013 has as standard, most of them for names; a few that stand in no doubt in a text."""
_LONE, _FEW = 0.2, 20
"""Up to this share, or this number, the rarer script is stray; beyond both the text has no script of its own, which is
said once."""
_GROUND = "《通用规范汉字表》（2013）"


@lru_cache(maxsize=20_000)
def _script(character: str) -> str:
    """``t``: only traditional writing has it; ``s``: only simplified; empty: both, or no 汉字 that tells."""
    if not "\u3400" <= character <= "\u9fff" or character in _STANDARD:
        return ""
    if fold(character) != character:
        return "" if _in(character, "gb2312") else "t"
    return "s" if _in(character, "gb2312") and not _in(character, "big5") else ""


def _in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def find(texts: Sequence[Stretch], _known: Known) -> Iterator[Remark]:
    """Each run of the rarer script; of a text that is as much one as the other, one remark."""
    places: dict[str, list[tuple[Stretch, int]]] = {"t": [], "s": []}
    for stretch in texts:
        if stretch.voice is Voice.SOURCE:
            continue
        for at, character in enumerate(stretch.text):
            if (script := _script(character)) and not stretch.quoted(at, at + 1):
                places[script].append((stretch, at))
    rare, other = sorted(places, key=lambda script: len(places[script]))
    if not places[rare]:
        return
    if len(places[rare]) > max(_FEW, _LONE * (len(places[rare]) + len(places[other]))):
        stretch, at = places[rare][0]
        said = f"全文繁简混用（繁体字 {len(places['t'])} 个，简体字 {len(places['s'])} 个），请定用一种"
        yield stretch.remark(NAME, at, at + 1, said, ground=_GROUND)
        return
    for stretch, start, end in _runs(places[rare]):
        words = stretch.text[start:end]
        if rare == "t":
            yield stretch.remark(NAME, start, end, f"简体文中夹有繁体“{words}”", fold(words), _GROUND)
        else:
            yield stretch.remark(NAME, start, end, f"繁体文中夹有简体“{words}”", "", _GROUND)


def _runs(places: list[tuple[Stretch, int]]) -> Iterator[tuple[Stretch, int, int]]:
    """Neighbouring characters together."""
    numbered = enumerate(places)
    for _key, run in groupby(numbered, key=lambda one: (id(one[1][0]), one[1][1] - one[0])):
        found = [place for _number, place in run]
        yield found[0][0], found[0][1], found[-1][1] + 1
