"""Make ``resources/hanzi/folding.tsv``: which character stands for which when texts are compared.

    python packaging/hanzi/make_folding.py

Sources, in the order they are applied to each character until nothing changes:

1. Unicode's NFKC, where it gives exactly one character (full-width forms, compatibility ideographs, ligature letters);
2. lower case, where it is one character;
3. ``opencc``'s traditional → simplified characters (Apache-2.0);
4. ``resources/hanzi/variants.tsv``, our own list of variants that opencc leaves.

Every entry is one character to one character, so offsets in a folded text are offsets in the original.
"""

from __future__ import annotations

import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path

import opencc

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "hanzi"
SURROGATES = range(0xD800, 0xE000)


def read_variants(path: Path) -> dict[str, str]:
    """The list's entries: variant → the usual form; ``#`` begins a comment."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words:
            for variant in words[:-1]:
                found[variant] = words[-1]
    return found


def make_table(variants: dict[str, str]) -> dict[str, str]:
    """Every character that folds to another."""
    simplify = opencc.OpenCC("t2s").convert

    def step(character: str) -> str:
        for result in (
            unicodedata.normalize("NFKC", character),
            character.lower(),
            simplify(character) if character >= "\u2e80" else character,
            variants.get(character, character),
        ):
            if len(result) == 1 and result != character:
                return result
        return character

    table: dict[str, str] = {}
    for code in range(sys.maxunicode + 1):
        if code in SURROGATES:
            continue
        character = chr(code)
        folded, seen = character, {character}
        while (further := step(folded)) not in seen:
            seen.add(further)
            folded = further
        if folded != character:
            table[character] = folded
    return table


def main() -> None:
    """Write the table, sorted by code point."""
    table = make_table(read_variants(FOLDER / "variants.tsv"))
    lines = [
        f"# made by packaging/hanzi/make_folding.py from Unicode {unicodedata.unidata_version}, "
        f"opencc {version('opencc')} (Apache-2.0) and variants.tsv",
        *(f"{character}\t{folded}" for character, folded in sorted(table.items())),
    ]
    (FOLDER / "folding.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(table)} 项")


if __name__ == "__main__":
    main()
