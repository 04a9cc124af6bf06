"""``transcript``: what was said in a recording, written out for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import complain, say
from archive_app.domain.errors import UsageError
from archive_app.domain.segments import Segment
from archive_app.domain.transcript import to_srt, to_vtt, untimed
from archive_app.services.archive import Archive
from archive_app.vault.durable import replacing

_WRITERS = {".vtt": to_vtt, ".srt": to_srt}


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add this group's command."""
    parser = commands.add_parser("transcript", parents=[common], help="把转写稿写成字幕文件（vtt、srt）")
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("id", metavar="编号", help="uuid、征集号或档号")
    parser.add_argument("-o", dest="out", metavar="文件", type=Path, required=True, help="后缀 .vtt 或 .srt")
    parser.set_defaults(run=_transcript)


def _transcript(arguments: argparse.Namespace) -> int:
    out: Path = arguments.out
    writer = _WRITERS.get(out.suffix.lower())
    if writer is None:
        raise UsageError(f"不知道把 {out.name} 写成什么", "文件名请以 .vtt 或 .srt 结尾。", code="unknown-format")
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        record = archive.catalogue.record(archive.catalogue.resolve(arguments.id))
    rows = record["transcript"] if record.entity == "item" else []
    segments = [Segment.from_json(row) for row in rows]
    if not segments:
        raise UsageError(
            f"《{record.title}》没有转写稿", "请先加入同名的 vtt、srt，或在窗口里录入。", code="no-transcript"
        )
    missing = untimed(segments)
    if missing == len(segments):
        raise UsageError(f"《{record.title}》的转写稿没有时间，写不成字幕", "请先填上时间。", code="no-times")
    with replacing(out) as file:
        file.write(writer(segments).encode("utf-8"))
    say(f"《{record.title}》的转写稿 {len(segments) - missing} 段，写在 {out}")
    if missing:
        complain(f"有 {missing} 段没有时间，没有写进去。")
    return 1 if missing else 0
