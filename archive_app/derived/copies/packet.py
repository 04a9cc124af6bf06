"""What an archive says of a photograph as an XMP packet (ISO 16684-1): Dublin Core, photoshop, IPTC and MWG regions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from archive_app.domain.adjustment import Box
from archive_app.frozen import dataclass

ONE_SEGMENT = 65_000
"""Bytes of a packet that fit into one segment of a JPEG."""

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "stDim": "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
    "stArea": "http://ns.adobe.com/xmp/sType/Area#",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
}


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody in a picture. ``box`` is of the picture as it lies in the file; ``doubt`` is what is said where the name
    is not sure; the name is empty where nobody knows it."""

    name: str
    box: Box | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is written into a copy; what is empty is left out. ``created`` is a day, month or year (ISO 8601)."""

    title: str = ""
    description: str = ""
    headline: str = ""
    creators: tuple[str, ...] = ()
    rights: str = ""
    credit: str = ""
    keywords: tuple[str, ...] = ()
    created: str = ""
    location: str = ""
    identifier: str = ""
    faces: tuple[Face, ...] = ()


def packet(said: Said, size: tuple[int, int]) -> bytes:
    """The whole packet; ``size`` is the picture's as it lies in its file, to which the boxes apply."""
    return _wrapped(_words(said) + _regions(said.faces, size))


def segments(said: Said, size: tuple[int, int]) -> tuple[bytes, bytes]:
    """A packet for a JPEG: what fits into one segment, and what comes as extended XMP (part 3, 1.1.3.1), which may be
    empty. The people of a very large group go there."""
    whole = packet(said, size)
    if len(whole) <= ONE_SEGMENT:
        return whole, b""
    extended = _tree(_people(said.faces) + _regions(said.faces, size)).encode()
    note = f' xmpNote:HasExtendedXMP="{digest(extended)}"'
    return _wrapped(_words(said, people=False), note), extended


def digest(extended: bytes) -> str:
    """What the first segment calls the extended part by."""
    return hashlib.md5(extended, usedforsecurity=False).hexdigest().upper()


def _wrapped(properties: str, attributes: str = "") -> bytes:
    head, tail = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="w"?>'
    return f"{head}\n{_tree(properties, attributes)}\n{tail}".encode()


def _tree(properties: str, attributes: str = "") -> str:
    used = "".join(
        f' xmlns:{name}="{space}"' for name, space in _SPACES.items() if f"{name}:" in properties + attributes
    )
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{used}{attributes}>{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )


def _words(said: Said, *, people: bool = True) -> str:
    parts = [
        _alternatives("dc:title", said.title), _alternatives("dc:description", said.description),
        _list("dc:creator", "Seq", said.creators), _alternatives("dc:rights", said.rights),
        _list("dc:subject", "Bag", said.keywords), _plain("dc:identifier", said.identifier),
        _plain("photoshop:Headline", said.headline), _plain("photoshop:Credit", said.credit),
        _plain("photoshop:DateCreated", said.created), _plain("Iptc4xmpCore:Location", said.location),
    ]  # fmt: skip
    return "".join(parts) + (_people(said.faces) if people else "")


def _people(faces: Iterable[Face]) -> str:
    """Those of whom it is sure that they are in the picture."""
    return _list(
        "Iptc4xmpExt:PersonInImage", "Bag", dict.fromkeys(one.name for one in faces if one.name and not one.doubt)
    )


def _regions(faces: Sequence[Face], size: tuple[int, int]) -> str:
    # the nameless last: programs that read names and areas as two lists still match them
    boxed = [_region(one, one.box) for one in sorted(faces, key=lambda one: not one.name) if one.box is not None]
    if not boxed:
        return ""
    applied = f'<mwg-rs:AppliedToDimensions stDim:w="{size[0]}" stDim:h="{size[1]}" stDim:unit="pixel"/>'
    listed = f"<mwg-rs:RegionList><rdf:Bag>{''.join(boxed)}</rdf:Bag></mwg-rs:RegionList>"
    return f'<mwg-rs:Regions rdf:parseType="Resource">{applied}{listed}</mwg-rs:Regions>'


def _region(face: Face, box: Box) -> str:
    left, top, width, height = box
    area = " ".join(
        f'stArea:{name}="{round(value, 5):.5f}"'
        for name, value in (("x", left + width / 2), ("y", top + height / 2), ("w", width), ("h", height))
    )
    name = f" mwg-rs:Name={_quoted(face.name)}" if face.name else ""
    doubt = f" mwg-rs:Description={_quoted(face.doubt)}" if face.doubt else ""
    described = f'<rdf:Description{name} mwg-rs:Type="Face"{doubt}>'
    return f'<rdf:li>{described}<mwg-rs:Area {area} stArea:unit="normalized"/></rdf:Description></rdf:li>'


def _alternatives(name: str, words: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_safe(words)}</rdf:li></rdf:Alt></{name}>' if words else ""


def _list(name: str, kind: str, words: Iterable[str]) -> str:
    items = "".join(f"<rdf:li>{_safe(one)}</rdf:li>" for one in words)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _plain(name: str, words: str) -> str:
    return f"<{name}>{_safe(words)}</{name}>" if words else ""


def _quoted(words: str) -> str:
    return quoteattr(_allowed(words))


def _safe(words: str) -> str:
    return escape(_allowed(words))


def _allowed(words: str) -> str:
    """Without the characters that no XML can hold (XML 1.0, 2.2)."""
    return "".join(
        char
        for char in words
        if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")
    )
