"""The conditions of the table's moves: each says in words what fails and what to do, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive_app.catalogue.store import Record
from archive_app.domain.access import Access
from archive_app.domain.consents import ConsentState
from archive_app.domain.corrections.proposal import of_rows
from archive_app.domain.entities import ITEM
from archive_app.domain.errors import UsageError
from archive_app.domain.rights import is_free
from archive_app.domain.workflow import ASPECTS, Action, Gate, Stage, Unmet
from archive_app.domain.workflow.log import last_entry
from archive_app.domain.workflow.reviews import FAVOURABLE, FURTHER, forms_of, reviewers
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.issuing import elsewhere
from archive_app.services.numbers import ACCESSION, REF_CODE, Pattern, has_number
from archive_app.services.units import level_words
from archive_app.services.workflow.case import Case
from archive_app.services.workflow.four_checks import altered_originals, four_checks
from archive_app.services.workflow.numbering import ISSUED_BY, fonds_of, parts_of
from archive_app.services.workflow.signing import PROOF_ROLES, text_changed_since_signing
from archive_app.services.workflow.versions import changes_since_return
from archive_app.services.workflow.volumes import unmade_lists

CLEARED = ("一般",)
"""Degrees of sensitivity that need no answer from outside."""
_SHOWN = 5


def unmet(case: Case) -> list[Unmet]:
    """Everything that stands against the move, who acts included, in the order of the table."""
    found = case.people.refusal(case.actor, case.move.who)
    found += case.people.not_theirs(case.actor, case.move.who, case.item)
    for gate in case.move.gates:
        found += _CHECKS[gate](case)
    return found


# — handing in —


def _required_fields(case: Case) -> list[Unmet]:
    required = [name for name in ("title", *case.kind.submit_needs) if not case.item[name]]
    required += [f.name for f in case.kind.fields if f.required and not case.item[f.name]]
    labels = [ITEM.field(name).label for name in dict.fromkeys(required)]
    own = [one.field for one in case.archive.own_fields if one.is_of(case.kind.name)]
    labels += [field.label for field in own if field.required and field.name not in case.item.values]
    if not labels:
        return []
    words = "、".join(f"“{label}”" for label in labels)
    return [Unmet(Gate.REQUIRED_FIELDS, f"还没有填{words}", "请填好再提交。")]


def _files_hashed(case: Case) -> list[Unmet]:
    return [
        Unmet(Gate.FILES_HASHED, f"原件“{file['name']}”{what}", "请重新加入这个文件。")
        for file, what in altered_originals(case)
    ]


def _package_verified(case: Case) -> list[Unmet]:
    return [
        Unmet(Gate.PACKAGE_VERIFIED, f"原件“{file['name']}”{what}", "请让提交人重交，或从备份取回。")
        for file, what in altered_originals(case)
    ]


def _duplicates(case: Case) -> list[Unmet]:
    found = duplicates(case)
    if not found or case.comment:
        return []
    more = f"……共 {len(found)} 件" if len(found) > _SHOWN else ""
    words = "；".join(found[:_SHOWN]) + more
    remedy = "请核对；确实不是重复的，写一句意见（--comment）再登记；是重复的，请拒收。"
    return [Unmet(Gate.DUPLICATES, f"疑似重复：{words}", remedy, by_comment=True)]


def duplicates(case: Case) -> list[str]:
    """The items that may be the same: the same bytes, or the same title by the same person."""
    catalogue, item = case.archive.catalogue, case.item
    found: dict[str, str] = {}
    for other in catalogue.items_with_hashes({str(file["sha256"]) for file in case.files} - {""}):
        found[other] = "有相同的文件"
    mine = _responsible(item)
    for other in catalogue.items_titled(item.title):
        if other not in found and mine & _responsible(catalogue.record(other)):
            found[other] = "题名和责任者相同"
    found.pop(item.id, None)
    others = catalogue.load("item", found)
    return [f"《{other.title}》（{other['accession_no'] or other.id}）{found[key]}" for key, other in others.items()]


def _responsible(item: Record) -> set[str]:
    return {str(row.get("name")) for row in item["responsibility"] if row.get("name")}


def _accession_number(case: Case) -> list[Unmet]:
    return _pattern(case, ACCESSION, Gate.ACCESSION_NUMBER)


def _pattern(case: Case, name: str, gate: Gate) -> list[Unmet]:
    if has_number(case.item.values, name):
        return []
    try:
        Pattern.of(name, case.settings)
    except UsageError as error:
        return [Unmet(gate, error.message, error.remedy)]
    return []


# — reviewing —


def _review_form(case: Case) -> list[Unmet]:
    forms = forms_of(case.item["reviews"], Stage.FIRST, case.round)
    found = []
    for aspect in (*ASPECTS, *(one for one in FURTHER if one in forms)):
        form = forms.get(aspect, {})
        missing = [words for name, words in _FORM if not form.get(name)]
        if missing:
            message = f"初审的“{aspect}”意见{'还没有填' if not form else '缺' + '、'.join(missing)}"
            found.append(Unmet(Gate.REVIEW_FORM, message, "请在审稿意见里写明结论和意见（cunshi review）。"))
        elif form["conclusion"] not in FAVOURABLE:
            message = f"初审“{aspect}”的结论是“{form['conclusion']}”"
            found.append(
                Unmet(Gate.REVIEW_FORM, message, "结论是通过或修改后通过，才能送复审；否则请退改、退稿或存查。")
            )
    return found


_FORM = (("conclusion", "结论"), ("opinion", "意见"), ("reviewer", "审稿人"), ("day", "日期"))


def _new_version(case: Case) -> list[Unmet]:
    fields, files = changes_since_return(case.archive, case.item)
    if fields or files:
        return []
    entry = last_entry(case.log, action=Action.RETURN)
    said = f"退改意见：{entry['comment']}" if entry and entry.get("comment") else ""
    return [Unmet(Gate.NEW_VERSION, "退改以后，正文、著录和文件都没有改过", f"请照退改意见改好再交。{said}")]


def _other_person(case: Case) -> list[Unmet]:
    return _not_again(case, Gate.OTHER_PERSON, (Stage.FIRST,), "复审要换一个人")


def _third_person(case: Case) -> list[Unmet]:
    return _not_again(case, Gate.THIRD_PERSON, (Stage.FIRST, Stage.SECOND), "终审要由第三个人来做")


def _not_again(case: Case, gate: Gate, earlier: tuple[Stage, ...], words: str) -> list[Unmet]:
    found = []
    for stage in earlier:
        name = next((one for one in reviewers(case.item.values, stage) if case.actor.is_called(one)), "")
        if name:
            remedy = f"{words}：请换人，在设置里写明姓名（命令行用 --as）。"
            found.append(Unmet(gate, f"{stage.label}就是“{name}”审的", remedy))
    return found


def _sensitivity(case: Case) -> list[Unmet]:
    found = []
    if case.item["secrecy"] not in ("", "非密"):
        found.append(Unmet(Gate.SENSITIVITY, f"密级是“{case.item['secrecy']}”", "涉密的材料不能编入，也不能存在这里。"))
    level = str(case.item["sensitivity"])
    if not level:
        found.append(Unmet(Gate.SENSITIVITY, "还没有定敏感级", "请填“敏感级”：一般、涉及个人隐私或须送审。"))
    elif level not in CLEARED and not _answered(case):
        remedy = "请送审（refer），把统战、民宗、党史等部门的答复归入；或核定为“一般”并写明理由。"
        found.append(Unmet(Gate.SENSITIVITY, f"敏感级是“{level}”，还没有答复", remedy))
    return found


def _answered(case: Case) -> bool:
    rows = case.item["referrals"]
    return bool(rows) and all(row.get("answer") for row in rows)


def _consent(case: Case) -> list[Unmet]:
    if is_free(case.item.values):
        return []
    found = ConsentBook(case.archive, case.today).of_item(case.item)
    if found.state is ConsentState.VALID:
        return []
    if found.state is ConsentState.NOT_OPEN and case.item.level is not Access.PUBLIC:
        return []
    if found.consent is None:
        message = "没有授权书"
    else:
        message = f"“{found.consent['holder']}”的授权书：{found.state.label}"
        if found.state is ConsentState.NOT_OPEN:
            message += f"（{found.consent['open_from']}），级别却是公开"
    return [Unmet(Gate.CONSENT, message, found.state.remedy)]


def _level(case: Case) -> list[Unmet]:
    if case.item.level is not Access.RESTRICTED:
        return []
    words = f"级别是{level_words(case.archive.catalogue, case.item)}"
    return [Unmet(Gate.LEVEL, words, "控制的材料不能印；请从书卷中拿掉，或由有权的人放宽级别。")]


def _author_signed(case: Case) -> list[Unmet]:
    if not case.kind.signed:
        return []
    signed_by, signed_on = case.item["signed_off_by"], str(case.item["signed_off_on"])
    reviewed = case.item["narrator_reviewed"] and any(file["role"] in PROOF_ROLES for file in case.files)
    if not (signed_by and signed_on) and not reviewed:
        remedy = (
            "请口述者或作者在编定的文稿上签字，填上“核稿人”和“核稿日期”；"
            "或加入用途为“核稿”的扫描件，并勾上“口述者已审阅”。"
        )
        return [Unmet(Gate.AUTHOR_SIGNED, "口述者或作者还没有核稿签字", remedy)]
    if signed_on and signed_on > case.today.isoformat():
        return [Unmet(Gate.AUTHOR_SIGNED, f"核稿日期是 {signed_on}，还没有到", "请核对日期。")]
    edited = text_changed_since_signing(case.archive, case.item)
    if not edited:
        return []
    if signed_on:
        when = f"{signed_on} 核稿以后"
        remedy = "请把改定的稿子再给口述者或作者看过，再填一遍核稿日期（还是同一天的，先清空再填）。"
    else:
        when, remedy = "口述者审阅以后", "请把改定的稿子再给口述者或作者看过，填上“核稿人”和“核稿日期”。"
    return [Unmet(Gate.AUTHOR_SIGNED, f"{when}，正文在 {edited} 又改过", remedy)]


def _reason_given(case: Case) -> list[Unmet]:
    entry = last_entry(case.log, action=Action.SUSPEND)
    if entry is not None and entry.get("comment"):
        return []
    return [Unmet(Gate.REASON_GIVEN, "挂起时没有写原因", "请核对流程记录。")]


# — the volume and the shelf —


def _in_volume(case: Case) -> list[Unmet]:
    if case.volume is not None:
        return []
    return [Unmet(Gate.IN_VOLUME, "没有编进任何书卷", "请在“编纂”里把它编进一卷书。")]


def _lists_made(case: Case) -> list[Unmet]:
    return unmade_lists(case.volume) if case.volume is not None else []


def _corrections_decided(case: Case) -> list[Unmet]:
    waiting = [one for one in of_rows(case.item["corrections"]) if one.open]
    if not waiting:
        return []
    said = "、".join(one.words() for one in waiting[:3]) + ("等" if len(waiting) > 3 else "")
    message = f"还有 {len(waiting)} 条改动没有处理：{said}"
    return [Unmet(Gate.CORRECTIONS_DECIDED, message, "请在正文的“改动”里采纳或不采纳（cunshi corrections）。")]


def _issuing_machine(case: Case) -> list[Unmet]:
    name = ISSUED_BY.get(case.move.action, "")
    try:
        machine = elsewhere(case.archive)
    except UsageError as error:
        return [Unmet(Gate.ISSUING_MACHINE, error.message, error.remedy)]
    if not machine or has_number(case.item.values, name):
        return []
    remedy = "请在那台电脑上做这一步；如果那台不用了，改由这台发号（cunshi numbers 馆藏 --here）。"
    return [Unmet(Gate.ISSUING_MACHINE, f"这个馆藏的编号由另一台电脑“{machine}”发出", remedy)]


def _ref_code(case: Case) -> list[Unmet]:
    if has_number(case.item.values, REF_CODE):
        return []
    found = _pattern(case, REF_CODE, Gate.REF_CODE)
    readable = not found
    if not case.item["retention"]:
        found.append(Unmet(Gate.REF_CODE, "还没有定保管期限", "请填“保管期限”：永久、30年或10年。"))
    for what in Pattern.of(REF_CODE, case.settings).lacking(parts_of(case, REF_CODE)) if readable else ():
        if what == "组号":
            found.append(Unmet(Gate.REF_CODE, "档号的式样里有组号，这件资料还没有填", "请填“组号”。"))
        else:
            words = f"档号的式样里有{what}，这件资料还没有"
            found.append(Unmet(Gate.REF_CODE, words, "请把它移入有编号的案卷，或在那个案卷上填编号。"))
    if readable and not fonds_of(case):
        found.append(Unmet(Gate.REF_CODE, "没有全宗号", "请填这件资料的“全宗号”，或在设置里填馆藏的全宗号。"))
    return found


_CHECKS: Mapping[Gate, Callable[[Case], list[Unmet]]] = {
    Gate.REQUIRED_FIELDS: _required_fields,
    Gate.FILES_HASHED: _files_hashed,
    Gate.PACKAGE_VERIFIED: _package_verified,
    Gate.DUPLICATES: _duplicates,
    Gate.ACCESSION_NUMBER: _accession_number,
    Gate.ISSUING_MACHINE: _issuing_machine,
    Gate.REVIEW_FORM: _review_form,
    Gate.NEW_VERSION: _new_version,
    Gate.OTHER_PERSON: _other_person,
    Gate.THIRD_PERSON: _third_person,
    Gate.SENSITIVITY: _sensitivity,
    Gate.CONSENT: _consent,
    Gate.LEVEL: _level,
    Gate.AUTHOR_SIGNED: _author_signed,
    Gate.REASON_GIVEN: _reason_given,
    Gate.IN_VOLUME: _in_volume,
    Gate.LISTS_MADE: _lists_made,
    Gate.CORRECTIONS_DECIDED: _corrections_decided,
    Gate.FOUR_CHECKS: four_checks,
    Gate.REF_CODE: _ref_code,
}
