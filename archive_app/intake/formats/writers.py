"""Texts of other word processors, and of Word before docx: each said in WordprocessingML, then read as a docx is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.docx import proposal, sized
from archive_app.intake.proposal import Proposal
from archive_app.intake.wordml.made import Made

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SCAN = 32 << 20  # bytes of a compound file searched for the names of its streams
Making = Callable[[Path], Made]


def _doc(path: Path) -> Made:
    from archive_app.intake.olddoc.stories import read_old

    return read_old(path)


def _is_doc(path: Path) -> bool:
    """Whether a compound file holds a text, by the names of its streams."""
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
)  # fmt: skip
