"""A document as a search looks at it: its bytes, the sections in them, and which of those it may look into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field

from archive_app.frozen import dataclass
from archive_app.search.coding import BETWEEN_SECTIONS, Code

Covers = Callable[[str], bool]
"""Whether the texts of a section are meant."""


@dataclass(frozen=True, slots=True)
class View:
    """``data`` are the document's coded texts, ``sections`` gives the names of its sections in their order.

    ``hides`` says which of them the reader may not see; ``None``: all may be seen.
    """

    data: bytes
    sections: Callable[[], tuple[str, ...]]
    code: Code
    hides: Covers | None = field(default=None, compare=False)

    def pieces(self, covers: Covers | None) -> Iterator[tuple[int, bytes]]:
        """(where it begins, its bytes) of each part that is looked into; ``covers`` narrows it to some sections."""
        if covers is None and self.hides is None:
            yield 0, self.data
            return
        at = 0
        for section, part in zip(self.sections(), self.data.split(BETWEEN_SECTIONS), strict=False):
            if (covers is None or covers(section)) and not (self.hides is not None and self.hides(section)):
                yield at, part
            at += len(part) + 1


def level_of(section: str) -> str:
    """The level of access that the texts of a section have of their own; empty: the document's."""
    return section.partition("@")[2]
