"""TOML written by a person: read it, and say in which file, at which line and key a value is wrong, and what is right.

Template files and ``book.toml`` are both checked against frozen dataclasses by `build`: the fields are the keys that
are allowed, their types (`Between` and `OneOf` with them) what each may hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass

T = TypeVar("T")


class SourceError(UsageError):
    """A book's folder or a template says something that cannot be done as said."""

    code = "book-source"


@dataclass(frozen=True, slots=True)
class Between:
    """A number (each number of a tuple) from ``low`` to ``high``: ``Annotated[float, Between(0, 96, " 磅")]``."""

    low: float
    high: float
    unit: str = ""

    def __contains__(self, value: Any) -> bool:
        return isinstance(value, int | float) and self.low <= value <= self.high

    def __str__(self) -> str:
        return f"可用 {self.low:g} 到 {self.high:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words."""

    words: tuple[str, ...]

    def __contains__(self, value: Any) -> bool:
        return value in self.words

    def __str__(self) -> str:
        return f"可用 {'、'.join(self.words)}"


Limit = Between | OneOf


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table came from: what the file is called in a message, its text (for line numbers), and the key that
    the table itself stands under in it (``layout``)."""

    name: str
    text: str = ""
    under: str = ""
    code: str = "book-source"

    def fail(self, key: str, what: str, remedy: str = "") -> SourceError:
        """The error for the value at ``key`` (``headings[0].size_pt``)."""
        key = ".".join(filter(None, (self.under, key)))
        line = line_of(self.text, key)
        place = f"{self.name} 第{line}行的 {key}" if line else f"{self.name} 的 {key}" if key else self.name
        return SourceError(f"{place}：{what}", remedy, code=self.code)


def read_text(path: Path, name: str = "", *, missing: str = "") -> str:
    """The UTF-8 text of a file (with or without BOM).

    Raises `SourceError` where it is missing, is no file, cannot be read or is in another encoding.
    """
    name = name or path.name
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device may never end
            raise SourceError(f"{name} 不是一个文件", "请换成普通的文本文件。")
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"找不到文件 {name}", missing, code="missing-file") from None
    except IsADirectoryError:
        raise SourceError(f"{name} 是一个文件夹，不是文件") from None
    except PermissionError:
        raise SourceError(f"没有权限读 {name}", "请检查文件的权限。") from None
    except (OSError, ValueError) as error:  # a loop of links, a name that no file can have
        raise SourceError(f"不能读 {name}：{getattr(error, 'strerror', None) or error}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{name} 不是 UTF-8 编码（第{line}行起读不出）", "请用编辑器「另存为」UTF-8 后再排。", code="not-utf-8"
        ) from None


def parse(text: str, name: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises `SourceError` with the parser's line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        place = f"第{found[1]}行第{found[2]}列" if found else "末尾"
        raise SourceError(
            f"{name} {place}：TOML 写法有误（{str(error).split(' (at')[0]}）",
            "请检查引号、方括号和等号是否成对、是否半角；汉字的名称要放在引号里。",
        ) from None
    except RecursionError:
        raise SourceError(f"{name}：括号套得太深") from None


def line_of(text: str, key: str) -> int:
    """The line where ``key`` (dotted, with ``[n]`` for the nth table of an array, from 0) is set; 0 if not found."""
    parts = re.findall(r"[^.\[\]]+|\[\d+\]", key)
    best = 0
    table: list[str] = []
    counts: dict[str, int] = {}
    for number_, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line)
        if header:
            table = _table_parts(header[2], header[1] == "[[", counts)
            if table == parts[: len(table)] and len(table) <= len(parts):
                best = number_
            continue
        assigned = re.match(r"\s*([\w\"'.-]+)\s*=", line)
        if assigned:
            path = [*table, *(part.strip("\"'") for part in assigned[1].split("."))]
            if path == parts[: len(path)] and not parts[len(path) :]:
                return number_
            if path == parts[: len(path)]:
                best = number_
    return best


def _table_parts(name: str, array: bool, counts: dict[str, int]) -> list[str]:
    """The path of a table header, with the indexes of the arrays of tables it stands in."""
    names = [part.strip().strip("\"'") for part in name.split(".")]
    if array:
        counts[name] = counts.get(name, -1) + 1
        for deeper in [other for other in counts if other.startswith(name + ".")]:
            del counts[deeper]
    path: list[str] = []
    for depth in range(len(names)):
        path.append(names[depth])
        above = ".".join(names[: depth + 1])
        if above in counts:
            path.append(f"[{counts[above]}]")
    return path


# building ---------------------------------------------------------------------------------------------------------


def build(kind: type[T], table: Mapping[str, Any], source: Source, path: str = "") -> T:
    """Make a ``kind`` (a dataclass) of a table, checking every key and value.

    A field whose metadata says ``made`` is none of the table's. Raises `SourceError` for an unknown key, a missing
    one, a wrong type and a value out of its range.
    """
    known = {f.name: f for f in fields(kind) if not f.metadata.get("made")}  # type: ignore[arg-type]
    hints = get_type_hints(kind, include_extras=True)
    for key in table:
        if key not in known:
            raise source.fail(_join(path, key), "不认识这一项", f"可用的有：{'、'.join(known)}。")
    values: dict[str, Any] = {}
    for key, spec in known.items():
        if key in table:
            values[key] = _value(table[key], hints[key], None, source, _join(path, key))
        elif spec.default is MISSING and spec.default_factory is MISSING:
            raise source.fail(path, f"缺少「{key}」")
    return kind(**values)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _value(value: Any, hint: Any, limit: Limit | None, source: Source, path: str) -> Any:
    if get_origin(hint) is Annotated:
        hint, limit = get_args(hint)[:2]
    if get_origin(hint) in (Union, UnionType):
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
        return _value(value, hint, limit, source, path)
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, _table(value, source, path), source, path)
    if get_origin(hint) is tuple:
        return _several(value, get_args(hint), limit, source, path)
    if get_origin(hint) is Mapping:
        inner = get_args(hint)[1]
        return {
            key: _value(item, inner, limit, source, _join(path, key))
            for key, item in _table(value, source, path).items()
        }
    return _single(value, hint, limit, source, path)


def _table(value: Any, source: Source, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise source.fail(path, "要写成一个表", f"例如 [{path}]。")
    return value


def _several(value: Any, kinds: tuple[Any, ...], limit: Limit | None, source: Source, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise source.fail(path, "要写成列表", "放在半角方括号里，用半角逗号隔开。")
    open_ended = len(kinds) == 2 and kinds[1] is ...
    if not open_ended and len(value) != len(kinds):
        raise source.fail(path, f"要有{len(kinds)}个值，现在有{len(value)}个")
    hints = [kinds[0]] * len(value) if open_ended else kinds
    return tuple(
        _value(item, hint, limit, source, f"{path}[{index}]")
        for index, (item, hint) in enumerate(zip(value, hints, strict=True))
    )


_KINDS = {str: "要文字，写在半角引号里", int: "要整数", float: "要数字", bool: "要 true 或 false"}


def _single(value: Any, hint: Any, limit: Limit | None, source: Source, path: str) -> Any:
    if hint is Any:
        return value
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    right = isinstance(value, hint) and (hint is bool or not isinstance(value, bool))
    if not right or (limit is not None and value not in limit):
        raise source.fail(path, f"不能是 {_shown(value)}", f"{limit or _KINDS[hint]}。")
    return value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"「{value}」"
    if isinstance(value, Mapping):
        return "一个表"
    return f"{value:g}" if isinstance(value, float) else str(value)


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``over`` laid over ``base``, table by table; lists of tables are laid over one by one, other lists replaced."""
    return {**base, **{key: _over(base.get(key), value) for key, value in over.items()}}


def _over(below: Any, value: Any) -> Any:
    if isinstance(value, Mapping) and isinstance(below, Mapping):
        return merged(below, value)
    if isinstance(value, list) and isinstance(below, list) and all(isinstance(item, Mapping) for item in value + below):
        return [*(_over(*pair) for pair in zip(below, value, strict=False)), *below[len(value) :], *value[len(below) :]]
    return value
