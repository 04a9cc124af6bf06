"""Who is on a photograph: boxes drawn by mouse and by keys, names by pinyin, the words that go through the rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import SetFields
from archive_app.gui.dialogs.message import Message
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.photo.page import PicturePage
from tests.gui.acting import SLOW, commit, compose, item_titled
from tests.gui.support_small import make_small
from tests.support_archives import copied

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    """A photograph is in the archive."""
    return copied(_with_photograph, tmp_path / "馆藏")


def _with_photograph(root: Path) -> None:
    picture = root.with_name("全村合影.png")
    Image.new("RGB", (900, 600), (150, 140, 120)).save(picture)
    make_small(root, picture)


@pytest.fixture
def page(on_table) -> PicturePage:
    """It is on the table."""
    return on_table("全村合影")


def _people(opened: MainWindow) -> list[dict]:
    archive = opened.session.archive
    return archive.catalogue.record(item_titled(archive, "全村合影"))["people"]


def _at(page: PicturePage, x: float, y: float) -> QPoint:
    area = page.view.picture_area()
    return QPoint(round(area.left() + x * area.width()), round(area.top() + y * area.height()))


def draw(page: PicturePage, qtbot, x: float, y: float, width: float = 0.08, height: float = 0.14) -> None:
    """Draw a box with its middle there, in shares of the picture."""
    if not page.people.layer.drawing:
        qtbot.keyClick(page.view, Qt.Key.Key_B)
    start, end = _at(page, x - width / 2, y - height / 2), _at(page, x + width / 2, y + height / 2)
    qtbot.mousePress(page.view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(page.view, (start + end) / 2)
    qtbot.mouseMove(page.view, end)
    qtbot.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=end)


def name(page: PicturePage, opened: MainWindow, settle, qtbot, words: str, key=Qt.Key.Key_Return) -> None:
    """Write who it is into the box that asks, and take what is offered first."""
    line = page.people.who.line
    assert line.hasFocus() and page.people.who.isVisible()
    if words.isascii():
        qtbot.keyClicks(line, words)
    else:
        commit(line, words)
    settle(opened)
    qtbot.keyClick(line, key)
    settle(opened)


def test_twelve_people_are_framed_named_and_said_row_by_row(
    page: PicturePage, opened: MainWindow, settle, qtbot
) -> None:
    names = [*"甲乙丙丁戊己", *"庚辛壬癸子丑"]
    for number, one in enumerate(names):
        back = number >= 6
        draw(page, qtbot, 0.12 + 0.14 * (number % 6) + (0.05 if back else 0), 0.3 if back else 0.65)
        name(page, opened, settle, qtbot, one)
    assert [(one["row"], one["order"], one["name"]) for one in _people(opened)] == [
        *(("前排", order, one) for order, one in enumerate("甲乙丙丁戊己", 1)),
        *(("后排", order, one) for order, one in enumerate("庚辛壬癸子丑", 1)),
    ]
    assert page.rows.words.text() == "前排左起：甲、乙、丙、丁、戊、己；后排左起：庚、辛、壬、癸、子、丑"
    region = _people(opened)[0]["region"]
    assert region == pytest.approx([0.12, 0.65, 0.08, 0.14], abs=0.01)
    for _step in range(24):
        opened.session.archive.undo()
    settle(opened)
    assert _people(opened) == [] and page.rows.isHidden()


def test_a_name_is_found_by_its_initials_and_leads_to_the_card(
    page: PicturePage, opened: MainWindow, settle, qtbot
) -> None:
    draw(page, qtbot, 0.5, 0.5)
    name(page, opened, settle, qtbot, "mws")
    (person,) = _people(opened)
    assert person["name"] == "马文山" and person["certainty"] == "确认"
    assert opened.session.archive.catalogue.record(person["person"]).title == "马文山"
    assert page.view.hasFocus()


def test_who_nobody_knows_keeps_a_place(page: PicturePage, opened: MainWindow, settle, qtbot) -> None:
    draw(page, qtbot, 0.3, 0.5)
    name(page, opened, settle, qtbot, "赵吉甫")
    draw(page, qtbot, 0.6, 0.5)
    qtbot.keyClick(page.people.who.line, Qt.Key.Key_Return)
    settle(opened)
    assert page.rows.words.text() == "左起：赵吉甫、？"
    assert _people(opened)[1]["certainty"] == "不详"


def test_figures_say_how_sure_it_is_and_a_new_card_is_one_step(
    page: PicturePage, opened: MainWindow, settle, qtbot
) -> None:
    draw(page, qtbot, 0.3, 0.5)
    line = page.people.who.line
    commit(line, "祁垚")
    settle(opened)
    qtbot.keyClick(line, Qt.Key.Key_2)
    offered = [page.people.who.list.item(n).text() for n in range(page.people.who.list.count())]
    assert offered == ["只写名字“祁垚”", "新建人物卡“祁垚”"]
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(opened)
    catalogue = opened.session.archive.catalogue
    (person,) = _people(opened)
    assert (person["certainty"], catalogue.record(person["person"]).title) == ("推测", "祁垚")
    assert page.rows.words.text() == "祁垚（推测）"
    opened.session.archive.undo()
    assert catalogue.record(person["person"]).trashed
    assert len(_people(opened)) == 1 and not _people(opened)[0].get("name")


def test_a_composition_keeps_its_keys(page: PicturePage, opened: MainWindow, settle, qtbot) -> None:
    draw(page, qtbot, 0.3, 0.5)
    line = page.people.who.line
    compose(line, "mawen")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(line, key)
    assert page.people.who.isVisible() and page.people.who.sure.choice() == "确认"
    commit(line, "马文山")
    settle(opened)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(opened)
    assert _people(opened)[0]["name"] == "马文山"


def test_a_box_that_is_moved_moves_the_name_in_the_words(page: PicturePage, opened: MainWindow, settle, qtbot) -> None:
    for number, one in enumerate("甲乙丙"):
        draw(page, qtbot, 0.2 + 0.2 * number, 0.5)
        name(page, opened, settle, qtbot, one)
    page.people.layer.set_drawing(False)
    start, end = _at(page, 0.2, 0.5), _at(page, 0.85, 0.5)
    qtbot.mousePress(page.view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(page.view, end)
    qtbot.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=end)
    settle(opened)
    assert page.rows.words.text() == "左起：乙、丙、甲"
    corner = page.people.layer.place_of(page.people.layer.chosen).bottomRight().toPoint()
    before = _people(opened)[2]["region"]
    qtbot.mousePress(page.view, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(page.view, corner + QPoint(20, 20))
    qtbot.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=corner + QPoint(20, 20))
    settle(opened)
    after = _people(opened)[2]["region"]
    assert after[2] > before[2] and after[3] > before[3]
    left, top = before[0] - before[2] / 2, before[1] - before[3] / 2
    assert (after[0] - after[2] / 2, after[1] - after[3] / 2) == pytest.approx((left, top), abs=1e-4)


def test_by_the_keys_alone(page: PicturePage, opened: MainWindow, settle, qtbot) -> None:
    view, layer = page.view, page.people.layer
    qtbot.keyClick(view, Qt.Key.Key_B)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    name(page, opened, settle, qtbot, "甲")
    for _step in range(60):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    width = layer.place_of(layer.chosen).width()
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    settle(opened)
    assert layer.place_of(layer.chosen).width() > width and _people(opened)[0]["region"][0] > 0.55
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.keyClick(view, Qt.Key.Key_Return)  # still drawing: another one in the middle
    name(page, opened, settle, qtbot, "乙")
    assert page.rows.words.text() == "左起：乙、甲"
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert layer.chosen == 0
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert layer.chosen == 1
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.people.who.isVisible() and page.people.who.line.text() == "甲"
    qtbot.keyClick(page.people.who.line, Qt.Key.Key_Escape)
    assert view.hasFocus() and layer.chosen == 1
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    settle(opened)
    assert [one["name"] for one in _people(opened)] == ["乙"]
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not view, "behind the last face the keyboard goes on"


def test_the_order_of_a_person_stays_until_it_is_asked_for_again(
    page: PicturePage, opened: MainWindow, settle, qtbot
) -> None:
    for number, one in enumerate("甲乙"):
        draw(page, qtbot, 0.2 + 0.2 * number, 0.5)
        name(page, opened, settle, qtbot, one)
    assert page.rows.again.isHidden()
    archive = opened.session.archive
    swapped = [{**one, "order": 3 - one["order"]} for one in _people(opened)]
    opened.session.execute(SetFields(item_titled(archive, "全村合影"), {"people": swapped}))
    settle(opened)
    assert page.rows.words.text() == "左起：乙、甲" and not page.rows.again.isHidden()
    draw(page, qtbot, 0.8, 0.5)
    name(page, opened, settle, qtbot, "丙")
    assert page.rows.words.text() == "左起：乙、甲、丙"
    page.rows.again.click()
    settle(opened)
    assert page.rows.words.text() == "左起：甲、乙、丙" and page.rows.again.isHidden()


def test_the_rows_are_proposed_for_the_caption_and_never_written_over_it(
    page: PicturePage, opened: MainWindow, settle, qtbot, monkeypatch
) -> None:
    item = item_titled(opened.session.archive, "全村合影")
    opened.session.execute(SetFields(item, {"caption": "1958年春，全村合影"}))
    draw(page, qtbot, 0.3, 0.5)
    name(page, opened, settle, qtbot, "赵吉甫")
    draw(page, qtbot, 0.6, 0.5)
    qtbot.keyClick(page.people.who.line, Qt.Key.Key_Return)
    settle(opened)
    shown: list[Message] = []

    def answer(self: Message) -> int:
        shown.append(self)
        self.chosen = 1
        return 1

    monkeypatch.setattr(Message, "exec", answer)
    page.rows.take.click()
    settle(opened)
    caption = opened.session.archive.catalogue.record(item)["caption"]
    assert caption == "1958年春，全村合影。左起：赵吉甫、（姓名不详）。"
    page.rows.take.click()
    settle(opened)
    assert opened.session.archive.catalogue.record(item)["caption"] == caption
    assert QApplication.clipboard().text() == "左起：赵吉甫、（姓名不详）"


def test_boxes_stay_on_the_faces_when_the_picture_is_turned_and_cropped(
    page: PicturePage, opened: MainWindow, settle, qtbot
) -> None:
    draw(page, qtbot, 0.3, 0.6)
    name(page, opened, settle, qtbot, "甲")
    region = _people(opened)[0]["region"]
    file = page.file
    opened.session.execute(SetFields(file.id, {"turn": 90, "crop": [0.1, 0.2, 0.6, 0.7]}))
    settle(opened)
    qtbot.waitUntil(lambda: "turn=90" in page.view.key and page.view.sharp, timeout=SLOW)
    area = page.view.picture_area()
    place: QRectF = page.people.layer.place_of(0)
    # 30 % from the left and 60 % from the top: within the crop a third and four sevenths; turned, top is at the right
    assert (place.center().x() - area.left()) / area.width() == pytest.approx(1 - 4 / 7, abs=0.01)
    assert (place.center().y() - area.top()) / area.height() == pytest.approx(1 / 3, abs=0.01)
    draw(page, qtbot, 0.2, 0.8)
    name(page, opened, settle, qtbot, "乙")
    assert [one["name"] for one in _people(opened)] == ["甲", "乙"] or len(_people(opened)) == 2
    assert next(one for one in _people(opened) if one["name"] == "甲")["region"] == region


def test_what_has_been_decided_is_looked_at_only(page: PicturePage, opened: MainWindow, settle, qtbot) -> None:
    page.close_to(closed=True, frozen=False)
    qtbot.keyClick(page.view, Qt.Key.Key_B)
    assert not page.people.layer.drawing and page.tools.draw.isHidden() and page.rows.take.isHidden()
