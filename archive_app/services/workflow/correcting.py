"""Corrections (改样) of what stands from 已编入 on: one place at a time, with its reason, kept in the log of moves.

What a volume prints over its article in the place of the item's words (印出的题名、署名) is corrected by the id of the
article and logged with the item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.commands import Batch, SetFields
from archive_app.catalogue.standing import CORRECTION_TYPE, FROZEN_OF_ARTICLES, frozen_fields
from archive_app.catalogue.store import Record
from archive_app.domain.entities import ITEM, entity_named
from archive_app.domain.errors import UsageError
from archive_app.domain.fields import FieldType
from archive_app.domain.manuscript import Block, Cell, Manuscript
from archive_app.domain.workflow import FROZEN, GateRefused, NotPossible, Role, State, Unmet
from archive_app.domain.workflow.log import CORRECTION
from archive_app.services.archive import Archive
from archive_app.services.workflow.people import People

_CORRECTORS = frozenset({Role.EDITOR, Role.PROOFREADER})
_TEXTS = (FieldType.MANUSCRIPT, FieldType.TEXT, FieldType.LONG_TEXT, FieldType.ROWS)
_AROUND = 12
"""Characters shown on either side of a place."""


def correct(archive: Archive, record_id: str, values: Mapping[str, Any], comment: str) -> Done:
    """Change what stands (from 已编入 on) of an item, or of an article with an item: the reason goes into the item's
    log of moves.

    Raises ``NotPossible`` where the text does not stand yet, ``GateRefused`` without a reason or for who may not,
    ``UsageError`` for a field that is not printed: it is changed as ever.
    """
    record = archive.catalogue.record(record_id)
    item = _item_of(archive, record)
    if item is None:
        raise _not_frozen(f"“{record.title}”不在流程里")
    if record.id == item.id:
        return archive.execute(correction(archive, item, values, comment))
    logged = correction(archive, item, {}, comment, of=record, of_values=values)
    own = SetFields(record.id, values, expected_version=record.version)
    return archive.execute(Batch("改样", (logged, own), type=CORRECTION_TYPE))


def correction(
    archive: Archive,
    item: Record,
    values: Mapping[str, Any],
    comment: str,
    *,
    of: Record | None = None,
    of_values: Mapping[str, Any] | None = None,
) -> SetFields:
    """The command that corrects an item and logs it; raises as `correct`. ``of`` is the article that is corrected by
    ``of_values`` beside it."""
    return corrections(archive, item, values, [comment], of=of, of_values=of_values)


def corrections(
    archive: Archive,
    item: Record,
    values: Mapping[str, Any],
    comments: Sequence[str],
    *,
    of: Record | None = None,
    of_values: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
) -> SetFields:
    """As `correction`, with an entry of the log for each of ``comments``."""
    state = State(item["state"])
    if state not in FROZEN:
        raise _not_frozen(f"《{(of or item).title}》的状态是“{state.label}”")
    people = People(archive)
    against = people.refusal(people.actor(archive.actor), _CORRECTORS)
    if not all(comment.strip() for comment in comments):
        against.append(Unmet("comment", "改样要写明改什么、为什么", "请写明（--comment）。", by_comment=True))
    if against:
        raise GateRefused(f"《{item.title}》现在不能改样", against)
    _check_printed(of or item, values if of is None else of_values or {})
    entry = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "by": archive.actor,
        "action": CORRECTION,
        "from": state.value,
        "to": state.value,
    }
    log = [*item["workflow_log"], *({**entry, "comment": comment.strip()} for comment in comments)]
    return SetFields(
        item.id,
        {**values, "workflow_log": log},
        expected_version=item.version if expected_version is None else expected_version,
        by_program=True,
        type=CORRECTION_TYPE,
        words="改样" if len(comments) == 1 else f"改样 {len(comments)} 处",
    )


def _not_frozen(said: str) -> NotPossible:
    remedy = "还没有定稿，直接改就行（cunshi set）。"
    return NotPossible(f"{said}，用不着改样", remedy, code="not-frozen")


def _item_of(archive: Archive, record: Record) -> Record | None:
    """The item whose words these are."""
    if record.entity == "article" and record["item"]:
        return archive.catalogue.record(str(record["item"]))
    return record if record.entity == "item" else None


def _printed_fields(record: Record) -> tuple[str, ...]:
    if record.entity == "article":
        return tuple(name for name in FROZEN_OF_ARTICLES if name != "item")
    return tuple(name for name in frozen_fields(str(record["kind"])) if name != "kind")


def _check_printed(record: Record, values: Mapping[str, Any]) -> None:
    free = [name for name in values if name not in _printed_fields(record)]
    if not free:
        return
    declared = entity_named(record.entity).field(free[0])
    if free[0] in ("kind", "item"):
        raise UsageError(f"定稿以后“{declared.label}”不能再改", "改样只改印出的文字。", code="not-corrected")
    remedy = "" if declared.by_program else "它不在定稿之内，直接改就行（cunshi set）。"
    words = "由程序填写，不能直接修改" if declared.by_program else "用不着改样"
    raise UsageError(f"“{declared.label}”（{free[0]}）{words}", remedy, code="not-frozen")


def correctable(item: Record) -> list[str]:
    """The printed fields of an item that hold words, the text first."""
    names = [n for n in frozen_fields(str(item["kind"])) if item[n] and ITEM.field(n).type in _TEXTS]
    return sorted(names, key=lambda name: name != "manuscript")


def places(item: Record, field_name: str, old: str) -> list[str]:
    """Where these words stand in a field: each place with what is around it."""
    if not old:
        return []
    return [
        ("…" if at > _AROUND else "") + text[max(0, at - _AROUND) : at + len(old) + _AROUND]
        + ("…" if at + len(old) + _AROUND < len(text) else "")
        for text in _texts(item, field_name)
        for at in _found(text, old)
    ]  # fmt: skip


def correct_words(
    archive: Archive, record_id: str, old: str, new: str, comment: str, field_name: str = "manuscript"
) -> Done:
    """Correct one place of a field: ``old`` stands there exactly once. Raises ``UsageError`` where it does not."""
    item = archive.catalogue.record(record_id)
    if item.entity == "article" and field_name == "manuscript":
        field_name = "title"  # what is printed of an article itself; its text is the item's
    if old == new or not old:
        raise UsageError("没有要改的字", "请写明原文（--old）和改成什么（--new）。", code="nothing-to-correct")
    corrects = item.entity in ("item", "article")
    label = entity_named(item.entity).field(field_name).label if corrects else "正文"
    number = len(places(item, field_name, old)) if corrects else 0
    if number != 1:
        words = f"{label}里没有“{old}”" if not number else f"{label}里有 {number} 处“{old}”"
        raise UsageError(words, "请多写几个字，让它只在一处出现。", code="not-one-place")
    where = "" if field_name == "manuscript" else f"{label}："
    said = f"{where}“{old}”改为“{new}”" + (f"：{comment.strip()}" if comment.strip() else "")
    value = _replaced(item, field_name, old, new)
    return correct(archive, record_id, {field_name: value}, said if comment.strip() else "")


def _texts(item: Record, field_name: str) -> Iterator[str]:
    value = item[field_name]
    if entity_named(item.entity).field(field_name).type is FieldType.MANUSCRIPT:
        for block in Manuscript.from_json(value):
            yield block.text
            yield from (note.text for note in block.notes)
            yield from (cell.text for row in block.rows for cell in row)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (str(row.get("name") or "") for row in value)


def _found(text: str, old: str) -> Iterator[int]:
    at = text.find(old)
    while at >= 0:
        yield at
        at = text.find(old, at + 1)  # what overlaps are two places: which one is meant is not clear


def _replaced(item: Record, field_name: str, old: str, new: str) -> Any:
    value = item[field_name]
    if entity_named(item.entity).field(field_name).type is FieldType.MANUSCRIPT:
        blocks = tuple(_corrected(block, old, new) for block in Manuscript.from_json(value))
        return Manuscript(blocks).to_json()
    if isinstance(value, str):
        return value.replace(old, new)
    return [{**row, "name": str(row.get("name") or "").replace(old, new)} for row in value]


def _corrected(block: Block, old: str, new: str) -> Block:
    """A block with one place changed, in its text, a note of it or a cell.

    Marks and notes after the place move along, marks inside it keep what they span; the marks of a note are as before
    where it is the note's own words that change.
    """
    if old not in block.text:
        moves = {
            (number, place): _moves(cell.text, old, new)
            for number, row in enumerate(block.rows)
            for place, cell in enumerate(row)
            if old in cell.text
        }
        notes = tuple(
            replace(
                note,
                text=note.text.replace(old, new),
                at=moves[note.cell](note.at) if note.cell in moves else note.at,
            )
            for note in block.notes
        )
        rows = tuple(
            tuple(_cell_corrected(cell, moves[number, place], old, new) if (number, place) in moves else cell
                  for place, cell in enumerate(row))
            for number, row in enumerate(block.rows)
        )  # fmt: skip
        return replace(block, notes=notes, rows=rows) if notes != block.notes or rows != block.rows else block
    at = block.text.index(old)
    end, moved = at + len(old), _moves(block.text, old, new)
    return replace(
        block,
        text=block.text[:at] + new + block.text[end:],
        spans=tuple(
            made
            for span in block.spans
            if (made := replace(span, start=moved(span.start), end=moved(span.end))).start < made.end
        ),
        notes=tuple(replace(note, at=moved(note.at)) if note.cell is None else note for note in block.notes),
    )


def _cell_corrected(cell: Cell, moved: Callable[[int], int], old: str, new: str) -> Cell:
    spans = (replace(span, start=moved(span.start), end=moved(span.end)) for span in cell.spans)
    return replace(cell, text=cell.text.replace(old, new), spans=tuple(s for s in spans if s.start < s.end))


def _moves(text: str, old: str, new: str) -> Callable[[int], int]:
    """Where an offset of a text goes whose first ``old`` becomes ``new``."""
    at = text.index(old)
    end, shift = at + len(old), len(new) - len(old)

    def moved(place: int) -> int:
        if place <= at:
            return place
        return place + shift if place >= end else min(place, at + len(new))

    return moved
