"""In every workspace, every field one can write in: a composition is nobody else's, and its words arrive once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from archive_app.catalogue.commands import Create
from archive_app.domain.manuscript import paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.registry import WORKSPACES
from tests.gui.acting import commit, compose

_KEY = Qt.Key
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PRESSED = (
    (_KEY.Key_Return, Qt.KeyboardModifier.NoModifier),
    (_KEY.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (_KEY.Key_Tab, Qt.KeyboardModifier.NoModifier),
    *((_KEY(_KEY.Key_F1.value + number), Qt.KeyboardModifier.NoModifier) for number in (0, 1, 2, 7, 8)),
    (_KEY.Key_Z, _CONTROL),
    (_KEY.Key_N, _CONTROL),
    (_KEY.Key_K, _CONTROL),
    (_KEY.Key_F, _CONTROL),
    (_KEY.Key_Down, _ALT),
    (_KEY.Key_3, _ALT),
)
"""Enter, Esc, Tab, the function keys that nobody claims, and shortcuts that would lead away."""
_MOST = 30  # fields of a page; a form has more of the same


@pytest.fixture
def filled(opened: MainWindow, settle) -> MainWindow:
    """Something to write in, in every workspace."""
    archive = opened.session.archive
    text = paragraphs(["水磨在河边。", "三间瓦房。"]).to_json()
    segments = [{"id": "a", "start": 0.0, "end": 4.0, "speaker": "答", "text": "那时候水大。"}]
    for entity, values in (
        ("item", {"kind": "contribution", "title": "磨坊记", "manuscript": text}),
        ("item", {"kind": "oral_history", "title": "口述", "transcript": segments}),
        ("place", {"name": "王家庄"}),
        ("organisation", {"name": "毛纺厂"}),
        ("event", {"name": "通车"}),
        ("lead", {"witness": "马老"}),
        ("consent", {"holder": "马文山"}),
        ("staff", {"name": "王编辑"}),
        ("loan", {"what": "家谱", "direction": "borrowed", "party": "马家"}),
        ("use", {"reader": "王研究"}),
    ):
        archive.execute(Create(entity, values))
    settle(opened)
    return opened


def written_in(page: QWidget) -> Iterator[QWidget]:
    """The fields of a page that can be seen and take words."""
    found = [
        one
        for kind in (QLineEdit, QPlainTextEdit, QTextEdit)
        for one in page.findChildren(kind)
        if one.isVisible() and one.isEnabled() and not one.isReadOnly() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for one in found[:_MOST]:
        validated = isinstance(one, QLineEdit) and one.validator() is not None
        if not validated and not isinstance(one.parent(), QAbstractSpinBox):
            yield one


def words_of(field: QWidget) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def hold(window: MainWindow, page: QWidget, where: str, settle) -> int:
    """Compose in each field, press everything, and give one character; returns how many fields there were."""
    fields = list(written_in(page))
    for field in fields:
        if not field.isVisible():
            continue
        field.setFocus()
        QApplication.processEvents()
        if QApplication.focusWidget() is not field:
            continue
        if isinstance(field, QLineEdit):
            field.end(False)  # what is selected makes room for a composition, as anywhere
        name = f"{where}：{type(field).__name__} {field.accessibleName()}"
        before, sequence = words_of(field), window.session.archive.catalogue.sequence
        compose(field, "ni")
        for key, modifier in PRESSED:
            QTest.keyClick(field, key, modifier)
        assert QApplication.focusWidget() is field, name
        assert QApplication.activeModalWidget() is None, name
        assert window.desk.current_id == where.split("/")[0], name
        assert words_of(field).replace("ni", "") == before, name
        assert window.session.archive.catalogue.sequence == sequence, name
        commit(field, "你")
        assert words_of(field).count("你") == before.count("你") + 1, name
        if isinstance(field, QLineEdit):
            field.setText(before)
        else:
            field.undo()
    return len(fields)


@pytest.mark.parametrize("workspace", [spec.id for spec in WORKSPACES])
def test_enter_esc_and_shortcuts_are_the_compositions(filled: MainWindow, settle, workspace: str) -> None:
    shown = filled.desk.show_workspace(workspace)
    settle(filled)
    assert hold(filled, filled.desk, workspace, settle) >= 1
    for deck in getattr(shown, "decks", ()):
        shown.segments.button(deck).click()
        settle(filled)
        assert hold(filled, filled.desk, f"{workspace}/{deck}", settle) >= 3


@pytest.mark.parametrize("title", ["磨坊记", "口述", "社火高跷队合影"])
def test_on_the_pages_of_an_item_as_well(filled: MainWindow, materials, settle, title: str) -> None:
    rows = filled.session.archive.catalogue.item_rows(materials.listing.model.ids)
    materials.listing.select(next(row.id for row in rows if row.title == title))
    settle(filled)
    materials.open_item()
    settle(filled)
    assert hold(filled, filled.desk, "materials", settle) >= 5
