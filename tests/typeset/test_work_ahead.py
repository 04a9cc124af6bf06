"""Work done ahead on other cores gives what it would give done in order by one."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.typeset.pdf import ahead
from archive_app.typeset.pdf.ahead import Ahead


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_cores", lambda: 4)


def test_results_come_in_the_order_they_are_asked_for() -> None:
    work = Ahead(lambda number: (time.sleep(0.002 * (number % 3)), number * number)[1], range(60))
    work.start()
    try:
        assert [work.result(number) for number in range(60)] == [number * number for number in range(60)]
    finally:
        work.close()


def test_what_goes_wrong_is_told_where_it_is_asked_for() -> None:
    def half(number: int) -> int:
        if number % 2:
            raise ValueError(number)
        return number

    work = Ahead(half, range(20))
    work.start()
    for number in range(20):
        if number % 2:
            with pytest.raises(ValueError, match=str(number)):
                work.result(number)
        else:
            assert work.result(number) == number
    work.close()


def test_no_more_is_done_than_can_wait_to_be_asked_for_and_no_thread_is_left() -> None:
    begun: list[int] = []
    enough = threading.Event()

    def note(number: int) -> int:
        begun.append(number)
        if len(begun) > ahead._AHEAD:
            enough.set()
        return number

    before = threading.active_count()
    work = Ahead(note, range(100))
    work.start()
    assert work.result(0) == 0
    assert enough.wait(10)
    work.close()
    assert threading.active_count() == before
    assert max(begun) <= ahead._AHEAD
    assert len(begun) == len(set(begun))


def test_one_core_does_it_all_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_cores", lambda: 1)
    work = Ahead(lambda number: threading.current_thread(), range(5))
    work.start()
    assert {work.result(number) for number in range(5)} == {threading.current_thread()}
    work.close()


@given(st.lists(st.integers(0, 3), max_size=30), st.randoms())
def test_any_order_of_asking_is_answered(delays: list[int], chance: object) -> None:
    order = list(range(len(delays)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    work = Ahead(lambda number: (time.sleep(delays[number] / 5000), number)[1], order)
    work.start()
    for place, number in enumerate(order):
        assert work.result(place) == number
    work.close()
