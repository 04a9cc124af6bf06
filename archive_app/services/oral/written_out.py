"""A transcript goes out: in which form, in which words, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.access import Access
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.ohms.interview import Point
from archive_app.domain.segments import Segment
from archive_app.domain.withholding import Audience, parted, within
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.leaving import may_leave
from archive_app.services.oral.forms import Form, Words, chosen, left_out
from archive_app.services.oral.interview import interview_of, points_of, segments_of
from archive_app.vault.durable import replacing


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: ``segments`` of them, ``withheld`` stayed behind by their level, ``untimed`` have no time and
    could not stand in the form. ``remarks`` are Chinese sentences."""

    path: Path
    title: str
    segments: int
    withheld: int
    untimed: int
    remarks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi transcript --json`` prints it."""
        counts = {"segments": self.segments, "withheld": self.withheld, "untimed": self.untimed}
        return {"path": str(self.path), "title": self.title, **counts, "remarks": list(self.remarks)}


def write_transcript(
    archive: Archive,
    item_id: str,
    out: Path,
    form: Form,
    words: Words = Words.SPOKEN,
    audience: Audience = Audience.INTERNAL,
) -> Written:
    """Write an item's transcript at ``out``, what is not for the ``audience`` left out.

    Raises ``UsageError`` where there is none or nothing of it can stand in the form, ``Refused`` where the item has
    to stay, ``StorageFailed`` where the file cannot be written.
    """
    item = archive.catalogue.record(item_id)
    segments = segments_of(item) if item.entity == "item" else []
    if not segments:
        raise UsageError(
            f"《{item.title}》没有转写稿", "请先加入同名的 vtt、srt，或在窗口里录入。", code="no-transcript"
        )
    try:
        remarks = [remark] if (remark := may_go(archive, item, audience)) else []
    except Refused as error:
        remedy = error.remedy or "只在本单位里用的，可以选“本单位留存”（--for own）。"
        raise Refused(error.message, remedy, code=error.code) from error
    kept, withheld = parted(segments, level_of(item), audience)
    if not kept:
        raise Refused(
            f"《{item.title}》的转写稿没有一段可以给{audience.label}", "请有权的人放宽级别。", code="restricted"
        )
    points = points_of(archive, item)
    hidden = [(one.start, one.end or one.start) for one in withheld if one.start is not None]
    shown = [one for one in points if not within(one.at, hidden)]
    if len(shown) < len(points):
        remarks.append(f"有 {len(points) - len(shown)} 个索引点在不给的段里，没有写。")
    written = write_form(archive, item, out, form, chosen(kept, words), shown)
    return replace(written, withheld=len(withheld), remarks=(*remarks, *written.remarks))


def write_form(
    archive: Archive, item: Record, out: Path, form: Form, segments: Sequence[Segment], points: Sequence[Point]
) -> Written:
    """Write segments and index points of an item in a form. Raises ``UsageError`` where none of them has a time and the
    form wants one, ``StorageFailed`` where the file cannot be written."""
    said = list(segments) if form.both else chosen(segments, Words.SPOKEN)
    missing = left_out(form, said)
    if form.timed and missing == sum(1 for one in said if one.text.strip()):
        raise UsageError(f"《{item.title}》的转写稿没有时间，写不成{form.label}", "请先填上时间。", code="no-times")
    remarks = []
    if item["anonymous"]:
        remarks.append("口述者要求匿名，说话人写成“口述者”；话里提到的名字请自己看一遍。")
    with replacing(out) as file:
        remarks += form.write(file, interview_of(archive, item, said, points))
    return Written(out, item.title, len(said) - missing, 0, missing, tuple(remarks))


def level_of(item: Record) -> Access:
    """An item's level; what nobody set is internal."""
    return Access(item["access"]) if item["access"] in set(Access) else Access.INTERNAL


def may_go(archive: Archive, item: Record, audience: Audience) -> str:
    """Raises ``Refused`` where an item may not go to somebody; what is to be thought of where it may. To keep it in the
    house (`Audience.OWN`) nothing need be asked."""
    if audience is Audience.OWN:
        return ""
    try:
        remark = may_leave(item, ConsentBook(archive))
        if audience is Audience.PUBLIC:
            if level_of(item) is not Access.PUBLIC:
                raise Refused(f"级别是{level_of(item).label}，不能对外公开", "可以选“内部使用”。", code="restricted")
            if remark:
                raise Refused(remark.replace("只能内部使用", "不能对外公开"), code="no-consent")
    except Refused as error:
        raise Refused(f"《{item.title}》{error.message}", error.remedy, code=error.code) from error
    return f"{remark}。" if remark else ""


def with_suffix(out: Path, form: Form) -> Path:
    """The name a person chose, ending as the form's files do."""
    return out if out.suffix.lower() == form.suffix.lower() else out.with_name(out.name + form.suffix)


def without_mandarin(item: Record) -> bool:
    """Whether no segment has words in 普通话: then nothing need be chosen."""
    return not any(one.mandarin.strip() for one in segments_of(item))


def plain_name(title: str, form: Form) -> str:
    """A file's name for an item, as any system takes it."""
    kept = "".join("_" if one in '\\/:*?"<>|' or one < " " else one for one in title).strip(" .")[:80].rstrip(" .")
    return f"{kept or '转写稿'}{form.suffix}"
