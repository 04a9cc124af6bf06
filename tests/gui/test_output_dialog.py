"""The dialog of outputs: it offers those there are, asks each what it needs, and remembers the printer's profile."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.volumes.output_dialog import OutputDialog
from archive_app.services.settings import Settings
from archive_app.typeset.outputs import OUTPUTS, Options


@pytest.fixture
def dialog(qtbot, prepared: Theme) -> OutputDialog:
    made = OutputDialog(None)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog: OutputDialog, name: str) -> QWidget:
    dialog.purpose.setCurrentIndex(dialog.purpose.findData(name))
    return dialog.part()


def test_every_output_is_offered_and_the_screen_comes_first(dialog: OutputDialog) -> None:
    names = [dialog.purpose.itemData(n) for n in range(dialog.purpose.count())]
    assert names == [one.name for one in OUTPUTS]
    assert dialog.output().name == "screen"
    assert dialog.options() == Options()
    assert dialog.layout_beside(Path("书.pdf")) is None


def test_a_proof_asks_round_earlier_layout_and_room(dialog: OutputDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    part = choose(dialog, "proof")
    assert part.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/书/一校.layout.json", ""))
    part.since.findChild(QPushButton).click()
    part.round.setCurrentIndex(1)
    part.wide.setChecked(True)
    assert dialog.options() == Options(round=2, since=Path("/书/一校.layout.json"), wide=True)
    assert dialog.layout_beside(Path("/书/二校.pdf")) == Path("/书/二校.layout.json")
    part.keep.setChecked(False)
    assert dialog.layout_beside(Path("/书/二校.pdf")) is None


def test_a_print_keeps_the_printers_profile_for_the_next_time(dialog: OutputDialog, qtbot) -> None:
    part = choose(dialog, "print")
    part.standard.setCurrentIndex(1)
    part.colour.setCurrentIndex(2)
    part.profile.path.setText("/印厂.icc")
    assert dialog.options() == Options(standard="x-1a", colour="none", profile=Path("/印厂.icc"))
    assert Settings().get("print_profile") == "/印厂.icc"
    again = OutputDialog(None)
    qtbot.addWidget(again)
    assert choose(again, "print").profile.value() == Path("/印厂.icc")
    again.part().profile.path.setText("")
    assert again.options().profile is None
    assert Settings().get("print_profile") == ""


def test_the_archive_may_take_the_texts_along(dialog: OutputDialog) -> None:
    part = choose(dialog, "archive")
    assert dialog.options() == Options()
    part.sources.setChecked(True)
    assert dialog.options() == Options(sources=True)


def test_words_are_chinese_and_not_cut(dialog: OutputDialog) -> None:
    for one in OUTPUTS:
        choose(dialog, one.name)
        for words in dialog.findChildren(QLabel):
            if words.isVisible():
                assert words.width() >= words.sizeHint().width() or words.wordWrap()


def test_an_internal_publication_becomes_an_epub_only_by_a_tick(dialog: OutputDialog) -> None:
    part = choose(dialog, "epub")
    assert dialog.output().suffix == ".epub"
    assert dialog.options() == Options()
    part.internal.setChecked(True)
    assert dialog.options() == Options(internal_epub=True)
    assert choose(dialog, "docx").isVisible()
    assert dialog.output().suffix == ".docx"
