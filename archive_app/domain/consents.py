"""Whether a consent (授权书) lets a text or a picture be used: one rule for lists, window and workflow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from archive_app.frozen import dataclass

GRANTING = ("捐赠", "专有", "非专有", "附条件")
"""The kinds of permission that permit something."""


class ConsentState(StrEnum):
    """How a consent stands."""

    VALID = "valid"
    NOT_OPEN = "not_open"
    UNSIGNED = "unsigned"
    HEIRS = "heirs"
    UNDECIDED = "undecided"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REFUSED = "refused"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """What a person sees."""
        return _LABELS[self]

    @property
    def remedy(self) -> str:
        """What to do about it, empty where nothing is."""
        return _REMEDIES.get(self, "")


_LABELS = {
    ConsentState.VALID: "有效",
    ConsentState.NOT_OPEN: "未到开放日期",
    ConsentState.UNSIGNED: "缺签名",
    ConsentState.HEIRS: "权利人已故，缺继承人签署",
    ConsentState.UNDECIDED: "许可类型未定",
    ConsentState.EXPIRED: "已过有效期",
    ConsentState.REVOKED: "已撤回",
    ConsentState.REFUSED: "不授权",
    ConsentState.ABSENT: "无授权书",
}
_REMEDIES = {
    ConsentState.NOT_OPEN: "开放日期以前只能内部使用。",
    ConsentState.UNSIGNED: "请权利人签署，并填上签署日期。",
    ConsentState.HEIRS: "请继承人逐一签署，填上姓名、关系和签署日期。",
    ConsentState.UNDECIDED: "请与权利人商定许可类型：捐赠、专有、非专有或附条件。",
    ConsentState.EXPIRED: "请与权利人续签，另起一份授权书。",
    ConsentState.REVOKED: "不能再用；如果权利人愿意，请另签一份。",
    ConsentState.REFUSED: "权利人没有同意，不能使用。",
    ConsentState.ABSENT: "请与权利人签授权书。",
}
BEST_FIRST = tuple(_LABELS)
"""The states, the most permitting first: the state of an item is that of its best consent."""


@dataclass(frozen=True, slots=True)
class Holder:
    """What is known of who holds the rights: ``died`` is the last day of the time of death (ISO), ``died_from`` its
    first, empty where they are not known."""

    dead: bool = False
    died: str = ""
    died_from: str = ""


def holder_of(person: Mapping[str, Any] | None) -> Holder:
    """What a person's card says."""
    death = (person or {}).get("death") or {}
    return Holder(bool(death), str(death.get("latest", "") or ""), str(death.get("earliest", "") or ""))


def consent_state(consent: Mapping[str, Any], holder: Holder, today: date) -> ConsentState:
    """How a consent stands on a day.

    A signature that bears a day after the holder's death, or a later day than today, is none; an heir's is none that
    bears a day before the death. Where the holder died without signing, every heir that is named must have signed,
    and at least one must be named. On the last day of its term a consent still holds.
    """
    grant = consent.get("grant") or ""
    if grant == "无":
        return ConsentState.REFUSED
    revoked = str(consent.get("revoked_on") or "")
    if revoked and revoked <= today.isoformat():
        return ConsentState.REVOKED
    signed = str(consent.get("signed_on") or "")
    by_holder = bool(signed) and signed <= today.isoformat() and not (holder.died and signed > holder.died)
    heirs = [heir for heir in consent.get("heirs") or () if heir.get("name")]
    by_heirs = bool(heirs) and all(_signed(heir, holder, today) for heir in heirs)
    if not by_holder and not (holder.dead and by_heirs):
        return ConsentState.HEIRS if holder.dead else ConsentState.UNSIGNED
    if grant not in GRANTING:
        return ConsentState.UNDECIDED
    until = str(consent.get("valid_until") or "")
    if until and until < today.isoformat():
        return ConsentState.EXPIRED
    opens = str(consent.get("open_from") or "")
    return ConsentState.NOT_OPEN if opens and opens > today.isoformat() else ConsentState.VALID


def _signed(heir: Mapping[str, Any], holder: Holder, today: date) -> bool:
    day = str(heir.get("signed_on") or "")
    return bool(day) and holder.died_from <= day <= today.isoformat()
