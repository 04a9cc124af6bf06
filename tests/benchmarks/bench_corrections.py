"""What it costs to look at, step through and decide a thousand proposals in a text of a hundred thousand characters.

    python tests/benchmarks/bench_corrections.py [characters] [proposals]

CPU time, median of several runs: proposals placed (opening), one accepted, one refused, a hundred accepted at once.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.archive import Archive
from archive_app.services.corrections.deciding import decide
from archive_app.services.corrections.found import word_proposal
from archive_app.services.corrections.proposing import propose
from archive_app.services.corrections.standing import open_of, proposals_of, stood, texts_of_item


def text(characters: int, seed: int = 7) -> Manuscript:
    """Paragraphs of two hundred characters."""
    dice = random.Random(seed)
    letters = [chr(n) for n in range(0x4E00, 0x4E00 + 2500)]
    made = []
    for number in range(characters // 200):
        words = "".join("，" if n % 17 == 16 else dice.choice(letters) for n in range(199)) + "。"
        made.append(Block(BlockKind.PARAGRAPH, words, id=f"b{number}"))
    return Manuscript(tuple(made))


def timed(runs: int, act: Callable[[int], object]) -> float:
    """The median of the CPU time, in milliseconds."""
    taken = []
    for number in range(runs):
        began = time.process_time()
        act(number)
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print the figures."""
    characters, number = (int(one) for one in (sys.argv[1:] + ["100000", "1000"][len(sys.argv) - 1 :]))
    manuscript = text(characters)
    dice = random.Random(3)
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "馆藏", actor="编辑") as archive:
        made = Create("item", {"kind": "contribution", "title": "长文", "manuscript": manuscript.to_json()})
        archive.execute(made)
        archive.execute(SetFields(made.id, {"state": "proof1"}, by_program=True, type="state"))
        drafts = []
        for n in range(number):
            block = manuscript.blocks[n % len(manuscript)]
            at = (n // len(manuscript)) * 60 + dice.randrange(50)
            drafts.append(word_proposal(block.id, "", block.text, at, at + 1, dice.choice("甲乙丙丁")))
        print(f"提 {number} 条：{timed(1, lambda _n: propose(archive, made.id, drafts)):.0f} ms")

        def place_all(_n: int) -> object:
            record = archive.catalogue.record(made.id)
            return stood(texts_of_item(archive.catalogue, record), proposals_of(record))

        print(f"打开（读、找到每一处）：{timed(7, place_all):.1f} ms")
        keys = [one.id for one in open_of(archive.catalogue.record(made.id))]
        print(f"采纳一条：{timed(15, lambda n: decide(archive, made.id, [keys[n]], accept=True)):.1f} ms")
        print(f"不采纳一条：{timed(15, lambda n: decide(archive, made.id, [keys[20 + n]], accept=False)):.1f} ms")
        hundred = timed(3, lambda n: decide(archive, made.id, keys[100 * n + 100 : 100 * n + 200], accept=True))
        print(f"采纳一百条：{hundred:.0f} ms")
        rest = [one.id for one in open_of(archive.catalogue.record(made.id))]
        print(f"采纳余下的 {len(rest)} 条：{timed(1, lambda _n: decide(archive, made.id, rest, accept=True)):.0f} ms")


if __name__ == "__main__":
    main()
