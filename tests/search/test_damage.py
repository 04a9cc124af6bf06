"""The index is derived: whatever happens to its files, the answer is right or "make it again", never an exception."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from archive_app.search import index as index_module
from archive_app.search import manifest as manifest_module
from archive_app.search.answering import Asked
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.files import FileSum
from archive_app.search.index import SearchIndex
from archive_app.search.manifest import Manifest
from archive_app.search.results import Results
from tests.search.listed import Listed

WORDS = "水磨油坊渡口骡马店门前照相过年社火湟水边的老榆树下"
FILES = 11
"""Of a segment."""
QUERIES = ("水磨", "油", "骡马店", "题", "湟水 -社火", "渡口 或 老榆树", "相过", "0", "水 同句 磨", "过年 /9 社火")
ORDERS = ("relevance", "date", "pinyin", "ref_code", "-accession_no")


def item(number: int) -> SearchDocument:
    moment = random.Random(number)
    text = "".join(moment.choice(WORDS) for _ in range(80)) + f"第{number}盘"
    year = moment.randrange(1900, 1990)
    return SearchDocument(
        f"{number:03}",
        "document",
        f"{moment.choice(WORDS)}题{number}",
        "public",
        (SearchText("notes", "附注", text),),
        {"kind": ("document",), "person": (f"p{number % 7}",), "decade": (f"{year // 10}0",)},
        ((f"{year}-01-01", f"{year}-12-31"),),
        f"征{number % 9}",
        f"J-{number}",
    )


ITEMS = [item(number) for number in range(60)]


def answer(index: SearchIndex, number: int, **options: Any) -> Results:
    """With all that is filed, in every order by turns."""
    order = ORDERS[number % len(ORDERS)]
    return index.search(QUERIES[number], limit=100, facets=True, order=order, **options)


def answers(index: SearchIndex, **options: Any) -> list[Results]:
    return [answer(index, number, **options) for number in range(len(QUERIES))]


def offers(index: SearchIndex) -> object:
    """What else is asked of an index."""
    named = [index.filed(facet) for facet in ("person", "decade")]
    return named, index.titles("题1", 5), index.titles("shui"), index.ids(Asked("水 -磨坊", order="pinyin"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = SearchIndex.open(tmp_path / "search")
    index.rebuild(ITEMS[:30], 1)
    index.update(ITEMS[30:50], [], 2)
    index.flush()
    index.update(ITEMS[50:], [], 3)
    index.close()
    return tmp_path / "search"


@pytest.fixture
def truth(folder: Path) -> list[Results]:
    return answers(SearchIndex.open(folder))


def files_of(folder: Path) -> list[Path]:
    found = sorted(folder.iterdir())
    assert len(found) == 2 + 2 * FILES, "a manifest, a journal, two segments"
    return found


def test_a_folder_that_is_not_there_is_to_be_built(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path / "none")

    assert index.needs_rebuild
    assert (index.search("水磨").total, bool(index.search("水磨").hint)) == (0, True)
    index.update(ITEMS, [], 1)
    index.flush()
    assert not (tmp_path / "none").exists(), "looking leaves no trace"


@pytest.mark.parametrize("damage", ["missing", "empty", "halved", "one byte longer", "one byte shorter"])
def test_a_file_of_another_length_is_noticed(folder: Path, truth: list[Results], damage: str) -> None:
    for path in files_of(folder):
        whole = path.read_bytes()
        path.unlink()
        if damage != "missing":
            changed = {"empty": b"", "halved": whole[: len(whole) // 2], "one byte longer": whole + b"x"}
            path.write_bytes(changed.get(damage, whole[:-1]))
        index = SearchIndex.open(folder)

        if path.suffix == ".log":  # what the log would give again; a line that is not whole does not count
            assert not index.needs_rebuild and index.sequence == (3 if damage == "one byte longer" else 2)
            assert index.search("第").total == (60 if index.sequence == 3 else 50)
            index.update(ITEMS[50:], [], 3)
            assert answers(SearchIndex.open(folder)) == truth
        else:
            assert index.needs_rebuild, path.name
        index.close()
        path.write_bytes(whole)


def test_a_changed_byte_is_never_answered_wrongly(folder: Path, truth: list[Results]) -> None:
    moment = random.Random(1)
    noticed: dict[str, int] = {}
    for path in files_of(folder):
        whole = path.read_bytes()
        for at in sorted({0, len(whole) - 1, *(moment.randrange(len(whole)) for _ in range(25))}):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << moment.randrange(8))]) + whole[at + 1 :])
            index = SearchIndex.open(folder)
            behind = path.suffix == ".log" and index.sequence < 3
            for number, right in enumerate(truth):
                results = answer(index, number)
                assert behind or index.needs_rebuild or results == right, (path.name, at, QUERIES[number])
            noticed[path.suffix] = noticed.get(path.suffix, 0) + (index.needs_rebuild or behind)
            index.close()
        path.write_bytes(whole)

    assert [noticed.pop(suffix) for suffix in (".col", ".trm", ".pst")] == [0, 0, 0], "whoosh's own are not read"
    assert all(noticed.values()), noticed


@pytest.mark.parametrize("damage", ["zeros", "noise", "a hole", "torn", "another's", "gone", "empty", "a folder"])
def test_whatever_a_file_has_become_the_answer_is_right(folder: Path, truth: list[Results], damage: str) -> None:
    """With the documents at hand nobody sees that the index is not what it was."""
    chance = random.Random(damage)
    right = offers(SearchIndex.open(folder))
    files = files_of(folder)
    for path in files:
        whole = path.read_bytes()
        half = len(whole) // 2
        other = chance.choice([each for each in files if each != path]).read_bytes()
        become = {
            "zeros": bytes(len(whole)),
            "noise": chance.randbytes(len(whole)),
            "a hole": whole[: half // 2] + bytes(half) + whole[half // 2 + half :],
            "torn": whole[:half] + bytes(len(whole) - half),
            "another's": other[: len(whole)].ljust(len(whole), b"\0"),
            "empty": b"",
        }
        path.unlink()
        if damage == "a folder":
            path.mkdir()
        elif damage in become:
            path.write_bytes(become[damage])
        index = SearchIndex.open(folder, Listed(ITEMS))

        if path.suffix == ".log" and not index.needs_rebuild:  # the log gives it again
            index.update(ITEMS[50:], [], 3)
        first = offers(index) if chance.random() < 0.5 else None
        assert answers(index) == truth, path.name
        assert first in (None, right) and offers(index) == right, path.name
        assert index.sequence == 3
        index.close()
        if damage == "a folder":
            path.rmdir()
        path.write_bytes(whole)


def test_a_manifest_that_makes_no_sense_is_damage(folder: Path, truth: list[Results]) -> None:
    manifest = Manifest.read(folder)
    for changed in (
        dataclasses.replace(manifest, deleted=manifest.deleted[:1]),
        dataclasses.replace(manifest, deleted=(frozenset({999}), frozenset())),
        dataclasses.replace(manifest, deleted=(frozenset({-1}), frozenset())),
        dataclasses.replace(manifest, generation="../../tail"),
        dataclasses.replace(manifest, segments=(*manifest.segments, manifest.segments[0])),
        dataclasses.replace(manifest, sequence="nine"),  # type: ignore[arg-type]
    ):
        changed.write(folder)
        index = SearchIndex.open(folder, Listed(ITEMS))
        assert index.needs_rebuild
        assert answers(index) == truth
    for content in (b"null", b"[]", b"{}", b'{"index": 3, "checksum": 4}', b"[" * 100_000, b"\xff", b'{"index": {}}'):
        (folder / "manifest.json").write_bytes(content)
        assert SearchIndex.open(folder).needs_rebuild


@pytest.mark.parametrize("suffix", [".table", ".grams", ".lists", ".items", ".columns", ".texts"])
def test_what_bears_the_right_sum_and_makes_no_sense_is_damage_too(
    folder: Path, truth: list[Results], suffix: str
) -> None:
    """As an index that somebody made for another program, or to do harm."""
    for content in (b"", b"\0" * 5000, random.Random(2).randbytes(5000), b"[]"):
        manifest = Manifest.read(folder)
        entries = []
        for entry in manifest.segments:
            path = folder / f"{entry.name}{suffix}"
            path.write_bytes(content)
            entries.append(dataclasses.replace(entry, files={**entry.files, suffix: FileSum.of(path)}))
        dataclasses.replace(manifest, segments=tuple(entries)).write(folder)
        index = SearchIndex.open(folder, Listed(ITEMS))

        assert answers(index) == truth
        assert index.needs_rebuild
        index.close()


def test_where_all_documents_can_be_had_they_are_scanned_instead(folder: Path, truth: list[Results]) -> None:
    next(folder.glob("*.lists")).write_bytes(b"\0" * next(folder.glob("*.lists")).stat().st_size)
    index = SearchIndex.open(folder, Listed(ITEMS))

    assert not index.needs_rebuild, "nothing was read yet"
    assert answers(index) == truth
    assert index.needs_rebuild and "lists" not in index.search("水磨").hint
    assert answers(SearchIndex.open(folder / "none", Listed(ITEMS)), exact=True) == answers(
        SearchIndex.open(folder, Listed(ITEMS)), exact=True
    )


def test_a_damaged_index_is_built_anew_in_its_place(folder: Path, truth: list[Results]) -> None:
    next(folder.glob("*.grams")).write_bytes(b"")
    index = SearchIndex.open(folder)
    assert index.needs_rebuild
    index.rebuild(ITEMS, 3)

    assert (index.needs_rebuild, index.sequence) == (False, 3)
    assert answers(index) == truth
    assert len(list(folder.iterdir())) == 1 + FILES, "what was there before is swept away"


def test_an_index_of_another_version_or_table_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not SearchIndex.open(folder).needs_rebuild
    with monkeypatch.context() as patch:
        patch.setattr(manifest_module, "FORMAT", 99)
        assert SearchIndex.open(folder).needs_rebuild
    with monkeypatch.context() as patch:
        patch.setattr(manifest_module, "folding_version", lambda: "other")
        assert SearchIndex.open(folder).needs_rebuild
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "segments": {}}))
    assert SearchIndex.open(folder).needs_rebuild


@pytest.mark.parametrize("crash", ["segment", "manifest"])
def test_a_crash_while_flushing_leaves_the_state_before(
    folder: Path, truth: list[Results], monkeypatch: pytest.MonkeyPatch, crash: str
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    index = SearchIndex.open(folder)
    with monkeypatch.context() as patch:
        if crash == "segment":
            patch.setattr("archive_app.search.textstore.StoreWriter.finish", stop)
        else:
            patch.setattr("archive_app.search.manifest.Manifest.write", stop)
        with pytest.raises(KeyboardInterrupt):
            index.flush()

    again = SearchIndex.open(folder)
    assert (again.needs_rebuild, again.sequence) == (False, 3)
    assert answers(again) == truth
    again.flush()
    assert answers(again) == truth
    assert len(list(folder.iterdir())) == 1 + 3 * FILES


def test_a_crash_while_building_leaves_the_old_index(folder: Path, truth: list[Results]) -> None:
    def documents() -> Iterable[SearchDocument]:
        yield ITEMS[0]
        raise KeyboardInterrupt

    index = SearchIndex.open(folder)
    with pytest.raises(KeyboardInterrupt):
        index.rebuild(documents(), 9)

    assert answers(index) == truth
    assert answers(SearchIndex.open(folder)) == truth


def test_a_full_disk_keeps_the_tail_in_memory_and_the_log_gives_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    index = SearchIndex.open(folder)
    with monkeypatch.context() as patch:
        patch.setattr("archive_app.search.journal.Journal.append", full)
        patch.setattr(index_module, "write_segment", full)
        patch.setattr(index_module, "TAIL", 5)
        index.update([item(100)], [], 4)
        assert index.search("第100盘").total == 1
    index.update([item(101)], [], 5)
    assert (index.search("第101盘").total, index.sequence) == (1, 5)

    again = SearchIndex.open(folder)
    assert (again.sequence, again.search("第101盘").total) == (3, 0), "no gap: nothing after a lost update"
    index.flush()
    again = SearchIndex.open(folder)
    assert (again.sequence, again.search("第100盘").total) == (5, 1)


def test_an_index_built_apart_is_taken_up(folder: Path) -> None:
    """Another process may build into the folder while this one has it open."""
    idle, busy = SearchIndex.open(folder), SearchIndex.open(folder)
    assert busy.search("第").total == 60
    SearchIndex.open(folder).rebuild(ITEMS[:10], 7)

    assert (idle.search("第").total, idle.sequence) == (10, 7)
    busy.update([item(70)], [], 8)
    assert busy.search("第").total == 61, "what it has open it can still read"
    busy.flush()
    assert (busy.search("第").total, busy.sequence) == (10, 7), "to be followed from 7"
    busy.update([item(70)], [], 8)
    busy.flush()
    assert SearchIndex.open(folder).search("第").total == 11


def test_an_index_is_searched_and_followed_where_nothing_can_be_written(
    folder: Path, truth: list[Results], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a stick that is write-protected."""
    stick = tmp_path / "stick"
    shutil.copytree(folder, stick)
    before = {path.name: path.read_bytes() for path in stick.iterdir()}
    opened = Path.open

    def refusing(path: Path, mode: str = "r", *rest: object, **named: object) -> object:
        if path.is_relative_to(stick) and set(mode) & set("wxa+"):
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    index = SearchIndex.open(stick)
    assert answers(index) == truth
    index.update([item(80)], [], 4)
    assert index.search("第80盘").total == 1
    index.close()
    assert {path.name: path.read_bytes() for path in stick.iterdir()} == before
