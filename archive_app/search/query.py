"""The query a person typed. Any string is a query.

Space is *and*, ``-`` before a word is *not*, quotes keep spaces, ``或`` between spaces or ``|`` anywhere is *or* and
binds closer than *and*. What makes no sense that way is taken literally.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_app.frozen import dataclass

_PIECE = re.compile(
    r"""(?P<or>[|｜])|(?P<minus>[-－])?(?:"(?P<straight>[^"]*)"|“(?P<curly>[^”]*)”|(?P<word>[^\s|｜]+))"""
)
_OR = {"或", "OR"}

MOST_TERMS = 200
"""Words of one query that are looked for; a page pasted by mistake must not keep the program busy for minutes."""


@dataclass(frozen=True, slots=True)
class Term:
    """A literal substring."""

    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """All of these, each a choice of terms (或), and none of ``excluded``, in one item.

    ``ignored`` counts the words beyond ``MOST_TERMS``.
    """

    required: tuple[tuple[Term, ...], ...]
    excluded: tuple[Term, ...] = ()
    ignored: int = 0

    def positive(self) -> Iterator[Term]:
        """The terms that are highlighted."""
        for choice in self.required:
            yield from choice


def parse(text: str) -> Clause:
    """The query ``text`` stands for; one with nothing to look for finds nothing."""
    required: list[list[Term]] = []
    excluded: list[Term] = []
    taken = ignored = 0
    joining = False
    for word, kind in _words(text):
        if kind == "or":
            joining = bool(required)
            continue
        if taken >= MOST_TERMS:
            ignored += 1
            continue
        taken += 1
        if kind == "not":
            excluded.append(Term(word))
        elif joining:
            required[-1].append(Term(word))
        else:
            required.append([Term(word)])
        joining = False
    if not taken and text.strip():
        required.append([Term(text.strip())])
    choices = dict.fromkeys(tuple(dict.fromkeys(choice)) for choice in required)
    return Clause(tuple(choices), tuple(dict.fromkeys(excluded)), ignored)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """(word, ``word`` | ``not`` | ``or``) of a query."""
    begun = False
    for piece in _PIECE.finditer(text):
        quoted = piece["straight"] if piece["straight"] is not None else piece["curly"]
        word = piece["word"] if quoted is None else quoted
        if piece["or"] or (quoted is None and piece[0] in _OR and begun):
            yield piece[0], "or"
        elif not word.strip():
            continue
        elif piece["minus"] and (quoted is not None or word.strip("-－")):
            yield word, "not"
        else:
            yield (piece[0] if quoted is None else word), "word"
        begun = True
