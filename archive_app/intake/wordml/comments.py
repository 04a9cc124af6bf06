"""Comments of a Word file (ECMA-376-1 §17.13.4), with answers and what is done (MS-DOCX, ``commentsExtended``).

Where one begins and ends in the text travels with the text as a mark, a note that nobody wrote, through everything that
cuts and joins paragraphs on the way (`edge`); `settled` takes the marks out again and says at which words they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from archive_app.domain.comments import Comment, anchored, texts_of
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note
from archive_app.domain.marks import is_mark, mark, written
from archive_app.frozen import dataclass
from archive_app.intake.wordml.names import W14, Element, W, local, texts
from archive_app.intake.wordml.package import WordPackage

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_WALL = timezone(timedelta(hours=8))
"""Where the clock hangs that ``w:date`` was read off: in China, as the docx that is written has it."""
BEGINS, ENDS, CALLED = "commentRangeStart", "commentRangeEnd", "commentReference"


class WordComment(NamedTuple):
    """A comment as its part has it: the number its marks bear, and what is known without the text."""

    number: str
    comment: Comment


@dataclass(frozen=True, slots=True)
class _Parts:
    """``paragraph`` names a comment in ``commentsExtended``."""

    number: str
    paragraph: str
    comment: Comment


def edge(at: int, kind: str, number: str) -> Note:
    """The mark of a comment's begin or end, at a code point of the text that is being put together."""
    return mark(at, f"{kind} {number}")


def read_comments(package: WordPackage) -> tuple[WordComment, ...]:
    """The comments, answers with the id of what they answer; those without words are left out."""
    found = [part for name in _related(package, "comments") for part in _each(package.xml(name))]
    threads = {
        about.get(f"{W15}paraId", ""): (about.get(f"{W15}paraIdParent", ""), about.get(f"{W15}done", "0"))
        for name in _related(package, "commentsExtended")
        for about in package.xml(name).iter(f"{W15}commentEx")
    }
    by_paragraph = {part.paragraph: part for part in found if part.paragraph}
    said: list[WordComment] = []
    for part in found:
        above, done = threads.get(part.paragraph, ("", "0"))
        top = _top(above, threads)
        answered = by_paragraph.get(top)
        comment = replace(
            part.comment,
            answers=answered.comment.id if answered is not None and answered is not part else "",
            done=not above and done in ("1", "true"),
        )
        if comment.text:
            said.append(WordComment(part.number, comment))
    return tuple(said)


def _top(paragraph: str, threads: Mapping[str, tuple[str, str]]) -> str:
    """The comment an answer belongs to: answers to answers stand in a row."""
    seen = {""}
    while paragraph not in seen:
        seen.add(paragraph)
        above = threads.get(paragraph, ("", ""))[0]
        if not above:
            return paragraph
        paragraph = above
    return ""


def _each(root: Element) -> Iterable[_Parts]:
    for element in root.findall(f"{W}comment"):
        paragraphs = list(element.iter(f"{W}p"))
        words = "\n".join(filter(None, (_words(paragraph) for paragraph in paragraphs)))
        last = paragraphs[-1].get(f"{W14}paraId", "") if paragraphs else ""
        comment = Comment(words, element.get(f"{W}author", "").strip(), moment_of(element.get(f"{W}date", "")))
        yield _Parts(element.get(f"{W}id", ""), last, comment)


def _words(paragraph: Element) -> str:
    """The words of a paragraph, its forced lines as blanks."""
    if next(paragraph.iter(f"{W}br", f"{W}tab"), None) is None:
        return texts(paragraph).strip()
    pieces = (" " if local(one) != "t" else one.text or "" for one in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"))
    return "".join(pieces).strip()


def moment_of(stated: str) -> str:
    """``w:date`` as a row has it; empty where it is nonsense. Word writes the clock on the wall and calls it UTC."""
    try:
        moment = datetime.fromisoformat(stated.strip().removesuffix("Z"))
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=_WALL)).astimezone(UTC).isoformat(timespec="seconds")


def _related(package: WordPackage, kind: str) -> list[str]:
    targets = [r.target for r in package.relationships(package.main).values() if r.kind == kind and not r.external]
    return [target for target in dict.fromkeys(targets) if target in package]


# — where they are —


def settled(
    manuscript: Manuscript, comments: Iterable[WordComment]
) -> tuple[Manuscript, tuple[Comment, ...], tuple[Comment, ...]]:
    """(the text without marks; the comments at their places in it; those whose words did not stay in the text, such as
    on a title: they are at the first paragraph). A text without blocks has no place for any."""
    blocks: list[Block] = []
    marks: dict[tuple[str, str], tuple[str, str, int]] = {}
    for block in manuscript:
        own = [note for note in block.notes if is_mark(note)]
        plain = replace(block, notes=written(block)) if own else block
        if own and _is_bare(plain):
            continue  # it stood for a mark alone
        for note in own:
            kind, _blank, number = note.text.partition(" ")
            part = f"cell:{note.cell[0]},{note.cell[1]}" if note.cell is not None else ""
            marks.setdefault((kind, number), (block.id, part, note.at))
        blocks.append(plain)
    text = Manuscript(tuple(blocks))
    texts_there = texts_of(text)
    placed: list[Comment] = []
    strayed: list[Comment] = []
    for number, comment in comments if blocks else ():
        if comment.answers:
            placed.append(comment)
            continue
        made = _placed(comment, number, marks, texts_there)
        if made is None:
            made = replace(comment, block=blocks[0].id)
            strayed.append(made)
        placed.append(made)
    return text, tuple(placed), tuple(strayed)


def _is_bare(block: Block) -> bool:
    held = block.text or block.notes or block.rows or block.picture
    return not held and block.kind is not BlockKind.PAGE_BREAK


def _placed(
    comment: Comment,
    number: str,
    marks: Mapping[tuple[str, str], tuple[str, str, int]],
    texts_there: Mapping[tuple[str, str], str],
) -> Comment | None:
    """The comment at its words: from where it begins to where it ends, or to the end of the text it begins in."""
    begins, ends = marks.get((BEGINS, number)), marks.get((ENDS, number))
    if begins is None and ends is not None:  # it began on the title
        begins = (*ends[:2], 0)
    begins = begins or marks.get((CALLED, number))
    if begins is None:
        return None
    block, part, start = begins
    ends = ends or begins
    own = texts_there.get((block, part), "")
    end = ends[2] if ends[:2] == (block, part) else len(own)
    start = min(max(0, start), len(own))
    return anchored(comment, block, part, own, start, min(max(start, end), len(own)))
