"""定稿: text and plan of a volume stand; what its materials say later is shown, and taken over piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.errors import UsageError
from archive_app.domain.workflow import Locked
from archive_app.services import binding
from archive_app.services.adjusting import adjust
from archive_app.services.archive import Archive
from archive_app.services.freezing import accept, change_of, freeze, source_changes, standing_words, unfreeze
from archive_app.services.preflight.run import preflight
from archive_app.services.proofs import make_proof
from archive_app.services.typesetting import layout_of, volume_book


def text(words: str, note: str = "") -> dict[str, object]:
    notes = [{"id": "n", "at": 2, "text": note}] if note else []
    first = {"id": "b0", "kind": "paragraph", "text": words, **({"notes": notes} if notes else {})}
    return {"format": 1, "blocks": [first, {"id": "b1", "kind": "paragraph", "text": "水磨在河边转。" * 12}]}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", name="测试", actor="编辑") as made:
        yield made


@pytest.fixture
def items(archive: Archive) -> list[str]:
    made = [
        Create(
            "item",
            {
                "kind": "contribution",
                "title": title,
                "manuscript": text(f"{title}在韵家口。"),
                "responsibility": [{"role": "作者", "name": "祁大魁"}],
            },
        )
        for title in ("水磨", "油坊")
    ]
    for one in made:
        archive.execute(one)
    return [one.id for one in made]


@pytest.fixture
def volume(archive: Archive, items: list[str]) -> str:
    made = binding.new_volume(archive, {"title": "城东文史", "template": "16k"})
    binding.add_items(archive, made, items)
    return made


def articles(archive: Archive, volume: str) -> list[str]:
    return [one.id for one, _title in binding.articles(archive, volume)]


def printed(archive: Archive, volume: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(a.title, a.byline, a.manuscript.blocks[0].text) for a in volume_book(archive, volume).articles()]


def test_what_is_edited_later_is_not_printed_and_is_shown(
    archive: Archive, volume: str, items: list[str], tmp_path: Path
) -> None:
    make_proof(archive, volume, tmp_path / "一校.pdf")
    before, book = printed(archive, volume), volume_book(archive, volume)
    assert freeze(archive, volume) == 2
    assert volume_book(archive, volume) == book  # freezing changes nothing of the pages
    assert "定稿（一校样以后）" in standing_words(archive.catalogue.record(volume))
    assert source_changes(archive, volume) == []
    archive.execute(SetFields(items[0], {"manuscript": text("水磨在小峡口。"), "title": "老水磨"}))
    archive.execute(SetFields(items[1], {"responsibility": [{"role": "作者", "name": "马䶮"}]}))
    assert printed(archive, volume) == before
    one, two = source_changes(archive, volume)
    assert (one.title, [field.field for field in one.fields]) == ("水磨", ["manuscript", "title"])
    assert [p for p in one.fields[0].pieces() if p[0] != "same"] == [("gone", "韵家"), ("new", "小峡")]
    assert two.words == "署名改过"
    book = volume_book(archive, volume)
    codes = [fault.code for fault in preflight(archive, volume, book, layout_of(book)).faults]
    assert codes.count("source-changed") == 2


def test_a_change_is_taken_over_for_one_piece_and_taken_back(archive: Archive, volume: str, items: list[str]) -> None:
    freeze(archive, volume)
    for item in items:
        archive.execute(SetFields(item, {"manuscript": text("改了。")}))
    first, second = articles(archive, volume)
    accept(archive, [first])
    assert [words for _t, _b, words in printed(archive, volume)] == ["改了。", "油坊在韵家口。"]
    assert [one.article for one in source_changes(archive, volume)] == [second]
    archive.undo(1)
    assert len(source_changes(archive, volume)) == 2
    accept(archive, [first, second])
    assert source_changes(archive, volume) == []
    with pytest.raises(UsageError, match="没有要接受的"):
        accept(archive, [first])


def test_both_texts_are_kept(archive: Archive, volume: str, items: list[str]) -> None:
    freeze(archive, volume)
    archive.execute(SetFields(items[0], {"manuscript": text("改了。")}))
    change = change_of(archive, articles(archive, volume)[0])
    assert change is not None
    [field] = change.fields
    assert (field.before["blocks"][0]["text"], field.after["blocks"][0]["text"]) == ("水磨在韵家口。", "改了。")


def test_a_note_alone_is_a_change(archive: Archive, volume: str, items: list[str]) -> None:
    freeze(archive, volume)
    archive.execute(SetFields(items[0], {"manuscript": text("水磨在韵家口。", "在今城东。")}))
    assert [one.item for one in source_changes(archive, volume)] == [items[0]]


def test_what_the_volume_says_itself_over_a_piece_is_no_matter_of_the_material(
    archive: Archive, volume: str, items: list[str]
) -> None:
    first, _second = articles(archive, volume)
    archive.execute(SetFields(first, {"title": "水磨旧事"}))
    freeze(archive, volume)
    archive.execute(SetFields(items[0], {"title": "另一个题名"}))
    assert source_changes(archive, volume) == []
    assert printed(archive, volume)[0][0] == "水磨旧事"


def test_the_plan_of_a_frozen_volume_stands(archive: Archive, volume: str, items: list[str]) -> None:
    first, second = articles(archive, volume)
    more = Create("item", {"kind": "contribution", "title": "后来的", "manuscript": text("后来。")})
    archive.execute(more)
    freeze(archive, volume)
    for refused in (
        lambda: binding.add_items(archive, volume, [more.id]),
        lambda: binding.move_article(archive, volume, second, first),
        lambda: binding.add_section(archive, volume, "新栏目"),
        lambda: binding.add_matter(archive, volume, "afterword"),
        lambda: archive.execute(Trash((first,))),
    ):
        with pytest.raises(Locked, match="篇目不能再改"):
            refused()
    archive.execute(adjust(archive.catalogue, first, "page", "b1"))  # the pages may be worked on by hand
    archive.execute(SetFields(volume, {"subtitle": "乡村记忆"}))
    other = binding.new_volume(archive, {"title": "另一卷", "template": "16k"})
    binding.add_items(archive, other, [more.id])  # other volumes are free


def test_a_volume_that_is_let_go_follows_its_materials_again(archive: Archive, volume: str, items: list[str]) -> None:
    freeze(archive, volume)
    with pytest.raises(UsageError, match="不用再定"):
        freeze(archive, volume)
    archive.execute(SetFields(items[0], {"manuscript": text("改了。")}))
    unfreeze(archive, volume)
    assert printed(archive, volume)[0][2] == "改了。"
    assert source_changes(archive, volume) == []
    binding.move_article(archive, volume, articles(archive, volume)[1], articles(archive, volume)[0])
    with pytest.raises(UsageError, match="没有定稿"):
        unfreeze(archive, volume)


def test_freezing_is_one_step_and_is_there_after_a_restart(archive: Archive, volume: str, items: list[str]) -> None:
    freeze(archive, volume)
    root = archive.root
    archive.close()
    with Archive.open(root, actor="编辑") as again:
        again.execute(SetFields(items[0], {"manuscript": text("改了。")}))
        assert len(source_changes(again, volume)) == 1
        again.undo(2)
        assert standing_words(again.catalogue.record(volume)) == ""
        assert not any(one["frozen"] for one, _t in binding.articles(again, volume))
