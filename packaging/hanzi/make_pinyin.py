"""Make ``resources/hanzi/pinyin.tsv``: the readings of every character, the most likely first.

    python packaging/hanzi/make_pinyin.py UNIHAN_FOLDER

Sources: Unihan's ``Readings`` and ``Variants`` (Debian ``unicode-data`` 15.0.0; Unicode License v3) and the table of
``pypinyin`` (MIT). Where 通用规范汉字字典 (``kTGHZ2013``) or 现代汉语词典 (``kXHC1983``) have a character, only their
readings are taken: what is read today, without the great dictionaries' ancient ones. The order is pypinyin's. A
character without any reading takes that of a variant (𠮷 of 吉), where Unihan names one. Surnames are not here but in
``surnames.tsv``.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from pathlib import Path

from make_strokes import unihan
from pypinyin.constants import PINYIN_DICT

TABLE = Path(__file__).resolve().parents[2] / "resources" / "hanzi" / "pinyin.tsv"
MOST = 6
"""Readings kept of one character."""

VARIANTS = ("kZVariant", "kSemanticVariant", "kSimplifiedVariant", "kTraditionalVariant", "kSpecializedSemanticVariant")
SYLLABLE = re.compile(r"[a-zü\u0300-\u030c\u00e0-\u01dcḿ\u1e3f\u0144\u0148\u01f9ê\u1ebf\u1ec1]+\Z")


def located(value: str) -> list[str]:
    """The readings of ``kTGHZ2013``, ``kXHC1983`` and ``kHanyuPinyin``: ``place:reading,reading place:reading``."""
    return [reading for part in value.split() for reading in part.split(":")[1].split(",")]


def readings_of(character: str, tables: dict[str, dict[str, str]]) -> list[str]:
    """Every reading worth knowing, in order."""
    usual = PINYIN_DICT.get(ord(character), "").split(",")
    mandarin = tables["kMandarin"].get(character, "").split()
    today = [r for name in ("kTGHZ2013", "kXHC1983") for r in located(tables[name].get(character, ""))]
    if today:
        ordered = [*(r for r in usual if r in today), *(r for r in mandarin if r in today), *today]
    else:
        ordered = (
            [*usual, *mandarin] if usual != [""] else [*mandarin, *located(tables["kHanyuPinyin"].get(character, ""))]
        )
    return [r for r in dict.fromkeys(ordered) if SYLLABLE.match(r)][:MOST]


def main(folder: Path) -> None:
    """Write the table, sorted by code point."""
    names = ("kMandarin", "kTGHZ2013", "kXHC1983", "kHanyuPinyin")
    tables = {name: unihan(folder, "Readings", name) for name in names}
    characters = {c for table in tables.values() for c in table} | {chr(code) for code in PINYIN_DICT}
    found = {c: readings for c in characters if (readings := readings_of(c, tables))}
    borrowed = 0
    for name in VARIANTS:
        for character, value in unihan(folder, "Variants", name).items():
            for word in value.split():
                other = chr(int(word.split("<")[0][2:], 16))
                if character not in found and other in found:
                    found[character] = found[other]
                    borrowed += 1
    lines = [
        f"# made by packaging/hanzi/make_pinyin.py from Unihan 15.0.0 (Unicode License v3) and pypinyin "
        f"{version('pypinyin')} (MIT)",
        *(f"{c}\t{' '.join(found[c])}" for c in sorted(found)),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} 字有读音，其中 {borrowed} 字取自异体")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
