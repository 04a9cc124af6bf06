"""What holds for a section ([MS-DOC] 2.9.246): how it begins, its columns, its page, which way it is read."""

from __future__ import annotations

import struct

from archive_app.intake.olddoc.fib import SECTIONS, Fib, Plc
from archive_app.intake.olddoc.sprms import each

_BEGINS = {0: "continuous", 1: "nextColumn", 2: "nextPage", 3: "evenPage", 4: "oddPage"}


def section_xml(fib: Fib, row: Plc) -> str:
    """A ``w:sectPr``."""
    place = struct.unpack_from("<i", row.data, 2)[0]
    begins, columns, flow = "nextPage", 1, 0
    width, left, right = 11906, 1800, 1800
    if 0 <= place <= len(fib.main) - 2:
        size = struct.unpack_from("<H", fib.main, place)[0]
        for code, operand in each(fib.main[place + 2 : place + 2 + size]):
            number = int.from_bytes(operand, "little")
            if code == 0x3009:
                begins = _BEGINS.get(number, begins)
            elif code == 0x500B:
                columns = number + 1
            elif code == 0x5033:
                flow = number
            elif code == 0xB01F:
                width = number
            elif code == 0xB021:
                left = number
            elif code == 0xB022:
                right = number
    direction = '<w:textDirection w:val="tbRl"/>' if flow in (1, 5) else ""
    return (
        f'<w:sectPr><w:type w:val="{begins}"/><w:pgSz w:w="{width}"/><w:pgMar w:left="{left}" w:right="{right}"/>'
        f'<w:cols w:num="{columns}"/>{direction}</w:sectPr>'
    )


def last_section(fib: Fib) -> str:
    """The last section's, which the whole text ends with."""
    rows = fib.plc(SECTIONS, 12)
    return section_xml(fib, rows[-1]) if rows else ""
