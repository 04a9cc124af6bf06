"""How the index lives with whoosh, with threads, and with the start of the program."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.hanzi.folding import fold
from archive_app.search import index as index_module
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.gathering import gather
from archive_app.search.grams import pairs, query_grams, units
from archive_app.search.index import SearchIndex
from archive_app.search.postings import MOST, packed, unpacked


def item(number: int, text: str) -> SearchDocument:
    return SearchDocument(f"{number:04}", "document", f"题{number}", "public", (SearchText("notes", "附注", text),))


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=300), st.booleans())
def test_a_posting_list_comes_back(numbers: list[int], dense: bool) -> None:
    places = sorted(number // 900 if dense else number for number in numbers)
    assert unpacked(packed(places)) == (places, b"")


@given(st.dictionaries(st.integers(0, 3000), st.integers(1, MOST), min_size=1, max_size=300))
def test_counts_come_back_beside_their_documents(found: dict[int, int]) -> None:
    numbers = sorted(found)
    counts = bytes(found[number] for number in numbers)
    assert unpacked(packed(numbers, counts)) == (numbers, counts)


def test_a_long_posting_list_is_small_and_comes_back() -> None:
    numbers = [n for n in range(60_000) if n % 3 or n % 7 == 0 for _ in range(1 + n % 2)]
    data = packed(numbers)

    assert len(data) < len(numbers) // 2
    assert unpacked(data) == (numbers, b"")


@settings(max_examples=100)
@given(before=st.text(max_size=8), term=st.text(min_size=1, max_size=8), after=st.text(max_size=8))
def test_a_text_has_every_gram_of_a_term_that_stands_in_it(before: str, term: str, after: str) -> None:
    """Without this a posting could hide a match; the runs may not depend on what stands around a term."""
    text = fold(before + term + after)
    assert set(query_grams(fold(term))) <= {*units([text]), *pairs([text])}


def test_opening_reads_little_and_imports_no_whoosh(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(n, f"水磨{n}" * 40) for n in range(300)], 1)
    index.update([item(n, f"水磨{n}" * 40) for n in range(100)], [], 2)
    index.close()
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from archive_app.search.index import SearchIndex\n"
        "began = time.process_time()\n"
        f"index = SearchIndex.open(Path({str(tmp_path)!r}))\n"
        "print(time.process_time() - began, 'whoosh' in sys.modules, index.sequence, index.search('水磨').total)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    took, whoosh, sequence, total = run.stdout.split()

    assert (whoosh, sequence, total) == ("False", "2", "300")
    assert float(took) < 0.05


def test_documents_without_words_make_an_index_too(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(0, ""), SearchDocument("0001", "document", "", "public", ())], 1)

    assert (index.search("水").total, index.needs_rebuild) == (0, False)
    index.update([item(0, "水")], [], 2)
    index.flush()
    assert SearchIndex.open(tmp_path).search("水").total == 1


def test_a_save_costs_no_segment_and_survives_without_closing(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([], 0)
    for number in range(20):
        index.update([item(number, "水磨")], [], number)
    index.update([item(3, "油坊")], ["0004"], 20)

    assert not list(tmp_path.glob("*.texts"))
    again = SearchIndex.open(tmp_path)
    assert (again.sequence, again.search("水磨").total, again.search("油坊").total) == (20, 18, 1)


def test_documents_mostly_replaced_are_written_anew(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(n, "水磨" * 50) for n in range(40)], 0)
    index.update([item(n, "油坊") for n in range(30)], [], 1)
    index.flush()

    assert len(list(tmp_path.glob("*.texts"))) == 1
    assert (index.search("水磨").total, index.search("油坊").total) == (10, 30)


def test_searches_in_threads_see_whole_states_while_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each state holds as many 水磨 as 油坊, so a search that saw half an update would count them apart."""
    monkeypatch.setattr(index_module, "TAIL", 12)
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(n, "水磨油坊" + "渡口社火" * (n % 5)) for n in range(200)], 0)
    faults: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            results = index.search("水磨 或 油坊", limit=3)
            if results.occurrences != 2 * results.total or results.total < 200:
                faults.append(results)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(200, 260):
        index.update([item(number, "油坊水磨"), item(number % 50, "水磨油坊")], [], number)
        if plan := index.due:
            index.adopt(gather(tmp_path, plan))
    stop.set()
    for reader in readers:
        reader.join()

    assert not faults
    assert index.search("水磨").total == 260
