"""TextGrid: a transcript made in Praat (or by a program that aligns words to sound)."""

from __future__ import annotations

import codecs
import re
from typing import Any

from archive_app.domain.errors import Refused
from archive_app.domain.textgrid import read_textgrid
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.plain import decoded_text, encoding_warnings
from archive_app.intake.proposal import TRANSCRIPT, Proposal
from archive_app.intake.text.reports import without_controls
from archive_app.intake.text.titles import title_from_name
from archive_app.intake.text.unseen import odd_characters

_HEAD = re.compile(r'\s*(?:File type\s*=\s*)?"(?:ooTextFile|Praat chronological)')
_MOST_S = 7 * 24 * 3600.0


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is binary, breaks off, or holds nothing that was said."""
    with source.path.open("rb") as file:
        if file.read(12) == b"ooBinaryFile":
            raise Refused(
                "这是二进制的 TextGrid，没有收",
                "请在 Praat 里打开，用 Save as text file 另存后再导入。",
                code="binary",
            )
    decoded = decoded_text(source, workspace)
    text, controls = without_controls(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        found = read_textgrid(text)
    except ValueError as error:
        raise Refused(
            "这份 TextGrid 读不下去，可能没有拷完，或是改坏了", "请在 Praat 里打开另存，再导入。", code="broken"
        ) from error
    segments = found.captions.segments
    if not segments and not found.points:
        raise Refused("这份 TextGrid 里没有一句话", "请核对是不是转写好了的那一份。", code="empty")
    fields: dict[str, Any] = {"title_source": "自拟"}
    if 0 < found.end < _MOST_S:
        fields["duration"] = round(found.end, 3)
    if found.points:
        fields["index_points"] = [{"at": at, "title": words} for at, words in found.points]
    return Proposal(
        "oral_history",
        title_from_name(source.name),
        fields,
        facts=(("mime", "text/x-textgrid"),),
        warnings=(
            *encoding_warnings(decoded, controls),
            *found.captions.problems,
            *odd_characters(segment.text for segment in segments),
        ),
        transcript=segments,
        role=TRANSCRIPT,
    )


def is_textgrid(head: bytes) -> bool:
    """Whether these are the first bytes of a TextGrid, in whichever form and encoding."""
    if head.startswith(b"ooBinaryFile") and head[12:24].find(b"TextGrid") >= 0:
        return True
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = head.decode("utf-8-sig", "replace")
    found = _HEAD.match(text)
    return found is not None and "TextGrid" in text[: found.end() + 80]


TEXTGRID = Format("textgrid", "TextGrid（Praat）", (".textgrid",), read, sniff=is_textgrid)
