"""Two states of a text on sheets of A4, legible in black and white: what is gone struck, what is new bold and
underlined, above each paragraph what became of it and by whose hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.frozen import dataclass
from archive_app.reports.pages import MM, cell_lines, missing_glyphs
from archive_app.typeset import problems
from archive_app.typeset.blocks.model import ASCENT, StyledText, TextStyle
from archive_app.typeset.fonts.library import DEFAULT_ROLES
from archive_app.typeset.layout import Layout, Line, Page, Rule
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph
from archive_app.typeset.pdf import Metadata, write
from archive_app.typeset.storing import Written

_WIDE, _HIGH = 210 * MM, 297 * MM
_LEFT, _RIGHT, _TOP, _FOOT = 25 * MM, 20 * MM, 18 * MM, 18 * MM
_WIDTH = _WIDE - _LEFT - _RIGHT
_SONG, _BOLD, _HEI, _KAI = (DEFAULT_ROLES[role] for role in ("song", "song-bold", "hei-bold", "kai"))
_TITLE = TextStyle(_HEI, 17, "title", "center", leading=30)
_ABOUT = TextStyle(_SONG, 10, "subtitle", "left", leading=16)
_HEAD = TextStyle(_HEI, 9, "heading-2", "left", leading=16)
_BODY = TextStyle(_SONG, 11, "body", "left", first=2, leading=21)
_LINE = TextStyle(_SONG, 11, "body", "left", leading=21)
_FOLDED = TextStyle(_KAI, 9.5, "note", "center", leading=22)
_AGAIN = TextStyle(_KAI, 9.5, "head", "left", leading=20)
_FOLIO = TextStyle(_SONG, 9.5, "folio", "center", leading=14)
_STRIKE = 0.33
"""Where the stroke through a character lies, in ems above the line it stands on."""
_BAR = 1.6
"""Points of the bar in the margin beside a paragraph that is another."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: ``head`` is what became of it (empty where nothing), ``pieces`` are (``same``, ``gone`` or ``new``,
    words); ``folded`` says what is left out here, and then there are none."""

    head: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison as it is printed: ``about`` are the lines under its title."""

    title: str
    about: tuple[str, ...]
    passages: tuple[Passage, ...]


def write_compared(compared: Compared, out: Path, progress: Progress = lambda share, words: None) -> Written:
    """Set it and write it to ``out`` (PDF). Raises ``StorageFailed`` where the file cannot be written."""
    layout = set_compared(compared, progress)
    written = write(layout, out, Metadata(compared.title, subject="；".join(compared.about)))
    return written._replace(problems=(*layout.problems, *written.problems))


def set_compared(compared: Compared, progress: Progress = lambda share, words: None) -> Layout:
    """The sheets."""
    return _Setter(compared).layout(progress)


class _Setter:
    """Fills one sheet after another."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        self.sheets: list[tuple[list[Line], list[Rule]]] = []
        self.missing: dict[str, int] = {}
        self.y = 0.0

    def layout(self, progress: Progress) -> Layout:
        """Everything, sheet by sheet."""
        self._sheet()
        self._put(list(cell_lines(self.compared.title, _TITLE, _WIDTH)), _TITLE)
        for words in self.compared.about:
            self._put(list(cell_lines(words, _ABOUT, _WIDTH)), _ABOUT)
        self.sheets[-1][1].append(Rule("line", _LEFT, self.y + 4, _LEFT + _WIDTH, self.y + 4, 0.8))
        self.y += 12
        many = len(self.compared.passages)
        for number, passage in enumerate(self.compared.passages, 1):
            progress(number / many, f"排第 {number}/{many} 段")
            self._passage(passage)
        count = len(self.sheets)
        pages = tuple(
            Page(
                "body", str(number), _WIDE, _HIGH,
                heads=() if number == 1 else (self._again(),),
                lines=tuple(lines), folio=self._folio(number, count), rules=tuple(rules), opener=number == 1,
            )
            for number, (lines, rules) in enumerate(self.sheets, 1)
        )  # fmt: skip
        return Layout(self.compared.title, pages, problems=tuple(missing_glyphs(self.compared.title, self.missing)))

    def _sheet(self) -> None:
        self.sheets.append(([], []))
        self.y = _TOP + (_AGAIN.leading if len(self.sheets) > 1 else 0)

    def _passage(self, passage: Passage) -> None:
        if passage.folded:
            self._put(list(cell_lines(passage.folded, _FOLDED, _WIDTH)), _FOLDED)
            return
        if passage.head:
            heads = list(cell_lines(passage.head, _HEAD, _WIDTH))
            if self.y + len(heads) * _HEAD.leading + _BODY.leading > _HIGH - _FOOT:
                self._sheet()  # what became of a paragraph stands with its first line
            self._put(heads, _HEAD)
        for number, (words, spans) in enumerate(_paragraphs(passage.pieces)):
            style = _BODY if number == 0 else _LINE
            lines = set_paragraph(StyledText(words, style, spans), _WIDTH).lines if words else ()
            self._put(list(lines), style, barred=bool(passage.head))
        self.y += 3

    def _put(self, lines: Sequence[SetLine], style: TextStyle, *, barred: bool = False) -> None:
        for line in lines:
            if self.y + style.leading > _HIGH - _FOOT:
                self._sheet()
            self._place(line, style)
            if barred:
                x = _LEFT - 9
                self.sheets[-1][1].append(Rule("line", x, self.y, x, self.y + style.leading, _BAR))
            self.y += style.leading

    def _place(self, line: SetLine, style: TextStyle) -> None:
        for fault in line.faults:
            if fault.code != problems.CONTROL_DROPPED:
                self.missing.setdefault(fault.character, len(self.sheets))
        y = self.y + (style.leading - style.size) / 2 + ASCENT * style.size
        x = _LEFT + line.x
        lines, rules = self.sheets[-1]
        lines.append(Line(line.text, x, y, style.size, line.runs, role=style.role))
        for rule in line.rules:
            if rule.kind == "wave":  # what is gone is marked as a title would be, and struck
                at = y - _STRIKE * style.size
                rules.append(Rule("line", x + rule.x0, at, x + rule.x1, at, 0.9))
            else:
                rules.append(Rule("line", x + rule.x0, y + rule.y0, x + rule.x1, y + rule.y1, 0.9))

    def _again(self) -> Line:
        line = next(cell_lines(f"{self.compared.title}（续）", _AGAIN, _WIDTH))
        return Line(line.text, _LEFT + line.x, _TOP + ASCENT * _AGAIN.size, _AGAIN.size, line.runs, role="head")

    def _folio(self, number: int, count: int) -> Line:
        line = next(cell_lines(f"第 {number} 页　共 {count} 页", _FOLIO, _WIDTH))
        return Line(line.text, _LEFT + line.x, _HIGH - _FOOT + 14, _FOLIO.size, line.runs, role="folio")


def _paragraphs(pieces: Sequence[tuple[str, str]]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The words of a passage line by line, with spans for what is gone and what is new."""
    words = ""
    spans: list[Span] = []
    for what, text in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                yield words, tuple(spans)
                words, spans = "", []
            if part and what != "same":
                start, end = len(words), len(words) + len(part)
                styles = (SpanStyle.BOOK,) if what == "gone" else (SpanStyle.UNDERLINE, SpanStyle.BOLD)
                spans += [Span(start, end, style) for style in styles]
            words += part
    yield words, tuple(spans)
