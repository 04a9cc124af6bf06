"""The index after its process was killed: what it then says is what a scan says, and nothing is left lying about."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from archive_app.hanzi.folding import fold
from archive_app.search.answering import Asked, scan
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex

WORDS = "水磨油坊骡马店门前照相过年社火湟水边的老榆树下，。"
QUERIES = ("水磨", "油", "骡马店", "湟水边", "过年，", "的老")
ASKED = (
    "水 -磨",
    "水磨 或 (油坊 -的)",
    "-(水磨 或 油) 马",
    "水 同句 油 -社火",
    "水磨 同段> 的",
    "油 /6 马",
    "店 /3> 门",
    "题名:水 的",
    "附注:水磨 -题名:的",
    "种类:照片 水",
    "年:1949-1960 或 骡马",
    "人名:李四 -照相",
)
ORDERS = ("relevance", "date", "pinyin", "-ref_code", "accession_no")

WORKER = """
import sys, threading
from pathlib import Path
from archive_app.search import gathering, index as module
from tests.search.test_killed import item

module.TAIL, gathering.SMALL, gathering.MANY = 7, 30, 3
folder = Path(sys.argv[1])
index = module.SearchIndex.open(folder)
print("begun", flush=True)
number = index.sequence
busy = threading.Event()

def tidy(plan):
    index.adopt(gathering.gather(folder, plan))
    busy.clear()

while True:
    number += 1
    if number % 50 == 0:
        index.rebuild([item(key, number) for key in range(40)], number)
    else:
        key = number % 40
        index.update([item(key, number)], [f"{(key + 1) % 40:03}"] if number % 3 == 0 else [], number)
    plan = index.due
    if plan and not busy.is_set():
        busy.set()
        threading.Thread(target=tidy, args=(plan,), daemon=True).start()
"""


def item(key: int, number: int) -> SearchDocument:
    """The item with this key as it is from the log's ``number`` on."""
    moment = random.Random(key * 10_000 + number)
    text = "".join(moment.choice(WORDS) for _ in range(60)) + f"第{number}次"
    title = "".join(moment.choice(WORDS) for _ in range(4))
    kind, year = moment.choice(("photograph", "document")), moment.randrange(1930, 1980)
    texts = (
        SearchText("title", "题名", title),
        SearchText("persons", "人名", moment.choice(("李四", "王五"))),
        SearchText("notes", "附注", text, access=moment.choice(("", "", "restricted"))),
    )
    facets = {"kind": (kind,), "person": (f"p{moment.randrange(5)}",), "decade": (f"{year // 10}0",)}
    access = moment.choice(("public", "restricted"))
    dates = ((f"{year}-01-01", f"{year + 1}-12-31"),)
    return SearchDocument(f"{key:03}", kind, title, access, texts, facets, dates, f"征{key % 7}", f"J-{number % 30}")


def state(sequence: int) -> dict[str, SearchDocument]:
    """What the index must hold when it says it has come to ``sequence``."""
    begun = sequence // 50 * 50
    held = {f"{key:03}": item(key, begun) for key in range(40)} if begun else {}
    for number in range(begun + 1, sequence + 1):
        key = number % 40
        if number % 3 == 0:
            held.pop(f"{(key + 1) % 40:03}", None)
        held[f"{key:03}"] = item(key, number)
    return held


def check(index: SearchIndex) -> None:
    held = state(index.sequence)
    for query in QUERIES:
        counted = {
            key: sum(fold(text.text).count(fold(query)) for text in document.texts) for key, document in held.items()
        }
        found = index.search(f'"{query}"', limit=100).hits
        right = {key: number for key, number in counted.items() if number}
        assert {hit.id: hit.occurrences for hit in found} == right, (index.sequence, query)
    for number, query in enumerate((*ASKED, *QUERIES)):
        for visible in (None, {"public"}):
            order = ORDERS[number % len(ORDERS)]
            asked = Asked(query, limit=100, facets=True, order=order, visible=visible)
            right = scan(held.values(), asked)
            assert index.answer(asked).to_json() == right.to_json(), (index.sequence, query)
    for facet in ("person", "kind"):
        seen = [document for document in held.values() if document.access == "public"]
        assert index.filed(facet, {"public"}) == {value for document in seen for value in document.facets[facet]}


def test_killed_at_any_moment_the_index_is_one_that_it_has_been(tmp_path: Path) -> None:
    folder = tmp_path / "search"
    SearchIndex.open(folder).rebuild([], 0)
    moment = random.Random(5)
    reached = 0
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(6):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(folder)], stdout=subprocess.PIPE, env=environment, text=True
        )
        assert worker.stdout is not None and worker.stdout.readline() == "begun\n"
        time.sleep(moment.uniform(0.02, 0.5))
        worker.kill()
        worker.wait()
        worker.stdout.close()
        index = SearchIndex.open(folder)
        assert not index.needs_rebuild
        assert index.sequence >= reached, "what was taken stays taken"
        reached = index.sequence
        check(index)
        index.close()

    assert reached > 0
    index = SearchIndex.open(folder)
    index.rebuild(state(reached).values(), reached)
    check(index)
    index.update([item(0, reached + 1)], [], reached + 1)
    index.flush()
    names = {path.name.split(".")[0] for path in folder.iterdir()}
    assert len(names) == 3, "the manifest and two segments; what was begun is swept away"
