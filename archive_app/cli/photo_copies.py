"""``copies``: photographs for others, with what is known of them and who is where written into the copies."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, say, say_json
from archive_app.domain.errors import UsageError
from archive_app.services.archive import Archive


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "copies", parents=[common], help="照片另存副本：题名、说明、谁在哪里写进副本，原件不动"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("ids", metavar="编号", nargs="*", help="uuid、征集号或档号；不写就是全部照片")
    parser.add_argument("-o", "--out", metavar="文件夹", type=Path, required=True)
    parser.add_argument(
        "--pattern", metavar="式样", default="", help="副本的名字，可用 {编号} {题名} {原名} {序}；默认“{编号} {题名}”"
    )
    parser.add_argument("--edge", metavar="像素", type=int, default=0, help="长边最多几个像素；不写就是原来的大小")
    parser.add_argument("--as-master", action="store_true", help="不管转正、裁切、调整，照原件")
    parser.add_argument("--camera", action="store_true", help="留着相机写下的（拍摄地点、机型），平时去掉")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_copies)


def _copies(arguments: argparse.Namespace) -> int:
    from archive_app.catalogue.queries import ItemFilter
    from archive_app.services.photo_copies import PATTERN, Wish, write_copies

    wish = Wish(arguments.pattern or PATTERN, arguments.edge, arguments.as_master, arguments.camera)
    wish.check()
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        catalogue = archive.catalogue
        ids = list(dict.fromkeys(catalogue.resolve(word) for word in arguments.ids))
        if any(catalogue.record(key).entity != "item" for key in ids):
            raise UsageError("只有资料才能另存副本", "编号请写资料的。", code="not-an-item")
        ids = ids or catalogue.item_ids(ItemFilter(kinds=("photograph",)))
        done = write_copies(archive, ids, arguments.out, wish, ProgressLine())
    if arguments.json:
        say_json(done.to_json())
    else:
        for one in done.written:
            say(f"《{one.title}》 → {one.path.name}" + (f"　{one.remark}" if one.remark else ""))
        for barred in done.barred:
            say(f"《{barred.title}》 没有写：{barred.why}")
        say(f"写了 {len(done.written)} 件副本，没有写的 {len(done.barred)} 件。")
    return 1 if done.barred else 0
