"""Texts of other word processors, and of Word before docx: each said in WordprocessingML, then read as a docx is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.docx import proposal, sized
from archive_app.intake.proposal import Proposal
from archive_app.intake.wordml.made import Made

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SCAN = 32 << 20  # bytes of a compound file searched for the names of its streams
_ODT = b"application/vnd.oasis.opendocument.text"
_NAME_BYTES, _FLAT = 1 << 10, 1 << 13
Making = Callable[[Path], Made]


def _doc(path: Path) -> Made:
    from archive_app.intake.olddoc.stories import read_old

    return read_old(path)


def _rtf(path: Path) -> Made:
    from archive_app.intake.rtf.reader import read_rtf

    return read_rtf(path)


def _odt(path: Path) -> Made:
    from archive_app.intake.opendocument.reader import read_text

    return read_text(path)


def _is_odt(path: Path) -> bool:
    """Whether a zip says, in its first member, that it is a text (ODF 1.3 part 2 §3.3)."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as member:
            return member.read(_NAME_BYTES).strip().startswith(_ODT)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return False


def _is_flat(head: bytes) -> bool:
    """Whether an XML file is a text of OpenDocument, all in one."""
    return b"office:document" in head[:_FLAT] and _ODT in head[:_FLAT]


def _is_doc(path: Path) -> bool:
    """Whether a compound file is a text, by the names of its own streams; of a damaged one any of them tells."""
    from archive_app.intake.olddoc.compound import streams_of

    names = streams_of(path)
    if names is not None:
        return "WordDocument" in names and "EncryptedPackage" not in names
    with path.open("rb") as file:
        data = file.read(_SCAN)
    return "WordDocument".encode("utf-16-le") in data


def _format(
    name: str, label: str, suffixes: tuple[str, ...], mime: str, make: Making, *,
    signatures: tuple[bytes, ...] = (), confirm: Callable[[Path], bool] | None = None,
    sniff: Callable[[bytes], bool] | None = None,
) -> Format:  # fmt: skip
    def made(source: Source, workspace: Workspace) -> tuple[Path, Made]:
        found = make(sized(source, workspace))
        docx = workspace.new_file(".docx")
        found.write(docx)
        return docx, found

    def read(source: Source, workspace: Workspace) -> Proposal:
        docx, found = made(source, workspace)
        try:
            return proposal(docx, source, workspace, mime, found.said)
        finally:
            docx.unlink()

    def as_docx(source: Source, workspace: Workspace) -> Path:
        return made(source, workspace)[0]

    return Format(name, label, suffixes, read, signatures, confirm, sniff, as_docx)


WRITERS: tuple[Format, ...] = (
    _format(
        "doc", "Word 97–2003 文稿", (".doc", ".dot", ".wps", ".wpt"), "application/msword", _doc,
        signatures=(_OLE,), confirm=_is_doc,
    ),
    _format(
        "odt", "OpenDocument 文稿", (".odt", ".ott"), _ODT.decode(), _odt, signatures=(b"PK\x03\x04",), confirm=_is_odt
    ),
    _format("fodt", "OpenDocument 文稿", (".fodt",), _ODT.decode(), _odt, sniff=_is_flat),
    _format("rtf", "RTF 文档", (".rtf",), "application/rtf", _rtf, signatures=(b"{\\rtf",)),
)  # fmt: skip
