"""The frame of an Office Open XML file: its parts, how they refer to each other, and what their words may hold
(ECMA-376-1, -2).

Every word is written as a word: nothing becomes a formula, a link or a field; what no XML file may hold is left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Piece(NamedTuple):
    """Words in one look: ``marked`` ones are bold and stand out; in a document those of a change are struck (``gone``)
    or underlined (``new``)."""

    words: str
    marked: bool | Literal["gone", "new"] = False


def clean(words: str) -> str:
    """The words without what no XML file may hold (XML 1.0 §2.2); every line's end is a line feed."""
    return _NOT_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def quoted(words: str) -> str:
    """The words, cleaned, as they stand between tags or in an attribute."""
    return escape(clean(words), {'"': "&quot;"})


def write_frame(packed: zipfile.ZipFile, types: Mapping[str, str], main: str, title: str, plain: str) -> None:
    """Write what every such file begins with: the types of its parts (part → type; ``plain`` is that of every other),
    which of them is the main one, and what the file is called."""
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in {**types, "docProps/core.xml": core}.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="{plain}"/>'
    packed.writestr(
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>',
    )
    metadata = f"{_PACKAGE}/relationships/metadata/core-properties"
    packed.writestr("_rels/.rels", relations([(f"{OFFICE}/officeDocument", main), (metadata, "docProps/core.xml")]))
    packed.writestr(
        "docProps/core.xml",
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{quoted(title)}</dc:title>'
        "<dc:creator>存史</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>",
    )


def relations(targets: Sequence[tuple[str, str]]) -> str:
    """A part of relationships: (type, target) of each, numbered rId1, rId2, …"""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
