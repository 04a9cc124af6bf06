"""What editors wait for beside the list: figures of a large archive, names looked for in a text, two versions compared.

    python tests/benchmarks/bench_entry.py [ARCHIVE]

``ARCHIVE`` is an archive whose figures are counted (as ``bench_list_window.py`` makes one); without it one of 2,000
items is made. Processor time, the median of nine.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from archive_app.catalogue.commands import Batch, Create
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive
from archive_app.services.figures import Figures, Within
from archive_app.services.mentions import Mentions
from archive_app.services.names import Names
from archive_app.services.overdue import overdue
from archive_app.services.texts.comparing import Comparison

_TIMES = 9
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈马祁冶韩解单卓", "文山水明春秀兰德全吉甫晓棠青禾庆生海云龙凤英杰志强建国"
_SENTENCE = "我们那时候在河边住着，水磨转起来，一年到头都有人来磨面。"


def timed(what: str, act: Callable[[], object]) -> None:
    """Say how long something takes the first time and after."""
    took: list[float] = []
    for _turn in range(_TIMES + 1):
        begun = time.process_time()
        act()
        took.append(time.process_time() - begun)
    print(f"{what:<40} first {took[0] * 1000:7.1f} ms, then {statistics.median(took[1:]) * 1000:7.1f} ms")


def figures(archive: Archive) -> None:
    """Everything the page of figures shows."""
    catalogue = archive.catalogue

    def counted() -> None:
        catalogue._counts._kept.clear()  # as after something was written
        Figures(archive).by_state(Within())

    print(f"{len(catalogue.item_ids()):,} items")
    timed("figures, counted anew", counted)
    timed("figures, other years chosen", lambda: Figures(archive).by_commissioner(Within((2024,))))
    timed("overdue", lambda: overdue(archive, 30))


def mentions(archive: Archive, chance: random.Random) -> None:
    """Twenty thousand people, ten thousand characters."""
    names = {
        chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((2, 2, 2, 3)))) for _ in range(60_000)
    }
    people = sorted(names)[:20_000]
    for start in range(0, len(people), 2_000):
        part = [Create("person", {"name": name}) for name in people[start : start + 2_000]]
        archive.execute(Batch("人物", part))
    parts = (chance.choice(people) + "说，" if chance.random() < 0.3 else _SENTENCE for _ in range(800))
    text = "".join(parts)[:10_000]
    found = Mentions(Names(archive))
    print(f"{len(people):,} people, {len(text):,} characters")
    timed("names looked for in a text", lambda: found.mentions([text]))


def compared(chance: random.Random) -> None:
    """A hundred thousand characters, two hundred paragraphs changed."""
    texts = ["".join(chance.choices(_SENTENCE + _GIVEN, k=100)) for _ in range(1_000)]
    changed = [text[:50] + "改" + text[50:] if number % 5 == 0 else text for number, text in enumerate(texts)]
    was, now = paragraphs(texts), paragraphs(texts)
    now = type(now)(tuple(block.with_text(words) for block, words in zip(was.blocks, changed, strict=True)))
    timed("two versions, 100,000 characters", lambda: Comparison(was, now))


def main() -> None:
    """All of them."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "馆藏", actor="甲") as archive:
        items = [
            Create("item", {"kind": "photograph", "title": f"{n}", "received": "2024-01-02"}) for n in range(2_000)
        ]
        archive.execute(Batch("资料", items))
        if len(sys.argv) > 1:
            with Archive.open(Path(sys.argv[1]), actor="甲") as large:
                figures(large)
        else:
            figures(archive)
        mentions(archive, chance)
    compared(chance)


if __name__ == "__main__":
    main()
