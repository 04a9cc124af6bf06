"""The window as a person uses it: start, create, write, undo, close, open again."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QWidget,
)

from archive_app.domain.errors import StorageFailed
from archive_app.gui.actions import ACTIONS
from archive_app.gui.care import backup_folder
from archive_app.gui.dialogs.new_archive import NewArchiveDialog
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.registry import WORKSPACES
from archive_app.services.archive import Archive
from tests.gui.acting import SLOW, commit, compose, item_titled


def title_line(materials: MaterialsWorkspace) -> QLineEdit:
    block = materials.pane.form.block("title")
    line = block.editor.focusProxy()
    assert isinstance(line, QLineEdit)
    return line


def open_form(materials: MaterialsWorkspace, title: str, settle, window: MainWindow) -> QLineEdit:
    materials.listing.select(item_titled(materials.session.archive, title))
    settle(window)
    line = title_line(materials)
    line.setFocus()
    return line


def test_the_start_page_offers_open_new_and_the_example(window: MainWindow) -> None:
    assert not window.is_open
    for name in ("open", "new", "example"):
        assert window.start.choice(name).isEnabled()


def recent_of(window: MainWindow) -> list[QPushButton]:
    return [one for one in window.start.findChildren(QPushButton) if one.property("role") == "recent"]


def test_an_archive_is_made_from_a_name_alone(window: MainWindow, tmp_path: Path, settle, qtbot) -> None:
    dialog = NewArchiveDialog(window, "", folder=tmp_path)
    dialog._name.setText("城东/文史?")
    assert dialog.root == tmp_path / "城东 文史"
    window.create_archive(dialog.root, dialog.name)
    settle(window)
    assert window.is_open
    assert "城东/文史?" in window.windowTitle()
    assert window.desk.save_state.words == "已保存"
    assert str(dialog.root) in window.settings.get("recent_archives")
    window.close_archive()
    qtbot.waitUntil(lambda: len(recent_of(window)) == 1)
    (entry,) = recent_of(window)
    assert entry.hasFocus(), "Enter opens it again"
    assert entry.height() >= entry.layout().minimumSize().height(), "name and folder do not lie over each other"


def test_a_folder_that_is_taken_is_said_before_anything_happens(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "我的文史馆藏").mkdir()
    (tmp_path / "我的文史馆藏" / "a.txt").write_text("别的", encoding="utf-8")
    dialog = NewArchiveDialog(window, "", folder=tmp_path)
    assert not dialog._make.isEnabled()
    assert "同名" in dialog._wrong.text()


def test_what_is_written_is_saved_undone_and_redone_also_tomorrow(
    opened: MainWindow, materials: MaterialsWorkspace, settle, archive_root: Path
) -> None:
    line = open_form(materials, "沙塘川的三盘水磨", settle, opened)
    line.end(False)
    compose(line, "shili")
    commit(line, "（示例）")
    materials.listing.view.setFocus()  # leaving the field saves it
    settle(opened)
    item = item_titled(opened.session.archive, "沙塘川的三盘水磨（示例）")
    assert opened.desk.save_state.words == "已保存"
    assert opened.actions_table["edit.undo"].text() == "撤销：修改题名"

    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert opened.session.archive.catalogue.record(item).title == "沙塘川的三盘水磨"
    assert title_line(materials).text() == "沙塘川的三盘水磨"
    assert opened.actions_table["edit.redo"].text() == "重做：修改题名"
    opened.actions_table["edit.redo"].trigger()
    settle(opened)
    assert title_line(materials).text() == "沙塘川的三盘水磨（示例）"

    opened.close_archive()
    assert not opened.is_open
    opened.open_archive(archive_root)
    settle(opened)
    assert opened.actions_table["edit.undo"].text() == "撤销：修改题名"
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert opened.session.archive.catalogue.record(item).title == "沙塘川的三盘水磨"


def test_a_rest_in_typing_saves_without_leaving_the_field(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    line = open_form(materials, "供销社的柜台", settle, opened)
    commit(line, "新")
    qtbot.wait(300)
    assert materials.pane.form.pending
    qtbot.waitUntil(lambda: not materials.pane.form.pending, timeout=4_000)
    settle(opened)
    assert item_titled(opened.session.archive, line.text())
    assert line.hasFocus(), "the keyboard stays where it was"


def test_a_word_in_composition_is_never_saved_half(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    line = open_form(materials, "供销社的柜台", settle, opened)
    line.end(False)
    commit(line, "与")
    compose(line, "zhangben")
    qtbot.wait(1_900)
    assert materials.pane.form.pending, "the rest is over, but the word is not"
    commit(line, "账本")
    qtbot.waitUntil(lambda: not materials.pane.form.pending, timeout=4_000)
    settle(opened)
    assert item_titled(opened.session.archive, "供销社的柜台与账本")


def test_enter_esc_and_shortcuts_belong_to_the_composition(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    line = open_form(materials, "供销社的柜台", settle, opened)
    line.end(False)
    compose(line, "zhang")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(line, key)
    qtbot.keyClick(line, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(line, Qt.Key.Key_F1)
    assert line.hasFocus()
    assert not materials.listing.bar.new_menu.isVisible()
    assert QApplication.activeModalWidget() is None
    commit(line, "账")
    assert line.text() == "供销社的柜台账"


def test_an_empty_title_is_refused_beside_its_field_and_kept_there(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    line = open_form(materials, "供销社的柜台", settle, opened)
    line.selectAll()
    commit(line, "")
    line.clear()
    line.textEdited.emit("")
    materials.listing.view.setFocus()
    settle(opened)
    block = materials.pane.form.block("title")
    assert "题名" in block.wrong and "不能为空" in block.wrong
    assert item_titled(opened.session.archive, "供销社的柜台")


def test_an_archive_held_elsewhere_is_said_in_words(window: MainWindow, archive_root: Path, qtbot, monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "archive_app.gui.main_window.show_archive_error", lambda _parent, error: said.append(error.message)
    )
    with Archive.open(archive_root, actor="别人"):
        window.open_archive(archive_root)
        assert not window.start.choice("open").isEnabled(), "one thing at a time"
        qtbot.waitUntil(lambda: bool(said), timeout=5_000)
    assert not window.is_open and window.start.choice("open").isEnabled()
    assert said and "打开着" in said[0]


def test_a_name_given_in_settings_stands_in_the_history(
    opened: MainWindow, materials: MaterialsWorkspace, settle, monkeypatch
) -> None:
    from archive_app.gui.dialogs.settings import SettingsDialog

    def give_name(dialog: SettingsDialog) -> int:
        dialog.name.setText("祁垚")
        dialog.name.editingFinished.emit()
        return 1

    monkeypatch.setattr(SettingsDialog, "exec", give_name)
    opened.asides.settings()
    line = open_form(materials, "供销社的柜台", settle, opened)
    commit(line, "新")
    materials.listing.view.setFocus()
    settle(opened)
    item = item_titled(opened.session.archive, line.text())
    assert opened.session.archive.catalogue.history(item)[0].actor == "祁垚"


def test_another_text_size_keeps_what_one_was_looking_at(
    opened: MainWindow, materials: MaterialsWorkspace, settle, look
) -> None:
    item = item_titled(opened.session.archive, "老火车站站前广场")
    materials.filters.choose("kind", "photograph", on=True)
    materials.show_mode("grid")
    settle(opened)
    materials.listing.select(item)
    settle(opened)
    opened.actions_table["view.larger"].trigger()
    settle(opened)
    again = opened.desk.current
    assert again is not materials and isinstance(again, MaterialsWorkspace)
    assert look.scale > 1
    assert again.listing.mode == "grid"
    assert again.filters.wanted.kinds == ("photograph",)
    assert again.selected_ids() == [item]


_LATIN = re.compile(r"[A-Za-z]{2,}")
_ALLOWED = {
    "Ctrl", "Alt", "Shift", "Esc", "Delete", "PDF", "Word", "Excel", "Qt", "Apache", "SIL", "OFL", "MIT", "Tabler",
    "Icons", "SHA", "KB", "MB", "GB", "PgUp", "PgDn", "toml", "archive", "tmp", "pytest", "OHMS", "TextGrid",
}  # fmt: skip


def words_of(widget: QWidget) -> list[str]:
    """Everything a widget says by itself, not what a person wrote into it."""
    said = [widget.toolTip(), widget.windowTitle(), widget.accessibleName()]
    if isinstance(widget, QLabel | QAbstractButton):
        said.append(widget.text())
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        said.append(widget.placeholderText())
    if isinstance(widget, QComboBox):
        said += [widget.itemText(number) for number in range(widget.count())]
    said += [action.text() + action.toolTip() for action in widget.actions()]
    return said


def foreign(root: QWidget, skip: str) -> list[str]:
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        for words in words_of(widget):
            latin = set(_LATIN.findall(words.replace(skip, "").replace("F1", "")))
            if latin - _ALLOWED:
                found.append(f"{type(widget).__name__}: {words}")
    return found


def test_no_word_of_the_window_is_english(
    opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path
) -> None:
    for kind in ("photograph", "oral_history", "contribution", "document", "artefact"):
        for section in materials.pane._form_for(kind).sections():
            section.open()
    materials.listing.select(item_titled(opened.session.archive, "沙塘川的三盘水磨"))
    settle(opened)
    materials.open_item()
    materials.pane.show_tab("history")
    settle(opened)
    materials.intake.model.add([("in", "", "水磨.jpg", "收入", "photograph")])
    assert foreign(opened, str(tmp_path)) == []


def test_no_word_of_the_dialogs_is_english(window: MainWindow, tmp_path: Path, qtbot) -> None:
    from archive_app.gui.dialogs.about import AboutDialog
    from archive_app.gui.dialogs.keys import KeysDialog
    from archive_app.gui.dialogs.settings import SettingsDialog

    for dialog in (
        NewArchiveDialog(window, "", folder=tmp_path),
        SettingsDialog(window, window.settings),
        KeysDialog(window, window.actions_table),
        AboutDialog(window),
    ):
        qtbot.addWidget(dialog)
        assert foreign(dialog, str(tmp_path)) == []
    assert foreign(window, str(tmp_path)) == []


def test_the_patterns_of_the_settings_are_the_open_archives(opened: MainWindow, qtbot) -> None:
    from archive_app.gui.dialogs.settings import SettingsDialog
    from archive_app.services.number_note import NumberSettings

    archive = opened.session.archive
    dialog = SettingsDialog(opened, opened.settings, archive)
    qtbot.addWidget(dialog)
    line = dialog.numbers["accession_pattern"]
    for text, kept in (("城东{流水号:3}", "城东{流水号:3}"), ("没有号", "城东{流水号:3}")):
        line.setText(text)
        line.editingFinished.emit()
        assert NumberSettings(archive.root).get("accession_pattern") == kept
    assert "流水号" in dialog.wrong.text() and not dialog.wrong.isHidden()
    assert not opened.settings.former("accession_pattern")
    without = SettingsDialog(opened, opened.settings)
    qtbot.addWidget(without)
    assert not [line for line in without.findChildren(type(line)) if line.accessibleName() == "全宗号"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_settings_fit_the_screen_at_any_text_size(opened: MainWindow, look, qtbot, scale: float) -> None:
    from archive_app.gui.dialogs.settings import SettingsDialog

    look.set(scale=scale)
    dialog = SettingsDialog(opened, opened.settings, opened.session.archive)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    areas = dialog.findChildren(QScrollArea)
    assert bool(areas) == (scale == 2.0), "what a low screen has no room for scrolls, the button stays below"


def test_standard_buttons_are_chinese(prepared, qtbot) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert not any(_LATIN.search(button.text()) for button in box.buttons())


def test_qts_own_file_dialog_speaks_chinese(window: MainWindow, tmp_path: Path, qtbot) -> None:
    from archive_app.gui.dialogs.choose import _dialog

    (tmp_path / "照片").mkdir()
    (tmp_path / "水磨.jpg").write_bytes(b"1")
    dialog, provider = _dialog(window, "打开馆藏", tmp_path)
    qtbot.addWidget(dialog)
    assert [provider.type(QFileInfo(str(tmp_path / name))) for name in ("照片", "水磨.jpg")] == ["文件夹", "JPG 文件"]
    assert foreign(dialog, str(tmp_path)) == []


def test_every_action_has_words_and_no_key_is_given_twice() -> None:
    # a local key acts where the keyboard is: places that never have it together may have the same one
    keys = [(key, spec.id.partition(".")[0] if spec.local else "") for spec in ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))
    assert all(spec.text and (spec.help or spec.group) for spec in ACTIONS)
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_no_label_of_the_window_is_cut_off(
    opened: MainWindow, settle, look, scale: float, size: tuple[int, int]
) -> None:
    look.set(scale=scale)
    opened.resize(*size)
    settle(opened)
    current = opened.desk.current
    assert isinstance(current, MaterialsWorkspace)
    current.listing.select(item_titled(opened.session.archive, "沙塘川的三盘水磨"))
    settle(opened)
    cut = []
    for widget in opened.findChildren(QAbstractButton):
        words = widget.text().replace("&", "")
        painted = type(widget).__name__ in ("FilterRow", "SectionHead", "Choice")  # these cut their words themselves
        icon = Qt.ToolButtonStyle.ToolButtonIconOnly
        if not words or not widget.isVisible() or painted or getattr(widget, "toolButtonStyle", int)() is icon:
            continue
        corner = widget.mapTo(opened, QPoint(widget.width(), widget.height()))
        inside = corner.x() <= opened.width()
        if widget.width() < widget.minimumSizeHint().width() or not inside:
            cut.append(f"{words} {widget.width()} < {widget.minimumSizeHint().width()}")
    assert cut == []


def test_the_list_of_keys_is_searched_and_left_by_keyboard(window: MainWindow, qtbot) -> None:
    from archive_app.gui.dialogs.keys import KeysDialog

    dialog = KeysDialog(window, window.actions_table)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    commit(dialog._find, "撤销")
    qtbot.waitUntil(lambda: len(dialog.findChildren(QLabel)) < 20, timeout=3_000)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Ctrl+Z" in said and "Ctrl+O" not in said
    qtbot.keyClick(dialog._find, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog._find.text() == ""
    qtbot.keyClick(dialog._find, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_backup_goes_into_a_folder_of_its_own(tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    (stick / "别的").mkdir(parents=True)
    assert backup_folder(stick, "馆藏") == stick / "馆藏-备份"
    earlier = stick / "馆藏-备份"
    earlier.mkdir()
    (earlier / "archive.toml").write_text("", encoding="utf-8")
    assert backup_folder(earlier, "馆藏") == earlier


def test_a_backup_is_made_and_its_time_is_shown(opened: MainWindow, settle, qtbot, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "备份盘"
    target.mkdir()
    monkeypatch.setattr("archive_app.gui.care.choose_folder", lambda *_args: target)
    opened.actions_table["archive.backup"].trigger()
    qtbot.waitUntil(lambda: not opened.jobs.running(), timeout=20_000)
    settle(opened)
    assert (target / "archive.toml").exists()
    assert "备份于 今天" in opened.desk.save_state._backup.whole()


@pytest.mark.parametrize(("scale", "height"), [(1.0, 768), (2.0, 700), (2.0, 500)])
def test_no_workspace_falls_off_the_rail(look: Theme, opened: MainWindow, settle, scale: float, height: int) -> None:
    look.set(scale=scale)
    settle(opened)
    opened.resize(1366, height)
    settle(opened)
    rail = opened.desk.rail
    assert opened.height() == height
    shown = sorted((one.geometry() for one in rail.findChildren(QToolButton)), key=lambda place: place.top())
    assert len(shown) == len(WORKSPACES) + 1
    assert all(above.bottom() < below.top() for above, below in pairwise(shown))
    assert shown[-1].bottom() <= rail.height()
    for made in rail.findChildren(QToolButton):
        assert made.sizeHint().height() <= made.height(), "no word is cut"


def test_saving_is_answered_when_it_is_on_the_disk(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    line = open_form(materials, "供销社的柜台", settle, opened)
    line.end(False)
    commit(line, "一角")
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "已保存" in opened.desk.toast.words, timeout=SLOW)
    assert item_titled(opened.session.archive, "供销社的柜台一角")
    assert line.hasFocus()


def test_what_cannot_be_saved_is_named_instead(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    line = open_form(materials, "供销社的柜台", settle, opened)
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened.desk.toast.words), timeout=SLOW)
    assert "题名" in opened.desk.toast.words and "不能为空" in opened.desk.toast.words


def test_a_write_that_failed_is_said_again_to_who_saves(
    opened: MainWindow, materials: MaterialsWorkspace, settle, monkeypatch
) -> None:
    settle(opened)
    said: list[Exception] = []
    monkeypatch.setattr(opened, "show_error", said.append)
    failure = StorageFailed("磁盘已满", "请腾出空间后重试。")
    opened.session.failure = failure
    opened.saving.save()
    settle(opened)
    assert said == [failure]
