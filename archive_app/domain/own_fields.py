"""An archive's own fields (自定栏目): declared in the archive, filled in items, without a change of the program.

An item keeps their values in one field, ``own``: what was written, under the name the field was first given. So a
record says by itself what it holds, whoever opens it, and two archives whose fields have the same name understand each
other. In a record's values, in commands and in the log each stands by itself, as ``own:开本``: undone, and seen in the
history, like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive_app.domain.fields import Field, FieldType, Term
from archive_app.domain.identity import is_id

OWN = "own"
PREFIX = "own:"
GROUP = "自定栏目"
ENTITY = "own_field"
CARDS: Mapping[str, str] = {"person": "人物", "place": "地名", "organisation": "单位", "event": "事件"}
"""The cards that may have own fields, too: their entity → what a person calls it."""
LONGEST_NAME = 20
"""Characters of a name: it stands over a field, and over a column."""

_T = FieldType
TYPES: Mapping[str, tuple[str, FieldType]] = {
    "text": ("文字，一行", _T.TEXT),
    "long_text": ("文字，几行", _T.LONG_TEXT),
    "number": ("数", _T.NUMBER),
    "date": ("时间，照原话写", _T.DATE),
    "choice": ("选一个", _T.CHOICE),
    "choices": ("选几个", _T.CHOICES),
    "tags": ("几个词", _T.TAGS),
    "flag": ("是或否", _T.FLAG),
    "link": ("关联一个", _T.LINK),
    "links": ("关联几个", _T.LINKS),
}
"""What an own field can be: what is stored → (what a person sees, how it is filled)."""
LINKING = ("link", "links")
"""Types whose values are ids of other records, as those of the program's own links are."""
TARGETS: Mapping[str, str] = {**CARDS, "item": "资料"}
"""What an own field may link to: the entity → what a person calls it."""


def is_own(name: str) -> bool:
    """Whether a field's name is an own field's."""
    return name.startswith(PREFIX)


def key_of(name: str) -> str:
    """The name an own field was first given, of ``own:开本``."""
    return name.removeprefix(PREFIX)


def declared(values: Mapping[str, Any]) -> Field:
    """The field that a definition (a record of ``own_field``) declares."""
    words, kind = TYPES.get(str(values.get("type")), TYPES["text"])
    del words
    terms = tuple(Term(term, term) for term in values.get("terms") or ())
    choosing = kind in (_T.CHOICE, _T.CHOICES)
    linking = kind.links
    return Field(
        PREFIX + str(values["key"]),
        str(values["name"]),
        kind,
        GROUP,
        required=bool(values.get("required")),
        terms=terms if choosing else (),
        open_vocabulary=choosing,  # what was chosen before a term went stays what it was
        target=str(values.get("target") or next(iter(TARGETS))) if linking else "",
        help=str(values.get("help") or ""),
        searchable=True,
    )


def type_words(type: str, target: str = "") -> str:
    """What an own field is filled with, as a person is told: 关联一个（人物）."""
    words = TYPES[type][0] if type in TYPES else TYPES["text"][0]
    return f"{words}（{TARGETS[target]}）" if type in LINKING and target in TARGETS else words


def ids_in(value: Any) -> list[str]:
    """The ids among the values of an own field: what one that links holds, and nothing of any other."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and is_id(one)]


def stray(name: str) -> Field:
    """A field of which nothing is known but its name: its definition came with another archive, or is gone."""
    return Field(name, key_of(name), _T.OWN_VALUE, GROUP, searchable=True)


def spread(values: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values with each own field by itself, beside ``own``."""
    plain = {name: value for name, value in values.items() if not is_own(name)}
    own = plain.get(OWN) or {}
    return {**plain, **{PREFIX + key: value for key, value in own.items()}}


def folded(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values after these changes, own fields among them; what is empty is kept nowhere."""
    plain = {name: value for name, value in changes.items() if not is_own(name)}
    own = dict(plain.get(OWN, values.get(OWN)) or {})
    for name, value in changes.items():
        if is_own(name):
            own[key_of(name)] = value
    filled = {key: value for key, value in own.items() if value not in (None, "", [], {}, False)}
    merged = {**values, **plain}
    return spread({**merged, OWN: filled} if OWN in merged or filled else merged)


def names_in(records: Iterable[Mapping[str, Any]]) -> list[str]:
    """The own fields that anything stands in, in the order they are met."""
    return list(dict.fromkeys(name for values in records for name in values if is_own(name)))
