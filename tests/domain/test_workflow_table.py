"""The table of moves, held against the one of the design: written out here once more, in its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.kinds import KINDS
from archive_app.domain.workflow import (
    DROPPED,
    FROZEN,
    TABLE,
    Action,
    Gate,
    Role,
    State,
    Target,
    all_roles,
    find_move,
    moves_from,
)
from archive_app.domain.workflow.log import passed_by, returned_times, road_faults, suspended_from
from archive_app.domain.workflow.volume import VOLUME_TABLE, volume_moves

TEXTS = """
draft: submit → submitted | commissioner | required_fields files_hashed
submitted: register → registered, refuse! → refused | editor | package_verified duplicates accession_number \
issuing_machine
registered: review → first_review | editor |
first_review: pass → second_review, return! → returned, decline! → declined, shelve! → shelved, forward! → forwarded \
| responsible_editor | review_form
returned: resubmit → first_review | commissioner | required_fields files_hashed new_version
second_review: pass → final_review, return! → returned, suspend! → suspended | editor | other_person
final_review: pass → approved, return! → returned, suspend! → suspended, refer! → referred | chief_editor \
| third_person sensitivity consent author_signed
referred: answer! → final_review | editor |
suspended: resume → before | editor | reason_given
approved: include → included, reserve → reserved | editor | consent
reserved: include → included | editor | consent
included: proof → proof1 | editor proofreader |
proof1: proof → proof2 | editor proofreader |
proof2: proof → proof3 | editor proofreader |
proof3: proof → read_through | editor proofreader |
read_through: proof → checked | editor proofreader |
checked: sign_off → printed | chief_editor | in_volume level consent lists_made corrections_decided
issued: archive → archived | editor | four_checks ref_code issuing_machine
published: archive → archived | editor | four_checks ref_code issuing_machine
"""
ALL_GATES = {"second_review": {Gate.OTHER_PERSON}, "final_review": {Gate.THIRD_PERSON}}
"""Who may act at all, whatever the action; the row's other gates are asked of the ordinary move alone."""


def lines() -> list[tuple[str, list[tuple[str, bool, str]], set[str], set[str]]]:
    found = []
    for line in TEXTS.strip().splitlines():
        state, _colon, rest = line.partition(": ")
        moves, who, gates = (part.strip() for part in rest.split("|"))
        steps = []
        for move in moves.split(","):
            action, _arrow, to = move.strip().partition(" → ")
            steps.append((action.rstrip("!"), action.endswith("!"), to))
        found.append((state, steps, set(who.split()), set(gates.split())))
    return found


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[0])
def test_a_state_of_texts_is_as_designed(
    line: tuple[str, list[tuple[str, bool, str]], set[str], set[str]],
) -> None:
    state, steps, who, gates = line
    moves = moves_from(State(state), proofed=True)

    assert [(move.action.value, move.comment, move.to.value) for move in moves] == steps
    assert all({role.value for role in move.who} == who for move in moves)
    assert {gate.value for gate in moves[0].gates} == gates
    for move in moves[1:]:
        assert set(move.gates) == ALL_GATES.get(state, set()), move


def test_what_the_lines_do_not_name_is_an_end() -> None:
    named = {state for state, *_rest in lines()}
    assert {state for state in State if not moves_from(state, proofed=True)} == {*DROPPED, State.ARCHIVED}
    assert {state.value for state in State} - named == {*DROPPED, State.ARCHIVED}


def test_photographs_and_objects_take_the_road_without_proofs() -> None:
    assert {kind.name for kind in KINDS if not kind.has_text} == {"photograph", "artefact"}
    assert [(m.action, m.to) for m in moves_from(State.INCLUDED, proofed=False)] == [(Action.SIGN_OFF, Target.PRINTED)]
    for state in State:
        if state not in (State.INCLUDED, State.CHECKED):
            assert [m for m in moves_from(state, proofed=False) if m.action is not Action.PROOF] == [
                m for m in moves_from(state, proofed=True) if m.action is not Action.PROOF
            ]


def test_a_move_is_found_by_its_word_in_either_language() -> None:
    assert find_move(State.DRAFT, "submit", proofed=True) == find_move(State.DRAFT, "提交", proofed=True)
    proofs = {
        word: find_move(State.PROOF1, word, proofed=True) for word in ("proof", "proof2", "二校", "送二校", "送校")
    }
    assert len(set(proofs.values())) == 1 and None not in proofs.values()
    assert find_move(State.PROOF1, "proof3", proofed=True) is None
    assert find_move(State.DRAFT, "pass", proofed=True) is None
    assert len({(move.state, move.action, move.proofed) for move in TABLE}) == len(TABLE)


def test_every_word_a_person_sees_is_there() -> None:
    assert len({state.label for state in State}) == len(State)
    assert len({action.label for action in Action}) == len(Action)
    assert len({role.label for role in Role}) == len(Role)
    assert [move.label for move in TABLE if move.action is Action.PROOF] == [
        "送一校",
        "送二校",
        "送三校",
        "通读",
        "送核红",
    ]


def test_a_chief_may_do_an_editors_work_and_a_commissioner_may_not() -> None:
    assert all_roles({Role.CHIEF}) == {Role.CHIEF, Role.RESPONSIBLE, Role.EDITOR}
    assert all_roles({Role.RESPONSIBLE}) == {Role.RESPONSIBLE, Role.EDITOR}
    assert all_roles({Role.COMMISSIONER, Role.PROOFREADER}) == {Role.COMMISSIONER, Role.PROOFREADER}


def test_text_stands_from_the_volume_on() -> None:
    assert {
        State.INCLUDED, State.PROOF1, State.PROOF2, State.PROOF3, State.READ_THROUGH, State.CHECKED,
        State.ISSUED, State.PUBLISHED, State.ARCHIVED,
    } == FROZEN  # fmt: skip


# — the log —


def entry(by: str, action: str, before: str, after: str) -> dict[str, str]:
    return {"at": "2026-03-01", "by": by, "action": action, "from": before, "to": after}


ROAD = [
    entry("祁垚", "submit", "draft", "submitted"),
    entry("编辑甲", "register", "submitted", "registered"),
    entry("编辑甲", "review", "registered", "first_review"),
    entry("编辑甲", "pass", "first_review", "second_review"),
    entry("编辑乙", "return", "second_review", "returned"),
    entry("祁垚", "resubmit", "returned", "first_review"),
    entry("编辑乙", "pass", "first_review", "second_review"),
    entry("编辑甲", "suspend", "second_review", "suspended"),
    entry("编辑甲", "resume", "suspended", "second_review"),
]


def test_a_log_tells_who_passed_in_this_round() -> None:
    assert passed_by(ROAD[:4], State.FIRST_REVIEW) == "编辑甲"
    assert passed_by(ROAD, State.FIRST_REVIEW) == "编辑乙"
    assert passed_by(ROAD[:6], State.FIRST_REVIEW) == ""
    assert suspended_from(ROAD) is State.SECOND_REVIEW
    assert returned_times(ROAD) == 1


def test_a_road_is_a_road_and_a_gap_in_it_is_named() -> None:
    assert road_faults(ROAD, State.SECOND_REVIEW, proofed=True) == []
    assert road_faults(ROAD, State.APPROVED, proofed=True) == ["走到的是复审，状态却是终审通过"]
    [fault] = road_faults([*ROAD[:2], *ROAD[3:]], State.SECOND_REVIEW, proofed=True)
    assert fault.startswith("第 3 步：在“已登记”")
    wrong = [*ROAD[:8], entry("编辑甲", "resume", "suspended", "final_review")]
    assert road_faults(wrong, State.FINAL_REVIEW, proofed=True)


@given(st.lists(st.integers(0, 9), max_size=40), st.booleans())
def test_any_walk_along_the_table_is_a_road(choices: list[int], proofed: bool) -> None:
    state, before, log = State.DRAFT, State.DRAFT, []
    for choice in choices:
        moves = moves_from(state, proofed=proofed)
        if not moves:
            break
        move = moves[choice % len(moves)]
        goal = {Target.BEFORE: before, Target.PRINTED: State.ISSUED}.get(move.to, move.to)
        assert isinstance(goal, State)
        log.append(entry("某人", move.action.value, state.value, goal.value))
        before, state = state, goal

    assert road_faults(log, state, proofed=proofed) == []
    for other in State:
        if other is not state:
            assert road_faults(log, other, proofed=proofed)


def test_a_volume_goes_one_way_and_ends_by_its_imprint() -> None:
    way = {(move.state.value, move.action.value, move.to.value, move.variant) for move in VOLUME_TABLE}
    assert way == {
        ("planned", "begin", "editing", ""),
        ("editing", "proof", "proof", ""),
        ("proof", "print", "printing", ""),
        ("printing", "issue", "issued", "internal"),
        ("printing", "publish", "published", "public"),
    }
    printing = next(move.state for move in VOLUME_TABLE if move.variant)
    assert [move.action.value for move in volume_moves(printing, "internal")] == ["issue"]
