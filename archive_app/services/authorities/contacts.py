"""Who may see telephone numbers and addresses: editors, and everyone where no staff is registered."""

from __future__ import annotations

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.domain.workflow.roles import Role
from archive_app.services.archive import Archive

EDITORS = {Role.EDITOR.value, Role.RESPONSIBLE.value, Role.CHIEF.value}
"""Roles of the editorial office that may see contacts."""


def may_see_contacts(archive: Archive) -> bool:
    """Whether who acts has a role that may; an archive without registered staff is its owner's own."""
    staff = [one for one in archive.catalogue.records("staff") if not one["left"]]
    if not staff:
        return True
    return any(EDITORS & set(one["roles"]) for one in staff if archive.actor in (one.title, *one["aliases"]))


def contacts_of(archive: Archive, person_id: str) -> list[Record]:
    """A person's contacts; none for whom they are not."""
    if not may_see_contacts(archive):
        return []
    return [one for one in archive.catalogue.records("contact") if one["person"] == person_id]


def refuse_contacts(archive: Archive, entity: str) -> None:
    """Raise where contacts are asked for by somebody who may not see them."""
    if entity == "contact" and not may_see_contacts(archive):
        remedy = "请由编辑部人员查看，或用 --as 写明编辑的姓名。"
        raise UsageError("联系方式只有编辑能看", remedy, code="contacts-restricted")
