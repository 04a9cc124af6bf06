"""The columns an office chooses for a list of items (件目录, 照片目录 …): of every field there is, the archive's own
too, in an order and of widths; kept under a name beside the archive's settings, so that whoever opens it has them.

A list as its standard or the office's form has it is never changed by that: it is what one gets where none is chosen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from archive_app.domain.errors import UsageError
from archive_app.domain.kinds.common import COMMON_FIELDS
from archive_app.domain.own_fields import PREFIX as OWN_PREFIX
from archive_app.frozen import dataclass
from archive_app.reports.held import Held
from archive_app.reports.lists import ItemList, Said
from archive_app.reports.table import Column, Value
from archive_app.services.linked import names_in
from archive_app.services.list_columns import Column as ListColumn
from archive_app.services.list_columns import columns_of, words_of
from archive_app.vault.durable import replacing

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

FILE = Path("settings", "report-columns.toml")
WIDEST = 60
"""Ems that a column can be made wide."""
_OF_LIST = "="
"""Before the head of a column that is the list's own: ``=档号``."""
_USUAL = 8.0
"""Ems; where a sheet has room left, it is dealt out by these."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A column that is chosen: its name (``=档号``, a field's, ``own:开本``), and its width in ems (0: as it needs)."""

    name: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Columns chosen for one list; ``name`` is empty while nobody kept them."""

    report: str
    columns: tuple[Chosen, ...]
    name: str = ""


def known_columns(archive: Archive, listed: ItemList) -> dict[str, ListColumn]:
    """Every column that may be chosen for a list, by name: its own ones as it words them, then the fields of items."""
    own = {
        f"{_OF_LIST}{one.column.head}": ListColumn(
            f"{_OF_LIST}{one.column.head}", one.column.head, "", 0, f"{listed.label}的栏"
        )
        for one in listed.columns
    }
    heads = {one.column.head for one in listed.columns}
    rest = {one.name: one for one in columns_of(archive) if one.label not in heads}
    return {**own, **rest}


def usual(listed: ItemList) -> ColumnChoice:
    """The columns that a list has where nothing is chosen."""
    return ColumnChoice(listed.name, tuple(Chosen(f"{_OF_LIST}{one.column.head}") for one in listed.columns))


def chosen_list(archive: Archive, listed: ItemList, choice: ColumnChoice) -> ItemList:
    """The list with these columns; those of fields that are no more are left out. Raises ``UsageError`` where none is
    left."""
    known, own = known_columns(archive, listed), {f"{_OF_LIST}{one.column.head}": one for one in listed.columns}
    told = _Told(archive)
    made: list[Said] = []
    for one in choice.columns:
        if one.name in own:
            said = own[one.name]
        elif one.name in known:
            column = known[one.name]
            said = Said(Column(column.label, _USUAL), told.of(column))
        else:
            continue
        made.append(replace(said, column=replace(said.column, fixed=float(one.width))) if one.width else said)
    if not made:
        raise UsageError("还没有选栏", "请至少选一栏，如题名。", code="no-columns")
    label = choice.name or listed.label
    same = {one.column.head for one in made} >= set(own_heads(listed))
    return replace(listed, label=label, columns=tuple(made), notes=listed.notes if same else ())


def own_heads(listed: ItemList) -> list[str]:
    """The heads of the columns that a list has where nothing is chosen."""
    return [one.column.head for one in listed.columns]


class _Told:
    """What columns of fields say of an item; the names of what it links to are read once each."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names: dict[str, str] = {}

    def of(self, column: ListColumn) -> Callable[[Held], Value]:
        """What this column says."""
        if column.name in _BY_NAME:
            return _BY_NAME[column.name]
        field = column.field or next((one for one in COMMON_FIELDS if one.name == column.name), None)
        if field is None:
            return lambda item: item.words(column.name)

        def words(item: Held) -> Value:
            value = item.record.values.get(field.name)
            if value in (None, "", [], {}, False):
                return ""
            missing = [key for key in _ids(value) if key not in self._names] if field.target else []
            if missing:
                self._names.update(dict.fromkeys(missing, ""))
                self._names.update(names_in(self._archive, [(field, missing)]))
            return words_of(field, value, self._names)

        return words


def _ids(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [value]


def _length(item: Held) -> Value:
    return len(item.files) or ""


_BY_NAME: Mapping[str, Callable[[Held], Value]] = {
    "kind": lambda item: item.kind,
    "commissioner": lambda item: item.commissioner,
    "access": lambda item: item.record.level.label,
    "characters": lambda item: item.characters,
    "files": _length,
    "created": lambda item: item.words("created"),
    "state": lambda item: item.words("state"),
    "responsibility": lambda item: item.responsible,
}
"""Columns that say something else than their field does."""


# — kept —


def kept_choices(archive: Archive, report: str = "") -> list[ColumnChoice]:
    """The choices the archive keeps (for one list), by name. Raises ``UsageError`` where the note cannot be read."""
    path = archive.root / FILE
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        found = [
            ColumnChoice(
                str(one["report"]),
                tuple(Chosen(str(each["column"]), int(each.get("width") or 0)) for each in one["columns"]),
                str(one["name"]),
            )
            for one in said.get("list", ())
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = f"请改正或移走 {FILE.as_posix()}，它是馆藏文件夹里的一个文本文件。"
        raise UsageError("存下的目录各栏读不出来", remedy, code="broken-note") from error
    return sorted((one for one in found if report in ("", one.report)), key=lambda one: one.name)


def keep(archive: Archive, choice: ColumnChoice) -> ColumnChoice:
    """Keep a choice under its name, in place of one of that list and name; raises ``UsageError`` for a name that cannot
    be, ``StorageFailed``."""
    name = " ".join(choice.name.split())
    if not name or len(name) > 30:
        raise UsageError("名称要写 1 到 30 个字", "如“借阅用目录”。", code="no-name")
    made = replace(choice, name=name)
    rest = [one for one in kept_choices(archive) if (one.report, one.name) != (made.report, name)]
    _write(archive, [*rest, made])
    return made


def forget(archive: Archive, report: str, name: str) -> None:
    """Keep a choice no more; raises ``UsageError`` where there is none of that name."""
    choice = kept_choice(archive, report, name)
    _write(archive, [one for one in kept_choices(archive) if one != choice])


def kept_choice(archive: Archive, report: str, name: str) -> ColumnChoice:
    """The choice kept for a list under this name; raises ``UsageError`` that lists those there are."""
    found = {one.name: one for one in kept_choices(archive, report)}
    if name not in found:
        known = f"现有：{'、'.join(found)}。" if found else "这张表还没有存过。"
        raise UsageError(f"没有叫“{name}”的各栏", known, code="unknown-columns")
    return found[name]


def _write(archive: Archive, choices: Iterable[ColumnChoice]) -> None:
    said = [
        {
            "name": one.name, "report": one.report,
            "columns": [{"column": each.name, **({"width": each.width} if each.width else {})} for each in one.columns],
        }
        for one in sorted(choices, key=lambda one: (one.report, one.name))
    ]  # fmt: skip
    path = archive.root / FILE
    path.parent.mkdir(exist_ok=True)
    with replacing(path) as handle:
        handle.write(tomli_w.dumps({"list": said}).encode())


def said_as(archive: Archive, listed: ItemList, words: str) -> ColumnChoice:
    """Columns as a person writes them on the command line (档号,题名:22,开本), or the name of a choice that is kept.

    Raises ``UsageError``.
    """
    kept = {one.name: one for one in kept_choices(archive, listed.name)}
    if words in kept:
        return kept[words]
    known = known_columns(archive, listed)
    chosen: list[Chosen] = []
    for part in words.replace("，", ",").split(","):
        head, _colon, width = part.strip().replace("：", ":").rpartition(":") if _has_width(part) else (part, "", "")
        found = _column(known, head.strip())
        if found is None:
            labels = "、".join(dict.fromkeys(one.label for one in known.values()))
            raise UsageError(f"没有“{head.strip()}”这一栏", f"可以写：{labels}。", code="unknown-column")
        chosen.append(Chosen(found.name, min(WIDEST, int(width or 0))))
    return ColumnChoice(listed.name, tuple(chosen))


def _has_width(part: str) -> bool:
    return part.replace("：", ":").rpartition(":")[2].strip().isdecimal()


def _column(known: Mapping[str, ListColumn], word: str) -> ListColumn | None:
    for one in known.values():
        if word in (one.name, one.label, one.name.removeprefix(OWN_PREFIX), one.name.removeprefix(_OF_LIST)):
            return one
    return None
