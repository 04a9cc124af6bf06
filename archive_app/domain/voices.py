"""Who the speakers of a transcript are: what the segments call them, and whose card that is.

A segment has a label: a part (问, 采访者) or a name. A label that is a name and has its card is shown as the card is
called now, so that a card's new name is in every transcript at once; a part stays a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive_app.domain.speakers import is_part

Row = Mapping[str, Any]


def cards_of(speakers: Iterable[Row]) -> dict[str, str]:
    """Label → the card's id, of the rows of the field ``speakers``."""
    return {str(row["label"]): str(row["person"]) for row in speakers if row.get("label") and row.get("person")}


def shown_names(speakers: Iterable[Row], names: Mapping[str, str]) -> dict[str, str]:
    """Label → what is read in its place; ``names`` are the cards' names by id. Labels that stay are left out."""
    cards = cards_of(speakers)
    return {
        label: names[card]
        for label, card in cards.items()
        if not is_part(label) and names.get(card) and names[card] != label
    }


def shown(rows: Iterable[Row], speakers: Iterable[Row], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The segments as they are read: each speaker called as he is called now."""
    called = shown_names(speakers, names)
    return [
        {**row, "speaker": called[str(row["speaker"])]} if str(row.get("speaker") or "") in called else dict(row)
        for row in rows
    ]


def with_card(speakers: Sequence[Row], label: str, card: str) -> list[dict[str, Any]]:
    """The rows with a label's card set, or taken away."""
    kept = [dict(row) for row in speakers if row.get("label") != label]
    at = next((number for number, row in enumerate(speakers) if row.get("label") == label), len(kept))
    if card:
        kept.insert(at, {"label": label, "person": card})
    return kept


def relabelled(speakers: Sequence[Row], label: str, wanted: str) -> list[dict[str, Any]]:
    """The rows with another label for one of them; where the other is there already, the two are one."""
    cards = cards_of(speakers)
    card = cards.get(wanted) or cards.get(label, "")
    kept = [dict(row) for row in speakers if row.get("label") not in (label, wanted)]
    return [*kept, {"label": wanted, "person": card}] if card else kept
