"""Keywords of an index point: those in use are offered by pinyin, and what is typed is not taken away by the offer."""

from __future__ import annotations

from PySide6.QtCore import Qt

from archive_app.catalogue.commands import Create
from archive_app.gui.editors.tags import TagsEditor
from archive_app.gui.editors.word_help import WordHelp
from tests.gui.acting import SLOW, commit, compose


def test_keywords_in_use_are_offered_by_pinyin_and_taken_by_enter(opened, interview, settle, qtbot) -> None:
    archive = opened.session.archive
    for title, words in (("甲", ["水磨", "合股"]), ("乙", ["水磨"]), ("丙", ["水利"])):
        archive.execute(Create("item", {"kind": "document", "title": title, "keywords": words}))
    oral = interview()
    oral.new_point()
    settle(opened)
    editor = oral.points.editors["keywords"]
    assert isinstance(editor, TagsEditor)
    line, popup = editor.box.line, editor.box.findChild(WordHelp).completer.popup()
    line.setFocus()
    qtbot.keyClicks(line, "sm")
    qtbot.waitUntil(popup.isVisible, timeout=SLOW)
    assert editor.box.keys() == []  # what is typed is still being typed
    assert popup.currentIndex().data() == "水磨"
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.box.keys() == ["水磨"], timeout=SLOW)
    assert line.text() == ""

    compose(line, "shui")
    assert not popup.isVisible()
    commit(line, "水")
    qtbot.waitUntil(popup.isVisible, timeout=SLOW)
    offered = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert offered == ["水利"] and not popup.currentIndex().isValid()
    commit(line, "车")  # nobody wrote 水车 before: it is taken as it is
    qtbot.waitUntil(lambda: not popup.isVisible(), timeout=SLOW)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert editor.box.keys() == ["水磨", "水车"]
    opened.flush()
    settle(opened)
    item = oral._record.id
    assert archive.catalogue.record(item)["index_points"][0]["keywords"] == ["水磨", "水车"]
