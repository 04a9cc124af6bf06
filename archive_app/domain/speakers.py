"""Who speaks, where only the words say it: ``问：``, ``马䶮：``, ``Speaker 1:`` at the beginning of a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from archive_app.domain.segments import Segment

_LABEL = re.compile(r"(?:[-–—]\s*)?[【\[（(]?((?=[^：:]*[^\W\d_])[\w· ]{1,16}?)[】\]）)]?\s*[：:]\s*")
_KNOWN = re.compile(
    r"问|答|提问|回答|采访者|采访人|访谈者|访谈人|访问者|记者|笔者|访|口述者|口述人|讲述者|讲述人|受访者|受访人|主持人|主持|旁白"
    r"|(?:说话人|发言人|讲话人|[Ss]peaker|SPEAKER)[ _]?[\w]{0,3}"
)
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{1,6}")


def spoken(segments: Iterable[Segment]) -> list[Segment]:
    """The segments with ``问：``, ``马䶮：`` … at their lines taken for who speaks; a line of another's is a segment.

    A name is taken for a speaker where it begins lines again and again and half of all lines begin with one.
    """
    held = list(segments)
    known = _speakers(line for segment in held if not segment.speaker for line in segment.text.split("\n"))
    return [part for segment in held for part in (_parts(segment, known) if not segment.speaker else [segment])]


def is_part(label: str) -> bool:
    """Whether a label says what part somebody has in the talk (问, 口述者, 说话人 2), and is no name."""
    return _KNOWN.fullmatch(label) is not None


def _speakers(lines: Iterable[str]) -> frozenset[str]:
    """The labels that are names of speakers."""
    labels: Counter[str] = Counter()
    total = 0
    for line in lines:
        total += 1
        found = _LABEL.match(line)
        if found:
            labels[found[1].strip()] += 1
    words = {label for label in labels if _KNOWN.fullmatch(label)}
    names = {label for label, count in labels.items() if count >= 2 and _NAME.fullmatch(label)}
    spoken_lines = sum(labels[label] for label in words | names)
    return frozenset(words | names if spoken_lines * 2 >= total else words)


def _parts(segment: Segment, known: frozenset[str]) -> list[Segment]:
    """The segment, cut where another speaker's line begins."""
    parts: list[tuple[str, list[str]]] = []
    for line in segment.text.split("\n"):
        found = _LABEL.match(line)
        if found and found[1].strip() in known:
            parts.append((found[1].strip(), [line[found.end() :]]))
        elif parts:
            parts[-1][1].append(line)
        else:
            parts.append(("", [line]))
    cut = []
    for number, (speaker, lines) in enumerate(parts):
        text = "\n".join(line for line in lines if line.strip())
        cut.append(replace(segment, speaker=speaker, text=text, id="" if number else segment.id))
        if number:
            cut[-1] = replace(cut[-1], mandarin="")
    return [part for part in cut if part.text] or [segment]
