"""From blocks to an item: what the title is, who made it, of what kind it is, and the text that remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from archive_app.domain.kinds import fields_of
from archive_app.domain.manuscript import BlockKind, Manuscript, Note
from archive_app.domain.marks import written
from archive_app.frozen import dataclass
from archive_app.intake.text.bylines import lone_name, plausible_author, read_byline
from archive_app.intake.text.dialogue import is_dialogue, with_speakers
from archive_app.intake.text.draft import SUBTITLE, TITLE, Draft
from archive_app.intake.text.reports import private_use, refuse_secret
from archive_app.intake.text.titles import LONGEST, is_numbered, looks_like_title, subtitle, tidy_title, title_from_name

_HEAD = 10  # blocks under the title in which bylines stand
_TAIL = 6  # blocks at the end in which they may stand as well
_RUNNING = 60  # a paragraph this long is the text itself: the head is over
_DATES = {"created", "written"}
_LISTS = {"present"}


@dataclass(frozen=True, slots=True)
class Shaped:
    """An item without its files."""

    kind: str
    title: str
    fields: Mapping[str, Any]
    manuscript: Manuscript
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Work:
    drafts: list[Draft]
    title: str = ""
    people: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def shape(drafts: Sequence[Draft], name: str, *, title: str = "", author: str = "") -> Shaped:
    """The item that these blocks make, of the file ``name``.

    ``title`` is one the format states by itself; ``author`` is the document's property, used where the text names
    nobody, and said. Raises ``Refused`` where the text bears a mark of secrecy.
    """
    refuse_secret(draft.block.text for draft in drafts if draft.block.text)
    work = _Work([draft for draft in drafts if _holds_something(draft)])
    work.title = title or _take_title(work)
    _take_bylines(work)
    if author and not work.people and plausible_author(author):
        work.people.append(("作者", author))
        work.warnings.append(f"作者“{author}”取自文档属性，请核对。")
    work.drafts = with_speakers(work.drafts, work.people)
    kind = _kind(work, name)
    manuscript = Manuscript(tuple(draft.block for draft in _trimmed(_levelled(work.drafts))))
    work.warnings += private_use([work.title, *(text for _, _, text in manuscript.searchable())])
    fields = _fields(work, kind)
    fields["title_source"] = "原题" if work.title else "自拟"
    return Shaped(kind, work.title or title_from_name(name), fields, manuscript, tuple(work.warnings))


def _holds_something(draft: Draft) -> bool:
    block = draft.block
    return bool(block.text or block.notes or block.rows or block.picture or block.kind is BlockKind.PAGE_BREAK)


# the title ------------------------------------------------------------------------------------------------------


def _take_title(work: _Work) -> str:
    """The title that the text begins with, taken out of it; empty where it begins with none."""
    index = _start_of_title(work.drafts)
    if index is None:
        return ""
    end = _end_of_title(work.drafts, index)
    if end == index:
        return ""
    taken = work.drafts[index:end]
    words = [tidy_title(_unbroken(draft)) for draft in taken]
    title = words[0] + "".join(words[1:])
    notes = [note for draft in taken for note in written(draft.block)]
    rest = work.drafts[end:]
    under = _subtitle(rest[0]) if rest else ""
    if under:
        title = f"{title}——{tidy_title(under)}"
        notes += written(rest[0].block)
        rest = rest[1:]
    work.drafts = [*work.drafts[:index], *rest]
    if notes:
        _hand_on(work, notes)
    return title


def _start_of_title(drafts: Sequence[Draft]) -> int | None:
    """Where the title would stand: the line that its style calls one, else the first."""
    styled = [i for i, draft in enumerate(drafts[:_HEAD]) if draft.role == TITLE and draft.block.text]
    first = [i for i, draft in enumerate(drafts) if draft.block.kind is not BlockKind.PAGE_BREAK]
    return next(iter(styled or first), None)


def _unbroken(draft: Draft) -> str:
    return draft.block.text.replace("\n", "")


def _end_of_title(drafts: Sequence[Draft], index: int) -> int:
    """The index after the title's last line; ``index`` where there is no title."""
    first = drafts[index]
    if first.role == TITLE:
        end = index
        while end < len(drafts) and drafts[end].role == TITLE and drafts[end].block.text:
            end += 1
        return end
    text = first.block.text
    if first.block.kind is BlockKind.HEADING:
        levels = [draft.block.level for draft in drafts if draft.block.kind is BlockKind.HEADING]
        alone = levels.count(first.block.level) == 1 and first.block.level == min(levels)
        return index + 1 if alone and len(text) <= 2 * LONGEST and not is_numbered(text) else index
    plain = first.block.kind is BlockKind.PARAGRAPH and not first.block.label and len(drafts) > index + 1
    return index + 1 if plain and looks_like_title(text) and not _says_who(text) else index


def _says_who(text: str) -> bool:
    return read_byline(text) is not None


def _subtitle(draft: Draft) -> str:
    if draft.role == SUBTITLE:
        return draft.block.text
    short = draft.block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and len(draft.block.text) <= LONGEST
    return subtitle(draft.block.text) if short else ""


def _hand_on(work: _Work, notes: Sequence[Note]) -> None:
    """Notes on the title go to the first paragraph: a title has none."""
    work.warnings.append("题目上的注移到正文第一段开头。")
    moved = tuple(replace(note, at=0) for note in notes)
    for index, draft in enumerate(work.drafts):
        if draft.block.text:
            block = replace(draft.block, notes=(*moved, *draft.block.notes))
            work.drafts[index] = replace(draft, block=block)
            return
    work.warnings += [f"注：{note.text}" for note in moved]


# who and when ---------------------------------------------------------------------------------------------------


def _take_bylines(work: _Work) -> None:
    """Lines under the title and at the end that say who; those that say nothing else leave the text."""
    head: list[int] = []
    for index, draft in enumerate(work.drafts[:_HEAD]):
        if draft.block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or len(draft.block.text) > _RUNNING * 3:
            break
        if _read(work, draft, index < 3):
            head.append(index)
        elif len(draft.block.text) > _RUNNING:
            break
    start = max(len(work.drafts) - _TAIL, _HEAD)
    tail = [i for i in range(start, len(work.drafts)) if _in_tail(work, work.drafts[i])]
    gone = {*head, *tail}
    work.drafts = [draft for index, draft in enumerate(work.drafts) if index not in gone]


def _read(work: _Work, draft: Draft, near_title: bool) -> bool:
    """Take what the line says; whether the line may go."""
    byline = read_byline(draft.block.text)
    if byline is None:
        under = near_title and work.title and draft.block.kind is BlockKind.PARAGRAPH
        name = lone_name(draft.block.text, centred=draft.centred) if under else ""
        if not name or work.people:
            return False
        work.people.append(("作者", name))
        work.warnings.append(f"题目下面的“{name}”取作作者，请核对。")
        return not written(draft.block)
    work.people += [person for person in byline.people if person not in work.people]
    for key, value in byline.facts.items():
        work.facts.setdefault(key, value)
    return byline.whole and not written(draft.block)


def _in_tail(work: _Work, draft: Draft) -> bool:
    plain = draft.block.kind is BlockKind.PARAGRAPH and len(draft.block.text) <= 3 * _RUNNING
    return plain and read_byline(draft.block.text) is not None and _read(work, draft, False)


# the kind, and the rest -----------------------------------------------------------------------------------------


def _kind(work: _Work, name: str) -> str:
    spoken = is_dialogue(work.drafts) or any(role == "口述者" for role, _ in work.people)
    return "oral_history" if spoken or "口述" in name or "口述" in work.title else "contribution"


def _fields(work: _Work, kind: str) -> dict[str, Any]:
    """Values of the kind's declared fields; what has no field there is said."""
    declared = fields_of(kind)
    fields: dict[str, Any] = {}
    if work.people:
        fields["responsibility"] = [{"role": role, "name": name} for role, name in work.people]
    for key, words in work.facts.items():
        if key == "written" and key not in declared:
            key = "created"
        if key not in declared:
            work.warnings.append(f"“{words}”没有合适的栏目可填，请看原稿。")
            continue
        value: Any = {"display": words} if key in _DATES else [words] if key in _LISTS else words
        fields[key] = declared[key].check(value)
    return fields


def _levelled(drafts: Sequence[Draft]) -> list[Draft]:
    """Heading levels counted from 1, as deep as they were apart."""
    levels = sorted({draft.block.level for draft in drafts if draft.block.kind is BlockKind.HEADING})
    rank = {level: number for number, level in enumerate(levels, start=1)}
    return [
        replace(draft, block=replace(draft.block, level=rank[draft.block.level]))
        if draft.block.kind is BlockKind.HEADING
        else draft
        for draft in drafts
    ]


def _trimmed(drafts: Sequence[Draft]) -> list[Draft]:
    """Without page breaks at the ends, and never two in a row."""
    kept: list[Draft] = []
    for draft in drafts:
        is_break = draft.block.kind is BlockKind.PAGE_BREAK
        if not (is_break and (not kept or kept[-1].block.kind is BlockKind.PAGE_BREAK)):
            kept.append(draft)
    while kept and kept[-1].block.kind is BlockKind.PAGE_BREAK:
        kept.pop()
    return kept
