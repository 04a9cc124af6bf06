"""How the index lives with whoosh, with threads, and with the start of the program."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.query import And, Term
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher

from archive_app.hanzi.folding import fold
from archive_app.search import index as index_module
from archive_app.search.codec import packed, schema, unpacked
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.grams import grams, query_grams
from archive_app.search.index import SearchIndex


def item(number: int, text: str) -> SearchDocument:
    return SearchDocument(f"{number:04}", "document", f"题{number}", "public", (SearchText("notes", "附注", text),))


@given(st.sets(st.integers(0, 100_000), min_size=1, max_size=300))
def test_a_posting_list_comes_back(numbers: set[int]) -> None:
    assert unpacked(packed(sorted(numbers))) == sorted(numbers)


def test_a_posting_list_of_several_blocks_comes_back() -> None:
    numbers = list(range(0, 60_000, 3))
    assert unpacked(packed(numbers)) == numbers


def test_whooshs_own_reader_and_queries_read_the_segment(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(n, "水磨油坊" if n % 3 else "水渠") for n in range(3000)], 1)
    (terms,) = tmp_path.glob("*.trm")
    name, _, number = terms.stem.partition("_")
    segment = W3Segment(W3Codec(), name, doccount=3000, segid=number)
    searcher = Searcher(SegmentReader(FileStorage(str(tmp_path)), schema(), segment))

    both = And([Term("grams", "水磨"), Term("grams", "油坊")])
    assert list(searcher.docs_for_query(both)) == [n for n in range(3000) if n % 3]
    assert searcher.doc_frequency("grams", "水渠") == 1000
    searcher.close()


@settings(max_examples=100)
@given(before=st.text(max_size=8), term=st.text(min_size=1, max_size=8), after=st.text(max_size=8))
def test_a_text_has_every_gram_of_a_term_that_stands_in_it(before: str, term: str, after: str) -> None:
    """Without this a posting could hide a match; the runs may not depend on what stands around a term."""
    assert set(query_grams(fold(term))) <= grams(fold(before + term + after))


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

    assert not list(tmp_path.glob("*.folded"))
    again = SearchIndex.open(tmp_path)
    assert (again.sequence, again.search("水磨").total, again.search("油坊").total) == (20, 18, 1)


def test_documents_mostly_replaced_are_written_anew(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(n, "水磨" * 50) for n in range(40)], 0)
    index.update([item(n, "油坊") for n in range(30)], [], 1)
    index.flush()

    assert len(list(tmp_path.glob("*.folded"))) == 1
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
    stop.set()
    for reader in readers:
        reader.join()

    assert not faults
    assert index.search("水磨").total == 260
