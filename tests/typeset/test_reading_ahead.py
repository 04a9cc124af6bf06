"""Texts read by two processes say what they say read by one, mistakes included."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.typeset import reading
from archive_app.typeset.folder import load_book
from archive_app.typeset.toml_source import SourceError

TEXT = (
    "---\ntitle: 第{0}篇\n---\n\n## 一\n\n青石街口的老槐树{0}[^1]。{{.nothing}}\n\n"
    + "一段。" * 6000
    + "\n\n[^1]: 注{0}。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = [f"{number:02}.md" for number in range(9)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(TEXT.format(number), encoding="utf-8")
    listed = ", ".join(f'"{name}"' for name in [*names, names[3]])  # one of them twice
    table = f'[volume]\ntitle = "书"\n[[section]]\ntitle = "甲"\narticles = [{listed}]\n'
    (tmp_path / "book.toml").write_text(table, encoding="utf-8")
    return tmp_path


def test_two_processes_read_what_one_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "second_core_there", lambda: False)
    alone = load_book(folder)
    monkeypatch.setattr(reading, "second_core_there", lambda: True)
    done: list[str] = []
    together = load_book(folder, meanwhile=lambda kinds: done.append("once"))
    assert together == alone
    assert done == ["once"]
    assert [article.key for article in together[0].articles()][3] == "03.md"
    assert [article.key for article in together[0].articles()][9] == "03.md#2"


def test_what_is_wrong_with_a_text_is_told_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "08.md").write_bytes("---\ntitle: 第八篇\n---\n\n青石街".encode("gbk"))
    found = []
    for there in (False, True):
        monkeypatch.setattr(reading, "second_core_there", lambda there=there: there)
        with pytest.raises(SourceError) as caught:
            load_book(folder)
        found.append((caught.value.message, caught.value.remedy, caught.value.code))
    assert found[0] == found[1]
    assert "08.md" in found[0][0]
