"""``files`` and ``join``: the files of an item, and two items that are one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import ActParser, Parser
from archive_app.cli.terminal import ProgressLine, say, say_json
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.services.archive import Archive

if TYPE_CHECKING:
    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record

Act = Callable[[argparse.Namespace, Archive, str, list[str]], "Command | None"]


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's commands."""
    parser = commands.add_parser(
        "files", parents=[common], help="一件资料的文件：列出、加、排次序、用途、首张、移走、分出、去掉、取回"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True, parser_class=ActParser)
    act = _act(acts, "show", "列出，第几个就是编号", _show, files=False)
    act.add_argument("--json", action="store_true")
    act = _act(acts, "add", "加文件，收进这一件", _add, files=False)
    act.add_argument("paths", metavar="路径", type=Path, nargs="+")
    act.add_argument("--json", action="store_true")
    act = _act(acts, "place", "排到第几个", _planned(_place))
    act.add_argument("--at", metavar="第几", type=int, default=1)
    act = _act(acts, "role", "写用途", _planned(_role))
    act.add_argument("--role", metavar="用途", required=True, help="原始、利用、转写、扫描件……；'' 是不写")
    _act(acts, "front", "换首张：列表和书里认这一张", _planned(_front))
    act = _act(acts, "to", "移到另一件", _planned(_to))
    act.add_argument("--item", metavar="编号", required=True, help="移到哪一件")
    _act(acts, "part", "分出成另一件资料", _part)
    _act(acts, "off", "从这一件去掉，进回收站", _planned(_off))
    _act(acts, "back", "去掉了的取回来（编号照 show 末尾的）", _back)

    parser = commands.add_parser("join", parents=[common], help="几件资料并成一件：文件、著录、指向它们的链接")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("keep", metavar="编号", help="留下的那一件")
    parser.add_argument("others", metavar="并进来的", nargs="+")
    parser.add_argument("--dry-run", action="store_true", help="只说会怎样，不改")
    parser.set_defaults(run=_join)


def _act(acts: Any, name: str, words: str, run: Any, *, files: bool = True) -> Any:
    made = acts.add_parser(name, help=words)
    made.add_argument("id", metavar="编号", help="资料的 uuid、征集号或档号")
    if files:
        made.add_argument("files", metavar="文件", nargs="+", help="第几个（从 1 数起），或文件的 id")
    made.set_defaults(run=run)
    return made


def _opened(arguments: argparse.Namespace) -> Archive:
    return Archive.open(arguments.archive, actor=arguments.actor)


def _item(archive: Archive, word: str) -> str:
    key = archive.catalogue.resolve(word)
    if archive.catalogue.record(key).entity != "item":
        raise UsageError("只有资料才有文件", "编号请写资料的。", code="not-an-item")
    return key


def _meant(files: list[Record], words: list[str]) -> list[str]:
    """The ids that are meant: of the n-th, or given themselves."""
    found = []
    for word in words:
        at = int(word) - 1 if word.isdigit() and len(word) < 6 else -1
        known = [one.id for one in files if one.id == word]
        if not known and not 0 <= at < len(files):
            raise UnknownRecord(f"这一件没有文件“{word}”", "请写第几个，用 cunshi files … show 查看。")
        found.append(known[0] if known else files[at].id)
    return found


def _show(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as archive:
        item = _item(archive, arguments.id)
        files, off = archive.catalogue.files_of(item), archive.catalogue.files_of(item, trashed=True)
    if arguments.json:
        say_json({"id": item, "files": [one.to_json() for one in files], "off": [one.to_json() for one in off]})
        return 0
    for number, one in enumerate(files, 1):
        say(f"{number:>3}  {one.id}  {one.title}  {one['role'] or '—'}  {one['bytes']} 字节")
    for number, one in enumerate(off, 1):
        say(f"去掉了的 {number:>2}  {one.id}  {one.title}")
    say(f"共 {len(files)} 个文件。")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from archive_app.cli.imports import tell
    from archive_app.services.importing import add_to_item

    progress = ProgressLine()
    with _opened(arguments) as archive:
        report = add_to_item(archive, _item(archive, arguments.id), arguments.paths, progress=progress)
    progress.done()
    if arguments.json:
        say_json(report.to_json())
    else:
        tell(report, dry_run=False)
    return 1 if report.refused else 0


def _planned(plan: Act) -> Callable[[argparse.Namespace], int]:
    """A command that plans one step and carries it out."""

    def run(arguments: argparse.Namespace) -> int:
        with _opened(arguments) as archive:
            item = _item(archive, arguments.id)
            command = plan(arguments, archive, item, _meant(archive.catalogue.files_of(item), arguments.files))
            if command is None:
                say("本来就是这样，没有改。")
            else:
                archive.execute(command)
                say(f"{command.label}。")
        return 0

    return run


def _place(arguments: argparse.Namespace, archive: Archive, item: str, files: list[str]) -> Command | None:
    from archive_app.services.item_files import moved_before

    return moved_before(archive, item, files, arguments.at - 1)


def _role(arguments: argparse.Namespace, archive: Archive, _item_id: str, files: list[str]) -> Command | None:
    from archive_app.services.item_files import in_role

    return in_role(archive, files, arguments.role)


def _front(_arguments: argparse.Namespace, archive: Archive, _item_id: str, files: list[str]) -> Command | None:
    from archive_app.services.item_files import front

    return front(archive, files[0])


def _to(arguments: argparse.Namespace, archive: Archive, _item_id: str, files: list[str]) -> Command:
    from archive_app.services.item_files import moved_to

    return moved_to(archive, files, _item(archive, arguments.item))


def _off(_arguments: argparse.Namespace, archive: Archive, item: str, files: list[str]) -> Command:
    from archive_app.services.item_files import taken_off

    return taken_off(archive, item, files)


def _part(arguments: argparse.Namespace) -> int:
    from archive_app.services.item_files import parted

    with _opened(arguments) as archive:
        item = _item(archive, arguments.id)
        command, made = parted(archive, item, _meant(archive.catalogue.files_of(item), arguments.files))
        archive.execute(command)
        say(f"{made}  《{archive.catalogue.record(made).title}》")
    return 0


def _back(arguments: argparse.Namespace) -> int:
    from archive_app.services.item_files import taken_back

    with _opened(arguments) as archive:
        item = _item(archive, arguments.id)
        command = taken_back(archive, _meant(archive.catalogue.files_of(item, trashed=True), arguments.files))
        archive.execute(command)
        say(f"{command.label}。")
    return 0


def _join(arguments: argparse.Namespace) -> int:
    from archive_app.services.joining_items import joining, words_of

    with _opened(arguments) as archive:
        keep, *others = (_item(archive, word) for word in (arguments.keep, *arguments.others))
        plan = joining(archive, keep, others)
        say(words_of(archive, plan))
        if not arguments.dry_run:
            archive.execute(plan.command())
    return 0
