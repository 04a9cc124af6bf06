"""The index is derived: whatever happens to its files, the answer is "make it again", never an exception."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex

DOCUMENTS = [
    SearchDocument(
        f"{n:03}", "document", f"题{n}", "public", (SearchText("notes", "附注", f"水磨第{n}盘，油坊三间。" * 20),)
    )
    for n in range(60)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = SearchIndex.open(tmp_path / "search")
    index.rebuild(DOCUMENTS[:50], 1)
    index.update(DOCUMENTS[50:], [], 2)
    index.close()
    return tmp_path / "search"


def test_a_folder_that_is_not_there_is_to_be_built(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path / "none")

    assert index.needs_rebuild
    assert index.search("水磨").total == 0
    assert not (tmp_path / "none").exists(), "looking leaves no trace"


def test_every_truncated_or_missing_file_is_noticed(folder: Path) -> None:
    files = [path for path in folder.iterdir() if path.suffix != ".lock" and "WRITELOCK" not in path.name]
    assert len(files) >= 8
    for number, path in enumerate(files):
        for damage in ("missing", "truncated"):
            copy = folder.with_name(f"{number}-{damage}")
            shutil.copytree(folder, copy)
            victim = copy / path.name
            if damage == "missing":
                victim.unlink()
            else:
                victim.write_bytes(victim.read_bytes()[: max(0, victim.stat().st_size // 2)])
            index = SearchIndex.open(copy)
            if not index.needs_rebuild:  # whoosh's own column files hold nothing that is read
                assert index.search("水磨").total == 60, (path.name, damage)
            index.rebuild(DOCUMENTS, 3)
            assert (index.needs_rebuild, index.search("水磨").total) == (False, 60)
            index.close()


def test_a_flipped_byte_in_the_texts_is_noticed(folder: Path) -> None:
    for path in sorted(folder.glob("texts-*")):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0x41
        original, _ = path.read_bytes(), path.write_bytes(bytes(data))

        assert SearchIndex.open(folder).needs_rebuild, path.name
        path.write_bytes(original)
    assert not SearchIndex.open(folder).needs_rebuild


def test_an_index_of_another_version_or_table_is_made_again(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    for key in ("format", "folding"):
        (folder / "manifest.json").write_text(json.dumps({**manifest, key: "other"}))
        assert SearchIndex.open(folder).needs_rebuild


def test_a_crash_between_segment_and_manifest_is_made_good_by_following_again(folder: Path) -> None:
    before = (folder / "manifest.json").read_bytes()
    index = SearchIndex.open(folder)
    index.update(DOCUMENTS[:10], ["059"], 9)
    index.flush()
    (folder / "manifest.json").write_bytes(before)

    again = SearchIndex.open(folder)
    if again.needs_rebuild:
        again.rebuild(DOCUMENTS[:59], 9)
    assert again.search("水磨").total == 59
    again.close()
