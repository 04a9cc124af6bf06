"""Frozen dataclasses are as the standard library's are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A point."""

    x: int
    y: int = 2
    tags: tuple[str, ...] = field(default_factory=tuple)
    memo: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def total(self) -> int:
        """x + y."""
        return self.x + self.y


@dataclasses.dataclass(frozen=True, slots=True)
class StandardPoint:
    """A point."""

    x: int
    y: int = 2
    tags: tuple[str, ...] = field(default_factory=tuple)
    memo: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def total(self) -> int:
        """x + y."""
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Named(Point):
    name: str = ""
    length: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@dataclass(frozen=True, slots=True)
class Single:
    only: float


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""


@dataclass(frozen=True, slots=True)
class Loose:
    words: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Loose) and self.words.lower() == other.words.lower()


class Undecorated(Point):
    """A subclass that is no dataclass of its own."""


CALLS: list[Callable[[Any], object]] = [
    lambda made: made(1),
    lambda made: made(1, 3, ("a",), {"b": 1}),
    lambda made: made(y=5, x=4, tags=("甲",)),
    lambda made: made(),
    lambda made: made(1, 2, (), {}, 5),
    lambda made: made(1, z=2),
    lambda made: made(1, x=2),
]


@pytest.mark.parametrize("call", CALLS)
def test_it_is_made_as_the_standard_librarys_is(call: Callable[[Any], Any]) -> None:
    outcomes = []
    for made in (StandardPoint, Point, Point):  # the first time and afterwards
        try:
            point = call(made)
            outcomes.append((dataclasses.asdict(point), repr(point).replace("Standard", ""), point.total, hash(point)))
        except TypeError as error:
            outcomes.append((str(error).replace("Standard", ""),))
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_equality_and_hash_leave_out_what_is_not_compared() -> None:
    assert Point(1, memo={"a": 1}) == Point(1, memo={"b": 2})
    assert hash(Point(1, memo={"a": 1})) == hash(Point(1, memo={"b": 2}))
    assert Point(1) != Point(2)
    assert Point(1) != StandardPoint(1)
    assert Point(1) != Named(1)
    assert Single(1.0) == Single(1) != Single(2)
    assert len({Single(1.0), Single(1), Empty(), Empty()}) == 2
    assert Loose("A") == Loose("a")
    assert hash(Loose("a")) == hash(Loose("a"))


@pytest.mark.parametrize("made", [Point(1, 2, ("a",)), Named(1, name="甲乙"), Single(2.5), Empty(), Undecorated(3)])
def test_it_is_the_same_after_pickling_and_copying(made: Any) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(made, protocol))
        assert (again, type(again)) == (made, type(made))
    assert copy.copy(made) == copy.deepcopy(made) == made


def test_nothing_can_be_set_or_deleted_or_added() -> None:
    point = Point(1)
    for name in ("x", "z"):
        with pytest.raises(FrozenInstanceError, match=name):
            setattr(point, name, 5)
    with pytest.raises(FrozenInstanceError, match="x"):
        del point.x
    assert point.x == 1
    assert not hasattr(point, "__dict__")


def test_a_subclass_has_the_fields_of_both() -> None:
    named = Named(1, name="甲乙")
    assert (named.x, named.y, named.name, named.length, named.total) == (1, 2, "甲乙", 2, 3)
    assert [one.name for one in dataclasses.fields(Named)] == ["x", "y", "tags", "memo", "name", "length"]
    assert replace(named, name="丙").length == 1
    assert Undecorated(1).total == 3


def test_fields_and_matching_are_the_standard_librarys() -> None:
    assert dataclasses.is_dataclass(Point)
    assert Point.__match_args__ == StandardPoint.__match_args__
    match Point(7, 8):
        case Point(x, y):
            assert (x, y) == (7, 8)


def test_each_object_has_its_own_default() -> None:
    first, second = Point(1), Point(1)
    first.memo["a"] = 1
    assert second.memo == {}


def test_other_dataclasses_are_the_standard_librarys() -> None:
    @dataclass(slots=True)
    class Open:
        x: int = 0

    made = Open()
    made.x = 3
    assert made == Open(3)
