"""Make ``resources/hanzi/strokes.tsv``: how many strokes a character has, and which, in their order.

    python packaging/hanzi/make_strokes.py UNIHAN_FOLDER STROKE.DICT.YAML CNCHAR.ORDER.MIN.JS

Sources, and where they come from:

- Unihan (Debian ``unicode-data`` 15.0.0, ``/usr/share/unicode/Unihan_*.txt.bz2``; Unicode License v3):
  ``kTotalStrokes``, whose first figure is the mainland's count, and ``kTGH``, the place in 通用规范汉字表 (2013). Each
  of that table's three levels is itself in the standard's stroke order (GF 3003-1999), so it decides between doubtful
  orders and between characters of the same strokes (土 士, 未 末), which five classes of strokes cannot tell apart.
- ``stroke.dict.yaml`` of rime-stroke (Debian ``rime-data-stroke`` 0.0~git20230204; LGPL-3.0): the stroke orders. A
  character may have several: Taiwan's first, the mainland's (GB13000.1字符集汉字笔顺规范) last.
- ``cnchar-order`` 3.2.6 (npm, MIT): the orders of 6,939 characters of the mainland, where the two disagree.

The five classes: 横 1 (with 提), 竖 2 (with 竖钩), 撇 3, 点 4 (with 捺), 折 5 (every other turn).
A line is: character, count, order, place among characters of the same order; ``?`` where the order is not known.
"""

from __future__ import annotations

import bz2
import json
import re
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from statistics import median

TABLE = Path(__file__).resolve().parents[2] / "resources" / "hanzi" / "strokes.tsv"
NOBODYS = "szhhhshshpnhsz"
"""An order that rime-stroke gives to many rare characters: a filler."""

LEVELS = ((1, 3500), (3501, 6500), (6501, 8105))
RIME = str.maketrans("hspnz", "12345")
CNCHAR = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "d": "4", "l": "4"}

SIMPLER = (
    ("4111251", "45"), ("34112431", "31115"), ("554444", "551"), ("554234", "551"), ("132511134", "132534"),
    ("1251112", "1521"), ("1251112", "1512"), ("1211254444", "551"), ("35251214444", "35251211"),
    ("32511154444", "35451"), ("2511134", "2534"), ("2511135", "2535"), ("25112511", "425"), ("51122511", "425"),
    ("34451154", "355"), ("34154115", "355"), ("521251152", "1152"), ("212134343434525", "21213452"),
    ("35132511214", "3534"), ("31251354444", "35451"),
)  # fmt: skip
"""What a left, right or outer part becomes when a character is simplified by analogy: 訁 讠, 釒 钅, 糹 纟, 頁 页 …"""


def unihan(folder: Path, file: str, name: str) -> dict[str, str]:
    """One property: character → value."""
    found = {}
    with bz2.open(folder / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, key, value = line.rstrip("\n").split("\t")
                if key == name:
                    found[chr(int(code[2:], 16))] = value
    return found


def read_rime(path: Path) -> dict[str, list[str]]:
    """Every order of each character, as listed."""
    found: dict[str, list[str]] = defaultdict(list)
    _, _, body = path.read_text(encoding="utf-8").partition("\n...")
    for line in body.splitlines():
        character, _, code = line.partition("\t")
        if len(character) == 1 and re.fullmatch("[hspnz]+", code) and code != NOBODYS:
            found[character].append(code.translate(RIME))
    return dict(found)


def read_cnchar(path: Path) -> dict[str, str]:
    """The orders in five classes."""
    text = path.read_text(encoding="utf-8")
    match = re.search(r"JSON\.parse\('(\{\"一\".*?)'\)", text)
    assert match, "cnchar-order: another version?"
    return {c: "".join(CNCHAR.get(letter, "5") for letter in code) for c, code in json.loads(match[1]).items()}


def by_analogy(character: str, count: int, traditional: str, rime: dict[str, list[str]]) -> list[str]:
    """Orders of a simplified character nobody lists, from its traditional form's."""
    orders = []
    for form in (chr(int(word[2:], 16)) for word in traditional.split()):
        for order in rime.get(form, ()):
            for old, new in SIMPLER:
                orders += [new + order[len(old) :]] * order.startswith(old)
                orders += [order[: -len(old)] + new] * order.endswith(old)
    return [order for order in dict.fromkeys(orders) if len(order) == count]


def mow(rime: dict[str, list[str]], radicals: dict[str, str]) -> None:
    """Give characters with 艹 the order with the mainland's three strokes, where only one with four is listed."""
    for character, orders in rime.items():
        if radicals.get(character, "").startswith("140."):
            orders += ["122" + order[4:] for order in orders if order.startswith(("1212", "2112", "2121"))]


def settle_counts(counts: dict[str, int], places: dict[str, int], rime: dict[str, list[str]]) -> int:
    """Put right what Unihan miscounts; returns how many.

    通用规范汉字表 goes by counts, so its neighbours tell a character's (䜣 has six strokes there, Unihan counts the
    eleven of 訢). Elsewhere, but for the basic block, an order that has another length is believed.
    """
    before = dict(counts)
    listed = sorted(places, key=lambda character: places[character])
    for low, high in LEVELS:
        level = listed[low - 1 : high]
        for place, character in enumerate(level):
            around = [before[c] for c in level[max(0, place - 5) : place]], [before[c] for c in level[place + 1 :][:5]]
            least, most = (round(median(side or [before[character]])) for side in around)
            if not least <= before[character] <= most:
                lengths = {len(order) for order in rime.get(character, ())}
                counts[character] = most if most in lengths and least not in lengths else least
    for character, orders in rime.items():
        if character in counts and character not in places and not "\u4e00" <= character <= "\u9fff":
            lengths = [len(order) for order in orders]
            if counts[character] not in lengths:
                counts[character] = lengths[-1]
    return sum(counts[character] != count for character, count in before.items())


def choose(options: dict[str, list[str]], places: dict[str, int]) -> dict[str, str]:
    """One order for each character: the first option, or the one that stands right in 通用规范汉字表."""
    chosen = {c: found[0] for c, found in options.items() if found}
    inverse = {place: c for c, place in places.items()}

    def key(character: str) -> tuple[int, str]:
        return (len(chosen[character]), chosen[character])

    for low, high in LEVELS:
        listed = [inverse[place] for place in range(low, high + 1) if inverse.get(place) in chosen]
        for before, character, after in zip(listed, listed[1:], listed[2:], strict=False):
            if key(before) <= key(character) <= key(after) or key(before) > key(after):
                continue
            for order in options[character]:
                if key(before) <= (len(order), order) <= key(after):
                    chosen[character] = order
        rest = sum(key(a) > key(b) for a, b in pairwise(listed))
        print(f"《通用规范汉字表》{low}–{high}：{len(listed)} 字有笔顺，{rest} 处次序不合")
    return chosen


def main(folder: Path, rime_file: Path, cnchar_file: Path) -> None:
    """Write the table, sorted by code point."""
    counts = {c: int(v.split()[0]) for c, v in unihan(folder, "IRGSources", "kTotalStrokes").items()}
    places = {c: int(v.split(":")[1]) for c, v in unihan(folder, "OtherMappings", "kTGH").items()}
    traditional = unihan(folder, "Variants", "kTraditionalVariant")
    rime, cnchar = read_rime(rime_file), read_cnchar(cnchar_file)
    mow(rime, unihan(folder, "IRGSources", "kRSUnicode"))
    print(f"{settle_counts(counts, places, rime)} 字的笔画数依字表或笔顺改定")
    counts["〇"], rime["〇"] = 1, ["5"]  # GF 0014 does not list it; printed lists take it for one turning stroke

    options: dict[str, list[str]] = {}
    for character, count in counts.items():
        listed = rime.get(character, [])[::-1]
        fitting = [order for order in listed if len(order) == count]
        if character in traditional and not fitting:
            fitting = by_analogy(character, count, traditional[character], rime)
        if len(cnchar.get(character, "")) == count:
            fitting = [cnchar[character], *fitting] if cnchar[character] in fitting else [*fitting, cnchar[character]]
        options[character] = list(dict.fromkeys(fitting)) or listed[:1]
    chosen = choose(options, places)

    same: dict[tuple[int, str], list[str]] = defaultdict(list)
    for character in sorted(counts):
        same[counts[character], chosen.get(character, "?")].append(character)
    lines = [
        "# made by packaging/hanzi/make_strokes.py from Unihan 15.0.0 (Unicode License v3), rime-stroke (LGPL-3.0) and "
        "cnchar-order 3.2.6 (MIT); this table: LGPL-3.0"
    ]
    rows = {}
    for (count, order), group in same.items():
        for place, character in enumerate(
            sorted(group, key=lambda c: (places.get(c, 9999), c)) if order != "?" else group
        ):
            rows[character] = f"{character}\t{count}\t{order}\t{place if len(group) > 1 and order != '?' else ''}"
    lines += [rows[character] for character in sorted(rows)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} 字，其中 {len(chosen)} 字有笔顺")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
