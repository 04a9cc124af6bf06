"""Search against its rivals, in one run: ``python tests/benchmarks/bench_search.py [DOCUMENTS]``.

The corpus is made at run time from sentences of the example archive, recombined until each document has about 2,400
characters. Rivals: SQLite FTS5 over bigrams with a phrase, the same with ``detail=none`` and verification by
``instr``, and a plain scan. Times are this process's CPU milliseconds; read the ratios, not the times.
"""

from __future__ import annotations

import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from archive_app.domain.markdown import read_article
from archive_app.hanzi.folding import fold
from archive_app.resources import resource
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex

LENGTH = 2400
QUERIES = 60


def corpus(documents: int) -> list[str]:
    """Texts of about ``LENGTH`` characters."""
    chance = random.Random(1998)
    sentences: list[str] = []
    for path in sorted(resource("example", "manuscripts").glob("*.md")):
        text = read_article(path.read_text(encoding="utf-8")).manuscript.plain_text()
        sentences += [part for part in re.split(r"(?<=[。！？])", text) if len(part) > 6]
    han = sorted({c for s in sentences for c in s if c >= "\u4e00"})

    def varied(sentence: str) -> str:
        # Four in a hundred characters change: at 10,000 documents there are then about a million different pairs, as in
        # as much real prose.
        return "".join(chance.choice(han) if c >= "\u4e00" and chance.random() < 0.04 else c for c in sentence)

    found = []
    for _ in range(documents):
        text = ""
        while len(text) < LENGTH:
            text += varied(chance.choice(sentences))
        found.append(text)
    return found


def queries(texts: list[str]) -> list[str]:
    """Substrings of 1–12 characters that stand somewhere, and a few that stand nowhere."""
    chance = random.Random(7)
    found = []
    for number in range(QUERIES):
        text, length = chance.choice(texts), 1 + number % 12
        start = chance.randrange(len(text) - length)
        part = text[start : start + length].strip()
        found.append(part or "水磨")
    return [*found[:-3], "从来没有写过", "龘龘", "Qx"]


def spaced(text: str) -> str:
    """Bigrams as FTS5 tokens: a letter for each, since its tokenizer splits at spaces."""
    runs = re.findall(r"\w+", text)
    return " ".join(run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1)))


def timed(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def size(paths: Iterable[Path]) -> float:
    """Megabytes."""
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def report(name: str, build: float, megabytes: float, one: float, times: list[float], wrong: int) -> None:
    """One row."""
    ordered = sorted(times)
    print(
        f"{name:34} {build / 1000:8.1f} {megabytes:8.1f} {one:8.1f} {median(ordered):8.2f} "
        f"{ordered[int(len(ordered) * 0.95)]:8.2f} {ordered[-1]:8.2f} {wrong:6}"
    )


def main() -> None:
    """Measure and print the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    texts = corpus(number)
    folded = [fold(text) for text in texts]
    asked = queries(texts)
    truth = {query: {n for n, text in enumerate(folded) if fold(query) in text} for query in asked}
    print(f"{number} documents, {sum(map(len, texts)) / 1e6:.1f} million characters, {len(asked)} queries")
    print(f"{'engine':34} {'build s':>8} {'MB':>8} {'+1 ms':>8} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'wrong':>6}")
    with tempfile.TemporaryDirectory() as folder:
        bench_ours(Path(folder) / "search", texts, asked, truth)
        for detail, verified in (("full", False), ("none", True)):
            bench_fts(Path(folder) / f"{detail}.sqlite", folded, asked, truth, detail, verified)
        times = [timed(lambda q=q: [n for n, t in enumerate(folded) if fold(q) in t]) for q in asked]  # type: ignore[misc]
        report("plain scan in memory", 0, 0, 0, times, 0)


def bench_ours(folder: Path, texts: list[str], asked: list[str], truth: dict[str, set[int]]) -> None:
    """Our index: all matches counted, the first twenty ranked with their snippets."""

    def document(key: int, text: str) -> SearchDocument:
        return SearchDocument(str(key), "document", f"题{key}", "public", (SearchText("notes", "附注", text),))

    index = SearchIndex.open(folder)
    build = timed(lambda: index.rebuild((document(n, t) for n, t in enumerate(texts)), 1))
    megabytes = size(folder.iterdir())
    one = timed(lambda: index.update([document(len(texts), "新来的一篇")], [], 2))
    index.update([], [str(len(texts))], 3)
    times, wrong = [], 0
    for query in asked:
        quoted = f'"{query}"'
        times.append(timed(lambda q=quoted: index.search(q, limit=20)))  # type: ignore[misc]
        found = {int(hit.id) for hit in index.search(quoted, limit=len(texts), matches=0).hits}
        wrong += found != truth[query]
    report("ours", build, megabytes, one, times, wrong)


def bench_fts(
    path: Path, folded: list[str], asked: list[str], truth: dict[str, set[int]], detail: str, verified: bool
) -> None:
    """SQLite FTS5 over bigrams."""
    db = sqlite3.connect(path)
    db.execute(f"CREATE VIRTUAL TABLE t USING fts5(g, content='', detail={detail}, tokenize=\"unicode61\")")
    db.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)")

    def fill() -> None:
        for n, text in enumerate(folded):
            db.execute("INSERT INTO t(rowid, g) VALUES (?, ?)", (n, spaced(text)))
            db.execute("INSERT INTO texts VALUES (?, ?)", (n, text))
        db.commit()

    build = timed(fill)
    one = timed(lambda: (db.execute("INSERT INTO t(rowid, g) VALUES (?, ?)", (10**9, "新来")), db.commit()))

    def ask(query: str) -> set[int]:
        grams = [gram for gram in spaced(fold(query)).split() if len(gram) == 2]
        if not grams:
            rows = db.execute("SELECT id FROM texts WHERE instr(text, ?)", (fold(query),))
            return {row[0] for row in rows}
        if not verified:
            phrase = '"' + " ".join(grams) + '"'
            return {row[0] for row in db.execute("SELECT rowid FROM t WHERE t MATCH ?", (phrase,))}
        match = " AND ".join(f'"{gram}"' for gram in grams)
        rows = db.execute(
            "SELECT id FROM texts WHERE id IN (SELECT rowid FROM t WHERE t MATCH ?) AND instr(text, ?)",
            (match, fold(query)),
        )
        return {row[0] for row in rows}

    times = [timed(lambda q=q: ask(q)) for q in asked]  # type: ignore[misc]
    wrong = sum(ask(query) - {10**9} != truth[query] for query in asked)
    name = f"SQLite FTS5 bigrams, detail={detail}" + (" + instr" if verified else "")
    report(name, build, size([path]), one, times, wrong)
    db.close()


if __name__ == "__main__":
    main()
