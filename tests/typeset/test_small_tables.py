"""A small table that a page has no room for: the text goes on, and the table stands at the next page's head."""

from __future__ import annotations

from collections.abc import Callable

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note
from archive_app.typeset.layout import Layout

Compose = Callable[..., Layout]


def _text(number: int, lines: int) -> Block:
    return Block(BlockKind.PARAGRAPH, "院" * (20 * lines - 8), id=f"t{number}")


def _table(name: str, rows: int = 3, notes: tuple[Note, ...] = ()) -> Block:
    return Block(
        BlockKind.TABLE, name, rows=tuple((Cell(f"{name}{row}"), Cell("乙")) for row in range(rows)), notes=notes
    )


def _pages(layout: Layout) -> list[list[str]]:
    """What is on each page, in the order of its lines: blocks, and the names of tables."""
    found = []
    for page in layout.pages:
        if page.kind == "body":
            lines = sorted(page.lines, key=lambda line: line.y)
            names = [line.text[:2] if line.role == "caption" else line.block for line in lines if line.role != "table"]
            found.append(list(dict.fromkeys(names)))
    return found


def test_the_text_goes_on_before_it(compose_blocks: Compose) -> None:
    layout = compose_blocks([_text(1, 2), _table("表一"), _text(2, 5), _text(3, 12)])
    first, second = _pages(layout)[:2]
    assert first[-2:] == ["t1", "t2"]
    assert second[0] == "表一" and second[1] in ("t2", "t3")


def test_tables_keep_their_order(compose_blocks: Compose) -> None:
    layout = compose_blocks([_text(1, 2), _table("表一"), _text(2, 1), _table("表二", 1), _text(3, 20)])
    names = [name for page in _pages(layout) for name in page if name.startswith("表")]
    assert names == ["表一", "表二"]


def test_no_heading_comes_before_it(compose_blocks: Compose) -> None:
    heading = Block(BlockKind.HEADING, "二、水磨", level=1, id="h")
    layout = compose_blocks([_text(1, 2), _table("表一"), heading, _text(2, 12)])
    order = [name for page in _pages(layout) for name in page]
    assert order.index("表一") < order.index("h")
    under = compose_blocks([_text(1, 1), heading, _table("表一"), _text(2, 12)])
    order = [name for page in _pages(under) for name in page]
    assert order[order.index("h") + 1] == "表一"


def test_its_notes_stand_with_it(compose_blocks: Compose) -> None:
    note = Note(1, "格里的注。", cell=(1, 0))
    layout = compose_blocks([_text(1, 2), _table("表一", notes=(note,)), _text(2, 20)])
    pages = [{line.part for line in page.lines} for page in layout.pages]
    assert [("cell:1,0" in parts, f"note:{note.id}" in parts) for parts in pages if "cell:1,0" in parts] == [
        (True, True)
    ]
    assert sum(f"note:{note.id}" in parts for parts in pages) == 1


def test_a_table_at_the_very_end_has_its_page(compose_blocks: Compose) -> None:
    layout = compose_blocks([_text(1, 3), _table("表一"), _text(2, 1)])
    order = [name for page in _pages(layout) for name in page]
    assert sorted(order[-2:]) == ["t2", "表一"]
