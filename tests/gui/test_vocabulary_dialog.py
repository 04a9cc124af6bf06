"""The vocabulary in the window: words with their numbers, two made one, one undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.vocabulary_dialog import VocabularyDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import commit


@pytest.fixture
def dialog(opened: MainWindow, materials: MaterialsWorkspace, settle) -> VocabularyDialog:
    archive = opened.session.archive
    said = (["社火"], ["社火队", "高跷"], ["社火", "水磨"])
    for key, words in zip(archive.catalogue.item_ids(), said, strict=False):
        archive.execute(SetFields(key, {"keywords": words}))
    made = VocabularyDialog(materials, materials.shell)
    made.show()
    settle(opened)
    return made


def shown(dialog: VocabularyDialog) -> list[str]:
    return [dialog.list.item(at).text() for at in range(dialog.list.count())]


def keywords(opened: MainWindow) -> list[list[str]]:
    catalogue = opened.session.archive.catalogue
    return [catalogue.record(key)["keywords"] for key in catalogue.item_ids()][:3]


def test_two_words_become_one_in_all_items_and_undo_takes_it_back(
    opened: MainWindow, dialog: VocabularyDialog, settle
) -> None:
    assert shown(dialog) == ["社火　2 件", "高跷　1 件", "社火队　1 件", "水磨　1 件"]
    assert not dialog.act.isEnabled()
    dialog.choose("社火", "社火队")
    settle(opened)
    assert (dialog.by.text(), dialog.told.text()) == ("社火", "会改 1 件。")
    QTest.keyClick(dialog.act, Qt.Key.Key_Return)
    settle(opened)
    assert keywords(opened) == [["社火"], ["社火", "高跷"], ["社火", "水磨"]]
    assert shown(dialog)[0] == "社火　3 件"
    opened.session.archive.undo(1)
    settle(opened)
    assert keywords(opened)[1] == ["社火队", "高跷"] and len(shown(dialog)) == 4


def test_a_word_is_found_and_renamed_by_keyboard(opened: MainWindow, dialog: VocabularyDialog, settle) -> None:
    commit(dialog.finder, "高")
    settle(opened)
    assert shown(dialog) == ["高跷　1 件"]
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    settle(opened)
    dialog.by.setFocus()
    dialog.by.selectAll()
    commit(dialog.by, "踩高跷")
    settle(opened)
    assert dialog.told.text() == "会改 1 件。"
    dialog.apply()
    settle(opened)
    assert keywords(opened)[1] == ["社火队", "踩高跷"]


def test_another_field_has_other_words(opened: MainWindow, dialog: VocabularyDialog, settle) -> None:
    dialog.which.setCurrentIndex(dialog.which.findText("栏目"))
    settle(opened)
    assert shown(dialog) == ["乡村记忆　2 件"]
    dialog.which.setCurrentIndex(dialog.which.findText("载体"))
    settle(opened)
    assert shown(dialog) == [] and dialog.told.text() == "这一栏还没有用过词。"
