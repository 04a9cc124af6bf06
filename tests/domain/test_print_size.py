"""How large a photograph can be printed, by its pixels as it is seen."""

from __future__ import annotations

import pytest

from archive_app.domain.print_size import dpi_at, pixels_across, print_words, widest


def test_six_hundred_pixels_are_too_few_for_fifteen_centimetres() -> None:
    words, coarse = print_words(600)
    assert coarse
    assert words == (
        "印 8 厘米宽 190 dpi，不够；10 厘米宽 152 dpi，不够；15 厘米宽 102 dpi，不够。最宽印到 5.0 厘米（300 dpi）"
    )


def test_what_is_between_is_said_to_be_and_a_hair_less_is_enough() -> None:
    words, coarse = print_words(1200)
    assert not coarse
    assert "8 厘米宽 381 dpi；10 厘米宽 305 dpi；15 厘米宽 203 dpi，勉强" in words
    assert "，" not in print_words(1740)[0], "295 dpi at 15 cm"


def test_the_widest_is_never_said_too_wide() -> None:
    for pixels in range(300, 4_000, 37):
        assert dpi_at(pixels, widest(pixels, 300)) >= 300


@pytest.mark.parametrize(
    ("file", "orientation", "across"),
    [
        ({"width": 4000, "height": 3000}, "1", 4000),
        ({"width": 4000, "height": 3000}, "6", 3000),
        ({"width": 4000, "height": 3000, "turn": 90}, "1", 3000),
        ({"width": 4000, "height": 3000, "turn": 90}, "8", 4000),
        ({"width": 4000, "height": 3000, "crop": [0.25, 0, 0.5, 1]}, "1", 2000),
        ({"width": 4000, "height": 3000, "crop": [0.25, 0, 0.5, 1]}, "6", 1500),
        ({"width": None, "height": None}, "1", 0),
        ({}, "1", 0),
    ],
)
def test_what_counts_is_what_is_seen(file: dict[str, object], orientation: str, across: int) -> None:
    assert pixels_across(file, [{"tag": "Orientation", "value": orientation}]) == across
