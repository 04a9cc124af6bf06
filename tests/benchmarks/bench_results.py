"""What a result costs beside finding: ``bench_results.py [DOCUMENTS] [--prose SDIST] [--names N] [--items N…]``.

Of an index: facets and years over the whole result, orders, looking within results, titles while typing, one saved
document with an empty and with a full tail, the gathering of a segment beside that and its taking up, and the opening
by a new process. Of an archive with so many names: the suggestions. Of archives with so many items: from a record saved
to its being found, the whole way through the log, and the results written as lists. The texts are those of
``bench_search.py``. Times are this process's CPU milliseconds: the first, the median of the others, the worst.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import search_corpus
from bench_search import memory

from archive_app.catalogue.commands import Batch, Create
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.gathering import gather
from archive_app.search.index import TAIL, SearchIndex
from archive_app.services.archive import Archive
from archive_app.services.names import Names
from archive_app.services.result_export import export
from archive_app.services.searching import Search
from archive_app.services.settings import Settings
from archive_app.services.suggesting import Suggestions

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "春华秀英建国长河兰芳铁山德全月琴大魁庆云志明文博桂花玉珍永福世昌"


def milliseconds(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def told(taken: Sequence[float]) -> str:
    """The first, the median of the others, the worst."""
    return f"first {taken[0]:8.2f}   median {median(taken[1:] or taken):8.2f}   worst {max(taken):8.2f} ms"


def timed(work: Callable[[], object], times: int = 7) -> str:
    """What so many calls take."""
    return told([milliseconds(work) for _ in range(times)])


_OPENING = """
import sys, time
from pathlib import Path
from archive_app.search.index import SearchIndex
began = time.process_time()
SearchIndex.open(Path(sys.argv[1]))
print(time.process_time() - began)
"""


def opened_apart(folder: Path) -> float:
    """CPU milliseconds a new process takes to open an index, its modules loaded."""
    done = subprocess.run([sys.executable, "-c", _OPENING, str(folder)], check=True, capture_output=True, text=True)
    return float(done.stdout) * 1000


def filed(number: int, text: str, chance: random.Random) -> SearchDocument:
    """A document with everything an item is filed under."""
    year = chance.randrange(1900, 1990)
    length = chance.choice([0, 0, 0, 1, 3, 9])
    facets = {
        "kind": (chance.choice(["photograph", "document", "oral_history", "contribution", "artefact"]),),
        "state": (chance.choice(["draft", "registered", "approved", "included"]),),
        "access": ("public",),
        "person": tuple({f"p{chance.randrange(5000)}" for _ in range(chance.randrange(5))}),
        "place": tuple({f"l{chance.randrange(300)}" for _ in range(chance.randrange(3))}),
        "commissioner": (f"c{chance.randrange(40)}",),
        "decade": tuple({f"{each // 10}0" for each in (year, year + length)}),
    }
    title = text[number % 50 :][:14]
    texts = (SearchText("title", "题名", title), SearchText("notes", "附注", text))
    dates = ((f"{year}-01-01", f"{year + length}-12-31"),)
    return SearchDocument(
        f"{number:06}", "document", title, "public", texts,
        {name: values for name, values in facets.items() if values}, dates, f"征〔2026〕{number:04}号", "",
    )  # fmt: skip


def of_an_index(folder: Path, texts: Sequence[str]) -> None:
    """The index by itself."""
    chance = random.Random(5)

    def documents() -> Iterator[SearchDocument]:
        return (filed(number, text, chance) for number, text in enumerate(texts))

    print("build         ", timed(lambda: SearchIndex.open(folder).rebuild(documents(), 1), 1))
    print(f"size            {sum(path.stat().st_size for path in folder.iterdir()) / 1e6:8.1f} MB")
    print("open          ", timed(lambda: SearchIndex.open(folder)))
    print("  in new processes, modules loaded:", ", ".join(f"{opened_apart(folder):.1f}" for _ in range(5)), "ms")
    index = SearchIndex.open(folder)
    for word in ("的", "中国", "时候", "水磨"):
        total = index.search(word, limit=0).total
        print(f"{word}: {total} items")
        print("  found       ", timed(lambda w=word: index.search(w)))  # type: ignore[misc]
        print("  with facets ", timed(lambda w=word: index.search(w, facets=True)))  # type: ignore[misc]
        for order in ("date", "pinyin", "accession_no"):
            print(f"  by {order:11}", timed(lambda w=word, o=order: index.search(w, order=o)))  # type: ignore[misc]
        wanted: dict[str, Any] = {"chosen": {"kind": ["photograph"], "year": ["1958"]}, "facets": True}
        print("  narrowed    ", timed(lambda w=word, x=wanted: index.search(w, **x)))  # type: ignore[misc]
        inside: dict[str, Any] = {"within": ["工作"], "facets": True}
        print("  within 工作 ", timed(lambda w=word, x=inside: index.search(w, **x)))  # type: ignore[misc]
    for typed in ("中", "zg", "zhongg", "shui"):
        print(f"titles {typed:8}", timed(lambda t=typed: index.titles(t)))  # type: ignore[misc]
    number = len(texts)

    def save() -> None:
        nonlocal number
        number += 1
        index.update([filed(number, texts[number % len(texts)], chance)], [], number)

    print("one document  ", timed(save, 20))
    while len(index._snapshot.tail) < 4 * TAIL:
        save()
    print("a full tail   ", timed(save, 20))
    plan = index.due
    assert plan is not None
    made = []
    print("gathering     ", timed(lambda: made.append(gather(folder, plan)), 1), "(in another process)")
    print("taking it up  ", timed(lambda: index.adopt(made[0]), 1))
    print("after that    ", timed(save, 20))


def of_an_archive(root: Path, names: int) -> None:
    """An archive with so many names."""
    chance = random.Random(6)
    with Archive.create(root, name="量一量") as archive:
        called = {"".join([chance.choice(_SURNAMES), *chance.choices(_GIVEN, k=2)]) + str(n) for n in range(names)}
        people = [Create("person", {"name": name}) for name in called]
        for start in range(0, len(people), 2000):
            archive.execute(Batch("人物", people[start : start + 2000]))
        items = [
            Create("item", {"kind": "document", "title": f"水磨{n}", "persons": [chance.choice(people).id]})
            for n in range(1000)
        ]
        archive.execute(Batch("资料", items))
        search = Search(archive)
        search.follow()
        offering = Suggestions(search, Names(archive), Settings(root / "settings.toml"))
        print("prepared, beside the window", timed(offering.prepare, 1))
        for typed in ("w", "wj", "wangj", "李", "大魁", "shui", "xyz"):
            print(f"offered {typed:7}", timed(lambda t=typed: offering.offer(t)))  # type: ignore[misc]
            print("  to a reader ", timed(lambda t=typed: offering.offer(t, visible={"public", "internal"})))  # type: ignore[misc]


def of_saving(root: Path, texts: Sequence[str]) -> None:
    """An archive with an item a text: what is new, and what goes out."""
    print(f"— an archive of {len(texts)} items —")
    with Archive.create(root, name="量一量") as archive:
        person = Create("person", {"name": "某某"})
        archive.execute(person)
        for start in range(0, len(texts), 1000):
            made = [
                Create("item", {"kind": "document", "title": text[:14], "notes": text, "persons": [person.id]})
                for text in texts[start : start + 1000]
            ]
            archive.execute(Batch("资料", made))
        search = Search(archive)
        print("indexed       ", timed(search.follow, 1))
        number = 0
        saving, finding = [], []

        def save() -> None:
            new = {"kind": "document", "title": f"新来{number}", "notes": texts[number], "persons": [person.id]}
            archive.execute(Create("item", new))

        def found() -> None:
            if search.search(f"新来{number}", visible={"public", "internal"}).total != 1:
                raise SystemExit("what was saved is not found")

        for _ in range(21):
            number += 1
            saving.append(milliseconds(save))
            finding.append(milliseconds(found))
        print("save          ", told(saving))
        print("  until found ", told(finding))
        total = search.search("的", limit=0).total
        for suffix in (".xlsx", ".docx"):
            out = root / f"的{suffix}"
            print(f"的: {total} items as {suffix[1:]}", timed(lambda o=out: export(search, archive, o, "的"), 3))  # type: ignore[misc]
            print(
                f"  three places each {suffix[1:]}", timed(lambda o=out: export(search, archive, o, "的", places=3), 3)
            )  # type: ignore[misc]
        search.close()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="What a result costs.")
    options.add_argument("documents", nargs="?", type=int, default=2000)
    options.add_argument("--names", type=int, default=20_000)
    options.add_argument("--items", type=int, nargs="*", default=[1000, 10_000])
    search_corpus.add_options(options)
    chosen = options.parse_args()
    drawn, source = search_corpus.sentences(chosen)
    texts = list(search_corpus.texts(chosen.documents, drawn))
    print(f"{len(texts)} documents, {sum(map(len, texts)) / 1e6:.1f} million characters; {source}")
    with tempfile.TemporaryDirectory() as folder:
        of_an_index(Path(folder) / "search", texts)
        of_an_archive(Path(folder) / "archive", chosen.names)
        for number in chosen.items:
            of_saving(Path(folder) / f"items-{number}", list(search_corpus.texts(number, drawn)))
    print(f"memory at its most {memory():.0f} MB")


if __name__ == "__main__":
    main()
