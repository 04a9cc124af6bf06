"""The states an item and a volume pass through. Identifiers are English words; a person sees the Chinese."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where an item stands (征集 → 三审 → 三校 → 出版 → 归档)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    REGISTERED = "registered"
    FIRST_REVIEW = "first_review"
    RETURNED = "returned"
    DECLINED = "declined"
    SHELVED = "shelved"
    FORWARDED = "forwarded"
    SECOND_REVIEW = "second_review"
    FINAL_REVIEW = "final_review"
    REFERRED = "referred"
    SUSPENDED = "suspended"
    APPROVED = "approved"
    RESERVED = "reserved"
    INCLUDED = "included"
    PROOF1 = "proof1"
    PROOF2 = "proof2"
    PROOF3 = "proof3"
    READ_THROUGH = "read_through"
    CHECKED = "checked"
    ISSUED = "issued"
    PUBLISHED = "published"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return _LABELS[self]


_LABELS = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "已提交",
    State.REFUSED: "拒收",
    State.REGISTERED: "已登记",
    State.FIRST_REVIEW: "初审",
    State.RETURNED: "退改",
    State.DECLINED: "退稿",
    State.SHELVED: "存查",
    State.FORWARDED: "转送",
    State.SECOND_REVIEW: "复审",
    State.FINAL_REVIEW: "终审",
    State.REFERRED: "送审",
    State.SUSPENDED: "挂起",
    State.APPROVED: "终审通过",
    State.RESERVED: "备用",
    State.INCLUDED: "已编入",
    State.PROOF1: "一校",
    State.PROOF2: "二校",
    State.PROOF3: "三校",
    State.READ_THROUGH: "通读",
    State.CHECKED: "核红",
    State.ISSUED: "已印发",
    State.PUBLISHED: "已出版",
    State.ARCHIVED: "已归档",
}


class VolumeState(StrEnum):
    """Where a volume stands."""

    PLANNED = "planned"
    EDITING = "editing"
    PROOF = "proof"
    PRINTING = "printing"
    ISSUED = "issued"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {
            "planned": "筹划",
            "editing": "编辑中",
            "proof": "校对中",
            "printing": "付印",
            "issued": "已印发",
            "published": "已出版",
        }[self.value]
