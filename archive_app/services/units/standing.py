"""Which level holds for an item, whose it is, and in words why: 控制（承自 案卷 3「水磨调查」，到 2030-01-01）."""

from __future__ import annotations

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.levels import UnitRow
from archive_app.catalogue.store import Record
from archive_app.domain.units import Standing, standing


def standing_of(catalogue: Catalogue, record: Record) -> Standing:
    """The level of an item, or the one of a unit for what stands in it; and the unit from which it comes down."""
    within = str(record["parent" if record.entity == "unit" else "unit"] or "")
    rows = catalogue.units() if within else {}
    return standing(str(record["access"] or ""), str(record["access_until"] or ""), rows, within)


def held_by(catalogue: Catalogue, record: Record) -> UnitRow | None:
    """The unit from which an item's level comes down; None where it is its own."""
    found = standing_of(catalogue, record)
    return catalogue.units()[found.holder] if found.holder else None


def level_words(catalogue: Catalogue, record: Record) -> str:
    """The level that holds for an item, from where, and until when."""
    found = standing_of(catalogue, record)
    from_where = f"承自 {catalogue.units()[found.holder].words}" if found.holder else ""
    until = f"到 {found.until}" if found.until else ""
    why = "，".join(filter(None, (from_where, until)))
    return f"{found.level.label}{f'（{why}）' if why else ''}"


def opens_in_words(catalogue: Catalogue, record: Record) -> str:
    """Why an item cannot be opened further by its own level, and what to do; empty where it can."""
    found = standing_of(catalogue, record)
    if not found.holder:
        return ""
    unit = catalogue.units()[found.holder]
    return (
        f"它在{unit.words}里，那里定为{found.level.label}，所以这一件不能更宽。"
        f"要放宽，请改{unit.words}的级别，或把这一件移出去。"
    )
