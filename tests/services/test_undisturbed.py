"""The collector of cycles keeps away while much is read that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from archive_app.services.undisturbed import undisturbed


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_was_read_counts_as_old_and_is_not_gone_through() -> None:
    gc.collect()
    before = gc.get_stats()
    with undisturbed():
        assert not gc.isenabled()
        made = [[number] for number in range(50_000)]
    assert gc.isenabled() and gc.get_freeze_count() == 0
    assert gc.get_stats()[2]["collections"] == before[2]["collections"]
    young = set(map(id, gc.get_objects(generation=0)))
    assert not any(id(each) in young for each in made)


def test_it_leaves_the_collector_as_it_was_also_behind_an_error() -> None:
    with pytest.raises(ValueError), undisturbed(), undisturbed():
        raise ValueError
    assert gc.isenabled()
    gc.disable()
    with undisturbed():
        pass
    assert not gc.isenabled()


def test_what_was_set_aside_stays_so() -> None:
    gc.freeze()
    count = gc.get_freeze_count()
    with undisturbed():
        pass
    assert gc.get_freeze_count() >= count > 0
