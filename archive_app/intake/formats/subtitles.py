"""Transcripts: WebVTT, SubRip, and texts with times at their lines. Services join them to their recording."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import replace

from archive_app.domain.captions import Captions, is_timing, read_srt, read_vtt
from archive_app.domain.errors import Refused
from archive_app.domain.stamped import is_head, looks_stamped, read_stamped
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.plain import PLAIN, decoded_text, encoding_warnings
from archive_app.intake.formats.plain import read as read_plain
from archive_app.intake.proposal import TRANSCRIPT, Proposal
from archive_app.intake.text.reports import refuse_secret, without_controls
from archive_app.intake.text.titles import title_from_name
from archive_app.intake.text.unseen import odd_characters

_POINT = re.compile(r"\d\.\d{1,3}\s*-->")


def _reader(read_captions: Callable[[str], Captions], mime: str) -> Callable[[Source, Workspace], Proposal]:
    def read(source: Source, workspace: Workspace) -> Proposal:
        """A transcript. Raises ``Refused`` where there is no caption in it, or its encoding is not known."""
        decoded = decoded_text(source, workspace)
        text, controls = _plain(decoded.text)
        refuse_secret(text.split("\n"))
        captions = read_captions(text)
        if not captions.segments:
            raise Refused("文件里没有一条字幕", "请核对是不是转写稿，或用文字软件另存为 txt 后再导入。", code="empty")
        return Proposal(
            "oral_history",
            title_from_name(source.name),
            {"title_source": "自拟"},
            facts=(("mime", mime),),
            warnings=(
                *encoding_warnings(decoded, controls),
                *captions.problems,
                *odd_characters(segment.text for segment in captions.segments),
            ),
            transcript=captions.segments,
            role=TRANSCRIPT,
        )

    return read


def read_text(source: Source, workspace: Workspace) -> Proposal:
    """A plain text; where its lines bear times, what it would be as a transcript stands beside it.

    Raises ``Refused`` as ``plain.read`` does.
    """
    proposal = read_plain(source, workspace)
    text, _ = _plain(decoded_text(source, workspace).text)
    if not looks_stamped(text):
        return proposal
    captions = read_stamped(text)
    if is_head(proposal.title):
        fields = {**proposal.fields, "title_source": "自拟"}
        proposal = replace(proposal, title=title_from_name(source.name), fields=fields)
    return replace(proposal, transcript=captions.segments, transcript_warnings=captions.problems)


def _plain(text: str) -> tuple[str, int]:
    """The text with plain line ends and without control characters, and how many of these there were."""
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def is_vtt(head: bytes) -> bool:
    """Whether these are the first bytes of a WebVTT: by its header, or by captions whose seconds have a point."""
    text = _first(head)
    return text.startswith("WEBVTT") or (_captions_at_once(text) and _POINT.search(text) is not None)


def is_srt(head: bytes) -> bool:
    """Whether these are the first bytes of a SubRip file: a number, and times. Careless programs write them with a
    point: then the suffix decides."""
    return _captions_at_once(_first(head))


def _captions_at_once(text: str) -> bool:
    """Whether the first line is a caption's number or times, and an arrow follows."""
    line, _, rest = text.partition("\n")
    if line.strip().isdigit():
        line = rest.lstrip("\n").partition("\n")[0]
    return ("-->" in line and not line.lstrip().startswith("[")) or is_timing(line)


def _first(head: bytes) -> str:
    """The ASCII of the beginning, in whichever encoding."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = head.decode("utf-8-sig", "replace")
    return text.replace("\r", "\n").lstrip()


VTT = Format("vtt", "字幕（WebVTT）", (".vtt",), _reader(read_vtt, "text/vtt"), sniff=is_vtt)
SRT = Format("srt", "字幕（SRT）", (".srt",), _reader(read_srt, "application/x-subrip"), sniff=is_srt)
TEXT = replace(PLAIN, read=read_text)

SUBTITLES = (VTT, SRT, TEXT)
