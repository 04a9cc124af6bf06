"""Fonts for what a reader's own fonts are likely to lack: subsets of the bundled faces that go along in the file.

The faces are under the SIL Open Font License, which lets a part of one be embedded and passed on, under another name
where the name is reserved (§3): so each subset has a name of ours, and the licence's words inside.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb

from archive_app.frozen import dataclass
from archive_app.resources import resource
from archive_app.typeset.fonts.faces import Face, face
from archive_app.typeset.fonts.library import fallback_for, own_faces
from archive_app.typeset.reflow.own import family_name
from archive_app.typeset.reflow.sfnt import joined, parted

_COMMON_HAN = range(0x4E00, 0x9FA6)  # what GB 18030's first edition made every font have
_HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
_TIBETAN, _MONGOLIAN = range(0x0F00, 0x1000), (range(0x1800, 0x18B0), range(0x11660, 0x11680))
ARABIC = (range(0x0600, 0x0780), range(0x08A0, 0x0900), range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF))

SPECIAL = re.compile(
    "[" + "".join(f"{chr(r.start)}-{chr(r.stop - 1)}" for r in (_TIBETAN, *_MONGOLIAN, *ARABIC)) + "\u3400-\u4dff"
    "\u9fa6-\u9fff\uf900-\ufaff\U00020000-\U00031fff]"
)  # fmt: skip
"""A character that `script_of` has a name for: most texts have none."""
# face → (the subset's family, the licence that travels with it); no family's name says 宋 or 楷, which programs take
# for a choice of type
_NAMES: Mapping[str, tuple[str, str]] = {
    "NotoSerifSC-Regular": ("Cunshi Rare A", "OFL-NotoSerifSC.txt"),
    "LXGWWenKai-Regular": ("Cunshi Rare B", "OFL-LXGWWenKai.txt"),
    "NotoSansSC-Regular": ("Cunshi Rare C", "OFL-NotoSansSC.txt"),
    "NotoSerifTibetan-Regular": ("Cunshi Tibetan", "OFL-NotoSerifTibetan.txt"),
    "Amiri-Regular": ("Cunshi Arabic", "OFL-Amiri.txt"),
    "NotoSansMongolian-Regular": ("Cunshi Mongolian", "OFL-NotoSansMongolian.txt"),
}
_LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1. https://openfontlicense.org"


@dataclass(frozen=True, slots=True)
class RareFont:
    """A subset that goes along: ``family`` names it in the file, ``characters`` are what it is asked to show,
    ``licence`` is the file with its terms."""

    family: str
    characters: frozenset[str]
    data: bytes
    licence: Path


@cache
def script_of(character: str) -> str:
    """``han`` (rare), ``tibetan``, ``mongolian``, ``arabic``; empty for what any reader's fonts have."""
    code = ord(character)
    if code < 0x0600 or code in _COMMON_HAN:
        return ""
    if code in _TIBETAN:
        return "tibetan"
    for name, ranges in (("mongolian", _MONGOLIAN), ("arabic", ARABIC), ("han", _HAN)):
        if any(code in block for block in ranges):
            return name
    return ""


def family_of(character: str) -> str:
    """The family of the font that goes along for a character that a reader's own fonts are likely to lack; empty where
    none needs to, or none can. A font of the editor's is called as it calls itself."""
    return _family(character, own_faces())


@lru_cache(maxsize=1 << 16)
def _family(character: str, own: tuple[str, ...]) -> str:
    rare = bool(script_of(character))
    if not rare and (not own or ord(character) < 0x0250 or ord(character) in _COMMON_HAN):
        return ""
    found = fallback_for(character)
    if found is None or (not rare and found.name not in own):
        return ""
    return _NAMES[found.name][0] if found.name in _NAMES else family_name(found.name)


def rare_fonts(text: Iterable[str]) -> tuple[RareFont, ...]:
    """The subsets that ``text`` (any number of strings) needs, in the order of their names."""
    wanted: dict[str, set[str]] = {}
    for character in sorted({character for one in text for character in one}):
        if script_of(character):
            found = fallback_for(character)
            if found is not None and found.name in _NAMES:
                wanted.setdefault(found.name, set()).add(character)
    fonts = (
        RareFont(_NAMES[n][0], frozenset(chars), _subset(face(n), chars, n), resource("fonts", _NAMES[n][1]))
        for n, chars in wanted.items()
    )
    return tuple(sorted(fonts, key=lambda font: font.family))


def _subset(whole: Face, characters: Iterable[str], name: str) -> bytes:
    """The face reduced to ``characters`` (with the forms that joining them needs), under a name of ours."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(sorted({0x20, *map(ord, characters)}))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    tables = parted(bytes(hb.subset(whole.hb_face, wanted).blob.data))
    family, licence = _NAMES[name]
    owner = resource("fonts", licence).read_text(encoding="utf-8").splitlines()[0]
    tables[b"name"] = _name_table(family, owner)
    return joined(tables)


def _name_table(family: str, owner: str) -> bytes:
    """OpenType ``name``, format 0, in English for Windows."""
    plain = family.replace(" ", "")
    texts = {
        0: owner, 1: family, 2: "Regular", 3: f"{plain}-Regular", 4: family, 5: "Version 1.000",
        6: f"{plain}-Regular", 13: _LICENCE, 14: "https://openfontlicense.org",
    }  # fmt: skip
    records, body = b"", b""
    for key, text in texts.items():
        data = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, key, len(data), len(body))
        body += data
    return struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + body
