"""Tables: OpenDocument leaves a covered cell where another reaches, a docx says of each what it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from archive_app.intake.opendocument.names import TABLE, Element, whole

_MOST = 1000  # columns; more are no table
_MOST_ROWS = 5000

Blocks = Callable[[Iterable[Element]], str]


def table_xml(table: Element, blocks: Blocks) -> str:
    """A ``w:tbl``."""
    going: dict[int, tuple[int, int]] = {}  # column → (rows that are left of the cell above, its columns)
    rows: list[str] = []
    for row, header in _rows(table, header=False):
        cells: list[str] = []
        column = 0
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            covered = cell.tag == f"{TABLE}covered-table-cell"
            for _ in range(min(whole(cell.get(f"{TABLE}number-columns-repeated"), 1), _MOST)):
                if column >= _MOST:
                    break
                left, width = going.get(column, (0, 0))
                if covered and left:
                    cells.append(_cell("<w:p/>", width, "<w:vMerge/>"))
                    going[column] = (left - 1, width)
                elif not covered:
                    width = min(max(1, whole(cell.get(f"{TABLE}number-columns-spanned"), 1)), _MOST)
                    down = max(1, whole(cell.get(f"{TABLE}number-rows-spanned"), 1))
                    going[column] = (down - 1, width)
                    merge = '<w:vMerge w:val="restart"/>' if down > 1 else ""
                    cells.append(_cell(blocks(cell) or "<w:p/>", width, merge))
                column += 1
        about = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
        rows.append(f"<w:tr>{about}{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>" if rows else ""


def _cell(words: str, width: int, merge: str) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr>{words}</w:tc>'


def _rows(table: Element, *, header: bool) -> Iterator[tuple[Element, bool]]:
    for element in table:
        if element.tag == f"{TABLE}table-row":
            empty = not any(True for _ in element.itertext())
            times = 1 if empty else min(whole(element.get(f"{TABLE}number-rows-repeated"), 1), _MOST_ROWS)
            for _ in range(times):
                yield element, header
        elif element.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(element, header=header or element.tag == f"{TABLE}table-header-rows")
