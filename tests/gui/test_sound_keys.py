"""The keys of listening: learnt by pressing them, by a pedal's button, kept, and acting while a word is composed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit

from archive_app.gui.actions import key_words
from archive_app.gui.composition import claim, composing
from archive_app.gui.dialogs.keys import KeysDialog
from archive_app.gui.dialogs.settings import SettingsDialog
from archive_app.gui.dialogs.sound_keys import SoundKeysDialog
from archive_app.gui.keys import Keys, code_of, is_key, keys
from archive_app.gui.main_window import MainWindow
from archive_app.services.settings import Settings
from tests.gui.acting import compose

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def settings(qapp: QApplication, tmp_path: Path):
    made = Settings(tmp_path / "conf" / "settings.toml")
    before = keys()
    Keys(qapp, made)
    yield made
    qapp.setProperty("cunshi_keys", before)


@pytest.fixture
def dialog(settings: Settings, qtbot, look) -> SoundKeysDialog:
    made = SoundKeysDialog(None, settings)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(dialog: SoundKeysDialog, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, text: str = "") -> None:
    QApplication.sendEvent(dialog.words, QKeyEvent(QEvent.Type.KeyPress, key.value, modifiers, text))


def test_a_pedals_key_is_learnt_by_stepping_on_it_and_kept(dialog: SoundKeysDialog, settings: Settings, qapp) -> None:
    dialog.learn("sound.toggle")
    assert "播放或暂停" in dialog.words.text() and "踏板" in dialog.words.text()
    press(dialog, Qt.Key.Key_F13)
    assert keys().of("sound.toggle") == ("F4", "F13")
    assert "F13" in dialog.words.text()
    assert Keys(qapp, Settings(settings.path)).of("sound.toggle") == ("F4", "F13")  # tomorrow


def test_a_key_of_another_act_of_listening_changes_hands_and_that_is_said(dialog: SoundKeysDialog) -> None:
    dialog.learn("sound.toggle")
    press(dialog, Qt.Key.Key_F5)
    assert keys().of("sound.toggle") == ("F4", "F5") and keys().of("sound.back") == ()
    assert "退回 5 秒" in dialog.words.text()
    assert any("没有键" in one.text() for one in dialog.findChildren(QLabel))


def test_a_key_of_anything_else_is_not_taken_and_that_is_said(dialog: SoundKeysDialog) -> None:
    dialog.learn("sound.back")
    press(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert keys().of("sound.back") == ("F5",)
    assert "保存" in dialog.words.text() and "没有改" in dialog.words.text()


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (Qt.Key.Key_B, "b"),
        (Qt.Key.Key_3, "3"),
        (Qt.Key.Key_Space, " "),
        (Qt.Key.Key_Return, "\r"),
        (Qt.Key.Key_Left, ""),
    ],
)
def test_a_key_that_one_types_with_is_refused_and_another_may_follow(
    dialog: SoundKeysDialog, key: Qt.Key, text: str
) -> None:
    dialog.learn("sound.on")
    press(dialog, key, text=text)
    assert keys().of("sound.on") == ("F6",) and "打字" in dialog.words.text()
    press(dialog, Qt.Key.Key_F14)
    assert keys().of("sound.on") == ("F6", "F14")


def test_escape_learns_nothing_and_leaves_the_dialog_open(dialog: SoundKeysDialog) -> None:
    dialog.learn("sound.on")
    press(dialog, Qt.Key.Key_Escape)
    press(dialog, Qt.Key.Key_F14)
    assert keys().of("sound.on") == ("F6",) and dialog.isVisible()


def test_a_modifier_alone_is_waited_behind(dialog: SoundKeysDialog) -> None:
    dialog.learn("sound.on")
    press(dialog, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert keys().of("sound.on") == ("F6",)
    press(dialog, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    assert keys().of("sound.on") == ("F6", "Ctrl+F6")


def test_all_is_as_it_was_after_reset_and_a_key_can_be_taken_away(dialog: SoundKeysDialog, settings: Settings) -> None:
    dialog._drop("sound.loop", "Shift+F4")
    assert keys().of("sound.loop") == () and settings.get("keys") == {"sound.loop": []}
    dialog._reset()
    assert keys().of("sound.loop") == ("Shift+F4",) and settings.get("keys") == {}
    assert not keys().are_set


def test_how_far_it_goes_back_when_one_goes_on_is_set_here(dialog: SoundKeysDialog, settings: Settings) -> None:
    dialog.step_back.chosen.emit("3")
    assert settings.get("sound_step_back") == 3


def test_the_settings_lead_there(settings: Settings, qtbot, look) -> None:
    made = SettingsDialog(None, settings)
    qtbot.addWidget(made)
    assert "踏板" in made.sound_keys.text()


def test_a_set_key_acts_in_the_window_stands_in_the_list_and_acts_while_a_word_is_composed(
    settings: Settings, opened: MainWindow, qtbot
) -> None:
    pressed: list[str] = []
    table = opened.actions_table
    action = table["sound.back"]
    action.setEnabled(True)
    action.triggered.connect(lambda: pressed.append("action"))
    text = QTextEdit(opened)
    text.show()
    text.setFocus()
    claim(text, {"F13": lambda: pressed.append("claimed")})
    keys().give("sound.back", ("F13", "PgUp"))
    assert [key.toString() for key in action.shortcuts()] == ["F13", "PgUp"]
    listed = KeysDialog(opened, table)
    qtbot.addWidget(listed)
    assert any(one.text() == "F13" for one in listed.findChildren(QLabel))
    compose(text, "shuimo")
    qtbot.keyClick(text, Qt.Key.Key_F13)
    assert pressed == ["claimed"] and composing()
    compose(text, "")


def test_a_page_key_that_is_set_scrolls_no_text(settings: Settings, opened: MainWindow, qtbot) -> None:
    text = QTextEdit("\n".join(str(n) for n in range(400)), opened)
    text.resize(200, 100)
    text.show()
    text.setFocus()
    action = opened.actions_table["sound.on"]
    pressed: list[int] = []
    action.triggered.connect(lambda: pressed.append(1))
    claim(text, {"PgDown": action.trigger})
    keys().give("sound.on", ("PgDown",))
    action.setEnabled(True)
    qtbot.keyClick(text, Qt.Key.Key_PageDown)
    assert pressed == [1] and text.verticalScrollBar().value() == 0
    action.setEnabled(False)  # no recording is open: the page key is the text's own
    claim(text, {})
    qtbot.keyClick(text, Qt.Key.Key_PageDown)
    assert pressed == [1] and text.verticalScrollBar().value() > 0


def test_a_pedal_that_is_a_button_of_a_mouse(settings: Settings, opened: MainWindow) -> None:
    pressed: list[int] = []
    action = opened.actions_table["sound.toggle"]
    action.triggered.connect(lambda: pressed.append(1))

    def click() -> None:
        place = QPointF(5, 5)
        back = Qt.MouseButton.BackButton
        QApplication.sendEvent(opened, QMouseEvent(QEvent.Type.MouseButtonPress, place, place, back, back, NONE))

    action.setEnabled(True)
    click()
    assert pressed == []
    keys().give("sound.toggle", ("F4", "Mouse4"))
    action.setEnabled(True)
    click()
    assert pressed == [1]
    assert [key.toString() for key in action.shortcuts()] == ["F4"]
    action.setEnabled(False)
    click()
    assert pressed == [1]


@pytest.mark.parametrize("key", ["F13", "F24", "Ctrl+F6", "PgUp", "Toggle Media Play/Pause", "Media Next", "Mouse5"])
def test_what_pedals_send_has_a_name_and_words(key: str) -> None:
    assert is_key(key) and key_words(key)


@pytest.mark.parametrize("key", ["", "Mouse1", "F4, F5", "nonsense"])
def test_what_cannot_be_pressed_is_no_key(key: str) -> None:
    assert not is_key(key) and not code_of(key)


def test_settings_that_were_spoilt_by_hand_do_no_harm(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[keys]\n"sound.toggle" = ["F4", "Mouse1", 7]\n"edit.save" = ["F9"]\n"sound.back" = "F5"\n')
    before = keys()
    made = Keys(qapp, Settings(path))
    assert made.of("sound.toggle") == ("F4",)
    assert made.of("edit.save") == ("Ctrl+S",) and made.of("sound.back") == ("F5",)
    qapp.setProperty("cunshi_keys", before)
