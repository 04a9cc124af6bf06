"""Many notes, long notes, notes called anywhere: each under the number it is called by, none lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, Picture
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.pages.draft import note_figure
from archive_app.typeset.templates import load

Compose = Callable[..., Layout]
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"


def figures(layout: Layout) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The marks by which notes are called, those they begin with, and the notes in the order they begin."""
    calls: dict[str, str] = {}
    heads: dict[str, str] = {}
    order = []
    for page in layout.pages:
        for line in page.lines:
            for run in line.runs:
                if run.note:
                    of_note = line.part == f"note:{run.note}"
                    (heads if of_note else calls)[run.note] = run.text
                    order += [run.note] if of_note else []
    return calls, heads, order


def words(layout: Layout) -> dict[str, str]:
    said: dict[str, str] = {}
    for page in layout.pages:
        for line in page.lines:
            if line.part.startswith("note:"):
                key = line.part.removeprefix("note:")
                said[key] = said.get(key, "") + line.text
    return said


def shown(layout: Layout, note: str) -> list[Page]:
    return [page for page in layout.pages if any(line.part == f"note:{note}" for line in page.lines)]


def crowded(count: int) -> Block:
    notes = tuple(Note(n + 1, f"第{n}条。") for n in range(count))
    return Block(BlockKind.PARAGRAPH, "水磨坊前" * 15 + SENTENCE, notes=notes)


def test_sixty_notes_on_a_page_are_numbered_to_the_last(compose_blocks: Compose) -> None:
    look = load("a4-large").with_layout({"styles": {"note": {"size": 6, "leading": 7}}})
    layout = compose_blocks([crowded(60)], template=look)
    calls, heads, order = figures(layout)
    (page,) = [page for page in layout.pages if any(line.role == "note" for line in page.lines)]
    assert [calls[note] for note in order] == [note_figure(n) for n in range(1, 61)]
    assert calls == heads and list(calls.values())[20:22] == ["㉑", "㉒"] and list(calls.values())[50] == "51"
    notes = [line for line in page.lines if line.role == "note"]
    assert all(after.y - before.y == pytest.approx(7) for before, after in pairwise(notes))


@pytest.mark.parametrize("template", ["small", "16k", "vertical"])
@pytest.mark.parametrize("count", [30, 60])
def test_notes_that_find_no_room_on_their_page_keep_the_number_they_are_called_by(
    compose_blocks: Compose, template: str, count: int
) -> None:
    block = crowded(count)
    rest = [Block(BlockKind.PARAGRAPH, SENTENCE, notes=(Note(9, "后来的注。"),)) for _ in range(8)]
    layout = compose_blocks([block, *rest], **({} if template == "small" else {"template": load(template)}))
    calls, heads, order = figures(layout)
    assert calls == heads
    assert order[:count] == [note.id for note in block.notes]
    assert set(words(layout).values()) == {note.text for one in (block, *rest) for note in one.notes}
    for page in layout.pages:  # no number twice on a page
        own = [run.text for line in page.lines for run in line.runs if run.note and not line.part.startswith("note:")]
        assert len(own) == len(set(own))


@pytest.mark.parametrize("template", ["small", "vertical"])
def test_a_note_longer_than_pages_goes_over_several_and_text_beside_it(compose_blocks: Compose, template: str) -> None:
    long = Note(20, "".join(chr(0x4E00 + n) for n in range(900 if template == "small" else 2600)))
    blocks = [
        Block(BlockKind.PARAGRAPH, SENTENCE * 4, notes=(long,)),
        *[Block(BlockKind.PARAGRAPH, SENTENCE) for _ in range(20)],
    ]
    layout = compose_blocks(blocks, **({} if template == "small" else {"template": load(template)}))
    pages = shown(layout, long.id)
    assert len(pages) >= 3
    assert words(layout)[long.id] == long.text
    assert all(any(line.role == "body" for line in page.lines) for page in pages[1:])
    calls, heads, _ = figures(layout)
    assert calls == heads == {long.id: "①"}


@pytest.mark.parametrize("template", ["16k", "vertical"])
def test_notes_are_called_in_headings_captions_verse_and_tables(compose_blocks: Compose, template: str) -> None:
    def noted(kind: BlockKind, text: str, *at: int, **more: object) -> Block:
        return Block(kind, text, notes=tuple(Note(n, f"{text[:2]}注{n}。") for n in at), **more)  # type: ignore[arg-type]

    blocks = [
        noted(BlockKind.HEADING, "一、水磨", 4, level=1),
        noted(BlockKind.VERSE, "高高山上一树槐，\n手把槐花望郎来。", 3, 8, 17),
        noted(BlockKind.QUESTION, "您是哪一年搬来的？", 9),
        noted(BlockKind.PICTURE, "院门旧影", 4, picture=Picture("none.jpg", 0.4)),
        noted(BlockKind.TABLE, "表一　户数", 5, rows=((Cell("年", header=True),), (Cell("1949"),))),
        noted(BlockKind.LIST_ITEM, "头一条", 2, label="1."),
        Block(BlockKind.PARAGRAPH, SENTENCE),
    ]
    layout = compose_blocks(blocks, template=load(template))
    calls, heads, _ = figures(layout)
    wanted = {note.id: note.text for block in blocks for note in block.notes}
    assert calls == heads and set(calls) == set(wanted)
    assert words(layout) == wanted
    for note in wanted:
        (page,) = shown(layout, note)
        assert any(run.note == note for line in page.lines if not line.part.startswith("note:") for run in line.runs)
