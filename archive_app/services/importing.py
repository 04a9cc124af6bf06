"""Import: what intake read becomes records and originals, a part at a time, each part one durable command.

All parts of one import share a unit, so that one step of undo takes the whole of it to the trash. A dry run reads the
same files the same way and writes nothing: neither the catalogue nor an original.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from archive_app import intake
from archive_app.catalogue.commands import Batch, Create
from archive_app.domain.errors import Refused
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Manuscript
from archive_app.intake.proposal import Attachment, Refusal, Taken
from archive_app.services.archive import Archive
from archive_app.vault.originals import Stored, hash_of

PART = 40
"""Files committed together at the most."""
PART_SECONDS = 1.5
"""… and the longest that a file which was read waits to be committed."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A new item, and where it came from. In a dry run nothing has an ``id`` yet: it is empty."""

    id: str
    kind: str
    title: str
    source: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file whose bytes the archive holds already, as part of item ``id``."""

    source: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file joined to an item that was there."""

    id: str
    source: str


@dataclass(slots=True)
class ImportReport:
    """What became of every file met: each stands in one of the four lists."""

    imported: list[Imported] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    cancelled: bool = False

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """The form of ``cunshi import --json``."""
        return {
            "imported": [
                {"id": i.id, "kind": i.kind, "title": i.title, "source": i.source, "warnings": list(i.warnings)}
                for i in self.imported
            ],
            "attached": [{"id": a.id, "source": a.source} for a in self.attached],
            "duplicates": [{"source": d.source, "id": d.id} for d in self.duplicates],
            "refused": [{"source": r.source, "reason": r.reason} for r in self.refused],
        }


Outcome = Imported | Duplicate | Attached | Refusal


def import_paths(
    archive: Archive,
    paths: Sequence[Path],
    *,
    commissioner: str = "",
    dry_run: bool = False,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> ImportReport:
    """Bring files and folders in. ``commissioner`` is the id of who gathered them; ``dry_run`` only says what would be.

    One file's failure is a refusal by name; the rest goes on. Raises only where the archive itself cannot be
    written (``StorageFailed``); what was committed before stays.
    """
    folder = archive.root / "derived"
    folder.mkdir(exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="staging-", dir=folder))
    run = _Run(archive, commissioner, on_outcome or (lambda _: None), dry_run=dry_run)
    try:
        for outcome in intake.read(paths, staging=staging, progress=progress, cancelled=cancelled):
            if isinstance(outcome, Refusal):
                run.refuse(outcome)
            else:
                run.take(outcome)
        run.commit()
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    run.report.cancelled = cancelled()
    return run.report


class _Run:
    """One import under way."""

    def __init__(
        self, archive: Archive, commissioner: str, tell: Callable[[Outcome], None], *, dry_run: bool = False
    ) -> None:
        self.report = ImportReport()
        self._archive = archive
        self._dry = dry_run
        self._keep: Callable[[Path], Stored] = _hashed if dry_run else archive.vault.take
        self._commissioner = commissioner
        self._tell = tell
        self._unit = new_id()
        self._commands: list[Create] = []
        self._waiting: list[Imported] = []
        self._here: dict[str, tuple[str, str]] = {}  # SHA-256 → (item, title) of what is not committed yet
        self._since = time.monotonic()

    def refuse(self, refusal: Refusal) -> None:
        self.report.refused.append(refusal)
        self._tell(refusal)

    def take(self, taken: Taken) -> None:
        """One file that was read: into the vault, and as records into the next part."""
        try:
            stored = self._keep(taken.path)
        except Refused as error:
            self.refuse(Refusal(taken.source, str(error)))
            return
        known = self._known(stored.sha256)
        if known is not None:
            duplicate = Duplicate(taken.source, *known)
            self.report.duplicates.append(duplicate)
            self._tell(duplicate)
            return
        self._plan(taken, stored)
        if len(self._waiting) >= PART or time.monotonic() - self._since > PART_SECONDS:
            self.commit()

    def _known(self, sha256: str) -> tuple[str, str] | None:
        if sha256 in self._here:
            return self._here[sha256]
        record = self._archive.catalogue.file_with(sha256)
        if record is None:
            return None
        owner = str(record["item"]) or record.id
        return owner, self._archive.catalogue.record(owner).title

    def _plan(self, taken: Taken, stored: Stored) -> None:
        proposal = taken.proposal
        item = new_id()
        files, keys = self._files(item, taken, stored)
        values: dict[str, Any] = {
            **proposal.fields,
            "kind": proposal.kind,
            "title": proposal.title,
            "source_name": taken.source,
            "received": date.today().isoformat(),
        }
        if proposal.suggestions:
            values["suggestions"] = [suggestion.to_row() for suggestion in proposal.suggestions]
        if self._commissioner:
            values["commissioner"] = self._commissioner
        if proposal.manuscript is not None and len(proposal.manuscript):
            values["manuscript"] = _with_sources(proposal.manuscript, keys).to_json()
        self._commands += [Create("item", values, id=item), *files]
        self._waiting.append(Imported(item, proposal.kind, proposal.title, taken.source, tuple(proposal.warnings)))
        self._here[stored.sha256] = ("" if self._dry else item, proposal.title)

    def _files(self, item: str, taken: Taken, stored: Stored) -> tuple[list[Create], dict[str, str]]:
        name = taken.source.rpartition("!")[2] if "!" in taken.source else Path(taken.source).name
        facts = taken.proposal.facts
        commands = [_file(item, 0, name, "原始", stored, facts, taken.source)]
        keys: dict[str, str] = {}
        for position, attachment in enumerate(taken.proposal.attachments, start=1):
            kept = self._keep(attachment.path)
            command = _file(item, position, attachment.name, attachment.role, kept, _facts(attachment), taken.source)
            keys[attachment.key] = command.id
            commands.append(command)
        return commands, keys

    def commit(self) -> None:
        """Make what was read durable."""
        if self._waiting:
            if self._dry:
                self._waiting = [replace(imported, id="") for imported in self._waiting]
            else:
                label = f"导入 {len(self.report.imported) + len(self._waiting)} 件"
                self._archive.execute(Batch(label, tuple(self._commands), type="import", unit=self._unit))
            self.report.imported += self._waiting
            for imported in self._waiting:
                self._tell(imported)
        self._commands, self._waiting, self._since = [], [], time.monotonic()
        if not self._dry:  # the catalogue knows them now
            self._here.clear()


def _hashed(path: Path) -> Stored:
    """What the vault would say of a file it took, without taking it. Raises ``Refused`` where it cannot be read."""
    try:
        return Stored(*hash_of(path), path, fresh=False)
    except OSError as error:
        words = f"{path.name} 读不出来（{error.strerror or error}）"
        raise Refused(words, "请检查文件是否还在、能否打开。") from error


def _file(
    item: str, position: int, name: str, role: str, stored: Stored, facts: Iterable[tuple[str, Any]], source: str
) -> Create:
    values = {
        "item": item,
        "name": name,
        "role": role,
        "position": position,
        "bytes": stored.bytes,
        "sha256": stored.sha256,
        "received_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "source": source,
        **dict(facts),
    }
    return Create("file", values)


def _facts(attachment: Attachment) -> Iterable[tuple[str, Any]]:
    return attachment.facts


def _with_sources(manuscript: Manuscript, keys: dict[str, str]) -> Manuscript:
    """The manuscript with its pictures pointing to file records instead of the reader's own keys."""
    return Manuscript(
        tuple(
            replace(block, picture=replace(block.picture, source=keys.get(block.picture.source, block.picture.source)))
            if block.picture
            else block
            for block in manuscript
        )
    )
