"""The pages of an earlier volume: which file, which printed number, and whose words they have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.adjustment import Adjustment
from archive_app.domain.earlier.folios import labels, rules_of
from archive_app.domain.scanned.lines import ScanPage, page_from_json
from archive_app.domain.scanned.turning import turned_to
from archive_app.frozen import dataclass
from archive_app.services.earlier.layers import ENGINE, layers_of
from archive_app.services.scans.drafts import KEPT, folder_of, seen

CONFIRMED, LAYER, DRAFT, NOTHING = "confirmed", "layer", "draft", ""
STANDINGS = {CONFIRMED: "已核对", LAYER: "文字层", DRAFT: "识别稿", NOTHING: "没有文字"}
"""Whose words a page has: a person looked them through, the PDF's own, a recogniser's, none."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: ``number`` in the volume (from 1), page ``at`` (from 0) of its ``file``, the printed number ``label``.

    ``page`` has its lines (maybe none) and its size as they are to be read, ``standing`` whose they are, ``record`` the
    record that keeps them once a person has looked them through.
    """

    number: int
    file: Record
    at: int
    label: str
    page: ScanPage
    standing: str
    record: str = ""

    @property
    def picture(self) -> str:
        """The picture key of its file, turned as its lines run (`archive_app.domain.adjustment`)."""
        code = Adjustment(turn=self.page.turn).code if self.page.turn else ""
        return f"{self.file['sha256']}{'~' if code else ''}{code}"

    @property
    def name(self) -> str:
        """第 86 页, or which page of the scans it is."""
        return f"第 {self.label} 页" if self.label else f"扫描第 {self.number} 页"


def is_earlier(volume: Record) -> bool:
    """Whether a volume is one that was printed before, kept as scans."""
    return bool(volume["scans"])


def scans_of(catalogue: Catalogue, volume: Record) -> list[Record]:
    """The files of a volume's pages, in order, each once; those that are gone or in the trash left out."""
    wanted = list(dict.fromkeys(str(row.get("file") or "") for row in volume["scans"] or ()))
    found = catalogue.load("file", wanted)
    return [found[key] for key in wanted if key in found and not found[key].trashed]


def pages_of(catalogue: Catalogue, volume: Record) -> list[tuple[Record, int]]:
    """(file, which of its pages from 0) of every page of a volume: a row of its scans is a file, or some of its pages
    where others took the place of the rest."""
    files = {file.id: file for file in scans_of(catalogue, volume)}
    made: list[tuple[Record, int]] = []
    for row in volume["scans"] or ():
        file = files.get(str(row.get("file") or ""))
        if file is not None:
            count = max(1, int(file["pages"] or 1))
            made += [(file, at) for at in range(int(row.get("first") or 1) - 1, int(row.get("last") or count))]
    return made


def leaves_of(catalogue: Catalogue, root: Path, volume: Record) -> list[Leaf]:
    """Every page of a volume. What a person looked through comes first, then what was recognised, then the layer."""
    files = scans_of(catalogue, volume)
    layers = layers_of(root, files)
    confirmed = {(str(one["file"]), int(one["page"]) - 1): one for one in catalogue.leaves_of(volume.id)}
    pages = pages_of(catalogue, volume)
    known = labels(len(pages), rules_of(volume["folios"]))
    turns = turns_of(volume)
    drafts = {file.id: drafts_of(root, str(file["sha256"])) for file in files}
    made: list[Leaf] = []
    for number, (file, at) in enumerate(pages, 1):
        own = layers[file.id].get(at) or ScanPage(at, 0, (0, 0), ())
        record = confirmed.get((file.id, at))
        page, standing = _words(own, drafts[file.id].get(at), record)
        page = turned_to(page, turns.get((file.id, at), page.turn))
        made.append(Leaf(number, file, at, known[number - 1], page, standing, record.id if record else ""))
    return made


def turns_of(volume: Record) -> dict[tuple[str, int], int]:
    """(file, page from 0) of the pages that a person turned → by how many degrees their picture is turned in all."""
    rows = volume["turns"] or ()
    return {(str(row["file"]), int(row["page"]) - 1): int(row["turn"]) for row in rows}


def drafts_of(root: Path, sha256: str) -> dict[int, ScanPage]:
    """The pages of an original as a recogniser saw them, by whichever it was read last."""
    own = (root / folder_of(sha256, ENGINE)).name
    folders = [path for path in (root / "derived" / "scans" / sha256[:2]).glob(f"{sha256}-*") if path.name != own]
    kept = [(path / KEPT).stat().st_mtime_ns for path in folders if (path / KEPT).is_file()]
    newest = max(zip(kept, (path for path in folders if (path / KEPT).is_file()), strict=True), default=None)
    return seen(newest[1] / KEPT)[0] if newest is not None else {}


def _words(layer: ScanPage, draft: ScanPage | None, record: Record | None) -> tuple[ScanPage, str]:
    if record is not None:
        try:
            return page_from_json(json.loads(str(record["lines"]))), CONFIRMED
        except (ValueError, TypeError, KeyError, AttributeError):  # another program wrote it: as if it were not there
            pass
    if draft is not None and draft.lines:
        return draft, DRAFT
    return layer, LAYER if any(not line.folio for line in layer.lines) else NOTHING


def standings(leaves: Sequence[Leaf]) -> dict[str, int]:
    """How many pages have whose words."""
    return {name: sum(one.standing == name for one in leaves) for name in STANDINGS}
