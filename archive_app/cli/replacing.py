"""``replace``: words in many texts put in the place of others, as one step, with a look at the places first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, say, say_json
from archive_app.domain.errors import UsageError

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.texts.everywhere import Plan

_SHOWN = 200


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("replace", parents=[common], help="多篇文稿里查找替换：先看每一处，一步换完，一步撤销")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("find", metavar="找")
    parser.add_argument("by", metavar="换", help='空着（""）就是去掉')
    parser.add_argument("ids", metavar="编号", nargs="*", help="uuid、征集号或档号；- 从标准输入读，一行一个")
    parser.add_argument("--volume", metavar="书卷", default="", help="这一卷里的各篇，连同序、后记等辅文")
    parser.add_argument("--kind", metavar="种类", action="append", default=[], help="这一种类的全部资料，可重复")
    parser.add_argument("--all", action="store_true", help="全部资料")
    parser.add_argument("--exact", action="store_true", help="只找写成这样的：繁简、异体、大小写不互通")
    parser.add_argument("--whole", action="store_true", help="数字、字母要是整个的：找 30 不找 1930 里的")
    parser.add_argument("--unless", metavar="词", action="append", default=[], help="这个更长的词里的不换，可重复")
    parser.add_argument("--spoken", action="store_true", help="口述原话、引文、引号里的也换；不写就留着")
    parser.add_argument("--dry-run", action="store_true", help="只列出各处，不换")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/replace.json 打印")
    parser.set_defaults(run=_replace)


def _replace(arguments: argparse.Namespace) -> int:
    from archive_app.cli.finding import searching
    from archive_app.services.texts.everywhere import Wish, plan

    wish = Wish(arguments.find, arguments.by, arguments.exact, arguments.whole, tuple(arguments.unless))
    progress = ProgressLine()
    with searching(arguments) as (archive, search):
        volume = archive.catalogue.resolve(arguments.volume) if arguments.volume else ""
        ids = _ids(archive, arguments, volume)
        made = plan(archive, ids, wish, volume=volume, search=search, progress=progress)
        progress.done()
        chosen = made.usual(kept=arguments.spoken)
        written = bool(chosen) and not arguments.dry_run
        if written:
            archive.execute(made.command(chosen))
    if arguments.json:
        say_json({**made.to_json(chosen), "written": written})
    else:
        _tell(made, chosen, dry=arguments.dry_run)
    return 1 if made.barred else 0


def _ids(archive: Archive, arguments: argparse.Namespace, volume: str) -> list[str]:
    from archive_app.catalogue.queries import ItemFilter
    from archive_app.domain.kinds import kind_named
    from archive_app.services.texts.everywhere import items_of

    words = [line.strip() for line in sys.stdin if line.strip()] if arguments.ids == ["-"] else arguments.ids
    ways = sum(map(bool, (words, arguments.kind or arguments.all, volume)))
    if ways > 1:
        raise UsageError("编号、--kind 或 --all、--volume 写了不止一样", "只写一样。", code="wrong-use")
    if ways == 0:
        raise UsageError("没有写在哪些资料里找", "请写编号，或 --volume，或 --kind，或 --all。", code="no-items")
    if volume:
        return items_of(archive, volume)
    if words:
        return [archive.catalogue.resolve(word) for word in words]
    return archive.catalogue.item_ids(ItemFilter(kinds=tuple(kind_named(word).name for word in arguments.kind)))


def _tell(made: Plan, chosen: set[tuple[int, int]], *, dry: bool) -> None:
    shown = 0
    for number, text in enumerate(made.texts):
        if shown >= _SHOWN:
            say(f"……还有 {len(made.texts) - number} 篇，用 --json 全列")
            break
        say(
            f"《{text.title}》"
            + (f" 不能改：{text.why}" if text.why else f"（{text.warning}）" if text.warning else "")
        )
        for at, place in enumerate(text.places):
            left = "" if (number, at) in chosen or text.why else f"　留着：{place.kept_words}"
            by = f"→{made.wish.by or '（去掉）'}" if (number, at) in chosen else ""
            say(f"    {place.label}　{place.before}〔{place.words}{by}〕{place.behind}{left}")
            shown += 1
    kept = sum(1 for text in made.free for place in text.places) - len(chosen)
    done = "会换" if dry else "换了"
    say(
        f"在 {made.looked:,} 篇里找过。{done} {len({number for number, _at in chosen})} 篇 {len(chosen)} 处，"
        f"留着 {kept} 处，不能改的 {len(made.barred)} 篇。"
    )
