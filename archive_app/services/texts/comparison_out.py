"""A comparison as a Word document to be printed or sent: what is gone struck, what is new underlined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from archive_app.office.document import Paragraph, Style, write_docx
from archive_app.office.package import Piece
from archive_app.services.texts.comparing import Comparison, Row, What, words_of
from archive_app.vault.durable import replacing


def write_comparison(comparison: Comparison, title: str, heads: tuple[str, str], out: Path) -> None:
    """Write what is otherwise between two states to ``out``; raises ``StorageFailed`` where that cannot be written."""
    with replacing(out) as handle:
        write_docx(handle, _paragraphs(comparison, title, heads), title)


def _paragraphs(comparison: Comparison, title: str, heads: tuple[str, str]) -> Iterator[Paragraph]:
    yield Paragraph([Piece(f"《{title}》两版对照", False)], Style.TITLE)
    yield Paragraph([Piece(f"原来：{heads[0]}　改后：{heads[1]}", False)], Style.FACTS)
    yield Paragraph([Piece(f"{comparison.summary()}。划掉的是删去的，下划线的是新写的。", False)], Style.FACTS)
    for row in comparison.rows:
        if row.differs:
            said = "；".join([f"第 {(row.to if row.to >= 0 else row.number) + 1} 段，{row.words}", *row.remarks])
            yield Paragraph([Piece(said, False)], Style.FACTS)
        yield from _lines(row)


def _lines(row: Row) -> Iterator[Paragraph]:
    """A paragraph of the document for each line: what breaks off in the middle of a change goes on as such."""
    pieces = [("gone", words_of(row.before[0]))] if row.what is What.LEFT else row.pieces
    line: list[Piece] = []
    for what, text in pieces:
        look: Literal["gone", "new"] | bool = "gone" if what == "gone" else "new" if what == "new" else False
        first, *more = text.split("\n")
        line.append(Piece(first, look))
        for words in more:
            yield Paragraph(line)
            line = [Piece(words, look)]
    yield Paragraph(line)
