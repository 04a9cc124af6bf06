"""Folders that no editor means to hand in: pages, or a message that names the file, the line and what to do."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from archive_app.domain.errors import StorageFailed
from archive_app.services.book_folder import typeset_folder
from archive_app.typeset.composer import compose
from archive_app.typeset.folder import load_book
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.document import render
from archive_app.typeset.toml_source import SourceError

TOML = '[volume]\ntitle = "书"\n[[section]]\ntitle = "栏"\narticles = ["01.md"]\n'
HEAD = "---\ntitle: 题\n---\n\n"


def folder(path: Path, article: str, toml: str = TOML) -> Path:
    (path / "book.toml").write_text(toml, encoding="utf-8")
    (path / "01.md").write_text(article, encoding="utf-8")
    return path


def set_book(path: Path) -> Layout:
    return compose(load_book(path)[0])


def test_a_problem_names_the_file_and_the_line(tmp_path: Path) -> None:
    layout = set_book(folder(tmp_path, f"{HEAD}头一段。\n\n![图](无.jpg)\n\n缺𪚥字。\n"))
    found = {problem.code: problem for problem in layout.problems}
    assert found["picture-missing"].source == "01.md 第7行"
    assert found["missing-glyph"].source == "01.md 第9行"
    assert "01.md 第9行，第3面" in str(found["missing-glyph"])
    assert {p["source"] for p in layout.to_json()["problems"]} == {"01.md 第7行", "01.md 第9行"}


@pytest.mark.parametrize("sections", ["page", "opening", "none"])
def test_a_section_without_articles_is_a_book(tmp_path: Path, sections: str) -> None:
    toml = f'[volume]\ntitle = "书"\n[[section]]\ntitle = "栏"\n[layout]\nsections = "{sections}"\n'
    layout = set_book(folder(tmp_path, "", toml))
    assert render(layout, Metadata("t"))[0]


def test_plates_without_pictures_are_a_book(tmp_path: Path) -> None:
    layout = set_book(folder(tmp_path, f"{HEAD}只有字。\n", f'{TOML}[[front]]\nkind = "plates"\nfile = "01.md"\n'))
    assert any("只有字。" in line.text for page in layout.pages for line in page.lines)


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (folder(tmp_path, "") / "01.md").unlink()
    os.mkfifo(tmp_path / "01.md")
    with pytest.raises(SourceError, match=r"01\.md 不是一个文件"):
        load_book(tmp_path)


def test_parts_within_parts_end_somewhere(tmp_path: Path) -> None:
    deep = "".join(f'[[section{".part" * n}]]\ntitle = "第{n}层"\n' for n in range(1, 200))
    with pytest.raises(SourceError, match="最多 8 层"):
        load_book(folder(tmp_path, "", f"{TOML}{deep}"))


def test_word_joiners_print_nothing_and_say_nothing(tmp_path: Path) -> None:
    assert set_book(folder(tmp_path, f"{HEAD}字\u2060接着\u200b。\n")).problems == ()


@pytest.mark.parametrize(
    ("text", "character", "printed"),
    [("按1\ufe0f\u20e3键", "\u20e3", "按1键"), ("笑😀了", "😀", "笑〓了"), ("文\u08c8字", "\u08c8", "文〓字")],
)
def test_what_no_face_has_is_named_by_itself_and_prints_no_box(
    tmp_path: Path, text: str, character: str, printed: str
) -> None:
    layout = set_book(folder(tmp_path, f"{HEAD}{text}\n"))
    assert [problem.character for problem in layout.problems] == [character]
    line = next(line for page in layout.pages for line in page.lines if line.text.startswith(text[0]))
    assert "".join(run.text for run in line.runs).replace("\ufe0f", "") == printed
    assert all(glyph.glyph for run in line.runs for glyph in run.shaped)


@pytest.mark.parametrize(("data", "why"), [(b"<svg/>", "不认识的格式"), (b"\xff\xd8\xff\xe0xx", "")])
def test_why_a_picture_cannot_be_read_is_said_in_words(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "a.jpg").write_bytes(data)
    found = [p for p in set_book(folder(tmp_path, f"{HEAD}![图](a.jpg)\n")).problems if p.code == "picture-broken"]
    assert len(found) == 1
    assert why in found[0].message
    assert "Error" not in found[0].message


def test_a_picture_of_a_hundred_megapixels_is_set_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Image.new("L", (12_000, 9_000)).save(tmp_path / "a.png")
    layout = set_book(folder(tmp_path, f"{HEAD}![图](a.png)\n"))
    render(layout, Metadata("t"))
    assert layout.problems == ()
    assert capfd.readouterr().err == ""


def test_a_folder_where_the_file_should_go_is_named_and_left_alone(tmp_path: Path) -> None:
    book, out = tmp_path / "书", tmp_path / "出"
    book.mkdir()
    out.mkdir()
    with pytest.raises(StorageFailed, match="是一个文件夹") as refused:
        typeset_folder(folder(book, f"{HEAD}字。\n"), out)
    assert "书.pdf" in refused.value.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == ["书", "出"]
    assert list(out.iterdir()) == []
