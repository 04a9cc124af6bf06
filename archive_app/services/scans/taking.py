"""A draft that a person has looked through, put into the item: one command, with where the words come from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from archive_app.catalogue.commands import Batch, SetFields
from archive_app.catalogue.store import Record
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.domain.scanned.lines import ScanPage, joined, paragraphs_of, words_of
from archive_app.services.archive import Archive
from archive_app.services.scans.drafts import FileDraft, keep

MANUSCRIPT, NOTES = "manuscript", "notes"
_ORDER = ("inscription", MANUSCRIPT, NOTES)


def targets(archive: Archive, kind: str) -> dict[str, str]:
    """Where the words of a scan may go, by the name of the field: its label. The first is what is meant usually: the
    transcription of what is a thing or a paper of its time, the text of what is edited."""
    fields = archive.fields_of(kind)
    wanted = [name for name in _ORDER if name in fields and (name != MANUSCRIPT or kind_named(kind).has_text)]
    return {name: fields[name].label for name in wanted}


def filled(item: Record, into: str) -> bool:
    """Whether there are words already where a draft is to go."""
    value = item[into]
    return bool(len(Manuscript.from_json(value))) if into == MANUSCRIPT else bool(str(value or "").strip())


def take(
    archive: Archive,
    item: Record,
    drafts: Sequence[FileDraft],
    into: str,
    *,
    engine: str,
    instead: bool = False,
    today: date | None = None,
) -> Batch:
    """The command that puts drafts into a field of their item, behind what stands there or ``instead`` of it, and says
    where the words come from. Raises ``Refused`` where there are no words, ``UsageError`` where they cannot go there.
    """
    kind = str(item["kind"])
    known = targets(archive, kind)
    if into not in known:
        words = "、".join(f"{label}（{name}）" for name, label in known.items())
        raise UsageError(f"识别出的文字不能放进“{into}”", f"可以放进：{words}。", code="wrong-field")
    drafts = [draft for draft in drafts if draft.pages]
    texts = [words_of(draft.pages) for draft in drafts]
    if not any(texts):
        raise Refused("没有识别出文字", "请看扫描件是不是空白，或太模糊。", code="no-words")
    day = (today or date.today()).isoformat()
    values: dict[str, Any] = {into: _written(item, drafts, texts, into, instead=instead)}
    rows = [
        {
            "into": known[into],
            "file": draft.file.id,
            "pages": _runs([page.number + 1 for page in draft.pages]),
            "engine": engine,
            "read_on": day,
            "checked_by": archive.actor,
            "checked_on": day,
            "doubtful": draft.doubts,
        }
        for draft in drafts
    ]
    values["recognised"] = [*(item["recognised"] or ()), *rows]
    commands: list[SetFields] = [SetFields(item.id, values, by_program=True)]
    for draft in drafts:
        kept = keep(archive, draft.file, [page for page in draft.pages if page.number in draft.written])
        if kept is not None:
            commands.append(kept)
    count = sum(len("".join(text.split())) for text in texts)
    return Batch(f"采用识别的文字（{known[into]}，{count:,} 字）", tuple(commands))


def _written(item: Record, drafts: Sequence[FileDraft], texts: Sequence[str], into: str, *, instead: bool) -> Any:
    if into == MANUSCRIPT:
        before = () if instead else Manuscript.from_json(item[MANUSCRIPT]).blocks
        return Manuscript((*before, *(block for draft in drafts for block in blocks_of(draft.pages)))).to_json()
    before_words = "" if instead else str(item[into] or "").rstrip()
    words = "\n\n".join(text for text in texts if text)
    return f"{before_words}\n\n{words}" if before_words else words


def blocks_of(pages: tuple[ScanPage, ...]) -> list[Block]:
    """The paragraphs of a draft as blocks of a text; what stands as a heading on the page is one."""
    headings = {
        text
        for page in pages
        for paragraph in paragraphs_of(page)
        if page.lines[paragraph[0]].heading and (text := joined([page.lines[one] for one in paragraph]))
    }
    made = []
    for text in words_of(pages).split("\n"):
        if text in headings:
            made.append(Block(BlockKind.HEADING, text, level=1))
        elif text.strip():
            made.append(Block(BlockKind.PARAGRAPH, text))
    return made


def _runs(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 as “1-3、7”."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
