"""``corrections``: tracked changes of texts in 校: proposed, listed, accepted or refused; marked lists taken in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.errors import ArchiveError, UnknownRecord, UsageError
from archive_app.services.archive import Archive

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.domain.corrections.proposal import Proposal
    from archive_app.services.corrections.standing import Stood

_EVERY = "all"


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "corrections", parents=[common], help="三校里的改动：提出、列出、采纳、不采纳；收校样批注，出改样清单"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="资料（uuid、征集号、档号），书卷里的一篇，或书卷（辑次、书名）")
    parser.add_argument("--old", metavar="原文", default="", help="提改动：在这一篇里只有一处的几个字")
    parser.add_argument("--new", metavar="改为", default="", help="不写就是删去")
    parser.add_argument("--near", metavar="前后文", default="", help="原文有几处时，包含它的一段话")
    parser.add_argument("--field", metavar="字段", default="manuscript", help="原文在哪一项里，不写就是正文")
    parser.add_argument("--reason", metavar="依据", default="", help="提改动的依据；处理时的意见")
    parser.add_argument("--by", metavar="姓名", default="", help="是谁提的（代作者、读者记）；列出、处理时只要这个人的")
    parser.add_argument("--kind", metavar="类型", default="", help="错字、漏字、标点、史实……；列出、处理时只要这一类")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--accept", metavar="改动", nargs="+", help="采纳：列表里的编号，或 all（列出的全部）")
    way.add_argument("--refuse", metavar="改动", nargs="+", help="不采纳；一样写")
    way.add_argument("--reopen", metavar="改动", nargs="+", help="不采纳的重新提出")
    way.add_argument("--withdraw", metavar="改动", nargs="+", help="撤回自己提的")
    way.add_argument("--marks", metavar="文件", type=Path, help="收校样批注（xlsx、ods、csv）：面、行、原文、改为……")
    way.add_argument("-o", "--out", metavar="文件", type=Path, help="书卷的改样清单：.pdf 或 .xlsx")
    parser.add_argument("--plan", action="store_true", help="校样批注只对照，不收")
    parser.add_argument("--state", choices=("open", "accepted", "refused"), default="", help="只列这一种")
    parser.add_argument("--round", metavar="校次", default="", help="只列这一校的：proof1、一校……")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/corrections.json 打印")
    parser.set_defaults(run=_corrections)


def _corrections(arguments: argparse.Namespace) -> int:
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        record = _record(archive, arguments.id)
        if arguments.old or arguments.new:
            return _propose(archive, record, arguments)
        if arguments.marks is not None:
            return _marks(archive, record, arguments)
        if arguments.out is not None:
            return _out(archive, record, arguments)
        items = _items(archive, record)
        act = next((name for name in ("accept", "refuse", "reopen", "withdraw") if getattr(arguments, name)), "")
        if act:
            return _act(archive, items, act, arguments)
        return _list(archive, items, arguments)


def _record(archive: Archive, word: str) -> Record:
    try:
        return archive.catalogue.record(archive.catalogue.resolve(word))
    except UnknownRecord:
        from archive_app.cli.book import find_volume

        return archive.catalogue.record(find_volume(archive, word))


def _items(archive: Archive, record: Record) -> list[Record]:
    """The items that are meant: one, the one of an article, or all of a volume in the order of printing."""
    from archive_app.services import binding

    if record.entity == "volume":
        keys = [str(article["item"]) for article, _title in binding.articles(archive, record.id) if article["item"]]
        items = archive.catalogue.load("item", keys)
        return [items[key] for key in dict.fromkeys(keys) if key in items]
    if record.entity == "article" and record["item"]:
        return [archive.catalogue.record(str(record["item"]))]
    if record.entity != "item":
        raise UsageError(f"“{record.title}”不是资料，也不是书卷", "请写资料或书卷的编号。", code="no-item")
    return [record]


def _volume(record: Record) -> str:
    if record.entity != "volume":
        raise UsageError(
            f"“{record.title}”不是书卷", "校样批注和改样清单是一卷书的：请写辑次或书名。", code="no-volume"
        )
    return record.id


# — looking —


def _list(archive: Archive, items: Sequence[Record], arguments: argparse.Namespace) -> int:
    from archive_app.domain.workflow import State
    from archive_app.services.corrections.standing import to_json

    found = [(item, one) for item in items for one in _shown(archive, item, arguments)]
    if arguments.json:
        say_json([{"item": item.id, "title": item.title, **to_json(one.proposal, one.place)} for item, one in found])
        return 0
    for item in items:
        own = [one for each, one in found if each.id == item.id]
        if own:
            waiting = sum(one.proposal.open for one in own)
            say(f"《{item.title}》　{State(item['state']).label}　{len(own)} 条，待处理 {waiting} 条")
        for one in own:
            _tell(one)
    if not found:
        say("没有改动建议。")
    return 0


def _shown(archive: Archive, item: Record, arguments: argparse.Namespace) -> list[Stood]:
    """The proposals that the filters leave, in the order of the text."""
    from archive_app.services.corrections.standing import proposals_of, stood, texts_of_item

    wanted = _round(arguments.round)
    acting = arguments.accept or arguments.refuse or arguments.reopen or arguments.withdraw
    by, kind = arguments.by, arguments.kind
    kept = [
        one
        for one in proposals_of(item)
        if (not arguments.state or one.state == arguments.state)
        and (not by or one.by == by)
        and (not kind or one.kind == kind)
        and (not wanted or one.round == wanted)
    ]
    if acting and _EVERY not in acting:
        kept = list(proposals_of(item))
    return stood(texts_of_item(archive.catalogue, item), kept)


def _round(word: str) -> str:
    from archive_app.domain.workflow import State

    if not word:
        return ""
    found = next((state.value for state in State if word in (state.value, state.label)), "")
    if not found:
        raise UsageError(
            f"没有“{word}”这一校", "可以写 proof1、proof2、proof3，或一校、二校、三校。", code="wrong-value"
        )
    return found


def _tell(one: Stood) -> None:
    from archive_app.domain.corrections.placing import Lost

    proposal = one.proposal
    told = "　".join(part for part in (proposal.kind, proposal.why, proposal.by, proposal.at[:10]) if part)
    say(f"  {proposal.id[-8:]}  {proposal.state.label}　{proposal.words()}　{told}")
    if isinstance(one.place, Lost):
        say(f"            找不到地方：{one.place.why}")
    if proposal.decided_by:
        why = f"：{proposal.decided_why}" if proposal.decided_why else ""
        say(f"            {proposal.decided_by}　{proposal.decided_at[:10]}{why}")


# — doing —


def _propose(archive: Archive, record: Record, arguments: argparse.Namespace) -> int:
    from archive_app.services.corrections.proposing import propose_words
    from archive_app.services.corrections.standing import to_json

    made = propose_words(
        archive, record.id, arguments.old, arguments.new, field=arguments.field, near=arguments.near,
        why=arguments.reason, kind=arguments.kind, by=arguments.by,
    )  # fmt: skip
    if arguments.json:
        say_json({"proposed": [to_json(one) for one in made.proposals], "known": made.known})
        return 0
    for one in made.proposals:
        say(f"已提改动 {one.id[-8:]}：{one.words()}（{one.kind}），等人处理。")
    if made.known:
        say("这一处已经有人提过同样的改动。")
    return 0


def _act(archive: Archive, items: Sequence[Record], act: str, arguments: argparse.Namespace) -> int:
    from archive_app.domain.corrections.proposal import Decision
    from archive_app.services.corrections.deciding import decide, reopen
    from archive_app.services.corrections.proposing import withdraw
    from archive_app.services.corrections.standing import to_json

    words: list[str] = getattr(arguments, act)
    fitting = Decision.REFUSED if act == "reopen" else Decision.OPEN
    done: list[tuple[Record, Proposal]] = []
    left: list[tuple[Record, Proposal, str]] = []
    remarks: list[str] = []
    used: set[str] = set()
    for item in items:
        there = [one.proposal for one in _shown(archive, item, arguments)]
        if _EVERY in words:
            wanted = [one for one in there if one.state is fitting]
        else:
            wanted = [one for one in there if any(one.id.endswith(word) for word in words)]
            used |= {word for word in words for one in wanted if one.id.endswith(word)}
        if not wanted:
            continue
        ids = [one.id for one in wanted]
        try:
            if act in ("accept", "refuse"):
                found = decide(archive, item.id, ids, accept=act == "accept", why=arguments.reason)
                done += [(item, one) for one in found.proposals]
                left += [(item, one, why) for one, why in found.left]
                remarks += found.remarks
            else:
                (reopen if act == "reopen" else withdraw)(archive, item.id, ids)
                done += [(item, one) for one in wanted]
        except UsageError as error:
            if error.code != "lost":
                raise
            left += [(item, one, error.message) for one in wanted]
    missing = [word for word in words if word != _EVERY and word not in used]
    if missing:
        raise UsageError(f"没有编号为“{missing[0]}”的改动", "请照列表里的编号写（cunshi corrections）。", code="no-row")
    if arguments.json:
        say_json({
            "done": [{"item": item.id, **to_json(one)} for item, one in done],
            "left": [{"item": item.id, **to_json(one), "why_left": why} for item, one, why in left],
            "remarks": remarks,
        })  # fmt: skip
    else:
        verb = {"accept": "采纳", "refuse": "不采纳", "reopen": "重新提出", "withdraw": "撤回"}[act]
        say(f"{verb} {len(done)} 条。" if done or left else "没有要处理的改动。")
    for item, one, why in left:
        complain(f"《{item.title}》{one.words()}：{why}，没有改")
    for remark in remarks:
        complain(remark)
    return 1 if left else 0


def _marks(archive: Archive, record: Record, arguments: argparse.Namespace) -> int:
    from archive_app.services.corrections.marked_lists import read_marked, take_marked
    from archive_app.services.corrections.standing import to_json

    rows = read_marked(archive, _volume(record), arguments.marks)
    if not arguments.plan:
        rows = take_marked(archive, rows, arguments.by)
    taken = sum(row.proposal is not None and not row.known for row in rows)
    refused = [row for row in rows if row.error]
    if arguments.json:
        told: list[dict[str, Any]] = [
            {
                "row": row.row,
                **({"item": row.item, "title": row.title, "known": row.known} if row.item else {}),
                **({"proposal": to_json(row.proposal)} if row.proposal is not None else {}),
                **({"error": row.error} if row.error else {}),
            }
            for row in rows
        ]
        say_json({"taken": 0 if arguments.plan else taken, "rows": told})
    else:
        for row in rows:
            if row.proposal is not None:
                note = "（已经提过）" if row.known else ""
                say(f"第 {row.row} 行　《{row.title}》{row.proposal.words()}{note}")
        say(f"{'可以收' if arguments.plan else '收了'} {taken} 条，{len(refused)} 条有错。")
    for row in refused:
        complain(f"第 {row.row} 行：{row.error}")
    return 1 if refused else 0


def _out(archive: Archive, record: Record, arguments: argparse.Namespace) -> int:
    from archive_app.domain.corrections.proposal import Decision
    from archive_app.services.corrections.lists import changes_table
    from archive_app.services.reporting import Wanted, check_out, head_words, report_named, write_made

    report = report_named("proof-changes")
    check_out(arguments.out, report.suffixes)
    wanted = Wanted(volume=_volume(record))
    states = (Decision(arguments.state),) if arguments.state else (Decision.ACCEPTED,)
    progress = ProgressLine()
    try:
        table = changes_table(archive, wanted, head_words(archive, wanted), progress, _round(arguments.round), states)
        written = write_made(table, arguments.out, progress)
    except ArchiveError:
        progress.done()
        raise
    progress.done()
    if arguments.json:
        say_json({"path": str(written.path), "rows": written.rows, "pages": written.pages})
    else:
        say(f"已写《{report.label}》到 {written.path}：{written.rows} 处。{written.message}")
    return 0
