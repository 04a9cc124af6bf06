"""The example's items stand where the table says they can stand, and for those approved its conditions held."""

from __future__ import annotations

import json
from typing import Any

from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import Role, State, all_roles
from archive_app.domain.workflow.log import passed_by, returned_times, road_faults
from archive_app.domain.workflow.reviews import ASPECTS, FAVOURABLE, Stage, forms_of
from archive_app.domain.workflow.table import find_move
from archive_app.resources import resource

APPROVED = {State.APPROVED, State.RESERVED, State.INCLUDED, State.PROOF2, State.ISSUED}


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resource("example", f"{name}.json").read_text(encoding="utf-8"))
    return found


def test_every_log_is_a_walk_along_the_table() -> None:
    for item in rows("items"):
        proofed = kind_named(item["kind"]).has_text
        assert road_faults(item["workflow_log"], State(item["state"]), proofed=proofed) == [], item["key"]
        assert returned_times(item["workflow_log"]) == item.get("returned_count", 0), item["key"]


def test_everyone_did_what_was_theirs_to_do() -> None:
    roles = {one["name"]: all_roles(role for role in Role if role.label in one["roles"]) for one in rows("staff")}
    for one in rows("commissioners"):
        roles[one["name"]] = roles.get(one["name"], frozenset()) | {Role.COMMISSIONER}
    for item in rows("items"):
        for entry in item["workflow_log"]:
            move = find_move(State(entry["from"]), entry["action"], proofed=kind_named(item["kind"]).has_text)
            assert move is not None and roles[entry["by"]] & move.who, (item["key"], entry)


def test_three_people_reviewed_what_was_approved() -> None:
    for item in rows("items"):
        if State(item["state"]) in APPROVED:
            stages = (State.FIRST_REVIEW, State.SECOND_REVIEW, State.FINAL_REVIEW)
            assert len({passed_by(item["workflow_log"], stage) for stage in stages}) == 3, item["key"]


def test_what_was_approved_is_cleared_and_signed() -> None:
    consented = {key for consent in rows("consents") if consent.get("signed_on") for key in consent["items"]}
    for item in rows("items"):
        if State(item["state"]) in APPROVED:
            assert item["key"] in consented and item["sensitivity"] == "一般", item["key"]
            if kind_named(item["kind"]).signed:
                final = next(e["at"] for e in item["workflow_log"] if e["to"] == "approved")
                assert item["signed_off_by"] and item["signed_off_on"] <= final, item["key"]


def test_who_passed_the_first_review_filled_its_three_forms() -> None:
    for item in rows("items"):
        for entry in item["workflow_log"]:
            if entry["from"] == State.FIRST_REVIEW and entry["action"] == "pass":
                forms = forms_of(item["reviews"], Stage.FIRST, item.get("returned_count", 0))
                assert set(forms) == set(ASPECTS), item["key"]
                assert {(form["reviewer"], form["day"]) for form in forms.values()} == {(entry["by"], entry["at"])}
                assert {form["conclusion"] for form in forms.values()} <= FAVOURABLE, item["key"]
                assert all(form["opinion"].endswith("。") for form in forms.values()), item["key"]
