"""The files of an item: their order and roles, from one item to another, apart from an item, off and back.

Every act is one command, so one step of undo. A box round a face says on which picture it is: who was written down
without one is on the first, so before another picture comes first, or the first one goes, such boxes are bound to it.
So it is with what is said in recordings: it follows its recording, also to another item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, Create, Restore, SetFields, Trash
from archive_app.domain.depicted import region_of
from archive_app.domain.errors import UsageError
from archive_app.domain.identity import new_id
from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.media import is_heard
from archive_app.domain.recordings import FIELDS, bound
from archive_app.domain.recordings import parted as parted_rows
from archive_app.domain.sides import BACK, first_of, pictures_of
from archive_app.services.entry_templates import carried

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

_COUNTED = re.compile(r"（([一二三四五六七八九十]{1,3}|\d+)）\Z")
_FIGURES = "一二三四五六七八九十"


def position_after(files: Iterable[Record]) -> int:
    """The position of a file that comes behind these."""
    return max((int(one["position"] or 0) for one in files), default=-1) + 1


def ordered(archive: Archive, item: str, ids: Sequence[str]) -> Command | None:
    """The files ``ids`` of an item in this order, its others behind them; None where they stand so already."""
    files = archive.catalogue.files_of(item)
    known = {one.id: one for one in files}
    wanted = [known[key] for key in dict.fromkeys(ids) if key in known]
    wanted += [one for one in files if one.id not in set(ids)]
    if [one.id for one in wanted] == [one.id for one in files]:
        return None
    steps = _placed(wanted)
    bound = _bound(archive, item, files, wanted)
    return Batch(f"排文件的次序（{len(files)} 个）", [*bound, *steps])


def moved_before(archive: Archive, item: str, ids: Sequence[str], place: int) -> Command | None:
    """The files ``ids``, which keep their order, so that the first of them is the ``place``-th of the item (from 0)."""
    files = archive.catalogue.files_of(item)
    taken = [one.id for one in files if one.id in set(ids)]
    rest = [one.id for one in files if one.id not in set(ids)]
    at = max(0, min(len(rest), place))
    return ordered(archive, item, [*rest[:at], *taken, *rest[at:]])


def front(archive: Archive, file: str) -> Command | None:
    """The picture by which its item is known from now on: the first one, and no back. None where it is that."""
    chosen = archive.catalogue.record(file)
    item = str(chosen["item"] or "")
    files = archive.catalogue.files_of(item)
    if first_of(pictures_of(files)) == chosen and files[0].id == file:
        return None
    wanted = [chosen, *(one for one in files if one.id != file)]
    steps: list[Command] = [*_bound(archive, item, files, wanted), *_placed(wanted)]
    if chosen["side"] == BACK:
        steps.append(SetFields(file, {"side": ""}))
    return Batch("换首张", steps)


def in_role(archive: Archive, ids: Sequence[str], role: str) -> Command | None:
    """These files in this role (用途); None where they are."""
    files = archive.catalogue.load("file", ids).values()
    changed = [SetFields(one.id, {"role": role}) for one in files if (one["role"] or "") != role]
    return Batch(f"文件的用途：{role or '不写'}（{len(changed)} 个）", changed) if changed else None


def taken_off(archive: Archive, item: str, ids: Sequence[str]) -> Command:
    """These files off their item, into the trash. Raises ``UsageError`` where the text still places one of them."""
    files = archive.catalogue.files_of(item)
    gone = [one for one in files if one.id in set(ids)]
    if not gone:
        raise UsageError("没有选要去掉的文件", "请先选中文件。", code="nothing-chosen")
    record = archive.catalogue.record(item)
    _refuse_placed(record, gone)
    left = [one for one in files if one.id not in set(ids)]
    words = f"去掉文件“{gone[0].title}”" if len(gone) == 1 else f"去掉 {len(gone)} 个文件"
    return Batch(words, [*_bound(archive, item, files, left), Trash([one.id for one in gone])], type="trash")


def taken_back(archive: Archive, ids: Sequence[str]) -> Command:
    """Files out of the trash, back to where they stood."""
    return Batch("取回文件" if len(ids) == 1 else f"取回 {len(ids)} 个文件", [Restore(list(ids))], type="restore")


def moved_to(archive: Archive, ids: Sequence[str], target: str) -> Command:
    """These files behind those of another item, with whoever is framed on them.

    Raises ``UsageError`` where there is nothing to move, the other item is in the trash, or a text places one of them.
    """
    to = archive.catalogue.record(target)
    if to.trashed:
        raise UsageError(f"《{to.title}》在回收站里", "请先取回它，或另选一件。", code="in-trash")
    moving = [one for one in archive.catalogue.load("file", ids).values() if one["item"] != target and not one.trashed]
    if not moving:
        raise UsageError("没有要移的文件", f"选中的本来就是《{to.title}》的。", code="nothing-chosen")
    steps = _moves(archive, moving, to, archive.catalogue.files_of(target))
    words = f"“{moving[0].title}”" if len(moving) == 1 else f"{len(moving)} 个文件"
    return Batch(f"把{words}移到《{to.title}》", steps)


def parted(archive: Archive, item: str, ids: Sequence[str]) -> tuple[Command, str]:
    """These files as an item of their own, and its id: of the same kind, with what a batch shares, related to this one.

    Raises ``UsageError`` where none or all of the files are chosen, or a text places one of them.
    """
    record = archive.catalogue.record(item)
    files = archive.catalogue.files_of(item)
    moving = [one for one in files if one.id in set(ids)]
    if not moving:
        raise UsageError("没有选要分出的文件", "请先选中要成为另一件的文件。", code="nothing-chosen")
    if len(moving) == len(files):
        raise UsageError("选中了全部文件，分出以后这一件就空了", "请留下至少一个文件。", code="all-chosen")
    number = str(record["ref_code"] or record["accession_no"] or "")
    made = Create(
        "item",
        {
            **carried(record),
            "kind": record["kind"],
            "title": next_title(archive, record.title),
            "title_source": "自拟",
            "related": [item],
            "notes": f"由《{record.title}》" + (f"（{number}）" if number else "") + "分出。",
        },
        id=new_id(),
    )
    words = f"从《{record.title}》分出 {len(moving)} 个文件"
    return Batch(words, [made, *_moves(archive, moving, made, ())]), made.id


def next_title(archive: Archive, title: str) -> str:
    """The title with the next number behind it that no item bears: 地契 → 地契（二）→ 地契（三）."""
    found = _COUNTED.search(title)
    base = title[: found.start()] if found and found.start() else title
    number = 2
    while archive.catalogue.items_titled(f"{base}（{_figure(number)}）"):
        number += 1
    return f"{base}（{_figure(number)}）"


def _figure(number: int) -> str:
    if number <= 10:
        return _FIGURES[number - 1]
    return f"十{_FIGURES[number - 11]}" if number < 20 else str(number)


def _placed(files: Sequence[Record]) -> list[Command]:
    """The files in this order; who stands right already is not touched."""
    return [SetFields(one.id, {"position": at}) for at, one in enumerate(files) if one["position"] != at]


def _moves(archive: Archive, moving: Sequence[Record], to: Record | Create, there: Sequence[Record]) -> list[Command]:
    """``moving`` behind the files that the item ``to`` has, and the people on them from their items to it."""
    after = position_after(there)
    steps: list[Command] = [SetFields(one.id, {"item": to.id, "position": after + at}) for at, one in enumerate(moving)]
    gone = {one.id for one in moving}
    has_people = str(to.values.get("kind")) == "photograph"
    came: list[Any] = []
    spoken: dict[str, list[Any]] = {}
    for source in dict.fromkeys(str(one["item"]) for one in moving if one["item"]):
        record = archive.catalogue.record(source)
        _refuse_placed(record, [one for one in moving if one["item"] == source])
        files = archive.catalogue.files_of(source)
        stood = list(record.values.get("people") or ())
        first = first_of(pictures_of(files))
        people = with_files(stood, first) if first is not None and first.id in gone else stood
        left = [row for row in people if not (has_people and row.get("file") in gone)]
        came += [row for row in people if has_people and row.get("file") in gone]
        if left != stood:
            steps.append(SetFields(source, {"people": left}, by_program=True))
        stay = _bound_times(archive, source, files, [one for one in files if one.id not in gone])
        steps += _spoken_along(record, files, gone, spoken, stay)
    steps += _spoken_there(to, there, spoken)
    if came:
        own = to.values.get("people") or ()
        steps.append(SetFields(to.id, {"people": [*own, *came]}, by_program=True))
    return steps


def _spoken_along(
    record: Record, files: Sequence[Record], gone: set[str], spoken: dict[str, list[Any]], stay: list[Command]
) -> list[Command]:
    """What is said in recordings that go to another item goes along, into ``spoken``; who speaks is told there, too."""
    first, changed = _first_sound(files), False
    left: dict[str, list[Any]] = {}
    for name in FIELDS:
        left[name], along = parted_rows(record.values.get(name) or (), first, gone)
        if along:
            spoken.setdefault(name, []).extend(along)
            changed = True
    if not changed:
        return stay
    spoken.setdefault("speakers", []).extend(record.values.get("speakers") or ())
    after = _first_sound(one for one in files if one.id not in gone)
    named = {name: bound(rows, first) if after != first else rows for name, rows in left.items()}
    return [SetFields(record.id, named, by_program=True)]


def _spoken_there(to: Record | Create, there: Sequence[Record], spoken: dict[str, list[Any]]) -> list[Command]:
    """What is said in recordings that came, behind what is said in those that were there."""
    if not any(spoken.get(name) for name in FIELDS):
        return []
    values: dict[str, Any] = {}
    for name in FIELDS:
        own = bound(to.values.get(name) or (), _first_sound(there))
        if spoken.get(name):
            values[name] = [*own, *spoken[name]]
    own = list(to.values.get("speakers") or ())
    labels = {row.get("label") for row in own}
    values["speakers"] = [*own, *(row for row in spoken["speakers"] if row.get("label") not in labels)]
    return [SetFields(to.id, values, by_program=True)]


def with_files(people: Iterable[Any], first: Record | None) -> list[Any]:
    """The rows of people with their picture: a box that stands at none is on the first."""
    if first is None:
        return [dict(one) for one in people]
    return [
        {**one, "file": first.id} if not one.get("file") and region_of(one) is not None else dict(one) for one in people
    ]


def _bound(archive: Archive, item: str, before: Sequence[Record], after: Sequence[Record]) -> list[Command]:
    """Where another picture or recording comes first: what was of the old first one is bound to it."""
    return [*_bound_boxes(archive, item, before, after), *_bound_times(archive, item, before, after)]


def _bound_times(archive: Archive, item: str, before: Sequence[Record], after: Sequence[Record]) -> list[Command]:
    """Segments and index points that name no recording, where another becomes the first."""
    old, new = _first_sound(before), _first_sound(after)
    if not old or old == new:
        return []
    values = archive.catalogue.record(item).values
    named = {name: bound(values.get(name) or (), old) for name in FIELDS}
    changed = {name: rows for name, rows in named.items() if rows != list(values.get(name) or ())}
    return [SetFields(item, changed, by_program=True)] if changed else []


def _first_sound(files: Iterable[Record]) -> str:
    return next((one.id for one in files if is_heard(str(one["mime"]))), "")


def _bound_boxes(archive: Archive, item: str, before: Sequence[Record], after: Sequence[Record]) -> list[Command]:
    old, new = first_of(pictures_of(before)), first_of(pictures_of(after))
    if old is None or (new is not None and new.id == old.id):
        return []
    people = list(archive.catalogue.record(item).values.get("people") or ())
    bound = with_files(people, old)
    return [SetFields(item, {"people": bound}, by_program=True)] if bound != people else []


def _refuse_placed(item: Record, files: Sequence[Record]) -> None:
    """Raises ``UsageError`` where the item's own text places one of the files."""
    if not item["manuscript"]:
        return
    placed = {block.picture.source for block in Manuscript.from_json(item["manuscript"]) if block.picture}
    for one in files:
        if one.id in placed:
            raise UsageError(
                f"《{item.title}》的正文里放着“{one.title}”",
                "要拿走它，请先从正文里去掉这张图。",
                code="placed-in-text",
            )


def roles() -> tuple[str, ...]:
    """The roles a file may have, as a person chooses them."""
    from archive_app.domain.entities import FILE

    return tuple(term.value for term in FILE.field("role").terms)


def kind_words(record: Record) -> str:
    """What kind of thing an item is, for a person."""
    return kind_named(str(record["kind"])).label
