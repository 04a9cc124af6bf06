"""The checker of copies finds what is planted, and nothing in books of every kind."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.typeset.composer import compose
from archive_app.typeset.folder import load_book
from archive_app.typeset.pdf import write

sys.path.insert(0, str(Path(__file__).resolve().parent))

from copycheck import Report, compare, units_of
from copycheck.copied import Copied, copied
from randombook import write_book


@pytest.fixture(scope="module", params=[(11, "16k"), (12, "vertical"), (13, "32k")], ids=str)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    seed, template = request.param
    made = tmp_path_factory.mktemp("books") / "书"
    write_book(made, seed, articles=2, paragraphs=25, template=template)
    return made


@pytest.fixture(scope="module")
def found(folder: Path) -> Copied:
    layout = compose(load_book(folder)[0])
    return copied(write(layout, folder / "书.pdf").path)


def checked(folder: Path, found: Copied) -> Report:
    return compare(*units_of(load_book(folder)[0]), found)


def test_a_book_by_chance_copies_as_it_was_written(folder: Path, found: Copied) -> None:
    report = checked(folder, found)
    assert [str(fault) for fault in report.faults] == []
    assert report.characters > 3000
    assert report.missing <= 8  # 𪚥, which no bundled font has


def changed(found: Copied, change: str) -> Copied:
    """``found`` with one line in the middle of the book changed."""
    number = max(range(4, len(found.pages) - 6), key=lambda n: len(found.pages[n]))
    lines = list(found.pages[number])
    index = max(range(2, len(lines) - 2), key=lambda n: len(lines[n]))
    line = lines[index]
    half = len(line) // 2
    if change == "lost":
        del lines[index]
    elif change == "turned":
        lines[index] = line[:half] + line[half : half + 6][::-1] + line[half + 6 :]
    elif change == "wrong":
        lines[index] = f"{line[:half]}龘{line[half + 1 :]}"
    elif change == "doubled":
        lines.insert(index, line)
    elif change == "moved":
        lines[index - 1 : index + 1] = lines[index - 1 : index + 1][::-1]
    pages = (*found.pages[:number], tuple(lines), *found.pages[number + 1 :])
    return replace(found, pages=pages)


@pytest.mark.parametrize("change", ["lost", "turned", "wrong", "doubled", "moved"])
def test_a_planted_fault_is_found(folder: Path, found: Copied, change: str) -> None:
    report = checked(folder, changed(found, change))
    assert report.faults
    assert all(fault.copied for fault in report.faults)


def test_a_text_that_stands_nowhere_is_lost(folder: Path, found: Copied) -> None:
    book = load_book(folder)[0]
    article = book.sections[0].articles[0]
    more = replace(article.manuscript, blocks=(*article.manuscript.blocks, Block(BlockKind.PARAGRAPH, "没有排的话。")))
    section = replace(book.sections[0], articles=(replace(article, manuscript=more), *book.sections[0].articles[1:]))
    report = compare(*units_of(replace(book, sections=(section, *book.sections[1:]))), found)
    assert ("lost", "没有排的话。") in [(fault.kind, fault.copied) for fault in report.faults]
