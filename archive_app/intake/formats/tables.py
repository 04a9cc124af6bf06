"""Lists: Excel workbooks new and old, OpenDocument spreadsheets, csv and tsv. Read to a table; rows come later."""

from __future__ import annotations

import zipfile
from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.intake.formats.base import Format, Reading, Source, Workspace
from archive_app.intake.formats.plain import decoded_text
from archive_app.intake.formats.spoken import heard_proposal
from archive_app.intake.lists.grid import Workbook
from archive_app.intake.lists.ods import read_ods
from archive_app.intake.lists.separated import read_separated
from archive_app.intake.lists.xlsx import read_xls, read_xlsx
from archive_app.intake.transcript_tables import transcript_of
from archive_app.vault.hostile.limits import MIB, readable

LARGEST = 128 * MIB
"""A list file as it stands on the disk."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SCAN = 32 * MIB
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_NAME_BYTES = 1 << 10


def _sized(source: Source) -> Path:
    size = source.path.stat().st_size
    if size > LARGEST:
        raise Refused(f"表格有 {readable(size)}，超过上限 {readable(LARGEST)}", "请拆成几个再导入。", code="too-large")
    return source.path


def _xlsx(source: Source, workspace: Workspace) -> Reading:
    return _read(source, read_xlsx(_sized(source), workspace.limits))


def _xls(source: Source, workspace: Workspace) -> Reading:
    return _read(source, read_xls(_sized(source), workspace.limits))


def _ods(source: Source, workspace: Workspace) -> Reading:
    return _read(source, read_ods(_sized(source), workspace.limits))


def _csv(source: Source, workspace: Workspace) -> Reading:
    return _read(source, read_separated(decoded_text(source, workspace)))


def _read(source: Source, book: Workbook) -> Reading:
    """The list, or the transcript that the table is: one sheet with a column of times and one of words."""
    filled = [sheet for sheet in _filled(book).sheets if sheet.rows]
    heard = transcript_of(filled[0].rows) if len(filled) == 1 else None
    return book if heard is None else heard_proposal(source, heard, "text/csv", book.remarks)


def _filled(book: Workbook) -> Workbook:
    if not any(sheet.rows for sheet in book.sheets):
        said = " ".join(book.remarks)
        raise Refused("表格里没有内容" + (f"（{said.removesuffix('。')}）" if said else ""), code="empty")
    return book


def _is_xlsx(path: Path) -> bool:
    names = _names(path)
    return "[content_types].xml" in names and "xl/workbook.xml" in names


def _is_ods(path: Path) -> bool:
    if "mimetype" not in _names(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as member:
            return member.read(_NAME_BYTES).strip().startswith(_ODS)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return False


def _names(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name.lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()


def _is_xls(path: Path) -> bool:
    """Whether a compound file is a workbook, by the names of its own streams; not one that is protected or a text."""
    from archive_app.intake.olddoc.compound import streams_of

    names = streams_of(path)
    if names is not None:
        return bool(names & {"Workbook", "Book"}) and not names & {"EncryptedPackage", "WordDocument"}
    with path.open("rb") as file:
        data = file.read(_SCAN)

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    return (has("Workbook") or has("Book\0")) and not has("EncryptedPackage") and not has("WordDocument")


TABLES: tuple[Format, ...] = (
    Format("xlsx", "Excel 表格", (".xlsx", ".xlsm", ".xltx"), _xlsx, signatures=(b"PK\x03\x04",), confirm=_is_xlsx),
    Format("ods", "OpenDocument 表格", (".ods", ".ots"), _ods, signatures=(b"PK\x03\x04",), confirm=_is_ods),
    Format("xls", "旧版 Excel 表格", (".xls", ".et", ".xlt"), _xls, signatures=(_OLE,), confirm=_is_xls),
    Format("csv", "表格文本（csv）", (".csv", ".tsv", ".tab"), _csv),
)
