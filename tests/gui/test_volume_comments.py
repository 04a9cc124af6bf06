"""Comments beside a text that is read in a volume: the item's own, written by the same keys."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from support_texts import MILL

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
from archive_app.services.corrections.proposing import propose_words
from archive_app.services.corrections.standing import open_of
from archive_app.services.freezing import freeze
from archive_app.services.texts.commenting import comments_of
from tests.gui.acting import commit, item_titled
from tests.gui.test_volume_by_hand import archive_root, book, still  # noqa: F401
from tests.gui.test_volume_pictures import open_text


def test_written_beside_the_text_of_an_article(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    open_text(book, MILL, qtbot)
    archive, story = book.session.archive, book.story
    page = story.text.page
    found = page.document().find("河边")
    page.setTextCursor(found)
    page.setFocus()
    book.handlers()["text.comment"]()
    still(book, qtbot)
    qtbot.waitUntil(lambda: story.margin.pane is not None and story.margin.pane.writing_new)
    commit(QApplication.focusWidget(), "哪一段河？")
    book.flush()
    still(book, qtbot)
    item = archive.catalogue.record(item_titled(archive, MILL))
    [comment] = comments_of(item)
    assert (comment.text, comment.words) == ("哪一段河？", "河边")
    assert comment.block == Manuscript.from_json(item["manuscript"]).blocks[0].id
    assert story.margin.on
    story.show_article("")
    still(book, qtbot)
    book.handlers()["text.comments"]()
    assert len(comments_of(archive.catalogue.record(item.id))) == 1


def test_proposals_of_a_frozen_volume_are_seen_and_decided_beside_its_pages(book: VolumesWorkspace, qtbot) -> None:  # noqa: F811
    archive, story = book.session.archive, book.story
    key = item_titled(archive, MILL)
    archive.execute(SetFields(key, {"state": "proof1"}, by_program=True, type="state"))
    freeze(archive, archive.catalogue.records("volume")[0].id)
    propose_words(archive, key, "里外三层", "里三层外三层", by="校对乙")
    open_text(book, MILL, qtbot)
    still(book, qtbot)
    qtbot.waitUntil(lambda: story.tracking.on and story.tracking.tracked.pane.list.count() == 1, timeout=9000)
    page = story.tracking.tracked.page
    qtbot.waitUntil(lambda: "里外三层" in page.toPlainText() or "里三层" in page.toPlainText(), timeout=9000)
    book.handlers()["text.next_remark"]()
    book.handlers()["text.accept"]()
    still(book, qtbot)
    qtbot.waitUntil(lambda: not open_of(archive.catalogue.record(key)), timeout=9000)
    article = next(one for one in archive.catalogue.records("article") if one["item"] == key)
    for text in (article["frozen"], archive.catalogue.record(key)["manuscript"]):
        assert "里三层外三层" in str(text)
