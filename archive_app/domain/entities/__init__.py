"""The types of record: items and the units they stand in, who and where, the office's lists, volumes, and an archive's
own settings.

One module a kind of record; a new one is declared in the module it belongs to, and named in ``ENTITIES``.
"""

from __future__ import annotations

from archive_app.domain.entities.authorities import CONTACT, EVENT, ORGANISATION, PERSON, PLACE
from archive_app.domain.entities.entity import Entity
from archive_app.domain.entities.items import FILE, ITEM
from archive_app.domain.entities.office import COMMISSIONER, CONSENT, LEAD, LOAN, STAFF, USE
from archive_app.domain.entities.settings import ENTRY_TEMPLATE, OWN_FIELD, SAVED_SEARCH
from archive_app.domain.entities.units import UNIT
from archive_app.domain.entities.volumes import ARTICLE, LEAF, SECTION, VOLUME

ENTITIES: tuple[Entity, ...] = (
    ITEM, PERSON, CONTACT, PLACE, ORGANISATION, EVENT, COMMISSIONER, STAFF, CONSENT, LEAD, LOAN, USE, FILE, VOLUME,
    SECTION, ARTICLE, LEAF, SAVED_SEARCH, ENTRY_TEMPLATE, OWN_FIELD, UNIT,
)  # fmt: skip


def entity_named(name: str) -> Entity:
    """The entity with this identifier; raises ``KeyError`` (a bug, not a person's mistake) where there is none."""
    for entity in ENTITIES:
        if entity.name == name:
            return entity
    raise KeyError(name)


__all__ = [
    "ARTICLE",
    "COMMISSIONER",
    "CONSENT",
    "CONTACT",
    "ENTITIES",
    "ENTRY_TEMPLATE",
    "EVENT",
    "FILE",
    "ITEM",
    "LEAD",
    "LEAF",
    "LOAN",
    "ORGANISATION",
    "OWN_FIELD",
    "PERSON",
    "PLACE",
    "SAVED_SEARCH",
    "SECTION",
    "STAFF",
    "UNIT",
    "USE",
    "VOLUME",
    "Entity",
    "entity_named",
]
