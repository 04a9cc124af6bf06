"""What cannot be or hardly can: dates of a card that contradict each other or the material it occurs in.

A remark is words for a person to look into; nothing is changed or refused for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.services.archive import Archive
from archive_app.services.authorities.occurrences import pointing

_LOOKED_AT = 500
"""Records that are compared with the card; nobody speaks or is photographed in more."""
OLDEST = 110
"""Years that hardly anyone outlives."""
_SPEAKING = ("口述者", "采访者")


def remarks(archive: Archive, card: Record, today: date | None = None) -> list[str]:
    """What is odd about a person's card, in Chinese sentences; empty for the other entities."""
    if card.entity != "person":
        return []
    birth, death = card.values["birth"] or {}, card.values["death"] or {}
    found = list(_life(birth, death, today or date.today()))
    for record in pointing(archive, card.id, _LOOKED_AT):
        if record.entity == "item" and not record.trashed:
            found += _against(record, card.id, birth, death)
    return found


def _life(birth: Mapping[str, Any], death: Mapping[str, Any], today: date) -> Iterator[str]:
    born, died = birth.get("latest") or "", death.get("earliest") or ""
    if birth.get("earliest") and death.get("latest") and death["latest"] < birth["earliest"]:
        yield f"卒年（{death['display']}）早于生年（{birth['display']}），请核对。"
    elif born and died and _year(died) - _year(born) > OLDEST:
        yield f"生于{birth['display']}，卒于{death['display']}，享年超过 {OLDEST} 岁，请核对。"
    elif born and not death and today.year - _year(born) > OLDEST:
        yield f"生于{birth['display']}，至今超过 {OLDEST} 岁而没有填卒年，请核对。"


def _against(item: Record, card: str, birth: Mapping[str, Any], death: Mapping[str, Any]) -> Iterator[str]:
    made = item["created"] or {}
    roles = [row["role"] for row in item["responsibility"] if row.get("person") == card and row.get("role")]
    depicted = any(row.get("person") == card for row in item.values.get("people") or ())
    speaks = item["kind"] == "oral_history" and any(role in _SPEAKING for role in roles)
    if death.get("latest") and made.get("earliest", "") > death["latest"]:
        if speaks:
            yield f"《{item.title}》采访于{made['display']}，而卒年是{death['display']}：人已不在，请核对。"
        elif depicted:
            yield f"《{item.title}》摄于{made['display']}，而卒年是{death['display']}：人已不在，请核对。"
    if birth.get("earliest") and made.get("latest") and made["latest"] < birth["earliest"] and (roles or depicted):
        yield f"《{item.title}》形成于{made['display']}，早于生年（{birth['display']}），请核对。"
    if speaks and birth.get("latest") and made.get("earliest"):
        age = _year(made["earliest"]) - _year(birth["latest"])
        if age > OLDEST:
            yield f"《{item.title}》采访时已 {age} 岁，超过 {OLDEST} 岁，请核对。"


def _year(day: str) -> int:
    return int(day[:4])
