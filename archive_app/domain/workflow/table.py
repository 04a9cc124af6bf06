"""The one table of moves: which action leads where from which state, who may take it, and what must hold.

Window, command line and gates all ask this table; nothing else in the program knows the order of the states.
Photographs and objects take the same road as texts without the 校 states.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from archive_app.domain.workflow.roles import Role
from archive_app.domain.workflow.states import State
from archive_app.frozen import dataclass


class Action(StrEnum):
    """What a person does to an item's state."""

    SUBMIT = "submit"
    REGISTER = "register"
    REFUSE = "refuse"
    REVIEW = "review"
    PASS = "pass"
    RETURN = "return"
    DECLINE = "decline"
    SHELVE = "shelve"
    FORWARD = "forward"
    RESUBMIT = "resubmit"
    SUSPEND = "suspend"
    RESUME = "resume"
    REFER = "refer"
    ANSWER = "answer"
    INCLUDE = "include"
    RESERVE = "reserve"
    PROOF = "proof"
    SIGN_OFF = "sign_off"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return _LABELS[self]


_LABELS = {
    Action.SUBMIT: "提交",
    Action.REGISTER: "登记",
    Action.REFUSE: "拒收",
    Action.REVIEW: "送初审",
    Action.PASS: "通过",
    Action.RETURN: "退改",
    Action.DECLINE: "退稿",
    Action.SHELVE: "存查",
    Action.FORWARD: "转送",
    Action.RESUBMIT: "再次提交",
    Action.SUSPEND: "挂起",
    Action.RESUME: "恢复",
    Action.REFER: "送审",
    Action.ANSWER: "归入答复",
    Action.INCLUDE: "编入",
    Action.RESERVE: "备用",
    Action.PROOF: "送校",
    Action.SIGN_OFF: "付印签字",
    Action.ARCHIVE: "归档",
}


class Gate(StrEnum):
    """A condition of a move. What it asks, and in which words it refuses, stands in ``services/workflow/gates.py``."""

    REQUIRED_FIELDS = "required_fields"
    FILES_HASHED = "files_hashed"
    PACKAGE_VERIFIED = "package_verified"
    DUPLICATES = "duplicates"
    ACCESSION_NUMBER = "accession_number"
    ISSUING_MACHINE = "issuing_machine"
    REVIEW_FORM = "review_form"
    NEW_VERSION = "new_version"
    OTHER_PERSON = "other_person"
    THIRD_PERSON = "third_person"
    SENSITIVITY = "sensitivity"
    CONSENT = "consent"
    LEVEL = "level"
    AUTHOR_SIGNED = "author_signed"
    REASON_GIVEN = "reason_given"
    IN_VOLUME = "in_volume"
    LISTS_MADE = "lists_made"
    CORRECTIONS_DECIDED = "corrections_decided"
    FOUR_CHECKS = "four_checks"
    REF_CODE = "ref_code"


class Target(StrEnum):
    """A next state that the table alone does not know."""

    BEFORE = "before"
    """The state from which it was suspended."""
    PRINTED = "printed"
    """``issued`` for a volume whose imprint is internal, else ``published``."""


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table. ``comment``: no move without one. The first move of a state is the ordinary one.

    ``proofed``: None for every item; True for kinds with a text only; False for photographs and objects only.
    """

    state: State
    action: Action
    to: State | Target
    who: frozenset[Role]
    gates: tuple[Gate, ...] = ()
    comment: bool = False
    proofed: bool | None = None

    @property
    def label(self) -> str:
        """The action in words; a proof is called by the round it leads to."""
        if self.action is Action.PROOF and isinstance(self.to, State):
            return f"送{self.to.label}" if self.to is not State.READ_THROUGH else self.to.label
        return self.action.label


_S, _A, _G, _R = State, Action, Gate, Role
_COMMISSIONER = frozenset({_R.COMMISSIONER})
_EDITOR = frozenset({_R.EDITOR})
_RESPONSIBLE = frozenset({_R.RESPONSIBLE})
_CHIEF = frozenset({_R.CHIEF})
_PROOF = frozenset({_R.EDITOR, _R.PROOFREADER})

_HANDED_IN = (_G.REQUIRED_FIELDS, _G.FILES_HASHED)
_SECOND, _THIRD = (_G.OTHER_PERSON,), (_G.THIRD_PERSON,)
_APPROVAL = (_G.THIRD_PERSON, _G.SENSITIVITY, _G.CONSENT, _G.AUTHOR_SIGNED)
_IN_PRINT = (_G.IN_VOLUME, _G.LEVEL, _G.CONSENT, _G.LISTS_MADE, _G.CORRECTIONS_DECIDED)
_SHELF = (_G.FOUR_CHECKS, _G.REF_CODE, _G.ISSUING_MACHINE)
_PROOFS = (_S.INCLUDED, _S.PROOF1, _S.PROOF2, _S.PROOF3, _S.READ_THROUGH, _S.CHECKED)

TABLE: tuple[Move, ...] = (
    Move(_S.DRAFT, _A.SUBMIT, _S.SUBMITTED, _COMMISSIONER, _HANDED_IN),
    Move(
        _S.SUBMITTED,
        _A.REGISTER,
        _S.REGISTERED,
        _EDITOR,
        (_G.PACKAGE_VERIFIED, _G.DUPLICATES, _G.ACCESSION_NUMBER, _G.ISSUING_MACHINE),
    ),
    Move(_S.SUBMITTED, _A.REFUSE, _S.REFUSED, _EDITOR, comment=True),
    Move(_S.REGISTERED, _A.REVIEW, _S.FIRST_REVIEW, _EDITOR),
    Move(_S.FIRST_REVIEW, _A.PASS, _S.SECOND_REVIEW, _RESPONSIBLE, (_G.REVIEW_FORM,)),
    Move(_S.FIRST_REVIEW, _A.RETURN, _S.RETURNED, _RESPONSIBLE, comment=True),
    Move(_S.FIRST_REVIEW, _A.DECLINE, _S.DECLINED, _RESPONSIBLE, comment=True),
    Move(_S.FIRST_REVIEW, _A.SHELVE, _S.SHELVED, _RESPONSIBLE, comment=True),
    Move(_S.FIRST_REVIEW, _A.FORWARD, _S.FORWARDED, _RESPONSIBLE, comment=True),
    Move(_S.RETURNED, _A.RESUBMIT, _S.FIRST_REVIEW, _COMMISSIONER, (*_HANDED_IN, _G.NEW_VERSION)),
    Move(_S.SECOND_REVIEW, _A.PASS, _S.FINAL_REVIEW, _EDITOR, _SECOND),
    Move(_S.SECOND_REVIEW, _A.RETURN, _S.RETURNED, _EDITOR, _SECOND, comment=True),
    Move(_S.SECOND_REVIEW, _A.SUSPEND, _S.SUSPENDED, _EDITOR, _SECOND, comment=True),
    Move(_S.FINAL_REVIEW, _A.PASS, _S.APPROVED, _CHIEF, _APPROVAL),
    Move(_S.FINAL_REVIEW, _A.RETURN, _S.RETURNED, _CHIEF, _THIRD, comment=True),
    Move(_S.FINAL_REVIEW, _A.SUSPEND, _S.SUSPENDED, _CHIEF, _THIRD, comment=True),
    Move(_S.FINAL_REVIEW, _A.REFER, _S.REFERRED, _CHIEF, _THIRD, comment=True),
    Move(_S.REFERRED, _A.ANSWER, _S.FINAL_REVIEW, _EDITOR, comment=True),
    Move(_S.SUSPENDED, _A.RESUME, Target.BEFORE, _EDITOR, (_G.REASON_GIVEN,)),
    Move(_S.APPROVED, _A.INCLUDE, _S.INCLUDED, _EDITOR, (_G.CONSENT,)),
    Move(_S.APPROVED, _A.RESERVE, _S.RESERVED, _EDITOR),
    Move(_S.RESERVED, _A.INCLUDE, _S.INCLUDED, _EDITOR, (_G.CONSENT,)),
    *(Move(now, _A.PROOF, then, _PROOF, proofed=True) for now, then in pairwise(_PROOFS)),
    Move(_S.CHECKED, _A.SIGN_OFF, Target.PRINTED, _CHIEF, _IN_PRINT, proofed=True),
    Move(_S.INCLUDED, _A.SIGN_OFF, Target.PRINTED, _CHIEF, _IN_PRINT, proofed=False),
    Move(_S.ISSUED, _A.ARCHIVE, _S.ARCHIVED, _EDITOR, _SHELF),
    Move(_S.PUBLISHED, _A.ARCHIVE, _S.ARCHIVED, _EDITOR, _SHELF),
)  # fmt: skip
"""The table of moves.

The forms of the first review (政治, 史实, 文字) are asked of what is to go on; what is sent back, declined, shelved or
forwarded needs its reason in words instead. A consent is looked at again when an item is taken into a volume, and when
it is signed for print: it may have been withdrawn since, and the item, or a unit above it, been closed.
"""

FROZEN: frozenset[State] = frozenset({*_PROOFS, _S.ISSUED, _S.PUBLISHED, _S.ARCHIVED})
"""From the state 已编入 on the printed text stands: it is changed by corrections with a reason only."""

IN_PROOF: frozenset[State] = frozenset(_PROOFS)
"""States in which corrections of the printed text are proposed and decided (改动建议)."""

OPEN_TO_COMMISSIONERS: frozenset[State] = frozenset({_S.DRAFT, _S.RETURNED})
"""States in which a commissioner may change an item; what was handed in is the editors'."""

DROPPED: frozenset[State] = frozenset({_S.REFUSED, _S.DECLINED, _S.SHELVED, _S.FORWARDED})
"""Ends of the road beside the volume: what was not used, with its reason."""


def moves_from(state: State, *, proofed: bool) -> tuple[Move, ...]:
    """What can be done in a state, the ordinary move first; ``proofed`` says whether the item's kind has a text."""
    return tuple(move for move in TABLE if move.state is state and move.proofed in (None, proofed))


def find_move(state: State, word: str, *, proofed: bool) -> Move | None:
    """The move that a word means: the action's identifier or Chinese name, or the proof round it leads to."""
    for move in moves_from(state, proofed=proofed):
        names = {move.action.value, move.action.label, move.label}
        if move.action is Action.PROOF and isinstance(move.to, State):
            names |= {move.to.value, move.to.label}
        if word in names:
            return move
    return None
