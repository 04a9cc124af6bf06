"""``faces``: faces suggested on photographs by a model of the person's own; framed, or refused, where that is asked."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.catalogue.store import Record
    from archive_app.domain.found_faces import Found
    from archive_app.intake.faces.models import Model
    from archive_app.services.archive import Archive
    from archive_app.services.faces.finding import Looked


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "faces",
        parents=[common],
        help="用您自己的模型找照片上的人脸（只找在哪里，不认是谁）；--take 框上，--refuse 不要（需另装 cunshi[faces]）",
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("ids", metavar="编号", nargs="+", help="uuid、征集号或档号；文件记录的 uuid 只找那一张")
    parser.add_argument("--model", metavar="文件", type=Path, default=None, help="模型文件；不写就用设置里选的那个")
    parser.add_argument("--again", action="store_true", help="以前找过的，重新找")
    decided = parser.add_mutually_exclusive_group()
    decided.add_argument("--take", action="store_true", help="都框上，名字待考（可以撤销）")
    decided.add_argument("--refuse", action="store_true", help="都不要，以后不再提（可以撤销）")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_faces)


def _faces(arguments: argparse.Namespace) -> int:
    from archive_app.services.archive import Archive
    from archive_app.services.faces.finding import FaceFinder

    model = _model(arguments.model)
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        items, files = _asked(archive, arguments.ids)
        line = ProgressLine()
        looked = FaceFinder(archive, model).find(line, files, again=arguments.again)
        line.done()
        told = [_decided(archive, items, one, arguments) for one in looked]
    failed = [one for one in looked if one.failed]
    if arguments.json:
        say_json({"photographs": told, "decided": _decision(arguments) or None})
    else:
        _say(told, failed, _decision(arguments))
    return 1 if failed else 0


def _model(path: Path | None) -> Model:
    from archive_app.intake.faces.models import absent, find, library_there
    from archive_app.services.faces.finding import SETTING
    from archive_app.services.settings import Settings

    if not library_there():
        raise absent()
    named = str(path or Settings().get(SETTING))
    if not named:
        raise UsageError(
            "还没有选找人脸用的模型",
            "用 --model 写上模型文件，或在窗口的“设置”里选一个；要 OpenCV 的 YuNet（…_yunet_2023mar.onnx）。",
            code="no-model",
        )
    return find(Path(named))


def _asked(archive: Archive, words: Sequence[str]) -> tuple[dict[str, list[Record]], list[Record]]:
    """The files of each item that is meant, and those of them in which faces are looked for."""
    catalogue = archive.catalogue
    items: dict[str, list[Record]] = {}
    files: dict[str, Record] = {}
    for key in dict.fromkeys(catalogue.resolve(word) for word in words):
        record = catalogue.record(key)
        if record.entity not in ("item", "file") or (record.entity == "file" and not record["item"]):
            raise UsageError("只能在资料的照片上找人脸", "编号请写资料的，或其文件的。", code="not-an-item")
        item = record.id if record.entity == "item" else str(record["item"])
        beside = items.setdefault(item, catalogue.files_of(item))
        files.update({one.id: one for one in (beside if record.entity == "item" else [record])})
    return items, list(files.values())


def _decision(arguments: argparse.Namespace) -> str:
    return "taken" if arguments.take else "refused" if arguments.refuse else ""


def _decided(
    archive: Archive, items: dict[str, list[Record]], looked: Looked, arguments: argparse.Namespace
) -> dict[str, Any]:
    """What is to be said of a photograph; what is asked for is done with those nobody has decided about."""
    from archive_app.services.faces.deciding import accept, refuse, waiting

    item = archive.catalogue.record(str(looked.file["item"]))
    left = waiting(item, items[item.id], looked.file, looked.found)
    boxes = [one.box for one in left]
    if boxes and arguments.take:
        archive.execute(accept(item, items[item.id], looked.file, boxes))
    elif boxes and arguments.refuse:
        archive.execute(refuse(looked.file, boxes))
    return {
        "id": item.id,
        "title": item.title,
        "file": looked.file.id,
        "name": looked.file["name"],
        "found": len(looked.found),
        "waiting": [_as_json(one) for one in left],
        "failed": looked.failed or None,
    }


def _as_json(one: Found) -> dict[str, Any]:
    from archive_app.domain.depicted import region_from

    return {"region": region_from(one.box), "sure": round(one.sure, 3)}


def _say(told: Sequence[dict[str, Any]], failed: Sequence[Looked], decision: str) -> None:
    for one in told:
        if one["failed"]:
            continue
        said = f"找到 {one['found']} 张人脸" if one["found"] else "没有找到人脸"
        left = len(one["waiting"])
        words = {"taken": "框上 {n} 处", "refused": "不要 {n} 处"}.get(decision, "待定 {n} 处").format(n=left)
        say(f"《{one['title']}》 {one['name']} {said}{f'，{words}' if left else ''}")
    if not decision and any(one["waiting"] for one in told):
        complain("这只是提议，看过以后加 --take 框上，或 --refuse 不要。")
    for other in failed:
        complain(f"{other.file['name']} 没有看成：{other.failed}")
