"""What a kind of material is: a name and its own declared fields, beside those that every item has."""

from __future__ import annotations

from archive_app.domain.fields import Field
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of material.

    ``category`` is the 门类 letters of the 档号 (DA/T 13-2022); ``icon`` names an icon of ``resources/icons``;
    ``fields`` are the kind's own, grouped as its form shows them. ``has_text``: it is edited, proofread and set as a
    text. ``signed``: who told or wrote it signs the edited text (核稿). ``submit_needs``: fields that, beside the
    required ones, must be filled before it is handed in.
    """

    name: str
    label: str
    category: str
    icon: str
    fields: tuple[Field, ...]
    has_text: bool = True
    signed: bool = False
    submit_needs: tuple[str, ...] = ()
