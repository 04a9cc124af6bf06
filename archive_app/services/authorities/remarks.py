"""What cannot be or hardly can: dates of a card that contradict each other or the material it occurs in.

A remark is words for a person to look into; nothing is changed or refused for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.authorities.occurrences import pointing

_LOOKED_AT = 500
"""Records that are compared with the card; nobody speaks or is photographed in more."""
OLDEST = 110
"""Years that hardly anyone outlives."""
_SPEAKING = ("口述者", "采访者")


YOUNGEST = 5
"""Years before which nobody writes, takes photographs or is interviewed."""
_MAKING = {"作者": "写成", "摄影者": "拍摄", "采访者": "采访", "整理者": "整理"}
"""What somebody does in person, and so not after his death."""


@dataclass(frozen=True, slots=True)
class Odd:
    """What is odd, in a Chinese sentence; ``item`` is the material it is about, empty where it is the card alone."""

    words: str
    item: str = ""


def remarks(archive: Archive, card: Record, today: date | None = None) -> list[str]:
    """What is odd about a person's card, in Chinese sentences; empty for the other entities."""
    return [one.words for one in odd(archive, card, today)]


def odd(archive: Archive, card: Record, today: date | None = None) -> list[Odd]:
    """What is odd about a person's card and the material it occurs in; empty for the other entities."""
    if card.entity != "person":
        return []
    birth, death = as_read(card.values["birth"]), as_read(card.values["death"])
    if not birth and not death:
        return []
    today = today or date.today()
    found = [Odd(words) for label, day in (("生年", birth), ("卒年", death)) for words in _alone(label, day, today)]
    found += [Odd(words) for words in _life(birth, death, today)]
    for record in pointing(archive, card.id, _LOOKED_AT):
        if record.entity == "item" and not record.trashed:
            found += [Odd(words, record.id) for words in _against(record, card.id, birth, death)]
    return found


def all_odd(archive: Archive, ids: Iterable[str] = (), today: date | None = None) -> Iterator[tuple[Record, list[Odd]]]:
    """(card, what is odd about it) of every person's card, or of these, where something is."""
    catalogue = archive.catalogue
    wanted = list(ids)
    cards = list(catalogue.load("person", wanted).values()) if wanted else catalogue.records("person")
    for card in cards:
        if found := odd(archive, card, today):
            yield card, found


def odd_about(archive: Archive, item: Record) -> list[tuple[str, str]]:
    """(id of a person's card, what of the item's time does not go with it) for everyone who told, made or is on it."""
    columns = ("responsibility", "people")
    ids = dict.fromkeys(
        str(row["person"]) for name in columns for row in item.values.get(name) or () if row.get("person")
    )
    found = []
    for card in archive.catalogue.load("person", ids).values():
        birth, death = as_read(card.values["birth"]), as_read(card.values["death"])
        if birth or death:
            found += [(card.id, f"{card.title}：{words}") for words in _against(item, card.id, birth, death)]
    return found


def _alone(label: str, value: Mapping[str, Any], today: date) -> Iterator[str]:
    if value.get("earliest"):
        if value["earliest"] > today.isoformat():
            yield f"{label}是{value['display']}，还没有到，请核对。"
    elif value.get("display"):
        from archive_app.hanzi.dating import read  # its tables take a while to read

        if problem := read(str(value["display"])).problem:
            yield f"{label}写的是{value['display']}：{problem}，请核对。"


def _life(birth: Mapping[str, Any], death: Mapping[str, Any], today: date) -> Iterator[str]:
    born, died = birth.get("latest") or "", death.get("earliest") or ""
    if birth.get("earliest") and death.get("latest") and death["latest"] < birth["earliest"]:
        yield f"卒年（{death['display']}）早于生年（{birth['display']}），请核对。"
    elif born and died and _year(died) - _year(born) > OLDEST:
        yield f"生于{birth['display']}，卒于{death['display']}，享年超过 {OLDEST} 岁，请核对。"
    elif born and not death and today.year - _year(born) > OLDEST:
        yield f"生于{birth['display']}，至今超过 {OLDEST} 岁而没有填卒年，请核对。"


def _against(item: Record, card: str, birth: Mapping[str, Any], death: Mapping[str, Any]) -> Iterator[str]:
    made = as_read(item["created"])
    roles = [row["role"] for row in item["responsibility"] if row.get("person") == card and row.get("role")]
    depicted = any(row.get("person") == card for row in item.values.get("people") or ())
    speaks = item["kind"] == "oral_history" and any(role in _SPEAKING for role in roles)
    if death.get("latest") and made.get("earliest", "") > death["latest"]:
        if speaks:
            yield f"《{item.title}》采访于{made['display']}，而卒年是{death['display']}：人已不在，请核对。"
        elif depicted:
            yield f"《{item.title}》摄于{made['display']}，而卒年是{death['display']}：人已不在，请核对。"
        else:
            for role in dict.fromkeys(role for role in roles if role in _MAKING):
                done = f"{_MAKING[role]}于{made['display']}"
                yield f"《{item.title}》{done}，而卒年是{death['display']}：人已不在，请核对。"
    if birth.get("earliest") and made.get("latest") and made["latest"] < birth["earliest"] and (roles or depicted):
        yield f"《{item.title}》形成于{made['display']}，早于生年（{birth['display']}），请核对。"
    doing = [role for role in roles if role in _MAKING or speaks]
    if doing and birth.get("earliest") and made.get("latest") and made["latest"] >= birth["earliest"]:
        age = _year(made["latest"]) - _year(birth["earliest"])
        if age < YOUNGEST:
            yield f"《{item.title}》的{doing[0]}那时只有 {age} 岁，请核对。"
    if speaks and birth.get("latest") and made.get("earliest"):
        age = _year(made["earliest"]) - _year(birth["latest"])
        if age > OLDEST:
            yield f"《{item.title}》采访时已 {age} 岁，超过 {OLDEST} 岁，请核对。"


def as_read(value: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """A date as it was read; one whose reading nobody has taken yet, as it would be, where that is beyond doubt."""
    if not value or value.get("earliest") or value.get("latest") or not value.get("display"):
        return value or {}
    from archive_app.hanzi.dating import read  # its tables take a while to read

    reading = read(str(value["display"]))
    return value if reading.confirm or reading.problem else {**reading.date.to_json(), **value}


def _year(day: str) -> int:
    return int(day[:4])
