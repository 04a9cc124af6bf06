"""A fault found before print: what it is, how grave, and where one goes to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive_app.frozen import dataclass
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.problems import Problem

RIGHTS, LEVEL, ROAD, PICTURE, TEXT, IMPRINT, PAGES = "rights", "level", "road", "picture", "text", "imprint", "pages"

GROUPS: Mapping[str, str] = {
    RIGHTS: "授权与署名",
    LEVEL: "级别与保密",
    ROAD: "审稿流程",
    PICTURE: "图片",
    TEXT: "文字",
    IMPRINT: "版权页",
    PAGES: "版面",
}
"""The groups of faults, in the order a list shows them."""

_OF_LAYOUT = {"picture": PICTURE, "group": PICTURE, "beside": PICTURE, "caption": PICTURE, "imprint": IMPRINT}
_OF_TEXT = frozenset({"missing-glyph", "bad-code", "control-dropped", "note-empty", "matter-empty", "span-broken"})


@dataclass(frozen=True, slots=True)
class Fault:
    """``code`` says which kind of fault, ``group`` which of `GROUPS`; ``message`` is a Chinese sentence that says what
    and of which piece, ``remedy`` what to do. ``serious`` faults must not go to print.

    ``article`` and ``block`` are keys into the book (``place`` a code point of the block's text, -1 for none), ``page``
    the folio; ``item`` and ``field`` the record that is to be mended, where it is one.
    """

    code: str
    group: str
    message: str
    remedy: str = ""
    serious: bool = False
    article: str = ""
    block: str = ""
    page: str = ""
    item: str = ""
    field: str = ""
    character: str = ""
    source: str = ""
    place: int = -1

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi volume preflight --json``."""
        names = ("code", "group", "message", "remedy", "serious", "article", "block", "page", "item", "field")
        return {**{name: getattr(self, name) for name in names}, "character": self.character, "source": self.source}

    def problem(self) -> Problem:
        """As the pages tell of theirs."""
        return Problem(
            self.code, self.message, self.remedy, self.article, self.block, self.page, self.serious, self.character
        )

    def __str__(self) -> str:
        return str(self.problem())


def of_problem(problem: Problem) -> Fault:
    """What the setting of the pages found, as a fault."""
    group = _OF_LAYOUT.get(problem.code.partition("-")[0], TEXT if problem.code in _OF_TEXT else PAGES)
    return Fault(
        problem.code,
        group,
        problem.message,
        problem.remedy,
        problem.serious,
        problem.article,
        problem.block,
        problem.page,
        character=problem.character,
        source=problem.source,
    )


def placed(found: Iterable[Fault], layout: Layout) -> list[Fault]:
    """The faults with the pages they are on, each once, in the order of the pages; those of no page first, and of a
    page the grave ones."""
    at = _places(layout.pages)
    numbered: dict[Fault, int] = {}
    for fault in found:
        number = at.get((fault.article, fault.block), at.get((fault.article, ""), -1)) if fault.article else -1
        page = fault.page or (_name(layout.pages, number) if number >= 0 else "")
        numbered.setdefault(replace(fault, page=page), number)
    order = list(GROUPS)
    return sorted(numbered, key=lambda one: (numbered[one], not one.serious, order.index(one.group)))


def _places(pages: Sequence[Page]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for number, page in enumerate(pages):
        keys = [(line.article, line.block) for line in page.lines]
        keys += [(image.article, image.block) for image in page.images]
        for article, block in keys:
            if article:
                found.setdefault((article, block), number)
                found.setdefault((article, ""), number)
    return found


def _name(pages: Sequence[Page], number: int) -> str:
    return pages[number].label or f"文件第{number + 1}"
