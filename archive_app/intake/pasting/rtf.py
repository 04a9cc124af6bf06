"""RTF from the clipboard → the blocks of a manuscript: what programs put there that know no HTML."""

from __future__ import annotations

import tempfile
from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.domain.manuscript import Manuscript
from archive_app.intake.formats.base import Workspace
from archive_app.intake.pasting.html import MOST, Pasted
from archive_app.intake.rtf.reader import rtf_made
from archive_app.intake.text.dialogue import with_speakers
from archive_app.intake.wordml.comments import settled
from archive_app.intake.wordml.document import read_document


def read_rtf_text(data: bytes) -> Pasted:
    """The blocks of what was copied, with the pictures in it; none where it holds no words.

    Raises ``ValueError`` where it is larger than `html.MOST` or cannot be read.
    """
    if len(data) > MOST:
        raise ValueError(f"{len(data)} bytes of RTF")
    with tempfile.TemporaryDirectory(prefix="cunshi-paste-") as folder:
        docx = Path(folder) / "pasted.docx"
        try:
            made = rtf_made(data.rstrip(b"\0"))
            made.write(docx)
            document = read_document(docx, Workspace(Path(folder)))
        except Refused as error:
            raise ValueError(str(error)) from error
        manuscript, _placed, _strayed = settled(
            Manuscript(tuple(draft.block for draft in with_speakers(document.drafts, ()))), ()
        )
        pictures = {one.key: one.path.read_bytes() for one in document.pictures}
        said = [*made.said, *document.findings]
        if document.comments:
            said.append("批注没有粘进来；要连批注一起收，请把 Word 文件加进馆藏。")
        return Pasted(manuscript, tuple(said), pictures)
