"""A page as it is read: which way up, in which parts, what is a line; and what is asked of a recogniser."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageDraw

from archive_app.derived.pictures.pages import page_picture
from archive_app.domain.errors import ArchiveError, UsageError
from archive_app.domain.scanned.lines import Corners, words_of
from archive_app.intake.scans import recogniser
from archive_app.intake.scans.pages import page_at, page_numbers
from archive_app.intake.scans.recogniser import FINDS, READS, Words
from archive_app.intake.scans.seeing import SMALL, page_of, parts, righted, turned, which_turn

CELL = 60


def ink(text: str, *, down: bool = False) -> Image.Image:
    """A strip of characters that can be told apart and have an upper side: dark squares, how dark says which, with a
    light bar near their top."""
    count = len(text)
    strip = Image.new("L", (CELL, CELL * count) if down else (CELL * count, CELL), 255)
    draw = ImageDraw.Draw(strip)
    for at, one in enumerate(text):
        x, y = (0, at * CELL) if down else (at * CELL, 0)
        draw.rectangle((x + 6, y + 6, x + CELL - 7, y + CELL - 7), fill=10 * "甲乙丙丁戊己庚辛壬癸".index(one))
        draw.rectangle((x + 10, y + 10, x + CELL - 11, y + 26), fill=200)
    return strip


def sheet(size: tuple[int, int], *strips: tuple[Image.Image, int, int]) -> Image.Image:
    page = Image.new("L", size, 255)
    for strip, x, y in strips:
        page.paste(strip, (x, y))
    return page


class Reader:
    """Finds what is dark, and reads such characters where they stand, or lie on their left side as those of a column
    do: what recognisers do. ``known`` are the corners of the lines."""

    def __init__(self, known: list[Corners], size: tuple[int, int]) -> None:
        self.known, self.size = known, size
        self.looked: list[tuple[int, int]] = []

    def find(self, picture: Image.Image) -> list[Corners]:
        self.looked.append(picture.size)
        share = picture.width / self.size[0]
        return [tuple(one * share for one in corners) for corners in self.known]  # type: ignore[misc]

    def read(self, strip: Image.Image) -> Words:
        dark = strip.convert("L").point(lambda tone: 255 if tone < 150 else 0)
        box = dark.getbbox()
        if box is None:
            return Words()
        line = strip.convert("L").crop((0, box[1], strip.width, box[3]))
        stripe = dark.crop((0, box[1], strip.width, box[3])).reduce((1, box[3] - box[1])).point(lambda tone: tone > 40)
        inked = [bool(stripe.getpixel((x, 0))) for x in range(strip.width)]
        begins = [x for x in range(strip.width) if inked[x] and not (x and inked[x - 1])]
        ends = [x for x in range(strip.width) if inked[x] and not (x + 1 < strip.width and inked[x + 1])]
        text, sure, places = "", [], []
        for begin, end in zip(begins, ends, strict=True):
            if end - begin < 0.6 * line.height:  # the edge of the next one
                continue
            cell = line.crop((begin, 0, end + 1, line.height)).resize((CELL, CELL))
            tone = cell.getpixel((CELL // 2 + 6, CELL // 2 + 6))
            standing, lying = cell.getpixel((CELL // 2, 15)) > 150, cell.getpixel((15, CELL // 2)) > 150
            assert isinstance(tone, int)
            text += "甲乙丙丁戊己庚辛壬癸"[min(9, round(tone / 10))]
            sure.append(0.99 if standing else 0.97 if lying else 0.2)
            places.append((begin + end) / 2 / strip.width)
        return Words(text, tuple(sure), tuple(places))


def corners_of(x: float, y: float, wide: float, high: float) -> Corners:
    return x, y, x + wide, y, x + wide, y + high, x, y + high


ACROSS = sheet((1200, 800), (ink("甲乙丙丁戊己"), 100, 100), (ink("庚辛壬癸"), 100, 220), (ink("乙丁己辛"), 100, 340))
ACROSS_AT = [corners_of(100, 100, 360, 60), corners_of(100, 220, 240, 60), corners_of(100, 340, 240, 60)]
DOWN = sheet((1200, 800), (ink("甲乙丙丁戊己", down=True), 1000, 100), (ink("庚辛壬癸", down=True), 880, 100))
DOWN_AT = [corners_of(1000, 100, 60, 360), corners_of(880, 100, 60, 240)]
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("page", "at", "words"),
    [(ACROSS, ACROSS_AT, "甲乙丙丁戊己庚辛壬癸乙丁己辛"), (DOWN, DOWN_AT, "甲乙丙丁戊己庚辛壬癸")],
)
def test_a_page_that_was_laid_down_any_way_is_read_upright(
    page: Image.Image, at: list[Corners], words: str, lies: int
) -> None:
    shown = page.transpose(_TURNS[lies]) if lies else page
    known = [turned(one, lies, shown.size) for one in at] if lies else at
    read = page_of(shown, 0, Reader(known, shown.size))
    assert read.turn == (360 - lies) % 360
    assert read.size == page.size
    assert "".join(words_of((read,)).split()) == words
    for one, meant in zip(read.lines, at, strict=True):
        assert one.corners == pytest.approx(meant, abs=1)


def test_a_page_on_which_nothing_long_stands_is_left_as_it_lies() -> None:
    page = sheet((400, 400), (ink("甲"), 100, 100))
    assert which_turn(page, [corners_of(100, 100, 60, 60)], Reader([], page.size)) == 0
    assert page_of(Image.new("L", (300, 200), 255), 0, Reader([], (300, 200))).lines == ()


def test_what_holds_no_words_is_left_out() -> None:
    page = sheet((1200, 800), (ink("甲乙丙丁"), 100, 100))
    page.paste(Image.new("L", (240, 60), 100), (100, 300))  # a stain
    read = page_of(page, 0, Reader([corners_of(100, 100, 240, 60), corners_of(100, 300, 240, 60)], page.size))
    assert [one.text for one in read.lines] == ["甲乙丙丁"]


def test_corners_are_righted_wherever_a_finder_begins() -> None:
    leaning = (100.0, 10.0, 300.0, 20.0, 298.0, 60.0, 98.0, 50.0)
    points = list(zip(leaning[0::2], leaning[1::2], strict=True))
    for first in range(4):
        for around in (points, points[::-1]):
            mixed = [number for point in around[first:] + around[:first] for number in point]
            assert righted(tuple(mixed)) == leaning  # type: ignore[arg-type]


def test_fine_print_on_a_large_page_is_looked_for_in_parts_of_it() -> None:
    page = Image.new("L", (6000, 4000), 255)
    fine = Reader([corners_of(600, 600, 900, 30)], page.size)
    page_of(page, 0, fine)
    assert len(fine.looked) > 1 and all(max(size) <= SMALL for size in fine.looked)
    large = Reader([corners_of(600, 600, 3000, 120)], page.size)
    page_of(page, 0, large)
    assert fine.looked[0] == (2000, 1333) and large.looked == [(2000, 1333)]


def test_parts_cover_the_page_and_overlap() -> None:
    for size in ((2000, 1000), (2001, 900), (5000, 3600), (9000, 2000)):
        covered = list(parts(size))
        assert all(right - left <= SMALL and below - top <= SMALL for left, top, right, below in covered)
        assert max(one[2] for one in covered) == size[0] and max(one[3] for one in covered) == size[1]
        lefts = sorted({(one[0], one[2]) for one in covered})
        assert all(later[0] < before[1] - 100 for before, later in itertools.pairwise(lefts))


# — pages of files —


def test_a_tiff_of_several_pages_has_them_all(tmp_path: Path) -> None:
    path = tmp_path / "三页.tif"
    ACROSS.save(path, save_all=True, append_images=[DOWN, Image.new("1", (90, 60), 1)])
    assert page_numbers(path) == [0, 1, 2]
    assert page_at(path, 1).size == DOWN.size and page_at(path, 1).tobytes() == DOWN.tobytes()
    assert page_at(path, 2).mode == "L"


def test_a_pdf_is_drawn_as_large_as_it_is_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "两页.pdf"
    ACROSS.convert("RGB").save(path, save_all=True, append_images=[DOWN.convert("RGB")], resolution=200)
    assert page_numbers(path) == [0, 1]
    drawn = page_at(path, 1)
    assert max(drawn.size) > 1600 and drawn.size == page_picture(path, 1, max(drawn.size)).size


def test_a_file_that_is_no_picture_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "别的.jpg"
    path.write_bytes(b"no picture at all")
    with pytest.raises(ArchiveError, match="打不开"):
        page_numbers(path)


# — the recogniser —


def test_without_the_extra_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as told:
        recogniser.models()
    assert 'pip install "cunshi[ocr]"' in told.value.remedy


class _Made:
    """Stands in for ``rapidocr.RapidOCR``: keeps what it was asked for."""

    asked: dict[str, object]

    def __init__(self, params: dict[str, object]) -> None:
        _Made.asked = params


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if rapidocr were installed, with its models beside it."""
    folder = tmp_path / "rapidocr"
    (folder / "models").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    for name in (FINDS, READS):
        (folder / "models" / name).write_bytes(b"x")
    spec = importlib.util.spec_from_file_location("rapidocr", folder / "__init__.py")
    found = {"rapidocr": spec, "onnxruntime": spec}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found.get(name))
    module = ModuleType("rapidocr")
    module.RapidOCR = _Made  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rapidocr", module)
    monkeypatch.setitem(sys.modules, "numpy", ModuleType("numpy"))
    return folder


def test_every_model_is_named_by_a_file_that_is_there_so_that_none_is_fetched(installed: Path) -> None:
    recogniser.load()
    asked = _Made.asked
    assert Path(str(asked["Det.model_path"])) == installed / "models" / FINDS
    assert Path(str(asked["Rec.model_path"])) == installed / "models" / READS
    assert asked["Cls.model_path"] and asked["Global.use_cls"] is False


def test_a_model_that_is_gone_is_said_and_not_fetched(installed: Path) -> None:
    (installed / "models" / READS).unlink()
    with pytest.raises(UsageError, match="模型不在 rapidocr 里") as told:
        recogniser.load()
    assert "不从网上取" in told.value.remedy
