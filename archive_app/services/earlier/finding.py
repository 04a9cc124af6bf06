"""Where on a page a title stands: exactly, or nearly so, as a recogniser may have read it."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import accumulate

from archive_app.domain.scanned.lines import ScanPage
from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold

_NEAR = 0.75
"""How alike words must be to be taken for the title."""
_LINES = 4
"""Over so many lines a title may run."""


@dataclass(frozen=True, slots=True)
class TitlePlace:
    """The lines [``first``, ``end``) of a page; ``exact``: they say the title, and nothing else where ``alone``."""

    first: int
    end: int
    exact: bool
    alone: bool = False


def squeezed(words: str) -> str:
    """What is compared: letters and figures only, folded."""
    return "".join(one for one in fold(words) if one.isalnum())


def title_on(page: ScanPage, title: str) -> TitlePlace | None:
    """Where a title stands on a page; None where it does not."""
    wanted = squeezed(title)
    if not wanted:
        return None
    own = [squeezed(line.text) for line in page.lines]
    whole = "".join(own)
    at = whole.find(wanted)
    if at >= 0:
        begins = list(accumulate((len(words) for words in own), initial=0))[:-1]
        first = max(n for n, begin in enumerate(begins) if begin <= at and own[n])
        end = max(n for n, begin in enumerate(begins) if begin < at + len(wanted) and own[n]) + 1
        return TitlePlace(first, end, True, "".join(own[first:end]) == wanted)
    best: tuple[float, int, int] | None = None
    for first in range(len(own)):
        said = ""
        for end in range(first + 1, min(len(own), first + _LINES) + 1):
            said += own[end - 1]
            if not said or len(said) > 2 * len(wanted) + 4:
                continue
            matcher = SequenceMatcher(None, wanted, said, autojunk=False)
            if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
                continue
            likeness = matcher.ratio()
            if likeness >= _NEAR and (best is None or likeness > best[0]):
                best = likeness, first, end
    return TitlePlace(best[1], best[2], False) if best is not None else None
