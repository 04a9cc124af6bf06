"""Cards that are likely one: proposed with what speaks for and against it; a person merges them or tells them apart."""

from __future__ import annotations

from typing import Any

from archive_app.catalogue.commands import Batch, Command, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.entities import entity_named
from archive_app.frozen import dataclass
from archive_app.hanzi.names import name_fold
from archive_app.services.archive import Archive
from archive_app.services.authorities.cards import distinguishing, names_of

_NEAR_YEARS = 2
"""Birth years this far apart may be one person's: 虚岁, a lunar birthday, a guess."""
_APART = "apart"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two cards that may be one: why, and what speaks against it."""

    keep: Record
    other: Record
    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi merge --propose --json``."""
        return {
            "keep": {"id": self.keep.id, "name": self.keep.title, "words": distinguishing(self.keep)},
            "other": {"id": self.other.id, "name": self.other.title, "words": distinguishing(self.other)},
            "reasons": list(self.reasons),
            "doubts": list(self.doubts),
        }


def proposals(archive: Archive, entity: str) -> list[Proposal]:
    """Pairs of cards that are likely one, the likelier first. Nothing is merged: a person looks at both and decides.

    Cards whose birth years (or what they belong to) exclude each other are namesakes, not proposals; nor are those a
    person has told apart.
    """
    records = archive.catalogue.records(entity)
    by_name: dict[str, list[Record]] = {}
    for record in records:
        for name in dict.fromkeys(name_fold(one) for one in names_of(record) if one.strip()):
            by_name.setdefault(name, []).append(record)
    pairs: dict[tuple[str, str], tuple[Record, Record]] = {}
    for group in by_name.values():
        for number, one in enumerate(group):
            for other in group[number + 1 :]:
                fuller, barer = sorted((one, other), key=lambda r: (-_filled(r), r.id))
                pairs[fuller.id, barer.id] = (fuller, barer)
    found = [made for one, other in pairs.values() if (made := _proposal(one, other)) is not None]
    return sorted(found, key=lambda p: (len(p.doubts), -len(p.reasons), p.keep.title))


def _filled(record: Record) -> int:
    return sum(1 for f in entity_named(record.entity).fields if record.values[f.name] != f.empty())


def telling_apart(one: Record, other: Record) -> Command:
    """A command after which two cards are not proposed as one any more (until it is undone)."""
    pairs = ((one, other), (other, one))
    steps = [
        SetFields(card.id, {_APART: [*(card.values[_APART] or ()), beside.id]}, by_program=True)
        for card, beside in pairs
        if beside.id not in (card.values[_APART] or ())
    ]
    return Batch(f"不是同一个：“{one.title}”和“{other.title}”", steps)


def _proposal(one: Record, other: Record) -> Proposal | None:
    if other.id in (one.values[_APART] or ()) or one.id in (other.values[_APART] or ()):
        return None
    reasons, doubts = [], []
    if one.title == other.title:
        reasons.append("姓名相同" if one.entity == "person" else "名称相同")
    elif name_fold(one.title) == name_fold(other.title):
        reasons.append(f"“{one.title}”和“{other.title}”是同一名字的不同写法")
    else:
        shared = [name for name in names_of(one) if name_fold(name) in {name_fold(n) for n in names_of(other)}]
        reasons.append("都叫“" + "”“".join(dict.fromkeys(shared)) + "”")
    first, second = _years(one), _years(other)
    if first and second:
        apart = max(first[0] - second[1], second[0] - first[1], 0)
        if apart > _NEAR_YEARS:
            return None
        reasons.append("生年相同" if first == second else f"生年相近（相差 {apart} 年）" if apart else "生年合得上")
    for name, label in (("parent", "上级"), ("native_place", "籍贯"), ("gender", "性别")):
        mine, theirs = one.values.get(name), other.values.get(name)
        if mine and theirs and mine != theirs and "不详" not in (mine, theirs):
            if name == "gender":
                return None
            doubts.append(f"{label}不同：{mine}，{theirs}")
    return Proposal(one, other, tuple(reasons), tuple(doubts))


def _years(record: Record) -> tuple[int, int] | None:
    born = record.values.get("birth") or {}
    if not born.get("earliest") or not born.get("latest"):
        return None
    return int(born["earliest"][:4]), int(born["latest"][:4])
