"""Cards with a picture over its description."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
from PIL import Image

from archive_app.catalogue.commands import Create
from archive_app.reports.cards import Card, Cards, set_cards, write_cards
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.reporting import Wanted, gather, report_named, write_report


def picture(folder: Path, wide: int = 400, high: int = 300) -> Path:
    path = folder / f"{wide}x{high}.jpg"
    Image.new("RGB", (wide, high), (90, 120, 60)).save(path)
    return path


def card(path: Path | None, size: tuple[int, int], caption: str = "说明。") -> Card:
    return Card(path, size, ((("题名", "社火"),), (("照片号", "K-1"), ("时间", "1958年")), (("文字说明", caption),)))


def test_two_cards_stand_on_a_sheet_each_in_its_frame(tmp_path: Path) -> None:
    made = [card(picture(tmp_path), (400, 300)) for _ in range(5)]
    pages = set_cards(Cards("照片说明卡", made)).pages
    assert [len(page.images) for page in pages] == [2, 2, 1]
    for page in pages:
        assert page.folio is not None and page.folio.text.endswith(f"共 {len(pages)} 页")
        assert all(0 < line.y < page.folio.y - line.size for line in page.lines)


def test_a_picture_keeps_its_shape_and_stays_in_its_field(tmp_path: Path) -> None:
    for wide, high in ((3000, 100), (100, 3000), (400, 400)):
        (page,) = set_cards(Cards("卡", [card(picture(tmp_path, wide, high), (wide, high))])).pages
        (image,) = page.images
        assert abs(image.width / image.height - wide / high) < 0.01 * wide / high
        assert image.x > 50 and image.x + image.width < page.width - 30
        assert image.height < 215


def test_words_that_are_more_than_a_sheet_go_on_and_none_is_lost() -> None:
    long = "".join(chr(0x4E00 + n % 1500) for n in range(7000))
    pages = set_cards(Cards("卡", [card(None, (0, 0), long), card(None, (0, 0), "尾")])).pages
    said = "".join(line.text for page in pages for line in page.lines if line.role == "table")
    assert long in said and said.endswith("尾")
    assert len(pages) > 2
    for page in pages:
        assert page.folio is not None and all(line.y < page.folio.y - 9 for line in page.lines)
    assert any(line.text == "（没有画面）" for line in pages[0].lines)


def test_cards_of_an_archive_have_the_picture_and_the_six_elements(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as archive:
        report = import_paths(archive, [picture(tmp_path, 640, 480)])
        archive.execute(Create("item", {"kind": "document", "title": "不是照片"}))
        archive.execute(
            Create(
                "item", {"kind": "photograph", "title": "没有文件", "photographer": "吴颜", "caption": "前排左起：甲。"}
            )
        )
        assert len(report.imported) == 1
        out = tmp_path / "卡.pdf"
        done = write_report(archive, report_named("照片说明卡"), out, Wanted())
        assert (done.rows, done.pages, done.problems) == (2, 1, ())
        made = gather(archive, report_named("photograph-cards"), Wanted())
        assert [one.picture is not None for one in made.rows] == [True, False]
    with pdfplumber.open(out) as pdf:
        assert len(pdf.pages[0].images) == 1
        said = (pdf.pages[0].extract_text() or "").replace(" ", "")
    assert "吴颜" in said and "前排左起：甲。" in said and "不是照片" not in said


def test_the_file_names_what_no_font_has(tmp_path: Path) -> None:
    written, _pages = write_cards(Cards("卡", [card(None, (0, 0), "\ue000")]), tmp_path / "卡.pdf")
    assert ["U+E000" in str(problem) for problem in written.problems] == [True]
