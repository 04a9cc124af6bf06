"""The file a PDF is: numbered objects, where each begins, and what the file says of itself (ISO 32000-1 §7.5).

It is written as it is made, so that a book's pictures are never all in memory; what is to be compressed waits a while,
so that all cores can do it. What is no stream goes into object streams (§7.5.7), which make a tagged book a tenth
smaller; a file for readers of PDF 1.3 has none. Streams end as PDF/A and PDF/X want them (ISO 19005-2 §6.1.7.1).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from archive_app.typeset.pdf.ahead import Ahead
from archive_app.typeset.storing import on_its_way

_A_STREAM_HOLDS = 200
_MOST_WAITING = 8 << 20
_EFFORT = 3  # zlib's own choice, 6, makes pages a twentieth smaller and takes half as long again
_A_SHARE = 24  # streams a core compresses at a time: one by one, the cores wait for each other
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MAKER = "存史"


class Metadata(NamedTuple):
    """What the file says about itself. ``created`` comes from the caller, so that the same book gives the same
    bytes; it counts seconds."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: str = ""
    created: datetime = _EPOCH


def text(words: str) -> bytes:
    """A text string as PDF writes it: hexadecimal UTF-16."""
    return b"<FEFF%s>" % words.encode("utf-16-be", "replace").hex().upper().encode()


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary of entries that are ready bytes."""
    return b"<<%s>>" % b"".join([b"/%s %s" % (key.encode(), value) for key, value in entries.items()])


def reference(number: int) -> bytes:
    """How one object names another."""
    return b"%d 0 R" % number


def array(numbers: Iterable[float]) -> bytes:
    """An array of numbers."""
    return b"[%s]" % " ".join([f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers]).encode()


def pdf_date(when: datetime) -> str:
    """A date as the document information dictionary has it."""
    return when.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


class PdfFile:
    """A file that is written to ``stream`` object by object; `finish` ends it.

    ``packed`` puts what is no stream into object streams (PDF 1.5 and later). ``catalog`` and ``info`` take the entries
    of the catalogue and of the information dictionary until the end. ``known`` is what the file is known by: set it
    from the words of the book, and the same book gives the same identity.
    """

    def __init__(
        self, stream: BinaryIO, metadata: Metadata, *, version: tuple[int, int] = (1, 7), packed: bool = True
    ) -> None:
        self.metadata, self.version, self.packed = metadata, version, packed
        self.catalog: dict[str, bytes] = {"Type": b"/Catalog"}
        self.info: dict[str, bytes] = {}
        self.known = hashlib.md5(usedforsecurity=False).hexdigest()
        self._stream = stream
        self._size = 0
        self._last = 0
        self._places: dict[int, tuple[int, int, int]] = {}  # kind, place, index: as in a cross-reference stream
        self._loose: list[tuple[int, bytes]] = []
        self._waiting: list[tuple[int, bytes, bytes]] = []  # streams to be compressed: number, content, entries
        self._waiting_size = 0
        self._write(b"%%PDF-%d.%d\n%%\xe5\xad\x98\xe5\x8f\xb2\n" % version)

    def reserve(self, count: int = 1) -> int:
        """The first of ``count`` numbers of objects that are put later."""
        first = self._last + 1
        self._last += count
        return first

    def put(self, body: bytes, number: int = 0) -> int:
        """Write an object that is no stream; its number."""
        number = number or self.reserve()
        if self.packed:
            self._loose.append((number, body))
            if len(self._loose) == _A_STREAM_HOLDS:
                self._bundle()
        else:
            self._object(number, body)
        return number

    def put_stream(self, content: bytes, entries: bytes = b"", *, packed: bool = True, number: int = 0) -> int:
        """Write a stream with ``entries`` in its dictionary, compressed where ``packed``; its number."""
        number = number or self.reserve()
        if not packed:
            self._put_stream(number, content, entries)
            return number
        self._waiting.append((number, content, entries))
        self._waiting_size += len(content)
        if self._waiting_size > _MOST_WAITING:
            self._pack()
        return number

    def finish(self) -> None:
        """Write what is left, the table of where everything is, and the trailer."""
        root = self.put(dictionary(self.catalog))
        info = self.put(self._information())
        self._bundle()
        self._pack()
        known = self.known.encode()
        trailer = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (root, info, known, known)
        start = self._size
        self._write(self._table_stream(trailer) if self.packed else self._table(trailer))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._size += len(data)

    def _object(self, number: int, *parts: bytes) -> None:
        self._places[number] = (1, self._size, 0)
        self._write(b"%d 0 obj\n" % number)
        for part in parts:  # not joined: a picture is large
            self._write(part)
        self._write(b"\nendobj\n")

    def _put_stream(self, number: int, content: bytes, entries: bytes) -> None:
        self._object(number, b"<<%s/Length %d>>\nstream\n" % (entries, len(content)), content, b"\nendstream")

    def _pack(self) -> None:
        """Compress the streams that wait, on all cores, and write them in their order."""
        waiting, self._waiting, self._waiting_size = self._waiting, [], 0
        shares = [waiting[start : start + _A_SHARE] for start in range(0, len(waiting), _A_SHARE)]
        on_its_way(self._stream)
        work = Ahead(_compressed, shares, len(shares))
        work.start()
        try:
            for place, share in enumerate(shares):
                for (number, _, entries), content in zip(share, work.result(place), strict=True):
                    self._put_stream(number, content, entries + b"/Filter/FlateDecode")
        finally:
            work.close()

    def _bundle(self) -> None:
        """An object stream of what is waiting."""
        held, self._loose = self._loose, []
        if not held:
            return
        bundle = self.reserve()
        head, at = [], 0
        for index, (number, body) in enumerate(held):
            head.append(b"%d %d" % (number, at))
            at += len(body) + 1
            self._places[number] = (2, bundle, index)
        first = b" ".join(head) + b"\n"
        content = first + b"\n".join([body for _, body in held])
        self.put_stream(content, b"/Type/ObjStm/N %d/First %d" % (len(held), len(first)), number=bundle)

    def _information(self) -> bytes:
        said = self.metadata
        when = b"(%s)" % pdf_date(said.created).encode()
        entries = {
            "Title": text(said.title),
            **({"Author": text(said.author)} if said.author else {}),
            **({"Subject": text(said.subject)} if said.subject else {}),
            **({"Keywords": text(said.keywords)} if said.keywords else {}),
            "Creator": text(MAKER),
            "Producer": text(MAKER),
            "CreationDate": when,
            "ModDate": when,
            **self.info,
        }
        return dictionary(entries)

    def _table(self, trailer: bytes) -> bytes:
        """The cross-reference table of PDF 1.0 to 1.4."""
        rows = [b"0000000000 65535 f \n"]
        rows += [b"%010d 00000 n \n" % self._places[number][1] for number in range(1, self._last + 1)]
        return b"xref\n0 %d\n%strailer\n<</Size %d%s>>\n" % (len(rows), b"".join(rows), len(rows), trailer)

    def _table_stream(self, trailer: bytes) -> bytes:
        """The cross-reference stream of PDF 1.5 (§7.5.8); it lists itself."""
        own = self.reserve()
        self._places[own] = (1, self._size, 0)
        rows = [(0, 0, 65535), *[self._places[number] for number in range(1, own + 1)]]
        table = b"".join([(kind << 48 | at << 16 | more).to_bytes(7, "big") for kind, at, more in rows])
        content = zlib.compress(table)
        entries = b"<</Type/XRef/Size %d/W[1 4 2]%s/Filter/FlateDecode/Length %d>>" % (own + 1, trailer, len(content))
        return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (own, entries, content)


def _compressed(streams: Iterable[tuple[int, bytes, bytes]]) -> list[bytes]:
    return [zlib.compress(content, _EFFORT) for _, content, _ in streams]
