"""A date as people say it: the words are kept; the reading stands beside them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """The words as written, and what is known of them.

    ``edtf`` is ISO 8601-2 (empty: not read); ``earliest`` and ``latest`` are ISO days that enclose every reading
    (empty: unknown); ``calendar``, ``precision``, ``qualifier`` and ``basis`` are the office's own words.
    """

    display: str
    edtf: str = ""
    earliest: str = ""
    latest: str = ""
    calendar: str = ""
    precision: str = ""
    qualifier: str = ""
    basis: str = ""
    note: str = ""

    @property
    def resolved(self) -> bool:
        """Whether the words have been read into bounds."""
        return bool(self.earliest and self.latest)

    def to_json(self) -> dict[str, str]:
        """Only what is filled; ``display`` always."""
        return {key: value for key, value in asdict(self).items() if value or key == "display"}

    @classmethod
    def from_json(cls, value: dict[str, Any] | str) -> FuzzyDate:
        """Take the stored form, or bare words."""
        if isinstance(value, str):
            return cls(display=value)
        known = {key: str(value.get(key) or "") for key in cls.__dataclass_fields__}
        return cls(**known)
