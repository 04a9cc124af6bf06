"""Which function gathers which report; imported when one is asked for, so that the list of reports costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from archive_app.services import (
    dossiers,
    lacking,
    office_reports,
    photograph_cards,
    register_reports,
    unit_reports,
)
from archive_app.services.corrections import lists
from archive_app.services.earlier import general
from archive_app.services.papers import giving, keeping, notices, permitting, reviewing, signing
from archive_app.services.volume_reports import chronicle, credits, errata, fees, indexes

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Made, Wanted

Maker = Callable[["Archive", "Wanted", tuple[str, ...], Callable[[float, str], None]], "Made"]

MAKERS: Mapping[str, Maker] = {
    "dossiers": dossiers.dossiers_table,
    "unit-contents": unit_reports.contents_table,
    "unit-notes": unit_reports.closing_notes,
    "photograph-cards": photograph_cards.cards,
    "chronicle": chronicle.chronicle_table,
    "general-contents": general.by_volume,
    "general-authors": general.by_author,
    "general-authors-strokes": general.by_author_strokes,
    "general-sections": general.by_section,
    "persons": indexes.persons_table,
    "places": indexes.places_table,
    "consents": office_reports.consents_table,
    "missing-consents": office_reports.missing_table,
    "commissioners": office_reports.commissioners_table,
    "figures": office_reports.figures_table,
    "leads": office_reports.leads_table,
    "lacks": lacking.lacks_table,
    "referrals": office_reports.referrals_table,
    "uses": register_reports.uses_table,
    "loans": register_reports.loans_table,
    "fees": fees.fees_table,
    "fee-payments": fees.payments_table,
    "copies": credits.copies_table,
    "credits": credits.credits_table,
    "proof-changes": lists.changes_table,
    "proof-marks": lists.marks_table,
    "errata": errata.errata_table,
    "reviews": reviewing.review_sheets,
    "return-notices": notices.return_notices,
    "acceptance-notices": notices.acceptance_notices,
    "consent-forms": permitting.consent_forms,
    "proof-sheets": signing.proof_sheets,
    "receipts": giving.receipts,
    "certificates": giving.certificates,
    "adoption-proofs": notices.adoption_proofs,
    "four-checks": keeping.four_check_report,
}
"""Report → (archive, what is wanted, the words under the title, progress) → the report as data."""
