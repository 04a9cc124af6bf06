"""The consents of the archive: how each stands, which materials have none that holds, and the scans of the papers."""

from __future__ import annotations

import mimetypes
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Batch, Create, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.consents import BEST_FIRST, ConsentState, Holder, consent_state, holder_of
from archive_app.domain.errors import Refused
from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive

SCANS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".pdf", ".heic")
"""What a scan of a paper may be."""
_SIGNATURES = {
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".tiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".pdf": (b"%PDF-",),
    ".webp": (b"RIFF",),
}
NARRATORS = ("口述者", "作者", "摄影者", "捐赠者", "责任者")
"""Whose death matters where a consent names no card: the first of these roles that the material has."""


@dataclass(frozen=True, slots=True)
class ItemConsent:
    """How the permission for a material stands, by its best consent."""

    item: str
    title: str
    kind: str
    state: ConsentState
    consent: Record | None

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi consents --json``."""
        return {
            "id": self.item,
            "title": self.title,
            "kind": self.kind,
            "state": self.state.value,
            "words": self.state.label,
            "consent": self.consent.id if self.consent else None,
        }


class ConsentBook:
    """All consents as they stand on a day; made anew where the archive has changed."""

    def __init__(self, archive: Archive, today: date | None = None) -> None:
        self._archive = archive
        self.today = today or date.today()
        self.consents = archive.catalogue.records("consent")
        self._dead = {r.id: r for r in archive.catalogue.records("person") if r["death"]}
        self._by_item: dict[str, list[Record]] = {}
        for consent in self.consents:
            for item in consent["items"]:
                self._by_item.setdefault(item, []).append(consent)

    def state_of(self, consent: Record) -> ConsentState:
        """How a consent stands."""
        return consent_state(consent.values, self._holder(consent), self.today)

    def _holder(self, consent: Record) -> Holder:
        """Who holds the rights: the card the consent names, else the card of that name in its materials.

        The materials are looked at only where the name begins as that of somebody who has died.
        """
        key, name = str(consent["person"]), str(consent["holder"])
        if not key and any(name.startswith(one) for dead in self._dead.values() for one in _names(dead)):
            items = self._archive.catalogue.load("item", consent["items"]).values()
            key = next((found for item in items if (found := _person_named(item, name))), "")
        return holder_of(self._dead[key].values if key in self._dead else None)

    def of_item(self, item: Record) -> ItemConsent:
        """How the permission for a material stands."""
        return self._best(item.id, item.title, str(item["kind"]))

    def _best(self, item: str, title: str, kind: str) -> ItemConsent:
        ranked = sorted(
            ((self.state_of(consent), consent) for consent in self._by_item.get(item, ())),
            key=lambda pair: BEST_FIRST.index(pair[0]),
        )
        state, consent = ranked[0] if ranked else (ConsentState.ABSENT, None)
        return ItemConsent(item, title, kind, state, consent)

    def state_of_item(self, item: Record) -> ConsentState:
        """The state of a material's best consent; ``ABSENT`` where there is none."""
        return self.of_item(item).state

    def missing(self) -> list[ItemConsent]:
        """The materials without a consent that holds (缺件表), in the order they came."""
        catalogue = self._archive.catalogue
        found = [self._best(row.id, row.title, row.kind) for row in catalogue.item_rows(catalogue.item_ids())]
        return [one for one in found if one.state is not ConsentState.VALID]


def _names(card: Record) -> list[str]:
    return [name for name in (card.title, *card["aliases"]) if name]


def _person_named(item: Record, holder: str) -> str:
    """The card of who is credited in a material under the holder's name (赵铁山 in 赵铁山（继承人补签）)."""
    for role in NARRATORS:
        for row in item["responsibility"]:
            name = str(row.get("name") or "")
            if row.get("role") == role and row.get("person") and name and holder.startswith(name):
                return str(row["person"])
    return ""


def attach_scan(archive: Archive, consent: Record, path: Path) -> str:
    """Keep the scan of a signed consent: into the vault as it is, a file of no material, shown by the consent.

    Returns the file's id. Raises ``Refused`` where it is no picture and no PDF.
    """
    suffix = path.suffix.lower()
    if suffix not in SCANS:
        raise Refused(f"{path.name} 不是图片或 PDF", "扫描件请用 JPEG、PNG、TIFF、WebP、HEIC 或 PDF。", code="no-scan")
    try:
        with path.open("rb") as handle:
            head = handle.read(16)
    except OSError as error:
        raise Refused(f"{path.name} 读不出来（{in_words(error)}）", "请检查文件是否还在、能否打开。") from error
    if not head.startswith(_SIGNATURES.get(suffix, (b"",))):
        words = "是空文件" if not head else f"的内容与后缀 {suffix} 不符"
        raise Refused(f"{path.name} {words}", "请重新扫描或另存后再附。", code="no-scan")
    stored = archive.vault.take(path)
    made = Create(
        "file",
        {
            "name": path.name,
            "role": "授权",
            "mime": mimetypes.guess_type(path.name)[0] or "",
            "bytes": stored.bytes,
            "sha256": stored.sha256,
            "received_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "source": str(path),
            "access": "restricted",
        },
    )
    archive.execute(Batch(f"附上“{consent.title}”的授权书扫描件", (made, SetFields(consent.id, {"scan": made.id}))))
    return made.id
