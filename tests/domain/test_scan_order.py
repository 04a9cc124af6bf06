"""In which order the lines of a scan are read, and which paragraphs they make: by their places alone."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest

from archive_app.domain.scanned.joining import Piece, joined_pieces
from archive_app.domain.scanned.lines import Corners, ScanLine, ScanPage, page_from_json, paragraphs_of, words_of
from archive_app.domain.scanned.order import in_order

RECORDED = Path(__file__).parent / "scans"
A4 = (1240, 1754)


def line(text: str, x: float, y: float, size: float = 40, *, down: bool = False) -> ScanLine:
    """A line of square characters at its left upper corner."""
    long = size * len(text)
    wide, high = (size, long) if down else (long, size)
    return ScanLine((x, y, x + wide, y, x + wide, y + high, x, y + high), text, (1.0,) * len(text), upright=down)


def column(words: str, x: float, y: float, per: int, *, step: float = 60, size: float = 40) -> list[ScanLine]:
    """Text set in a column, ``per`` characters a line."""
    return [line(words[at : at + per], x, y + step * at // per, size) for at in range(0, len(words), per)]


def columns_down(words: str, x: float, y: float, per: int, *, step: float = 60, size: float = 40) -> list[ScanLine]:
    """Text that runs down, columns from the right."""
    return [line(words[at : at + per], x - step * at // per, y, size, down=True) for at in range(0, len(words), per)]


def leaning(lines: list[ScanLine], degrees: float, size: tuple[int, int] = A4) -> list[ScanLine]:
    """The same on a page that was laid down crooked."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle_x, middle_y = size[0] / 2, size[1] / 2
    made = []
    for one in lines:
        corners: list[float] = []
        for x, y in zip(one.corners[0::2], one.corners[1::2], strict=True):
            x, y = x - middle_x, y - middle_y
            corners += [middle_x + x * cos - y * sin, middle_y + x * sin + y * cos]
        made.append(ScanLine(tuple(corners), one.text, one.sure, one.upright))  # type: ignore[arg-type]
    return made


def read(lines: list[ScanLine], size: tuple[int, int] = A4) -> str:
    """The text of the page, its lines given in whatever order."""
    mixed = list(lines)
    random.Random(7).shuffle(mixed)
    return words_of((ScanPage(0, 0, size, in_order(mixed, size)),))


LONG = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"
MORE = "剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐"


@pytest.mark.parametrize("name", ["printed", "columns", "newspaper", "photographed", "contents"])
def test_what_a_recogniser_found_on_a_page_is_read_as_it_was_written(name: str) -> None:
    told = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    page = page_from_json(told)
    text = words_of((ScanPage(0, 0, page.size, in_order(page.lines, page.size)),))
    assert "".join(text.split()) == "".join(told["truth"].split())
    if name != "contents":
        return
    assert text.splitlines()[1:3] == ["沙塘川的三盘水磨　1", "韵家口农会始末　17"]


def test_paragraphs_begin_where_a_line_stands_in() -> None:
    told = json.loads((RECORDED / "printed.json").read_text(encoding="utf-8"))
    page = page_from_json(told)
    text = words_of((ScanPage(0, 0, page.size, in_order(page.lines, page.size)),))
    assert text.split("\n") == told["truth"].split("\n")


def test_columns_are_read_one_after_another_though_their_lines_are_level() -> None:
    assert read([*column(LONG, 100, 200, 12), *column(MORE, 640, 200, 12)]) == LONG + MORE


@pytest.mark.parametrize("degrees", [-4, -1.5, 1.5, 4])
def test_a_page_that_lies_crooked_is_read_as_a_straight_one(degrees: float) -> None:
    lines = [line("湟水渡口旧事", 380, 60, 80), *column(LONG, 100, 200, 12), *column(MORE, 640, 200, 12)]
    assert read(leaning(lines, degrees)) == f"湟水渡口旧事\n{LONG}{MORE}"
    down = columns_down(LONG + MORE, 1000, 200, 20)
    assert read(leaning(down, degrees)) == LONG + MORE


def test_a_headline_across_columns_parts_what_is_above_from_what_is_below() -> None:
    above = [*column(LONG[:24], 100, 100, 12), *column(LONG[24:], 640, 100, 12)]
    below = [*column(MORE[:24], 100, 560, 12), *column(MORE[24:], 640, 560, 12)]
    text = read([*above, line("乡村小学的钟声", 300, 420, 80), *below])
    assert text == f"{LONG}\n乡村小学的钟声\n{MORE}"


def test_a_column_may_begin_higher_than_its_neighbour() -> None:
    assert read([*column(LONG, 100, 260, 12), *column(MORE, 640, 200, 12)]) == LONG + MORE


def test_three_columns() -> None:
    third = "坐朝问道垂拱平章爱育黎首臣伏戎羌遐迩一体率宾归王"
    lines = [*column(LONG, 60, 200, 8), *column(MORE, 460, 200, 8), *column(third, 860, 200, 8)]
    assert read(lines) == LONG + MORE + third


def test_columns_that_run_down_are_read_from_the_right() -> None:
    assert read(columns_down(LONG + MORE, 1000, 200, 25)) == LONG + MORE


def test_two_registers_of_columns_that_run_down_are_read_one_under_the_other() -> None:
    lines = [*columns_down(LONG, 1000, 120, 12), *columns_down(MORE, 1000, 760, 12)]
    assert read(lines) == LONG + MORE


def test_a_headline_that_runs_across_comes_before_columns_that_run_down() -> None:
    assert read([line("西宁日报", 500, 60, 90), *columns_down(LONG, 1000, 300, 20)]) == f"西宁日报\n{LONG}"


def test_a_large_column_is_the_title_of_those_beside_it() -> None:
    lines = [line("水磨记", 1060, 200, 80, down=True), *columns_down(LONG, 940, 200, 20)]
    page = ScanPage(0, 0, A4, in_order(lines, A4))
    assert [one.heading for one in page.lines] == [True, False, False, False]
    assert words_of((page,)) == f"水磨记\n{LONG}"


def test_the_number_of_a_page_is_no_part_of_its_text() -> None:
    for words in ("· 12 ·", "37", "一二三", "第5页"):
        assert read([*column(LONG, 100, 200, 24), line(words, 600, 1690)]) == LONG
    assert read([*column(LONG, 100, 200, 24), line("37", 600, 1400)]) == f"{LONG}\n37"  # within the page it is


def test_numbers_beside_titles_stay_in_their_rows() -> None:
    rows = []
    for at, (title, folio) in enumerate((("沙塘川的水磨", "1"), ("渡口旧事", "17"), ("铁路通车那年", "102"))):
        rows += [line(title, 120, 200 + 80 * at), line(folio, 1000, 200 + 80 * at)]
    assert read(rows) == "沙塘川的水磨　1\n渡口旧事　17\n铁路通车那年　102"


def test_words_of_letters_are_parted_where_lines_were() -> None:
    assert (
        read([line("Northwest China", 100, 200, 20), line("Travels in", 100, 160, 20)]) == "Travels in Northwest China"
    )
    assert read([line("tion of books", 100, 200, 20), line("the collec-", 100, 160, 20)]) == "the collection of books"


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first = ScanPage(0, 0, A4, in_order(column(LONG, 100, 200, 24), A4))
    second = ScanPage(1, 0, A4, in_order([line("乃服衣裳。", 100, 200), *column("　　" + MORE, 100, 320, 24)], A4))
    assert words_of((first, second)).split("\n")[0].startswith(LONG)
    ended = ScanPage(0, 0, A4, in_order([*column(LONG[:-1] + "。", 100, 200, 24)], A4))
    assert words_of((ended, second)).split("\n")[0] == LONG[:-1] + "。"


def test_nothing_on_a_page_is_nothing() -> None:
    assert in_order([], A4) == ()
    assert words_of(()) == ""
    assert read([line("完", 600, 800)]) == "完"


def test_every_line_is_read_once_whatever_stands_on_a_page() -> None:
    for seed in range(60):
        dice = random.Random(seed)
        lines = [
            line(
                "".join(dice.choices(LONG, k=dice.randint(1, 12))),
                dice.randint(0, 1100),
                dice.randint(0, 1600),
                dice.choice((16, 30, 40, 90)),
                down=dice.random() < 0.4,
            )
            for _one in range(dice.randint(1, 30))
        ]
        ordered = in_order(lines, A4)
        assert sorted(one.corners for one in ordered) == sorted(one.corners for one in lines)
        page = ScanPage(0, 0, A4, ordered)
        told = [at for paragraph in paragraphs_of(page) for at in paragraph]
        assert told == [at for at, one in enumerate(ordered) if not one.folio]


def test_a_page_is_kept_as_it_is() -> None:
    page = ScanPage(3, 90, A4, in_order([*column(LONG, 100, 200, 12), line("12", 600, 1700)], A4))
    assert page_from_json(json.loads(json.dumps(page.to_json()))) == page
    doubtful = ScanPage(3, 90, A4, (ScanLine((0, 0, 80, 0, 80, 40, 0, 40), "水曆", (0.99, 0.4)), *page.lines))
    brief = page_from_json(json.loads(json.dumps(doubtful.to_brief())))
    assert [(one.text, one.doubts, one.opens, one.folio, one.corners) for one in brief.lines] == [
        (one.text, one.doubts, one.opens, one.folio, one.corners) for one in doubtful.lines
    ]
    assert brief.lines[0].sure == (1.0, 0.4)


def test_doubts_go_once_a_person_wrote_the_line() -> None:
    doubtful = ScanLine((0, 0, 80, 0, 80, 40, 0, 40), "水曆三盆記", (0.99, 0.4, 0.99, 0.5, 0.99))
    assert doubtful.doubts == (1, 3)
    assert doubtful.written("水磨三盆記").doubts == (3,)
    assert doubtful.written("其水曆三盤記").doubts == (2,) or doubtful.written("其水曆三盤記").doubts == ()
    assert doubtful.written("水曆水曆三盆記").doubts[-1] == 5
    assert doubtful.written("").doubts == () and doubtful.written("").sure == ()
    assert doubtful.written("水曆三盆記") == doubtful
    assert doubtful.looked_at(1).doubts == (3,)


def box(x: float, y: float, wide: float, high: float) -> Corners:
    return x, y, x + wide, y, x + wide, y + high, x, y + high


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ([box(0, 0, 500, 40), box(400, 2, 600, 40)], [(0, 1000)]),  # a line over the edge of two parts
        ([box(0, 0, 500, 40), box(100, 0, 400, 40)], [(0, 500)]),  # the same line, seen twice
        ([box(0, 0, 500, 40), box(0, 60, 500, 40)], [(0, 500), (0, 500)]),  # two lines
        ([box(0, 0, 500, 40), box(480, 0, 300, 120)], [(0, 500), (480, 780)]),  # a headline beside a line
        ([box(0, 0, 400, 40), box(380, 0, 400, 40), box(760, 0, 400, 40)], [(0, 1160)]),
        ([box(0, 0, 500, 40), box(520, 0, 300, 40)], [(0, 500), (520, 820)]),  # columns do not touch
    ],
)
def test_what_the_edges_of_parts_have_cut_is_put_together(
    pieces: list[Corners], joined: list[tuple[float, float]]
) -> None:
    found = joined_pieces([Piece(one) for one in pieces])
    assert sorted((one[0], one[2]) for one in found) == sorted(joined)
