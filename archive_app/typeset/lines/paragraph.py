"""A paragraph as lines: prepare, measure, break, justify. Pure, so that it is cached by its arguments."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.lines import classes
from archive_app.typeset.lines.breaker import Break, break_paragraph, loosenesses
from archive_app.typeset.lines.hyphens import hyphen_places
from archive_app.typeset.lines.justify import justify
from archive_app.typeset.lines.measure import LESS_LIKED, Measured, mark_blanks, measure
from archive_app.typeset.lines.place import place_runs, runs_backwards
from archive_app.typeset.lines.plain import set_plain
from archive_app.typeset.lines.prepare import Fault, Prepared, prepare
from archive_app.typeset.lines.result import SetLine, SetParagraph
from archive_app.typeset.lines.vertical import turn

__all__ = ["SetLine", "SetParagraph", "set_paragraph"]


def set_paragraph(content: StyledText, width: float, looseness: int = 0, widths: Sequence[float] = ()) -> SetParagraph:
    """The lines of ``content`` in a column ``width`` points wide; ``looseness`` as in `break_paragraph`.

    ``widths`` are those of the first lines where they are others (beside a picture)."""
    plain = set_plain(content, width, looseness, widths)
    if plain is not None:
        return plain
    size = content.style.size
    measure_em = width / size * 1000
    others = [other / size * 1000 for other in widths]
    lines: list[SetLine] = []
    changed = looseness == 0
    may: frozenset[int] = frozenset()
    style = content.style
    look = style.vertical
    for number, piece in enumerate(prepare(content)):
        if look is None:
            measured = _measure(piece, style.hanging)
        else:
            written = piece.text
            piece = turn(piece, look)
            measured = _measure(piece, style.hanging)
            # numbers that stand upright are liked with what they count, too
            measured.soft = {match.start(): LESS_LIKED for match in classes.NUMBER_COUNTER.finditer(written)}
        # lines forced in a paragraph begin below its first, where that one is indented
        starts = style.first if number == 0 or style.role == "verse" else max(style.first, style.rest)
        own = others[len(lines) :]
        broken = _break(piece, measured, content, measure_em, starts, looseness if not changed else 0, own)
        changed = changed or broken[1]
        lines += _set_piece(piece, measured, content, measure_em, starts, broken[0], own)
        if not looseness:
            may |= loosenesses(
                measured,
                len(broken[0]),
                (own[0] if own else measure_em) - (starts + style.right) * 1000,
                measure_em - (style.rest + style.right) * 1000,
            )
    return SetParagraph(tuple(lines), changed, may)


def _measure(piece: Prepared, hanging: bool) -> Measured:
    text, kinds = piece.text, piece.kinds
    places: list[float] = []
    for stretch in piece.stretches:
        advances = stretch.face.advances
        part = [advances[c] for c in text[stretch.start : stretch.end]]
        places += part if stretch.scale == 1.0 else [w * stretch.scale for w in part]
    for index, thing in piece.objects.items():
        places[index] = thing.advance()
    lead: dict[int, float] = {}
    trail: dict[int, float] = {}
    for stretch in piece.stretches:
        own = mark_blanks(text, kinds, stretch.face, stretch.scale, stretch.start, stretch.end)
        lead |= own[0]
        trail |= own[1]
    return measure(text, kinds, places, lead, trail, hanging=hanging)


def _break(
    piece: Prepared,
    measured: Measured,
    content: StyledText,
    width: float,
    starts: float,
    looseness: int,
    others: Sequence[float] = (),
) -> tuple[list[Break], bool]:
    style = content.style
    first = (others[0] if others else width) - (starts + style.right) * 1000
    rest = width - (style.rest + style.right) * 1000
    narrow = [other - (style.rest + style.right) * 1000 for other in others[1:]]
    hyphens = _hyphens(piece) if "aaaaaa" in piece.kinds else None
    if looseness:
        broken = break_paragraph(measured, first, rest, looseness=looseness, hyphens=hyphens, widths=narrow)
        if broken is not None:
            return broken, True
    return break_paragraph(measured, first, rest, hyphens=hyphens, widths=narrow) or [Break(0, 0)], False


def _set_piece(
    piece: Prepared,
    measured: Measured,
    content: StyledText,
    width: float,
    starts: float,
    breaks: list[Break],
    others: Sequence[float] = (),
) -> list[SetLine]:
    style, unit = content.style, content.style.size / 1000
    lines = []
    size = len(measured)
    backwards = runs_backwards(piece)
    for number, where in enumerate(breaks):
        i, j = where.start, where.end
        indent = (starts if number == 0 else style.rest) * 1000
        room = (others[number] if number < len(others) else width) - indent - style.right * 1000
        hyphen = piece_hyphen(piece, j - 1) if where.hyphen else 0.0
        fill = style.align == "justify" and j < size and not where.forced
        outside = measured.hang[j] if where.hung else 0.0
        setting = justify(measured, i, j, room + outside, fill=fill, hyphen=hyphen)
        slack = max(0.0, room + outside - setting.width)
        x = indent + {"center": slack / 2, "right": slack}.get(style.align, 0.0)
        if backwards:
            x = (others[number] if number < len(others) else width) - x - setting.width
        runs, notes, marks, rules = place_runs(piece, measured, setting, style.size, where.hyphen)
        start, end = piece.offset(i) if j > i else 0, piece.offset(j) if j > i else 0
        label = piece.text[: piece.label] if number == 0 and piece.label and i == 0 else ""
        own = "".join(c for k, c in enumerate(label) if k not in piece.objects)
        lines.append(
            SetLine(
                own + piece.source[start:end],
                start,
                x * unit,
                (setting.width - outside) * unit,
                runs,
                notes,
                marks,
                rules,
                _faults(piece, start if i else -1, end if j < size else sys.maxsize) if piece.faults else (),
                overfull=where.forced and measured.natural(i, j) > room + 1,
                vertical=piece.vertical,
            )
        )
    return lines


def _faults(piece: Prepared, start: int, end: int) -> tuple[Fault, ...]:
    """The faults of the source between two offsets; what was dropped before the first line is the first line's."""
    return tuple(f for f in piece.faults if start <= f.offset < end)


def piece_hyphen(piece: Prepared, index: int) -> float:
    """The width of a hyphen in the face at ``index``."""
    stretch = piece.stretches[piece.stretch_at(index)]
    return stretch.face.advances["-"] * stretch.scale


def _hyphens(piece: Prepared) -> dict[int, float]:
    """Positions where the dictionary parts a long Latin word, with the hyphen's width."""
    return {place: piece_hyphen(piece, place) for place in hyphen_places(piece.text)}
