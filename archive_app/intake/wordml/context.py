"""What reading any part of one document needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from archive_app.domain.manuscript import Note
from archive_app.frozen import dataclass
from archive_app.intake.text.rich import Rich
from archive_app.intake.wordml.findings import Findings
from archive_app.intake.wordml.media import Media
from archive_app.intake.wordml.numbering import Numbering
from archive_app.intake.wordml.package import WordPackage
from archive_app.intake.wordml.runs import Looks
from archive_app.intake.wordml.styles import Styles

EMU_PER_TWIP = 635
USUAL_WIDTH = 8306 * EMU_PER_TWIP  # A4 with Word's margins


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note's words, and whose it says it is."""

    rich: Rich
    by: str = ""


@dataclass(slots=True)
class Context:
    """``kai``: 楷体 marks words here; ``width`` is that of the text, in EMU; ``notes`` by (kind of reference, id);
    ``marks`` of comments wait for the next paragraph."""

    package: WordPackage
    styles: Styles
    numbering: Numbering
    media: Media
    findings: Findings
    kai: bool = True
    width: int = USUAL_WIDTH
    notes: Mapping[tuple[str, str], NoteText] = field(default_factory=dict)
    marks: list[Note] = field(default_factory=list)
    looks: Looks = field(init=False)

    def __post_init__(self) -> None:
        self.looks = Looks(self.styles, kai_is_a_mark=self.kai)
