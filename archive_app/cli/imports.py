"""What an import did, or would do, as a person reads it."""

from __future__ import annotations

from archive_app.cli.terminal import say
from archive_app.domain.entities import ENTITIES
from archive_app.domain.kinds import KINDS
from archive_app.services.importing import ImportReport

_LABELS = {**{entity.name: entity.label for entity in ENTITIES}, **{kind.name: kind.label for kind in KINDS}}


def tell(report: ImportReport, *, dry_run: bool) -> None:
    """Every outcome on a line of its own, then the sums."""
    took, known, refused = ("会加入", "会跳过", "不能收") if dry_run else ("已加入", "已有", "未收")
    for imported in report.imported:
        number = f"{imported.id}  " if imported.id else ""
        say(f"{took}  {number}[{_LABELS[imported.kind]}] {imported.title}  ← {imported.source}")
        for warning in imported.warnings:
            say(f"  注意：{warning}")
    for attached in report.attached:
        say(f"{'会并入' if dry_run else '已并入'}  {attached.source}")
    for duplicate in report.duplicates:
        where = f"《{duplicate.title}》" + (f"（{duplicate.id}）" if duplicate.id else "")
        say(f"{known}  {duplicate.source}：与{where}相同，没有再收" if not dry_run else
            f"{known}  {duplicate.source}：与{where}相同，不再收")  # fmt: skip
    for refusal in report.refused:
        say(f"{refused}  {refusal.source}：{refusal.reason}")
    counts = f"{len(report.imported)} 件，并入 {len(report.attached)} 个，重复 {len(report.duplicates)} 个，"
    say(f"共{'会' if dry_run else ''}加入 {counts}不能收 {len(report.refused)} 个。")
    if dry_run:
        say("这是试运行：什么也没有写入。")
