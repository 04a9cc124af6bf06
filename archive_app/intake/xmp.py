"""XMP packets (ISO 16684-1) as trees: found in a picture, and their structures read however they were written down."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from PIL import Image

from archive_app.vault.hostile.xml import parse_xml

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
MWG = "{http://www.metadataworkinggroup.com/schemas/regions/}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_PACKET = 1 << 20  # bytes of XMP that are read
_TIFF_XMP = 700


def root_of(image: Image.Image) -> Any | None:
    """The tree of the picture's packet, None where it has none. Raises ``Refused`` where it is no XML, or a trick."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if packet is None and image.format == "TIFF":
        packet = getattr(image, "tag_v2", {}).get(_TIFF_XMP)
    if not packet:
        return None
    return tree_of(packet.encode() if isinstance(packet, str) else bytes(packet))


def tree_of(data: bytes) -> Any | None:
    """The tree of a packet, None where there is nothing. Raises ``Refused`` where it is no XML, or a trick."""
    data = data.strip(b"\0 \r\n\t")
    return parse_xml(data, "XMP") if data and len(data) <= _PACKET else None


def own(element: Any, name: str) -> Iterator[Any]:
    """What a structure holds under a name: elements, or the words of an attribute. A structure may be written with
    its fields as attributes, as children, or in an ``rdf:Description`` of its own (ISO 16684-1, 7.9)."""
    if isinstance(element, str):
        return
    for holder in (element, *element.findall(f"{RDF}Description")):
        if holder.get(name) is not None:
            yield holder.get(name).strip()
        yield from holder.findall(name)


def items_of(element: Any) -> list[Any]:
    """The members of a list."""
    if isinstance(element, str):
        return []
    return [item for kind in ("Bag", "Seq", "Alt") for held in element.findall(f"{RDF}{kind}") for item in held]


def words_of(element: Any) -> str:
    """The words of a value; of words in several languages those for everybody."""
    if isinstance(element, str):
        return element.strip()
    items = [item for held in element.findall(f"{RDF}Alt") for item in held]
    if items:
        element = next((item for item in items if item.get(_LANGUAGE) == "x-default"), items[0])
    value = element.find(f"{RDF}value")
    return ((element if value is None else value).text or "").strip()


def number(words: str) -> float | None:
    """A number as it was written, None where it is none; an endless one is none."""
    try:
        value = float(words)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
