"""``volume``: a volume of the archive: its plan, its look, hand adjustments, preflight and proofs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from archive_app.catalogue.catalogue import SectionNode
from archive_app.catalogue.store import Record
from archive_app.cli.book import find_volume
from archive_app.cli.parsing import ActParser, Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.entities import ARTICLE, SECTION
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.manuscript import BlockKind
from archive_app.services import binding
from archive_app.services.adjusting import Listed, adjust, listed, take_away, text_of
from archive_app.services.archive import Archive
from archive_app.services.preflight.faults import GROUPS
from archive_app.services.preflight.run import preflight
from archive_app.services.proofs import make_proof, rounds
from archive_app.services.typesetting import counted, layout_of, volume_book
from archive_app.services.versions import marked
from archive_app.services.workflow.volumes import state_of
from archive_app.typeset.outputs import Options
from archive_app.volumes import format as formats
from archive_app.volumes import matter
from archive_app.volumes.adjusting import KINDS, PLACES, SIDES


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("volume", parents=[common], help="书卷：编目、版式、手工调整、印前检查、定稿、校样")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True, parser_class=ActParser)
    act = acts.add_parser("list", help="有哪些书卷")
    act.add_argument("--trashed", action="store_true", help="在回收站里的")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_list)
    act = _act(acts, "show", "一卷的篇目、版式改动、手工调整和校样", _show)
    act.add_argument("--json", action="store_true")
    act = acts.add_parser("new", help="新建一卷")
    act.add_argument("title", metavar="书名")
    act.add_argument("--number", metavar="辑次", type=int, default=None)
    act.add_argument("--template", metavar="版式", default="16k")
    act.set_defaults(run=_new)
    _act(acts, "trash", "移到回收站：篇目一起移走，资料和扫描件都留着，一步就能撤销", _trash)
    _act(acts, "restore", "从回收站取回一卷", _restore)
    act = _act(acts, "add", "编入资料，或加栏目、辅文", _add)
    act.add_argument("items", metavar="编号", nargs="*", help="资料的 uuid、征集号或档号")
    act.add_argument("--section", metavar="栏目", default="", help="编进哪一栏；不写编进正文最后一栏")
    act.add_argument("--new-section", metavar="名称", default="", help="加一个栏目")
    act.add_argument("--matter", choices=(*matter.FRONT, *matter.BACK), default="", help=_matters())
    act = _act(acts, "move", "移动一篇", _move)
    act.add_argument("article", metavar="篇", help="文章的编号或题名")
    act.add_argument("--before", metavar="篇", default="", help="排到这一篇前面")
    act.add_argument("--section", metavar="栏目", default="", help="排到这一栏最后")
    act = _act(acts, "layout", "版式改动：不写就列出；键=值 改，键= 去掉", _layout)
    act.add_argument("changes", metavar="键=值", nargs="*", help="如 heads.even=section measure=[34,30]")
    act.add_argument("--json", action="store_true")
    act = _act(acts, "adjust", "手工调整：少排多排一行、换行、另起一面、钉住图片", _adjust)
    act.add_argument("kind", metavar="调整", nargs="?", choices=tuple(KINDS), help=_kinds())
    act.add_argument("--article", metavar="篇", default="", help="文章的编号或题名")
    act.add_argument(
        "--at", metavar="原文", default="", help="那一段里的几个字（只在一处）；换行换在它前面；图片写图说"
    )
    act.add_argument(
        "--value",
        metavar="值",
        default="",
        help=f"图片：place=… width=…%% side=…；place 可用 {'、'.join(PLACES)}，文旁的 side 可用 {'、'.join(SIDES)}",
    )
    act.add_argument("--remove", metavar="号", type=int, default=0, help="去掉列表里的第几条")
    act.add_argument("--json", action="store_true")
    act = _act(acts, "preflight", "印前检查：授权、级别、审稿、图片、文字、版权页、版面；查出问题就退出 1", _preflight)
    act.add_argument("--json", action="store_true")
    act = _act(acts, "freeze", "定稿：文字和篇目不再随资料改；已定稿的，列出来源已改的篇", _freeze)
    act.add_argument("--accept", metavar="篇", action="append", default=[], help="接受这一篇来源的改动；all 是全部")
    act.add_argument("--off", action="store_true", help="解除定稿，重新随资料改")
    act.add_argument("--json", action="store_true")
    act = _act(acts, "proof", "出一次校样，与上一次比，记下校次", _proof)
    act.add_argument("-o", "--output", metavar="文件", type=Path, required=True)
    act.add_argument("--round", metavar="次", type=int, default=0, help="第几次；不写是下一次")
    act.add_argument("--wide", action="store_true", help="外侧多留40毫米，供红笔改样")
    act.add_argument("--watermark", metavar="文字", default="校样", help="水印上的字；写空的（''）就不加")


def _act(acts: Any, name: str, words: str, run: Any) -> Any:
    made = acts.add_parser(name, help=words)
    made.add_argument("volume", metavar="书卷", help="uuid、书名或辑次")
    made.set_defaults(run=run)
    return made


def _matters() -> str:
    return "加一项辅文：" + "，".join(f"{role} {matter.label(role)}" for role in (*matter.FRONT, *matter.BACK))


def _kinds() -> str:
    return "不写就列出；" + "，".join(f"{kind} {words}" for kind, words in KINDS.items())


def _opened(arguments: argparse.Namespace, *, read_only: bool = False) -> Archive:
    return Archive.open(arguments.archive, actor=arguments.actor, read_only=read_only)


def _list(arguments: argparse.Namespace) -> int:
    with _opened(arguments, read_only=True) as archive:
        found = archive.catalogue.records("volume", trashed=arguments.trashed)
    if arguments.json:
        say_json([_volume_json(one) for one in found])
        return 0
    for one in found:
        say(f"{one.id}　《{one.title}》{one['number'] or ''}　{state_of(one).label}　{one['template']}")
    if not found:
        say("回收站里没有书卷。" if arguments.trashed else "还没有书卷。")
    return 0


def _volume_json(volume: Record) -> dict[str, Any]:
    return {
        "id": volume.id,
        "title": volume["title"],
        "number": volume["number"],
        "template": volume["template"],
        "state": state_of(volume).value,
    }


def _show(arguments: argparse.Namespace) -> int:
    with _opened(arguments, read_only=True) as archive:
        key = find_volume(archive, arguments.volume)
        volume, nodes = archive.catalogue.record(key), archive.catalogue.sections_of(key)
        titles = {one.id: title for one, title in binding.articles(archive, key)}
        made, hand = rounds(archive, key), listed(archive.catalogue, key)
    if arguments.json:
        say_json(
            {
                **_volume_json(volume),
                "sections": [_section_json(node, titles) for node in nodes],
                "layout": {str(row["key"]): formats.read(str(row.get("value", ""))) for row in volume["layout"]},
                "adjustments": [_listed_json(one) for one in hand],
                "proofs": [
                    {
                        "round": one.number,
                        "made": one.made,
                        "file": one.file,
                        "pages": one.pages,
                        "changes": one.changes,
                    }
                    for one in made
                ],
            }
        )
        return 0
    say(f"《{volume.title}》{volume['number'] or ''}　{state_of(volume).label}　版式 {volume['template'] or '16k'}")
    for node in nodes:
        _say_section(node, titles, "")
    for row in volume["layout"]:
        say(f"版式改动：{row['key']} = {row.get('value', '')}")
    _say_adjustments(hand)
    for one in made:
        say(f"{one.name}样　{one.made}　{one.pages} 面　{one.file}　{one.changes}".rstrip("　"))
    return 0


def _section_json(node: SectionNode, titles: dict[str, str]) -> dict[str, Any]:
    section = node.section
    return {
        "id": section.id,
        "title": section.title,
        "matter": section["matter"] or "body",
        "direction": section["direction"] or "",
        "columns": int(section["columns"] or 0),
        "articles": [
            {"id": one.id, "title": titles[one.id], "item": one["item"], "role": one["role"]} for one in node.articles
        ],
        "sections": [_section_json(child, titles) for child in node.children],
    }


def _say_section(node: SectionNode, titles: dict[str, str], indent: str) -> None:
    known = (SECTION.field(name).label_of(node.section[name]) for name in ("direction", "columns"))
    look = "，".join(filter(None, known))
    say(f"{indent}{node.section.title}{f'（{look}）' if look else ''}")
    for one in node.articles:
        say(f"{indent}　{one.id}　{titles[one.id] or ARTICLE.field('role').label_of(str(one['role']))}")
    for child in node.children:
        _say_section(child, titles, f"{indent}　")


def _new(arguments: argparse.Namespace) -> int:
    values = {"title": arguments.title, "template": arguments.template}
    if arguments.number is not None:
        values["number"] = arguments.number
    formats.check(arguments.template, {})  # a template that there is
    with _opened(arguments) as archive:
        say(binding.new_volume(archive, values))
    return 0


def _trash(arguments: argparse.Namespace) -> int:
    from archive_app.services.volume_trash import trashed

    with _opened(arguments) as archive:
        command = trashed(archive, find_volume(archive, arguments.volume))
        archive.execute(command)
    complain(f"{command.label}；取回用 cunshi volume 馆藏 restore {arguments.volume}。")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from archive_app.services.volume_trash import find_in_trash, restored

    with _opened(arguments) as archive:
        command = restored(archive, find_in_trash(archive, arguments.volume))
        archive.execute(command)
    complain(f"{command.label}。")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    if not (arguments.items or arguments.matter or arguments.new_section):
        raise UsageError("没有说要加什么", "请写资料的编号，或 --new-section、--matter。", code="nothing-to-add")
    with _opened(arguments) as archive:
        volume = find_volume(archive, arguments.volume)
        if arguments.new_section:
            say(binding.add_section(archive, volume, arguments.new_section))
        if arguments.matter:
            say(binding.add_matter(archive, volume, arguments.matter))
        if arguments.items:
            items = [archive.catalogue.resolve(word) for word in arguments.items]
            for key in binding.add_items(archive, volume, items, arguments.section or arguments.new_section):
                say(key)
    return 0


def _move(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as archive:
        volume = find_volume(archive, arguments.volume)
        article = _article(archive, volume, arguments.article).id
        before = _article(archive, volume, arguments.before).id if arguments.before else ""
        binding.move_article(archive, volume, article, before, arguments.section)
    return 0


def _article(archive: Archive, volume: str, word: str) -> Record:
    """An article by its id, its title, or part of one that only it has."""
    every = list(binding.articles(archive, volume))
    for found in ([one for one, t in every if word in (one.id, t)], [one for one, t in every if word and word in t]):
        if len(found) == 1:
            return found[0]
    known = "、".join(f"《{title}》" for _, title in every)
    raise UnknownRecord(f"这一卷里找不到“{word}”这一篇，或者不止一篇", f"请写编号或完整的题名。现有：{known}。")


def _layout(arguments: argparse.Namespace) -> int:
    changes = {}
    for word in arguments.changes:
        key, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"“{word}”不是 键=值", "例如 heads.even=section；去掉写 heads.even=。", code="wrong-value")
        changes[key.strip()] = value
    with _opened(arguments, read_only=not changes) as archive:
        known = binding.set_layout(archive, find_volume(archive, arguments.volume), changes)
    if arguments.json:
        say_json(known)
        return 0
    for key, value in known.items():
        say(f"{key} = {formats.written(value)}")
    if not known:
        say("全照版式，没有改动。")
    return 0


def _adjust(arguments: argparse.Namespace) -> int:
    changes = bool(arguments.kind or arguments.remove)
    with _opened(arguments, read_only=not changes) as archive:
        volume = find_volume(archive, arguments.volume)
        if arguments.remove:
            known = listed(archive.catalogue, volume)
            if not 1 <= arguments.remove <= len(known):
                raise UsageError(f"没有第 {arguments.remove} 条手工调整", f"现有 {len(known)} 条。", code="no-place")
            gone = known[arguments.remove - 1]
            archive.execute(take_away(archive.catalogue, gone.article, [gone.adjustment]))
        elif arguments.kind:
            article = _article(archive, volume, arguments.article)
            block, at = _place(archive, article, arguments.at)
            archive.execute(adjust(archive.catalogue, article.id, arguments.kind, block, at, arguments.value))
        hand = listed(archive.catalogue, volume, layout_of(volume_book(archive, volume)).problems)
    if arguments.json:
        say_json([_listed_json(one) for one in hand])
    else:
        _say_adjustments(hand)
        if not hand:
            say("没有手工调整。")
    return 1 if any(one.trouble for one in hand) else 0


def _place(archive: Archive, article: Record, words: str) -> tuple[str, int]:
    """(block, offset) of words that stand in one place of an article's text."""
    text = text_of(archive.catalogue, article)
    found = [(b.id, b.text.find(words)) for b in text if words and words in b.text]
    if words and not found:
        found = [(b.id, 0) for b in text if b.kind is BlockKind.PICTURE and b.picture and words in b.picture.source]
    single = len(found) == 1 and sum(b.text.count(words) for b in text) <= 1
    if not single:
        said = "找不到" if not found else "不止一处有"
        raise UsageError(f"这一篇里{said}“{words}”", "请写 --at 那一段里的几个字，让它只在一处。", code="no-place")
    return found[0]


def _listed_json(one: Listed) -> dict[str, Any]:
    return {"article": one.article, "title": one.title, **one.adjustment.row(), "trouble": one.trouble}


def _say_adjustments(hand: list[Listed]) -> None:
    for number, one in enumerate(hand, 1):
        trouble = f"　——{one.trouble}" if one.trouble else ""
        say(f"{number}　《{one.title}》　{one.adjustment.words}　{one.adjustment.near}{trouble}")


def _preflight(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()
    with _opened(arguments, read_only=True) as archive:
        volume = find_volume(archive, arguments.volume)
        book = volume_book(archive, volume)
        layout = layout_of(book, progress)
        found = preflight(archive, volume, book, layout)
    progress.done()
    if arguments.json:
        say_json({"problems": [one.to_json() for one in found.faults], "statistics": dict(layout.statistics)})
    else:
        for group, words in GROUPS.items():
            own = [fault for fault in found.faults if fault.group == group]
            if own:
                say(f"【{words}】")
            for fault in own:
                say(f"{'问题' if fault.serious else '注意'}：{fault}")
        say(f"{found.words}。{len(layout.pages)} 面，{counted(layout.statistics)}。")
    return 1 if found.faults else 0


def _freeze(arguments: argparse.Namespace) -> int:
    from archive_app.services import freezing

    with _opened(arguments) as archive:
        key = find_volume(archive, arguments.volume)
        if arguments.off:
            freezing.unfreeze(archive, key)
        elif arguments.accept:
            changed = [one.article for one in freezing.source_changes(archive, key)]
            every = "all" in arguments.accept
            freezing.accept(archive, changed if every else [_article(archive, key, w).id for w in arguments.accept])
        elif not archive.catalogue.record(key)["frozen_on"]:
            freezing.freeze(archive, key)
        volume = archive.catalogue.record(key)
        pieces = sum(1 for one, _title in binding.articles(archive, key) if one["frozen_over"])
        found = freezing.source_changes(archive, key)
    if arguments.json:
        about = {"frozen_on": volume["frozen_on"] or "", "round": int(volume["frozen_round"] or 0), "pieces": pieces}
        say_json({"volume": key, **about, "changed": [one.to_json() for one in found]})
        return 1 if found else 0
    for one in found:
        say(f"来源已改：《{one.title}》　{one.words}")
        for field in one.fields:
            if field.is_text and field.pieces():
                say(f"　　{marked(field.pieces())}")
    words = freezing.standing_words(volume)
    say(
        f"《{volume.title}》{words}，{pieces} 篇，{len(found)} 篇来源已改。"
        if words
        else f"《{volume.title}》没有定稿。"
    )
    return 1 if found else 0


def _proof(arguments: argparse.Namespace) -> int:
    progress = ProgressLine()
    options = Options(wide=arguments.wide, watermark=arguments.watermark)
    with _opened(arguments) as archive:
        volume = find_volume(archive, arguments.volume)
        done = make_proof(archive, volume, arguments.output, arguments.round, options, progress)
        name = rounds(archive, volume)[-1].name if not arguments.round else f"第{arguments.round}次"
    progress.done()
    for remark in done.remarks:
        say(remark)
    for problem in done.problems:
        complain(f"{'问题' if problem.serious else '注意'}：{problem}")
    say(f"{name}样　{done.pages} 面：{done.out}")
    return 1 if any(problem.serious for problem in done.problems) else 0
