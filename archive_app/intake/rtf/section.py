"""What holds for a section of an RTF file."""

from __future__ import annotations


class Section:
    """What holds for a section: how it begins, its columns, its page, which way it is read."""

    def __init__(self, width: int = 11906) -> None:
        self.width: int = width
        self._left = self._right = 1800
        self._begins, self._columns, self._flow = "nextPage", 1, 0

    def say(self, word: str, number: int | None) -> None:
        """Take in a control word, if it is about sections."""
        begins = {"sbknone": "continuous", "sbkcol": "nextColumn", "sbkeven": "evenPage", "sbkodd": "oddPage"}
        if word in begins:
            self._begins = begins[word]
        elif word == "cols":
            self._columns = number or 1
        elif word == "stextflow":
            self._flow = number or 0
        elif word in ("paperw", "pgwsxn"):
            self.width = number or self.width

    def xml(self) -> str:
        """A ``w:sectPr``."""
        direction = '<w:textDirection w:val="tbRl"/>' if self._flow in (1, 5) else ""
        return (
            f'<w:sectPr><w:type w:val="{self._begins}"/><w:pgSz w:w="{self.width}"/>'
            f'<w:pgMar w:left="{self._left}" w:right="{self._right}"/><w:cols w:num="{self._columns}"/>{direction}'
            "</w:sectPr>"
        )
