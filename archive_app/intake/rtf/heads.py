"""The tables before the text: fonts, colours, styles, lists, and who revised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from archive_app.intake.rtf.state import State
from archive_app.intake.wordml.made import NUMBER_FORMATS, Frame, level_xml, style_xml

_WHITE = "FFFFFF"
_LEVELS = {"levelnfc": "kind", "levelnfcn": "kind", "levelstartat": "start"}
_PARTS = ("red", "green", "blue")
_STYLES = ("s", "cs", "ts", "ds")


@dataclass(slots=True)
class Font:
    """A font: its name, the set of its characters and its code page (0: not said)."""

    name: str = ""
    charset: int = 0
    code_page: int = 0


@dataclass(slots=True)
class Style:
    """A style of paragraphs, or of characters."""

    character: bool = False
    name: str = ""
    base: int = -1
    outline: int = -1


@dataclass(slots=True)
class Level:
    """A level of a list: ``text`` begins with its length, and has numbers of levels where numbers stand."""

    kind: int = 0
    start: int = 1
    text: str = ""
    legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class Override:
    """A list in use: which, and from which numbers its levels begin again."""

    list_id: int = 0
    number: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    level: int = -1


@dataclass(slots=True)
class Heads:
    """All of them."""

    fonts: dict[int, Font] = field(default_factory=dict)
    colours: list[str] = field(default_factory=list)
    colour: list[int | None] = field(default_factory=lambda: [None, None, None])
    styles: dict[int, Style] = field(default_factory=dict)
    lists: dict[int, list[Level]] = field(default_factory=dict)
    levels: list[Level] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    revisers: list[str] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    property_name: str = ""

    def text(self, state: State, text: str) -> None:
        """Take in words that stand in one of the tables: a name, or the end of one."""
        if state.dest == "colortbl":
            for _ in range(text.count(";")):
                self._end_colour()
        elif state.dest == "revtbl":
            if text.strip() not in ("", ";"):
                self.revisers.append(text.strip().removesuffix(";"))
        elif state.dest == "fonttbl":
            font = self.fonts.setdefault(state.font, Font())
            font.name = (font.name + text).partition(";")[0].strip()
        elif state.style in self.styles:
            style = self.styles[state.style]
            style.name = (style.name + text).partition(";")[0].strip()

    def say(self, state: State, word: str, number: int | None) -> bool:
        """Take in a control word in one of the tables; whether it was one."""
        value = number or 0
        if state.dest == "colortbl" and word in _PARTS:
            self.colour[_PARTS.index(word)] = value
        elif state.dest == "fonttbl" and word in ("f", "fcharset", "cpg"):
            self._font(state, word, value)
        elif state.dest == "stylesheet" and word in (*_STYLES, "sbasedon", "outlinelevel"):
            self._style(state, word, value)
        elif state.dest == "":
            return self._list(state, word, number)
        else:
            return False
        return True

    def _font(self, state: State, word: str, value: int) -> None:
        if word == "f":
            state.font = value
        font = self.fonts.setdefault(state.font, Font())
        if word == "fcharset":
            font.charset = value
        elif word == "cpg":
            font.code_page = value

    def _style(self, state: State, word: str, value: int) -> None:
        if word in _STYLES:
            state.style = value if word in ("s", "cs") else -1
            if state.style >= 0:
                self.styles[value] = Style(character=word == "cs")
            return
        style = self.styles.setdefault(state.style, Style())
        if word == "sbasedon":
            style.base = value
        else:
            style.outline = value

    def _list(self, state: State, word: str, number: int | None) -> bool:
        value = number or 0
        if state.opened == "lfolevel" and word == "levelstartat" and self.overrides:
            self.overrides[-1].starts[len(self.overrides[-1].starts)] = value
        elif word in _LEVELS and self.levels:
            setattr(self.levels[-1], _LEVELS[word], value)
        elif word == "levellegal" and self.levels:
            self.levels[-1].legal = number != 0
        elif word == "levelnorestart" and self.levels:
            self.levels[-1].restarts = number == 0
        elif word == "listid" and state.opened == "list":
            self.lists[value] = self.levels
        elif word == "listid" and self.overrides:
            self.overrides[-1].list_id = value
        elif word == "ls" and state.opened == "listoverride":
            self.overrides[-1].number = value
        else:
            return False
        return True

    def begin_list(self, word: str) -> None:
        """A list, a level of one, or the use of one begins."""
        if word == "list":
            self.levels = []
        elif word == "listlevel":
            self.levels.append(Level())
        elif word == "listoverride":
            self.overrides.append(Override())

    def colour_of(self, number: int) -> str:
        """Six hex digits; empty for the automatic colour."""
        return self.colours[number] if 0 <= number < len(self.colours) else ""

    def _end_colour(self) -> None:
        """A colour is said."""
        parts = [part for part in self.colour if part is not None]
        self.colours.append("".join(f"{min(part, 255):02X}" for part in parts) if len(parts) == 3 else "")
        self.colour = [None, None, None]

    def is_ground(self, number: int) -> bool:
        """Whether a colour behind words is one that is seen."""
        return self.colour_of(number) not in ("", _WHITE)

    def key(self, number: int, *, character: bool) -> str:
        """The id of a style in the docx."""
        style = self.styles.get(number)
        if style is None or style.character is not character:
            return ""
        if character and style.name.lower() in ("hyperlink", "followedhyperlink", "internet link", "超链接"):
            return "Hyperlink"
        return f"{'c' if character else 's'}{number}"

    def styles_xml(self) -> Iterator[str]:
        """The styles; how they look stands in every paragraph, too."""
        for number, style in self.styles.items():
            yield style_xml(
                "character" if style.character else "paragraph",
                self.key(number, character=style.character),
                style.name,
                based_on=self.key(style.base, character=style.character),
                properties="" if style.character else Frame(outline=style.outline).xml(),
                default=not style.character and not number,
            )

    def numbering_xml(self) -> Iterator[str]:
        """The lists, then their uses."""
        places = {key: number for number, key in enumerate(self.lists)}
        for key, levels in self.lists.items():
            inner = "".join(_level(number, level) for number, level in enumerate(levels[:9]))
            yield f'<w:abstractNum w:abstractNumId="{places[key]}">{inner}</w:abstractNum>'
        for one in self.overrides:
            if one.list_id in places:
                starts = "".join(
                    f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
                    for level, start in one.starts.items()
                )
                yield (
                    f'<w:num w:numId="{one.number}"><w:abstractNumId w:val="{places[one.list_id]}"/>{starts}</w:num>'
                )


def _level(number: int, level: Level) -> str:
    size = ord(level.text[0]) if level.text else 0
    text = level.text[1 : 1 + size]
    shown = "".join(f"%{ord(char) + 1}" if char < "\t" else char for char in text)
    return level_xml(
        number,
        start=level.start,
        kind=NUMBER_FORMATS.get(level.kind, "decimal"),
        text=shown,
        legal=level.legal,
        restart=-1 if level.restarts else 0,
    )
