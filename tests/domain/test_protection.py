"""When a photograph's term is over: 著作权法 第二十三条 and 第六十五条, every doubt against."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.protection import Maker, reckon

TODAY = date(2026, 11, 30)


def year(first: int | None, last: int | None = None, **more: Any) -> dict[str, Any] | None:
    if first is None:
        return None
    return {"display": str(first), "earliest": f"{first}-01-01", "latest": f"{last or first}-12-31", **more}


NEVER = {"display": "未发表"}


@pytest.mark.parametrize(
    ("made", "out", "makers", "clause"),
    [
        (year(1958), year(1962), [], "第六十五条"),  # whoever took it
        (year(1958), year(1970), [Maker("王昪", death=year(2010))], "第六十五条"),  # not protected again
        (year(1958), year(1971), [Maker("王昪", death=year(2010))], ""),
        (year(1958), NEVER, [], "第六十五条"),
        (year(1970), NEVER, [], "第六十五条"),
        (year(1971), NEVER, [], ""),
        (year(1958, qualifier="约"), NEVER, [], "第六十五条"),
        (year(1970, qualifier="约"), NEVER, [], ""),  # it may have been 1971
        (year(1960, 1975), NEVER, [], ""),
        (year(1920), None, [], "第六十五条"),  # published in 1970 at the latest, or within fifty years never
        (year(1921), None, [], ""),
        (year(1930), year(1985), [], "第六十五条"),  # fifty years had gone by before anybody saw it
        (year(1958), None, [Maker("王昪", death=year(1975))], "第二十三条第一款"),
        (year(1958), None, [Maker("王昪", death=year(1976))], ""),  # to 31 December 2026
        (year(1958), None, [Maker("王昪", death=year(1970, 1979))], ""),
        (year(1958), None, [Maker("王昪", death=year(1970)), Maker("马䶮", death=year(1980))], ""),
        (year(1958), None, [Maker("王昪", death=year(1970)), Maker("马䶮")], ""),
        (year(1965), year(1975), [Maker("县照相馆", body=True)], "第二十三条第二款"),
        (year(1965), year(1976), [Maker("县照相馆", body=True)], ""),
        (year(1974), NEVER, [Maker("县照相馆", body=True)], "第二十三条第二款"),
        (year(1980), NEVER, [Maker("县照相馆", body=True)], ""),
        (None, None, [Maker("县照相馆", body=True)], ""),
        (None, None, [], ""),
    ],
)
def test_a_term_is_over_only_where_a_clause_says_so(
    made: dict[str, Any], out: dict[str, Any], makers: list[Maker], clause: str
) -> None:
    found = reckon(made, out, makers, TODAY)
    assert found.over is bool(clause)
    assert clause in found.reason
    assert not found.over or not found.unknown


def test_what_is_not_known_is_said() -> None:
    assert reckon(None, None, [], TODAY).unknown == (
        "摄影者是谁",
        "摄于何时",
        "何时首次发表",
    )
    found = reckon(year(1980), year(1985), [Maker("王昪")], TODAY)
    assert (found.over, found.unknown) == (False, ("王昪卒于何年",))
    runs = reckon(year(1980), year(1985), [Maker("王昪", death=year(2001))], TODAY)
    assert (runs.over, runs.unknown) == (False, ()) and "2051 年 12 月 31 日" in runs.reason


_years = st.integers(1880, 2026)


@given(_years, st.integers(0, 60), st.none() | _years, st.none() | st.tuples(_years, st.integers(0, 20)), st.booleans())
def test_knowing_less_never_ends_a_term(
    made: int, span: int, out: int | None, death: tuple[int, int] | None, body: bool
) -> None:
    maker = Maker("王昪", body, year(death[0], sum(death)) if death else None)
    vague = reckon(year(made, made + span), year(out), [maker], TODAY)
    for exact_year in (made, made + span // 2, made + span):
        exact = reckon(year(exact_year), year(out), [Maker("王昪", body, year(death[0]) if death else None)], TODAY)
        if vague.over and not (out and exact_year > out):
            assert exact.over


@given(_years, st.none() | _years, st.none() | _years, st.booleans(), st.integers(2021, 2100))
def test_what_is_over_stays_over(made: int, out: int | None, death: int | None, body: bool, day: int) -> None:
    maker = Maker("王昪", body, year(death))
    if reckon(year(made), year(out), [maker], date(day, 6, 2)).over:
        assert reckon(year(made), year(out), [maker], date(day + 7, 1, 1)).over
