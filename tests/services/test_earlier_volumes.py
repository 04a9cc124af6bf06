"""An earlier volume taken in: its pages, their numbers and words, found and cited as any printed volume's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from archive_app.catalogue.commands import Batch, Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.earlier.folios import read_rules
from archive_app.domain.errors import ArchiveError, Refused, StorageFailed, UsageError
from archive_app.services.archive import Archive
from archive_app.services.citing import cite
from archive_app.services.earlier.leaves import CONFIRMED, LAYER, NOTHING, leaves_of
from archive_app.services.earlier.mending import put_pages
from archive_app.services.earlier.taking import confirm, set_folios, take_in, turned, unconfirm, volume_values
from archive_app.services.jobs import Cancelled
from archive_app.services.maintenance import rebuild
from archive_app.services.printed import printed_document
from archive_app.services.printed_pages import boxes, printed_sheets
from archive_app.services.searching import Search
from archive_app.services.typesetting import volume_book
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout
from tests.support_archives import copied
from tests.support_earlier import Going, pdf, pictures

VALUES = volume_values("城东政协文史资料", 7, year="1988年5月", compiler="政协西宁市城东区委员会")


def never(_book: Book) -> Layout:
    raise AssertionError("what was scanned is not set")


def _make(root: Path) -> None:
    source = pdf(root.parent / "第七辑.pdf")
    with Archive.create(root, name="测试馆藏") as archive:
        take_in(archive, [source], VALUES, Going())


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.open(copied(_make, tmp_path / "馆藏"), actor="编辑") as opened:
        yield opened


def the_volume(archive: Archive) -> Record:
    return archive.catalogue.records("volume")[0]


def put_in(archive: Archive, **access: str) -> list[str]:
    """Two articles in the contents; ``access`` is a level for one of them."""
    volume = the_volume(archive)
    section = archive.catalogue.sections_of(volume.id)[0].section.id
    rows: list[dict[str, Any]] = [
        {"title": "水磨记", "author": "张三", "first_page": "1"},
        {"title": "渡口的船", "author": "李四、王五", "first_page": "3", "last_page": "4"},
    ]
    made = [
        Create("article", {"section": section, "position": n, **row, **({"access": level} if level else {})})
        for n, row in enumerate(rows, 1)
        if (level := access.get(f"article{n}", "")) or True
    ]
    archive.execute(Batch("目录", made))
    return [one.id for one in made]


def places(archive: Archive, query: str, **wanted: Any) -> list[dict[str, Any]]:
    search = Search(archive)
    try:
        found = search.search(query, **wanted)
        return [dict(match.place) for hit in found.hits if hit.kind == "volume" for match in hit.matches]
    finally:
        search.close()


def test_a_better_scan_takes_the_place_of_a_page_and_one_left_out_is_added(archive: Archive, tmp_path: Path) -> None:
    volume = the_volume(archive)

    def leaves() -> list[Any]:
        return leaves_of(archive.catalogue, archive.root, the_volume(archive))

    before = leaves()
    old = before[3].file
    confirm(archive, volume.id, before[3:5])
    better = pdf(tmp_path / "第二页.pdf", [("渠水一年淘两回，重扫的一页。",)], first=9)
    assert put_pages(archive, volume.id, [better], 4, Going()) == 1
    now = leaves()
    assert [leaf.label for leaf in now] == [leaf.label for leaf in before]
    assert (now[3].standing, now[4].standing) == (LAYER, CONFIRMED), "its text is read from the new file"
    assert "重扫的一页" in now[3].page.lines[0].text and now[3].at == 0 and now[4].at == 4
    assert [row.get("last") for row in the_volume(archive)["scans"]] == [3, None, 6]
    assert archive.vault.holds(str(old["sha256"]))
    found = Search(archive)
    assert [len(found.search(words, limit=5, matches=5).hits) for words in ("重扫的一页", "淘渠的日子")] == [1, 0]
    archive.undo()
    assert leaves()[3].standing == CONFIRMED and len(found.search("淘渠的日子", limit=5, matches=5).hits) == 1
    found.close()
    with pytest.raises(Refused):
        put_pages(archive, volume.id, [tmp_path / "说明.txt"], 4, Going())
    with pytest.raises(UsageError, match="只有 6 页"):
        put_pages(archive, volume.id, [better], 7, Going())
    set_folios(archive, volume.id, read_rules("3=1 5=4"))
    assert put_pages(archive, volume.id, [better], 4, Going(), after=True) == 1
    assert [leaf.label for leaf in leaves()] == ["", "", "1", "2", "3", "4", "5"]
    assert (
        put_pages(archive, volume.id, [pdf(tmp_path / "封面.pdf", [("封面",)] * 2, first=9)], 0, Going(), after=True)
        == 2
    )
    assert [leaf.label for leaf in leaves()] == ["", "", "", "", "1", "2", "3", "4", "5"]
    with pytest.raises(Refused, match="已经收过"):
        put_pages(archive, volume.id, [better], 1, Going())


def test_a_page_is_turned_by_hand_and_its_words_turn_with_it(archive: Archive) -> None:
    volume = archive.catalogue.records("volume")[0]

    def page() -> Any:
        return leaves_of(archive.catalogue, archive.root, archive.catalogue.record(volume.id))[2]

    before = page()
    archive.execute(turned(archive, volume.id, [before]))
    lying = page()
    wide, high = before.page.size
    assert lying.page.size == (high, wide) and lying.picture.endswith("~turn=90")
    for line, own in zip(lying.page.lines, before.page.lines, strict=True):
        left, top, across, down = own.box
        assert line.box == (high - top - down, left, down, across) and line.upright is not own.upright
    sheets = printed_sheets(archive, volume.id, never).layout
    assert sheets.pages[2].width > sheets.pages[2].height and sheets.pages[2].lines[0].vertical
    for _quarter in range(3):
        archive.execute(turned(archive, volume.id, [page()]))
    assert page().page.size == before.page.size and page().picture == before.picture
    assert [line.box for line in page().page.lines] == [line.box for line in before.page.lines]
    archive.undo()
    assert page().page.turn == 270 and confirm(archive, volume.id, [page()]) == 1
    assert page().page.turn == 270, "what was looked through stands as it was looked at"
    archive.execute(turned(archive, volume.id, [page()]))
    assert page().page.size == before.page.size and page().standing == CONFIRMED
    with pytest.raises(UsageError):
        turned(archive, volume.id, [before], 45)


def test_pages_bear_the_numbers_that_are_printed_on_them(archive: Archive) -> None:
    leaves = leaves_of(archive.catalogue, archive.root, the_volume(archive))
    assert [leaf.label for leaf in leaves] == ["", "", "1", "2", "3", "4"]
    assert {leaf.standing for leaf in leaves} == {LAYER}
    set_folios(archive, the_volume(archive).id, read_rules("2=i 3=11"))
    again = leaves_of(archive.catalogue, archive.root, the_volume(archive))
    assert [leaf.label for leaf in again] == ["", "i", "11", "12", "13", "14"]
    with pytest.raises(UsageError):
        set_folios(archive, the_volume(archive).id, read_rules("9=1"))


def test_a_word_is_found_on_its_page_and_marked_where_it_stands(archive: Archive) -> None:
    found = places(archive, "羊皮筏子")
    assert [(one["number"], one["page"]) for one in found] == [(5, "3")]
    _document, printed = printed_document(archive, the_volume(archive).id)
    layout = printed_sheets(archive, the_volume(archive).id, never).layout
    text = next(one for one in printed.texts if "羊皮筏子" in one.text)
    at = text.text.index("羊皮筏子")
    (page, x0, y0, x1, y1), *rest = boxes(layout.pages, text, at, at + 4)
    scale = layout.pages[0].width / 400
    line = next(one for one in layout.pages[4].lines if "羊皮" in one.text)
    before = line.text.index("羊皮")
    assert page == 4 and not rest
    assert abs(x0 - (74 + 12 * before) * scale) < 4 and abs(x1 - x0 - 4 * 12 * scale) < 4 and 0 < y1 - y0 < 20
    assert all(len(one.images) == 1 for one in layout.pages)


def test_a_paragraph_goes_on_over_the_page_and_a_word_in_it_has_its_own_page(archive: Archive) -> None:
    put_in(archive)
    assert [one["page"] for one in places(archive, "淘渠的日子")] == ["2"]
    assert all(one["article"] for one in places(archive, "淘渠的日子"))
    assert {one["page"] for one in places(archive, "请读者指正")} == {""}


def test_what_is_found_is_cited_by_its_printed_page(archive: Archive) -> None:
    put_in(archive)
    words = cite(archive, the_volume(archive).id, page="3").text
    assert words.startswith("李四，王五. 渡口的船[G]//") and "第七辑" in words and words.endswith("1988：3.")
    assert "李四" not in cite(archive, the_volume(archive).id, page="2").text


def test_contents_that_change_are_found_at_once(archive: Archive) -> None:
    search = Search(archive)
    try:
        search.follow()
        keys = put_in(archive)
        archive.execute(SetFields(keys[0], {"author": "完颜阿骨"}))
        assert search.search("完颜阿骨").total == 1
        archive.undo()
        assert search.search("完颜阿骨").total == 0
    finally:
        search.close()


@pytest.mark.parametrize("level", ["article", "volume"])
def test_what_a_reader_may_not_see_is_not_found_nor_shown(archive: Archive, level: str) -> None:
    keys = put_in(archive)
    volume = the_volume(archive).id
    changed = keys[1] if level == "article" else volume
    archive.execute(SetFields(changed, {"access": "restricted"}))
    readers = {"public", "internal"}
    assert places(archive, "羊皮筏子")
    assert not places(archive, "羊皮筏子", visible=readers)
    _document, printed = printed_document(archive, volume, readers)
    assert not any("羊皮筏子" in text.text for text in printed.texts)
    if level == "volume":
        with pytest.raises(ArchiveError):
            printed_sheets(archive, volume, never, readers)
        return
    assert places(archive, "淘渠的日子", visible=readers)
    pages = printed_sheets(archive, volume, never, readers).layout.pages
    assert [bool(page.images) for page in pages] == [True, True, True, True, False, False]
    assert not any("筏子" in line.text for page in pages for line in page.lines)


def test_a_page_that_was_looked_through_is_a_record_and_is_undone(archive: Archive) -> None:
    volume = the_volume(archive)
    leaf = leaves_of(archive.catalogue, archive.root, volume)[2]
    assert confirm(archive, volume.id, [leaf]) == 1
    now = leaves_of(archive.catalogue, archive.root, volume)[2]
    assert now.standing == CONFIRMED and now.page.lines[0].text == "水磨记"
    assert now.page.lines[0].stops == leaf.page.lines[0].stops
    archive.undo()
    assert leaves_of(archive.catalogue, archive.root, volume)[2].standing == LAYER
    archive.redo()
    assert unconfirm(archive, leaves_of(archive.catalogue, archive.root, volume)) == 1
    assert leaves_of(archive.catalogue, archive.root, volume)[2].standing == LAYER


def test_what_is_derived_comes_back_and_records_make_the_catalogue_again(archive: Archive, tmp_path: Path) -> None:
    keys = put_in(archive)
    volume = the_volume(archive)
    confirm(archive, volume.id, leaves_of(archive.catalogue, archive.root, volume)[:3])
    before = [(leaf.label, leaf.standing, leaf.page) for leaf in leaves_of(archive.catalogue, archive.root, volume)]
    root = archive.root
    archive.close()
    shutil.rmtree(root / "derived")
    rebuild(root, "catalogue")
    with Archive.open(root) as again:
        volume = the_volume(again)
        after = [(leaf.label, leaf.standing, leaf.page) for leaf in leaves_of(again.catalogue, again.root, volume)]
        assert after == before
        assert {node.id for one in again.catalogue.sections_of(volume.id) for node in one.articles} == set(keys)


def test_a_folder_of_pictures_is_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as archive:
        made = take_in(archive, [pictures(tmp_path / "扫描")], VALUES, Going())
        leaves = leaves_of(archive.catalogue, archive.root, the_volume(archive))
        assert [leaf.file["name"] for leaf in leaves] == [f"第{n}页.jpg" for n in range(1, 12)]
        assert made.pages == 11 and {leaf.standing for leaf in leaves} == {NOTHING}
        assert leaves[0].page.size == (170, 240)
        assert "11 页没有文字层" in made.remarks[0]
        with pytest.raises(Refused, match="已经收过"):
            take_in(archive, [tmp_path / "扫描"], VALUES, Going())
        archive.undo()
        assert not archive.catalogue.records("volume") and not archive.catalogue.records("file")


def test_what_cannot_be_opened_is_refused_by_name_and_nothing_is_kept(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "好.pdf")
    with pikepdf.open(whole) as document:
        document.save(tmp_path / "加密.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (tmp_path / "断.pdf").write_bytes(whole.read_bytes()[:900])
    (tmp_path / "别的.docx").write_bytes(b"PK")
    (tmp_path / "空的").mkdir()
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as archive:
        for name, words in (
            ("加密.pdf", "密码"),
            ("断.pdf", "断.pdf"),
            ("别的.docx", "不是书页"),
            ("空的", "没有书页"),
        ):
            with pytest.raises(Refused, match=words):
                take_in(archive, [tmp_path / name], VALUES, Going())
        with pytest.raises(Cancelled):
            take_in(archive, [whole], VALUES, Going(stop=True))
        assert not archive.catalogue.records("volume") and not archive.catalogue.records("file")


def test_a_volume_of_scans_is_not_set(archive: Archive) -> None:
    put_in(archive)
    with pytest.raises(UsageError, match="扫描件"):
        volume_book(archive, the_volume(archive).id)


def test_words_are_there_where_what_was_read_cannot_be_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(archive.root / "derived" / "scans")

    def full(*_about: object) -> None:
        raise StorageFailed("磁盘已满", "请腾出空间。")

    monkeypatch.setattr("archive_app.services.earlier.layers.keep_layer", full)
    leaves = leaves_of(archive.catalogue, archive.root, the_volume(archive))
    assert {leaf.standing for leaf in leaves} == {LAYER}
