"""A recording and its transcript without what stays behind: both are cut at the same places, in one act.

Nothing leaves without a consent that holds; what stays behind is decided segment by segment by `domain.withholding`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.consents import ConsentState
from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.ohms.interview import Point
from archive_app.domain.segments import Segment, clock, named
from archive_app.domain.withholding import MARGIN, Audience, NewTimes, Stretch, overlaps, parted, stretches, within
from archive_app.frozen import dataclass
from archive_app.intake.sandbox import Cancelled
from archive_app.services.archive import Archive
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.leaving import may_go, may_leave
from archive_app.services.oral.forms import Form, Words, chosen, left_out
from archive_app.services.oral.interview import points_of, segments_of
from archive_app.services.oral.recordings import Recordings
from archive_app.services.oral.sound_cutting import CutSound, Progress, Stopped, cut_sound
from archive_app.services.oral.written_out import Written, level_of, write_form
from archive_app.services.sounds import decodable

_MOST_MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom, and how: ``silent`` leaves silence where something was, else it is taken out; ``margin`` seconds more
    on either side of a segment; ``forms`` of the transcript beside the sound."""

    audience: Audience = Audience.INTERNAL
    silent: bool = True
    margin: float = MARGIN
    forms: tuple[Form, ...] = ()
    words: Words = Words.BOTH

    def check(self) -> None:
        """Raises ``UsageError`` where it cannot be."""
        if self.audience is Audience.OWN:
            raise UsageError("本单位留存的录音不用剪", "请选内部使用或对外公开。", code="wrong-value")
        if not 0 <= self.margin <= _MOST_MARGIN:
            raise UsageError(f"前后多剪 {self.margin} 秒做不了", f"请写 0 到 {_MOST_MARGIN:g}。", code="wrong-value")


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be cut: ``cut`` in seconds of the recording, ``staying`` the segments that stay behind."""

    item: Record
    file: Record | None
    kept: tuple[Segment, ...]
    staying: tuple[Segment, ...]
    cut: tuple[Stretch, ...]
    remarks: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """How much would be cut; where the end is open, as far as the recording's length is known."""
        length = float(self.file["duration"] or 0) if self.file is not None else 0.0
        return sum(max(0.0, (end if math.isfinite(end) else length) - begin) for begin, end in self.cut)

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi cut --dry-run --json`` prints it; an open end is null."""
        return {
            "title": self.item.title,
            "file": self.file.id if self.file is not None else None,
            "cut": [[round(begin, 3), round(end, 3) if math.isfinite(end) else None] for begin, end in self.cut],
            "kept": len(self.kept),
            "withheld": len(self.staying),
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True, slots=True)
class Cut:
    """What was written: the sound and the transcripts beside it."""

    path: Path
    title: str
    sound: CutSound
    cut: tuple[Stretch, ...]
    withheld: int
    transcripts: tuple[Written, ...]
    remarks: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi cut --json`` prints it."""
        before = self.sound.before
        return {
            "path": str(self.path),
            "title": self.title,
            "seconds": {"before": round(before, 3), "after": round(self.sound.after, 3)},
            "cut": [[round(begin, 3), round(min(end, before), 3)] for begin, end in self.cut],
            "withheld": self.withheld,
            "transcripts": [one.to_json() for one in self.transcripts],
            "remarks": list(self.remarks),
        }


def plan(archive: Archive, item_id: str, wish: Wish, file_id: str = "") -> Plan:
    """What would be cut out of an item's recording (the first one, or the one named). Raises ``UsageError`` where it
    has none, ``Refused`` where it may not leave, or nobody can say where to cut."""
    wish.check()
    item = archive.catalogue.record(item_id)
    if item.entity != "item":
        raise UsageError("只有资料才有录音", "编号请写资料的。", code="not-an-item")
    recordings = Recordings(archive, item.id)
    sounds = recordings.files
    file = next((one for one in sounds if one.id == file_id), sounds[0] if sounds and not file_id else None)
    if file is None:
        raise UsageError(f"《{item.title}》没有录音", "请先加入录音。", code="no-sound")
    remarks = [remark] if (remark := _permitted(archive, item, file, wish.audience)) else []
    every = segments_of(item)
    segments = recordings.of(every, file.id)
    kept, staying = parted(segments, level_of(item), wish.audience)
    if segments and not kept:
        raise Refused(f"《{item.title}》没有一段可以给{wish.audience.label}", "请有权的人放宽级别。", code="restricted")
    if not segments and parted(every, level_of(item), wish.audience)[1]:
        words = f"{file['name']} 还没有转写，这一件里又有不外传的话，不知道这段录音该剪哪里"
        raise Refused(words, "请先转写这段录音；或在转写稿里说明哪些话是它的。", code="other-recording")
    back = {id(one) for one in staying}
    untimed = [f"第 {at} 段" for at, one in enumerate(every, start=1) if id(one) in back and one.start is None]
    if untimed:
        raise Refused(f"{named(untimed)}不外传，却没有时间，不知道该剪哪里", "请先填上时间。", code="no-times")
    cut = tuple(stretches(segments, staying, math.inf, wish.margin))
    if not segments:
        remarks.append("没有转写稿，录音整段都在，一句没有剪。")
    for one in overlaps(kept, cut):
        begin = clock(one.segment.start or 0)[:8]
        remarks.append(f"{begin} 的一段与不外传的话叠着，声音剪去了 {one.seconds:.1f} 秒，文字还在，请看看。")
    return Plan(item, file, kept, staying, cut, tuple(remarks))


def _permitted(archive: Archive, item: Record, file: Record, audience: Audience) -> str:
    """Raises ``Refused`` unless the level allows it and a consent holds. Before the day on which it opens a recording
    is for use in the house only."""
    may_go(archive, item, audience)
    consents = ConsentBook(archive)
    may_leave(item, consents, file)
    state = consents.state_of_item(item)
    if state is ConsentState.VALID:
        return ""
    if state is ConsentState.NOT_OPEN and audience is Audience.INTERNAL:
        return "授权书还没有到开放日期，只能内部使用。"
    words = (
        f"《{item.title}》{'没有授权书' if state is ConsentState.ABSENT else f'授权书{state.label}'}，录音不能拿出去"
    )
    raise Refused(words, state.remedy, code="no-consent")


def cut(
    archive: Archive,
    item_id: str,
    out: Path,
    wish: Wish,
    file_id: str = "",
    progress: Progress = lambda share, words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Cut:
    """Write the recording at ``out`` (a WAV) without what stays behind, and its transcript beside it in each form.

    Raises as `plan` and `sound_cutting.cut_sound` do; the transcripts are written only where the sound was.
    """
    planned = plan(archive, item_id, wish, file_id)
    if planned.file is None:
        raise UsageError("没有录音", code="no-sound")
    try:
        with decodable(archive, str(planned.file["sha256"]), cancelled) as source:
            sound = cut_sound(source, out, planned.cut, silent=wish.silent, progress=progress, cancelled=cancelled)
    except Cancelled:
        raise Stopped("停了，没有写", code="cancelled") from None
    times = NewTimes(planned.cut, silent=wish.silent)
    points, said = _points(archive, planned, times)
    kept = [times.segment(one) for one in chosen(planned.kept, wish.words)]
    item = replace(planned.item, values={**planned.item.values, "duration": round(sound.after, 3)})
    written = []
    for form in wish.forms if kept else ():
        if left_out(form, kept) == len(kept):
            said.append(f"转写稿没有时间，没有写成{form.label}。")
        else:
            into = out.with_suffix(form.suffix)
            written.append(write_form(archive, item, into, form, kept, points, planned.file.id))
    remarks = (*planned.remarks, *said)
    return Cut(out, item.title, sound, planned.cut, len(planned.staying), tuple(written), remarks)


def _points(archive: Archive, planned: Plan, times: NewTimes) -> tuple[list[Point], list[str]]:
    """The index points that go, with their new times, and what to look at again."""
    points = points_of(archive, planned.item)
    if planned.file is not None:
        points = Recordings(archive, planned.item.id).of(points, planned.file.id)
    shown = [one for one in points if not within(one.at, planned.cut)]
    remarks = []
    if len(shown) < len(points):
        remarks.append(f"有 {len(points) - len(shown)} 个索引点在剪去的段里，没有写。")
    touched = [one.title or clock(one.at)[:8] for at, one in enumerate(shown) if _reaches(shown, at, planned.cut)]
    if touched:
        remarks.append(f"索引点《{'》《'.join(touched[:5])}》讲的一段里剪去了话，请看看它的标题和提要有没有说到。")
    return [replace(one, at=times.second(one.at)) for one in shown], remarks


def _reaches(points: Sequence[Point], at: int, cut: Sequence[Stretch]) -> bool:
    """Whether what an index point speaks of, up to the next one, was cut."""
    end = points[at + 1].at if at + 1 < len(points) else math.inf
    return any(points[at].at < begin < end for begin, _end in cut)
