"""``state review correct queue numbers``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from archive_app.cli.materials import assignment
from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import complain, say, say_json
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.workflow import ASPECTS, CONCLUSIONS, DROPPED, Action, GateRefused, State
from archive_app.domain.workflow.reviews import FURTHER, Stage
from archive_app.domain.workflow.volume import VolumeAction
from archive_app.services import numbers
from archive_app.services.archive import Archive
from archive_app.services.issuing import elsewhere, issue_here, issuer_of
from archive_app.services.number_note import NumberSettings
from archive_app.services.versions import FieldChange, marked
from archive_app.services.workflow.correcting import correct, correct_words
from archive_app.services.workflow.moving import Moved, Offer, Workflow
from archive_app.services.workflow.reviewing import write_review
from archive_app.services.workflow.status import (
    action_label,
    moved_json,
    queue,
    status_json,
    unmet_json,
    volume_json,
    volume_log,
)
from archive_app.services.workflow.volumes import move_volume, state_of, volume_offers


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser("state", parents=[common], help="流程：看一件资料走到哪一步，或走一步")
    _about_item(parser)
    parser.add_argument("action", metavar="动作", nargs="?", default="", help="如 submit（提交）；不写就列出能做的")
    parser.add_argument("--comment", metavar="意见", default="", help="意见、原因；要写意见的动作没有它走不了")
    parser.add_argument("--to", metavar="部门", default="", help="送审送给谁：统战、民宗、党史……")
    parser.add_argument("--file", metavar="文件", type=Path, default=None, help="送审答复的原件")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/state.json 打印")
    parser.epilog = f"动作：{'、'.join(f'{action.value}（{action.label}）' for action in Action)}；" + (
        f"书卷的动作：{'、'.join(f'{action.value}（{action.label}）' for action in VolumeAction)}。"
    )
    parser.set_defaults(run=_state)

    parser = commands.add_parser("review", parents=[common], help="填写审稿意见：政治、史实、文字")
    _about_item(parser)
    words = "first（初审）、second（复审）、final（终审）；不写就是眼下这一审"
    parser.add_argument("--stage", metavar="审次", default="", help=words)
    parser.add_argument("--aspect", metavar="方面", required=True, help="、".join((*ASPECTS, *FURTHER)))
    parser.add_argument("--conclusion", metavar="结论", required=True, help="、".join(CONCLUSIONS))
    parser.add_argument("--opinion", metavar="意见", default="")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_review)

    parser = commands.add_parser("correct", parents=[common], help="改样：改已经定稿的题名、正文、责任者、书卷里的署名")
    _about_item(parser)
    parser.add_argument("values", metavar="字段=值", nargs="*")
    parser.add_argument("--field", metavar="字段", default="manuscript", help="--old 在哪一项里找，不写就是正文")
    parser.add_argument("--old", metavar="原文", default="")
    parser.add_argument("--new", metavar="改成", default="")
    parser.add_argument("--comment", metavar="意见", default="", help="改什么、为什么")
    parser.set_defaults(run=_correct)

    parser = commands.add_parser("queue", parents=[common], help="流程里等着的：按状态，按人")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_queue)

    parser = commands.add_parser("numbers", parents=[common], help="征集号和档号：编到几号，有没有缺号、重号")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument(
        "--accession-pattern", metavar="式样", default=None, help="改征集号的式样，如 {年度}-{流水号:4}"
    )
    parser.add_argument("--ref-pattern", metavar="式样", default=None, help="改档号的式样")
    parser.add_argument("--fonds", metavar="全宗号", default=None, help="改馆藏的全宗号")
    parser.add_argument("--here", action="store_true", help="以后由这台电脑发正式编号")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_numbers)


def _about_item(parser: Parser) -> None:
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument(
        "id", metavar="编号", help="uuid、征集号（登记以前的 T- 号也行）或档号；state 也可写书卷的书名或辑次"
    )


def _open(arguments: argparse.Namespace) -> Archive:
    return Archive.open(arguments.archive, actor=arguments.actor)


# — state —


def _state(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        workflow = Workflow(archive)
        key = _item_or_volume(archive, arguments.id)
        if archive.catalogue.record(key).entity == "volume":
            return _volume_state(archive, key, arguments)
        if not arguments.action:
            if arguments.json:
                say_json(status_json(workflow, key))
            else:
                _say_status(workflow, key)
            return 0
        try:
            moved = workflow.move(
                key, arguments.action, comment=arguments.comment, to=arguments.to, file=arguments.file
            )
        except GateRefused as refused:
            if arguments.json:
                say_json({**status_json(workflow, key), "refused": unmet_json(refused.unmet)})
            complain(str(refused))
            return refused.exit_status
        if arguments.json:
            say_json({**status_json(workflow, key), "done": moved_json(moved)})
        else:
            _say_moved(moved)
    return 0


def _item_or_volume(archive: Archive, word: str) -> str:
    """The id of an item, or of a volume by its title or number (辑次)."""
    try:
        return archive.catalogue.resolve(word)
    except UnknownRecord:
        for volume in archive.catalogue.records("volume"):
            if word in (volume.title, str(volume["number"] or "")):
                return volume.id
        raise


def _volume_state(archive: Archive, key: str, arguments: argparse.Namespace) -> int:
    if arguments.action:
        try:
            moved = move_volume(archive, key, arguments.action)
        except GateRefused as refused:
            if arguments.json:
                say_json({**volume_json(archive, key), "refused": unmet_json(refused.unmet)})
            complain(str(refused))
            return refused.exit_status
        if not arguments.json:
            say(f"《{moved.title}》：现在是“{state_of(moved).label}”。")
    if arguments.json:
        say_json(volume_json(archive, key))
    elif not arguments.action:
        volume = archive.catalogue.record(key)
        say(f"《{volume.title}》　状态：{state_of(volume).label}（{state_of(volume).value}）")
        for entry in volume_log(archive, key):
            say(f"  {entry['at'][:16].replace('T', ' ')}  {entry['by']}  {entry['action']}")
        offers = volume_offers(archive, key)
        say("现在可以做的：" if offers else "这一卷已经做完。")
        for offer in offers:
            say(f"  {offer.move.action.value}  {offer.move.action.label} → {offer.move.to.label}")
            for one in offer.unmet:
                say(f"      还不行：{one}")
    return 0


def _say_moved(moved: Moved) -> None:
    say(f"《{moved.item.title}》：{moved.move.label}，由“{moved.was.label}”到“{moved.now.label}”。")
    if moved.number:
        say(f"编号 {moved.number}（发出的编号不会收回，也不再给别的资料）。")
    _say_changes(moved.changes, moved.files)


def _say_changes(changes: Sequence[FieldChange], files: Sequence[str]) -> None:
    for change in changes:
        say(f"  {change.words()}")
        if change.is_text:
            say(f"    {marked(change.pieces())}")
    for name in files:
        say(f"  新来的文件：{name}")


def _say_status(workflow: Workflow, key: str) -> None:
    item = workflow.item(key)
    state = State(item["state"])
    number = item["ref_code"] or item["accession_no"]
    returned = f"，退改过 {item['returned_count']} 次" if item["returned_count"] else ""
    say(f"《{item.title}》　{number}　状态：{state.label}（{state.value}）{returned}")
    for entry in item["workflow_log"]:
        words = action_label(str(entry.get("action", "")), str(entry.get("from", "")))
        comment = f"：{entry['comment']}" if entry.get("comment") else ""
        say(f"  {str(entry.get('at', ''))[:16].replace('T', ' ')}  {entry.get('by', '')}  {words}{comment}")
    changes, files = workflow.revision(key)
    if changes or files:
        say("退改以后：")
        _say_changes(changes, files)
    offers = workflow.offers(key)
    if item.trashed:
        say("在回收站里，先取回才能走下一步。")
    elif not offers:
        say("这件资料的流程已经走完。")
    else:
        say("现在可以做的：")
    for offer in offers:
        _say_offer(offer)


def _say_offer(offer: Offer) -> None:
    needs = "（要写意见）" if offer.move.comment else ""
    say(f"  {offer.move.action.value}  {offer.move.label} → {offer.to}{needs}")
    for one in offer.unmet:
        say(f"      还不行：{one}")


# — review, correct —


def _review(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        key = archive.catalogue.resolve(arguments.id)
        item = write_review(
            archive,
            key,
            stage=arguments.stage or _stage_of(archive, key),
            aspect=arguments.aspect,
            conclusion=arguments.conclusion,
            opinion=arguments.opinion,
        )
        if arguments.json:
            say_json(status_json(Workflow(archive), key))
    if not arguments.json:
        say(f"《{item.title}》：{arguments.aspect}意见已填写（{arguments.conclusion}）。")
    return 0


def _stage_of(archive: Archive, key: str) -> Stage:
    """The review an item is in; the first where it is in none, which then says that it is not."""
    now = archive.catalogue.record(key).values.get("state")
    return next((stage for stage in Stage if stage.state.value == now), Stage.FIRST)


def _correct(arguments: argparse.Namespace) -> int:
    values = dict(assignment(word) for word in arguments.values)
    if bool(values) == bool(arguments.old):
        raise UsageError("请写明改什么：字段=值，或 --old 原文 --new 改成", "两样只写一样。")
    with _open(arguments) as archive:
        key = archive.catalogue.resolve(arguments.id)
        if arguments.old:
            correct_words(archive, key, arguments.old, arguments.new, arguments.comment, arguments.field)
        else:
            correct(archive, key, values, arguments.comment)
        title = archive.catalogue.record(key).title
    say(f"《{title}》：已改样，记入流程记录。")
    return 0


# — queue, numbers —


def _queue(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        found = queue(archive)
    if arguments.json:
        say_json(found.to_json())
        return 0
    for state, waiting in found.states.items():
        say(f"{state.label}（{len(waiting)} 件）{'　不再往下走' if state in DROPPED else ''}")
        for one in waiting:
            comment = f"：{one.comment}" if one.comment else ""
            since = f"　{one.since[:10]} 起" if one.since else ""
            say(f"  {one.accession_no or one.id}  {one.title}{since}　{one.by}{comment}")
    for actor, waiting in found.people:
        if waiting:
            titles = "、".join(f"《{one.title}》" for one in waiting[:3])
            say(f"等{actor.name}的 {len(waiting)} 件：{titles}{'……' if len(waiting) > 3 else ''}")
    if not found.states:
        say("流程里没有等着的资料。")
    return 0


def _numbers(arguments: argparse.Namespace) -> int:
    wanted = (
        ("accession_pattern", arguments.accession_pattern),
        ("ref_pattern", arguments.ref_pattern),
        ("fonds_no", arguments.fonds),
    )
    for key, text in wanted:
        wrong = numbers.fault_of(key, text) if text is not None else ""
        if wrong:
            raise UsageError(wrong, "原来的式样没有改动。", code="wrong-pattern")
    with _open(arguments) as archive:
        settings = NumberSettings(archive.root)
        for key, text in wanted:
            if text is not None:
                settings.set(key, text)
        if arguments.here:
            issue_here(archive)
        issuer, other = issuer_of(archive), elsewhere(archive)
        reports = [numbers.report(archive, name) for name in (numbers.ACCESSION, numbers.REF_CODE)]
    sound = all(report.sound for report in reports)
    if arguments.json:
        machine = {"name": issuer.machine, "here": not other} if issuer else None
        say_json({"sound": sound, "machine": machine, "numbers": [report.to_json() for report in reports]})
        return 0 if sound else 1
    if issuer:
        say(f"正式编号由另一台电脑“{other}”发出（改由这台：--here）" if other else "正式编号由这台电脑发出")
    for report in reports:
        label = numbers.LABELS[report.field]
        say(f"{label}　式样 {report.pattern}")
        for series in report.series:
            unit = f"　{series.unit}" if series.unit else ""
            say(f"  {series.name}{unit}　发出 {series.count} 个，最后是第 {series.last} 号")
            if series.missing:
                say(f"    缺号：{'、'.join(series.missing)}")
            if series.in_trash:
                say(f"    在回收站里：{'、'.join(series.in_trash)}")
        for number, items in report.duplicates:
            say(f"  重号：{number}（{'、'.join(items)}）")
        if report.others:
            say(f"  不合式样的 {len(report.others)} 个：{'、'.join(report.others[:5])}")
    return 0 if sound else 1
