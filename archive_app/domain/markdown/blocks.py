"""What kind of block a run is, and what its marks say of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from archive_app.domain.manuscript import BlockKind, Cell, Note, Picture
from archive_app.domain.markdown.attributes import Attributes
from archive_app.domain.markdown.runs import Run, cut, settled, without_marks

Warn = Callable[[int, str], None]

SPEAKERS = {
    **dict.fromkeys(("问", "提问", "采访者", "采访人"), BlockKind.QUESTION),
    **dict.fromkeys(("答", "回答", "口述者", "口述人", "讲述人", "受访者", "受访人"), BlockKind.ANSWER),
}
"""The labels that make a paragraph a question or an answer, before a colon at its start."""

_LABEL = re.compile(rf"({'|'.join(sorted(SPEAKERS, key=len, reverse=True))})\s*[：:]")
_KINDS = {kind.value: kind for kind in BlockKind}


@dataclass(slots=True)
class Draft:
    """A block before it has its id; ``line`` is where it stands in the source."""

    kind: BlockKind
    line: int
    run: Run = field(default_factory=Run)
    level: int = 0
    rows: tuple[tuple[Cell, ...], ...] = ()
    picture: Picture | None = None
    tight: int = 0
    label: str = ""
    segments: tuple[str, ...] = ()
    cell_notes: tuple[Note, ...] = ()


def taken(run: Run, kind: BlockKind, line: int, warn: Warn) -> Draft:
    """A block of ``kind``, or of the kind that the run's own marks name (``{.verse}``)."""
    run, marks, strays = without_marks(run)
    for stray in strays:
        warn(line, f"「{stray.source}」要写在一段的开头或末尾，按文字原样印出")
    draft = Draft(kind, line)
    for mark in marks:
        _obey(mark, draft, warn)
    draft.run = settled(run, verse=draft.kind is BlockKind.VERSE)
    return draft


def _obey(mark: Attributes, draft: Draft, warn: Warn) -> None:
    if "tight" in mark.words:
        draft.tight = -1
    if "loose" in mark.words:
        draft.tight = 1
    draft.label = mark.pairs.get("label", draft.label)
    draft.segments = tuple(mark.pairs["segments"].split()) if "segments" in mark.pairs else draft.segments
    for name in mark.classes:
        if draft.kind is BlockKind.HEADING or draft.kind is BlockKind.PICTURE:
            warn(draft.line, f"「.{name}」不能用于{draft.kind.label}")
        else:
            draft.kind = _KINDS[name]
    wrong = sorted(set(mark.pairs) - {"label", "segments"}) + [word for word in mark.words if word == "header"]
    if wrong or mark.repeated:
        warn(draft.line, f"「{mark.source}」里的 {'、'.join([*wrong, *mark.repeated])} 不能用在这里")


def paragraph(run: Run, line: int, warn: Warn, *, plain: bool) -> Draft:
    """A paragraph, or a question or answer where it begins with 问： or 答： (unless ``plain``)."""
    draft = taken(run, BlockKind.PARAGRAPH, line, warn)
    forced = draft.kind is not BlockKind.PARAGRAPH or any(".paragraph" in mark[2].source for mark in run.marks)
    found = None if plain or forced else _LABEL.match(draft.run.text)
    if found:
        draft.kind = SPEAKERS[found[1]]
        draft.label = found[1]
        draft.run = cut(draft.run, found.end())
    return draft


def speaker_length(text: str) -> int:
    """The length of the label and colon that would make a paragraph of this text a question or an answer."""
    found = _LABEL.match(text)
    return found.end() if found else 0


def caption(run: Run) -> Run:
    """The words of ``: 表题``."""
    return cut(settled(run), 1)
