"""The plan as a binder: parts of sections, pieces moved together, cut, copied, renamed; two hundred of them; undo."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from support_texts import COUNTER, MILL, PHOTOGRAPH

from archive_app.catalogue.commands import Batch, Create
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.volumes.arranging import articles_moved, find, section_into, section_shifted, walk
from archive_app.gui.workspaces.volumes.binder import Clip, Pasting, PieceDialog, pasted
from archive_app.gui.workspaces.volumes.tree import Entry, Landing, VolumeTree, entries
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.typesetting import volume_book
from tests.gui.test_volume_by_hand import archive_root, article, book, still  # noqa: F401

Shape = list[tuple[str, list[str]]]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="测试", actor="编辑") as made:
        yield made


def bind(archive: Archive, *sections: tuple[str, int]) -> str:
    """A volume of so many pieces a section, each of a text of its own."""
    volume = Create("volume", {"title": "城东文史", "template": "16k"})
    commands: list[Create] = [volume]
    number = 0
    for place, (title, count) in enumerate(sections, 1):
        section = Create("section", {"volume": volume.id, "title": title, "matter": "body", "position": place})
        commands.append(section)
        for at in range(1, count + 1):
            number += 1
            text = {"format": 1, "blocks": [{"id": f"b{number}", "kind": "paragraph", "text": f"第{number}篇的正文。"}]}
            values = {"section": section.id, "title": f"篇{number}", "manuscript": text, "position": at}
            commands.append(Create("article", values))
    archive.execute(Batch("编", tuple(commands)))
    return volume.id


def drawn(archive: Archive, volume: str) -> tuple[Entry, ...]:
    return entries(archive.catalogue, archive.catalogue.sections_of(volume))


def named(tree: tuple[Entry, ...], title: str) -> str:
    return next(entry.record.id for entry in walk(tree) if entry.title == title)


def shape(tree: tuple[Entry, ...]) -> Shape:
    return [(entry.title, [child.title for child in entry.children]) for entry in tree]


def test_a_section_becomes_a_part_of_another_and_a_section_again(archive: Archive) -> None:
    volume = bind(archive, ("韵家口镇", 1), ("朱家庄", 2), ("小峡", 1))
    tree = drawn(archive, volume)
    before = shape(tree)
    move = section_shifted(tree, named(tree, "朱家庄"), 1)
    assert move is not None
    archive.execute(move)
    tree = drawn(archive, volume)
    assert shape(tree) == [("韵家口镇", ["篇1", "朱家庄"]), ("小峡", ["篇4"])]
    printed = volume_book(archive, volume).sections[0]
    assert [part.title for part in printed.parts] == ["朱家庄"]
    assert section_into(tree, named(tree, "韵家口镇"), named(tree, "小峡")) is None  # it has parts itself
    assert section_into(tree, named(tree, "小峡"), named(tree, "朱家庄")) is None  # a part has no parts
    back = section_shifted(tree, named(tree, "朱家庄"), -1)
    assert back is not None
    archive.execute(back)
    assert shape(drawn(archive, volume)) == before
    archive.undo(2)
    assert shape(drawn(archive, volume)) == before


def test_a_section_let_go_on_the_middle_of_another_is_a_part_of_it(archive: Archive, qtbot, look: Theme) -> None:
    volume = bind(archive, ("韵家口镇", 1), ("朱家庄", 1))
    tree = VolumeTree()
    qtbot.addWidget(tree)
    tree.resize(340, 500)
    tree.show()
    tree.show_entries(drawn(archive, volume))
    landings: list[Landing] = []
    tree.dropped.connect(lambda _moving, landing: landings.append(landing))
    onto = next(line for line in tree.lines() if line.text(0) == "韵家口镇")
    for share in (0.5, 0.1):
        tree.setCurrentItem(next(line for line in tree.lines() if line.text(0) == "朱家庄"))
        rect = tree.visualItemRect(onto)
        at = QPointF(rect.center().x(), rect.top() + share * rect.height())
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        tree.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, QMimeData(), buttons, keys))
    key = named(tree.entries, "韵家口镇")
    assert landings == [Landing(into=key), Landing(before=key)]


def test_pieces_move_together_in_their_order(archive: Archive) -> None:
    volume = bind(archive, ("上", 4), ("下", 2))
    tree = drawn(archive, volume)
    moving = [named(tree, title) for title in ("篇4", "篇1", "篇2")]
    move = articles_moved(tree, moving, named(tree, "下"), named(tree, "篇6"))
    assert move is not None
    archive.execute(move)
    assert shape(drawn(archive, volume)) == [("上", ["篇3"]), ("下", ["篇5", "篇1", "篇2", "篇4", "篇6"])]
    tree = drawn(archive, volume)
    own = articles_moved(tree, [named(tree, "篇5"), named(tree, "篇2")], named(tree, "下"), named(tree, "篇2"))
    assert own is not None  # let go on one that goes along: where that is
    archive.execute(own)
    assert shape(drawn(archive, volume))[1] == ("下", ["篇1", "篇5", "篇2", "篇4", "篇6"])


def test_two_hundred_pieces_put_in_any_order_come_back_one_undo_a_move(archive: Archive) -> None:
    volume = bind(archive, *((f"栏{n}", 20) for n in range(10)))
    before = shape(drawn(archive, volume))
    chance = random.Random(7)
    moves = 0
    for _turn in range(25):
        tree = drawn(archive, volume)
        pieces = [entry.record.id for entry in walk(tree) if entry.record.entity == "article"]
        target = chance.choice(tree)
        move = articles_moved(tree, chance.sample(pieces, 8), target.record.id, "")
        if move is not None:
            archive.execute(move)
            moves += 1
        after = drawn(archive, volume)
        assert sorted(e.title for e in walk(after)) == sorted(e.title for e in walk(tree))  # nothing lost or doubled
    assert shape(drawn(archive, volume)) != before
    archive.undo(moves)
    assert shape(drawn(archive, volume)) == before


def test_a_piece_goes_into_another_volume_or_is_copied_there(archive: Archive) -> None:
    one, two = bind(archive, ("上", 2)), bind(archive, ("下", 2))
    text = {"format": 1, "blocks": [{"id": "b", "kind": "paragraph", "text": "水磨。"}]}
    item = Create("item", {"kind": "contribution", "title": "水磨", "manuscript": text})
    archive.execute(item)
    [mill] = binding.add_items(archive, one, [item.id])
    catalogue, here, there = archive.catalogue, drawn(archive, one), drawn(archive, two)
    section, behind = there[0].record.id, there[0].children[1].record.id
    with pytest.raises(Pasting, match="《水磨》已经编在这一卷里了"):
        pasted(catalogue, Clip(one, (mill,), cut=False), one, here, here[0].record.id, "")
    archive.execute(pasted(catalogue, Clip(one, (mill,), cut=False), two, there, section, behind))
    assert shape(drawn(archive, two)) == [("下", ["篇1", "水磨", "篇2"])]
    assert shape(drawn(archive, one)) == [("上", ["篇1", "篇2", "水磨"])]
    archive.undo(1)
    archive.execute(pasted(catalogue, Clip(one, (mill,), cut=True), two, drawn(archive, two), section, ""))
    assert shape(drawn(archive, two)) == [("下", ["篇1", "篇2", "水磨"])]
    assert shape(drawn(archive, one)) == [("上", ["篇1", "篇2"])]
    archive.undo(1)
    assert shape(drawn(archive, one)) == [("上", ["篇1", "篇2", "水磨"])]


def test_cut_and_paste_with_the_keys(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    book.create_section("老照片")
    still(book, qtbot)
    book.tree.choose(article(book, MILL))
    book.tree.setFocus()
    QTest.keyClick(book.tree, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    home = next(entry.record.id for entry in book.tree.entries if entry.title == "老照片")
    book.tree.choose(home)
    QTest.keyClick(book.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    still(book, qtbot)
    assert shape(book.tree.entries) == [("第一栏", [COUNTER, PHOTOGRAPH]), ("老照片", [MILL])]


def test_what_is_printed_over_a_piece_is_the_volumes_own(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    record = find(book.tree.entries, article(book, MILL))
    assert record is not None
    dialog = PieceDialog(book, record.record, record.title)
    qtbot.addWidget(dialog)
    assert dialog.title.placeholderText() == MILL
    assert dialog.command() is None
    dialog.title.setText("水磨旧事")
    dialog.author.setPlainText("祁大魁　口述\n马䶮　整理")
    book.execute(dialog.command())
    still(book, qtbot)
    assert "水磨旧事" in [child.title for entry in book.tree.entries for child in entry.children]
    printed = next(one for one in book.book.articles() if one.key == record.record.id)
    assert (printed.title, printed.byline) == ("水磨旧事", ("祁大魁　口述", "马䶮　整理"))


def test_the_menu_offers_what_can_be_done(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    book.create_section("老照片")
    still(book, qtbot)
    home = book.tree.entries[0].record
    book.plan.create_part(home.id, "韵家口镇")
    still(book, qtbot)
    assert shape(book.tree.entries)[0] == ("第一栏", [MILL, COUNTER, PHOTOGRAPH, "韵家口镇"])
    book.tree.choose(next(e.record.id for e in book.tree.entries if e.title == "老照片"))
    menu = book.plan.menu_of(book.tree.current())
    words = [act.text() for act in menu.actions()]
    assert "并入上一栏，作它的下级" in words
    assert "加下级栏目…" in words
    assert "剪下" not in words
    book.tree.choose(article(book, COUNTER))
    words = [act.text() for act in book.plan.menu_of(book.tree.current()).actions()]
    assert {"印出的题名、署名…", "剪下", "复制", "粘贴在后面"} <= set(words)
