"""Pictures of the archive put into a text from the window, and moved to the other side of it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from support_texts import MILL, PHOTOGRAPH

from archive_app.domain.manuscript import BlockKind, Picture
from archive_app.gui.manuscript.picture_dialog import PictureDialog
from archive_app.gui.workspaces.volumes.adjusting import Adjusting
from archive_app.gui.workspaces.volumes.cover_field import CoverField
from archive_app.gui.workspaces.volumes.format_dialog import FormatDialog
from archive_app.gui.workspaces.volumes.spreads import Pointed
from archive_app.gui.workspaces.volumes.story import TextPlace
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services import binding
from archive_app.services.adjusting import text_of
from archive_app.typeset.trace import Spot
from tests.gui.acting import item_titled
from tests.gui.test_volume_by_hand import SLOW, archive_root, article, book, still  # noqa: F401


def actions(menu: QMenu) -> dict[str, QAction]:
    return {act.text(): act for act in menu.findChildren(QAction)}


def open_text(book: VolumesWorkspace, title: str, qtbot, block: int = 0) -> str:  # noqa: F811
    key = article(book, title)
    book.show_tab("story")
    text = text_of(book.session.archive.catalogue, book.session.archive.catalogue.record(key))
    book.story.show_article(key, TextPlace(text.blocks[block].id))
    still(book, qtbot)
    return key


def choosing(book: VolumesWorkspace, qtbot) -> PictureDialog:  # noqa: F811
    dialog = PictureDialog(book.story, book.session, "")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() > 0, timeout=SLOW)
    return dialog


def test_a_picture_of_the_archive_is_put_into_a_text(book: VolumesWorkspace, qtbot, monkeypatch) -> None:  # noqa: F811
    key = open_text(book, MILL, qtbot)
    archive = book.session.archive
    photograph = archive.catalogue.record(item_titled(archive, PHOTOGRAPH))
    dialog = choosing(book, qtbot)
    dialog.filter.setText(PHOTOGRAPH[:4])
    qtbot.waitUntil(lambda: dialog._file() is not None and dialog.list.count() == 1, timeout=SLOW)
    assert dialog.form.caption.toPlainText() == (photograph["caption"] or photograph.title)  # as the record says
    qtbot.waitUntil(lambda: not dialog._preview.pixmap().isNull(), timeout=SLOW)
    places = [dialog.form.place.itemText(n) for n in range(dialog.form.place.count())]
    assert {"就地", "页首", "页尾", "文旁，排在左边", "文旁，排在右边", "整面", "跨页", "整面出血"} <= set(places)
    dialog.form.place.setCurrentText("文旁，排在左边")
    dialog.form.width_.setCurrentIndex(dialog.form.width_.findData(0.4))
    dialog.form.credit.setText("马䶮摄")
    made = dialog.block()
    assert made.picture == Picture(dialog.files.currentData(), 0.4, "beside", credit="马䶮摄", side="left")
    monkeypatch.setattr(PictureDialog, "exec", lambda _self: True)
    monkeypatch.setattr(PictureDialog, "block", lambda _self: made)
    book.story.text.ask_picture()
    book.flush()
    still(book, qtbot)
    text = text_of(archive.catalogue, archive.catalogue.record(key))
    assert text.blocks[1] == made  # behind the paragraph one was in
    pages = [page for page in book.pages_view.pages if any(image.block == made.id for image in page.images)]
    assert len(pages) == 1
    [image] = [image for image in pages[0].images if image.block == made.id]
    assert image.x < pages[0].width / 2
    archive.undo(1)
    still(book, qtbot)
    assert made.id not in {block.id for block in book.story.text.manuscript()}


def test_a_picture_that_is_there_gets_other_words(book: VolumesWorkspace, qtbot, monkeypatch) -> None:  # noqa: F811
    key = open_text(book, MILL, qtbot)
    archive = book.session.archive
    made = choosing(book, qtbot)
    qtbot.waitUntil(lambda: made._file() is not None, timeout=SLOW)
    block = made.block()
    monkeypatch.setattr(PictureDialog, "exec", lambda _self: True)
    monkeypatch.setattr(PictureDialog, "block", lambda _self: block)
    book.story.text.ask_picture()
    still(book, qtbot)
    monkeypatch.undo()
    monkeypatch.setattr(PictureDialog, "exec", lambda self: self.form.caption.setPlainText("另一句 图说") or True)
    book.story.text.ask_picture(book.story.text.page.kept.fixed[block.id])
    book.flush()
    still(book, qtbot)
    text = text_of(archive.catalogue, archive.catalogue.record(key))
    changed = next(one for one in text if one.id == block.id)
    assert (changed.text, changed.picture) == ("另一句 图说", block.picture)
    assert [one.kind for one in text].count(BlockKind.PICTURE) == 1


def test_a_text_that_stands_takes_no_picture(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    open_text(book, MILL, qtbot)
    asked: list[Any] = []
    book.story.text.picture_wanted.disconnect()
    book.story.text.picture_wanted.connect(asked.append)
    book.story.text.set_read_only(True)
    book.story.text.ask_picture()
    assert asked == []
    assert book.story.text.bar.put.isHidden()


@pytest.mark.parametrize(("words", "left"), [("文旁，排在左边", True), ("文旁，排在右边", False)])
def test_the_side_of_a_picture_is_chosen_on_the_page(
    book: VolumesWorkspace,  # noqa: F811
    qtbot,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    left: bool,
) -> None:
    number, image = next((n, image) for n, page in enumerate(book.pages_view.pages) for image in page.images)
    shown: list[QMenu] = []
    monkeypatch.setattr(Adjusting, "_show", staticmethod(lambda menu, _at: shown.append(menu)))
    book.pages_view.asked.emit(Pointed(Spot(image.article, image.block, picture=True), None, 0, number, QPoint()))
    found = actions(shown[0])
    assert {"在这一段后面插图…", "图说、署名、人物…"} <= set(found)
    found["版心的 40%"].trigger()
    still(book, qtbot)
    book.pages_view.asked.emit(Pointed(Spot(image.article, image.block, picture=True), None, 0, number, QPoint()))
    actions(shown[1])[words].trigger()
    still(book, qtbot)
    [one] = book.session.archive.catalogue.record(image.article)["adjustments"]
    side = "left" if left else "right"
    assert one["value"] == f"place=beside width=40% side={side}"
    compiled = next(one for one in book.book.articles() if one.key == image.article)
    picture = next(block.picture for block in compiled.manuscript if block.id == image.block)
    assert (picture.place, picture.width, picture.side) == ("beside", 0.4, side)
    book.pages_view.asked.emit(Pointed(Spot(image.article, image.block, picture=True), None, 0, number, QPoint()))
    assert actions(shown[2])[words].isChecked()


def test_the_cover_is_a_picture_of_the_archive(book: VolumesWorkspace, qtbot, monkeypatch) -> None:  # noqa: F811
    catalogue = book.session.archive.catalogue
    dialog = FormatDialog(book, catalogue.record(book.volume))
    qtbot.addWidget(dialog)
    field = dialog.fields["cover.image"]
    assert isinstance(field, CoverField)
    chosen = catalogue.files_of(item_titled(book.session.archive, PHOTOGRAPH))[0]
    monkeypatch.setattr(PictureDialog, "exec", lambda self: qtbot.waitUntil(lambda: self._file() is not None) or True)
    field.choose.click()
    assert field.value() == chosen.id
    assert dialog.fields["cover.design"].value() == "image"  # one that is chosen is to be seen
    assert dialog.check()
    book.execute(dialog.command())
    still(book, qtbot)
    cover = book.pages_view.pages[0]
    assert (cover.kind, len(cover.images)) == ("cover", 1)
    again = FormatDialog(book, catalogue.record(book.volume))
    qtbot.addWidget(again)
    assert again.command() is None
    again.fields["cover.image"].none.click()
    assert again.values().keys().isdisjoint({"cover.image", "cover.design"})


def test_a_material_named_for_the_cover_gives_its_first_picture(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    item = item_titled(book.session.archive, PHOTOGRAPH)
    binding.set_layout(book.session.archive, book.volume, {"cover.design": "image", "cover.image": item})
    still(book, qtbot)
    assert next(page.kind for page in book.pages_view.pages if page.images) == "cover"


def test_the_bar_over_a_text_is_whole_however_low_the_pane_is(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    open_text(book, MILL, qtbot)
    editor = book.story.text
    book.window().resize(910, 512)  # 1366 × 768 at 150 %
    still(book, qtbot)
    bar = editor.bar
    foot = max(tool.geometry().bottom() for tool in bar.tools if tool.isVisible())
    assert foot <= bar.height()
    assert editor.page.height() > 0
