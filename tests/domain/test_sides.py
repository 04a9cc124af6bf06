"""Front and back of a print, by what somebody said and by what the files are called."""

from __future__ import annotations

from typing import Any

import pytest

from archive_app.domain.sides import BACK, FRONT, first_of, other_side, printed_of, side_by_name, sides


class File(dict[str, Any]):
    @property
    def id(self) -> str:
        return str(self["name"])


def files(*names: str, **said: dict[str, Any]) -> list[File]:
    return [
        File({"name": name, "side": "", "printed": False, **said.get(name.partition(".")[0], {})}) for name in names
    ]


@pytest.mark.parametrize(
    ("name", "base", "side"),
    [
        ("合影_正.jpg", "合影", FRONT), ("合影_背.jpg", "合影", BACK), ("合影 背面.tif", "合影", BACK),
        ("合影（反面）.jpg", "合影", BACK), ("IMG_0012-a.jpg", "IMG_0012", FRONT), ("0012b.jpg", "0012", BACK),
        ("photo_back.png", "photo", BACK), ("Verso.jpg", "Verso", ""), ("社火.jpg", "社火", ""),
        ("Anna.jpg", "Anna", ""), ("北京.jpg", "北京", ""),
    ],
)  # fmt: skip
def test_what_a_name_says(name: str, base: str, side: str) -> None:
    assert side_by_name(name) == (base, side)


def test_a_name_counts_where_both_sides_are_there() -> None:
    assert list(sides(files("墙_正.jpg", "墙_背.jpg")).values()) == [FRONT, BACK]
    assert list(sides(files("王立正.jpg", "手背.jpg")).values()) == ["", ""]
    assert sides(files("墙_正.jpg", "墙_背.jpg", 墙_背={"side": FRONT}))["墙_背.jpg"] == FRONT, "a person knows better"


def test_turning_over_goes_to_the_side_that_belongs_to_it_and_back() -> None:
    pictures = files("1a.jpg", "1b.jpg", "2a.jpg", "2b.jpg")
    for number, other in ((0, 1), (1, 0), (2, 3), (3, 2)):
        assert other_side(pictures, pictures[number]) is pictures[other]
    plain = files("甲.jpg", "乙.jpg", 乙={"side": BACK})
    assert other_side(plain, plain[0]) is plain[1] and other_side(plain, plain[1]) is plain[0]
    alone = files("甲.jpg", "乙.jpg")
    assert other_side(alone, alone[0]) is None


def test_a_back_that_came_first_is_not_what_an_item_is_known_by() -> None:
    pictures = files("1b.jpg", "1a.jpg", "修复.tif")
    assert first_of(pictures) is pictures[1] and printed_of(pictures) is pictures[1]
    pictures[2]["printed"] = True
    assert printed_of(pictures) is pictures[2] and first_of(pictures) is pictures[1]
    only = files("背.jpg", 背={"side": BACK})
    assert first_of(only) is only[0]
    assert first_of([]) is None and printed_of([]) is None
