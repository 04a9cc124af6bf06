"""Cells of a list that name cards or items in an archive's own fields: found by name, or said to be unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field, FieldType
from archive_app.intake.lists.words import names_in
from archive_app.services.linked import Called

if TYPE_CHECKING:
    from archive_app.intake.lists.rows import ListedRecord
    from archive_app.services.archive import Archive

APART = "；"
"""Between several names in a cell that this program writes: a title may have a 、 in it."""
_APART = re.compile(r"[;；\n]")


class ListedLinks:
    """What the names in such cells mean, over one archive."""

    def __init__(self, archive: Archive) -> None:
        self._called = Called(archive)

    def resolve(self, record: ListedRecord) -> None:
        """Put the ids of what a row's cells name into its values. A name that nobody bears, or several do, is said,
        and kept in the notes of a row that is new: nothing is linked by guessing, and no cell keeps its row out."""
        for name, (label, words) in record.links.items():
            field = record.own[name]
            found, unknown = self._found(field, words)
            if field.type is FieldType.LINK and len(found) > 1:
                found, unknown = [], [words]
            if found:
                record.values[name] = found if field.type is FieldType.LINKS else found[0]
            if unknown:
                told = "、".join(unknown)
                card = entity_named(field.target).label
                record.warnings.append(
                    f"“{label}”写的“{told}”没有连上：没有叫这个的{card}，或不止一个；请先建好卡片，再在表里选。"
                )
                if not record.item:
                    line = f"{label}：{told}"
                    before = record.values.get("notes")
                    record.values["notes"] = f"{before}\n{line}" if before else line

    def _found(self, field: Field, words: str) -> tuple[list[str], list[str]]:
        """(ids, names that mean none or several): the cell as one name, else parted by semicolons, else by commas."""
        for parts in ([words], _APART.split(words), names_in(words)):
            named = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
            ids = [self._called.one(field.target, one) for one in named]
            if all(ids):
                break
        known = [key for key in ids if key]
        return list(dict.fromkeys(known)), [one for one, key in zip(named, ids, strict=True) if not key]
