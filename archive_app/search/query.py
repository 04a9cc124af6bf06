"""The query a person typed, as a tree. Any string is a query.

Space is *and*, ``-`` before a word is *not*, quotes keep spaces, ``或`` or ``|`` between spaces is *or*. What makes no
sense that way is taken literally.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive_app.search.document import SEPARATOR

_PIECE = re.compile(r"""(?P<minus>[-－])?(?:"(?P<straight>[^"]*)"|“(?P<curly>[^”]*)”|(?P<word>\S+))""")
_OR = {"或", "|", "｜", "OR"}


@dataclass(frozen=True, slots=True)
class Term:
    """A literal substring."""

    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """All of these, each a choice of terms (或), and none of ``excluded``, in one item."""

    required: tuple[tuple[Term, ...], ...]
    excluded: tuple[Term, ...] = ()

    def positive(self) -> Iterator[Term]:
        """The terms that are highlighted."""
        for choice in self.required:
            yield from choice


def parse(text: str) -> Clause:
    """The query ``text`` stands for; one with nothing to look for finds nothing."""
    text = text.replace(SEPARATOR, " ")
    required: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    joining = False
    for piece in _PIECE.finditer(text):
        word = piece["straight"] if piece["straight"] is not None else piece["curly"]
        quoted = word is not None
        word = piece["word"] if word is None else word
        if not quoted and piece[0] in _OR and required:
            joining = True
            continue
        if not quoted and piece["minus"] and not word:
            word = piece[0]
        if not word.strip():
            continue
        if piece["minus"]:
            excluded.append(Term(word))
        elif joining:
            required[-1] = (*required[-1], Term(word))
        else:
            required.append((Term(word),))
        joining = False
    if not required and not excluded and text.strip():
        required.append((Term(text.strip()),))
    return Clause(tuple(dict.fromkeys(required)), tuple(excluded))
