"""A comparison on paper: who, when, what; struck and underlined without colour; PDF, Word and a workbook alike."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.reports.compared import Compared, Passage, set_compared
from archive_app.services.archive import Archive
from archive_app.services.texts.comparing import Comparison
from archive_app.services.texts.comparison_out import about_pair, write_comparison
from archive_app.services.texts.hands import hands_between
from archive_app.services.versions import Version, versions

K = BlockKind
FIRST = Manuscript(
    (
        Block(K.PARAGRAPH, "柜台是松木的。", id="a"),
        *(Block(K.PARAGRAPH, f"没有改的第{n}段。", id=f"s{n}") for n in range(5)),
        Block(K.PARAGRAPH, "后来拆了。", id="z"),
    )
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="李编辑") as made:
        yield made


@pytest.fixture
def item(archive: Archive) -> Record:
    """Two people had their hands in it: 甲 in the first paragraph, 乙 took the last away and renamed it."""
    made = Create("item", {"kind": "contribution", "title": "柜台", "manuscript": FIRST.to_json()})
    archive.execute(made)
    archive.act_as("甲")
    one, *rest = FIRST.blocks
    second = (replace(one, text="柜台是杨木的。"), *rest)
    archive.execute(SetFields(made.id, {"manuscript": Manuscript(second).to_json()}))
    archive.act_as("乙")
    third = (*second[:-1], Block(K.PARAGRAPH, "新写的𠮷。", id="n"))
    archive.execute(SetFields(made.id, {"manuscript": Manuscript(third).to_json(), "title": "老柜台"}))
    return archive.catalogue.record(made.id)


def pair_of(archive: Archive, item: Record) -> tuple[Version, Version]:
    found = versions(archive, item.id)
    return found[-1], found[0]


def test_whose_hand_it_was_is_known_for_each_paragraph(archive: Archive, item: Record) -> None:
    older, newer = pair_of(archive, item)
    hands = {
        key: [name.split()[0] for name in names] for key, names in hands_between(archive, item.id, older, newer).items()
    }
    assert hands == {"a": ["甲"], "z": ["乙"], "n": ["乙"]}
    assert set(hands_between(archive, item.id, versions(archive, item.id)[1], newer)) == {"z", "n"}


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_each_paper_says_what_when_by_whom_and_how_much(
    archive: Archive, item: Record, tmp_path: Path, suffix: str
) -> None:
    pair = pair_of(archive, item)
    out = tmp_path / f"对照{suffix}"
    write_comparison(Comparison(pair[0].manuscript, pair[1].manuscript), about_pair(archive, item, pair), out)
    said = words_in(out)
    for words in (
        "《老柜台》两版对照",
        "李编辑",
        "甲 20",
        "乙 20",
        "改过 1 段",
        "由“柜台”改为“老柜台”",
        "T-0001",
        "𠮷",
    ):
        assert words in said, words


def test_paragraphs_that_stayed_can_be_left_out_in_print(archive: Archive, item: Record, tmp_path: Path) -> None:
    pair = pair_of(archive, item)
    out = tmp_path / "对照.PDF"
    made = Comparison(pair[0].manuscript, pair[1].manuscript)
    write_comparison(made, about_pair(archive, item, pair), out, whole=False)
    assert "没有改的第" not in words_in(out) and "第 2–6 段没有改" in words_in(out)
    with pytest.raises(UsageError, match=r"\.odt"):
        write_comparison(made, about_pair(archive, item, pair), tmp_path / "对照.odt")


def test_what_is_gone_is_struck_and_what_is_new_underlined_where_it_stands() -> None:
    pieces = (("same", "柜台是"), ("gone", "松"), ("new", "杨"), ("same", "木的，" + "里面很暗，" * 20), ("gone", "完"))
    layout = set_compared(Compared("对照", ("甲",), (Passage("第 1 段，改过", pieces), Passage(folded="（没有改）"))))
    page = layout.pages[0]
    first = next(line for line in page.lines if line.text.startswith("柜台是"))
    near = [
        rule for rule in page.rules if abs(rule.y0 - first.y) < first.size and rule.y0 == rule.y1 and rule.weight < 1
    ]
    (struck,) = [rule for rule in near if rule.y0 < first.y]
    (under,) = [rule for rule in near if rule.y0 > first.y]
    assert struck.x1 <= under.x0 + 2 and 8 < struck.x1 - struck.x0 < 12 and 8 < under.x1 - under.x0 < 12
    assert struck.x0 - first.x == pytest.approx(3 * first.size, abs=2)
    assert {line.text for line in page.lines} >= {"对照", "（没有改）"}


def test_a_long_comparison_goes_on_over_sheets_that_say_which_they_are() -> None:
    passages = tuple(Passage(f"第 {n} 段，新写", (("new", "字" * 90 + f"\n{n}"),)) for n in range(60))
    layout = set_compared(Compared("对照", (), passages))
    assert len(layout.pages) > 5
    for number, page in enumerate(layout.pages, 1):
        assert page.folio is not None and page.folio.text == f"第 {number} 页　共 {len(layout.pages)} 页"
        assert all(line.y < page.height - 40 for line in page.lines)
        assert not page.lines[-1].text.startswith("第 "), "what became of a paragraph stands with its first line"


def words_in(out: Path) -> str:
    if out.suffix.lower() == ".pdf":
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out)).replace("\r\n", "")
    if out.suffix == ".xlsx":
        book = load_workbook(out)
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
    with zipfile.ZipFile(out) as parts:
        import re

        return re.sub("<[^>]+>", "", parts.read("word/document.xml").decode())
