"""Pictures beside text and groups of them, in the means Word has: frames, and tables without rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from archive_app.domain.manuscript import Block, Picture
from archive_app.typeset.blocks.figures import Group
from archive_app.typeset.docx.names import holding, twips, w
from archive_app.typeset.docx.paragraphs import Paragraph
from archive_app.typeset.pages.groups import GAP, rows_of
from archive_app.typeset.picture_size import upright_size
from archive_app.typeset.templates import Template

_LIKED = 0.3  # of the measure: how high a row is liked to be
_TALLEST = 0.5  # of the text's height
_ASPECT = 1.5  # of a picture that cannot be read


def beside(template: Template, share: float, side: str) -> str:
    """The frame of a picture and its caption that text flows around (ECMA-376-1 §17.3.1.11): paragraphs with the same
    one stand in it together."""
    where = {"left": "left", "right": "right", "inner": "inside"}.get(side, "outside")
    return w(
        "framePr",
        w=twips(template.type_area[0] * share),
        hSpace=twips(template.body_pt),
        wrap="around",
        vAnchor="text",
        hAnchor="margin",
        xAlign=where,
        y=1,
    )


def shares(
    group: Group, find: Callable[[str], Path | None], template: Template, measure: float
) -> list[list[tuple[Block, float]]]:
    """The rows of a group; each picture with its share of the measure, ``measure`` being the group's own."""
    across, down = template.type_area
    width, gap = across * measure, GAP * template.body_pt
    aspects = [_aspect(find((block.picture or Picture("")).source)) for block in group.pictures]
    most = down * _TALLEST
    rows: list[list[tuple[Block, float]]] = []
    start = 0
    for count in rows_of(aspects, width, gap, width * _LIKED, most):
        own = aspects[start : start + count]
        high = min(most, (width - gap * (count + 1)) / sum(own))  # blanks between them are a little wider than the gap
        pictures = group.pictures[start : start + count]
        rows.append([(block, high * aspect / across) for block, aspect in zip(pictures, own, strict=True)])
        start += count
    return rows


def _aspect(path: Path | None) -> float:
    if path is None:
        return _ASPECT
    try:
        across, down = upright_size(path)
    except (OSError, ValueError):
        return _ASPECT  # `Drawings` names it
    return max(1, across) / max(1, down)


def picture_row(cells: Sequence[tuple[str, str, float]], template: Template) -> str:
    """A table of one row of pictures and one of what is said of each: (drawing, runs of the words, share)."""
    room = GAP * template.body_pt
    widths = [twips(share * template.type_area[0] + room) for _, _, share in cells]
    bare = ("top", "left", "bottom", "right", "insideH", "insideV")
    about = holding(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", "center"),
        holding("tblBorders", *(w(edge, "nil") for edge in bare)),
        w("tblLayout", type="fixed"),
        holding("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa")),
    )
    grid = holding("tblGrid", *(w("gridCol", w=width) for width in widths))
    shown = [_cell(width, Paragraph("Picture", drawing)) for width, (drawing, _, _) in zip(widths, cells, strict=True)]
    words = {"keepNext": w("keepNext")}
    said = [
        _cell(width, Paragraph("FigureCaption", inner, dict(words)))
        for width, (_, inner, _) in zip(widths, cells, strict=True)
    ]
    whole = holding("trPr", w("cantSplit"))
    return holding("tbl", about, grid, holding("tr", whole, *shown), holding("tr", whole, *said))


def _cell(width: int, paragraph: Paragraph) -> str:
    return holding("tc", holding("tcPr", w("tcW", w=width, type="dxa")), paragraph.xml())
