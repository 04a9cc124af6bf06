"""Where blocks come together: the text, a note, a header, a text box, a comment."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive_app.intake.olddoc.grid import Laid, blocks
from archive_app.intake.olddoc.sprms import Cells, Lines
from archive_app.intake.rtf.state import State
from archive_app.intake.wordml.made import Frame, paragraph


@dataclass(slots=True)
class Row:
    """A row's shape while it is said (``\\trowd``)."""

    edges: list[int] = field(default_factory=lambda: [0])
    across: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)
    next_across: int = 0
    next_down: int = 0
    header: bool = False

    def cell(self, edge: int) -> None:
        """``\\cellx``: a cell ends at this edge, in twips."""
        self.edges.append(edge)
        self.across.append(self.next_across)
        self.down.append(self.next_down)
        self.next_across = self.next_down = 0


@dataclass(slots=True)
class Sink:
    """``out`` are the runs of the paragraph that is being read, ``words`` all its plain text."""

    out: list[str] = field(default_factory=list)
    laid: list[Laid] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    row: Row = field(default_factory=Row)
    author: str = ""
    date: int = 0
    number: int = -1
    answers: int = 0

    def end_paragraph(self, state: State, frame: Frame, *, cell: bool = False, inner_cell: bool = False) -> None:
        """``\\par``, ``\\cell`` or ``\\nestcell``."""
        inside = state.in_table or cell or inner_cell
        depth = 1 if cell else max(state.depth, 2) if inner_cell else state.depth
        lines = Lines(in_table=inside, depth=depth if inside else 0, inner_cell=inner_cell)
        self.laid.append(Laid(paragraph("".join(self.out), frame), lines, cell))
        self.out = []
        self.words.append("\n")

    def end_row(self, depth: int) -> None:
        """``\\row``, or ``\\nestrow`` of a table so deep."""
        row = self.row
        cells = Cells(tuple(row.edges), list(row.across), list(row.down))
        lines = Lines(in_table=True, depth=depth, row_end=depth == 1, inner_row_end=depth > 1, header=row.header,
                      cells=cells)  # fmt: skip
        self.laid.append(Laid("", lines, True))

    def xml(self, state: State, frame: Frame) -> str:
        """All of it; what stands after the last paragraph's mark is one, too."""
        if self.out:
            self.end_paragraph(state, frame)
        return blocks(self.laid)
