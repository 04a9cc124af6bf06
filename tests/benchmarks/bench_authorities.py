"""How long cards take in a large archive: merge and split, where a card occurs, proposals, the list in order.

    python tests/benchmarks/bench_authorities.py [PERSONS] [ITEMS]

Persons have names of two or three characters, so that many are namesakes; every item names four of them, every fifth
is an interview with index points. The rival of a merge is the least that must be written: the same links set by hand,
record by record, without any account of how to take them back.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Batch, Create, SetFields
from archive_app.catalogue.merging import Merge, Split
from archive_app.services.archive import Archive
from archive_app.services.authorities.doubles import proposals
from archive_app.services.authorities.occurrences import occurrences
from archive_app.services.names import Names

SURNAMES = "王李张马祁赵韩陈刘冶沈单仇曾区解"
GIVEN = "文山吉甫秀兰玉梅占魁建国德胜巧云长河大存花万仓增寿桂香守田有财"


def timed(words: str, work: Callable[[], Any]) -> Any:
    """Run, and say how many milliseconds it took."""
    began = time.perf_counter()
    result = work()
    print(f"{words}: {(time.perf_counter() - began) * 1_000:.1f} ms")
    return result


def fill(archive: Archive, persons: int, items: int, draw: random.Random) -> list[str]:
    """Persons and items; returns the persons' ids."""
    made = [
        Create("person", {"name": draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=draw.choice((1, 2, 2))))})
        for _ in range(persons)
    ]
    ids = [one.id for one in made]
    archive.execute(Batch("人物", made))
    for start in range(0, items, 2_000):
        part = []
        for number in range(start, min(items, start + 2_000)):
            named = draw.sample(ids, 4)
            values: dict[str, Any] = {"kind": "document", "title": f"资料 {number}", "persons": named}
            if number % 5 == 0:
                points = [{"at": 60.0 * at, "title": "点", "persons": [key]} for at, key in enumerate(named)]
                values |= {"kind": "oral_history", "index_points": points}
            part.append(Create("item", values))
        archive.execute(Batch("资料", part))
    return ids


def main() -> None:
    persons, items = (int(word) for word in (*sys.argv[1:], "20000", "10000")[:2])
    draw = random.Random(20261124)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CUNSHI_CONFIG"] = folder
        with Archive.create(Path(folder) / "馆藏", actor="测试") as archive:
            ids = timed(f"{persons} persons, {items} items made", lambda: fill(archive, persons, items, draw))
            counts = timed("how often each occurs", lambda: archive.catalogue.occurrence_counts("person"))
            busy = sorted(ids, key=lambda key: -counts.get(key, 0))
            keep, other = busy[0], busy[1]
            found = timed("where a card occurs", lambda: occurrences(archive, other))
            print(f"  {len(found)} places")
            timed("merge", lambda: archive.execute(Merge(keep, [other])))
            timed("split", lambda: archive.execute(Split(other)))
            timed("the least: the same records written by hand", lambda: by_hand(archive, other, keep))
            timed("likely the same, over all", lambda: proposals(archive, "person"))
            names = Names(archive)
            timed("the list by pinyin, first", lambda: names.ordered("person"))
            timed("the list by pinyin, again", lambda: names.ordered("person"))


def by_hand(archive: Archive, other: str, keep: str) -> None:
    """The same links set in one command, without what a split needs."""
    commands = []
    found = archive.catalogue.load("item", [key for _entity, key in archive.catalogue.pointing_to(other)])
    for record in found.values():
        persons = [keep if key == other else key for key in record["persons"]]
        commands.append(SetFields(record.id, {"persons": list(dict.fromkeys(persons))}))
    archive.execute(Batch("手改", commands))


if __name__ == "__main__":
    main()
