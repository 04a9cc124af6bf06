"""Which number a move issues, and what its parts are."""

from __future__ import annotations

from collections.abc import Mapping

from archive_app.domain.units import chain
from archive_app.domain.workflow import Action
from archive_app.services.numbers import ACCESSION, REF_CODE, Pattern, issue
from archive_app.services.workflow.case import Case

ISSUED_BY: Mapping[Action, str] = {Action.REGISTER: ACCESSION, Action.ARCHIVE: REF_CODE}
"""The moves that issue a number, and which."""


def fonds_of(case: Case) -> str:
    """The item's 全宗号, or that of the archive."""
    return str(case.item["fonds_no"] or numbers_of_units(case).get("fonds") or case.settings.get("fonds_no"))


def numbers_of_units(case: Case) -> dict[str, str]:
    """The numbers of the units in which the item stands: 全宗号, 类别号 (of several one behind the other), 案卷号."""
    unit = str(case.item["unit"] or "")
    if not unit:
        return {}
    rows = case.archive.catalogue.units()
    above = [rows[key] for key in reversed(chain(rows, unit))]
    return {
        "fonds": next((row.number for row in above if row.tier == "fonds"), ""),
        "series": "·".join(row.number for row in above if row.tier == "series" and row.number),
        "file": next((row.number for row in above if row.tier not in ("fonds", "series")), ""),
    }


def parts_of(case: Case, field_name: str) -> dict[str, str]:
    """What the pattern's braces stand for.

    The year of a 征集号 is that in which it is issued; that of a 档号 the one in which the item was received.
    """
    year = f"{case.today.year:04d}"
    if field_name == ACCESSION:
        return {"year": year}
    units = numbers_of_units(case)
    return {
        "year": str(case.item["received"])[:4] or year,
        "fonds": fonds_of(case),
        "category": case.kind.category,
        "retention": str(case.item["retention"]),
        "group": str(case.item["group_no"]).strip() or units.get("file", ""),
        "series": units.get("series", ""),
        "file": units.get("file", "") or str(case.item["group_no"]).strip(),
    }


def issue_number(case: Case) -> str:
    """Issue the number that this move issues, if it does; returns it, empty where it issues none."""
    field_name = ISSUED_BY.get(case.move.action)
    if field_name is None:
        return ""
    return issue(case.archive, case.item.id, Pattern.of(field_name, case.settings), parts_of(case, field_name))
