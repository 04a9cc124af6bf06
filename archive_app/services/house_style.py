"""An archive's list of 规范用语: which words are better written otherwise, and why.

It is kept in the archive (``settings/house-style.toml``), goes with its backups and copies, and goes out and comes in
as a table (csv) of four columns. An archive without a list goes by the one that comes with the program.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from archive_app.domain.errors import UsageError
from archive_app.services.checking.house_style import DEFAULT, Usage
from archive_app.vault.durable import replacing

FILE = Path("settings", "house-style.toml")
HEAD = ("不写", "写作", "理由", "例外")
_EXCEPTIONS = "、"


def read_list(root: Path) -> tuple[Usage, ...]:
    """The list of an archive. Raises ``UsageError`` where its file cannot be read: a broken list is no empty one."""
    try:
        said = tomllib.loads((root / FILE).read_text(encoding="utf-8"))
        return tuple(
            Usage(str(row["write"]), str(row["instead"]), str(row.get("reason", "")), tuple(row.get("unless", ())))
            for row in said["usage"]
        )
    except FileNotFoundError:
        return DEFAULT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"馆藏的规范用语表 {FILE.as_posix()} 读不出来",
            "请从备份里取回这个文件；没有备份的，删掉它，就回到程序自带的表。",
            code="broken-house-style",
        ) from error


def write_list(root: Path, usages: Iterable[Usage]) -> tuple[Usage, ...]:
    """Keep a list with the archive, each word once; returns it as it is kept. Raises ``StorageFailed``."""
    kept = {usage.write: usage for usage in usages if usage.write}
    rows: list[dict[str, Any]] = [
        {"write": one.write, "instead": one.instead, "reason": one.reason, "unless": list(one.unless)}
        for one in kept.values()
    ]
    (root / FILE).parent.mkdir(exist_ok=True)
    with replacing(root / FILE) as handle:
        handle.write(tomli_w.dumps({"usage": rows}).encode())
    return tuple(kept.values())


def to_rows(usages: Sequence[Usage]) -> list[tuple[str, ...]]:
    """The list as a table, its head first."""
    return [HEAD, *((one.write, one.instead, one.reason, _EXCEPTIONS.join(one.unless)) for one in usages)]


def from_rows(rows: Iterable[Sequence[str]]) -> list[Usage]:
    """A table as a list: columns in the order of ``HEAD``, the last ones may be missing, a head is no word.

    Raises ``UsageError`` with the line where a word stands without anything beside it.
    """
    found: list[Usage] = []
    for number, row in enumerate(rows, start=1):
        cells = [str(cell or "").strip() for cell in (*row, "", "", "", "")[:4]]
        if not any(cells) or tuple(cells[:2]) == HEAD[:2]:
            continue
        write, instead, reason, unless = cells
        if not write or write == instead:
            raise UsageError(
                f"规范用语表第 {number} 行不成立：“不写”一栏{'是空的' if not write else '与“写作”相同'}",
                "请写明不写什么、写作什么；只提醒、没有定法的，“写作”可以空着。",
                code="wrong-house-style",
            )
        found.append(Usage(write, instead, reason, tuple(one for one in unless.split(_EXCEPTIONS) if one)))
    return found


def to_csv(usages: Sequence[Usage]) -> bytes:
    """The list as a table that Excel opens (csv, UTF-8 with its mark)."""
    text = io.StringIO()
    csv.writer(text).writerows(to_rows(usages))
    return text.getvalue().encode("utf-8-sig")


def from_csv(data: bytes) -> list[Usage]:
    """A csv as Excel saves it (UTF-8 or GB 18030). Raises ``UsageError``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UsageError(
                "这张表的编码认不出来", "请在 Excel 里另存为 CSV UTF-8。", code="wrong-encoding"
            ) from error
    return from_rows(csv.reader(io.StringIO(text, newline="")))
