"""Texts read by two processes say what they say read by one, mistakes included."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.domain.markdown import MarkdownArticle
from archive_app.typeset import reading
from archive_app.typeset.book import Book
from archive_app.typeset.folder import load_book
from archive_app.typeset.reading import Reading
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
    alone = load_book(folder)
    together, asked = _read_ahead(folder, monkeypatch)
    assert together == alone
    assert asked == [f"{number:02}.md" for number in range(9)] + ["03.md#2"]
    assert [article.key for article in together[0].articles()][3] == "03.md"
    assert [article.key for article in together[0].articles()][9] == "03.md#2"


def test_what_is_wrong_with_a_text_is_told_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "08.md").write_bytes("---\ntitle: 第八篇\n---\n\n青石街".encode("gbk"))
    with pytest.raises(SourceError) as alone:
        load_book(folder)
    with pytest.raises(SourceError) as together:
        _read_ahead(folder, monkeypatch)
    assert (alone.value.message, alone.value.remedy) == (together.value.message, together.value.remedy)
    assert alone.value.code == together.value.code
    assert "08.md" in alone.value.message


def test_what_a_book_says_wrongly_is_left_to_its_loader(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = len(Reading(folder)._files)
    assert begun == 9
    told = {
        "no book": None,
        "no table": "这不是 TOML",
        "strange sections": "section = 3\nfront = [1, 2]\nback = 4\n",
        "strange articles": '[[section]]\narticles = "01.md"\npart = [{articles = [1, "../../x.md", "01.md"]}]\n',
        "not UTF-8": "题".encode("gbk"),
    }
    for words in told.values():
        (folder / "book.toml").unlink(missing_ok=True)
        if words is not None:
            (folder / "book.toml").write_bytes(words if isinstance(words, bytes) else words.encode())
        with pytest.raises(SourceError) as alone:
            load_book(folder)
        with pytest.raises(SourceError) as together:
            _read_ahead(folder, monkeypatch)
        assert alone.value.message == together.value.message


def _read_ahead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[Book, tuple[str, ...]], list[str]]:
    """The book read by two processes where the system has them, and the articles that were asked for."""
    monkeypatch.setattr(reading, "second_core_there", lambda: True)
    ahead = Reading(folder)
    asked: list[str] = []

    def read(path: Path, name: str, identity: str) -> MarkdownArticle:
        asked.append(identity)
        return ahead.read(path, name, identity)

    try:
        return load_book(folder, read), asked
    finally:
        ahead.close()
