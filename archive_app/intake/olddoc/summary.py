"""What a document says of itself: property sets beside the text ([MS-OLEPS] 2.25)."""

from __future__ import annotations

import struct

from archive_app.intake.olddoc.compound import Compound

_CODE_PAGES = {936: "gb18030", 950: "big5", 65001: "utf-8", 1200: "utf-16-le"}
_TITLE, _AUTHOR = 2, 4


def title_and_author(compound: Compound) -> tuple[str, str]:
    """The title and the author; often the computer's doing, not a person's."""
    said = _sections(compound.read("\x05SummaryInformation"))
    first = said[0] if said else {}
    return str(first.get(_TITLE, "")).strip(), str(first.get(_AUTHOR, "")).strip()


def own_properties(compound: Compound) -> list[tuple[str, str]]:
    """The properties that somebody, or a program, gave the document."""
    said = _sections(compound.read("\x05DocumentSummaryInformation"))
    if len(said) < 2:
        return []
    names = said[1].get(0)
    if not isinstance(names, dict):
        return []
    return [(name, str(said[1][number])) for number, name in names.items() if number in said[1]]


def _sections(data: bytes) -> list[dict[int, object]]:
    """The sets of a stream, each by number; the names of numbers under 0. What cannot be read is left out."""
    try:
        count = struct.unpack_from("<I", data, 24)[0]
        places = [struct.unpack_from("<I", data, 28 + 20 * n + 16)[0] for n in range(min(count, 4))]
        return [_section(data[place:]) for place in places]
    except struct.error:
        return []


def _section(data: bytes) -> dict[int, object]:
    count = min(struct.unpack_from("<I", data, 4)[0], 2000)
    places = dict(struct.unpack_from("<II", data, 8 + 8 * n) for n in range(count))
    page = 1252
    if 1 in places:
        page = struct.unpack_from("<H", data, places[1] + 4)[0]
    coding = _CODE_PAGES.get(page, "cp1252")
    found: dict[int, object] = {}
    for number, at in places.items():
        if number == 0:
            found[0] = _names(data, at, coding)
            continue
        kind = struct.unpack_from("<I", data, at)[0]
        if kind == 30:
            size = struct.unpack_from("<I", data, at + 4)[0]
            found[number] = data[at + 8 : at + 8 + size].decode(coding, "replace").partition("\0")[0]
        elif kind == 31:
            size = struct.unpack_from("<I", data, at + 4)[0]
            found[number] = data[at + 8 : at + 8 + 2 * size].decode("utf-16-le", "replace").partition("\0")[0]
        elif kind == 3:
            found[number] = struct.unpack_from("<i", data, at + 4)[0]
    return found


def _names(data: bytes, at: int, coding: str) -> dict[int, str]:
    count = min(struct.unpack_from("<I", data, at)[0], 2000)
    at += 4
    names: dict[int, str] = {}
    for _ in range(count):
        number, size = struct.unpack_from("<II", data, at)
        at += 8
        length = size * 2 if coding == "utf-16-le" else size
        names[number] = data[at : at + length].decode(coding, "replace").partition("\0")[0]
        at += length + (-length % 4 if coding == "utf-16-le" else 0)
    return names
