"""Search against its rivals, in one run: ``bench_search.py [DOCUMENTS] [--prose SDIST | --download] [--ours]``.

Our index; SQLite FTS5 over pairs of characters as a phrase; the same with ``detail=none`` and verification; FTS5's own
trigrams; and a plain scan of the folded text: on the same texts (see ``search_corpus.py``) and the same queries, 60
terms of 1–12 characters, 20 pairs of terms, 20 single characters. ``--ours`` leaves the rivals out but for the scan,
which says what is right. Each is built by a process of its own and asked by another, so that its memory is its own;
``--quiet`` asks before everything else that runs (Linux, as root), for a machine that others use too. Times are CPU
milliseconds; ``first``: each query for the first time, ``again``: the median of the following rounds,
``count``: ours without ranking and snippets.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import search_corpus
from search_corpus import Query
from search_engines import ENGINES, Engine, Ours, Scan

SAVED = 9
"""Documents saved one by one."""

Times = dict[str, list[float]]
"""Kind of queries → milliseconds of each."""


@dataclass
class Measured:
    """What was found out about an engine. Memory is the most the process had at once, in megabytes, Python included."""

    name: str
    build: float = 0
    build_memory: float = 0
    size: float = 0
    opened: float = 0
    memory: float = 0
    first: Times = field(default_factory=dict)
    again: Times = field(default_factory=dict)
    counted: Times = field(default_factory=dict)
    saved: list[float] = field(default_factory=list)
    found: dict[Query, set[int]] = field(default_factory=dict)


def timed(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def memory() -> float:
    """The most memory this process had at once, in megabytes; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def stored(corpus: Path) -> Iterator[str]:
    """The texts, one after another."""
    with corpus.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def built(kind: type[Engine], folder: Path, corpus: Path) -> Measured:
    """Build an index, in a process of its own."""
    folder.mkdir()
    engine = kind(folder)
    told = Measured(engine.name)
    told.build = timed(lambda: engine.build(stored(corpus)))
    told.build_memory = memory()
    told.size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return told


def asked(
    kind: type[Engine],
    folder: Path,
    corpus: Path,
    wanted: dict[str, list[Query]],
    how: argparse.Namespace,
    told: Measured,
) -> Measured:
    """Ask the queries of an index that is there, in a process of its own."""
    engine = kind(folder)
    if how.quiet:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
    if kind is Scan:  # its index is the memory
        engine.build(stored(corpus))
    told.opened = timed(engine.open)

    def ask(some: list[Query]) -> list[float]:
        return [timed(lambda q=query: engine.answer(q)) for query in some]  # type: ignore[misc]

    told.first = {name: ask(some) for name, some in wanted.items()}
    for name, some in wanted.items():
        told.again[name] = [median(each) for each in zip(*(ask(some) for _ in range(how.rounds)), strict=True)]
    if isinstance(engine, Ours):
        told.counted = {
            name: [timed(lambda q=query: engine.count(q)) for query in some]  # type: ignore[misc]
            for name, some in wanted.items()
        }
    told.memory = memory()
    told.found = {query: engine.found(query) for some in wanted.values() for query in some}
    number = 10**7
    for each in range(SAVED):
        new = f"第{each}次新来的一篇"
        told.saved.append(timed(lambda n=number + each, text=new: engine.save(n, text)))  # type: ignore[misc]
        if len(engine.found((new,))) != 1:
            raise SystemExit(f"{engine.name} does not find what was saved")
    return told


def measured(kind: type[Engine], corpus: Path, wanted: dict[str, list[Query]], how: argparse.Namespace) -> Measured:
    """All about one engine."""
    apart = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as parent:
        folder = Path(parent) / "index"
        with ProcessPoolExecutor(1, mp_context=apart) as pool:
            told = pool.submit(built, kind, folder, corpus).result()
        with ProcessPoolExecutor(1, mp_context=apart) as pool:
            return pool.submit(asked, kind, folder, corpus, wanted, how, told).result()


def shown(times: list[float]) -> str:
    """p50 / p95 / the worst."""
    ordered = sorted(times)
    return f"{median(ordered):7.2f} {ordered[int(len(ordered) * 0.95)]:7.2f} {ordered[-1]:7.2f}"


def right(found: dict[Query, set[int]], truth: dict[Query, set[int]]) -> str:
    """(recall, precision, how many queries are answered wrongly), against the scan."""
    both = sum(len(found[query] & truth[query]) for query in truth)
    recall = both / max(1, sum(map(len, truth.values())))
    precision = both / max(1, sum(len(found[query]) for query in truth))
    wrong = sum(found[query] != truth[query] for query in truth)
    return f"{recall:7.5f} {precision:7.5f} {wrong:5}"


def ratios(ours: Measured, rival: Measured) -> str:
    """How many times as long a rival takes, at the median, at 95 %, at worst and all together, by kind."""
    told = ""
    for kind, times in ours.again.items():
        one, other = sorted(times), sorted(rival.again[kind])
        at = int(len(one) * 0.95)
        shares = (median(other) / median(one), other[at] / one[at], other[-1] / one[-1], sum(other) / sum(one))
        told += " |" + "".join(f"{share:6.1f}" for share in shares)
    return told


def main() -> None:
    """Measure and print the tables."""
    options = argparse.ArgumentParser(description="Search against its rivals.")
    options.add_argument("documents", nargs="?", type=int, default=2000)
    search_corpus.add_options(options)
    options.add_argument("--ours", action="store_true", help="without the rivals but the scan")
    options.add_argument("--quiet", action="store_true", help="ask before everything else that runs (Linux, as root)")
    options.add_argument("--rounds", type=int, default=3, help="how often the queries are asked again")
    chosen = options.parse_args()
    drawn, source = search_corpus.sentences(chosen)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        characters, sample = 0, []
        with corpus.open("w", encoding="utf-8") as out:
            for number, text in enumerate(search_corpus.texts(chosen.documents, drawn)):
                out.write(json.dumps(text) + "\n")
                characters += len(text)
                if number % max(1, chosen.documents // 2000) == 0:
                    sample.append(text)
        wanted = search_corpus.queries(sample)
        print(f"{chosen.documents} documents, {characters / 1e6:.1f} million characters; {source}")
        kinds = (Ours, Scan) if chosen.ours else ENGINES
        head = f"{'':32} {'build s':>7} {'MB':>6} {'memory: build, asked':>20} {'open':>6} {'+1: first, median':>17}"
        print(f"{head}  recall, precision, wrong")
        print(f"{'':38}", *(f"| {kind + ': p50 p95 max, ms':23}" for kind in wanted))
        print(f"{'':38}", *(f"| {'p50 p95 max, all':23}" for kind in wanted), flush=True)
        scan = measured(Scan, corpus, wanted, chosen)
        ours = scan
        for kind in kinds:
            one = scan if kind is Scan else measured(kind, corpus, wanted, chosen)
            ours = one if kind is Ours else ours
            tell(one, ours, scan)


def tell(one: Measured, ours: Measured, scan: Measured) -> None:
    """What was found out about one engine, at once: a long run may be broken off."""
    held = f"{one.build_memory:12.0f} {one.memory:7.0f}"
    saved = f"{one.saved[0]:10.2f} {median(one.saved[1:]):6.2f}"
    row = f"{one.name:32} {one.build / 1000:7.1f} {one.size:6.1f} {held} {one.opened:6.1f} {saved}"
    print(f"{row}  {right(one.found, scan.found)}")
    for when, times in (("first", one.first), ("again", one.again), ("only counted", one.counted)):
        if times:
            print(f"{'':20}{when:18}", *(f"| {shown(each)}" for each in times.values()))
    if one is not ours:
        print(f"{'':20}{'times ours, again':18}{ratios(ours, one)}")
    print(flush=True)


if __name__ == "__main__":
    main()
