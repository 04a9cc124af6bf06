"""Lines one under another in a box that does not stand on the grid: titles, captions, notes, cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.lines.paragraph import SetLine, SetParagraph
from archive_app.typeset.pages.material import Inset

SetLines = Callable[[StyledText, float, int], SetParagraph]
"""The lines stage, with its cache: (text, width in points, looseness) → lines."""


def stack(
    pieces: Sequence[tuple[StyledText, float]], width: float, set_lines: SetLines, *, x: float = 0.0, part: str = "text"
) -> tuple[list[Inset], float]:
    """The lines of ``pieces`` (text, space above it) under each other, and their height: from the top of the first
    em box to the foot of the last."""
    insets: list[Inset] = []
    y = 0.0
    for number, (content, space) in enumerate(pieces):
        style = content.style
        leading = style.leading or style.size * 1.5
        y += space if number else 0.0
        centred = style.align == "center"
        for line in balanced(content, width, set_lines) if centred else set_lines(content, width, 0).lines:
            # the space between lines of different pieces is half of each one's leading
            insets.append(
                Inset(line, x, y + (leading - style.size) / 2 + style.ascent * style.size, style.size, style.role, part)
            )
            y += leading
    if not insets:
        return [], 0.0
    first, last = pieces[0][0].style, pieces[-1][0].style
    above = ((first.leading or first.size * 1.5) - first.size) / 2
    below = ((last.leading or last.size * 1.5) - last.size) / 2
    return [replace(i, y=i.y - above) for i in insets], y - above - below


def balanced(content: StyledText, width: float, set_lines: SetLines) -> tuple[SetLine, ...]:
    """A title of several lines, broken so that they are about as long as each other."""
    lines = set_lines(content, width, 0).lines
    if len(lines) < 2:
        return lines
    count, size = len(lines), content.style.size
    narrow = width
    while narrow - size > width / 3:
        trial = set_lines(content, narrow - size, 0).lines
        if len(trial) > count:
            break
        narrow -= size
        lines = trial
    shift = (width - narrow) / 2
    return tuple(line._replace(x=line.x + shift) for line in lines)


def opened(lines: Sequence[SetLine], size: float) -> tuple[SetLine, ...]:
    """A centred title of two or three characters with space between them (目　录)."""
    if len(lines) != 1 or len(lines[0].runs) != 1 or len(lines[0].text) not in (2, 3):
        return tuple(lines)
    line = lines[0]
    if not all(c >= "\u2e80" for c in line.text):
        return (line,)
    return (tracked(line, size, 1.0 if len(line.text) == 2 else 0.5),)


def tracked(line: SetLine, size: float, ems: float) -> SetLine:
    """A centred line with ``ems`` more between its characters."""
    if len(line.runs) != 1 or len(line.text) < 2:
        return line
    run = line.runs[0]._replace(tracking=line.runs[0].tracking + 1000 * ems)
    wider = ems * size * (len(line.text) - 1)
    return line._replace(x=line.x - wider / 2, width=line.width + wider, runs=(run,))
