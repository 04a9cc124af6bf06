"""What a merged card gives to the card that stays: its names, what fills an empty field, and what disagrees.

Two birth years are both kept: the card's own in its field, the other as a row of ``variants`` with where it comes
from. A split takes back what was given, unless it was rewritten since or another merged card says the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.own_fields import names_in
from archive_app.hanzi.names import name_fold

if TYPE_CHECKING:
    from archive_app.catalogue.merged_draft import Draft
    from archive_app.catalogue.store import Record

_ALIASES = "aliases"
_VARIANTS = "variants"
_UNITED = (FieldType.TAGS, FieldType.LINKS)
"""Fields whose lists a merge puts together, one by one."""
Row = dict[str, Any]


def given_fields(keep: Record, other: Record, ours: Mapping[str, Field] = MappingProxyType({})) -> list[Field]:
    """The fields of two cards that a merge looks at, names and ``variants`` apart; the archive's own by themselves, as
    ``ours`` declares them."""
    declared = entity_named(keep.entity)
    apart = (declared.title, _ALIASES, _VARIANTS)
    own = [ours.get(name) or declared.field(name) for name in names_in((keep.values, other.values))]
    return [*(field for field in declared.fields if not field.by_program and field.name not in apart), *own]


def agrees(field: Field, one: Any, other: Any) -> bool:
    """Whether two values say the same: dates by their EDTF where both have one, the rest as they are."""
    if field.type is FieldType.DATE and one and other and one.get("edtf") and other.get("edtf"):
        return bool(one["edtf"] == other["edtf"])
    return bool(one == other)


def words(field: Field, value: Any, title_of: Callable[[str], str] = str) -> str:
    """A value as a row of ``variants`` says it; ``title_of`` names what it links to."""
    if field.type.links:
        return "、".join(title_of(key) for key in (value if isinstance(value, list) else [value]))
    if field.type is FieldType.DATE:
        return str(value["display"])
    if field.type is FieldType.ROWS:
        return "；".join(" ".join(str(part) for part in row.values() if part) for row in value)
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    if isinstance(value, dict):  # a time in an own field
        return str(value.get("display") or "")
    if isinstance(value, bool):
        return "是" if value else "否"
    return field.label_of(str(value))


def compared(
    keep: Record, other: Record, ours: Mapping[str, Field] = MappingProxyType({})
) -> list[tuple[Field, Any, Any, str]]:
    """(field, value of ``keep``, value of ``other``, what a merge would make of it) of every field that either has.

    The last is ``same``, ``kept`` (only the first has it), ``filled``, ``united`` (lists) or ``both`` (they disagree).
    """
    rows: list[tuple[Field, Any, Any, str]] = []
    for field in given_fields(keep, other, ours):
        empty = field.empty()
        mine, theirs = keep.values.get(field.name, empty), other.values.get(field.name, empty)
        if mine == empty and theirs == empty:
            continue
        if theirs == empty:
            what = "kept"
        elif field.name == "pinyin" and not _same_name(keep, other):
            what = "kept" if mine != empty else "left"
        elif mine == empty:
            what = "filled"
        elif agrees(field, mine, theirs):
            what = "same"
        else:
            what = "united" if field.type in _UNITED else "both"
        rows.append((field, mine, theirs, what))
    return rows


def _same_name(keep: Record, other: Record) -> bool:
    return name_fold(keep.title) == name_fold(other.title)


def variant(field: Field, value: Any, card: Record, title_of: Callable[[str], str] = str) -> Row:
    """The row of ``variants`` that keeps what a merged card says otherwise."""
    label = entity_named(card.entity).label
    return {"field": field.label, "value": words(field, value, title_of), "source": f"并入的{label}卡“{card.title}”"}


def absorb(draft: Draft, other: Record, keep: str, beside: Sequence[str]) -> list[Row]:
    """Give ``keep`` what ``other`` has; returns what was given, as ``merged_gains``."""
    gains: list[Row] = []
    name = str(draft.get(keep, entity_named(other.entity).title))
    names = [one for one in (other.title, *other.values[_ALIASES]) if one != name]
    gains += _unite(draft, keep, _ALIASES, names, beside)
    for row in other.values[_VARIANTS]:
        gains += _add_variant(draft, keep, row, beside)
    before = draft.view.record(keep)
    now = _record_as_planned(draft, before)
    for field, mine, theirs, what in compared(now, other, draft.view.own_fields()):
        if what == "united" or (what == "filled" and field.type in _UNITED):
            gains += _unite(draft, keep, field.name, theirs, beside)
        elif what == "filled":
            draft.set(keep, field.name, theirs)
            gains.append({"field": field.name, "value": _json(theirs), "own": False})
        elif what == "same" and not _owned(draft, field.name, _json(mine), beside):
            gains.append({"field": field.name, "value": _json(mine), "own": False})
        elif what == "both":
            gains += _add_variant(draft, keep, variant(field, theirs, other, _titles(draft)), beside)
    return gains


def _record_as_planned(draft: Draft, record: Record) -> Record:
    values = {name: draft.get(record.id, name) for name in dict.fromkeys((*record.values, *draft.names(record.id)))}
    return type(record)(record.id, record.entity, record.version, values, record.trashed)


def _owned(draft: Draft, field: str, value: str, beside: Sequence[str]) -> bool:
    """Whether the card that stays has a value of its own, not only from a card merged into it before."""
    claims = [
        g for card in beside for g in draft.get(card, "merged_gains") if (g["field"], g["value"]) == (field, value)
    ]
    return not claims or any(claim.get("own") for claim in claims)


def _unite(draft: Draft, keep: str, field: str, values: Sequence[str], beside: Sequence[str]) -> list[Row]:
    have = list(draft.get(keep, field) or ())
    gains: list[Row] = []
    for value in dict.fromkeys(values):
        own = value in have and _owned(draft, field, _json(value), beside)
        gains.append({"field": field, "value": _json(value), "own": own})
        if value not in have:
            have.append(value)
    if have != list(draft.get(keep, field) or ()):
        draft.set(keep, field, have)
    return gains


def _add_variant(draft: Draft, keep: str, row: Row, beside: Sequence[str]) -> list[Row]:
    have = list(draft.get(keep, _VARIANTS))
    own = row in have and _owned(draft, _VARIANTS, _json(row), beside)
    if row not in have:
        draft.set(keep, _VARIANTS, [*have, row])
    return [{"field": _VARIANTS, "value": _json(row), "own": own}]


def release(draft: Draft, card: Record, keep: str, beside: Sequence[str]) -> None:
    """Take back what ``card`` gave, where it still stands as it was given."""
    for gain in card.values["merged_gains"]:
        if gain.get("own") or any(_claims(draft, other, gain) for other in beside):
            continue
        field = draft.view.own_fields().get(gain["field"]) or entity_named(card.entity).field(gain["field"])
        value = json.loads(gain["value"])
        value = _stands_for(draft, value) if field.type.links else value
        now = draft.get(keep, field.name)
        # An own list may have been given as a whole, when nobody knew yet what it was.
        if isinstance(now, list) and not isinstance(value, list):
            if value in now:
                draft.set(keep, field.name, [one for one in now if one != value])
        elif now == value:
            _refill(draft, keep, field, beside)


def _claims(draft: Draft, card: str, gain: Row) -> bool:
    return any((g["field"], g["value"]) == (gain["field"], gain["value"]) for g in draft.get(card, "merged_gains"))


def _refill(draft: Draft, keep: str, field: Field, beside: Sequence[str]) -> None:
    """Empty a field that was given; where another merged card says something else, that moves up from the variants."""
    draft.set(keep, field.name, field.empty())
    for other in beside:
        card = draft.view.record(other)
        theirs = card.values.get(field.name, field.empty())
        row = variant(field, theirs, card, _titles(draft)) if theirs != field.empty() else None
        gains = list(draft.get(other, "merged_gains"))
        given = {"field": _VARIANTS, "value": _json(row), "own": False}
        if row is None or given not in gains:
            continue
        draft.set(keep, field.name, theirs)
        draft.set(keep, _VARIANTS, [one for one in draft.get(keep, _VARIANTS) if one != row])
        gains[gains.index(given)] = {"field": field.name, "value": _json(theirs), "own": False}
        draft.set(other, "merged_gains", gains)
        return


def _stands_for(draft: Draft, value: Any) -> Any:
    """A link as it leads now: the card may have been merged into another since it was given."""
    if isinstance(value, list):
        return [_stands_for(draft, one) for one in value]
    while value and (into := draft.view.record(value).values.get("merged_into")):
        value = into
    return value


def _titles(draft: Draft) -> Callable[[str], str]:
    return lambda key: draft.view.record(key).title


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
