"""Comments beside a text that is read in a volume: the item's own, written by the same keys."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from support_texts import MILL

from archive_app.domain.manuscript import Manuscript
from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace
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
