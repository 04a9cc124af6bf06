"""What authors and other programs put into a document of ours: the words come back, what cannot be kept is named with
its place, nothing is gone without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive
from archive_app.services.texts.word_back import read_word
from archive_app.services.texts.word_out import write_word
from tests.end2end.test_word_command import retyped

_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_BOX = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>框里的话</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>一段</w:t></w:r></w:p>"
)
_CELL = (
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>qí</w:t></w:r></w:rt><w:rubyBase><w:r>"
    "<w:t>祁</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>粗字</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)

_SOFT = "<w:p><w:r><w:t>软\u00ad连</w:t><w:softHyphen/><w:t>不</w:t><w:noBreakHyphen/><w:t>断</w:t></w:r></w:p>"
_HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着的</w:t></w:r><w:r><w:t>看得见</w:t></w:r></w:p>"
_OTHER_WAY = (
    f'<w:p><mc:AlternateContent {_MC}><mc:Choice Requires="x"/><mc:Fallback><w:r><w:t>退路</w:t></w:r></mc:Fallback>'
    "</mc:AlternateContent></w:p>"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王编辑") as made:
        yield made


@pytest.mark.parametrize(
    ("xml", "words", "said"),
    [
        (_BOX, "一段\n框里的话", "“框里的话”"),
        (_CELL, "祁粗字 乙", ""),
        (_SOFT, "软连不-断", ""),
        ('<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>小标题</w:t></w:r></w:p>', "小标题", ""),
        (_HIDDEN, "看得见", "“藏着的”"),
        ('<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>红字</w:t></w:r></w:p>', "红字", "“红字”"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里</w:t></w:r></w:p></w:sdtContent></w:sdt>", "控件里", ""),
        (_OTHER_WAY, "退路", ""),
    ],
)  # fmt: skip
def test_words_come_back_and_what_cannot_be_kept_is_named(
    archive: Archive, tmp_path: Path, xml: str, words: str, said: str
) -> None:
    item = Create("item", {"kind": "contribution", "title": "水磨", "manuscript": paragraphs(["头一段。"]).to_json()})
    archive.execute(item)
    out, came = tmp_path / "稿.docx", tmp_path / "回.docx"
    write_word(archive, item.id, out)
    retyped(out, came, ("<w:sectPr", f"{xml}<w:sectPr"))
    back = read_word(archive, item.id, came)
    first, *rest = back.comparison.after.blocks
    lines = [one.text or " ".join(cell.text for row in one.rows for cell in row) for one in rest]
    assert first.text == "头一段。" and "\n".join(lines) == words
    assert said in "".join(back.remarks) and bool(said) == bool(back.remarks)
    back.close()
