"""One import under way: what was read becomes records and originals, a part at a time, each part one durable command.

All parts of one import share a unit, so that one step of undo takes the whole of it to the trash. A dry run goes the
same way and writes nothing: neither the catalogue nor an original.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.catalogue.standing import check_theirs
from archive_app.catalogue.store import Record
from archive_app.derived.likeness.kept import KeptPrints
from archive_app.derived.thumbnails import SCREEN_PX
from archive_app.domain.errors import Refused, StorageFailed
from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.system_errors import in_words
from archive_app.domain.workflow import Locked
from archive_app.intake.file_names import last_part
from archive_app.intake.proposal import Attachment, Refusal, Taken, TakenList
from archive_app.intake.sidecars import ROLE
from archive_app.services.archive import Archive
from archive_app.services.import_report import Attached, Duplicate, Imported, ImportReport, Outcome
from archive_app.services.item_files import position_after
from archive_app.services.joining import Companions, Joint
from archive_app.services.units.entering import Entering
from archive_app.services.workflow.people import People
from archive_app.vault.originals import Stored, hash_of

PART = 40
"""Files committed together at the most."""
LISTED = 250
"""Rows of lists committed together at the most."""
PART_SECONDS = 1.5
"""… and the longest that a file which was read waits to be committed."""


class Run:
    """One import under way: what was read waits here as commands until the next part is committed."""

    def __init__(
        self, archive: Archive, commissioner: str, tell: Callable[[Outcome], None], *, dry_run: bool = False,
        unit: str = "",
    ) -> None:  # fmt: skip
        self.report = ImportReport()
        self.archive = archive
        self.commissioner = commissioner
        self.entering = Entering(archive, unit)
        self.companions = Companions(archive.catalogue)
        self._dry = dry_run
        self._keep: Callable[[Path], Stored] = _hashed if dry_run else archive.vault.take
        self._tell = tell
        self._unit = new_id()
        self._commands: list[Command] = []
        self._waiting: list[Imported | Attached] = []
        self._fresh: set[str] = set()  # items of this run, which a dry run must not name
        self._texts: set[str] = set()  # items that a file of this run gave their text
        self._filed: dict[str, int] = {}  # item → the position of its next file
        self._prints: list[tuple[str, bytes]] = []  # of pictures, to be kept with the next part
        self._here: dict[str, tuple[str, str]] = {}  # SHA-256 → (item, title) of what is not committed yet
        self._since = time.monotonic()

    def refuse(self, refusal: Refusal) -> None:
        """A file that was not taken, with its reason."""
        self.report.refused.append(refusal)
        self._tell(refusal)

    def take(self, taken: Taken) -> None:
        """One file that was read: into the vault, and as records into the next part."""
        if (stored := self._stored(taken)) is not None:
            self._plan(taken, stored)
            self._commit_in_time()

    def _stored(self, taken: Taken) -> Stored | None:
        """A file in the vault with its small picture; None, and told, where it cannot be kept or is there already."""
        try:
            stored = self._keep(taken.path)
        except Refused as error:
            self.refuse(Refusal(taken.source, str(error)))
            return None
        known = self._known(stored.sha256)
        if known is not None:
            self.known(taken.source, *known)
            for attachment in taken.proposal.attachments:
                if attachment.role == ROLE:
                    self.known(_beside(taken, attachment), *known)
            return None
        self._keep_thumbnail(taken, stored)
        return stored

    def _commit_in_time(self) -> None:
        if len(self._waiting) >= PART or time.monotonic() - self._since > PART_SECONDS:
            self.commit()

    def known(self, source: str, item: str, title: str) -> None:
        """What ``source`` brings is there already."""
        duplicate = Duplicate(source, "" if self._dry and item in self._fresh else item, title)
        self.report.duplicates.append(duplicate)
        self._tell(duplicate)

    def create(
        self, command: Create, kind: str, title: str, source: str, warnings: Sequence[str], *, most: int = PART
    ) -> None:
        """A record that comes without a file of its own: a row of a list."""
        self._commands.append(command)
        self._fresh.add(command.id)
        self._waiting.append(Imported(command.id, kind, title, source, tuple(warnings)))
        if len(self._waiting) >= most:
            self.commit()

    def before(self, commands: Sequence[Command]) -> None:
        """What has to be there before the record that comes next."""
        self._commands.extend(commands)

    def fill(self, item: Record, values: Mapping[str, Any], source: str, warnings: tuple[str, ...]) -> None:
        """What ``source`` says of an item that was there: ``values`` go into fields that are empty."""
        if why := self._closed(item):
            self.refuse(Refusal(source, why))
            return
        if values:
            self._commands.append(SetFields(item.id, values, by_program=True, type="import"))
        self._waiting.append(Attached(item.id, source, warnings, item.title))
        if len(self._waiting) >= LISTED:
            self.commit()

    def is_fresh(self, item: str) -> bool:
        """Whether this import makes the item."""
        return item in self._fresh

    def home_of(self, path: Path) -> str:
        """The item of the archive that holds the bytes of this file; empty where it has none, or is of this import."""
        try:
            known = self._known(_hashed(path).sha256)
        except Refused:  # who keeps the file says so
            return ""
        return known[0] if known is not None and not self.is_fresh(known[0]) else ""

    def keep_list(self, taken: TakenList) -> None:
        """The list itself, as evidence of what its rows said: an original that belongs to no item."""
        stored = self._keep(taken.path)
        if self._known(stored.sha256) is None:
            name = last_part(taken.source)
            self._commands.append(_file("", 0, name, "清单", stored, (), taken.source))

    def join(self) -> None:
        """The transcripts that were held go to their recordings, or come in by themselves."""
        for settled in self.companions.settle():
            if isinstance(settled, Joint):
                filling = SetFields(settled.item, settled.values, type="import")
                to = settled.taken.proposal.title
                self.attach(settled.item, settled.taken, filling if settled.values else None, settled.warnings, to)
            else:
                self.take(settled)

    def come_home(self, taken: Taken) -> bool:
        """A recording whose transcript came before it joins the item that this made; whether it is one."""
        home = self.companions.home_of(taken)
        if home is None:
            return False
        length = dict(taken.proposal.facts).get("duration")
        wanted = {"duration": length} if length and not home.seconds else {}
        filling = SetFields(home.item, wanted, by_program=True, type="import") if wanted else None
        words = f"录音 {last_part(taken.source)} 是先到的转写稿《{home.title}》的，并入了那一件。"
        self.attach(home.item, taken, filling, (words,), home.title)
        return True

    def attach(
        self, item: str, taken: Taken, filling: SetFields | None, warnings: tuple[str, ...] = (), title: str = ""
    ) -> None:
        """A file that was read joins an item; ``filling`` sets what it says beside, ``title`` is the item's."""
        if item not in self._fresh and (why := self._closed(self.archive.catalogue.record(item))):
            self.refuse(Refusal(taken.source, why))
            return
        if (stored := self._stored(taken)) is None:
            return
        files, keys = self._files(item, taken, stored)
        self.companions.note(item, taken.proposal.title, taken, files[0].id)
        self._commands += files
        if filling is not None:
            self._commands.append(filling)
        if values := self.companions.values_for(item, taken):
            self._commands.append(SetFields(item, values, type="import"))
        manuscript = taken.proposal.manuscript
        if manuscript is not None and len(manuscript):
            if self._has_text(item):
                name = last_part(taken.source)
                warnings += (f"这一件已有文稿，没有覆盖；{name} 作为文件附上，里面的文字没有收进文稿。",)
            else:
                text: dict[str, Any] = {"manuscript": _with_sources(manuscript, keys).to_json()}
                if beside := taken.proposal.fields.get("comments"):
                    text["comments"] = beside
                self._commands.append(SetFields(item, text, by_program=True, type="import"))
                self._texts.add(item)
        self._waiting.append(Attached(item, taken.source, warnings, title))
        self._here[stored.sha256] = ("" if self._dry else item, taken.proposal.title)
        self._commit_in_time()

    def _has_text(self, item: str) -> bool:
        """Whether an item has a manuscript, be it from a file before this one."""
        fresh = item in self._fresh
        return item in self._texts or (not fresh and bool(self.archive.catalogue.record(item)["manuscript"]))

    def _closed(self, item: Record) -> str:
        """Why who brings the files in may add nothing to this item; empty where they may."""
        try:
            check_theirs(item, self._people.actor(self.archive.actor), self._people)
        except Locked as locked:
            return str(locked)
        return ""

    @cached_property
    def _people(self) -> People:
        return People(self.archive)

    def _keep_thumbnail(self, taken: Taken, stored: Stored) -> None:
        if taken.thumbnail is not None and not self._dry:
            self.archive.keep_thumbnail(stored.sha256, taken.thumbnail)
            if taken.large is not None:
                self.archive.keep_thumbnail(stored.sha256, taken.large, SCREEN_PX)
            if taken.likeness:
                self._prints.append((stored.sha256, taken.likeness))

    def _known(self, sha256: str) -> tuple[str, str] | None:
        if sha256 in self._here:
            return self._here[sha256]
        record = self.archive.catalogue.file_with(sha256)
        if record is None:
            return None
        owner = str(record["item"]) or record.id
        return owner, self.archive.catalogue.record(owner).title

    def _plan(self, taken: Taken, stored: Stored) -> None:
        proposal = taken.proposal
        item = new_id()
        self._filed[item] = 0
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
        if self.commissioner:
            values["commissioner"] = self.commissioner
        values |= self.entering.given(proposal.kind, values)
        if proposal.manuscript is not None and len(proposal.manuscript):
            values["manuscript"] = _with_sources(proposal.manuscript, keys).to_json()
        self.companions.note(item, proposal.title, taken, files[0].id)
        self._fresh.add(item)
        self._commands += [Create("item", values, id=item), *files]
        self._waiting.append(Imported(item, proposal.kind, proposal.title, taken.source, tuple(proposal.warnings)))
        self._here[stored.sha256] = ("" if self._dry else item, proposal.title)

    def _files(self, item: str, taken: Taken, stored: Stored) -> tuple[list[Create], dict[str, str]]:
        facts = taken.proposal.facts
        first = self._filed.get(item)
        if first is None:
            first = 0 if item in self._fresh else position_after(self.archive.catalogue.files_of(item))
        self._filed[item] = first + 1 + len(taken.proposal.attachments)
        commands = [_file(item, first, taken.name, taken.proposal.role, stored, facts, taken.source)]
        keys: dict[str, str] = {}
        for position, attachment in enumerate(taken.proposal.attachments, start=first + 1):
            kept = self._keep(attachment.path)
            command = _file(item, position, attachment.name, attachment.role, kept, _facts(attachment), taken.source)
            keys[attachment.key] = command.id
            commands.append(command)
            if attachment.role == ROLE:
                self._waiting.append(Attached(item, _beside(taken, attachment), (), taken.proposal.title))
        return commands, keys

    def commit(self) -> None:
        """Make what was read durable."""
        if self._commands:
            imported = [outcome for outcome in self._waiting if isinstance(outcome, Imported)]
            if not self._dry:
                label = self._label(len(self.report.imported) + len(imported))
                self.archive.execute(Batch(label, tuple(self._commands), type="import", unit=self._unit))
            for outcome in self._waiting:
                if self._dry and (isinstance(outcome, Imported) or outcome.id in self._fresh):
                    outcome = replace(outcome, id="")
                if isinstance(outcome, Imported):
                    self.report.imported.append(outcome)
                else:
                    self.report.attached.append(outcome)
                    self._warn_beside(outcome)
                self._tell(outcome)
        if self._prints:
            with suppress(StorageFailed):  # they are made again when they are looked for
                KeptPrints(self.archive.root).keep(self._prints)
        self._commands, self._waiting, self._prints, self._since = [], [], [], time.monotonic()
        if not self._dry:  # the catalogue knows them now
            self._here.clear()

    def _label(self, items: int) -> str:
        joined = len(self.report.attached) + sum(isinstance(outcome, Attached) for outcome in self._waiting)
        return f"导入 {items} 件" if items or not joined else f"导入，并入 {joined} 个"

    def _warn_beside(self, attached: Attached) -> None:
        """What is to be said of a file that joined an item of the same import is said with the item, too."""
        for number, imported in enumerate(self.report.imported if attached.warnings else ()):
            if imported.id == attached.id and attached.id:
                warnings = (*imported.warnings, *attached.warnings)
                self.report.imported[number] = replace(imported, warnings=warnings)


def _beside(taken: Taken, attachment: Attachment) -> str:
    """Where a sidecar lay, as it was given."""
    return str(Path(taken.source).with_name(attachment.name))


def _hashed(path: Path) -> Stored:
    """What the vault would say of a file it took, without taking it. Raises ``Refused`` where it cannot be read."""
    try:
        return Stored(*hash_of(path), path, fresh=False)
    except OSError as error:
        words = f"{path.name} 读不出来（{in_words(error)}）"
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
