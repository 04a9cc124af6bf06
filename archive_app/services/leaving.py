"""Whether something of an item may leave the house: its level, secrecy, use and consent, one rule for all that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.catalogue.store import Record
from archive_app.domain.access import Access
from archive_app.domain.consents import ConsentState
from archive_app.domain.errors import Refused
from archive_app.domain.media import is_heard
from archive_app.domain.withholding import Audience
from archive_app.intake.proposal import TRANSCRIPT
from archive_app.services.authorities.consents import ConsentBook

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

_CLOSED = (ConsentState.REVOKED, ConsentState.REFUSED)


def may_leave(item: Record, consents: ConsentBook, *files: Record) -> str:
    """Raises ``Refused`` where the item, or one of its files, has to stay; what is to be thought of where it may go."""
    if item.trashed:
        raise Refused("在回收站里", code="in-trash")
    if Access.RESTRICTED in (item.level, *(file["access"] for file in files)):
        raise Refused("级别是控制，不能拿出去；请有权的人放宽级别", code="restricted")
    if item["secrecy"] not in ("", None, "非密"):
        raise Refused(f"密级是“{item['secrecy']}”，不能拿出去", code="secret")
    if set(item["use_levels"] or ()) == {"编辑部"}:
        raise Refused("使用范围只到编辑部", code="use-level")
    found = consents.of_item(item)
    state = found.state
    if found.consent is not None and found.consent["anonymous"] and not item["anonymous"]:
        remedy = "请在资料里勾上“匿名”，再看一遍说明和正文。"
        raise Refused("授权书写明匿名，资料的“匿名”却没有勾上，名字会出去", remedy, code="not-anonymous")
    if state in _CLOSED:
        raise Refused(f"授权书{state.label}，不能拿出去", code="no-consent")
    if state is ConsentState.VALID:
        return ""
    return "没有授权书，只能内部使用" if state is ConsentState.ABSENT else f"授权书{state.label}，只能内部使用"


def may_go(archive: Archive, item: Record, audience: Audience) -> str:
    """Raises ``Refused`` where an item may not go to somebody; what is to be thought of where it may. To keep it in the
    house (`Audience.OWN`) nothing need be asked."""
    if audience is Audience.OWN:
        return ""
    try:
        remark = may_leave(item, ConsentBook(archive))
        if audience is Audience.PUBLIC:
            if item.level is not Access.PUBLIC:
                raise Refused(f"级别是{item.level.label}，不能对外公开", "可以选“内部使用”。", code="restricted")
            if remark:
                raise Refused(remark.replace("只能内部使用", "不能对外公开"), code="no-consent")
    except Refused as error:
        raise Refused(f"《{item.title}》{error.message}", error.remedy, code=error.code) from error
    return f"{remark}。" if remark else ""


def text_may_go(archive: Archive, item: Record, audience: Audience) -> str:
    """As `may_go`, for an item's text or its earlier states on paper; the refusal says how it is kept in the house."""
    try:
        return may_go(archive, item, audience)
    except Refused as error:
        remedy = error.remedy or "只在本单位里用的，可以选“本单位留存”（--for own）。"
        raise Refused(error.message, remedy, code=error.code) from error


def whole_may_leave(item: Record, file: Record) -> None:
    """Raises ``Refused`` where a file is a recording, or its transcript as it came, and some of what is said in it has
    to stay: then it leaves cut, or not at all."""
    heard = is_heard(str(file["mime"])) or file["role"] == TRANSCRIPT
    rows = item.values.get("transcript") or () if heard else ()
    if any(row.get("access") == Access.RESTRICTED for row in rows):
        raise Refused("里面有级别是控制的话，不能整段拿出去；请用“录音剪去不外传的段”", code="restricted")
