"""Pictures of a text that went out to Word: written anew they are the same, exchanged they are others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive_app.catalogue.commands import Create
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.resources import resource
from archive_app.services.archive import Archive
from archive_app.services.texts.word_back import read_word, take_word
from archive_app.services.texts.word_out import write_word

FIRST, OTHER = (sorted(resource("example", "pictures").rglob("*.jpg"))[number] for number in (0, 7))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def illustrated(archive: Archive) -> tuple[str, str]:
    """An item whose text has a picture, and that picture's file."""
    stored = archive.vault.take(FIRST)
    file = Create("file", {"name": "老渡口.jpg", "mime": "image/jpeg", "sha256": stored.sha256, "bytes": stored.bytes})
    archive.execute(file)
    text = Manuscript(
        (
            Block(BlockKind.PARAGRAPH, "渡口在下滩。"),
            Block(BlockKind.PICTURE, "老渡口", picture=Picture(file.id)),
            Block(BlockKind.PARAGRAPH, "后来通了火车。"),
        )
    )
    item = Create("item", {"kind": "contribution", "title": "渡口", "manuscript": text.to_json()})
    archive.execute(item)
    return item.id, file.id


def with_media(source: Path, target: Path, change: Callable[[bytes], bytes]) -> None:
    """The document with every picture in it changed."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            after.writestr(entry, change(data) if entry.filename.startswith("word/media/") else data)


def compressed(data: bytes) -> bytes:
    """As Word compresses pictures: smaller and of less quality."""
    with Image.open(io.BytesIO(data)) as image:
        kept, out = image.format or "JPEG", io.BytesIO()
        small = image.convert("RGB").resize((image.width // 2, image.height // 2))
        small.save(out, kept, quality=60)
    return out.getvalue()


def test_a_picture_that_word_has_compressed_is_the_one_that_went_out(archive: Archive, tmp_path: Path) -> None:
    item, _file = illustrated(archive)
    write_word(archive, item, tmp_path / "稿.docx")
    with_media(tmp_path / "稿.docx", tmp_path / "回.docx", compressed)
    back = read_word(archive, item, tmp_path / "回.docx")
    try:
        assert back.comparison.differing == [] and not back.pictures and not back.remarks
    finally:
        back.close()


def test_another_picture_in_its_place_is_said_and_can_be_taken(archive: Archive, tmp_path: Path) -> None:
    item, file = illustrated(archive)
    write_word(archive, item, tmp_path / "稿.docx")
    with_media(tmp_path / "稿.docx", tmp_path / "回.docx", lambda _data: OTHER.read_bytes())
    back = read_word(archive, item, tmp_path / "回.docx")
    assert any("（老渡口）在 Word 稿里换成了别的" in words for words in back.remarks)
    (row,) = back.comparison.differing
    take_word(archive, back, [row])
    back.close()
    shown = Manuscript.from_json(archive.catalogue.record(item)["manuscript"]).blocks[1]
    assert shown.picture is not None and shown.picture.source != file and shown.text == "老渡口"
    assert archive.original(shown.picture.source).read_bytes() == OTHER.read_bytes()
    archive.undo(1)
    again = Manuscript.from_json(archive.catalogue.record(item)["manuscript"]).blocks[1]
    assert again.picture is not None and again.picture.source == file
