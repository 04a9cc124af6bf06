"""A table with a column of times and one of words is a transcript: of Word, Excel, csv (Whisper's tsv among them), and
an index of OHMS as a table. A list of items is none: its times are days."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from archive_app.domain.captions import Captions, Cue, gathered, stamp
from archive_app.intake.formats.spoken import Heard

_NAMES = {
    "start": "开始 开始时间 起始 起始时间 起 起点 时间 时间点 时间码 时码 时间戳 入点 播放时间 "
    "start starttime startseconds starts begin in time timecode timestamp tcin",
    "end": "结束 结束时间 终止 终止时间 止 止点 出点 end endtime endseconds ends out tcout",
    "speaker": "说话人 发言人 讲话人 讲述人 说话者 发言者 人物 角色 谁说 谁 speaker speakername who name",
    "text": "内容 文字 文本 文稿 转写 转写内容 转写文字 转写文本 对话 对话内容 发言 发言内容 谈话内容 说话内容 原文 "
    "原话 识别结果 text transcript transcription content sentence dialogue caption subtitle",
    "mandarin": "普通话 普通话译文 普通话转写 译文 翻译",
    "title": "标题 题目 小标题 段落标题 title segmenttitle",
    "synopsis": "提要 摘要 内容提要 synopsis segmentsynopsis description",
    "keywords": "关键词 主题词 keywords keyword",
}
"""Heads of columns by what they hold, without blanks and marks."""
_MEANS = {name: meaning for meaning, names in _NAMES.items() for name in names.split()}
_Cell = Callable[[Sequence[str], str], str]
_TO = re.compile(r"\s*(?:-->|[-–—~～至到])\s*")
"""Between the two times of a cell."""
_SEEN = 3  # rows above the head of a table: a title, a date
_RIGHT = 0.8  # of the cells in its column are times


def transcript_of(rows: Sequence[Sequence[str]]) -> Heard | None:
    """The transcript, or the index, that a table is; ``None`` where it is another one."""
    for number, row in enumerate(rows[: _SEEN + 1]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            meaning = _MEANS.get(_plain(cell))
            if meaning is not None:
                columns.setdefault(meaning, column)
        if "start" in columns and ("text" in columns or "title" in columns):
            return _read(rows[number + 1 :], columns, [str(cell).strip() for cell in row])
    return None


def _plain(cell: str) -> str:
    return re.sub(r"[\s_\-:：()（）]|秒|ms", "", str(cell)).lower()


def _read(rows: Sequence[Sequence[str]], columns: dict[str, int], head: Sequence[str]) -> Heard | None:
    def cell(row: Sequence[str], name: str) -> str:
        at = columns.get(name, -1)
        return str(row[at]).strip() if 0 <= at < len(row) else ""

    filled = [row for row in rows if any(str(one).strip() for one in row)]
    begins = [cell(row, "start") for row in filled]
    said = [one for one in begins if one]
    whole = bool(said) and all(one.isdigit() for one in said)
    per = 1000 if whole and int(said[-1]) > 600 and "end" in columns else 1  # Whisper's tsv counts milliseconds
    if not said or sum(1 for one in said if _second(one, per) is not None) < max(1, _RIGHT * len(said)):
        return None
    known = set(columns.values())
    left = [name for at, name in enumerate(head) if name and at not in known and any(_at(row, at) for row in filled)]
    problems = [f"表里的 {'、'.join(left[:5])} 栏没有收进转写稿，原件里有。"] if left else []
    if "text" not in columns:
        return _index(filled, cell, per, problems)
    cues: list[Cue] = []
    for row in filled:
        start = _second(cell(row, "start"), per)
        words = cell(row, "text")
        if not words and start is None:
            continue
        if not cell(row, "start") and not cell(row, "speaker") and cues:  # a cell that Word broke over a page
            cues[-1].lines += words.split("\n")
            cues[-1].mandarin = "\n".join(one for one in (cues[-1].mandarin, cell(row, "mandarin")) if one)
            continue
        times = cell(row, "start"), cell(row, "end")
        end = _second(times[1], per) if times[1] else _second(_TO.split(times[0], maxsplit=1)[-1], per)
        end = end if end != start else None
        written = " --> ".join(one for one in times if one) or "没有时间"
        who, mandarin = cell(row, "speaker"), cell(row, "mandarin")
        cues.append(Cue(len(cues) + 1, written, start, end, words.split("\n"), "", who, mandarin))
    for cue, following in pairwise(cues):
        if cue.end is None and cue.start is not None and (following.start or 0) > cue.start:
            cue.end = following.start
    return Heard(gathered(cues, problems, markup=""))


def _index(rows: Sequence[Sequence[str]], cell: _Cell, per: int, problems: list[str]) -> Heard:
    points = []
    for row in rows:
        at = _second(cell(row, "start"), per)
        words = tuple(one.strip() for one in re.split(r"[;；、]", cell(row, "keywords")) if one.strip())
        if at is not None and (cell(row, "title") or cell(row, "synopsis")):
            points.append((at, cell(row, "title"), cell(row, "synopsis"), words))
    lost = len(rows) - len(points)
    more = [f"有 {lost} 行没有时间或没有标题，没有收，原件里有。"] if lost else []
    return Heard(Captions((), (*problems, *more)), tuple(points))


def _at(row: Sequence[str], at: int) -> str:
    return str(row[at]).strip() if at < len(row) else ""


def _second(words: str, per: int) -> float | None:
    words = words.strip().strip("[]【】()（）")
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", words):
        return round(float(words) / per, 3)
    first = _TO.split(words, maxsplit=1)[0]
    return stamp(first) if first else None
