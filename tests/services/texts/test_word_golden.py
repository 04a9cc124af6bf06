"""Texts that LibreOffice saved again, as docx, by way of odt and of doc: `tests/intake/files/README.md` says how."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_app.intake.formats.base import Workspace
from archive_app.intake.returned import Returned
from archive_app.intake.wordml.returned import read_returned
from archive_app.services.texts.comparing import Comparison
from archive_app.services.texts.merging import merged_back
from archive_app.vault.hostile.limits import DEFAULT
from tests.services.texts.sent_to_word import SENT, comment

FILES = Path(__file__).parents[2] / "intake" / "files"


def read(name: str, folder: Path) -> Returned:
    back = read_returned(FILES / name, Workspace(folder, DEFAULT, "t"))
    assert back.known and (back.version, dict(back.heads)["title"]) == (7, "湟水渡口")
    assert [block.id for block in back.blocks] == [block.id for block in SENT]
    said = comment()
    assert [(one.text, one.by, one.block, one.words) for one in back.comments] == [
        (said.text, said.by, said.block, said.words)
    ]
    return back


def test_by_way_of_odt_nothing_is_another(tmp_path: Path) -> None:
    back = read("returned-odt.docx", tmp_path)
    assert merged_back(SENT, SENT, back.blocks) == (SENT, {})


def test_a_tracked_change_is_the_only_one_and_says_whose(tmp_path: Path) -> None:
    back = read("returned-tracked.docx", tmp_path)
    merged, doubts = merged_back(SENT, SENT, back.blocks)
    made = Comparison(SENT, merged)
    (number,) = made.differing
    assert made.rows[number].pieces[1:3] == [("gone", "八"), ("new", "九")] and not doubts
    assert merged.blocks[5].label == "马师傅" and merged.blocks[5].kind is SENT.blocks[5].kind
    assert [(one.what, one.text, one.by, one.at[:10], one.block) for one in back.changes] == [
        ("gone", "八", "马文山", "2026-07-05", SENT.blocks[5].id),
        ("new", "九", "马文山", "2026-07-05", SENT.blocks[5].id),
    ]


def test_words_that_a_doc_lost_with_their_reading_are_doubtful(tmp_path: Path) -> None:
    back = read("returned-doc.docx", tmp_path)
    merged, doubts = merged_back(SENT, SENT, back.blocks)
    made = Comparison(SENT, merged)
    assert made.differing == [0] and "带注音的字不见了" in doubts[SENT.blocks[0].id]
    assert [piece for piece in made.rows[0].pieces if piece[0] != "same"] == [("gone", "祁垚")]


@pytest.mark.parametrize("name", ["returned-odt.docx", "returned-doc.docx"])
def test_with_the_bookmarks_gone_paragraphs_are_known_by_their_words(name: str, tmp_path: Path) -> None:
    from dataclasses import replace

    back = read(name, tmp_path)
    strange = [replace(block, id=f"n{number}") for number, block in enumerate(back.blocks)]
    merged, _doubts = merged_back(SENT, SENT, strange)
    assert [block.id for block in merged] == [block.id for block in SENT]


def test_lines_over_and_under_the_text_are_known_after_libreoffice_saved_them(tmp_path: Path) -> None:
    back = read_returned(FILES / "returned-heads.docx", Workspace(tmp_path, DEFAULT, "t"))
    assert back.known and dict(back.heads) == {
        "title": "湟水上的渡口",
        "byline1": "马文珊　口述",
        "byline2": "李晓棠　采访、整理",
        "written": "1986年春",
    }
    assert merged_back(SENT, SENT, back.blocks) == (SENT, {})
