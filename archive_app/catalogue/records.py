"""``records/``: each record as plain JSON, rewritten from the log, readable without the program.

A follower of the log: it says in the catalogue how far it came, and catches up when it was cut short. The files say
what a record is, not how it came to be: version and time stay in the log, so undone and redone work leaves the same
bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from archive_app.catalogue.parts import Parted
from archive_app.catalogue.store import Record
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import Damaged
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.identity import is_id
from archive_app.domain.own_fields import spread


def record_path(folder: Path, record_id: str) -> Path:
    """Where a record's file stands; the shard is the id's last two digits (its first are time)."""
    return folder / record_id[-2:] / f"{record_id}.json"


def record_bytes(record: Record) -> bytes:
    """The file's content: fields in their declared order, empty ones left out."""
    pieces: list[bytes] = []
    for key, value in record.to_json().items():
        pieces.append(f"{',' if pieces else '{'}\n {_key(key)}: ".encode())
        pieces.append(_long(value) if type(value) is Parted else _indented(value, "\n ").encode())
    return b"".join([*pieces, b"\n}\n"])


def _long(rows: Parted) -> bytes:
    return b"[\n  " + b",\n  ".join([part.written(_some) for part in rows.parts]) + b"\n ]"


def _some(rows: Sequence[dict[str, Any]]) -> bytes:
    """Some of the rows of a field."""
    return ",\n  ".join([_indented(row, "\n  ") for row in rows]).encode()


def _indented(value: Any, edge: str) -> str:
    """``json.dumps`` with an indent of one, in a third of the time: that one is written in Python, too, and yields each
    sign by itself. A transcript of two hours is written whenever a sentence of it was."""
    if type(value) is str:
        return encode_basestring(value)
    inside = edge + " "
    if type(value) is dict and value:
        parts = [
            f"{_key(key)}: {encode_basestring(part) if type(part) is str else _indented(part, inside)}"
            for key, part in value.items()
        ]
        return f"{{{inside}{f',{inside}'.join(parts)}{edge}}}"
    if type(value) is float:
        return float.__repr__(value)
    if type(value) is int:
        return int.__repr__(value)
    if type(value) is list and value:
        return f"[{inside}{f',{inside}'.join([_indented(part, inside) for part in value])}{edge}]"
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=512)
def _key(key: str) -> str:
    return encode_basestring(key)


def write_record(folder: Path, record: Record) -> None:
    """Write a record's file: temporary name, then rename, so that a reader never sees half of it."""
    path = record_path(folder, record.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(record_bytes(record))
    temporary.replace(path)


def read_records(folder: Path) -> Iterator[Record]:
    """Every record the folder holds, in the order they were made (that of their ids).

    Raises ``Damaged`` that names the file where one cannot be understood.
    """
    for path in sorted(folder.glob("*/*.json"), key=lambda path: path.name):
        yield read_record(path)


def read_record(path: Path) -> Record:
    """One record from its file; raises ``Damaged``."""
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        entity = entity_named(stored["entity"])
        values = {field.name: _present(field, stored.get(field.name, field.empty())) for field in entity.fields}
        if not is_id(stored["id"]) or stored["id"] != path.stem:
            raise ValueError("id")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"记录文件 {path.parent.name}/{path.name} 读不出来", "请从备份取回这个文件。") from error
    return Record(stored["id"], entity.name, 1, spread(values), bool(stored.get("trashed", False)))


def _present(field: Field, value: Any) -> Any:
    """A stored value in its present form: what was a list of words may have become rows (heirs, since schema 2)."""
    if field.type is not FieldType.ROWS or not isinstance(value, list):
        return value
    return [{field.columns[0].name: part} if isinstance(part, str) else part for part in value]
