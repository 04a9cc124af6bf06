"""A docx from its XML, and a reader in this process."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from intake_making import MAIN, NAMESPACES, TYPES, relationships

from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.identify import identify
from archive_app.intake.proposal import Proposal

MakeDocx = Callable[..., Path]


@pytest.fixture
def make_docx(tmp_path: Path) -> MakeDocx:
    """``make_docx(body, name=…, parts={…}, links=[(id, kind, target)…], main=…)`` writes a docx."""

    def make(
        body: str,
        name: str = "稿.docx",
        parts: dict[str, str | bytes] | None = None,
        links: Iterable[tuple[str, str, str]] = (),
        main: str = MAIN,
        document: str | None = None,
    ) -> Path:
        path = tmp_path / name
        text = document or f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", TYPES.format(main=main))
            archive.writestr("_rels/.rels", relationships([("rId1", "officeDocument", "word/document.xml")]))
            archive.writestr("word/document.xml", text)
            archive.writestr("word/_rels/document.xml.rels", relationships(links))
            for part, data in (parts or {}).items():
                archive.writestr(part, data)
        return path

    return make


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[[Path], Proposal]:
    """Read a file in this process, as the reading process would."""
    staging = tmp_path / "staging"
    staging.mkdir()

    def read(path: Path, name: str = "") -> Proposal:
        source = Source(path, name or path.name)
        fmt, remarks = identify(source)
        reading = fmt.read(source, Workspace(staging))
        assert isinstance(reading, Proposal)
        return replace(reading, warnings=(*remarks, *reading.warnings))

    return read
