"""``cunshi typeset --for docx|epub``: from a folder to a file, and what an 内部资料 is told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from archive_app.cli.main import main
from tests.typeset.samples import TOML, book_folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "设置"))
    return book_folder(tmp_path)


def test_a_folder_becomes_a_docx(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "书稿.docx"
    assert main(["typeset", str(folder), "-o", str(out), "--for", "docx"]) == 0
    said = [p.text for p in docx.Document(str(out)).paragraphs]
    assert "院子没有名字。" in said


def test_an_internal_folder_is_refused_and_made_where_it_is_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "书.epub"
    assert main(["typeset", str(folder), "-o", str(out), "--for", "epub"]) == 2
    assert "--internal-epub" in capsys.readouterr().err
    assert not out.exists()
    assert main(["typeset", str(folder), "-o", str(out), "--for", "epub", "--internal-epub"]) == 0
    assert "内部资料" in capsys.readouterr().err
    with zipfile.ZipFile(out) as epub:
        assert "内部资料，免费交流" in epub.read("EPUB/imprint.xhtml").decode()
    public = TOML + '[imprint]\nvariant = "public"\n'
    (folder / "book.toml").write_text(public, encoding="utf-8")
    assert main(["typeset", str(folder), "-o", str(out), "--for", "epub"]) == 0
