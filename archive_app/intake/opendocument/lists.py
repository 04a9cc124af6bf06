"""Lists: an OpenDocument list says anew where it begins; a docx counts on until it is told otherwise."""

from __future__ import annotations

from archive_app.intake.opendocument.names import STYLE, TEXT, Element, whole
from archive_app.intake.wordml.made import level_xml

_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCounting", "壹": "chineseLegalSimplified", "壱": "japaneseLegal", "甲": "ideographTraditional",
    "子": "ideographZodiac", "①": "decimalEnclosedCircle", "１": "decimalFullWidth", "": "none",
}  # fmt: skip
_LEVELS = 9


class Lists:
    """The lists of a document: ``xml`` is the numbering, complete once the text is read."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, int] = {}
        self._abstract: list[str] = []
        self._first: list[dict[int, int]] = []
        self._uses: list[str] = []
        self._latest: dict[str, int] = {}
        self._named: dict[str, int] = {}
        self.outline = 0
        for root in roots:
            if root is None:
                continue
            for style in root.iter(f"{TEXT}list-style"):
                name = style.get(f"{STYLE}name", "")
                if name not in self._styles:
                    self._styles[name] = self._add(style)
            for style in root.iter(f"{TEXT}outline-style"):
                if not self.outline:
                    self.outline = self._use(self._add(style))

    @property
    def xml(self) -> list[str]:
        """What stands in ``w:numbering``."""
        return [*self._abstract, *self._uses]

    def begin(self, name: str, element: Element) -> int:
        """The number of a list that begins here, or goes on from the one before; 0 where its style says nothing."""
        if name not in self._styles:
            return 0
        follows = element.get(f"{TEXT}continue-list")
        own = element.get("{http://www.w3.org/XML/1998/namespace}id", "")
        if follows in self._named:
            number = self._named[follows]
        elif element.get(f"{TEXT}continue-numbering") == "true" and name in self._latest:
            number = self._latest[name]
        else:
            number = self._use(self._styles[name], again=name in self._latest)
        self._latest[name] = number
        if own:
            self._named[own] = number
        return number

    def restart(self, name: str, level: int, start: int) -> int:
        """The number of a list that begins again at ``start`` here."""
        return self._use(self._styles[name], level=level, start=start) if name in self._styles else 0

    def _use(self, abstract: int, *, again: bool = False, level: int = 0, start: int | None = None) -> int:
        number = len(self._uses) + 1
        override = ""
        if again or start is not None:
            first = start if start is not None else self._first[abstract].get(0, 1)
            override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{first}"/></w:lvlOverride>'
        self._uses.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>')
        return number

    def _add(self, style: Element) -> int:
        levels: list[str] = []
        starts: dict[int, int] = {}
        formats: dict[int, str] = {}
        for element in style:
            level = whole(element.get(f"{TEXT}level"), 1) - 1
            if not 0 <= level < _LEVELS:
                continue
            bullet = element.tag == f"{TEXT}list-level-style-bullet"
            shown = element.get(f"{STYLE}num-format", "")
            formats[level] = "bullet" if bullet else _FORMATS.get(shown[:1], "decimal")
            starts[level] = whole(element.get(f"{TEXT}start-value"), 1)
            count = whole(element.get(f"{TEXT}display-levels"), 1)
            places = [
                f"%{one + 1}" for one in range(max(0, level - count + 1), level + 1) if formats.get(one, "") != "none"
            ]
            text = element.get(f"{STYLE}num-prefix", "") + ".".join(places) + element.get(f"{STYLE}num-suffix", "")
            image = element.tag == f"{TEXT}list-level-style-image"
            kind = "bullet" if image else formats[level]
            levels.append(level_xml(level, start=starts[level], kind=kind, text="" if kind == "none" else text))
        number = len(self._abstract)
        self._abstract.append(f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>')
        self._first.append(starts)
        return number
