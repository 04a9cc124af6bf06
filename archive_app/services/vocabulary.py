"""The words that items are filed under: how often each stands, and renamed or made one in all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.catalogue.commands import SetFields
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field
from archive_app.domain.kinds import KINDS, fields_of
from archive_app.domain.own_fields import PREFIX
from archive_app.frozen import dataclass
from archive_app.hanzi.collation import pinyin_key
from archive_app.services.batch import BatchPlan, Way, Wish, plan
from archive_app.services.own_fields import own_field

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_NAMES = (
    "keywords", "category", "series", "language", "source_channel", "carrier", "original_location", "material",
    "photographer", "place_taken", "occasion", "recording_device", "present",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A word and in how many items it stands."""

    word: str
    items: int


_OWN_TYPES = ("choice", "choices", "tags", "text")


def vocabularies(archive: Archive) -> list[Field]:
    """The fields whose words are looked after: those that say the same thing again and again, and the archive's own."""
    declared = {field.name: field for kind in KINDS for field in fields_of(kind.name).values()}
    own = [one.field for one in archive.own_fields if one.of_items and one.type in _OWN_TYPES]
    return [*(declared[name] for name in _NAMES), *own]


def vocabulary(archive: Archive, word: str) -> Field:
    """The field with this name or label; raises ``UsageError`` that lists them."""
    for field in vocabularies(archive):
        if word in (field.name, field.label, field.name.removeprefix(PREFIX)):
            return field
    known = "、".join(f"{field.name}（{field.label}）" for field in vocabularies(archive))
    raise UsageError(f"“{word}”没有词表", f"有词表的：{known}。", code="no-vocabulary")


def terms(archive: Archive, field: Field) -> list[VocabularyTerm]:
    """Every word of a field, the most frequent first, then by pinyin; the trash aside. What can be chosen in an own
    field is there, too, where nobody chose it yet."""
    counted: Counter[str] = Counter({term.value: 0 for term in field.terms})
    for _item, value in archive.catalogue.field_values(field.name):
        counted.update(_said(value))
    found = [VocabularyTerm(word, number) for word, number in counted.items()]
    return sorted(found, key=lambda term: (-term.items, pinyin_key(term.word)))


def renaming(archive: Archive, field: Field, words: Collection[str], by: str) -> BatchPlan:
    """What becomes of the items when these words are written ``by`` (several become one; empty: they go).

    Raises ``UsageError`` where no words are given, or one of them is not there.
    """
    wanted = set(words)
    there = {item: _said(value) for item, value in archive.catalogue.field_values(field.name)}
    choices = [term.value for term in field.terms]
    missing = wanted - {word for said in there.values() for word in said} - set(choices)
    if missing:
        raise UsageError(f"“{field.label}”里没有“{sorted(missing)[0]}”", "请照词表里的写。", code="unknown-term")
    ids = [item for item, said in there.items() if said & wanted]
    made = plan(archive, ids, Wish(field.name, Way.RENAME, list(wanted), by=by))
    after = list(dict.fromkeys(word for term in choices if (word := by.strip() if term in wanted else term)))
    if after == choices:
        return made
    return replace(made, also=(SetFields(own_field(archive, field.name).id, {"terms": after}),))


def _said(value: str | list[str]) -> set[str]:
    return {value} if isinstance(value, str) else set(value)
