"""The file that is written: reportlab's canvas and document, with what a book's PDF has and reportlab's does not.

Keys of the catalogue and of pages that reportlab does not know, objects that are ready bytes, object streams (small
files; ISO 32000-1 §7.5.7), and streams that end as PDF/A and PDF/X want them (ISO 19005-2 §6.1.7.1).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas as reportlab_canvas

# binary streams: base 85 would make every page and picture a quarter larger
rl_config.useA85 = 0

_A_STREAM_HOLDS = 200
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MAKER = "存史"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself. ``created`` comes from the caller, so that the same book gives the same
    bytes; it counts seconds."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: str = ""
    created: datetime = _EPOCH


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object whose bytes are known, or are made when the file is written and every object has its number."""

    __RefOnly__ = 1

    def __init__(self, content: bytes | Callable[[], bytes]) -> None:
        self.content = content

    def format(self, document: Any) -> bytes:
        """The bytes of the object."""
        content = self.content
        return content() if callable(content) else content


def text(words: str) -> bytes:
    """A text string as PDF writes it: hexadecimal UTF-16."""
    return f"<FEFF{words.encode('utf-16-be', 'replace').hex().upper()}>".encode()


def stream(content: bytes, *, packed: bool = True, **entries: Any) -> Any:
    """A stream object with the entries of its dictionary."""
    made = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress] if packed else None)
    for key, value in entries.items():
        made.dictionary[key] = value
    return made


def pdf_date(when: datetime) -> str:
    """A date as the document information dictionary has it."""
    return when.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


class BookDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    """reportlab's document, written by ourselves.

    ``packed`` puts what is no stream into object streams; without it the file is one that readers of PDF 1.3 read.
    ``info`` are entries of the information dictionary beside the usual ones.
    """

    def __init__(self, *, version: tuple[int, int], packed: bool, language: str, metadata: Metadata) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=version, lang=language)
        self.packed, self.metadata, self.version = packed, metadata, version
        self.extra_info: dict[str, bytes] = {}
        self.Catalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF", "Extensions"]
        when = metadata.created.astimezone(UTC)
        # reportlab dates a document by the clock or by 2000; ours comes with the book
        self._timeStamp = SimpleNamespace(YMDhms=when.timetuple()[:6], dhh=0, dmm=0, t=when.timestamp())
        self.Catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})

    def add(self, thing: Any, name: str | None = None) -> int:
        """Register an object; its number."""
        reference = self.Reference(thing, name)
        return int(self.idToObjectNumberAndVersion[reference.name][0])

    def page_object(self, place: int) -> int:
        """The object of the page at ``place`` (from 0), once it was shown."""
        return int(self.idToObjectNumberAndVersion[f"Page{place + 1}"][0])

    def digest(self) -> str:
        """What the file is known by: the same for the same book."""
        return str(self.signature.copy().hexdigest())

    def GetPDFData(self, canvas: Any) -> bytes:
        """The whole file."""
        for font in self.delayedFonts:
            font.addObjects(self)
        self.Outlines.prepare(self, canvas)
        if self.Outlines.ready < 0:
            self.Catalog.Outlines = None
        return self.format()

    def format(self) -> bytes:
        """The objects in order of their numbers, the table of where they are, the trailer."""
        root = self.add(self.Catalog)
        info = self.add(Raw(self._information))
        major, minor = self.version
        parts = [b"%%PDF-%d.%d\n%%\xe5\xad\x98\xe5\x8f\xb2\n" % (major, minor)]
        places: dict[int, tuple[int, int, int]] = {}
        loose: list[tuple[int, bytes]] = []
        size, number = len(parts[0]), 0
        while (number := number + 1) in self.numberToId:  # formatting an object may register others
            thing = self.idToObject[self.numberToId[number]]
            if isinstance(thing, pdfdoc.PDFStream):
                body = self._stream(thing)
            else:
                said = thing.format(self) if isinstance(thing, Raw) else pdfdoc.format(thing, self, toplevel=1)
                if self.packed:
                    loose.append((number, said))
                    continue
                body = [said]
            places[number] = (1, size, 0)
            written = [b"%d 0 obj\n" % number, *body, b"\nendobj\n"]  # not joined: a picture is large
            parts += written
            size += sum(map(len, written))
        for bundle, held in _bundles(loose, number):
            for index, (member, _) in enumerate(held):
                places[member] = (2, bundle, index)
            places[bundle] = (1, size, 0)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (bundle, _bundled(held)))
            size += len(parts[-1])
        known = self.digest().encode()
        trailer = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (root, info, known, known)
        parts.append(_table_stream(places, trailer, size) if self.packed else _table(places, trailer))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % size)
        return b"".join(parts)

    def _stream(self, thing: Any) -> list[bytes]:
        entries = dict(thing.dictionary.dict)
        content = thing.content
        content = content.encode("latin-1") if isinstance(content, str) else content
        if thing.filters and "Filter" not in entries:
            content = zlib.compress(content)
            entries["Filter"] = pdfdoc.PDFName("FlateDecode")
        entries["Length"] = len(content)
        return [pdfdoc.format(pdfdoc.PDFDictionary(entries), self), b"\nstream\n", content, b"\nendstream"]

    def _information(self) -> bytes:
        said = self.metadata
        entries = {
            "Title": text(said.title),
            **({"Author": text(said.author)} if said.author else {}),
            **({"Subject": text(said.subject)} if said.subject else {}),
            **({"Keywords": text(said.keywords)} if said.keywords else {}),
            "Creator": text(MAKER),
            "Producer": text(MAKER),
            "CreationDate": f"({pdf_date(said.created)})".encode(),
            "ModDate": f"({pdf_date(said.created)})".encode(),
            **self.extra_info,
        }
        return dictionary(entries)


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary of entries that are ready bytes."""
    return b"<<" + b"".join(b"/%s %s" % (key.encode(), value) for key, value in entries.items()) + b">>"


def _bundles(loose: list[tuple[int, bytes]], number: int) -> Iterable[tuple[int, list[tuple[int, bytes]]]]:
    for start in range(0, len(loose), _A_STREAM_HOLDS):
        yield number + start // _A_STREAM_HOLDS, loose[start : start + _A_STREAM_HOLDS]


def _bundled(held: list[tuple[int, bytes]]) -> bytes:
    """An object stream."""
    head, at = [], 0
    for number, body in held:
        head.append(b"%d %d" % (number, at))
        at += len(body) + 1
    first = b" ".join(head) + b"\n"
    content = zlib.compress(first + b"\n".join(body for _, body in held))
    entries = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
    return entries % (len(held), len(first), len(content)) + b"\nstream\n" + content + b"\nendstream"


def _table(places: Mapping[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    """The cross-reference table of PDF 1.0 to 1.4."""
    rows = [b"0000000000 65535 f \n", *[b"%010d 00000 n \n" % places[number][1] for number in sorted(places)]]
    return b"xref\n0 %d\n%strailer\n<</Size %d%s>>\n" % (len(rows), b"".join(rows), len(rows), trailer)


def _table_stream(places: Mapping[int, tuple[int, int, int]], trailer: bytes, own: int) -> bytes:
    """The cross-reference stream of PDF 1.5 (§7.5.8); it lists itself."""
    number = max(places) + 1
    rows = {0: (0, 0, 65535), **places, number: (1, own, 0)}
    table = b"".join(
        kind.to_bytes(1) + at.to_bytes(4) + more.to_bytes(2) for kind, at, more in (rows[k] for k in sorted(rows))
    )
    content = zlib.compress(table)
    entries = b"<</Type/XRef/Size %d/W[1 4 2]%s/Filter/FlateDecode/Length %d>>" % (number + 1, trailer, len(content))
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, entries, content)


@dataclass(slots=True)
class PageExtras:
    """What a page's dictionary holds beside its content: boxes in points, annotations by number, its place in the
    structure's parent tree."""

    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    annotations: list[int] = field(default_factory=list)
    parents: int | None = None


class BookCanvas(reportlab_canvas.Canvas):  # type: ignore[misc]
    """reportlab's canvas without the fonts and keys a book does not use; ``extras`` are the next page's."""

    def __init__(self, metadata: Metadata, *, version: tuple[int, int] = (1, 7), packed: bool = True) -> None:
        super().__init__("", pagesize=(100, 100), pageCompression=1, invariant=1)
        self._doc = BookDocument(version=version, packed=packed, language="zh-CN", metadata=metadata)
        self.extras = PageExtras()

    @property
    def document(self) -> BookDocument:
        """The document under it."""
        return self._doc

    def _make_preamble(self) -> None:
        # reportlab's sets Helvetica on every page, unembedded
        self._preamble = ""

    def _setAnnotations(self, page: Any) -> None:
        extras, self.extras = self.extras, PageExtras()
        page.Trans = None  # an empty page transition
        page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
        for name, box in extras.boxes.items():
            setattr(page, name, pdfdoc.PDFArray([round(edge, 3) for edge in box]))
        page.Annots = [f"{number} 0 R" for number in extras.annotations]
        if extras.parents is not None:
            page.StructParents = extras.parents
            page.Tabs = pdfdoc.PDFName("S")
