"""A printed volume is searched by its pages, and cited by them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.archive import Archive
from archive_app.services.citing import cite
from archive_app.services.printed import printed_volume
from archive_app.services.searching import Search

READERS = {"public", "internal"}
LONG = "湟水边的老榆树下有一盘水磨，" * 90
TAIL = "最后一句话说的是渡船"


def make(archive: Archive, entity: str, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        yield opened


@pytest.fixture
def volume(archive: Archive) -> str:
    text = Manuscript((Block(BlockKind.PARAGRAPH, LONG + TAIL),)).to_json()
    rows = [{"role": "口述者", "name": "李兰芳"}, {"role": "整理者", "name": "李晓棠"}]
    item = make(
        archive, "item", kind="contribution", title="三盘水磨", manuscript=text, responsibility=rows, access="public"
    )
    imprint = [{"key": "variant", "value": "internal"}, {"key": "print_date", "value": "2026年12月"}]
    volume = make(archive, "volume", title="文史资料", number=24, compiler="某区政协", imprint=imprint)
    section = make(archive, "section", volume=volume, title="乡村", matter="body")
    make(archive, "article", section=section, item=item, position=1)
    return volume


def issue(archive: Archive, volume: str, state: str = "issued") -> None:
    archive.execute(SetFields(volume, {"state": state}, by_program=True))


def test_a_volume_is_found_once_it_is_printed_with_the_page_of_each_place(archive: Archive, volume: str) -> None:
    search = Search(archive)
    search.follow()
    assert {hit.kind for hit in search.search("水磨").hits} == {"contribution"}
    issue(archive, volume)
    assert search.follow() > 0
    results = search.search("水磨", facets=True)
    assert results.facets["kind"] == {"contribution": 1, "volume": 1}
    hit = next(hit for hit in results.hits if hit.kind == "volume")

    assert (hit.id, hit.title, hit.occurrences) == (volume, "文史资料（第二十四辑）", 91)
    places = [match.place for match in search.matches("水磨", volume) if match.field == "printed"]
    numbers = [place["number"] for place in places]
    assert numbers == sorted(numbers) and len(set(numbers)) >= 2, "over several pages"
    last = search.matches(TAIL, volume)[0]
    printed = printed_volume(archive, volume)
    assert (
        last.place["page"]
        == printed.pages[last.place["number"] - 1].label
        == printed.pages_of(last.place["article"])[-1]
    )
    assert "breaks" not in last.place
    issue(archive, volume, "editing")
    assert "volume" not in search.search("水磨", facets=True).facets["kind"]


def test_a_phrase_over_the_turn_of_a_page_is_found(archive: Archive, volume: str) -> None:
    issue(archive, volume)
    search = Search(archive)
    search.follow()
    text = next(t for t in printed_volume(archive, volume).texts if t.role == "body")
    turn = text.breaks[1][0]
    assert text.text == LONG + TAIL

    found = [m for m in search.matches(f'"{text.text[turn - 3 : turn + 3]}"', volume)]
    assert found and any(m.place["number"] == text.breaks[0][1] for m in found)


def test_the_pages_stay_those_that_were_printed(archive: Archive, volume: str, tmp_path: Path) -> None:
    issue(archive, volume)
    search = Search(archive)
    search.follow()
    stored = archive.root / "derived" / "printed" / f"{volume}.json"
    assert stored.is_file()
    proofs = archive.root / "volumes" / "校样"
    proofs.mkdir(parents=True)
    line = {"text": "校样上的话", "article": "a1", "block": "b1", "part": "text", "offset": 0, "role": "body"}
    pages = [{"kind": "body", "label": "7", "lines": [line]}]
    for number, damaged in ((2, False), (10, True)):
        (proofs / f"{volume}-{number}.json").write_text(
            "{" if damaged else json.dumps({"pages": pages}), encoding="utf-8"
        )

    assert [text.text for text in printed_volume(archive, volume).texts] == ["校样上的话"], (
        "of the newest that is whole"
    )
    shutil.rmtree(proofs)
    stored.write_bytes(b"\0")
    assert printed_volume(archive, volume).texts[-1].text == LONG + TAIL


def test_what_was_closed_to_readers_is_not_read_in_the_book(archive: Archive, volume: str) -> None:
    issue(archive, volume)
    search = Search(archive)
    search.follow()
    assert {hit.kind for hit in search.search("渡船", visible=READERS).hits} == {"contribution", "volume"}
    item = next(iter(printed_volume(archive, volume).items.values()))
    archive.execute(SetFields(item, {"access": "restricted"}))

    assert search.search("渡船", visible=READERS, facets=True).facets == {}
    assert search.search("渡船").total == 2


def test_a_volume_that_cannot_be_set_keeps_no_one_from_searching(archive: Archive) -> None:
    volume = make(archive, "volume", title="空卷")
    issue(archive, volume)
    make(archive, "item", kind="document", title="水磨")
    search = Search(archive)
    search.follow()

    assert search.current()
    assert search.search("水磨").total == 1


def test_an_item_is_cited_as_a_record_of_the_archive(archive: Archive) -> None:
    roles = [("作者", "甲"), ("作者", "乙"), ("作者", "丙"), ("作者", "丁"), ("整理者", "戊"), ("采访者", "戊")]
    rows = [{"role": role, "name": name} for role, name in roles]
    date = {"display": "民國三十六年", "earliest": "1947-01-01", "latest": "1947-12-31"}
    cases: list[tuple[dict[str, Any], str]] = [
        (
            {"responsibility": rows, "created": date},
            "甲，乙，丙，等. 题[A]. 戊，采访整理. 测试馆藏，1947（民國三十六年）.",
        ),
        ({"responsibility": [{"role": "摄影者", "name": "不详"}]}, "题[A]. 测试馆藏，[年代不详]."),
        (
            {"created": {"display": "约1958年", "earliest": "1958-01-01", "latest": "1958-12-31", "qualifier": "约"}},
            "题[A]. 测试馆藏，[1958].",
        ),
        (
            {"created": {"display": "五十年代", "earliest": "1950-01-01", "latest": "1959-12-31"}, "anonymous": True,
             "responsibility": rows},
            "题[A]. 测试馆藏，[1950—1959].",
        ),
        ({"responsibility": [{"role": "作者", "name": "祁大魁等"}]}, "祁大魁，等. 题[A]. 测试馆藏，[年代不详]."),
    ]  # fmt: skip
    for values, right in cases:
        key = make(archive, "item", kind="document", title="题", **values)
        assert cite(archive, key).text == right
    archive.execute(SetFields(key, {"ref_code": "J019-LY·2019·Y-001"}, by_program=True))
    assert cite(archive, key).text == "祁大魁，等. 题：J019-LY·2019·Y-001[A]. 测试馆藏，[年代不详]."
    assert cite(archive, key).kind == "A"


def test_a_printed_page_is_cited_as_a_contribution(archive: Archive, volume: str) -> None:
    item = next(iter(printed_volume(archive, volume).items.values()))
    book = "某区政协. 文史资料：第二十四辑"
    first, *_, last = printed_volume(archive, volume).pages_of(next(iter(printed_volume(archive, volume).items)))

    assert cite(archive, volume).text == f"{book}[G]. [出版地不详]：某区政协，2026."
    inside = "李兰芳. 三盘水磨[G]//"
    assert cite(archive, volume, page=last).text == f"{inside}{book}. [出版地不详]：某区政协，2026：{last}."
    assert cite(archive, item, volume=volume).text.endswith(f"，2026：{first}-{last}.")
    assert cite(archive, item, volume=volume, page=last).text == cite(archive, volume, page=last).text
    published = [
        {"key": "variant", "value": "public"}, {"key": "publisher", "value": "青海人民出版社"},
        {"key": "place", "value": "西宁"}, {"key": "edition", "value": "2025年3月第1版"},
    ]  # fmt: skip
    archive.execute(SetFields(volume, {"imprint": published}))
    assert cite(archive, volume).text == f"{book}[M]. 西宁：青海人民出版社，2025."
    with pytest.raises(UsageError, match="没有第 999 页"):
        cite(archive, volume, page="999")
    with pytest.raises(UsageError, match="不在第 999 页"):
        cite(archive, item, volume=volume, page="999")
    other = make(archive, "item", kind="document", title="别的")
    with pytest.raises(UsageError, match="里没有“别的”"):
        cite(archive, other, volume=volume)
    with pytest.raises(UnknownRecord):
        cite(archive, make(archive, "person", name="某人"))
