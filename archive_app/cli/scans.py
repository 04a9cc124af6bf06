"""``ocr``: what is printed on an item's scans, as a draft; taken into the item only where that is asked for."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import ProgressLine, complain, say, say_json
from archive_app.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive
    from archive_app.services.scans.drafts import FileDraft
    from archive_app.services.scans.reading import ScanReader

_PAGES = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser(
        "ocr", parents=[common], help="识别扫描件上的印刷字（草稿）；看过以后用 --take 放进资料（需另装 cunshi[ocr]）"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="uuid、征集号或档号；文件记录的 uuid 只识别那一个文件")
    parser.add_argument(
        "--volume",
        action="store_true",
        help="编号是往辑（书名、辑次）：识别没有文字的各页；--take 算核对过",
    )
    parser.add_argument("--pages", metavar="页", default="", help="只识别这几页，如 1-3,7")
    parser.add_argument("--again", action="store_true", help="以前识别过的、改过的都不要，重新识别")
    parser.add_argument("--take", action="store_true", help="放进资料（可以撤销）；您就是核对人")
    parser.add_argument("--into", metavar="栏", default="", help="放进 inscription 录文、manuscript 正文或 notes 附注")
    parser.add_argument("--instead", action="store_true", help="换掉那一栏里原有的；不写就接在后面")
    parser.add_argument("-o", "--out", metavar="文件", type=Path, default=None, help="把识别出的文字写成 txt")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_ocr)


def _ocr(arguments: argparse.Namespace) -> int:
    from archive_app.services.archive import Archive
    from archive_app.services.scans.reading import ScanReader

    pages = page_list(arguments.pages)
    if arguments.out is not None and arguments.out.suffix.lower() != ".txt":
        raise UsageError(
            f"识别出的文字只写成 txt，写不成 {arguments.out.name}", "文件名请以 .txt 结尾。", code="unknown-format"
        )
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        if arguments.volume:
            return _ocr_volume(archive, arguments, pages)
        record = archive.catalogue.record(archive.catalogue.resolve(arguments.id))
        if record.entity not in ("item", "file") or (record.entity == "file" and not record["item"]):
            raise UsageError("只能识别资料的扫描件", "编号请写资料的，或其文件的。", code="not-an-item")
        item = record if record.entity == "item" else archive.catalogue.record(str(record["item"]))
        files = archive.catalogue.files_of(item.id) if record.entity == "item" else [record]
        reader = ScanReader(archive)
        drafts = _read(archive, reader, item, files, pages, again=arguments.again)
        into = _taken(archive, reader, item, drafts, arguments) if arguments.take else ""
        return _tell(item, drafts, into, arguments)


def _ocr_volume(archive: Archive, arguments: argparse.Namespace, pages: list[int] | None) -> int:
    """The pages of an earlier volume; nothing to be read is no fault: its drafts are shown, or taken."""
    from archive_app.cli.book import find_volume
    from archive_app.domain.errors import Refused
    from archive_app.services.earlier.leaves import DRAFT, leaves_of, scans_of
    from archive_app.services.earlier.recognising import recognise
    from archive_app.services.earlier.taking import confirm, earlier_volume
    from archive_app.services.scans.reading import ScanReader

    volume = earlier_volume(archive, find_volume(archive, arguments.id))
    numbers = None if pages is None else {page + 1 for page in pages}
    reader = ScanReader(archive)
    line = ProgressLine()
    try:
        recognise(archive, reader, volume.id, line, numbers, again=arguments.again)
    except Refused as nothing:
        if not any(one.standing == DRAFT for one in leaves_of(archive.catalogue, archive.root, volume)):
            complain(str(nothing))
    line.done()
    drafts = [
        leaf
        for leaf in leaves_of(archive.catalogue, archive.root, volume)
        if leaf.standing == DRAFT and (numbers is None or leaf.number in numbers)
    ]
    if arguments.take:
        confirm(archive, volume.id, drafts)
    own = {(leaf.file.id, leaf.at) for leaf in drafts}
    told = [
        replace(draft, pages=tuple(page for page in draft.pages if (draft.file.id, page.number) in own))
        for draft in reader.drafts(scans_of(archive.catalogue, volume))
    ]
    return _tell(volume, told, "pages" if arguments.take else "", arguments)


def _read(
    archive: Archive, reader: ScanReader, item: Record, files: list[Record], pages: list[int] | None, *, again: bool
) -> Sequence[FileDraft]:
    from archive_app.catalogue.commands import Batch
    from archive_app.services.scans.drafts import discard, forget, scans_of

    if again:
        for file in scans_of(files):
            discard(archive.root, file, reader.engine)
        commands = [command for file in scans_of(files) if (command := forget(file)) is not None]
        if commands:
            archive.execute(Batch(f"重新识别《{item.title}》", tuple(commands)))
        files = list(archive.catalogue.load("file", [file.id for file in files]).values())
    line = ProgressLine()
    drafts = reader.read(line, files, pages)
    line.done()
    if pages is not None:
        drafts = tuple(_only(draft, pages) for draft in drafts)
    return drafts


def _only(draft: FileDraft, pages: list[int]) -> FileDraft:
    return replace(draft, pages=tuple(page for page in draft.pages if page.number in pages))


def _taken(
    archive: Archive, reader: ScanReader, item: Record, drafts: Sequence[FileDraft], arguments: argparse.Namespace
) -> str:
    from archive_app.services.scans.taking import take, targets

    into = arguments.into or next(iter(targets(archive, str(item["kind"]))))
    archive.execute(take(archive, item, drafts, into, engine=reader.engine, instead=arguments.instead))
    return str(into)


def _tell(item: Record, drafts: Sequence[FileDraft], into: str, arguments: argparse.Namespace) -> int:
    from archive_app.domain.scanned.lines import words_of
    from archive_app.vault.durable import replacing

    text = "\n\n".join(words for draft in drafts if (words := words_of(draft.pages)))
    doubtful = sum(draft.doubts for draft in drafts)
    failed = [(draft.file, number, words) for draft in drafts for number, words in draft.failed]
    if arguments.out is not None:
        with replacing(arguments.out) as handle:
            handle.write(f"{text}\n".encode())
    if arguments.json:
        say_json(_as_json(item, drafts, text, doubtful, into, arguments.out))
    else:
        if arguments.out is None and not into:
            say(text)
        where = f"，写在 {arguments.out}" if arguments.out is not None else ""
        taken = f"，已放进资料（{into}）" if into else "；这是草稿，看过以后加 --take 放进资料" if not where else ""
        pages = sum(len(draft.pages) for draft in drafts)
        complain(
            f"《{item.title}》识别 {pages} 页，{len(''.join(text.split())):,} 字，存疑 {doubtful} 字{where}{taken}。"
        )
        for file, number, words in failed:
            complain(f"{file['name']} 第 {number + 1} 页没有识别：{words}")
    return 1 if failed else 0


def _as_json(
    item: Record, drafts: Sequence[FileDraft], text: str, doubtful: int, into: str, out: Path | None
) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "files": [
            {
                "id": draft.file.id,
                "name": draft.file["name"],
                "count": draft.count,
                "pages": [{**page.to_json(), "page": page.number + 1} for page in draft.pages],
                "written": [number + 1 for number in draft.written],
                "failed": [{"page": number + 1, "reason": words} for number, words in draft.failed],
            }
            for draft in drafts
        ],
        "text": text,
        "doubtful": doubtful,
        "taken": into or None,
        "path": str(out) if out is not None else None,
    }


def page_list(words: str) -> list[int] | None:
    """“1-3,7” as numbers from 0; raises ``UsageError``."""
    if not words:
        return None
    found: list[int] = []
    for word in re.split(r"[,，、\s]+", words.strip()):
        match = _PAGES.fullmatch(word)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last:
            raise UsageError(f"看不懂页码：{word}", "请写 3，或 1-3，或 1-3,7。", code="wrong-pages")
        found += range(first - 1, last)
    return found
