"""An editor's own fonts as they go along in a file: what each is called, whether it may, and what of it is needed.

OpenType says it in ``OS/2`` (fsType): a font may be embedded in what can be edited, only in what can be read and
printed, whole only, or not at all. What must not go along is named, and left to the reader's own machine.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from archive_app.typeset.fonts.faces import face
from archive_app.typeset.fonts.library import fallback_for
from archive_app.typeset.problems import FONT_UNUSABLE, Problem
from archive_app.typeset.reflow.sfnt import joined, parted
from archive_app.typeset.templates import Template

_LEVEL, _EDITABLE, _READABLE = 0x000F, (0x0, 0x8), (0x0, 0x4, 0x8)
_WHOLE_ONLY = 0x0100
_CHINESE, _ENGLISH = 0x0804, 0x0409


class OwnFont(NamedTuple):
    """A font that goes along: its ``family``, the ``role`` it serves (empty: for characters that nothing else has), and
    the file, reduced to what is asked for; ``bold``: of a family whose other weight goes along, too."""

    family: str
    role: str
    data: bytes
    bold: bool = False


def own_families(template: Template) -> Mapping[str, str]:
    """Role → the family of the editor's font that serves for it."""
    return {role: family_name(path) for role, path in template.faces.items() if Path(path).is_file()}


@lru_cache(maxsize=64)
def family_name(path: str) -> str:
    """What a font calls itself: in Chinese where it does, else in English."""
    name = parted(Path(path).read_bytes())[b"name"] if Path(path).is_file() else b""
    found: dict[int, str] = {}
    if name:
        count, strings = struct.unpack(">2H", name[2:6])
        for at in range(6, 6 + 12 * count, 12):
            platform, encoding, language, key, length, offset = struct.unpack(">6H", name[at : at + 12])
            if key == 1 and platform == 3 and encoding in (1, 10):
                text = name[strings + offset : strings + offset + length].decode("utf-16-be", "replace")
                found.setdefault(language, text.strip())
    return found.get(_CHINESE) or found.get(_ENGLISH) or next(iter(found.values()), "") or Path(path).stem


def carried(
    words: Sequence[str], template: Template, roles: Container[str], *, editable: bool
) -> tuple[list[OwnFont], list[Problem]]:
    """The fonts that ``words`` are to be shown with in ``roles``, and those that may not go along. ``editable``: the
    file can be edited by whoever gets it."""
    wanted: dict[tuple[str, str], set[str]] = {}
    characters = {character for text in words for character in text}
    for role, path in template.faces.items():
        if role in roles and Path(path).is_file():
            wanted[path, role] = characters
    for character in characters if template.rare else ():
        found = fallback_for(character)
        if found is not None and found.name in template.rare:
            wanted.setdefault((found.name, ""), set()).add(character)
    fonts, problems = [], []
    for (path, role), needed in sorted(wanted.items(), key=lambda pair: pair[0]):
        rights = _rights(path)
        if rights & _LEVEL not in (_EDITABLE if editable else _READABLE):
            problems.append(_refused(path))
            continue
        data = Path(path).read_bytes() if rights & _WHOLE_ONLY else _subset(path, needed)
        family, regular = family_name(path), template.faces.get(role.removesuffix("-bold"), path)
        bold = role.endswith("-bold") and regular != path and family_name(regular) == family
        fonts.append(OwnFont(family, role, data, bold))
    return fonts, problems


def _refused(path: str) -> Problem:
    name = Path(path).name
    return Problem(
        FONT_UNUSABLE,
        f"字体 {name} 写明不准放进可以编辑的文件（fsType），没有放进去",
        f"收到文件的电脑上要装有“{family_name(path)}”，否则会换成别的字体。",
    )


def _rights(path: str) -> int:
    table = parted(Path(path).read_bytes()).get(b"OS/2", b"")
    return int.from_bytes(table[8:10], "big") if len(table) >= 10 else 0


def _subset(path: str, characters: Iterable[str]) -> bytes:
    """The font reduced to ``characters``; what it says of itself stays."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(sorted({0x20, *map(ord, characters)}))
    tables = parted(bytes(hb.subset(face(path).hb_face, wanted).blob.data))
    tables[b"name"] = parted(Path(path).read_bytes())[b"name"]
    return joined(tables)
