"""A list of results in Excel and Word: every place with its words marked, and every word a word."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.text import WD_COLOR_INDEX
from openpyxl.cell.rich_text import CellRichText, TextBlock

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import StorageFailed, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.office.document import Paragraph, write_docx
from archive_app.office.package import Piece
from archive_app.office.workbook import Sheet, write_xlsx
from archive_app.services import result_export
from archive_app.services.archive import Archive
from archive_app.services.result_export import HEADS, export, suggested_name
from archive_app.services.searching import Search

NOTES = "=1+1 沙塘川的水磨\n轉了，\x0b水磨<坊> & 𠮷 " + "远" * 80 + "水磨"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        rows = [{"id": "s1", "start": 3725.5, "end": 3730, "speaker": "甲", "text": "那年修水磨"}]
        made: list[dict[str, Any]] = [
            {"kind": "document", "title": "=水磨\x0c账", "notes": NOTES, "access": "public"},
            {"kind": "oral_history", "title": "口述", "transcript": rows, "access": "public"},
            {"kind": "document", "title": "秘密的水磨", "access": "restricted"},
        ]
        for values in made:
            opened.execute(Create("item", values))
        yield opened


@pytest.fixture
def search(archive: Archive) -> Search:
    search = Search(archive)
    search.follow()
    return search


def test_a_spreadsheet_has_a_row_a_place(archive: Archive, search: Search, tmp_path: Path) -> None:
    out = tmp_path / "出.xlsx"
    done = export(search, archive, out, "水磨", visible={"public"}, order="pinyin")
    assert (done.items, done.places) == (2, 4)
    book = openpyxl.load_workbook(out, rich_text=True)
    sheet = book["检索结果"]
    rows = list(sheet.iter_rows(min_row=2))

    assert tuple(cell.value for cell in sheet[1]) == HEADS
    assert len(rows) == 4
    assert {row[1].value for row in rows} == {"=水磨账", "口述"}, "without what no XML may hold"
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert [row[8].value for row in rows if row[1].value == "口述"] == ["1:02:05"]
    for row in rows:
        context = row[HEADS.index("上下文")].value
        if isinstance(context, CellRichText):
            marked = [part.text for part in context if isinstance(part, TextBlock) and part.font.b]
        else:
            marked = []
        assert marked and set(marked) == {"水磨"}
    text = "".join(str(row[9].value) for row in rows)
    assert "轉了，水磨<坊> & 𠮷" in text, "in the script it was written in"
    assert all(str(row[10].value).endswith("测试馆藏，[年代不详].") for row in rows)
    assert sheet.auto_filter.ref == "A1:K5"
    said = {row[0].value: row[1].value for row in book["检索条件"].iter_rows()}
    assert said["检索词"] == "水磨" and said["次序"] == "题名音序" and said["结果"] == "共 2 件，列出 4 处"


def test_a_document_has_a_heading_an_item_and_the_words_marked(
    archive: Archive, search: Search, tmp_path: Path
) -> None:
    out = tmp_path / "出.docx"
    export(search, archive, out, "水磨", places=1, chosen={"kind": ["document"]}, within=["账"])
    paper = docx.Document(str(out))
    headings = [p.text for p in paper.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    marked = [run.text for p in paper.paragraphs for run in p.runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    words = "\n".join(p.text for p in paper.paragraphs)

    assert headings == ["1  =水磨账"]
    assert marked == ["水磨", "账"]
    assert "种类：文献" in words and "在结果中：账" in words
    assert paper.paragraphs[-1].text == "共 1 件，列出 1 处。"


def test_what_was_asked_for_is_said_whole(archive: Archive, search: Search, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    chosen = {"kind": ["document", "photograph"], "year": ["1958"]}
    export(
        search,
        archive,
        out,
        "水磨",
        chosen=chosen,
        without=["水磨→磨坊"],
        exact=True,
        within=["坊", "账"],
        order="-date",
    )
    rows = [(row[0], row[1]) for row in openpyxl.load_workbook(out)["检索条件"].iter_rows(values_only=True)]
    assert rows[:8] == [
        ("馆藏", "测试馆藏"),
        ("检索词", "水磨"),
        ("在结果中", "坊"),
        ("在结果中", "账"),
        ("种类", "文献、照片"),
        ("年", "1958"),
        ("次序", "时间（倒序）"),
        ("关掉的写法", "水磨→磨坊"),
    ]
    assert rows[8] == ("比较", "区分繁简和全半角")


def test_all_items_go_out_not_only_those_of_a_page(
    archive: Archive, search: Search, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_export, "_PART", 3)
    for number in range(10):
        archive.execute(Create("item", {"kind": "document", "title": f"水磨{number}"}))
    shares: list[float] = []
    done = export(search, archive, tmp_path / "a.xlsx", "水磨", progress=lambda share, words: shares.append(share))

    assert done.items == 13
    assert shares == sorted(shares) and shares[-1] == 1
    titles = [row[1].value for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["检索结果"].iter_rows(min_row=2)]
    assert len(set(titles)) == 13


def full(*arguments: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def held(self: Path, target: object) -> Path:
    raise PermissionError(errno.EACCES, "in use")


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
@pytest.mark.parametrize(
    ("owner", "name", "refusal", "code", "words"),
    [
        (os, "fsync", full, "disk-full", "磁盘已满，写不下 旧.*腾出空间"),
        (zipfile.ZipFile, "writestr", full, "disk-full", "磁盘已满"),
        (Path, "replace", held, "not-writable", "不能写入 .*旧.*正被别的程序打开"),
    ],
)
def test_where_the_disk_refuses_the_old_list_stays_and_nothing_half(
    archive: Archive, search: Search, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    suffix: str, owner: object, name: str, refusal: object, code: str, words: str,
) -> None:  # fmt: skip
    folder = tmp_path / "出"
    folder.mkdir()
    out = folder / f"旧{suffix}"
    out.write_bytes(b"before")
    monkeypatch.setattr(owner, name, refusal)
    with pytest.raises(StorageFailed) as failed:
        export(search, archive, out, "水磨")
    monkeypatch.undo()
    assert failed.value.code == code
    assert re.search(words, str(failed.value))
    assert [path.name for path in folder.iterdir()] == [out.name] and out.read_bytes() == b"before"


def test_a_name_as_long_as_the_system_takes_is_taken(archive: Archive, search: Search, tmp_path: Path) -> None:
    out = tmp_path / ("长" * 83 + ".docx")
    assert export(search, archive, out, "水磨").path == out
    assert len(docx.Document(str(out)).paragraphs) > 3
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_where_a_text_goes_on_is_shown(archive: Archive, search: Search, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    archive.execute(Create("item", {"kind": "document", "title": "短", "notes": "头" * 40 + "渡船" + "尾" * 40}))
    archive.execute(Create("item", {"kind": "document", "title": "渡船"}))
    export(search, archive, out, "渡船", order="pinyin")
    sheet = openpyxl.load_workbook(out)["检索结果"]
    assert {row[HEADS.index("上下文")].value for row in sheet.iter_rows(min_row=2)} == {
        f"…{'头' * 24}渡船{'尾' * 36}…",
        "渡船",
    }


def test_what_stands_in_a_printed_volume_is_listed_with_its_page_and_cited_by_it(
    archive: Archive, search: Search, tmp_path: Path
) -> None:
    text = Manuscript((Block(BlockKind.PARAGRAPH, "渡船上的话。"),)).to_json()
    item = Create("item", {"kind": "contribution", "title": "摆渡", "manuscript": text, "access": "public"})
    volume = Create("volume", {"title": "文史资料", "number": 24, "compiler": "某区政协"})
    section = Create("section", {"volume": volume.id, "title": "乡村", "matter": "body"})
    for command in (item, volume, section, Create("article", {"section": section.id, "item": item.id, "position": 1})):
        archive.execute(command)
    archive.execute(SetFields(volume.id, {"state": "issued"}, by_program=True))
    export(search, archive, tmp_path / "a.xlsx", "渡船", chosen={"kind": ["volume"]})
    export(search, archive, tmp_path / "a.docx", "渡船", chosen={"kind": ["volume"]})
    _, row = openpyxl.load_workbook(tmp_path / "a.xlsx")["检索结果"].iter_rows(values_only=True)
    page = str(row[HEADS.index("位置")]).removeprefix("第 ").removesuffix(" 页")
    book = "某区政协. 文史资料：第二十四辑[G]. [出版地不详]：某区政协，[年代不详]"

    assert page.isdecimal()
    assert row[HEADS.index("引文")] == f"{book}：{page}."
    assert f"{book}." in [p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs]


def test_another_format_is_refused_and_the_file_there_stays(archive: Archive, search: Search, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"before")
    with pytest.raises(UsageError, match="不能导出成"):
        export(search, archive, tmp_path / "a.pdf", "水磨")

    def stop(share: float, words: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(search, archive, out, "水磨", progress=stop)
    assert out.read_bytes() == b"before"
    assert [path.name for path in tmp_path.glob("*a.xlsx*")] == ["a.xlsx"]
    assert suggested_name('水磨/ "1958"', ".xlsx") == "检索结果 水磨 1958.xlsx"


def test_any_words_make_files_that_open(tmp_path: Path) -> None:
    odd = ["", " ", "\ud800", "]]>", "&amp;", "\r\n\t", "=HYPERLINK(1)", "x" * 40000, "𬱟"]
    rows = [[word, 7, [Piece(word, True), Piece("b")]] for word in odd]
    with (tmp_path / "a.xlsx").open("wb") as handle:
        write_xlsx(handle, [Sheet("表/1", ("甲", "乙", "丙"), (9, 9, 9), rows), Sheet("空", (), (), [])])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.title == "表 1"
    assert [sheet.cell(n + 2, 2).value for n in range(len(odd))] == [7] * len(odd)
    assert sheet.cell(odd.index("]]>") + 2, 1).value == "]]>"
    with (tmp_path / "a.docx").open("wb") as handle:
        write_docx(handle, [Paragraph([Piece(word), Piece("b")]) for word in odd])
    assert [p.text[-1] for p in docx.Document(str(tmp_path / "a.docx")).paragraphs] == ["b"] * len(odd)
