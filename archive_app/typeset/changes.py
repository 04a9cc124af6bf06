"""What differs between a layout and an earlier one, as ``--layout-json`` kept it: for the change bars of a proof.

Lines are compared by their words, article by article (blocks of a folder have new ids each time it is read). A page
counts as changed where a line of it is new, and as moved where it only holds other lines than it did.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.typeset.layout import Layout

Place = tuple[int, int]
"""A line: its page's place in the layout, its own on the page."""
_Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page (by its place) that differs: how many of its lines are new, whether something before one was taken out."""

    page: int
    lines: int
    cuts: int


@dataclass(frozen=True, slots=True)
class Changes:
    """``lines`` are new or differ; ``cuts`` are lines before which something stood that is gone; ``pages`` differ in
    their words, ``moved`` only hold other lines than before. ``gone`` are articles that are no longer there."""

    lines: frozenset[Place]
    cuts: frozenset[Place]
    pages: tuple[PageChange, ...]
    moved: tuple[int, ...]
    gone: tuple[str, ...]


def read_earlier(path: Path) -> Mapping[str, Any]:
    """An earlier layout. Raises `UsageError` where the file is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for page in found["pages"]:
            for line in page["lines"]:
                _ = line["text"], line["article"], line["part"]
            _ = page["kind"], page["label"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"“{path}”不是上一次排版留下的版面文件",
            "请用上一次排版时 --layout-json 写的那个文件。",
            code="since",
        ) from error
    return dict(found)


def compare(layout: Layout, earlier: Mapping[str, Any]) -> Changes:
    """What is new in ``layout``."""
    before: dict[_Group, list[str]] = {}
    for page in earlier["pages"]:
        for line in page["lines"]:
            before.setdefault(_group(line["article"], line["part"], page["kind"]), []).append(line["text"])
    now: dict[_Group, list[tuple[Place, str]]] = {}
    for number, laid in enumerate(layout.pages):
        for index, set_line in enumerate(laid.lines):
            group = _group(set_line.article, set_line.part, laid.kind)
            now.setdefault(group, []).append(((number, index), set_line.text))
    lines: set[Place] = set()
    cuts: set[Place] = set()
    for group, found in now.items():
        _compare(before.get(group, []), found, lines, cuts)
    gone = tuple(
        dict.fromkeys(article for article, kind in before if article and not kind and (article, kind) not in now)
    )
    return Changes(frozenset(lines), frozenset(cuts), _pages(lines, cuts), _moved(layout, earlier, lines | cuts), gone)


def _group(article: str, part: str, kind: str) -> _Group:
    """What a line is compared within: its article's text or notes; a page that is made by the program, by its kind."""
    if not article:
        return "", kind
    return article, "note" if part.startswith("note:") else ""


def _compare(before: Sequence[str], now: Sequence[tuple[Place, str]], lines: set[Place], cuts: set[Place]) -> None:
    texts = [text for _, text in now]
    # what is alike at both ends is most of it, and many equal lines are what the matcher is slow at
    head = _alike(before, texts)
    tail = _alike(before[head:][::-1], texts[head:][::-1])
    old, new = before[head : len(before) - tail], texts[head : len(texts) - tail]
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        lines.update(place for place, _ in now[head + b0 : head + b1])
        if a1 > a0 and b0 == b1 and now:
            cuts.add(now[min(head + b0, len(now) - 1)][0])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _pages(lines: Iterable[Place], cuts: Iterable[Place]) -> tuple[PageChange, ...]:
    new: dict[int, int] = {}
    out: dict[int, int] = {}
    for page, _ in lines:
        new[page] = new.get(page, 0) + 1
    for page, _ in cuts:
        out[page] = out.get(page, 0) + 1
    return tuple(PageChange(page, new.get(page, 0), out.get(page, 0)) for page in sorted({*new, *out}))


def _moved(layout: Layout, earlier: Mapping[str, Any], marked: Iterable[Place]) -> tuple[int, ...]:
    """Pages whose words are old and that held others: compared with the page of the same number."""
    changed = {page for page, _ in marked}
    held = {
        _name(n, page["label"]): [line["text"] for line in page["lines"]] for n, page in enumerate(earlier["pages"])
    }
    return tuple(
        number
        for number, page in enumerate(layout.pages)
        if number not in changed and page.lines and held.get(_name(number, page.label)) != [x.text for x in page.lines]
    )


def _name(number: int, label: str) -> str:
    return label or f"#{number}"
