"""What stands in an own field when its type is changed: read as the new type, in the same step, or named and left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import SetFields
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.own_fields import CARDS, OWN, type_words
from archive_app.services.linked import Called, names_in, said

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.own_fields import OwnField

_NAMED = 3
_SEVERAL = (FieldType.CHOICES, FieldType.TAGS)


def told(value: Any) -> str:
    """A value of an own field in words, whatever its type; names stand in it for the ids of one that links."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return str(value.get("display") or "")
    if isinstance(value, list):
        return "、".join(told(one) for one in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def uses(archive: Archive, own: OwnField, *, everywhere: bool = False) -> list[tuple[str, Any]]:
    """(item or card, value) of every one in which it is filled; the trash and cards it is of no more ``everywhere``."""
    catalogue = archive.catalogue
    found = [
        (item, values[own.key]) for item, values in catalogue.field_values(OWN, trashed=everywhere) if own.key in values
    ]
    for entity in CARDS:
        if entity in own.kinds or everywhere:
            cards = catalogue.records(entity, trashed=None if everywhere else False)
            found += [(card.id, card[OWN][own.key]) for card in cards if own.key in card[OWN]]
    return found


def converting(archive: Archive, own: OwnField, fresh: Field, type: str) -> list[SetFields]:
    """The commands by which everything that is filled becomes of the new type; raises ``UsageError`` that names what
    cannot: words that are no number, a name that nobody bears or several do."""
    reader = _Reader(archive, own.field, fresh)
    filled = uses(archive, own, everywhere=True)
    names = names_in(archive, ((own.field, value) for _key, value in filled))
    read = [(key, value, said(value, names)) for key, value in filled]
    after = {key: reader.read(value, words) for key, value, words in read}
    bad = [(key, words) for key, _value, words in read if after[key] is None]
    if bad:
        named = "、".join(
            f"《{archive.catalogue.record(key).title}》填的“{told(words)}”" for key, words in bad[:_NAMED]
        )
        raise UsageError(
            f"有 {len(bad)} 件填的不能算“{type_words(type, fresh.target)}”：{named}{'……' if len(bad) > _NAMED else ''}",
            "请先改好它们（要关联的，先有同名的卡片，且只有一张），或另加一个栏目，把这个停用。"
            if fresh.type.links
            else "请先改好它们，或另加一个栏目，把这个停用。",
            code="values-in-the-way",
        )
    return [SetFields(key, {own.field.name: after[key]}) for key, value, _words in read if after[key] != value]


class _Reader:
    """Reads values of one field as another has them."""

    def __init__(self, archive: Archive, before: Field, fresh: Field) -> None:
        self._fresh = fresh
        self._same_cards = before.type.links and before.target == fresh.target
        self._called = Called(archive)

    def read(self, value: Any, words: Any) -> Any:
        """The value (``words``: with names for ids) as the new field has it; None where it cannot be read so."""
        return self._linked(value, words) if self._fresh.type.links else _read_as(self._fresh, words)

    def _linked(self, value: Any, words: Any) -> Any:
        if self._same_cards:
            ids: list[str | None] = list(value) if isinstance(value, list) else [value]
        else:
            said_ = words if isinstance(words, list) else _parts(told(words), many=self._fresh.type is FieldType.LINKS)
            ids = [self._called.one(self._fresh.target, told(one)) for one in said_]
        if None in ids or (self._fresh.type is FieldType.LINK and len(ids) > 1):
            return None
        return ids if self._fresh.type is FieldType.LINKS else ids[0] if ids else ""


def _parts(words: str, *, many: bool) -> list[str]:
    return FIELD_OF_WORDS.check(words) if many else [words]


FIELD_OF_WORDS = Field("", "", FieldType.TAGS)
"""How a line of several names is parted: as that of several words."""


def _read_as(field: Field, value: Any) -> Any:
    """A value as a field of another type has it; None where it cannot be read so."""
    if isinstance(value, list) and field.type not in _SEVERAL:
        if len(value) > 1 and field.type is FieldType.CHOICE:
            return None
        value = told(value)
    elif not isinstance(value, str | list) and not (isinstance(value, dict) and field.type is FieldType.DATE):
        value = told(value)
    if field.type is FieldType.LONG_TEXT:
        return value
    if field.type is FieldType.TEXT:
        return " ".join(value.split())
    try:
        return field.check([value] if field.type is FieldType.TAGS and isinstance(value, str) else value)
    except UsageError:
        return None
