"""What holds between a brace and its other one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archive_app.intake.wordml.made import Frame, Look

LINES = {
    "ul": "single", "uld": "dotted", "uldash": "dash", "uldashd": "dotDash", "uldashdd": "dotDotDash",
    "uldb": "double", "ulhwave": "wavyHeavy", "ulldash": "dashLong", "ulth": "thick", "ulthd": "dottedHeavy",
    "ulthdash": "dashedHeavy", "ulthdashd": "dashDotHeavy", "ulthdashdd": "dashDotDotHeavy",
    "ulthldash": "dashLongHeavy", "ululdbwave": "wavyDouble", "ulw": "words", "ulwave": "wave",
}  # fmt: skip
ALIGN = {"ql": "left", "qc": "center", "qr": "right", "qj": "both", "qd": "distribute"}


@dataclass(slots=True)
class State:
    """``dest`` is where what comes goes: ``text``, the name of a table or a property, or nothing (left out).

    ``skip`` counts the characters after ``\\u`` that stand for those who cannot read it.
    """

    dest: str = "text"
    look: Look = field(default_factory=Look)
    font: int = -1
    skip: int = 1
    revised: bool = False
    deleted: bool = False
    author: int = 0
    date: int = 0
    deleter: int = 0
    deleted_at: int = 0
    style: int = 0
    frame: Frame = field(default_factory=Frame)
    list_id: int = 0
    level: int = 0
    in_table: bool = False
    depth: int = 0
    opened: str = ""

    def inner(self) -> State:
        """The state of a group inside, which may change without changing this."""
        return replace(self, look=replace(self.look), frame=replace(self.frame), opened="")

    def plain(self) -> None:
        """``\\plain``: characters as the document has them."""
        self.look, self.revised, self.deleted, self.font = Look(), False, False, -1

    def pard(self) -> None:
        """``\\pard``: a paragraph as the document has them."""
        self.style, self.frame, self.list_id, self.level = 0, Frame(), 0, 0
        self.in_table, self.depth = False, 0


def character(state: State, word: str, number: int | None) -> bool:
    """Take in a control word about characters; whether it was one."""
    look = state.look
    on = number != 0
    match word:
        case "b":
            look.bold = on
        case "i":
            look.italic = on
        case "v":
            look.hidden = on
        case "strike" | "striked":
            look.strike = on
        case "caps" | "scaps":
            look.caps = on
        case "ulnone":
            look.underline = ""
        case "super" | "sub" | "up" | "dn" if number != 0 or word in ("super", "sub"):
            look.raised = "superscript" if word in ("super", "up") else "subscript"
        case "nosupersub" | "up" | "dn":
            look.raised = ""
        case "accdot" | "acccomma" | "acccircle" | "accunderdot":
            look.dots = on
        case "accnone":
            look.dots = False
        case "highlight" | "chcbpat" | "cb":
            look.highlight = bool(number) and (word == "highlight" or look.highlight or bool(number))
        case "chbrdr":
            look.border = True
        case "twoinone":
            look.two_in_one = bool(number)
        case "revised":
            state.revised = on
        case "deleted":
            state.deleted = on
        case "revauth":
            state.author = number or 0
        case "revdttm":
            state.date = number or 0
        case "revauthdel":
            state.deleter = number or 0
        case "revdttmdel":
            state.deleted_at = number or 0
        case _:
            if word not in LINES:
                return False
            look.underline = LINES[word] if on else ""
    return True


def line(state: State, word: str, number: int | None) -> bool:
    """Take in a control word about a paragraph; whether it was one."""
    match word:
        case "pard":
            state.pard()
        case "s":
            state.style = number or 0
        case "outlinelevel":
            state.frame.outline = number if number is not None else -1
        case "pagebb":
            state.frame.page_before = number != 0
        case "ls":
            state.list_id = number or 0
        case "ilvl":
            state.level = number or 0
        case "intbl":
            state.in_table, state.depth = True, max(state.depth, 1)
        case "itap":
            state.depth = number or 0
            state.in_table = state.depth > 0
        case _:
            if word not in ALIGN:
                return False
            state.frame.align = ALIGN[word]
    return True
