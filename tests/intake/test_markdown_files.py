"""Markdown files: their head fills the fields, the pictures beside them come along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import png

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import BlockKind
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.markdown import read
from archive_app.intake.proposal import Proposal

ReadFile = Callable[[Path], Proposal]

HEAD = "---\ntitle: 水磨坊\nsubtitle: 沙塘川旧事\nauthor: 李晓棠\nnote: 作者系教师。\nwritten: 2019年3月\n---\n\n"


def write(tmp_path: Path, text: str, name: str = "稿.md") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_head_fills_the_fields(read_file: ReadFile, tmp_path: Path) -> None:
    proposal = read_file(write(tmp_path, HEAD + "正文。\n\n## 磨\n\n又一段。\n"))
    assert (proposal.kind, proposal.title) == ("contribution", "水磨坊——沙塘川旧事")
    assert proposal.fields["responsibility"] == [{"role": "作者", "name": "李晓棠"}]
    assert proposal.fields["author_note"] == "作者系教师。"
    assert proposal.fields["written"] == {"display": "2019年3月"}
    assert proposal.manuscript is not None
    assert [(b.kind, b.text) for b in proposal.manuscript] == [
        (BlockKind.PARAGRAPH, "正文。"),
        (BlockKind.HEADING, "磨"),
        (BlockKind.PARAGRAPH, "又一段。"),
    ]


def test_a_narrator_makes_an_oral_history(read_file: ReadFile, tmp_path: Path) -> None:
    head = "---\ntitle: 信号灯\nnarrator: 单德胜\ninterviewer: [韩犇, 祁垚]\nwritten: 2026年4月\n---\n"
    proposal = read_file(write(tmp_path, head + "正文。\n"))
    assert proposal.kind == "oral_history"
    assert [person["role"] for person in proposal.fields["responsibility"]] == ["口述者", "采访者", "采访者"]
    assert proposal.fields["created"] == {"display": "2026年4月"}


def test_a_picture_beside_the_text_comes_along(read_file: ReadFile, tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "一.png").write_bytes(png())
    proposal = read_file(write(tmp_path, HEAD + "正文。\n\n![柜台](img/一.png)\n"))
    (attachment,) = proposal.attachments
    assert (attachment.name, attachment.role) == ("一.png", "插图")
    assert attachment.path.read_bytes() == png()
    assert proposal.manuscript is not None
    picture = proposal.manuscript.blocks[-1].picture
    assert picture is not None and picture.source == attachment.key


@pytest.mark.parametrize("name", ["没有.png", "../外.png", "http://example.org/a.png", "/etc/passwd", "说明.txt"])
def test_a_picture_elsewhere_is_named_and_not_taken(read_file: ReadFile, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "里"
    folder.mkdir()
    (tmp_path / "外.png").write_bytes(png())
    (folder / "说明.txt").write_text("不是图片")
    proposal = read_file(write(folder, HEAD + f"正文。\n\n![图]({name})\n"))
    assert proposal.attachments == ()
    assert any(name in warning for warning in proposal.warnings)


def test_a_text_out_of_an_archive_looks_at_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "一.png").write_bytes(png())
    path = write(tmp_path, HEAD + "正文。\n\n![柜台](一.png)\n")
    proposal = read(Source(path, "稿.md", staged=True), Workspace(tmp_path))
    assert isinstance(proposal, Proposal)
    assert proposal.attachments == ()


def test_gbk_markdown_is_read(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "稿.md"
    path.write_bytes((HEAD + "正文。\r\n\r\n第二段。").encode("gb18030"))
    proposal = read_file(path)
    assert proposal.title == "水磨坊——沙塘川旧事"
    assert proposal.manuscript is not None and len(proposal.manuscript) == 2


def test_a_head_without_a_text_is_refused(read_file: ReadFile, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有文字"):
        read_file(write(tmp_path, HEAD))
