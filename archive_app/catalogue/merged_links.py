"""The links of a merged card: re-pointed to the card that stays, and given back by a split.

Each link is remembered by where it stood (record, field, and in rows the row's other columns), never by its number
alone: rows may be added, moved or edited between a merge and a split.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.pointing import leads_to
from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.own_fields import is_own, names_in
from archive_app.frozen import dataclass

if TYPE_CHECKING:
    from archive_app.catalogue.merged_draft import Draft
    from archive_app.catalogue.store import Record

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Context:
    """One merge or split: the cards, the kind of card, and the cards that are merged into ``keep`` beside it."""

    draft: Draft
    card: str
    keep: str
    entity: str
    beside: Sequence[str]

    def claims(self, record: str, field: str, column: str = "") -> Iterator[tuple[str, Row]]:
        """(card, remembered link) of the cards beside, at this place."""
        for other in self.beside:
            for claim in self.draft.get(other, "merged_links"):
                if (claim["record"], claim["field"], claim.get("column", "")) == (record, field, column):
                    yield other, claim


def repoint(draft: Draft, card: Record, keep: Record, beside: Sequence[str]) -> list[Row]:
    """Let every link to ``card`` lead to ``keep``; returns what a split has to know."""
    about = _Context(draft, card.id, keep.id, card.entity, beside)
    remembered: list[Row] = []
    for key in draft.view.pointing_to(card.id):
        for field in _fields_of(draft, key):
            if field.name == "merged_into" or not leads_to(field, card.entity):
                continue
            remembered += _repoint_field(about, key, field)
    return remembered


def _fields_of(draft: Draft, key: str) -> Iterator[Field]:
    """The fields of a record, those of the archive's own that stand in it among them."""
    yield from entity_named(draft.entity(key)).fields
    own = draft.view.own_fields()
    yield from (own[name] for name in names_in((draft.view.record(key).values,)) if name in own)


def _field_of(draft: Draft, key: str, name: str) -> Field | None:
    """The field in which a link was remembered; None where there is none of the name, or it links no more."""
    if is_own(name):
        field = draft.view.own_fields().get(name)
        return field if field is not None and field.type.links else None
    return next((one for one in entity_named(draft.entity(key)).fields if one.name == name), None)


def _repoint_field(about: _Context, key: str, field: Field) -> list[Row]:
    value = about.draft.get(key, field.name)
    place: Row = {"record": key, "field": field.name}
    if field.type is FieldType.LINK:
        if value != about.card:
            return []
        about.draft.set(key, field.name, about.keep)
        return [place]
    if field.type is FieldType.LINKS:
        if about.card not in value:
            return []
        original = about.draft.view.record(key).values[field.name]
        claims = [claim for _, claim in about.claims(key, field.name)]
        about.draft.set(key, field.name, _without_repeats(about.keep if v == about.card else v for v in value))
        return [{**place, "before": list(original), "own": _own(about.keep in original, claims)}]
    return [row for column in field.columns for row in _repoint_column(about, key, field, column)]


def _own(there: bool, claims: Sequence[Row]) -> bool:
    """Whether the card that stays stood there on its own account, not only for a card merged into it before."""
    return there and (not claims or any(claim.get("own", False) for claim in claims))


def _repoint_column(about: _Context, key: str, field: Field, column: Field) -> list[Row]:
    if not leads_to(column, about.entity):
        return []
    rows: list[Row] = list(about.draft.get(key, field.name))
    original: list[Row] = about.draft.view.record(key).values[field.name]
    place: Row = {"record": key, "field": field.name, "column": column.name}
    remembered: list[Row] = []
    made: list[Row] = []
    own = [_content(row, column.name) for row in original if _holds(row.get(column.name), about.keep)]
    for at, row in enumerate(rows):
        value: Any = row.get(column.name)
        if not _holds(value, about.card):
            made.append(row)
            continue
        content = _content(row, column.name)
        claims = [c for _, c in about.claims(key, field.name, column.name) if c.get("row") == content]
        remembered.append({**place, "row": content, "at": at, "own": _own(content in own, claims)})
        if column.type is FieldType.LINKS:
            remembered[-1]["before"] = list(value)
            made.append({**row, column.name: _without_repeats(about.keep if v == about.card else v for v in value)})
            continue
        remembered[-1]["before"] = own
        row = {**row, column.name: about.keep}
        # The same row twice would print a name twice: one stands for both.
        if not any(_same(row, other) for other in (*made, *rows[at + 1 :])):
            made.append(row)
    if remembered:
        about.draft.set(key, field.name, made)
    return remembered


def restore(draft: Draft, card: Record, keep: str, beside: Sequence[str]) -> None:
    """Give ``card`` the links back that were its own and that nobody has removed since."""
    about = _Context(draft, card.id, keep, card.entity, beside)
    for claim in sorted(card.values["merged_links"], key=lambda one: int(one.get("at") or 0)):
        key = claim["record"]
        field = _field_of(draft, key, claim["field"])
        if field is None:
            continue
        value = draft.get(key, field.name)
        value = field.empty() if value is None else value  # an own field that was emptied is gone
        if field.type is FieldType.LINK:
            if value == keep:
                draft.set(key, field.name, card.id)
        elif field.type is FieldType.LINKS:
            claims = list(about.claims(key, field.name))
            draft.set(key, field.name, _given_back(value, about, claim, [other for other, _ in claims]))
        else:
            _restore_row(about, key, field, claim)


def _given_back(value: Sequence[str], about: _Context, claim: Row, others: Sequence[str]) -> list[str]:
    """A list of links with the card in it again; ``others`` are the cards beside that also stood in it."""
    now = list(value)
    if about.keep not in now or about.card in now:
        return now
    if not claim.get("own") and not others:
        return [about.card if v == about.keep else v for v in now]
    # Where it stood: behind the nearest of those before it that is still there, else before the nearest behind it.
    before = list(claim.get("before", ()))
    if about.card in before and now == _without_repeats(about.keep if v == about.card else v for v in before):
        return before  # nobody has touched the list since: the order is as it was, too
    stand_in = {other: about.keep for other in others}
    order = [stand_in.get(v, v) for v in claim.get("before", ())]
    at = list(claim.get("before", ())).index(about.card) if about.card in claim.get("before", ()) else len(order)
    for earlier in reversed(order[:at]):
        if earlier in now:
            return _inserted(now, now.index(earlier) + 1, about.card)
    for later in order[at + 1 :]:
        if later in now:
            return _inserted(now, now.index(later), about.card)
    return [*now, about.card]


def _restore_row(about: _Context, key: str, field: Field, claim: Row) -> None:
    column = next((one for one in field.columns if one.name == claim["column"]), None)
    if column is None:
        return
    rows: list[Row] = list(about.draft.get(key, field.name))
    claims = list(about.claims(key, field.name, column.name))
    content, place = claim.get("row", ""), int(claim.get("at") or 0)
    taken = [c.get("row", "") for _, c in claims]
    if column.type is FieldType.LINK:
        taken += claim.get("before", ())
    linked = [at for at, row in enumerate(rows) if _holds(row.get(column.name), about.keep)]
    at = _find(rows, linked, column.name, content, taken, place)
    if at is None:
        return
    others = [other for other, c in claims if c.get("row") == content]
    if column.type is FieldType.LINKS:
        rows[at] = {**rows[at], column.name: _given_back(rows[at][column.name], about, claim, others)}
    elif claim.get("own") or others:
        rows.insert(min(place, len(rows)), {**json.loads(content), column.name: about.card})
    else:
        rows[at] = {**rows[at], column.name: about.card}
    about.draft.set(key, field.name, rows)


def _find(rows: list[Row], linked: list[int], column: str, content: str, taken: Sequence[str], at: int) -> int | None:
    """The row a remembered link stands in now: the same words, else the most alike that no other link accounts for."""
    contents = {number: _content(rows[number], column) for number in linked}
    for number in linked:
        if contents[number] == content:
            return number
    wanted = json.loads(content or "{}")
    best: tuple[int, int] | None = None
    chosen: int | None = None
    for number in linked:
        if contents[number] in taken:
            continue
        alike = sum(1 for name, value in json.loads(contents[number]).items() if wanted.get(name) == value)
        if alike and (best is None or (alike, -abs(number - at)) > best):
            best, chosen = (alike, -abs(number - at)), number
    return chosen


def _holds(value: Any, card: str) -> bool:
    return card in value if isinstance(value, list) else bool(value == card)


def _content(row: Row, column: str) -> str:
    """A row's other columns, empty ones left out, in one form."""
    kept = {name: value for name, value in row.items() if name != column and value not in ("", None, [])}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _same(one: Row, other: Row) -> bool:
    return _content(one, "") == _content(other, "")


def _without_repeats(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _inserted(values: list[str], at: int, value: str) -> list[str]:
    return [*values[:at], value, *values[at:]]
