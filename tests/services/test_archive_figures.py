"""The figures: sums of what was counted once, the lists behind them, and what waits too long."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.workflow import State
from archive_app.services.archive import Archive
from archive_app.services.authorities.commissioners import brought
from archive_app.services.figures import Figures, Share, Within
from archive_app.services.overdue import overdue

DAY = date(2026, 5, 3)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str, /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def shares(found: list[Share]) -> dict[str, int]:
    return {one.label: one.amounts.items for one in found}


def _text(words: str) -> dict[str, Any]:
    return {"format": 1, "blocks": [{"id": "a", "kind": "paragraph", "text": words}]}


@pytest.fixture
def forty(archive: Archive) -> list[str]:
    """Forty commissioners and four hundred items of theirs, some years, kinds, states and places at random."""
    chance = random.Random(7)
    who = [new(archive, "commissioner", name=f"专员{n:02}", number=f"{n:02}", areas=[f"片{n % 5}"]) for n in range(40)]
    places = [new(archive, "place", name=name) for name in ("清水河", "王家庄", "李家集")]
    commands = []
    for number in range(400):
        kind = chance.choice(["photograph", "oral_history", "contribution", "artefact"])
        values: dict[str, Any] = {"kind": kind, "title": f"资料{number}", "commissioner": chance.choice([*who, None])}
        values["received"] = chance.choice(["2024-05-06", "2025-01-01", "2026-12-31", ""])
        values["places"] = chance.sample(places, chance.randint(0, 2))
        values["state"] = chance.choice(["draft", "first_review", "approved", "published"])
        if kind == "oral_history":
            values["duration"] = chance.choice([0, 90.5, 3600])
        commands.append(Create("item", values))
    archive.execute(Batch("造四百件", commands))
    return who


def test_every_figure_is_as_long_as_the_list_behind_it(archive: Archive, forty: list[str]) -> None:
    figures = Figures(archive)
    for within in (Within(), Within((2025,)), Within((2024, 0), ("photograph",)), Within((), ("oral_history",))):
        whole = figures.whole(within).items
        assert whole == len(archive.catalogue.item_ids(within.to_filter()))
        for found in (figures.by_state(within), figures.by_commissioner(within)):
            assert sum(one.amounts.items for one in found) == whole
        for found in (
            figures.by_kind(within), figures.by_state(within), figures.by_commissioner(within),
            figures.by_area(within), figures.by_place(within),
        ):  # fmt: skip
            for one in found:
                assert one.amounts.items == len(archive.catalogue.item_ids(one.items)), one.label
    assert sum(figures.years.values()) == 400 and set(figures.years) == {0, 2024, 2025, 2026}


def test_the_cards_of_forty_commissioners_say_the_same(archive: Archive, forty: list[str]) -> None:
    """What a card counts is what the figures and a plain list count."""
    done = {(one.commissioner.id, one.year): one for one in brought(archive)}
    figures = Figures(archive)
    for year in (2024, 2025, 2026):
        for share in figures.by_commissioner(Within((year,))):
            if share.value and share.amounts.items:
                card = done[share.value, year]
                assert dict(share.amounts.measures) == dict(card.done) and share.amounts.adopted == card.adopted
                rows = archive.catalogue.item_rows(archive.catalogue.item_ids(share.items))
                assert card.done["pictures"] == sum(row.kind == "photograph" for row in rows)
                assert card.adopted == sum(row.state in ("approved", "published") for row in rows)


def test_a_recording_is_as_long_as_said_or_as_its_files(archive: Archive) -> None:
    said = new(archive, "item", kind="oral_history", title="说了", duration=600, received="2025-01-02")
    new(archive, "file", item=said, name="甲.mp3", mime="audio/mpeg", duration=90.0)
    bare = new(archive, "item", kind="oral_history", title="没说", received="2025-01-02")
    for name, seconds in (("乙.mp3", 90.0), ("丙.wav", 30.0)):
        new(archive, "file", item=bare, name=name, mime="audio/mpeg", duration=seconds)
    new(archive, "file", item=bare, name="丁.pdf", mime="application/pdf")
    assert Figures(archive).whole(Within()).measures["duration"] == 720.0


def test_what_is_in_the_trash_is_in_no_figure(archive: Archive) -> None:
    kept, gone = (new(archive, "item", kind="contribution", title=title) for title in ("留", "去"))
    assert Figures(archive).whole(Within()).items == 2
    archive.execute(Trash((gone,)))
    assert Figures(archive).whole(Within()).items == 1
    assert archive.catalogue.item_ids(ItemFilter(only=[kept, gone])) == [kept]


def test_characters_and_adoption_add_up(archive: Archive) -> None:
    for state, words in (("approved", "水磨在河边"), ("draft", "三间瓦房")):
        new(archive, "item", kind="contribution", title=words, state=state, manuscript=_text(words))
    whole = Figures(archive).whole(Within())
    assert (whole.items, whole.adopted, whole.rate) == (2, 1, 0.5)
    assert whole.measures["characters"] == 9 and whole.measures["pieces"] == 2
    assert Figures(archive).whole(Within((1999,))).rate is None


def test_areas_places_and_states_have_their_order(archive: Archive) -> None:
    one = new(archive, "commissioner", name="甲", number="1", areas=["东片", "西片"])
    two = new(archive, "commissioner", name="乙", number="2", areas=["东片"])
    mill, village = (new(archive, "place", name=name) for name in ("水磨沟", "王家庄"))
    for who, state, places in ((one, "approved", [mill]), (two, "draft", [mill, village]), (None, "submitted", [])):
        new(archive, "item", kind="document", title="契", commissioner=who, state=state, places=places)
    figures = Figures(archive)
    assert shares(figures.by_area(Within())) == {"东片": 2, "西片": 1}
    assert shares(figures.by_place(Within())) == {"水磨沟": 2, "王家庄": 1}
    assert list(shares(figures.by_state(Within()))) == ["草稿", "已提交", "终审通过"]
    assert shares(figures.by_commissioner(Within())) == {"甲": 1, "乙": 1, "没有填征集人": 1}


def test_targets_of_the_years_looked_at_are_added_up(archive: Archive) -> None:
    targets = [{"year": 2025, "pieces": 4}, {"year": 2026, "pieces": 6, "pictures": 20}]
    new(archive, "commissioner", name="甲", targets=targets)
    figures = Figures(archive)
    (who,) = figures.commissioners
    assert figures.asked(who, (2026,)) == {"pieces": 6, "pictures": 20}
    assert figures.asked(who, ()) == {"pieces": 10, "pictures": 20}
    assert figures.asked(who, (2020,)) == {}


def _on_the_road(archive: Archive, title: str, state: State, at: str) -> str:
    item = new(archive, "item", kind="contribution", title=title)
    log = [{"at": at, "by": "王编辑", "action": "submit", "from": "draft", "to": str(state), "comment": ""}]
    archive.execute(SetFields(item, {"state": str(state), "workflow_log": log}, by_program=True))
    return item


def test_what_waits_too_long_is_named_the_longest_first(archive: Archive) -> None:
    old = _on_the_road(archive, "旧稿", State.SUBMITTED, "2026-01-02T08:00:00+00:00")
    _on_the_road(archive, "新稿", State.SUBMITTED, "2026-04-30T08:00:00+00:00")
    _on_the_road(archive, "备用稿", State.RESERVED, "2020-01-01T08:00:00+00:00")
    sent = _on_the_road(archive, "送审稿", State.REFERRED, "2026-03-01T08:00:00+00:00")
    who = new(archive, "commissioner", name="甲")
    lead = new(archive, "lead", witness="马老", state="待访", planned="2026-02-01", commissioner=who)
    new(archive, "lead", witness="李老", state="待访", planned="2026-06-01")
    found = overdue(archive, 30, DAY)
    assert [one.record for one in found] == [old, lead, sent]
    assert [one.what for one in found] == ["已提交没有下文", "走访过了日子", "送审没有下文"]
    assert found[1].who == "甲" and found[1].days == 91
    assert [one.record for one in overdue(archive, 365, DAY)] == [lead]


def test_an_item_that_came_back_waits_from_the_day_it_came_back(archive: Archive) -> None:
    item = _on_the_road(archive, "稿", State.FIRST_REVIEW, "2025-01-02T08:00:00+00:00")
    log = archive.catalogue.record(item)["workflow_log"]
    again = {**log[0], "action": "resubmit", "from": "returned", "at": "2026-05-01T08:00:00+00:00"}
    changed = {**log[0], "action": "correct", "to": "first_review", "at": "2026-05-02T08:00:00+00:00"}
    archive.execute(SetFields(item, {"workflow_log": [*log, again, changed]}, by_program=True))
    assert overdue(archive, 0, DAY)[0].days <= 2 and overdue(archive, 30, DAY) == []
