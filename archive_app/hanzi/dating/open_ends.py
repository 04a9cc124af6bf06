"""One end only: since, until, before, after, not later than; what stands for the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive_app.hanzi.dating import spans
from archive_app.hanzi.dating.reading import Sense
from archive_app.hanzi.dating.text import Pattern

_NOT_KNOWN = "(?:不详|不明|未详|未知)"
_ENDS: tuple[tuple[Pattern, str], ...] = (
    (
        Pattern(
            rf"(?:从|自|由)?(?P<x>.+?)(?:起|开始|以来),?(?:止年|讫年|终年|止期|结束时间|止){_NOT_KNOWN}\Z"
        ),
        "open_end",
    ),
    (
        Pattern(rf"(?:起年|始年|起期|开始时间|起){_NOT_KNOWN},?(?:到|至)?(?P<x>.+?)(?:年?止|为止|结束)\Z"),
        "open_begin",
    ),
    (Pattern(r"(?P<x>.+?)[-—]+\Z"), "open_end"),
    (Pattern(r"[-—]+(?P<x>.+)\Z"), "open_begin"),
    (Pattern(r"(?:从|自|由|自从|起自|始于|起于)(?P<x>.+?)(?:起|开始|以来|算起|以降)?\Z"), "since"),
    (Pattern(r"(?P<x>.+?)(?:起|开始|以来|以降)\Z"), "since"),
    (Pattern(r"(?:止于|截至|截止到?|终于|直到|到|至)(?P<x>.+?)(?:为止|止)?\Z"), "until"),
    (Pattern(r"(?P<x>.+?)(?:为止|止)\Z"), "until"),
    (Pattern(r"(?:不晚于|不迟于|至迟|最晚|最迟|晚不过|不超过)(?:在|是|于)?(?P<x>.+)\Z"), "no_later"),
    (Pattern(r"(?:不早于|早不过|最早|至早)(?:在|是|于)?(?P<x>.+)\Z"), "no_earlier"),
    (Pattern(r"(?P<x>.+?)的?(?:前夕|前夜|前不久|头几天|前几天)\Z"), "eve"),
    (Pattern(r"(?P<x>.+?)(?:及|和|或)其?(?:以后|之后)\Z"), "no_earlier"),
    (Pattern(r"(?P<x>.+?)(?:及|和|或)其?(?:以前|之前)\Z"), "no_later"),
    (Pattern(r"(?P<x>.+?)的?(?:以后|之后|后|往后|后来|过后)\Z"), "after"),
    (Pattern(r"(?P<x>.+?)的?(?:以前|之前|前头|前|往前|早先)\Z"), "before"),
)  # fmt: skip
END_MAKERS: dict[str, Callable[[Sense], Sense | None]] = {
    "open_end": spans.since_unknown_end,
    "open_begin": spans.until_unknown_begin,
    "since": spans.since,
    "until": spans.until,
    "no_later": lambda sense: spans.before(sense, sure=True),
    "no_earlier": lambda sense: spans.after(sense, sure=True),
    "after": lambda sense: spans.after(sense, sure=False),
    "before": lambda sense: spans.before(sense, sure=False),
}
"""What each kind of end makes of the reading of the words beside it; ``eve`` is the parser's own."""


def open_ended(text: str) -> Iterator[tuple[str, str]]:
    """(kind of end, the words beside it) as the text may be taken apart, the likeliest first."""
    for pattern, kind in _ENDS:
        match = pattern.match(text)
        if match is not None:
            yield kind, match["x"].strip(",")
