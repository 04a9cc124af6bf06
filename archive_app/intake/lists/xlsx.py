"""Excel workbooks, old and new, by calamine; an xlsx is looked through by ``xlsx_scan`` first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.domain.errors import Refused
from archive_app.intake.lists.grid import Sheet, Workbook, refuse_sprawl, trimmed
from archive_app.intake.lists.values import loses_a_nought, shown
from archive_app.intake.lists.xlsx_scan import SheetFacts, scan
from archive_app.vault.hostile.limits import Limits
from archive_app.vault.hostile.zips import SafeZip

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


def read_xlsx(path: Path, limits: Limits) -> Workbook:
    """The visible sheets. Raises ``Refused`` where it is damaged, protected, too large or hostile."""
    with SafeZip(path, limits) as archive:
        facts = scan(archive, limits)
    sheets: list[Sheet] = []
    with _opened(path) as book:
        for about in facts.sheets:
            if not about.hidden:
                found = _sheet_named(book, about.name)
                sheets.append(_sheet(found, about))
    hidden = [about.name for about in facts.sheets if about.hidden]
    return Workbook(tuple(sheets), (*facts.remarks, *_hidden_remark(hidden)))


def read_xls(path: Path, limits: Limits) -> Workbook:
    """A workbook of Excel 97–2003. Raises ``Refused`` as ``read_xlsx`` does."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets: list[Sheet] = []
    hidden: list[str] = []
    with _opened(path) as book:
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                hidden.append(about.name)
                continue
            found = _sheet_named(book, about.name)
            refuse_sprawl(about.name, found.total_height, found.total_width)
            sheets.append(_sheet(found, SheetFacts(about.name)))
    return Workbook(tuple(sheets), tuple(_hidden_remark(hidden)))


def _opened(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise Refused("Excel 文件加了密码，打不开", "请先去掉密码，再另存后导入。", code="encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # what its reader of .xls did not expect; it is no Exception
            raise _damaged() from error
        raise


def _sheet_named(book: CalamineWorkbook, name: str) -> CalamineSheet:
    from python_calamine import CalamineError

    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged() from error


def _damaged() -> Refused:
    return Refused("Excel 文件已损坏或不完整，读不出来", "请用 Excel 或 WPS 打开修复后另存。", code="damaged")


def _hidden_remark(names: list[str]) -> list[str]:
    return [f"工作表“{'”“'.join(names)}”是隐藏的，没有读。"] if names else []


def _sheet(found: CalamineSheet, about: SheetFacts) -> Sheet:
    special = about.special
    doubtful: list[tuple[int, int]] = []
    rows: list[tuple[str, ...]] = []
    for number, row in enumerate(found.to_python(skip_empty_area=False)):
        cells = []
        for at, value in enumerate(row):
            if isinstance(value, str):
                cells.append(value.strip() if value else "")
                continue
            form = special.get((number, at), "")
            if isinstance(value, float) and not form and loses_a_nought(value):
                doubtful.append((number, at))
            cells.append(shown(value, form))
        rows.append(tuple(cells))
    merged = tuple((*first, *last) for first, last in found.merged_cell_ranges or ())
    return Sheet(
        about.name, trimmed(rows), merged, _ordered(about.errors), tuple(sorted(about.formulas)),
        tuple(doubtful), tuple(sorted(about.hidden_rows)), tuple(sorted(about.hidden_columns)),
    )  # fmt: skip


def _ordered(errors: dict[tuple[int, int], str]) -> tuple[tuple[int, int, str], ...]:
    return tuple((row, column, words) for (row, column), words in sorted(errors.items()))
