"""What is kept of a scan that was read: pages as the recogniser saw them, and as a person has written them.

The first can be made again (``derived/scans/``); what a person has written is in the record of the file, a row a page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from archive_app.catalogue.commands import SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.scanned.lines import ScanPage, page_from_json
from archive_app.frozen import dataclass
from archive_app.intake.scans.process import picture_name
from archive_app.services.archive import Archive
from archive_app.vault.durable import replacing

KEPT = "lines.jsonl"


@dataclass(frozen=True, slots=True)
class FileDraft:
    """What is known of a file: its pages that were read, in order; ``count`` all it has (0: not known yet).

    ``written``: the pages, from 0, that a person has written or looked at. ``failed``: why a page could not be read.
    """

    file: Record
    pages: tuple[ScanPage, ...]
    count: int = 0
    written: tuple[int, ...] = ()
    failed: tuple[tuple[int, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every page was read, or cannot be."""
        return bool(self.count) and len(self.pages) + len(self.failed) >= self.count

    @property
    def doubts(self) -> int:
        """How many characters are doubtful."""
        return sum(page.doubts for page in self.pages)


def folder_of(sha256: str, engine: str) -> PurePosixPath:
    """Where the pages of an original are kept as a recogniser saw them, relative to the archive's folder."""
    by = hashlib.sha256(engine.encode()).hexdigest()[:8]
    return PurePosixPath("derived", "scans", sha256[:2], f"{sha256}-{by}")


def is_scan(file: Record) -> bool:
    """Whether there may be print to be read on it."""
    mime = str(file["mime"] or "")
    return mime.startswith("image/") or mime == "application/pdf"


def scans_of(files: Iterable[Record]) -> tuple[Record, ...]:
    """The scans among an item's files, in their order."""
    return tuple(file for file in files if is_scan(file) and file["sha256"])


def draft_of(root: Path, file: Record, engine: str) -> FileDraft:
    """What is known of a file. A line that was cut off, or that another program wrote, counts for nothing."""
    pages, count, failed = seen(root / folder_of(str(file["sha256"]), engine) / KEPT)
    written = _written(file)
    pages.update(written)
    ordered = tuple(pages[number] for number in sorted(pages))
    said = {number: words for number, words in failed.items() if number not in pages}
    # where what was seen is gone, how many pages there are is not known: what was written is not all
    return FileDraft(file, ordered, count, tuple(sorted(written)), tuple(sorted(said.items())))


def seen(path: Path) -> tuple[dict[int, ScanPage], int, dict[int, str]]:
    """The pages that are kept, how many the file has, and which could not be read."""
    pages: dict[int, ScanPage] = {}
    failed: dict[int, str] = {}
    count = 0
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return pages, count, failed
    for line in lines:
        try:
            told = json.loads(line)
            if "count" in told:
                count = int(told["count"])
            elif "failed" in told:
                failed[int(told["page"])] = str(told["failed"])
            else:
                page = page_from_json(told)
                pages[page.number] = page
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return pages, count, failed


def picture_of(root: Path, file: Record, engine: str, number: int) -> Path:
    """The picture of a page, upright; it may be gone, and is made again with the page."""
    return root / folder_of(str(file["sha256"]), engine) / picture_name(number)


def _written(file: Record) -> dict[int, ScanPage]:
    found: dict[int, ScanPage] = {}
    for row in file["reading"] or ():
        try:
            page = page_from_json(json.loads(row["lines"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        found[page.number] = page
    return found


def keep(archive: Archive, file: Record, pages: Sequence[ScanPage]) -> SetFields | None:
    """The command that keeps pages as a person has written them; ``None`` where nothing is to be kept."""
    if not pages:
        return None
    rows: dict[int, Mapping[str, object]] = {int(row["page"]): row for row in file["reading"] or ()}
    for page in pages:
        rows[page.number + 1] = {
            "page": page.number + 1,
            "lines": json.dumps(page.to_brief(), ensure_ascii=False, separators=(",", ":")),
            "by": archive.actor,
            "on": date.today().isoformat(),
        }
    numbers = "、".join(str(page.number + 1) for page in pages[:6]) + ("……" if len(pages) > 6 else "")
    words = f"改“{file['name']}”的识别稿（第 {numbers} 页）"
    return SetFields(file.id, {"reading": [rows[at] for at in sorted(rows)]}, by_program=True, words=words)


def forget(file: Record) -> SetFields | None:
    """The command that takes back what a person wrote into a draft; ``None`` where nobody did."""
    if not file["reading"]:
        return None
    return SetFields(file.id, {"reading": []}, by_program=True, words=f"不要“{file['name']}”的识别稿")


def discard(root: Path, file: Record, engine: str) -> None:
    """Have a file read anew the next time. What a person wrote is not touched."""
    folder = root / folder_of(str(file["sha256"]), engine)
    for path in sorted(folder.glob("*")):
        path.unlink(missing_ok=True)


def drop(root: Path, file: Record, engine: str, pages: Collection[int]) -> None:
    """Have these pages of a file (from 0) read anew the next time."""
    path = root / folder_of(str(file["sha256"]), engine) / KEPT
    if not pages or not path.is_file():
        return
    kept = []
    for line in path.read_bytes().splitlines():
        try:
            told = json.loads(line)
            if "page" not in told or int(told["page"]) not in pages:
                kept.append(line)
        except (ValueError, TypeError):
            continue
    with replacing(path) as handle:
        handle.write(b"\n".join(kept) + b"\n")


def with_page(draft: FileDraft, page: ScanPage) -> FileDraft:
    """The draft with one page as it is now."""
    pages = tuple(page if one.number == page.number else one for one in draft.pages)
    return replace(draft, pages=pages, written=tuple(sorted({*draft.written, page.number})))
