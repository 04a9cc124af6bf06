"""辅文 goes where a finished volume has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create
from archive_app.domain.entities import ARTICLE
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.typeset.matter.kinds import MATTER_NAMES
from archive_app.volumes import matter


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="测试", actor="编辑") as made:
        yield made


def roles(archive: Archive, volume: str) -> list[tuple[str, list[str]]]:
    return [
        (node.section["matter"], [one["role"] for one in node.articles])
        for node in archive.catalogue.sections_of(volume)
    ]


def test_every_role_has_its_part_and_its_words() -> None:
    every = {*matter.FRONT, *matter.BACK}
    assert every == {term.value for term in ARTICLE.field("role").terms} == set(MATTER_NAMES)
    assert [matter.part_of(role) for role in ("preface", "afterword")] == ["front", "back"]
    with pytest.raises(UsageError, match="appendix"):
        matter.part_of("appendix")


def test_pieces_come_in_the_order_of_a_volume_however_they_are_added(archive: Archive) -> None:
    volume = binding.new_volume(archive, {"title": "城东文史"})
    for role in ("afterword", "note", "names", "board", "chronicle", "preface"):
        binding.add_matter(archive, volume, role)
    assert roles(archive, volume) == [
        ("front", ["board", "preface", "note"]),
        ("body", []),
        ("back", ["chronicle", "names", "afterword"]),
    ]
    archive.undo(1)
    assert roles(archive, volume)[0] == ("front", ["board", "note"])


def test_items_go_behind_what_is_there_and_move_by_their_ids(archive: Archive) -> None:
    volume = binding.new_volume(archive, {"title": "城东文史"})
    items = [Create("item", {"kind": "contribution", "title": f"第{n}篇"}) for n in range(3)]
    for item in items:
        archive.execute(item)
    first, second = binding.add_items(archive, volume, [items[0].id, items[1].id])
    binding.add_section(archive, volume, "老照片")
    binding.add_matter(archive, volume, "afterword")
    [third] = binding.add_items(archive, volume, [items[2].id], "老照片")
    binding.move_article(archive, volume, third, before=second)
    assert [title for _, title in binding.articles(archive, volume)][:3] == ["第0篇", "第2篇", "第1篇"]
    binding.move_article(archive, volume, first, section="老照片")
    assert [title for _, title in binding.articles(archive, volume)] == ["第2篇", "第1篇", "第0篇", "后记"]
    with pytest.raises(UsageError, match="已经在这一卷里"):
        binding.add_items(archive, volume, [items[0].id])
    with pytest.raises(UnknownRecord, match="没有栏目"):
        binding.add_items(archive, volume, [], "没有的栏")
