"""改样清单 and 校样批注: accepted changes by printed page and line; a marked list read back, row by row."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.archive import Archive
from archive_app.services.corrections.deciding import decide
from archive_app.services.corrections.marked_lists import read_marked, take_marked
from archive_app.services.corrections.proof_pages import proof_pages
from archive_app.services.corrections.proposing import propose_words
from archive_app.services.corrections.standing import open_of
from archive_app.services.proofs import make_proof
from archive_app.services.reporting import Wanted, gather, report_named, write_report
from archive_app.services.workflow.text_corrections import correct_text
from archive_app.typeset.pdf.proof import counted_lines
from tests.services.corrections.conftest import TEXT

LONG = Manuscript(
    (
        *TEXT.blocks[:3],
        *(
            Block(
                BlockKind.PARAGRAPH,
                f"第{n}回说到油坊。" + "油坊在河滩上，水磨声昼夜不停，来往的人要歇脚。" * 3,
                id=f"p{n}",
            )
            for n in range(40)
        ),
    )
)


@pytest.fixture
def volume(archive: Archive, item: str) -> str:
    archive.execute(SetFields(item, {"manuscript": LONG.to_json()}, type="state"))
    made = Create("volume", {"title": "城东文史", "number": 24})
    archive.execute(made)
    section = Create("section", {"volume": made.id, "title": "亲历", "position": 1})
    archive.execute(section)
    archive.execute(Create("article", {"section": section.id, "item": item, "position": 1}))
    return made.id


def test_accepted_changes_by_the_page_and_line_that_the_proof_prints(
    archive: Archive, item: str, volume: str, tmp_path: Path
) -> None:
    make_proof(archive, volume, tmp_path / "一校.pdf")
    propose_words(archive, item, "第25回说到油坊", "第25回说到磨坊", why="见稿")
    propose_words(archive, item, "松木", "杨木")
    for one in open_of(archive.catalogue.record(item)):
        decide(archive, item, [one.id], accept=True)
    propose_words(archive, item, "后来换了", "后又换了")
    out = tmp_path / "改样清单.xlsx"
    written = write_report(archive, report_named("proof-changes"), out, Wanted(volume=volume))
    assert written.rows == 2, "what is open is not for the printer"
    sheet = openpyxl.load_workbook(out).active
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if "原文" in row)
    assert rows[head] == ["序号", "面", "行", "篇名", "原文", "改为", "依据", "类型", "处理", "提出"]
    first, second = rows[head + 1], rows[head + 2]
    assert (first[4], first[5], first[8]) == ("柜台是松木的，掌", "柜台是杨木的，掌", "已采纳")
    assert (second[4], second[5], second[6]) == ("5回说到油坊。油坊", "5回说到磨坊。油坊", "见稿")
    # the proof's own way of counting: the line's number stands where its words do
    from archive_app.services.typesetting import layout_of, volume_book
    from archive_app.services.volume_reports.contents import contents

    assert contents(archive, archive.catalogue.record(volume)).pieces
    layout = layout_of(volume_book(archive, volume), lambda share, words: None)
    page = next(one for one in layout.pages if one.label == second[1])
    assert "第25回" in "".join(line.text for line in counted_lines(page.lines)[int(second[2]) - 1 : int(second[2]) + 1])
    pdf = tmp_path / "改样清单.pdf"
    assert write_report(archive, report_named("proof-changes"), pdf, Wanted(volume=volume)).pages == 1


def test_what_was_corrected_directly_in_the_proofs_is_for_the_printer_too(
    archive: Archive, item: str, volume: str, tmp_path: Path
) -> None:
    make_proof(archive, volume, tmp_path / "一校.pdf")
    propose_words(archive, item, "松木", "杨木", why="核稿")
    for one in open_of(archive.catalogue.record(item)):
        decide(archive, item, [one.id], accept=True)
    text = Manuscript.from_json(archive.catalogue.record(item)["manuscript"])
    blocks = [replace(one, text=one.text.replace("第25回说到油坊", "第25回说到磨坊")) for one in text.blocks]
    correct_text(archive, item, Manuscript(tuple(blocks[:-1])), "核稿")

    def listed(name: str = "proof-changes") -> list[list[Any]]:
        made = gather(archive, report_named(name), Wanted(volume=volume))
        return [list(row) for row in made.rows]

    rows = listed()
    assert [(row[5], row[6], row[7]) for row in rows if row[7] != "直接改"] == [("柜台是杨木的，掌", "核稿", "错字")]
    direct = [row for row in rows if row[7] == "直接改"]
    assert len(direct) == 2 and {row[6] for row in direct} == {"核稿"}
    words, gone = sorted(direct, key=lambda row: not row[4])
    assert "油坊" in words[4] and "磨坊" in words[5] and words[1] and words[2], "by page and line"
    assert "删去" in gone[5] and not gone[4]
    assert len(listed("proof-marks")) == 1, "marks are what was proposed"
    archive.undo()
    assert [row[7] for row in listed()] == ["错字"]


def test_a_marked_list_becomes_proposals_row_by_row_and_errors_name_their_row(
    archive: Archive, item: str, volume: str, tmp_path: Path
) -> None:
    pages = proof_pages(archive, volume)
    twelfth = next(text for text in pages.texts if text.block == "p12")
    line = twelfth.line_at(0)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["城东文史 校样批注"])
    sheet.append(["序号", "页码", "行号", "原文", "改为", "依据", "类型", "提出人"])
    sheet.append([1, line.page, line.number, "第12回说到油坊", "第十二回说到油坊", "体例", "数字", "老马"])
    sheet.append([2, f"第{pages.texts[3].lines[0].page}页", "", "松木", "杨木", "", "", ""])
    sheet.append([3, line.page, line.number, "檀木", "杨木"])
    sheet.append([4, "999", 1, "松木", "杨木"])
    sheet.append([5, "", "", "水磨声", "磨声"])
    sheet.append([6, "", "", "", "加的字"])
    sheet.append([7, "", "", "杨木的", "删"])
    sheet.append([8, "", "", "供销社旧事", "供销社往事"])
    path = tmp_path / "批注.xlsx"
    book.save(path)
    rows = read_marked(archive, volume, path)
    assert [row.row for row in rows] == list(range(3, 11))
    errors = {row.row: row.error for row in rows if row.error}
    assert set(errors) == {5, 6, 7, 8}
    assert "没有“檀木”" in errors[5] and "没有第 999 面" in errors[6] and "120 处" in errors[7] and "原文" in errors[8]
    take_marked(archive, rows, by="外校")
    made = open_of(archive.catalogue.record(item))
    assert [(one.old, one.new, one.by, one.kind) for one in made] == [
        ("12", "十二", "老马", "数字"), ("松", "杨", "外校", "错字"), ("杨木的", "", "外校", "多字"),
        ("供销社旧事", "供销社往事", "外校", "错字"),
    ]  # fmt: skip
    assert (made[0].page, made[0].line, made[0].why) == (line.page, str(line.number), "体例")
    assert all(row.known for row in read_marked(archive, volume, path) if not row.error), "twice taken, once proposed"


def test_the_command_line_proposes_lists_decides_and_takes_lists(
    archive: Archive, item: str, volume: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(archive.root)
    archive.close()
    schema = json.loads(Path("docs/schema/corrections.json").read_text("utf-8"))

    def run(*words: str, status: int = 0) -> Any:
        assert main(["corrections", root, *words, "--json"]) == status
        told = json.loads(capsys.readouterr().out)
        jsonschema.validate(told, schema)
        return told

    made = run(item, "--old", "松木", "--new", "杨木", "--reason", "作者核稿", "--as", "校对乙")
    key = made["proposed"][0]["id"]
    (listed,) = run("24", "--by", "校对乙")
    assert (listed["old"], listed["place"]["block"], listed["state"]) == ("松", "one", "open")
    assert main(["corrections", root, item, "--accept", key[-8:], "--as", "校对乙"]) == 1
    assert "您自己提的" in capsys.readouterr().err
    done = run("24", "--accept", "all", "--reason", "同意", "--as", "编辑甲")
    assert [one["decided_by"] for one in done["done"]] == ["编辑甲"]
    out = tmp_path / "清单.xlsx"
    assert run("24", "-o", str(out))["rows"] == 1 and out.is_file()
    table = tmp_path / "批注.csv"
    table.write_text("面,行,原文,改为\n,,货架,货柜\n,,没有的话,话\n", "utf-8")
    plan = run("24", "--marks", str(table), "--plan", status=1)
    assert plan["taken"] == 0 and "没有的话" in plan["rows"][1]["error"]
    assert run("24", "--marks", str(table), "--by", "老马", "--as", "编辑甲", status=1)["taken"] == 1
    run("24", "--refuse", "all", "--by", "老马", "--as", "编辑甲")
    assert main(["undo", root, "--as", "编辑甲"]) == 0
    capsys.readouterr()
    assert [one["state"] for one in run("24")] == ["open", "accepted"]
