"""The text layer of a PDF with the places of its characters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive_app.intake.scans.layer import FINE, pages_of, read_all
from archive_app.intake.scans.process import Task
from tests.support_earlier import HIGH, WIDE, pdf


def told(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    read_all([Task(path, path.parent)], lambda **message: found.append(json.loads(json.dumps(message))))
    return found


def test_lines_stand_where_they_are_drawn_and_numbers_are_no_text(tmp_path: Path) -> None:
    pages, broken = pages_of(pdf(tmp_path / "卷.pdf"))
    assert not broken and len(pages) == 6
    third = pages[2]
    assert third.size == (WIDE * FINE, HIGH * FINE) and third.turn == 0
    title = third.lines[0]
    left, top, width, height = title.box
    assert title.text == "水磨记" and title.heading
    assert abs(left - 50 * FINE) < 30 and abs(top + height - 90 * FINE) < 60 and 500 < width < 620
    assert [line.text for line in third.lines if line.folio] == ["· 1 ·"]
    assert len(title.stops) == 4 and title.stops == tuple(sorted(title.stops))
    assert any(line.opens for line in third.lines[2:])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_is_read_upright_and_says_how_it_is_to_be_turned(tmp_path: Path, turn: int) -> None:
    straight = pages_of(pdf(tmp_path / "正.pdf"))[0][2]
    lying = pages_of(pdf(tmp_path / "倒.pdf", turn=turn))[0][2]
    assert lying.turn == 360 - turn
    assert [line.text for line in lying.lines] == [line.text for line in straight.lines]
    assert lying.size == straight.size
    assert all(abs(a - b) < 15 for a, b in zip(lying.lines[0].corners, straight.lines[0].corners, strict=True))


def test_a_layer_of_signs_is_told_to_be_useless_and_its_words_are_not_taken(tmp_path: Path) -> None:
    signs = "".join(map(chr, range(0xE010, 0xE050)))
    found = told(pdf(tmp_path / "乱.pdf", [(signs, signs), (signs,)]))
    assert next(one["useless"] for one in found if "useless" in one) == "garbled"
    assert all(not one["read"]["lines"] for one in found if "read" in one)


def test_pictures_have_pages_and_no_words(tmp_path: Path) -> None:
    leaves = [Image.new("L", (30 + n, 40), 255) for n in range(3)]
    leaves[0].save(tmp_path / "多页.tif", save_all=True, append_images=leaves[1:])
    pages, _ = pages_of(tmp_path / "多页.tif")
    assert [page.size for page in pages] == [(30, 40), (31, 40), (32, 40)]
    assert next(one["useless"] for one in told(tmp_path / "多页.tif") if "useless" in one) == "none"
