"""A PDF to be kept: PDF/A-2b (ISO 19005-2), or -3b (ISO 19005-3) with the book's own words attached.

It is the screen's file with nothing in it that a reader a hundred years on might lack: colours told by a profile, no
numbers of a press's inks, what the file is said in XMP.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image
from reportlab.pdfbase import pdfdoc

from archive_app.typeset.layout import Layout, Page, PlacedImage
from archive_app.typeset.pdf.canvas import PageWriter, as_on_screen
from archive_app.typeset.pdf.document import bookmarks, draw_tagged, finish, labels, sign
from archive_app.typeset.pdf.images import Encoded
from archive_app.typeset.pdf.intents import describe, screen_intent
from archive_app.typeset.pdf.profiles import default_press, own_profile, to_screen
from archive_app.typeset.pdf.target import BookCanvas, BookDocument, Metadata, Raw, dictionary, pdf_date, stream, text
from archive_app.typeset.problems import Problem
from archive_app.typeset.sources import SourceFile

_QUALITY = 92


def render_preserved(
    layout: Layout, metadata: Metadata, sources: Sequence[SourceFile] = ()
) -> tuple[bytes, list[Problem]]:
    """The PDF's bytes, and the pictures that could not be had; with ``sources`` it is of part 3."""
    target = BookCanvas(metadata)
    writer = PageWriter(target, encode_kept)
    writer.collect(layout)
    draw_tagged(target, writer, layout)
    bookmarks(target, layout)
    labels(target, layout)
    sign(target, layout)
    document = target.document
    screen_intent(document)
    describe(document, metadata, {"pdfaid:part": "3" if sources else "2", "pdfaid:conformance": "B"})
    if sources:
        _attach(document, metadata, sources)
    return finish(target, layout, copied=True), writer.problems


def encode_kept(image: PlacedImage, page: Page) -> Encoded:
    """A picture for the screen; inks become the colours they print as.

    Raises ``OSError`` or ``ValueError`` where it cannot be read.
    """
    found = as_on_screen(image, page)
    if found.colours != "DeviceCMYK":
        return found
    with Image.open(image.path) as picture:
        picture.load()
        shown = to_screen(picture, own_profile(picture) or default_press().profile)
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    name = hashlib.sha256(found.name.encode() + b"kept").hexdigest()[:24]
    return replace(found, name=name, data=buffer.getvalue(), colours="DeviceRGB", inverted=False)


def _attach(document: BookDocument, metadata: Metadata, sources: Sequence[SourceFile]) -> None:
    """The files, each said to be what the book was set from (§6.8)."""
    specifications: list[tuple[str, int]] = []
    for file in sources:
        stored = stream(
            file.data,
            Type=pdfdoc.PDFName("EmbeddedFile"),
            Subtype=_subtype(file.kind),
            Params=dictionary(
                {
                    "ModDate": f"({pdf_date(metadata.created)})".encode(),
                    "Size": b"%d" % len(file.data),
                    "CheckSum": b"<%s>" % hashlib.md5(file.data, usedforsecurity=False).hexdigest().encode(),
                }
            ),
        )
        number = document.add(stored)
        entries = {
            "Type": b"/Filespec",
            "F": b"(%s)" % file.name.encode("ascii", "replace"),
            "UF": text(file.name),
            "Desc": text(file.label),
            "AFRelationship": b"/Source",
            "EF": b"<</F %d 0 R/UF %d 0 R>>" % (number, number),
        }
        specifications.append((file.name, document.add(Raw(dictionary(entries)))))
    named = b"".join(b"%s %d 0 R" % (text(name), number) for name, number in sorted(specifications))
    document.Catalog.Names = Raw(b"<</EmbeddedFiles<</Names[%s]>>>>" % named)
    document.Catalog.AF = Raw(b"[%s]" % b" ".join(b"%d 0 R" % number for _, number in specifications))


def _subtype(kind: str) -> bytes:
    """A media type as a name."""
    return b"/" + kind.replace("/", "#2F").encode()
