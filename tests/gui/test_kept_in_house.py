"""What may not leave is written for the house alone, and only where somebody says so."""

from __future__ import annotations

from typing import Any

import pytest

from archive_app.domain.errors import Refused, StorageFailed
from archive_app.gui.versions import word


class Told:
    """A shell that notes which errors it showed."""

    def __init__(self) -> None:
        self.shown: list[Exception] = []

    def show_error(self, error: Exception) -> None:
        self.shown.append(error)


@pytest.mark.parametrize("yes", [True, False])
def test_a_text_that_may_not_leave_is_asked_about(monkeypatch: pytest.MonkeyPatch, yes: bool) -> None:
    shell: Any = Told()
    asked: list[str] = []

    def answer(_parent: object, heading: str, words: str, no: str, do: str) -> bool:
        asked.append(f"{heading}{words}{no}{do}")
        return yes

    monkeypatch.setattr(word, "ask", answer)
    parent: Any = None
    assert word.kept_in_house(parent, shell, Refused("级别是控制，不能拿出去")) is yes
    assert "级别是控制" in asked[0] and "只在本单位里用" in asked[0] and not shell.shown
    failed = StorageFailed("磁盘满了")
    assert word.kept_in_house(parent, shell, failed) is False
    assert shell.shown == [failed] and len(asked) == 1
