"""What limits and widens a search, as chips."""

from __future__ import annotations

from typing import Any

from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.search.asking import Asking
from archive_app.gui.workspaces.search.chips import ChipLine
from archive_app.gui.workspaces.search.narrowing import chips_of
from archive_app.search.results import Results

NAMES = ("马文山", "马二爷", "马师", "老马")


def results(asking: Asking, names: tuple[str, ...] = NAMES) -> Results:
    """An answer that looked for these names, too, but for what is off."""
    made = [
        {"from": "马师傅", "to": name, "kind": "alias", "reason": "别名", "off": f"马师傅→{name}" in asking.off}
        for name in names
    ]
    return Results(1, 1, (), expanded=tuple(made))


class Line:
    """A line of chips whose clicks are asked at once."""

    def __init__(self, qtbot: Any, names: tuple[str, ...] = NAMES) -> None:
        self.chips, self.names = ChipLine(), names
        qtbot.addWidget(self.chips)
        self.asking = Asking("马师傅")
        self.ask(self.asking)

    def ask(self, asking: Asking) -> None:
        self.asking = asking
        specs = chips_of(asking, results(asking, self.names), lambda _facet, value: value, self.ask)
        self.chips.show_chips(specs)

    def words(self) -> list[str]:
        return [("−" if chip.spec.off else "") + chip.text() for chip in self.chips.chips()]

    def click(self, words: str) -> None:
        next(chip for chip in self.chips.chips() if chip.text() == words).click()


def test_one_switch_turns_all_other_writings_off_and_on(look: Theme, qtbot) -> None:
    line = Line(qtbot)
    assert line.words() == ["只找原词", *(f"也找“{name}”" for name in NAMES)]

    line.click("只找原词")
    assert line.asking.off == {f"马师傅→{name}" for name in NAMES}
    assert line.words() == ["别的写法也找", *(f"−也找“{name}”" for name in NAMES)]

    line.click("也找“马师”")
    assert line.words()[0] == "只找原词", "one is on: the rest can be switched off again"
    line.click("只找原词")
    line.click("别的写法也找")
    assert line.asking.off == frozenset() and line.words()[0] == "只找原词"


def test_a_couple_of_other_writings_need_no_switch(look: Theme, qtbot) -> None:
    line = Line(qtbot, NAMES[:2])
    assert line.words() == ["也找“马文山”", "也找“马二爷”"]


def test_the_switch_leaves_alone_what_else_is_asked(look: Theme, qtbot) -> None:
    line = Line(qtbot)
    line.ask(Asking("马师傅", {"kind": frozenset({"photograph"})}, (1949, 1956), "date", ("水磨",), True, page=3))
    line.click("只找原词")
    asked = line.asking
    assert (asked.order, asked.exact, asked.within, asked.years) == ("date", True, ("水磨",), (1949, 1956))
    assert asked.chosen == {"kind": frozenset({"photograph"})} and asked.page == 0


def test_a_chip_that_stays_asks_from_what_is_asked_now(look: Theme, qtbot) -> None:
    line = Line(qtbot)
    line.ask(Asking("马师傅", order="-date"))
    line.click("也找“马师”")
    assert line.asking.order == "-date" and line.asking.off == {"马师傅→马师"}
