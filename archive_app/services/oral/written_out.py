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
from archive_app.domain.segments import Segment, clock
from archive_app.domain.withholding import Audience, covered, parted, within
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.leaving import text_may_go
from archive_app.services.oral.forms import Form, Words, chosen, left_out
from archive_app.services.oral.interview import interview_of, points_of, segments_of
from archive_app.services.oral.recordings import Recordings
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
    paths: tuple[Path, ...] = ()
    """All that was written, where an interview of several recordings became a file for each."""

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi transcript --json`` prints it."""
        counts = {"segments": self.segments, "withheld": self.withheld, "untimed": self.untimed}
        paths = {"paths": [str(one) for one in self.paths]} if self.paths else {}
        return {"path": str(self.path), "title": self.title, **counts, "remarks": list(self.remarks), **paths}


def write_transcript(
    archive: Archive,
    item_id: str,
    out: Path,
    form: Form,
    words: Words = Words.SPOKEN,
    audience: Audience = Audience.INTERNAL,
    recording: str = "",
) -> Written:
    """Write an item's transcript at ``out``, what is not for the ``audience`` left out; of one ``recording`` (its id,
    its file's name or its number) only where that is asked for. Of several recordings, a form that is of one is written
    once for each, with the recording's name behind that of ``out``.

    Raises ``UsageError`` where there is none or nothing of it can stand in the form, ``Refused`` where the item has
    to stay, ``StorageFailed`` where the file cannot be written.
    """
    item = archive.catalogue.record(item_id)
    segments = segments_of(item) if item.entity == "item" else []
    if not segments:
        raise UsageError(
            f"《{item.title}》没有转写稿", "请先加入同名的 vtt、srt，或在窗口里录入。", code="no-transcript"
        )
    remarks = [remark] if (remark := text_may_go(archive, item, audience)) else []
    recordings = Recordings(archive, item.id)
    wanted = recordings.called(recording) if recording else ""
    kept, withheld = parted(segments, level_of(item), audience)
    if wanted:
        kept, withheld = tuple(recordings.of(kept, wanted)), tuple(recordings.of(withheld, wanted))
    if wanted and not kept and not withheld:
        raise UsageError(f"“{recordings.name(wanted)}”还没有转写", "请另选一段录音。", code="no-transcript")
    if not kept:
        raise Refused(
            f"《{item.title}》的转写稿没有一段可以给{audience.label}", "请有权的人放宽级别。", code="restricted"
        )
    points = points_of(archive, item)
    points = recordings.of(points, wanted) if wanted else points
    shown, near = _shown(recordings, segments, withheld, points)
    if len(shown) < len(points):
        remarks.append(f"有 {len(points) - len(shown)} 个索引点在不给的段里，没有写。")
    if near:
        remarks.append(f"索引点《{'》《'.join(near[:5])}》讲的一段里有不给的话，请看看它的标题和提要有没有说到。")
    said = chosen(kept, words)
    used = recordings.used(kept)
    if len(used) < 2 or not form.single:
        written = write_form(archive, item, out, form, said, shown, used[0] if used and form.single else "")
        return replace(written, withheld=len(withheld), remarks=(*remarks, *written.remarks))
    parts: list[Written] = []
    for number, file in enumerate(used, start=1):
        of = recordings.of(said, file)
        if form.timed and left_out(form, of) == sum(1 for one in of if one.text.strip()):
            remarks.append(f"{recordings.name(file)} 的转写没有时间，没有写成{form.label}。")
            continue
        name = Path(recordings.name(file)).stem or f"录音{number}"
        into = out.with_name(f"{out.stem}（{_plain(name)}）{out.suffix}")
        if any(one.path == into for one in parts):
            into = out.with_name(f"{out.stem}（{number}-{_plain(name)}）{out.suffix}")
        parts.append(write_form(archive, item, into, form, of, recordings.of(shown, file), file))
    if not parts:
        raise UsageError(f"《{item.title}》的转写稿没有时间，写不成{form.label}", "请先填上时间。", code="no-times")
    remarks += [f"{one.path.name}：{words}" for one in parts for words in one.remarks]
    remarks.append(f"这一件有几段录音，各写成一个文件：{'、'.join(one.path.name for one in parts)}。")
    counts = [sum(getattr(one, name) for one in parts) for name in ("segments", "untimed")]
    paths = tuple(one.path for one in parts)
    return Written(paths[0], item.title, counts[0], len(withheld), counts[1], tuple(remarks), paths)


def _shown(
    recordings: Recordings, segments: Sequence[Segment], withheld: Sequence[Segment], points: Sequence[Point]
) -> tuple[list[Point], list[str]]:
    """The index points that stand in no segment that stays behind; what those are called that reach into one."""
    cut: dict[str, list[tuple[float, float]]] = {}
    for file in dict.fromkeys(recordings.file_of(one) for one in points):
        cut[file] = covered(recordings.of(segments, file), recordings.of(withheld, file))
    shown = [one for one in points if not within(one.at, cut[recordings.file_of(one)])]
    near = []
    for one in shown:
        of = recordings.file_of(one)
        end = min((other.at for other in points if other.at > one.at and recordings.file_of(other) == of), default=None)
        if any(one.at < begin and (end is None or begin < end) for begin, _end in cut[of]):
            near.append(one.title or clock(one.at)[:8])
    return shown, near


def write_form(
    archive: Archive,
    item: Record,
    out: Path,
    form: Form,
    segments: Sequence[Segment],
    points: Sequence[Point],
    recording: str = "",
) -> Written:
    """Write segments and index points of an item, or of one of its recordings, in a form.

    Raises ``UsageError`` where none of them has a time and the form wants one, ``StorageFailed`` where the file cannot
    be written.
    """
    said = list(segments) if form.both else chosen(segments, Words.SPOKEN)
    missing = left_out(form, said)
    if form.timed and missing == sum(1 for one in said if one.text.strip()):
        raise UsageError(f"《{item.title}》的转写稿没有时间，写不成{form.label}", "请先填上时间。", code="no-times")
    remarks = []
    if item["anonymous"]:
        remarks.append("口述者要求匿名，说话人写成“口述者”；话里提到的名字请自己看一遍。")
    with replacing(out) as file:
        remarks += form.write(file, interview_of(archive, item, said, points, recording))
    return Written(out, item.title, len(said) - missing, 0, missing, tuple(remarks))


def level_of(item: Record) -> Access:
    """An item's level; what nobody set is internal."""
    return item.level


def with_suffix(out: Path, form: Form) -> Path:
    """The name a person chose, ending as the form's files do."""
    return out if out.suffix.lower() == form.suffix.lower() else out.with_name(out.name + form.suffix)


def without_mandarin(item: Record) -> bool:
    """Whether no segment has words in 普通话: then nothing need be chosen."""
    return not any(one.mandarin.strip() for one in segments_of(item))


def plain_name(title: str, form: Form) -> str:
    """A file's name for an item, as any system takes it."""
    return f"{_plain(title) or '转写稿'}{form.suffix}"


def _plain(name: str) -> str:
    return "".join("_" if one in '\\/:*?"<>|' or one < " " else one for one in name).strip(" .")[:80].rstrip(" .")
