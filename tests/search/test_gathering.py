"""Segments are made beside the index, which goes on changing: what is taken up is what a scan says."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from archive_app.domain.errors import StorageFailed
from archive_app.search import gathering
from archive_app.search import index as index_module
from archive_app.search.answering import Asked, scan
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.gathering import Plan, gather
from archive_app.search.index import SearchIndex

WORDS = "水磨油坊骡马店门前照相"


def item(key: int, version: int) -> SearchDocument:
    chance = random.Random(key * 1000 + version)
    text = "".join(chance.choices(WORDS, k=30))
    return SearchDocument(
        f"{key:03}",
        "document",
        f"题{key}",
        "public",
        (SearchText("notes", "附注", text),),
        {"person": (f"p{version % 3}",)},
    )


class Mirror:
    """An index, and beside it what it must hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = SearchIndex.open(folder)
        self.held: dict[str, SearchDocument] = {}
        self.number = 0

    def change(self, chance: random.Random) -> None:
        self.number += 1
        documents = [item(chance.randrange(60), self.number) for _ in range(chance.randrange(3))]
        gone = [f"{chance.randrange(60):03}" for _ in range(chance.randrange(2))]
        for key in gone:
            self.held.pop(key, None)
        self.held.update((document.id, document) for document in documents)
        self.index.update(documents, gone, self.number)

    def check(self, index: SearchIndex) -> None:
        assert not index.needs_rebuild
        for word in ("水磨", "店", "照相", "油坊骡"):
            right = {d.id: n for d in self.held.values() if (n := d.texts[0].text.count(word))}
            results = index.search(word, limit=100, facets=True)
            assert {hit.id: hit.occurrences for hit in results.hits} == right
            assert sum(results.facets.get("person", {}).values()) == len(right)
        for query in ("水 -磨", "水磨 或 (店 -照)", "水 同句 店", "照 /5> 相", "附注:油 -坊"):
            asked = Asked(query, limit=100, facets=True, order="pinyin")
            assert index.answer(asked).to_json() == scan(self.held.values(), asked).to_json(), query


@pytest.mark.parametrize("seed", range(8))
def test_updates_during_a_gathering_are_kept(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "TAIL", 6)
    monkeypatch.setattr(gathering, "SMALL", 25)
    monkeypatch.setattr(gathering, "MANY", 2)
    chance = random.Random(seed)
    mirror = Mirror(tmp_path / "search")
    mirror.index.rebuild([], 0)
    taken = 0
    for _ in range(25):
        for _ in range(chance.randrange(1, 9)):
            mirror.change(chance)
        plan = mirror.index.due
        if plan is None:
            continue
        made = gather(mirror.folder, plan)
        for _ in range(chance.randrange(4)):
            mirror.change(chance)
        mirror.check(mirror.index)
        taken += mirror.index.adopt(made)
        mirror.check(mirror.index)
        again = SearchIndex.open(mirror.folder)
        assert again.sequence == mirror.number
        mirror.check(again)
        if chance.random() < 0.3:
            mirror.index = again

    assert taken > 3
    assert mirror.index.adopt(made) is False, "a second time it fits no more"
    mirror.check(mirror.index)


def test_what_was_gathered_from_an_older_state_is_thrown_away(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path)
    mirror.index.rebuild([], 0)
    chance = random.Random(1)
    for _ in range(20):
        mirror.change(chance)
    plan = mirror.index._plan()
    made = gather(tmp_path, plan)
    mirror.index.rebuild(mirror.held.values(), mirror.number)

    assert not mirror.index.adopt(made)
    assert gather(tmp_path, plan) is None
    assert gather(tmp_path, Plan(mirror.index._plan().generation, 5)) is None, "so many updates are not there"
    mirror.check(SearchIndex.open(tmp_path))
    for _ in range(3):
        mirror.change(chance)
    mirror.index.flush()
    names = {path.name.split(".")[0] for path in tmp_path.iterdir()}
    assert len(names) == 3, "a manifest and two segments: what nobody took up is removed"


def test_a_process_killed_while_gathering_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path)
    mirror.index.rebuild([], 0)
    chance = random.Random(2)
    for _ in range(300):
        mirror.change(chance)
    plan = mirror.index._plan()
    program = (
        "from pathlib import Path\n"
        "from archive_app.search.gathering import Plan, gather\n"
        "print('begun', flush=True)\n"
        f"while True: gather(Path({str(tmp_path)!r}), Plan({plan.generation!r}, {plan.updates}))\n"
    )
    for _ in range(4):
        worker = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None and worker.stdout.readline() == "begun\n"
        threading.Event().wait(chance.uniform(0.05, 0.4))
        worker.kill()
        worker.wait()
        worker.stdout.close()
        mirror.check(SearchIndex.open(tmp_path))
    assert mirror.index.adopt(gather(tmp_path, plan))
    mirror.check(SearchIndex.open(tmp_path))
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]


def test_a_full_disk_while_it_is_taken_up_leaves_the_tail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = Mirror(tmp_path)
    mirror.index.rebuild([], 0)
    chance = random.Random(3)
    for _ in range(20):
        mirror.change(chance)
    made = gather(tmp_path, mirror.index._plan())
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise StorageFailed("磁盘满了", "")

        patch.setattr(index_module.Manifest, "write", full)
        assert not mirror.index.adopt(made)
    mirror.check(mirror.index)
    mirror.check(SearchIndex.open(tmp_path))
    mirror.change(chance)
    mirror.index.flush()
    mirror.check(SearchIndex.open(tmp_path))


def test_saving_never_makes_a_segment(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([], 0)
    for number in range(index_module.TAIL + 5):
        index.update([item(number, 1)], [], number + 1)

    assert index.due is not None
    assert not list(tmp_path.glob("*.texts")), "that is left to another process"
    assert index.search("水").total == sum(
        "水" in item(number, 1).texts[0].text for number in range(index_module.TAIL + 5)
    )
