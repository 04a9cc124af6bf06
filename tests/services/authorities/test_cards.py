"""Cards found, told apart, proposed for merging; where they occur; what their dates say against them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import Conflict, UnknownRecord, UsageError
from archive_app.services.archive import Archive
from archive_app.services.authorities import cards, doubles
from archive_app.services.authorities.contacts import contacts_of, may_see_contacts
from archive_app.services.authorities.occurrences import occurrences
from archive_app.services.authorities.remarks import remarks
from archive_app.services.searching import Search

TODAY = date(2026, 11, 24)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", actor="祁垚") as opened:
        yield opened


def made(archive: Archive, entity: str, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def year(number: int, last: int | None = None) -> dict[str, str]:
    span = {"earliest": f"{number}-01-01", "latest": f"{last or number}-12-31"}
    return {"display": f"{number}年", "edtf": str(number), **span}


def test_a_card_is_found_by_its_name_and_namesakes_are_listed(archive: Archive) -> None:
    one = made(archive, "person", name="祁大魁", birth=year(1919))
    assert cards.find_card(archive, "祁大魁").id == one
    made(archive, "person", name="祁大魁", native_place="湟中")
    with pytest.raises(UsageError, match=r"1919年") as failed:
        cards.find_card(archive, "祁大魁")
    assert failed.value.code == "namesakes" and "湟中" in str(failed.value)
    with pytest.raises(UnknownRecord):
        cards.find_card(archive, "没有这个人")


def test_a_card_is_found_by_an_alias_or_another_form_where_none_bears_the_name(archive: Archive) -> None:
    one = made(archive, "person", name="马𠮷甫", aliases=["马师傅"])
    assert [cards.find_card(archive, word).id for word in ("马师傅", "馬吉甫", " 马𠮷甫 ")] == [one] * 3
    other = made(archive, "person", name="马师傅")
    assert cards.find_card(archive, "马师傅").id == other, "its own name comes first"
    made(archive, "person", name="甲", aliases=["尕福"])
    made(archive, "person", name="乙", aliases=["尕福"])
    with pytest.raises(UsageError, match="不止一个"):
        cards.find_card(archive, "尕福")


def test_variants_of_a_character_are_one_name(archive: Archive) -> None:
    one = made(archive, "person", name="趙𠮷甫")
    other = made(archive, "person", name="老赵", aliases=["赵吉甫"])
    made(archive, "person", name="赵铁山")
    assert [card.id for card in cards.namesakes(archive, archive.catalogue.record(one))] == [other]


def test_proposals_say_why_and_leave_out_who_cannot_be_one(archive: Archive) -> None:
    first = made(archive, "person", name="马䶮", birth=year(1947), native_place="西宁")
    second = made(archive, "person", name="马师傅", aliases=["马䶮"], birth=year(1948))
    made(archive, "person", name="马䶮", birth=year(1980))
    found = doubles.proposals(archive, "person")
    assert [(one.keep.id, one.other.id) for one in found] == [(first, second)]
    assert any("马䶮" in reason for reason in found[0].reasons)
    assert any("生年相近" in reason for reason in found[0].reasons)


def test_cards_that_were_told_apart_are_not_proposed_again(archive: Archive) -> None:
    for _number in range(2):
        made(archive, "person", name="马䶮")
    (pair,) = doubles.proposals(archive, "person")
    archive.execute(doubles.telling_apart(pair.keep, pair.other))
    assert doubles.proposals(archive, "person") == []
    third = made(archive, "person", name="马䶮")
    assert all(third in (one.keep.id, one.other.id) for one in doubles.proposals(archive, "person"))
    archive.undo(2)
    assert len(doubles.proposals(archive, "person")) == 1


def test_two_cards_are_compared_before_they_are_merged(archive: Archive) -> None:
    keep = made(archive, "person", name="马䶮", birth=year(1947), gender="男")
    other = made(archive, "person", name="马师傅", birth=year(1949), ethnicity="回族")
    rows = {
        row.field: row
        for row in cards.compare(archive, archive.catalogue.record(keep), archive.catalogue.record(other))
    }
    assert rows["birth"].conflict and rows["birth"].other == "1949年"
    assert not rows["ethnicity"].conflict and rows["ethnicity"].keep == ""
    assert rows["gender"].keep == "男" and not rows["gender"].conflict


def test_a_merged_person_is_found_by_either_name(archive: Archive) -> None:
    keep, other = made(archive, "person", name="马䶮"), made(archive, "person", name="马师傅")
    item = made(archive, "item", kind="oral_history", title="早点铺", persons=[other])
    cards.merge(archive, archive.catalogue.record(keep), [archive.catalogue.record(other)])
    search = Search(archive)
    search.rebuild()
    for word in ("马师傅", "马䶮"):
        assert [hit.id for hit in search.search(word).hits] == [item], word
    assert archive.undoable(1)[0].label == "合并“马䶮”“马师傅”"


def chain(archive: Archive) -> tuple[str, str, str, str]:
    """甲 in 乙, 乙 in 丙; each of the three named by one item. Returns their ids and the item's."""
    inner = made(archive, "person", name="甲", aliases=["小甲"], native_place="湟中", birth=year(1931))
    middle = made(archive, "person", name="乙", ethnicity="回族", birth=year(1932))
    outer = made(archive, "person", name="丙", birth=year(1933))
    item = made(archive, "item", kind="document", title="约", persons=[outer, inner, middle])
    cards.merge(archive, archive.catalogue.record(middle), [archive.catalogue.record(inner)])
    cards.merge(archive, archive.catalogue.record(outer), [archive.catalogue.record(middle)])
    return inner, middle, outer, item


def test_a_card_comes_out_of_the_middle_of_a_chain(archive: Archive) -> None:
    inner, middle, outer, item = chain(archive)
    catalogue = archive.catalogue
    assert catalogue.record(item)["persons"] == [outer]
    assert [one.id for one in cards.all_merged_into(archive, catalogue.record(outer))] == [middle, inner]
    before = {key: catalogue.record(key).to_json() for key in (inner, middle, outer, item)}

    cards.split(archive, catalogue.record(inner))
    assert catalogue.record(item)["persons"] == [outer, inner]
    card, kept = catalogue.record(inner), catalogue.record(outer)
    assert not card.trashed and card["merged_into"] == "" and card["aliases"] == ["小甲"]
    assert catalogue.record(middle)["merged_into"] == outer and catalogue.record(middle).trashed
    assert kept["aliases"] == ["乙"] and kept["native_place"] == "" and kept["ethnicity"] == "回族"
    assert [row["value"] for row in kept["variants"]] == ["1932年"]

    archive.undo()
    assert {key: catalogue.record(key).to_json() for key in before} == before, "one step of undo"
    archive.redo()
    cards.split(archive, catalogue.record(middle))
    assert catalogue.record(item)["persons"] == [outer, inner, middle]
    assert all(catalogue.record(key)["aliases"] == own for key, own in ((outer, []), (middle, []), (inner, ["小甲"])))


def test_what_was_taken_off_the_outer_card_does_not_come_back_by_a_split_within(archive: Archive) -> None:
    inner, middle, outer, _item = chain(archive)
    archive.execute(SetFields(outer, {"aliases": ["小甲"], "ethnicity": "", "variants": []}))
    cards.split(archive, archive.catalogue.record(inner))
    kept = archive.catalogue.record(outer)
    assert (kept["aliases"], kept["ethnicity"], kept["variants"]) == ([], "", [])
    cards.split(archive, archive.catalogue.record(middle))
    assert archive.catalogue.record(middle)["ethnicity"] == "回族"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    merges=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6),
    order=st.permutations(range(5)),
    named=st.lists(st.permutations(range(5)), min_size=2, max_size=2),
)
def test_cards_come_out_in_any_order(
    archive: Archive, merges: list[tuple[int, int]], order: list[int], named: list[list[int]]
) -> None:
    catalogue = archive.catalogue
    people = [made(archive, "person", name=f"人{n}", birth=year(1930 + n)) for n in range(5)]
    made(archive, "consent", holder="人0", person=people[0], grant="捐赠")
    items = [
        made(archive, "item", kind="document", title="约", persons=[people[n] for n in some[: 2 + at]])
        for at, some in enumerate(named)
    ]
    touched = [*people, *items, *(r.id for r in catalogue.records("consent"))]

    def content() -> list[Any]:
        found = [catalogue.record(key).to_json() for key in touched]
        return [{**one, "persons": sorted(one["persons"])} if "persons" in one else one for one in found]

    before = content()
    for keep, other in merges:
        try:
            cards.merge(archive, catalogue.record(people[keep]), [catalogue.record(people[other])])
        except (UsageError, Conflict):
            continue
    for number in order:
        if catalogue.record(people[number])["merged_into"]:
            cards.split(archive, catalogue.record(people[number]))
    assert content() == before


def test_occurrences_name_role_place_and_second_but_no_contacts(archive: Archive) -> None:
    who = made(archive, "person", name="李兰芳")
    made(
        archive, "item", kind="oral_history", title="水磨", persons=[who],
        responsibility=[{"role": "采访者", "name": "祁垚"}, {"role": "口述者", "name": "李兰芳", "person": who}],
        index_points=[{"at": 3725, "title": "磨渠", "persons": [who]}],
    )  # fmt: skip
    made(
        archive, "item", kind="photograph", title="合影",
        people=[{"row": "前排", "order": 2, "person": who, "certainty": "推测", "region": [0.5, 0.5, 0.2, 0.4]}],
    )  # fmt: skip
    made(archive, "contact", person=who, telephone="0971-0000000")
    found = occurrences(archive, who)
    seen = {(one.title, one.role): one for one in found}
    assert set(seen) == {("水磨", "口述者"), ("水磨", "人名"), ("水磨", "内容索引"), ("合影", "画面中")}
    assert seen["水磨", "内容索引"].seconds == 3725 and seen["水磨", "内容索引"].where.startswith("1:02:05")
    assert seen["水磨", "口述者"].row == 1
    assert seen["合影", "画面中"].region == (0.5, 0.5, 0.2, 0.4)
    assert seen["合影", "画面中"].where == "前排左起第 2（推测）"


def test_what_cannot_be_is_remarked(archive: Archive) -> None:
    late = made(archive, "person", name="赵铁山", birth=year(1936), death=year(2024))
    old = made(archive, "person", name="老寿星", birth=year(1900))
    wrong = made(archive, "person", name="写反了", birth=year(1950), death=year(1940))
    fine = made(archive, "person", name="李兰芳", birth=year(1941))
    for who in (late, fine):
        made(
            archive, "item", kind="oral_history", title="口述", created=year(2025),
            responsibility=[{"role": "口述者", "name": "某", "person": who}],
        )  # fmt: skip

    def said(key: str) -> str:
        return "".join(remarks(archive, archive.catalogue.record(key), TODAY))

    assert "采访于2025年，而卒年是2024年" in said(late)
    assert "超过 110 岁" in said(old)
    assert "早于生年" in said(wrong)
    assert said(fine) == ""


def test_contacts_are_for_editors_where_staff_is_registered(archive: Archive) -> None:
    who = made(archive, "person", name="李兰芳")
    made(archive, "contact", person=who, telephone="0971-0000000")
    assert len(contacts_of(archive, who)) == 1, "an archive without staff is its owner's"
    made(archive, "staff", name="韩编辑", roles=["editor"])
    assert not may_see_contacts(archive) and contacts_of(archive, who) == []
    archive.act_as("韩编辑")
    assert len(contacts_of(archive, who)) == 1
