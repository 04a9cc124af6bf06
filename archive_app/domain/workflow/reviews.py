"""三审: the stages, what each looks at, and the forms it fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from archive_app.domain.workflow.log import passed_by
from archive_app.domain.workflow.states import State


class Stage(StrEnum):
    """One of the three reviews."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {"first": "初审", "second": "复审", "final": "终审"}[self.value]

    @property
    def state(self) -> State:
        """The state in which this review is written."""
        return {"first": State.FIRST_REVIEW, "second": State.SECOND_REVIEW, "final": State.FINAL_REVIEW}[self.value]


ASPECTS = ("政治", "史实", "文字")
"""The three gates of a review (三关); the first review fills each of them before an item goes on."""

FURTHER = ("体例", "敏感", "处理意见")
"""What else a review sheet (审稿单) has room for; asked of nobody."""

CONCLUSIONS = ("通过", "修改后通过", "采用", "退改", "退稿", "存查", "转送")
FAVOURABLE = frozenset(CONCLUSIONS[:3])
"""Conclusions with which an item may go on."""


def forms_of(reviews: Iterable[Mapping[str, Any]], stage: Stage, round_: int) -> dict[str, Mapping[str, Any]]:
    """The newest form of each aspect, of one stage and one round (how often the item had been returned by then)."""
    found: dict[str, Mapping[str, Any]] = {}
    for form in reviews:
        if form.get("stage") == stage and int(form.get("round") or 0) == round_:
            found[str(form.get("aspect"))] = form
    return found


def reviewers(item: Mapping[str, Any], stage: Stage) -> tuple[str, ...]:
    """Who did a review in this round: who filled one of its forms, and who passed the item."""
    forms = forms_of(item["reviews"], stage, int(item["returned_count"] or 0))
    names = [passed_by(item["workflow_log"], stage.state), *(str(one.get("reviewer") or "") for one in forms.values())]
    return tuple(dict.fromkeys(name for name in names if name))
