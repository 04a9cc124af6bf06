"""A text that comes back from Word: which version it was made of, what was changed in it, what the office wrote since;
what would become of the text now, row by row, to be taken or not."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from pathlib import Path

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import Batch, Command, Create, SetFields
from archive_app.catalogue.standing import CORRECTION_TYPE
from archive_app.catalogue.store import Record
from archive_app.domain.comments import Comment, of_rows
from archive_app.domain.errors import ArchiveError, Refused, UsageError
from archive_app.domain.manuscript import Block, Manuscript
from archive_app.domain.workflow import FROZEN, State
from archive_app.frozen import dataclass
from archive_app.intake.messages import Declined, ReadBack, Shrink, Shrunk
from archive_app.intake.proposal import Attachment, Proposal
from archive_app.intake.returned import Returned, ReturnedChange
from archive_app.intake.sandbox import Sandbox
from archive_app.services.archive import Archive
from archive_app.services.item_files import position_after
from archive_app.services.texts.commenting import comments_of
from archive_app.services.texts.comparing import Comparison
from archive_app.services.texts.merging import merged_back
from archive_app.services.texts.plainly import shown_blocks
from archive_app.services.texts.word_heads import HeadProposal, head_proposals
from archive_app.services.versions import WORD_TYPE, Version, versions
from archive_app.services.workflow.correcting import correction
from archive_app.vault.originals import hash_of

_ROLE = "整理稿"


WORD_SUFFIXES = (".docx", ".doc", ".wps", ".rtf", ".odt")
"""Names of what a person may have worked on a text in."""


@dataclass(slots=True)
class WordBack:
    """What came back, held against what stands now. Close it: its pictures lie in a folder of their own.

    ``comparison`` is of the text now and of what it would be; ``doubtful`` are its rows where the office changed the
    same words since: as they come they are not to be taken. ``base`` is the version that went out, or the one nearest
    to what came back. ``changes`` are what was tracked, by block.
    """

    path: Path
    item: Record
    base: Version
    sure: bool
    comparison: Comparison
    doubtful: dict[int, str]
    changes: tuple[ReturnedChange, ...]
    comments: tuple[Comment, ...]
    remarks: tuple[str, ...]
    pictures: tuple[Attachment, ...]
    staging: tempfile.TemporaryDirectory[str] = field(repr=False)
    heads: tuple[HeadProposal, ...] = ()
    """What was changed over and under the text, for the item's fields."""

    @property
    def taken_at_first(self) -> list[int]:
        """The rows that are taken unless a person says otherwise."""
        return [number for number in self.comparison.differing if number not in self.doubtful]

    @property
    def fields_at_first(self) -> list[str]:
        """The fields that are taken unless a person says otherwise."""
        return [one.field for one in self.heads if not one.doubt]

    def tracked_in(self, row: int) -> list[ReturnedChange]:
        """What was tracked in the paragraphs of a row."""
        ids = self.comparison.rows[row].ids
        return [one for one in self.changes if one.block in ids]

    def close(self) -> None:
        """Give up the pictures that came along."""
        self.staging.cleanup()


def read_word(archive: Archive, item_id: str, path: Path) -> WordBack:
    """Hold a Word file against an item's text. Raises ``Refused`` where it cannot be read, ``UsageError`` where the
    item has no text, or where the file says that it was made of another item."""
    item = archive.catalogue.record(item_id)
    made = versions(archive, item_id, every_step=True) if item.entity == "item" else []
    if not made:
        raise UsageError(
            f"《{item.title}》还没有正文，没有可对照的", "请把 Word 稿直接加入（拖进窗口，或 import）。", code="no-text"
        )
    staging = tempfile.TemporaryDirectory(prefix="cunshi-word-")
    try:
        return _read(archive, item, made, path, staging)
    except BaseException:
        staging.cleanup()
        raise


def _read(
    archive: Archive, item: Record, made: Sequence[Version], path: Path, staging: tempfile.TemporaryDirectory[str]
) -> WordBack:
    reply = _reply(path, Path(staging.name))
    remarks: list[str] = []
    heads: Sequence[tuple[str, str]] | None = None
    if isinstance(reply, Returned):
        if reply.item and reply.item != item.id:
            _refuse_other(archive, item, reply.item)
        blocks, comments, changes = reply.blocks, reply.comments, reply.changes
        pictures, findings = reply.pictures, reply.findings
        heads = reply.heads
    else:
        text = reply.manuscript or Manuscript()
        blocks, pictures, findings = text.blocks, reply.attachments, reply.warnings
        changes = tuple(ReturnedChange("", *one) for one in reply.tracked)
        comments = of_rows(reply.fields.get("comments"))
    if not any(block.text or block.rows for block in blocks):
        raise Refused(f"“{path.name}”里没有文字", "请核对是不是这一份。", code="empty")
    ids = {file.id for file in archive.catalogue.files_of(item.id)}
    base, sure = _base(made, reply, blocks)
    proposed: list[HeadProposal] = []
    if heads is not None:
        proposed, said = head_proposals(archive, item, base.values, heads)
        remarks += said
    blocks, exchanged = _with_pictures(archive, item, base, blocks, pictures, Path(staging.name))
    remarks += exchanged
    now = Manuscript.from_json(item["manuscript"])
    merged, doubts = merged_back(base.manuscript, now, blocks)
    comparison = Comparison(now, merged)
    doubtful = {
        number: doubts[key] for number in comparison.differing for key in comparison.rows[number].ids if key in doubts
    }
    known = {(one.text, one.by) for one in comments_of(item)}
    fresh = tuple(one for one in comments if (one.text, one.by) not in known)
    used = {block.picture.source for block in merged if block.picture is not None}
    own = tuple(one for one in pictures if one.key in used and one.key not in ids)
    said_all = (*remarks, *findings)
    return WordBack(
        path, item, base, sure, comparison, doubtful, changes, fresh, said_all, own, staging, tuple(proposed)
    )


def _reply(path: Path, staging: Path) -> Returned | Proposal:
    if not path.is_file():
        raise Refused(f"没有文件“{path.name}”", "请核对文件名。", code="no-file")
    copy = staging / f"came{path.suffix.lower()}"
    shutil.copyfile(path, copy)  # Word may still hold the file, or save it again meanwhile
    with Sandbox(staging) as sandbox:
        reply = sandbox.run(ReadBack(copy, path.name), copy.stat().st_size)
    if isinstance(reply, Declined):
        raise Refused(f"“{path.name}”读不了：{reply.reason.rstrip('。')}", code=reply.code or "unreadable")
    if not isinstance(reply, Returned) and not (isinstance(reply, Proposal) and reply.manuscript is not None):
        raise Refused(f"“{path.name}”不是文稿", "要的是 Word 稿（docx、doc、odt、rtf）。", code="no-text")
    return reply


def _refuse_other(archive: Archive, item: Record, other: str) -> None:
    titles = archive.catalogue.load("item", [other])
    name = f"《{titles[other].title}》" if other in titles else "另一个馆藏的资料"
    raise UsageError(f"这份 Word 稿是{name}的，不是《{item.title}》的", "请打开那一件再取回。", code="another-item")


def _base(made: Sequence[Version], reply: Returned | Proposal, blocks: Sequence[Block]) -> tuple[Version, bool]:
    """The version that went out; where the file does not say, the one that has most of its paragraphs."""
    if isinstance(reply, Returned) and reply.version:
        for one in made:
            if one.record_version <= reply.version:
                return one, True
    words = {block.text for block in blocks if block.text}
    ids = {block.id for block in blocks}
    best = made[0]
    most = -1
    for one in made:  # the newest first: of equals it is taken
        there = shown_blocks(one.manuscript)
        number = sum((block.text in words) + (block.id in ids) for block in there)
        if number > most:
            best, most = one, number
    return best, False


def _with_pictures(
    archive: Archive,
    item: Record,
    base: Version,
    blocks: Sequence[Block],
    came: Sequence[Attachment],
    staging: Path,
) -> tuple[tuple[Block, ...], list[str]]:
    """The pictures that were there before are those again: by their bytes, by their place's id where they look like
    the one that stood there, or by their order. What else stands at a place now is another picture, and said to be."""
    was = {block.id: block for block in base.manuscript if block.picture is not None}
    hashes = {str(file["sha256"]): file.id for file in archive.catalogue.files_of(item.id)}
    staged = {one.key: one for one in came}
    order = [block.picture.source for block in was.values() if block.picture is not None]
    shown = [block for block in blocks if block.picture is not None]
    made: list[Block] = []
    remarks: list[str] = []
    for block in blocks:
        picture = block.picture
        if picture is None:
            made.append(block)
            continue
        source = picture.source
        old = was.get(block.id)
        here = staged[source].path if source in staged else None
        if here is not None and (known := hashes.get(hash_of(here)[0])):
            source = known
        elif old is not None and old.picture is not None:
            if here is None or _looks_like(archive, old.picture.source, here, staging):
                source = old.picture.source
            else:
                remarks.append(f"一幅图片（{old.text or '没有图注'}）在 Word 稿里换成了别的；取那一处，就换。")
        elif len(shown) == len(order):
            source = order[shown.index(block)]
        made.append(replace(block, picture=replace(picture, source=source)))
    return tuple(made), remarks


_ALIKE = 12
"""Bits of 64 in which the prints of one picture differ at most, however Word has compressed it."""


def _looks_like(archive: Archive, source: str, here: Path, staging: Path) -> bool:
    """Whether a picture that came back is the one that went out: Word and LibreOffice write pictures anew. They are
    decoded in the reading process; what cannot be is taken for the one that was there."""
    from archive_app.derived.likeness.prints import NOTHING, Print

    prints: list[bytes] = []
    with Sandbox(staging) as sandbox:
        try:
            original = archive.original(source)
        except ArchiveError:
            return False  # there is nothing that it could be
        for path in (original, here):
            reply = sandbox.run(Shrink(path, _SMALL, likeness=True), path.stat().st_size)
            if not isinstance(reply, Shrunk):
                return True
            prints.append(reply.likeness)
    if NOTHING in prints:
        return prints[0] == prints[1]
    first, second = (Print.from_bytes(one) for one in prints)
    return (first.difference ^ second.difference).bit_count() <= _ALIKE


_SMALL = 512  # pixels of the longer edge; prints are of small pictures


# — taking —


def take_word(
    archive: Archive,
    back: WordBack,
    rows: Sequence[int],
    *,
    comments: bool = True,
    reason: str = "",
    fields: Sequence[str] = (),
) -> Done:
    """Take these rows, these fields (and the comments that came along) as one step; the file is kept with the item.

    A text that stands takes them as one 改样, with its ``reason``. Raises ``UsageError`` where nothing is taken,
    ``Conflict`` where the item was changed since it was compared.
    """
    item = back.item
    made = back.comparison.chosen(rows)
    said = back.comments if comments else ()
    over = {one.field: one.value for one in back.heads if one.field in fields}
    if not rows and not said and not over:
        raise UsageError("没有要取的", "请至少取一段，或取批注。", code="nothing-to-take")
    parts, keys = _files(archive, back, made)
    made = Manuscript(tuple(_sourced(block, keys) for block in made))
    margin = {"comments": [one.row() for one in (*comments_of(item), *said)]} if said else {}
    text = {**({"manuscript": made.to_json()} if rows else {}), **over}
    words = f"从 Word 取回：{back.path.name}"
    frozen = bool(text) and State(item["state"]) in FROZEN
    if frozen:
        parts.append(correction(archive, item, text, f"{words}：{reason.strip()}" if reason.strip() else ""))
        parts += [SetFields(item.id, margin, by_program=True)] if margin else []
    else:
        values = {**text, **margin}
        parts.append(SetFields(item.id, values, expected_version=item.version, by_program=True, words=words))
    return archive.execute(Batch(words, tuple(parts), type=CORRECTION_TYPE if frozen else WORD_TYPE))


def _files(archive: Archive, back: WordBack, made: Manuscript) -> tuple[list[Command], dict[str, str]]:
    """The document and the pictures that are taken, as files of the item."""
    used = {block.picture.source for block in made if block.picture is not None}
    there = archive.catalogue.files_of(back.item.id)
    held = {str(file["sha256"]) for file in there}
    position = position_after(there)
    commands: list[Command] = []
    keys: dict[str, str] = {}
    for path, name, role, key, facts in (
        (back.path, back.path.name, _ROLE, "", (("mime", _MIME),)),
        *((one.path, one.name, one.role, one.key, one.facts) for one in back.pictures if one.key in used),
    ):
        stored = archive.vault.take(path)
        if not key and stored.sha256 in held:
            continue
        values = {
            "item": back.item.id,
            "name": name,
            "role": role,
            "position": position,
            "bytes": stored.bytes,
            "sha256": stored.sha256,
            "received_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "source": name,
            **dict(facts),
        }
        command = Create("file", values)
        commands.append(command)
        position += 1
        if key:
            keys[key] = command.id
    return commands, keys


_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _sourced(block: Block, keys: dict[str, str]) -> Block:
    if block.picture is None or block.picture.source not in keys:
        return block
    return replace(block, picture=replace(block.picture, source=keys[block.picture.source]))
