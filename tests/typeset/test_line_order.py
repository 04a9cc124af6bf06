"""What is taken out of a line and let into it comes in CLREQ's order, whatever the text, in rows and in columns."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.fonts.faces import face
from archive_app.typeset.lines.breaker import break_paragraph
from archive_app.typeset.lines.classes import classes_of
from archive_app.typeset.lines.justify import justify
from archive_app.typeset.lines.measure import Elastic, Measured, mark_blanks, measure
from archive_app.typeset.lines.paragraph import set_paragraph
from archive_app.typeset.templates import load

SONG = face("NotoSerifSC-Regular")
EVERY_CLASS = "国民文史资料" * 4 + "，、。；：？！“”‘’（）《》—…·～/／％℃￥№々２Ａ abc019.-%'\""
NEVER_STARTS = "，、；：。？！”’）》】」…·％℃"
NEVER_ENDS = "“（《【「￥"
TEXTS = st.text(alphabet=st.sampled_from(EVERY_CLASS), min_size=20, max_size=200)


def measured(text: str) -> Measured:
    kinds = classes_of(text)
    return measure(text, kinds, [SONG.advances[c] for c in text], *mark_blanks(text, kinds, SONG, 1.0, 0, len(text)))


def used(items: Elastic, i: int, j: int, moves: dict[int, float], sign: float) -> list[tuple[float, float]]:
    """What each tier gave and what it could have given, in order."""
    tiers: dict[int, tuple[float, float]] = {}
    places = {position for position, _, _ in items}
    assert len(places) == len(items) or sign < 0
    taken = dict(moves)
    for position, tier, most in sorted(items, key=lambda item: item[1]):
        if i < position < j:
            got = min(most, max(0.0, sign * taken.get(position, 0.0)))
            taken[position] = taken.get(position, 0.0) - sign * got
            before = tiers.get(tier, (0.0, 0.0))
            tiers[tier] = (before[0] + got, before[1] + most)
    return [tiers[tier] for tier in sorted(tiers)]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(8, 30))
def test_a_tier_gives_nothing_before_the_one_above_it_gave_all(text: str, ems: int) -> None:
    found = measured(text)
    fixed = dict(found.moves)
    for where in break_paragraph(found, ems * 1000.0, ems * 1000.0) or []:
        i, j = where.start, where.end
        setting = justify(found, i, j, ems * 1000.0, fill=j < len(text) and not where.forced)
        moves = {p: amount - (fixed.get(p, 0.0) if i < p < j else 0.0) for p, amount in setting.moves.items()}
        squeezed = found.natural(i, j) > ems * 1000.0
        tiers = used(found.squeeze if squeezed else found.stretch, i, j, moves, -1.0 if squeezed else 1.0)
        for (got, most), (after, _) in pairwise(tiers):
            assert after < 0.01 or got > most - 0.01
        if not squeezed and setting.tracking > 0.01:
            assert all(got > most - 0.01 for got, most in tiers)
        assert not (squeezed and setting.tracking)
        assert setting.width <= ems * 1000.0 + 0.01 or where.forced


@settings(max_examples=100, deadline=None)
@example("000000a史00000史《 0000", 14, "cell", 0)  # a blank behind a mark that ends no line opens none
@given(TEXTS, st.integers(8, 30), st.sampled_from(["cell", "upright", "sideways"]), st.integers(0, 3))
def test_columns_lose_nothing_break_no_rule_and_keep_to_their_height(
    text: str, ems: int, numbers: str, together: int
) -> None:
    look = {"numbers": "sideways" if numbers == "sideways" else "upright", "together": together}
    style = text_style(load("vertical").with_layout({"vertical": look}), "body")
    text = text.strip()
    found = set_paragraph(StyledText(text, style), ems * style.size).lines
    assert "".join(line.text for line in found) == text
    for line in found:
        assert line.x + line.width <= ems * style.size + 0.01 or line.overfull
    for before, after in pairwise(found):
        if before.overfull or after.overfull or _glued(text, ems):
            continue
        assert after.text[0] not in NEVER_STARTS
        assert before.text.rstrip(" ")[-1:] not in NEVER_ENDS
        assert (before.text[-1:], after.text[:1]) not in (("—", "—"), ("…", "…"))


def _glued(text: str, ems: int) -> bool:
    """Whether a stretch without Han is so long that a break had to be forced."""
    longest = run = 0
    for character in text:
        run = 0 if character in "国民文史资料" else run + 1
        longest = max(longest, run)
    return longest > ems / 2


@pytest.mark.parametrize("text", ["internationalization " * 3000, "a" * 40_000, "国-" * 8_000, "国1958年，" * 4_000])
def test_extreme_columns_are_set_without_hanging(text: str) -> None:
    style = text_style(load("vertical"), "body")
    found = set_paragraph(StyledText(text, style), 36 * style.size).lines
    assert "".join(line.text for line in found).replace(" ", "") == text.replace(" ", "")
    assert len(found) > 200
