"""The editors' conventions: how wide 前后, 初, 末, 春 and the like are. One table, in one place, changeable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from archive_app.frozen import dataclass

Months = tuple[int, int]
"""First and last month; a last one smaller than the first is in the next year."""


def _table(**entries: Months) -> Mapping[str, Months]:
    return MappingProxyType(entries)


@dataclass(frozen=True, slots=True)
class Conventions:
    """What an office agrees on; the program's own reading of ``fuzzy_dates``' rules is the default.

    ``around_*``: how far 约 and 前后 widen a year, a month (in months), a day (in days). ``cycle_from`` and
    ``animal_from``: the first year that 干支 and 生肖 without a reign are thought of.
    """

    around_years: int = 1
    around_months: int = 1
    around_days: int = 14
    seasons: Mapping[str, Months] = field(default_factory=lambda: _table(春=(2, 5), 夏=(5, 8), 秋=(8, 11), 冬=(11, 2)))
    season_joins: Mapping[str, Months] = field(
        default_factory=lambda: _table(冬春=(1, 3), 春夏=(4, 6), 夏秋=(7, 9), 秋冬=(10, 12))
    )
    year_parts: Mapping[str, Months] = field(default_factory=lambda: _table(初=(1, 3), 中=(5, 8), 末=(11, 12)))
    month_parts: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: MappingProxyType({"初": (1, 10), "中": (11, 20), "末": (21, 31)})
    )
    decade_parts: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: MappingProxyType(
            {"初": (0, 3), "中": (4, 6), "末": (7, 9), "前半": (0, 4), "后半": (5, 9), "初中": (0, 6), "中末": (4, 9)}
        )
    )
    century_parts: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: MappingProxyType(
            {"初": (1, 10), "中": (41, 60), "末": (91, 100), "前半": (1, 50), "后半": (51, 100)}
        )
    )
    reign_part_years: int = 4
    cycle_from: int = 1890
    animal_from: int = 1900
    two_digit_century: int = 1900


CONVENTIONS = Conventions()
"""The conventions of the program as it comes."""
