"""A PDF to be kept: PDF/A-2b (ISO 19005-2), or -3b (ISO 19005-3) with the book's own words attached.

It is the screen's file with nothing in it that a reader a hundred years on might lack: colours told by a profile, no
numbers of a press's inks, what the file is said in XMP.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from archive_app.typeset.layout import Layout, Page, PlacedImage
from archive_app.typeset.pdf.canvas import PageWriter, as_on_screen
from archive_app.typeset.pdf.document import bookmarks, draw_tagged, finish, labels, sign
from archive_app.typeset.pdf.file import Metadata, PdfFile, dictionary, pdf_date, reference, text
from archive_app.typeset.pdf.images import Encoded, named
from archive_app.typeset.pdf.intents import describe, screen_intent
from archive_app.typeset.problems import Problem
from archive_app.typeset.sources import SourceFile


def draw_preserved(
    stream: BinaryIO, layout: Layout, metadata: Metadata, sources: Sequence[SourceFile] = ()
) -> list[Problem]:
    """Write the file to be kept; the pictures that could not be had. With ``sources`` it is of part 3."""
    file = PdfFile(stream, metadata)
    with PageWriter(file, len(layout.pages), encode_kept) as writer:
        writer.collect(layout)
        sign(file, layout)
        draw_tagged(writer, layout)
        bookmarks(file, layout, writer.pages)
        labels(file, layout)
        screen_intent(file)
        describe(file, {"pdfaid:part": "3" if sources else "2", "pdfaid:conformance": "B"})
        if sources:
            _attach(file, sources)
        finish(writer, layout, copied=True)
        return writer.problems


def encode_kept(image: PlacedImage, page: Page) -> Encoded:
    """A picture for the screen; inks become the colours they print as.

    Raises ``OSError`` or ``ValueError`` where it cannot be read.
    """
    found = as_on_screen(image, page)
    if found.colours != "DeviceCMYK":
        return found
    from archive_app.typeset.pdf.pixels import shown_inks

    data = shown_inks(image.path)
    return replace(found, name=named(data), data=data, colours="DeviceRGB", inverted=False)


def _attach(file: PdfFile, sources: Sequence[SourceFile]) -> None:
    """The files, each said to be what the book was set from (§6.8)."""
    specifications: list[tuple[str, int]] = []
    for source in sources:
        parameters = {
            "ModDate": f"({pdf_date(file.metadata.created)})".encode(),
            "Size": b"%d" % len(source.data),
            "CheckSum": b"<%s>" % hashlib.md5(source.data, usedforsecurity=False).hexdigest().encode(),
        }
        said = b"/Type/EmbeddedFile/Subtype%s/Params%s" % (_subtype(source.kind), dictionary(parameters))
        number = file.put_stream(source.data, said)
        entries = {
            "Type": b"/Filespec",
            "F": b"(%s)" % source.name.encode("ascii", "replace"),
            "UF": text(source.name),
            "Desc": text(source.label),
            "AFRelationship": b"/Source",
            "EF": b"<</F %d 0 R/UF %d 0 R>>" % (number, number),
        }
        specifications.append((source.name, file.put(dictionary(entries))))
    named = b"".join([b"%s %d 0 R" % (text(name), number) for name, number in sorted(specifications)])
    file.catalog["Names"] = b"<</EmbeddedFiles<</Names[%s]>>>>" % named
    file.catalog["AF"] = b"[%s]" % b" ".join([reference(number) for _, number in specifications])


def _subtype(kind: str) -> bytes:
    """A media type as a name."""
    return b"/" + kind.replace("/", "#2F").encode()
