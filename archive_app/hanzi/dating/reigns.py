"""The reign titles of Ming and Qing, and the Republic: which civil year each begins and ends in."""

from __future__ import annotations

from datetime import date
from functools import cache

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.calendar import lunar_year
from archive_app.hanzi.dating.text import normal_name


@dataclass(frozen=True, slots=True)
class Reign:
    """A reign title: year 1 is the lunar year that begins in ``first``, the last one begins in ``last``.

    The first year is the one after the accession; 泰昌 alone was counted from the eighth month of 万历四十八年.
    """

    name: str
    dynasty: str
    first: int
    last: int

    @property
    def years(self) -> int:
        """How many years were counted."""
        return self.last - self.first + 1

    def bounds(self) -> tuple[date, date]:
        """First and last day: from New Year of year 1 to the last day of the last year.

        宣统 ends with the abdication of 1912-02-12, five days before the year.
        """
        begin, end = lunar_year(self.first), lunar_year(self.last)
        if begin is None or end is None:
            return date(self.first, 1, 1), date(self.last, 12, 31)
        return begin.first, ABDICATION if self.name == "宣统" else end.last


FROM_MONTH = {"泰昌": 8}
"""The lunar month a reign's only year was counted from."""
ABDICATION = date(1912, 2, 12)
REPUBLIC_FIRST = date(1912, 1, 1)
REPUBLIC_LAST = date(1949, 9, 30)
"""After this day no 民国 year is counted."""

_MING = (
    "洪武 1368 1398 建文 1399 1402 永乐 1403 1424 洪熙 1425 1425 宣德 1426 1435 正统 1436 1449 景泰 1450 1457 "
    "天顺 1457 1464 成化 1465 1487 弘治 1488 1505 正德 1506 1521 嘉靖 1522 1566 隆庆 1567 1572 万历 1573 1620 "
    "泰昌 1620 1620 天启 1621 1627 崇祯 1628 1644 弘光 1645 1645 隆武 1645 1646 永历 1647 1661"
)
_QING = (
    "天命 1616 1626 天聪 1627 1636 崇德 1636 1643 顺治 1644 1661 康熙 1662 1722 雍正 1723 1735 乾隆 1736 1795 "
    "嘉庆 1796 1820 道光 1821 1850 咸丰 1851 1861 同治 1862 1874 光绪 1875 1908 宣统 1909 1911"
)


_BESIDE = "绍武 1646 1646 永昌 1644 1644 昭武 1678 1678 洪化 1679 1681"
"""Counted beside the two dynasties (南明, 大顺, 吴周). Their names are other words too: read with a year only."""


def _reigns(words: str, dynasty: str) -> list[Reign]:
    parts = words.split()
    return [Reign(parts[at], dynasty, int(parts[at + 1]), int(parts[at + 2])) for at in range(0, len(parts), 3)]


@cache
def reigns() -> dict[str, Reign]:
    """Every reign by its name in the reader's form of the characters (乾隆 and 崇祯 in their folded forms, too)."""
    return {normal_name(reign.name): reign for reign in (*_reigns(_MING, "明"), *_reigns(_QING, "清"))}


@cache
def counted_reigns() -> dict[str, Reign]:
    """Those whose years are counted: the reigns, and the eras beside them."""
    return reigns() | {normal_name(reign.name): reign for reign in _reigns(_BESIDE, "明清之际")}


@dataclass(frozen=True, slots=True)
class SolarEra:
    """An era counted by the civil calendar: year 1 is ``begin.year``; it was in use from ``begin`` to ``end``."""

    name: str
    begin: date
    end: date


SOLAR_ERAS = {
    era.name: era
    for era in (
        SolarEra("洪宪", date(1916, 1, 1), date(1916, 3, 22)),
        SolarEra("大同", date(1932, 3, 1), date(1934, 2, 28)),
        SolarEra("康德", date(1934, 3, 1), date(1945, 8, 17)),
    )
}
"""Yuan Shikai's 洪宪; 大同 and 康德 of Manchukuo."""
