"""How the fields of a kind are grouped in its form."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.domain.fields import Field
from archive_app.domain.kinds import COMMON_FIELDS, fields_of, kind_named
from archive_app.domain.kinds.common import CONTENT, IDENTITY
from archive_app.domain.own_fields import GROUP

ON_PAGES = frozenset({"manuscript", "transcript"})
"""Fields that have a page of their own beside the form."""


def groups_of(kind: str, ours: Sequence[Field] = ()) -> list[tuple[str, list[Field], bool]]:
    """(heading, fields, open at first): what names the item, what its kind adds, the archive's own fields (``ours``),
    what it says; then the rest."""
    own = {field.name for field in kind_named(kind).fields}
    common = {field.name for field in COMMON_FIELDS}
    grouped: dict[str, list[Field]] = {}
    for field in fields_of(kind).values():
        if field.name not in ON_PAGES and not field.by_program:
            grouped.setdefault(field.group, []).append(field)
    # a field of the kind in a group of every kind (保护期 among the rights) does not bring that to the front
    of_kind = [name for name, fields in grouped.items() if all(f.name in own - common for f in fields)]
    if ours:
        grouped[GROUP] = list(ours)
        of_kind.append(GROUP)
    order = [IDENTITY, *of_kind, CONTENT, *grouped]
    open_at_first = {IDENTITY, CONTENT, *of_kind}
    return [(name, grouped[name], name in open_at_first) for name in dict.fromkeys(order) if name in grouped]
