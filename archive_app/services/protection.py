"""保护期 proposed: what an archive knows of a photograph, held against the terms; a person takes it, or does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from archive_app.domain.kinds import fields_of
from archive_app.domain.kinds.common import REFUSED
from archive_app.domain.protection import OPEN, OVER, Maker, Reckoned, reckon
from archive_app.domain.rights import FREE, NOBODY
from archive_app.services.suggested import RECKONED, Offer

if TYPE_CHECKING:
    from archive_app.catalogue.catalogue import Catalogue
    from archive_app.catalogue.store import Record
    from archive_app.services.names import Names

FIELD = "protection"
_ROLES = ("摄影者", "翻拍者")


def reckoned(record: Record, catalogue: Catalogue, names: Names, today: date | None = None) -> Reckoned | None:
    """Whether a photograph's term is over; None for what is none, or whose answer somebody has given already."""
    said = str(record.values.get(FIELD) or "")
    if record["kind"] != "photograph" or said not in ("", OPEN):
        return None
    if any(word in str(record["copyright_holder"] or "") for word in FREE):
        return None
    makers, unsure = _makers(record, catalogue, names)
    found = reckon(_read(record["created"]), _read(record.values.get("first_published")), makers, today or date.today())
    return found if found.over or not unsure else Reckoned(False, "", (*unsure, *found.unknown))


def offers(record: Record, catalogue: Catalogue, names: Names, today: date | None = None) -> list[Offer]:
    """The proposal, where the term is over and nobody has refused it for this reason."""
    found = reckoned(record, catalogue, names, today)
    if found is None or not found.over:
        return []
    refused = any(
        row.get("field") == FIELD and row.get("answer") == REFUSED and row.get("basis") == found.reason
        for row in record["suggestions"] or ()
    )
    wanted, present = fields_of("photograph")[FIELD], str(record.values.get(FIELD) or "")
    return [] if refused else [Offer(record.id, RECKONED, wanted, OVER, found.reason, present=present)]


def open_words(record: Record, catalogue: Catalogue, names: Names, today: date | None = None) -> str:
    """What keeps one from saying that the term is over, in words; empty where nothing is asked or it is over."""
    found = reckoned(record, catalogue, names, today)
    if found is None or found.over:
        return ""
    return found.reason or "保护期算不出：不知道" + "、".join(found.unknown)


def _makers(record: Record, catalogue: Catalogue, names: Names) -> tuple[list[Maker], list[str]]:
    """Who took it, and what is doubtful about who they are."""
    rows = [row for row in record["responsibility"] or () if row.get("role") in _ROLES and row.get("name")]
    linked = {str(row["name"]): str(row["person"]) for row in rows if row.get("person")}
    written = str(record.values.get("photographer") or "").strip()
    called = dict.fromkeys(
        name
        for name in (*(str(row["name"]) for row in rows if row["role"] == _ROLES[0]), *written.split("、"))
        if name and name not in NOBODY
    )
    makers, unsure = [], []
    for name in called:
        cards = {one.key: entity for entity, one in names.called(name) if entity in ("person", "organisation")}
        key = linked.get(name) or (next(iter(cards)) if len(cards) == 1 else "")
        if len(cards) > 1 and not key:
            unsure.append(f"“{name}”是哪一位")
        if cards.get(key) == "organisation":
            makers.append(Maker(name, body=True))
        else:
            card = catalogue.load("person", [key]).get(key) if key else None
            makers.append(Maker(name, death=_read(card["death"]) if card is not None else None))
    return makers, unsure


def _read(value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A date as it was read; one whose reading nobody has taken yet, as it would be, where that is beyond doubt."""
    from archive_app.services.authorities.remarks import as_read  # with it come the tables of dates

    return as_read(value)
