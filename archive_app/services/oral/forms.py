"""The forms a transcript goes out in. A new one is a function here and a line in `FORMS`.

Each writes an `Interview` whose words were chosen before, and says what it cannot hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import IO

from archive_app.domain.elan import Topic, to_eaf
from archive_app.domain.ohms.interview import Interview, lost, to_ohms
from archive_app.domain.segments import Segment, clock
from archive_app.domain.textgrid import to_textgrid
from archive_app.domain.transcript import lines_of, to_srt, to_vtt, untimed
from archive_app.frozen import dataclass


class Words(StrEnum):
    """Which words of a segment."""

    SPOKEN = "spoken"
    MANDARIN = "mandarin"
    BOTH = "both"

    @property
    def label(self) -> str:
        """What a person sees."""
        return {"spoken": "原话", "mandarin": "普通话", "both": "原话和普通话"}[self.value]


@dataclass(frozen=True, slots=True)
class Form:
    """``both``: it has a place for 普通话 beside what was said; ``timed``: what has no time cannot stand in it;
    ``single``: it is of one recording, so that an interview of several is several files.

    ``write`` returns what the form could not hold, as Chinese sentences.
    """

    name: str
    label: str
    suffix: str
    help: str
    write: Callable[[IO[bytes], Interview], list[str]]
    both: bool = False
    timed: bool = True
    single: bool = True


def chosen(segments: Sequence[Segment], words: Words) -> list[Segment]:
    """The segments with the words asked for; where there are none in 普通话, what was said stands for both."""
    if words is Words.BOTH:
        return list(segments)
    if words is Words.SPOKEN:
        return [replace(one, mandarin="") for one in segments]
    return [replace(one, text=one.mandarin if one.mandarin.strip() else one.text, mandarin="") for one in segments]


def _vtt(out: IO[bytes], interview: Interview) -> list[str]:
    out.write(to_vtt(interview.segments).encode("utf-8"))
    return _index(interview, "字幕")


def _srt(out: IO[bytes], interview: Interview) -> list[str]:
    out.write(to_srt(interview.segments).encode("utf-8"))
    return _index(interview, "字幕")


def _ohms(out: IO[bytes], interview: Interview) -> list[str]:
    out.write(to_ohms(interview).encode("utf-8"))
    return lost(interview)


def _textgrid(out: IO[bytes], interview: Interview) -> list[str]:
    points = [(point.at, point.title) for point in interview.points if point.title.strip()]
    out.write(to_textgrid(interview.segments, interview.duration, points).encode("utf-8"))
    said = ["TextGrid 里的索引点只有时间和标题。"] if any(p.synopsis or p.keywords for p in interview.points) else []
    begins = [one.start for one in interview.segments if one.start is not None]
    return [*said, *(["各段按时间先后写，与转写稿的先后不同。"] if begins != sorted(begins) else [])]


def _eaf(out: IO[bytes], interview: Interview) -> list[str]:
    topics = [Topic(point.at, point.title, point.synopsis, point.keywords) for point in interview.points]
    made = to_eaf(interview.segments, topics, media=interview.file_name, noted=interview.noted)
    out.write(made.encode("utf-8"))
    said = ["ELAN 里没有地方放索引点的人名、地名。"] if any(point.subjects for point in interview.points) else []
    begins = [one.start for one in interview.segments if one.start is not None]
    return [*said, *(["各段按时间先后写，与转写稿的先后不同。"] if begins != sorted(begins) else [])]


def _short_textgrid(out: IO[bytes], interview: Interview) -> list[str]:
    points = [(point.at, point.title) for point in interview.points if point.title.strip()]
    out.write(to_textgrid(interview.segments, interview.duration, points, short=True).encode("utf-8"))
    return []


def _txt(out: IO[bytes], interview: Interview) -> list[str]:
    """A segment a paragraph, its time in brackets; a segment without one has none."""
    for one, heading in _headed(interview):
        out.write(f"【{heading}】\n\n".encode() if heading else b"")
        time = f"[{clock(int(one.start))[:8]}] " if one.start is not None else ""
        speaker = f"{' '.join(one.speaker.split())}：" if one.speaker.strip() else ""
        out.write(f"{time}{speaker}{chr(10).join(lines_of(one.text))}\n".encode())
        if one.mandarin.strip():
            out.write(f"〔普通话〕{chr(10).join(lines_of(one.mandarin))}\n".encode())
        out.write(b"\n")
    return _index(interview, "文本")


def _docx(out: IO[bytes], interview: Interview) -> list[str]:
    """For reading and for the narrator's eyes: what it is, the index, then who says what and when."""
    from archive_app.office.document import Paragraph, Style, write_docx
    from archive_app.office.package import Piece

    def plain(words: str, style: Style = Style.BODY) -> Paragraph:
        return Paragraph([Piece(words)], style)

    facts = (
        ("编号", interview.accession), ("口述者", "、".join(interview.interviewees)),
        ("采访者", "、".join(interview.interviewers)), ("时间", interview.date_words or interview.day),
        ("时长", clock(interview.duration)[:8] if interview.duration else ""),
    )  # fmt: skip
    paragraphs = [plain(interview.title, Style.TITLE)]
    paragraphs += [plain("　".join(f"{label}：{words}" for label, words in facts if words), Style.FACTS)]
    if interview.points:
        paragraphs.append(plain("内容索引", Style.HEADING))
        names = dict(interview.recordings)
        for point in interview.points:
            of = names.get(point.file or interview.first, "")
            words = "　".join(one for one in (point.title, point.synopsis, "、".join(point.keywords)) if one)
            paragraphs.append(plain(f"{f'{of}　' if of else ''}{clock(int(point.at))[:8]}　{words}"))
        paragraphs.append(plain("转写稿", Style.HEADING))
    for one, heading in _headed(interview):
        if heading:
            paragraphs.append(plain(heading, Style.HEADING))
        time = f"{clock(int(one.start))[:8]}　" if one.start is not None else ""
        speaker = f"{one.speaker}：" if one.speaker.strip() else ""
        paragraphs.append(plain(f"{time}{speaker}{' '.join(lines_of(one.text))}"))
        if one.mandarin.strip():
            paragraphs.append(plain(f"普通话：{' '.join(lines_of(one.mandarin))}", Style.QUOTE))
    write_docx(out, paragraphs, interview.title)
    return []


def _headed(interview: Interview) -> Iterator[tuple[Segment, str]]:
    """Each segment, with the name of its recording where another one begins and there are several."""
    names, before = dict(interview.recordings), ""
    for one in interview.segments:
        file = one.file or interview.first
        yield one, names.get(file, "") if file != before else ""
        before = file


def _index(interview: Interview, what: str) -> list[str]:
    return [f"{what}里没有地方放内容索引，{len(interview.points)} 个索引点没有写。"] if interview.points else []


FORMS: tuple[Form, ...] = (
    Form("vtt", "字幕 WebVTT", ".vtt", "网页、播放器用的字幕，有说话人；收回来分毫不差", _vtt),
    Form("srt", "字幕 SRT", ".srt", "剪辑软件、播放器都认的字幕", _srt),
    Form("ohms", "OHMS XML", ".xml", "给别的口述史馆和 OHMS 网页播放器，连同内容索引", _ohms, both=True, timed=False),
    Form("eaf", "ELAN 标注", ".eaf", "给用 ELAN 的，一位说话人一层，普通话和内容索引各有一层", _eaf, both=True),
    Form("textgrid", "TextGrid（Praat）", ".TextGrid", "给做语音研究的，一位说话人一层", _textgrid, both=True),
    Form(
        "docx",
        "Word 文档",
        ".docx",
        "给口述者看、给编辑改，每段前面有时间",
        _docx,
        both=True,
        timed=False,
        single=False,
    ),
    Form("txt", "文本", ".txt", "每段前面有时间，什么软件都打得开", _txt, both=True, timed=False, single=False),
)
"""Every form, in the order a person sees them."""
SHORT = Form("textgrid-short", "TextGrid（Praat，短）", ".TextGrid", "同上，短格式", _short_textgrid, both=True)
"""Praat's short text form, for the command line."""


def form_named(name: str) -> Form | None:
    """The form of this name, or of this suffix."""
    return next((one for one in (*FORMS, SHORT) if name.lower() in (one.name, one.suffix.lower())), None)


def left_out(form: Form, segments: Sequence[Segment]) -> int:
    """How many segments a form cannot hold: they have no time."""
    return untimed(segments) if form.timed else 0
