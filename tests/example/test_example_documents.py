"""The example's Word files: real notes, headings, tables and pictures, small, under the names they came in."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive_app.domain.manuscript import BlockKind
from archive_app.domain.markdown import read_article
from archive_app.resources import resource

HOME = Path(str(resource("example", "items.json"))).parent
ITEMS: list[dict[str, Any]] = json.loads((HOME / "items.json").read_text(encoding="utf-8"))
CAME = [(HOME / item["manuscript_file"], HOME / way["path"]) for item in ITEMS for way in item.get("incoming") or ()]
WORD = [pair for pair in CAME if pair[1].suffix == ".docx"]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode("utf-8")


def test_every_file_the_items_name_is_there_and_nothing_else() -> None:
    assert {way.name for _, way in CAME} | {"照片目录.xlsx"} == {path.name for path in (HOME / "incoming").iterdir()}
    assert len(WORD) >= 35
    assert all("footnoteReference " in part(path, "word/document.xml") for _, path in WORD)
    assert sum("<pic:pic" in part(path, "word/document.xml") for _, path in WORD) >= 20


@pytest.mark.parametrize(("manuscript", "document"), WORD, ids=lambda path: path.stem)
def test_a_word_file_has_the_notes_headings_and_tables_of_its_manuscript(manuscript: Path, document: Path) -> None:
    blocks = read_article(manuscript.read_text(encoding="utf-8")).manuscript.blocks
    body, notes = part(document, "word/document.xml"), part(document, "word/footnotes.xml")
    counted = sum(len(block.notes) for block in blocks)
    assert len(re.findall(r"<w:footnoteReference ", body)) == counted
    assert len(re.findall(r'<w:footnote (?:w:type="[^"]+" )?w:id="\d+"', notes)) >= counted
    assert len(re.findall(r'<w:pStyle w:val="Heading', body)) == sum(b.kind is BlockKind.HEADING for b in blocks)
    assert body.count("<w:tbl>") == sum(b.kind is BlockKind.TABLE for b in blocks)
    assert body.count("<pic:pic") == sum(b.kind is BlockKind.PICTURE for b in blocks)


@pytest.mark.parametrize(("manuscript", "document"), WORD, ids=lambda path: path.stem)
def test_a_word_file_is_small_and_its_pictures_are_no_masters(manuscript: Path, document: Path) -> None:
    assert document.stat().st_size <= 400_000
    with zipfile.ZipFile(document) as package:
        for name in package.namelist():
            if name.startswith("word/media/"):
                assert max(Image.open(BytesIO(package.read(name))).size) <= 1200


@pytest.mark.parametrize(("manuscript", "document"), WORD, ids=lambda path: path.stem)
def test_no_mark_of_the_manuscript_is_left_in_the_words(manuscript: Path, document: Path) -> None:
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)", part(document, "word/document.xml")))
    assert not re.search(r"[{}]|\[\^|!\[|\]\(|\*\*|[a-z]+=", words)
    assert "/" not in "".join(re.findall(r'descr="([^"]*)"', part(document, "word/document.xml")))
    assert read_article(manuscript.read_text(encoding="utf-8")).manuscript.blocks[0].text[:12] in words


def test_the_pasted_text_is_gb18030_with_the_line_ends_of_notepad() -> None:
    (pasted,) = (way for _, way in CAME if way.suffix == ".txt")
    data = pasted.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 3
    assert "一九五八年从河南来西宁" in data.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
