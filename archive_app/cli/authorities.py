"""``new records where merge split consents leads commissioners``: cards, and the office's own lists."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive_app.catalogue.commands import Create
from archive_app.catalogue.merging import AUTHORITIES, check_mergeable
from archive_app.cli.materials import assignment, with_readings
from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive
from archive_app.services.authorities import cards, doubles
from archive_app.services.authorities.commissioners import amount_words, brought
from archive_app.services.authorities.consents import ConsentBook, attach_scan
from archive_app.services.authorities.contacts import refuse_contacts
from archive_app.services.authorities.leads import ORDERS, URGENCIES, leads
from archive_app.services.authorities.occurrences import occurrences
from archive_app.services.authorities.remarks import remarks


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""

    def add(word: str, help_words: str) -> Parser:
        parser = commands.add_parser(word, parents=[common], help=help_words)
        parser.add_argument("archive", metavar="馆藏", type=Path)
        parser.add_argument("--json", action="store_true")
        return parser

    parser = add("new", "新建一条记录：人物、地名、单位、事件、专员、授权书、线索……")
    parser.add_argument("entity", metavar="类别", help="person、place、commissioner……，或中文名")
    parser.add_argument("values", metavar="字段=值", nargs="*")
    alike = parser.add_mutually_exclusive_group()
    alike.add_argument("--like", metavar="编号", default="", help="照这一件资料填：征集人、栏目、时间、地点……")
    alike.add_argument("--template", metavar="模板", default="", help="照存下的著录模板填")
    parser.set_defaults(run=_new)

    parser = add("records", "列出某一类的全部记录")
    parser.add_argument("entity", metavar="类别")
    parser.set_defaults(run=_records)

    parser = add("where", "一张卡片在哪些资料里出现")
    parser.add_argument("id", metavar="编号", help="uuid，或唯一的姓名、地名")
    parser.set_defaults(run=_where)

    parser = add("merge", "把几张卡片合成一张：留下第一张")
    parser.add_argument("cards", metavar="编号", nargs="*", help="留下的，然后是并入的；uuid 或唯一的姓名")
    parser.add_argument("--dry-run", action="store_true", help="只比较，不合并")
    parser.add_argument("--propose", metavar="类别", default="", help="列出可能是同一个的卡片，不合并")
    parser.add_argument("--not-same", action="store_true", help="这两张不是同一个，以后不再列出")
    parser.set_defaults(run=_merge)

    parser = add("split", "把并入的卡片拆出来，链接各归各")
    parser.add_argument("id", metavar="编号", help="并入的那张卡片的 uuid 或姓名")
    parser.set_defaults(run=_split)

    parser = add("consents", "授权书的状态；--missing 列出缺授权的资料")
    parser.add_argument("--missing", action="store_true", help="缺件表：没有有效授权书的资料")
    parser.add_argument("--scan", nargs=2, metavar=("编号", "文件"), help="给一份授权书附上扫描件（图片或 PDF）")
    parser.set_defaults(run=_consents)

    parser = add("leads", "征集线索，急的在前")
    parser.add_argument("--open", action="store_true", help="只列还没有了结的")
    parser.add_argument("--overdue", action="store_true", help="只列过了打算的日子还没去的")
    parser.add_argument("--urgency", metavar="缓急", choices=URGENCIES, help="只列抢救、尽快或一般的")
    parser.add_argument("--commissioner", metavar="专员", default="", help="只列由这位专员去的：姓名或聘号")
    parser.add_argument("--order", metavar="次序", choices=tuple(ORDERS), default="urgency", help="、".join(ORDERS))
    parser.set_defaults(run=_leads)

    parser = add("commissioners", "文史专员征集了多少，目标多少")
    parser.add_argument("--year", type=int, metavar="年", default=None)
    parser.set_defaults(run=_commissioners)


def _open(arguments: argparse.Namespace) -> Archive:
    return Archive.open(arguments.archive, actor=arguments.actor)


def _new(arguments: argparse.Namespace) -> int:
    entity = cards.named_entity(arguments.entity)
    values = dict(assignment(word) for word in arguments.values)
    declared = entity_named(entity)
    for name in values:
        if declared.field(name).by_program:
            raise UsageError(f"“{declared.field(name).label}”（{name}）由程序填写，不能直接填", "", code="by-program")
    with _open(arguments) as archive:
        refuse_contacts(archive, entity)
        fields = {field.name: field for field in declared.fields}
        values, dates = with_readings(archive, values, fields)
        command = Create(entity, {**_begun(archive, entity, arguments), **values})
        archive.execute(command)
        record = archive.catalogue.record(command.id)
        others = cards.namesakes(archive, record) if entity in AUTHORITIES else []
    if arguments.json:
        say_json({"id": record.id, "entity": entity, "title": record.title, "namesakes": [one.id for one in others]})
        return 0
    say(f"已新建{declared.label}“{record.title}”：{record.id}")
    for line in dates:
        say(line)
    for other in others:
        say(f"  注意：已有同名的卡片 {other.id}  {other.title}　{cards.distinguishing(other)}")
    return 0


def _begun(archive: Archive, entity: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """What an item begins with that is made like another, or from a template."""
    if not arguments.like and not arguments.template:
        return {}
    if entity != "item":
        raise UsageError(
            "只有资料能照另一件或照模板新建", "例如 cunshi new 馆藏 资料 --like T-0001。", code="wrong-use"
        )
    from archive_app.services.entry_templates import carried, create, template

    if arguments.like:
        record = archive.catalogue.record(archive.catalogue.resolve(arguments.like))
        if record.entity != "item":
            raise UsageError(f"“{record.title}”不是资料", "--like 后面写一件资料的编号。", code="not-an-item")
        return dict(create(str(record["kind"]), carried(record), "").values)
    found = template(archive, arguments.template)
    return dict(create(found.kind, found.values, "").values)


def _records(arguments: argparse.Namespace) -> int:
    entity = cards.named_entity(arguments.entity)
    with _open(arguments) as archive:
        refuse_contacts(archive, entity)
        found = archive.catalogue.records(entity)
        titles = dict(archive.catalogue.titles("person")) if entity == "contact" else {}
    if arguments.json:
        say_json({"entity": entity, "total": len(found), "records": [record.to_json() for record in found]})
        return 0
    for record in found:
        title = titles.get(record.title, record.title)
        say("  ".join(part for part in (record.id, title, cards.distinguishing(record)) if part))
    say(f"共 {len(found)} 条。")
    return 0


def _where(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        card = cards.find_card(archive, arguments.id, (*AUTHORITIES, "commissioner"))
        refuse_contacts(archive, card.entity)
        found = occurrences(archive, card.id)
        others = cards.namesakes(archive, card) if card.entity in AUTHORITIES else []
        odd = remarks(archive, card)
    if arguments.json:
        say_json(
            {
                "id": card.id,
                "name": card.title,
                "total": len(found),
                "occurrences": [one.to_json() for one in found],
                "namesakes": [{"id": one.id, "name": one.title, "words": cards.distinguishing(one)} for one in others],
                "remarks": odd,
            }
        )
        return 0
    say(f"{card.title}　{cards.distinguishing(card)}".rstrip())
    for one in found:
        place = "　".join(part for part in (one.role, one.where) if part)
        say(f"{one.record}  [{one.kind}] {one.title}  {place}" + ("（在回收站里）" if one.trashed else ""))
    say(f"共出现 {len(found)} 处。")
    for other in others:
        say(f"同名：{other.id}  {other.title}　{cards.distinguishing(other)}")
    for remark in odd:
        say(f"注意：{remark}")
    return 0


def _merge(arguments: argparse.Namespace) -> int:
    if arguments.propose:
        return _propose(arguments)
    if len(arguments.cards) < 2:
        raise UsageError(
            "合并至少要两张卡片", "先写留下的，再写并入的；--propose person 可列出可能相同的。", code="usage"
        )
    with _open(arguments) as archive:
        keep, *others = (cards.find_card(archive, word) for word in arguments.cards)
        check_mergeable(keep, others)
        if arguments.not_same:
            for other in others:
                archive.execute(doubles.telling_apart(archive.catalogue.record(keep.id), other))
            say("记下了：不是同一个，以后不再列出。")
            return 0
        rows = [(other, cards.compare(archive, keep, other)) for other in others]
        moved = {one.record for other in others for one in occurrences(archive, other.id)}
        if not arguments.dry_run:
            cards.merge(archive, keep, others)
    conflicts = [row for _, compared in rows for row in compared if row.conflict]
    if arguments.json:
        say_json(
            {
                "merged": not arguments.dry_run,
                "keep": keep.id,
                "others": [{"id": other.id, "fields": [row.to_json() for row in compared]} for other, compared in rows],
                "records": sorted(moved),
                "conflicts": [row.to_json() for row in conflicts],
            }
        )
        return 0
    for other, compared in rows:
        say(f"“{other.title}” → “{keep.title}”")
        for row in compared:
            say(f"  {row.label}：{row.keep or '（空）'} ｜ {row.other or '（空）'}　{row.outcome}")
    verb = "会改指" if arguments.dry_run else "已合并，改指了"
    say(f"{verb} {len(moved)} 条记录里的链接。" + ("" if arguments.dry_run else "cunshi split 可以随时拆出。"))
    return 0


def _propose(arguments: argparse.Namespace) -> int:
    entity = cards.named_entity(arguments.propose)
    if entity not in AUTHORITIES:
        raise UsageError(
            f"“{entity_named(entity).label}”不能合并", "能合并的是人物、地名、单位和事件的卡片。", code="cannot-merge"
        )
    with _open(arguments) as archive:
        found = doubles.proposals(archive, entity)
    if arguments.json:
        say_json({"entity": entity, "total": len(found), "proposals": [one.to_json() for one in found]})
        return 0
    for one in found:
        say(f"{one.keep.id}  {one.keep.title}　{cards.distinguishing(one.keep)}")
        say(f"{one.other.id}  {one.other.title}　{cards.distinguishing(one.other)}")
        say("  " + "；".join((*one.reasons, *one.doubts)))
    say(f"可能是同一个的有 {len(found)} 对。核对以后用 cunshi merge 合并。")
    return 0


def _split(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        card = cards.find_card(archive, arguments.id, trashed=True)
        into = card.values.get("merged_into") or ""
        wanted = len(card.values.get("merged_links") or ())
        cards.split(archive, card)
        found = occurrences(archive, card.id)
        keep = archive.catalogue.record(into)
    if arguments.json:
        say_json(
            {
                "id": card.id, "name": card.title, "from": keep.id, "links": wanted,
                "restored": len(found), "occurrences": [one.to_json() for one in found],
            }
        )  # fmt: skip
        return 0
    say(f"已把“{card.title}”从“{keep.title}”拆出，还给它 {len(found)} 处链接。")
    if len(found) < wanted:
        say(f"合并时它有 {wanted} 处；少的是合并以后有人删去的，没有恢复。")
    return 0


def _consents(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        if arguments.scan:
            consent = cards.find_card(archive, arguments.scan[0], ("consent",))
            file = attach_scan(archive, consent, Path(arguments.scan[1]))
            if arguments.json:
                say_json({"id": consent.id, "scan": file})
            else:
                say(f"已给“{consent.title}”的授权书附上扫描件：{file}")
            return 0
        book = ConsentBook(archive)
        missing = book.missing() if arguments.missing else []
        states = [(consent, book.state_of(consent)) for consent in book.consents]
    if arguments.json:
        listed = [
            {
                "id": consent.id, "holder": consent.title, "grant": consent["grant"], "items": consent["items"],
                "state": state.value, "words": state.label, "scan": consent["scan"] or None,
            }
            for consent, state in states
        ]  # fmt: skip
        say_json({"missing": [one.to_json() for one in missing]} if arguments.missing else {"consents": listed})
        return 0
    if arguments.missing:
        for one in missing:
            say(f"{one.item}  {one.title}　{one.state.label}。{one.state.remedy}")
        say(f"没有有效授权书的资料共 {len(missing)} 件。")
        return 0
    for consent, state in states:
        scan = "有扫描件" if consent["scan"] else "无扫描件"
        words = f"{consent['grant'] or '—'}　{state.label}　{len(consent['items'])} 件　{scan}"
        say(f"{consent.id}  {consent.title}　{words}")
    say(f"共 {len(states)} 份。")
    return 0


def _leads(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        rows = leads(archive, order=arguments.order)
        if arguments.commissioner:
            who = cards.find_card(archive, arguments.commissioner, ("commissioner",))
            rows = [row for row in rows if row.lead["commissioner"] == who.id]
    rows = [
        row
        for row in rows
        if (row.open or not arguments.open)
        and (row.overdue or not arguments.overdue)
        and arguments.urgency in (None, row.lead["urgency"])
    ]
    if arguments.json:
        say_json({"total": len(rows), "leads": [row.to_json() for row in rows]})
        return 0
    for row in rows:
        lead = row.lead
        age = f"{row.age} 岁" if row.age is not None else "年龄不详"
        urgency = lead["urgency"] or ("建议抢救" if row.propose_rescue else "—")
        planned = f"打算 {lead['planned']} 去" + ("（已过期）" if row.overdue else "") if lead["planned"] else ""
        state = "已故" if row.deceased else lead["state"] or "待访"
        parts = (lead.id, urgency, state, lead.title, age, lead["health"], lead["topic"], row.commissioner, planned)
        say("  ".join(part for part in parts if part))
    say(f"共 {len(rows)} 条。")
    return 0


def _commissioners(arguments: argparse.Namespace) -> int:
    with _open(arguments) as archive:
        rows = brought(archive, arguments.year)
    if arguments.json:
        say_json({"total": len(rows), "commissioners": [row.to_json() for row in rows]})
        return 0
    for row in rows:
        done = "　".join(
            amount_words(name, amount) + _target_words(name, row.target)
            for name, amount in row.done.items()
            if amount or name in row.target
        )
        say(f"{row.commissioner['number'] or '—'}  {row.commissioner.title}  {row.year or '未记收到日期'}  {done}")
    say(f"共 {len(rows)} 行。")
    return 0


def _target_words(name: str, target: Mapping[str, float]) -> str:
    return f"／目标 {amount_words(name, target[name])}" if name in target else ""
