"""Pictures and RTF on the clipboard: what is taken, and what a stranger's page may not have read."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from intake_making import FILES, png

from archive_app.domain.manuscript import BlockKind
from archive_app.intake.pasting import pictures
from archive_app.intake.pasting.pictures import Taken
from archive_app.intake.pasting.rtf import read_rtf_text


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for such files."""
    monkeypatch.setattr(pictures.tempfile, "gettempdir", lambda: str(tmp_path / "Temp"))
    return tmp_path / "Temp"


def test_what_stands_in_the_text_and_what_word_laid_out_is_taken_once(temporary: Path) -> None:
    folder = temporary / "msohtmlclip1" / "01"
    folder.mkdir(parents=True)
    (folder / "clip_image001.png").write_bytes(png())
    taken = Taken()
    address = (folder / "clip_image001.png").as_uri()
    inline = "data:image/png;base64," + base64.b64encode(png()).decode()
    assert [taken.take(one) for one in (address, inline, address)] == ["pasted-1", "pasted-2", "pasted-1"]
    assert taken.pictures == {"pasted-1": png(), "pasted-2": png()}


def test_no_other_file_is_read_and_nothing_that_is_no_picture(temporary: Path, tmp_path: Path) -> None:
    folder = temporary / "msohtmlclip1"
    folder.mkdir(parents=True)
    (folder / "secret.png").write_bytes(b"words")
    (tmp_path / "msohtmlclip1").mkdir()
    (tmp_path / "msohtmlclip1" / "own.png").write_bytes(png())
    (temporary / "own.png").write_bytes(png())
    taken = Taken()
    for address in (
        (folder / "secret.png").as_uri(),
        (tmp_path / "msohtmlclip1" / "own.png").as_uri(),
        (temporary / "own.png").as_uri(),
        f"file://{folder}/../../own.png",
        "http://a.example/a.png",
        "file://server/share/msohtmlclip1/a.png",
        "data:image/png;base64,@@@",
        "data:text/plain,words",
        "",
    ):
        assert taken.take(address) == ""
    assert taken.pictures == {}


def test_rtf_comes_with_its_marks_notes_and_pictures() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\pard\f0 \'d2\'bb{\b\'b4\'d6}{\footnote\'d7\'a2}"
        rb"\par "
        rb"{\pict\pngblip " + png().hex().encode() + rb"}\par}" + b"\0"
    )
    pasted = read_rtf_text(data)
    first, picture = pasted.manuscript.blocks
    assert (first.text, [note.text for note in first.notes], len(first.spans)) == ("一粗", ["注"], 1)
    assert picture.kind is BlockKind.PICTURE and picture.picture is not None
    assert pasted.pictures[picture.picture.source] == png()


def test_comments_of_rtf_are_left_and_that_is_said() -> None:
    pasted = read_rtf_text((FILES / "comments.rtf").read_bytes())
    assert not any("commentRange" in note.text for block in pasted.manuscript for note in block.notes)
    assert any("批注没有粘进来" in one for one in pasted.said)
