"""What a volume says of its look beside its template: rows of (key, value) that become a book's ``[layout]``.

The keys and what each may hold are those of `archive_app.typeset.templates`; nothing is listed twice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.typeset import templates
from archive_app.typeset.toml_source import Source

VOLUME_SOURCE = Source("书卷的版式改动", code="bad-template")
"""How a message names where a volume's overrides stand."""


def layout_of(volume: Record) -> dict[str, Any]:
    """The overrides of a volume as `Template.with_layout` takes them."""
    return nested((str(row["key"]), str(row.get("value", ""))) for row in volume["layout"])


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """``("heads.even", '"section"')`` as tables; a value is TOML, and words that are none are taken as they are."""
    tables: dict[str, Any] = {}
    for key, value in pairs:
        if not key.strip() or not value.strip():
            continue
        *above, last = key.strip().split(".")
        table = tables
        for name in above:
            inner = table.setdefault(name, {})
            if not isinstance(inner, dict):
                inner = table[name] = {}
            table = inner
        table[last] = read(value)
    return tables


def read(value: str) -> Any:
    """A value as it is written: a number, true or false, a list, else words."""
    try:
        return tomllib.loads(f"value = {value.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        return value.strip()


def written(value: Any) -> str:
    """The reverse of `read`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(written(part) for part in value)}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def rows(pairs: Mapping[str, Any]) -> list[dict[str, str]]:
    """Overrides by their keys as they are stored."""
    return [{"key": key, "value": written(value)} for key, value in pairs.items()]


def check(template: str, pairs: Mapping[str, Any]) -> dict[str, UsageError]:
    """What is wrong with overrides of ``template``, by key. Each is tried by itself; those that must fit each other
    (a type area on its paper) together: what goes wrong there is said of the key that the message names."""
    base = templates.load(template)
    wrong: dict[str, UsageError] = {}
    for key, value in pairs.items():
        if key not in _TOGETHER and (error := _error(base, {key: value})) is not None:
            wrong[key] = error
    fitting = {key: value for key, value in pairs.items() if key not in wrong}
    while fitting and (error := _error(base, fitting)) is not None:
        named = next((key for key in fitting if f" {key}" in error.message.split("：")[0]), next(iter(fitting)))
        wrong[named] = error
        del fitting[named]
    return wrong


def _error(base: templates.Template, pairs: Mapping[str, Any]) -> UsageError | None:
    try:
        base.with_layout(nested((key, written(value)) for key, value in pairs.items()), VOLUME_SOURCE)
    except UsageError as error:
        return error
    return None


_TOGETHER = frozenset({"trim", "measure", "body_pt", "leading_pt", "direction", "top", "inner"})
"""Overrides that must fit each other."""
