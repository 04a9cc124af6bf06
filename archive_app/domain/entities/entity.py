"""What a type of record is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field as own

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field
from archive_app.domain.own_fields import OWN, is_own, stray
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A type of record: its identifier, its name, its declared fields; ``title`` names the field shown for it."""

    name: str
    label: str
    fields: tuple[Field, ...]
    title: str = "name"
    _by_name: Mapping[str, Field] = own(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {field.name: field for field in self.fields})

    def field(self, name: str) -> Field:
        """The declared field; raises ``UsageError`` that lists those there are."""
        if name in self._by_name:
            return self._by_name[name]
        if is_own(name) and OWN in self._by_name:
            return stray(name)
        known = "、".join(f"{f.name}（{f.label}）" for f in self.fields)
        raise UsageError(f"“{self.label}”没有字段“{name}”", f"可用的字段：{known}。", code="unknown-field")
