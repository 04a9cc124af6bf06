"""Addresses, long codes, Latin words and numbers in Chinese lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph
from archive_app.typeset.templates import load

URL = "https://www.example.com/archive/wenshi_ziliao/item?id=20240315&page=12"


def lines(text: str, ems: float, face: str = "NotoSerifSC-Regular") -> tuple[SetLine, ...]:
    return set_paragraph(StyledText(text, TextStyle(face, 10.0)), ems * 10).lines


def hyphens(found: tuple[SetLine, ...]) -> int:
    return sum(run.silent for line in found for run in line.runs)


@pytest.mark.parametrize("ems", range(14, 30))
def test_an_address_is_broken_behind_its_joints_and_takes_no_hyphen(ems: int) -> None:
    found = lines(f"详见本会的网页{URL}，那里有全文和照片。", ems)
    assert hyphens(found) == 0
    for before, after in pairwise(found):
        assert before.text[-1] not in "/-"
        assert after.text[0] not in "/.?&=:-，"


def test_an_address_prefers_its_joints() -> None:
    found = lines(f"网页{URL}。", 24)
    assert all(before.text[-1] in ".?&=_" for before in found[:-1])


def test_an_electronic_mail_address_is_broken_like_one() -> None:
    ends = set()
    for ems in range(10, 24):
        found = lines("来信请寄wenshiziliao@chengdongqu.example.org，或者送到本会。", ems)
        assert hyphens(found) == 0
        ends |= {line.text[-1] for line in found[:-1]}
        assert not any(line.text[0] in ".@，" for line in found)
    assert {"@", "."} <= ends


def test_a_long_code_is_broken_inside_when_nothing_else_is_to_be_had() -> None:
    code = "5f3a9c0d7e1b4a68b2c4d6e8f0a1b3c5d7e9f1a2b4c6d8e0"
    found = lines(f"校验码{code}一致。", 16)
    assert "".join(line.text for line in found) == f"校验码{code}一致。"
    assert not any(line.overfull for line in found)
    assert max(run.tracking for line in found for run in line.runs) < 100


@pytest.mark.parametrize("text", ["ISBN 978-7-100-12345-6", "Jean-Pierre", "0971-8230145"])
def test_a_hyphen_of_its_own_may_end_a_line_and_gets_no_second_one(text: str) -> None:
    for ems in range(8, 20):
        found = lines(f"文史资料里见到{text}文史资料", ems)
        assert hyphens(found) == 0
        assert not any(line.text.startswith("-") for line in found)
    ends = {line.text[-1] for ems in range(8, 20) for line in lines(f"文史资料里见到{text}文史资料", ems)}
    assert "-" in ends


@pytest.mark.parametrize("text", ["120kW·h", "12·9", "1931–1945", "3～5"])
def test_what_a_dot_or_a_dash_joins_stays_together(text: str) -> None:
    for ems in range(6, 14):
        assert any(text in line.text for line in lines(f"文史资料里见到{text}文史资料，", ems))


def test_a_name_may_be_parted_behind_its_dot_which_then_ends_the_line() -> None:
    (first, *_) = lines("文史资料爱新觉罗·溥仪文史资料", 8.5)
    assert first.text.endswith("·")
    run = first.runs[0]
    drawn = 8 * 10 + run.tracking * 8 / 100 + sum(amount for _, amount in run.adjust) / 100
    assert drawn + 10 * 0.327 == pytest.approx(85, abs=0.2)  # the dot's own glyph ends at the edge


def test_letters_are_drawn_apart_only_on_a_line_that_has_next_to_nothing_else() -> None:
    found = lines("见abcdefghijklmnopqr一二三四五六七八", 12)
    assert found[0].width == pytest.approx(120)
    assert 0 < found[0].runs[0].tracking < 250
    mixed = lines("文史资料abcdefgh文史资料，文史资料文史资料，", 12)[0]
    inside = {place for place, amount in mixed.runs[0].adjust if amount < 0}
    assert mixed.runs[0].tracking == 0 or inside >= set(range(5, 12))


def test_a_hyphen_in_a_column_is_as_wide_as_it_is_drawn() -> None:
    style = replace(text_style(load("vertical"), "body"), first=0.0)
    text = "文史资料见于Internationalization之中，文史资料文史资料。"
    for ems in range(8, 14):
        for line in set_paragraph(StyledText(text, style), ems * style.size).lines[:-1]:
            if line.runs[-1].silent:
                assert line.width == pytest.approx(ems * style.size, abs=0.01)
                end = line.runs[-1].dx + 0.347 * style.size
                assert end == pytest.approx(line.x + line.width, abs=0.1)


@pytest.mark.parametrize(("ems", "first"), [(17, "https://w"), (16, "htt")])
def test_an_address_parts_inside_its_scheme_only_where_nothing_else_helps(ems: int, first: str) -> None:
    text = "他从无小什我被事以见了后https://www.example.org/a/b?c=d&e=f又一"
    assert lines(text, ems)[0].text == f"他从无小什我被事以见了后{first}"
