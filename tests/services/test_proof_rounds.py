"""一校、二校: each is compared with the one before, and the pages as they are with any of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.proofs import changed_since, layout_path, make_proof, note_round, rounds
from archive_app.services.typesetting import Typeset, layout_of, volume_book


def text(words: str) -> dict[str, object]:
    blocks = [{"id": f"b{n}", "kind": "paragraph", "text": f"第{n}段，{words}" * 12} for n in range(20)]
    return {"format": 1, "blocks": blocks}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="测试", actor="编辑") as made:
        yield made


@pytest.fixture
def volume(archive: Archive) -> str:
    made = binding.new_volume(archive, {"title": "城东文史", "template": "16k"})
    items = [
        Create("item", {"kind": "contribution", "title": title, "manuscript": text("水磨在河边转。")})
        for title in ("水磨", "油坊")
    ]
    for item in items:
        archive.execute(item)
    binding.add_items(archive, made, [item.id for item in items])
    return made


def test_rounds_follow_each_other_and_the_second_marks_what_changed(
    archive: Archive, volume: str, tmp_path: Path
) -> None:
    make_proof(archive, volume, tmp_path / "一校.pdf")
    first, _ = (one for one, _ in binding.articles(archive, volume))
    archive.execute(SetFields(str(first["item"]), {"manuscript": text("水磨不转了。")}))
    layout = layout_of(volume_book(archive, volume))
    since = changed_since(archive, volume, 1, layout)
    assert since is not None
    assert since.changed
    assert all(any("不转了" in line.text for line in layout.pages[page].lines) for page, _ in since.changed)
    done = make_proof(archive, volume, tmp_path / "二校.pdf")
    one, two = rounds(archive, volume)
    assert [(one.name, two.name), (one.file, two.file)] == [("一校", "二校"), ("一校.pdf", "二校.pdf")]
    assert one.changes == ""
    assert "文字有改动的面" in two.changes
    assert done.pages == two.pages
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "二校.pdf"))
    assert "改动一览" in words.replace("\r\n", "")
    after = changed_since(archive, volume, 2, layout)
    assert after is not None
    assert (after.changed, after.moved) == ((), ())


def test_a_round_made_again_takes_the_place_of_the_first_time(archive: Archive, volume: str, tmp_path: Path) -> None:
    make_proof(archive, volume, tmp_path / "一校.pdf")
    make_proof(archive, volume, tmp_path / "一校改.pdf", 1)
    [one] = rounds(archive, volume)
    assert one.file == "一校改.pdf"
    archive.undo(1)
    [one] = rounds(archive, volume)
    assert one.file == "一校.pdf"


def test_without_its_layout_nothing_is_compared(archive: Archive, volume: str, tmp_path: Path) -> None:
    note_round(archive, volume, 1, Typeset(tmp_path / "一校.pdf", 12, ()), date(2026, 3, 1))
    assert not layout_path(archive, volume, 1).exists()
    assert changed_since(archive, volume, 1, layout_of(volume_book(archive, volume))) is None
    assert rounds(archive, volume)[0].made == "2026-03-01"
    make_proof(archive, volume, tmp_path / "二校.pdf")
    assert [one.number for one in rounds(archive, volume)] == [1, 2]
