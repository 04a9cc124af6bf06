"""Cards merged and split: the links are those that were, whatever was edited in between and whenever it is done."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create, Restore, SetFields, Trash
from archive_app.catalogue.merging import Merge, Split
from archive_app.domain.errors import Conflict, UsageError

AUTHOR = Author("祁垚", "dev-a1")


def person(name: str, **values: Any) -> Create:
    return Create("person", {"name": name, **values})


def born(year: int, words: str = "") -> dict[str, str]:
    span = {"earliest": f"{year}-01-01", "latest": f"{year}-12-31"}
    return {"display": words or f"{year}年", "edtf": str(year), **span}


def add(catalogue: Catalogue, *commands: Create) -> None:
    catalogue.execute(Batch("登记", commands), AUTHOR)


@pytest.fixture
def two(catalogue: Catalogue) -> tuple[str, str]:
    """马䶮 and 马师傅: one person under two cards."""
    first = person("马䶮", aliases=["马老"], birth=born(1947), native_place="西宁", roles=["口述者"])
    second = person("马师傅", aliases=["尕马"], birth=born(1949), ethnicity="回族", roles=["口述者", "灶工"])
    add(catalogue, first, second)
    return first.id, second.id


def everything(catalogue: Catalogue) -> dict[str, Any]:
    """Every record as it stands, by id, without versions."""
    entities = ("item", "person", "place", "commissioner", "consent", "lead", "contact")
    return {r.id: r.to_json() for entity in entities for r in catalogue.records(entity, trashed=None)}


def test_every_kind_of_link_leads_to_the_card_that_stays_and_comes_back(
    catalogue: Catalogue, two: tuple[str, str]
) -> None:
    keep, other = two
    item = Create(
        "item",
        {
            "kind": "oral_history",
            "title": "东关早点铺",
            "persons": [other, keep],
            "responsibility": [
                {"role": "口述者", "name": "马师傅", "person": other},
                {"role": "采访者", "name": "祁垚"},
            ],
            "index_points": [{"at": 65, "title": "学徒", "persons": [other]}, {"at": 90, "title": "掌勺"}],
        },
    )
    photograph = Create(
        "item",
        {
            "kind": "photograph",
            "title": "合影",
            "persons": [other],
            "people": [{"row": "前排", "order": 1, "name": "马师傅", "person": other, "region": [0.1, 0.5, 0.1, 0.2]}],
        },
    )
    add(
        catalogue, item, photograph,
        Create("commissioner", {"name": "马师傅", "person": other}),
        Create("consent", {"holder": "马师傅", "person": other, "items": [item.id]}),
        Create("lead", {"witness": "马师傅", "person": other}),
        Create("contact", {"person": other, "telephone": "0"}),
    )  # fmt: skip
    before = everything(catalogue)

    catalogue.execute(Merge(keep, [other]), AUTHOR)

    merged = catalogue.record(item.id)
    assert merged["persons"] == [keep]
    assert merged["responsibility"][0] == {"role": "口述者", "name": "马师傅", "person": keep}
    assert merged["index_points"][0]["persons"] == [keep]
    assert catalogue.record(photograph.id)["people"][0]["person"] == keep
    for entity in ("commissioner", "consent", "lead", "contact"):
        assert [record["person"] for record in catalogue.records(entity)] == [keep]
    gone = catalogue.record(other)
    assert gone.trashed and gone["merged_into"] == keep

    catalogue.execute(Split(other), AUTHOR)

    assert everything(catalogue) == before


def test_what_the_cards_say_is_kept_and_what_disagrees_stands_beside_with_its_source(
    catalogue: Catalogue, two: tuple[str, str]
) -> None:
    keep, other = two
    catalogue.execute(Merge(keep, [other]), AUTHOR)
    card = catalogue.record(keep)
    assert card["aliases"] == ["马老", "马师傅", "尕马"]
    assert card["ethnicity"] == "回族" and card["native_place"] == "西宁"
    assert card["roles"] == ["口述者", "灶工"]
    assert card["birth"]["display"] == "1947年"
    assert card["variants"] == [{"field": "生年", "value": "1949年", "source": "并入的人物卡“马师傅”"}]


def test_a_merge_is_one_step_of_undo(catalogue: Catalogue, two: tuple[str, str]) -> None:
    keep, other = two
    add(catalogue, Create("item", {"kind": "document", "title": "约", "persons": [other]}))
    before = everything(catalogue)
    catalogue.execute(Merge(keep, [other], "“马䶮”和“马师傅”"), AUTHOR)
    after = everything(catalogue)
    assert catalogue.undoable()[0].label == "合并“马䶮”和“马师傅”"
    catalogue.undo(AUTHOR)
    assert everything(catalogue) == before
    catalogue.redo(AUTHOR)
    assert everything(catalogue) == after


def test_a_split_tomorrow_leaves_what_was_edited_since(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue.open(path)
    keep, other = person("马䶮"), person("马师傅", birth=born(1949), ethnicity="回族")
    linked, removed, own = (
        Create("item", {"kind": "document", "title": title, "persons": persons})
        for title, persons in (("一", [other.id]), ("二", [other.id]), ("三", [keep.id]))
    )
    add(catalogue, keep, other, linked, removed, own)
    catalogue.execute(Merge(keep.id, [other.id]), AUTHOR)
    catalogue.execute(SetFields(removed.id, {"persons": []}), AUTHOR)
    catalogue.execute(SetFields(linked.id, {"abstract": "后来写的提要"}), AUTHOR)
    catalogue.execute(SetFields(keep.id, {"ethnicity": "汉族", "biography": "后来写的小传"}), AUTHOR)
    later = Create("item", {"kind": "document", "title": "四", "persons": [keep.id]})
    add(catalogue, later)
    catalogue.close()

    catalogue = Catalogue.open(path)
    catalogue.execute(Split(other.id), AUTHOR)

    assert catalogue.record(linked.id)["persons"] == [other.id]
    assert catalogue.record(linked.id)["abstract"] == "后来写的提要"
    assert catalogue.record(removed.id)["persons"] == []
    assert catalogue.record(own.id)["persons"] == [keep.id]
    assert catalogue.record(later.id)["persons"] == [keep.id]
    card = catalogue.record(keep.id)
    assert card["birth"] is None, "what only the other card knew goes with it"
    assert card["ethnicity"] == "汉族" and card["biography"] == "后来写的小传"
    assert card["aliases"] == [] and card["variants"] == []
    catalogue.close()


def test_rows_that_moved_or_were_edited_are_found_again(catalogue: Catalogue, two: tuple[str, str]) -> None:
    keep, other = two
    rows = [
        {"role": "口述者", "name": "马师傅", "person": other},
        {"role": "整理者", "name": "马䶮", "person": keep},
        {"role": "提供者", "name": "老马", "person": other},
    ]
    item = Create("item", {"kind": "document", "title": "约", "responsibility": rows})
    add(catalogue, item)
    catalogue.execute(Merge(keep, [other]), AUTHOR)
    merged = catalogue.record(item.id)["responsibility"]
    edited = [{"role": "作者", "name": "新来的"}, {**merged[1]}, {**merged[0], "role": "作者"}]
    catalogue.execute(SetFields(item.id, {"responsibility": edited}), AUTHOR)
    catalogue.execute(Split(other), AUTHOR)
    assert catalogue.record(item.id)["responsibility"] == [
        {"role": "作者", "name": "新来的"},
        {"role": "整理者", "name": "马䶮", "person": keep},
        {"role": "作者", "name": "马师傅", "person": other},
    ]


def test_the_same_name_twice_in_one_credit_becomes_one_and_two_again(
    catalogue: Catalogue, two: tuple[str, str]
) -> None:
    keep, other = two
    rows = [{"role": "作者", "name": "马䶮", "person": key} for key in (keep, other)]
    item = Create("item", {"kind": "document", "title": "约", "responsibility": rows})
    add(catalogue, item)
    catalogue.execute(Merge(keep, [other]), AUTHOR)
    assert catalogue.record(item.id)["responsibility"] == rows[:1]
    catalogue.execute(Split(other), AUTHOR)
    assert catalogue.record(item.id)["responsibility"] == rows


def test_where_two_merged_cards_know_a_field_the_second_takes_over_when_the_first_leaves(catalogue: Catalogue) -> None:
    keep, first, second = person("甲"), person("乙", birth=born(1947)), person("丙", birth=born(1948))
    add(catalogue, keep, first, second)
    before = everything(catalogue)
    catalogue.execute(Merge(keep.id, [first.id]), AUTHOR)
    catalogue.execute(Merge(keep.id, [second.id]), AUTHOR)
    assert catalogue.record(keep.id)["variants"][0]["value"] == "1948年"
    catalogue.execute(Split(first.id), AUTHOR)
    card = catalogue.record(keep.id)
    assert card["birth"]["display"] == "1948年" and card["variants"] == []
    catalogue.execute(Split(second.id), AUTHOR)
    assert everything(catalogue) == before


def test_cards_merged_in_a_chain_are_taken_apart_from_the_outside(catalogue: Catalogue) -> None:
    inner, middle, outer = person("甲"), person("乙"), person("丙")
    item = Create("item", {"kind": "document", "title": "约", "persons": [inner.id]})
    add(catalogue, inner, middle, outer, item)
    before = everything(catalogue)
    catalogue.execute(Merge(middle.id, [inner.id]), AUTHOR)
    catalogue.execute(Merge(outer.id, [middle.id]), AUTHOR)
    assert catalogue.record(item.id)["persons"] == [outer.id]
    with pytest.raises(Conflict, match="请先把“乙”从“丙”拆出"):
        catalogue.execute(Split(inner.id), AUTHOR)
    catalogue.execute(Split(middle.id), AUTHOR)
    assert catalogue.record(item.id)["persons"] == [middle.id]
    catalogue.execute(Split(inner.id), AUTHOR)
    assert everything(catalogue) == before


def test_a_list_in_which_both_stood_has_its_order_again(catalogue: Catalogue, two: tuple[str, str]) -> None:
    keep, other = two
    third = person("老赵")
    add(catalogue, third)
    orders = ([other, third.id, keep], [keep, third.id, other], [third.id, other, keep], [other, keep, third.id])
    items = [Create("item", {"kind": "photograph", "title": f"{at}", "persons": it}) for at, it in enumerate(orders)]
    add(catalogue, *items)
    catalogue.execute(Merge(keep, (other,)), AUTHOR)
    catalogue.execute(Merge(third.id, (keep,)), AUTHOR)
    assert all(catalogue.record(one.id)["persons"] == [third.id] for one in items)
    catalogue.execute(Split(keep), AUTHOR)
    catalogue.execute(Split(other), AUTHOR)
    assert [catalogue.record(one.id)["persons"] for one in items] == list(orders)


def test_what_cannot_be_merged_is_said(catalogue: Catalogue, two: tuple[str, str]) -> None:
    keep, other = two
    place = Create("place", {"name": "东关"})
    item = Create("item", {"kind": "document", "title": "约"})
    add(catalogue, place, item)
    for first, rest, words in (
        (keep, [place.id], "不能合并"),
        (keep, [keep], "两张不同的卡片"),
        (keep, [], "两张不同的卡片"),
        (item.id, [keep], "不能合并"),
    ):
        with pytest.raises(UsageError, match=words):
            catalogue.execute(Merge(first, rest), AUTHOR)
    with pytest.raises(UsageError, match="没有并入"):
        catalogue.execute(Split(other), AUTHOR)
    catalogue.execute(Merge(keep, [other]), AUTHOR)
    with pytest.raises(Conflict, match="已经并入"):
        catalogue.execute(Merge(keep, [other]), AUTHOR)
    with pytest.raises(Conflict, match="请用“拆出”"):
        catalogue.execute(Restore([other]), AUTHOR)
    catalogue.execute(Split(other), AUTHOR)
    catalogue.execute(Trash([other]), AUTHOR)
    with pytest.raises(Conflict, match="在回收站里"):
        catalogue.execute(Merge(keep, [other]), AUTHOR)


def test_a_rebuilt_catalogue_can_still_split(tmp_path: Path, two: tuple[str, str], catalogue: Catalogue) -> None:
    keep, other = two
    item = Create("item", {"kind": "document", "title": "约", "persons": [other, keep]})
    add(catalogue, item)
    catalogue.execute(Merge(keep, [other]), AUTHOR)
    catalogue.write_records(tmp_path / "records", everything=True)
    rebuilt = Catalogue.open(tmp_path / "new.sqlite")
    rebuilt.fill_from(tmp_path / "records", AUTHOR)
    rebuilt.execute(Split(other), AUTHOR)
    assert rebuilt.record(item.id)["persons"] == [other, keep]
    rebuilt.close()


CARDS = 4
ITEMS = 3


@st.composite
def _stories(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    """Items with links to some of four cards, and a tale of merges, splits, edits and reopenings."""
    card = st.integers(0, CARDS - 1)
    items = draw(
        st.lists(
            st.tuples(
                st.lists(card, unique=True, max_size=CARDS),
                st.lists(
                    st.tuples(st.sampled_from(["口述者", "作者"]), st.sampled_from(["甲", "乙"]), card), max_size=3
                ),
                st.lists(st.lists(card, unique=True, max_size=3), max_size=2),
            ),
            min_size=ITEMS,
            max_size=ITEMS,
        )
    )
    acts = draw(
        st.lists(
            st.one_of(
                st.tuples(st.just("merge"), card, card),
                st.tuples(st.just("split"), card, st.just(0)),
                st.tuples(st.just("edit"), st.integers(0, ITEMS - 1), card),
                st.tuples(st.just("cut"), st.integers(0, ITEMS - 1), st.just(0)),
                st.tuples(st.just("reopen"), st.just(0), st.just(0)),
            ),
            max_size=8,
        )
    )
    return items, acts


def _made(items: list[Any], cards: list[str]) -> list[Create]:
    made = []
    for persons, agents, points in items:
        rows = [{"role": role, "name": name, "person": cards[number]} for role, name, number in agents]
        unique = [row for at, row in enumerate(rows) if row not in rows[:at]]
        index = [
            {"at": float(at), "title": f"点{at}", "persons": [cards[n] for n in numbers]}
            for at, numbers in enumerate(points)
        ]
        values = {"persons": [cards[n] for n in persons], "responsibility": unique, "index_points": index}
        made.append(Create("item", {"kind": "oral_history", "title": "约", **values}))
    return made


def _links(catalogue: Catalogue, items: list[str]) -> list[Any]:
    """Where links lead, without the order in which a list names them."""
    found = []
    for key in items:
        record = catalogue.record(key)
        rows = sorted((row["role"], row["name"], row.get("person", "")) for row in record["responsibility"])
        points = [(row["title"], sorted(row["persons"])) for row in record["index_points"]]
        found.append((sorted(record["persons"]), rows, points))
    return found


@pytest.fixture(scope="module")
def empty_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new catalogue's file, made once: making one takes longer than a whole story."""
    path = tmp_path_factory.mktemp("empty") / "catalogue.sqlite"
    Catalogue.open(path).close()
    return path


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=_stories())
def test_after_every_card_is_split_again_all_links_are_as_they_were(
    story: tuple[list[Any], list[Any]], tmp_path_factory: pytest.TempPathFactory, empty_catalogue: Path
) -> None:
    items, acts = story
    path = tmp_path_factory.mktemp("story") / "catalogue.sqlite"
    shutil.copy(empty_catalogue, path)
    catalogue = Catalogue.open(path)
    people = [
        person(f"人{n}", **({"birth": born(1940 + n % 2), "ethnicity": "汉族"} if n else {"native_place": "西宁"}))
        for n in range(CARDS)
    ]
    cards = [made.id for made in people]
    made = _made(items, cards)
    add(catalogue, *people, *made)
    keys = [one.id for one in made]
    links = _links(catalogue, keys)
    contents = [catalogue.record(key).to_json() for key in cards]

    for act, first, second in acts:
        if act == "reopen":
            catalogue.close()
            catalogue = Catalogue.open(path)
        elif act == "cut":  # links that a person takes away must not come back
            catalogue.execute(SetFields(keys[first], {"persons": []}), AUTHOR)
            links[first] = ([], *links[first][1:])
        elif act == "edit":
            catalogue.execute(SetFields(keys[first], {"abstract": f"改{second}"}), AUTHOR)
        else:
            command = Merge(cards[first], [cards[second]]) if act == "merge" else Split(cards[first])
            try:
                catalogue.execute(command, AUTHOR)
            except (UsageError, Conflict):
                continue
            everywhere = {
                link for persons, rows, _ in _links(catalogue, keys) for link in (*persons, *(r[2] for r in rows))
            }
            assert not any(catalogue.record(link).trashed for link in everywhere), "no link leads to a merged card"

    for _ in range(CARDS):  # a chain is taken apart from the outside
        for key in cards:
            if catalogue.record(key)["merged_into"]:
                try:
                    catalogue.execute(Split(key), AUTHOR)
                except Conflict:
                    continue
    assert _links(catalogue, keys) == links
    assert [catalogue.record(key).to_json() for key in cards] == contents
    catalogue.close()
