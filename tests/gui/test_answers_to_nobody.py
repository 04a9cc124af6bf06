"""Answers that come when who asked is gone."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from archive_app.gui.main_window import MainWindow
from archive_app.gui.session import Session


class _Asker(QLabel):
    def take(self, words: str) -> None:
        self.setText(words)  # raises where the label is gone: an exception in the event loop fails the test

    def asks_by_a_function(self, session: Session) -> None:
        session.ask(lambda: "水磨", lambda words: self.take(words))

    def take_of(self, whose: str, words: str) -> None:
        self.setText(f"{whose}{words}"[-2:])

    def lament(self, _error: Exception) -> None:
        self.setText("没有找到")


def _fail() -> None:
    raise LookupError("没有")


def test_a_widget_that_was_closed_meanwhile_is_told_nothing(opened: MainWindow, settle) -> None:
    there, closed = _Asker(), _Asker()
    for each in (there, closed):
        opened.session.ask(lambda: "水磨", each.take)
        opened.session.ask(_fail, each.take, each.lament)
        opened.session.write(lambda: "水磨", each.take)
        each.asks_by_a_function(opened.session)
        opened.session.ask(lambda: "水磨", partial(each.take_of, "沙塘川"))
    delete(closed)
    settle(opened)
    assert there.text() in ("水磨", "没有找到")
