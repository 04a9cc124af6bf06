"""Transcripts in JSON: Whisper and what was made after it, sherpa-onnx, FunASR, oTranscribe, B 站, YouTube.

Each form has a function below that says what it is known by and what its lines are; times are seconds, but where the
form counts milliseconds.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from archive_app.domain.captions import Captions, Cue, gathered
from archive_app.domain.errors import Refused
from archive_app.domain.segments import clock
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.plain import decoded_text, encoding_warnings
from archive_app.intake.formats.spoken import Heard, heard_proposal
from archive_app.intake.proposal import Proposal
from archive_app.intake.text.reports import refuse_secret

Line = tuple[float | None, float | None, str, str]
"""Begin, end, who speaks, words."""
_STAMP = re.compile(r"<span[^>]*\bdata-timestamp=\"([\d.]{1,20})\"[^>]*>[^<]*</span>", re.IGNORECASE)
_BLOCK = re.compile(r"</p>|<br\s*/?>|</div>|<p[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,400}>")


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is damaged (the line is said), or of no form that is known."""
    decoded = decoded_text(source, workspace)
    told = _parsed(decoded.text.removeprefix("\ufeff"))
    lines = next((found for form in FORMS if (found := form(told)) is not None), None)
    if lines is None:
        raise Refused(
            "这份 JSON 里没有认得的转写稿（Whisper、sherpa-onnx、FunASR、oTranscribe、B 站、YouTube）",
            "请在原来的软件里另存为 srt 后再导入。",
            code="not-taken",
        )
    cues = [
        Cue(number, clock(start)[:8] if start is not None else "没有时间", start, end, words.split("\n"), "", speaker)
        for number, (start, end, speaker, words) in enumerate(lines, start=1)
        if words.strip()
    ]
    for cue, following in pairwise(cues):
        if cue.end is None and cue.start is not None and (following.start or 0.0) > cue.start:
            cue.end = following.start
    refuse_secret([one.lines[0] for one in cues[:10]])
    read_ = gathered(cues, (), markup="")
    return heard_proposal(
        source, Heard(Captions(read_.segments, read_.problems)), "application/json", encoding_warnings(decoded, 0)
    )


def _parsed(text: str) -> Any:
    """One JSON document, or one on every line."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        rows = [line for line in text.split("\n") if line.strip()]
        at = getattr(error, "lineno", 1)
        if len(rows) > 1:
            try:
                return [json.loads(line) for line in rows]
            except (ValueError, RecursionError) as again:
                at = max(at, 1)
                raise _broken(at) from again
        raise _broken(at) from error


def _broken(line: int) -> Refused:
    return Refused(
        f"这份 JSON 第 {line} 行读不下去，可能没有拷完，或是改坏了", "请重新拷一份，或重新导出。", code="broken"
    )


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e9 else None


def _thousandth(value: Any) -> float | None:
    number = _number(value)
    return None if number is None else round(number / 1000, 3)


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _speaker(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"说话人 {value + 1}"
    return " ".join(str(value or "").split())


def otranscribe(told: Any) -> Iterator[Line] | None:
    """``.otr``: the page as HTML, with a span for each time that was put in."""
    if not (isinstance(told, dict) and isinstance(told.get("text"), str) and ("media" in told or "media-time" in told)):
        return None
    return _of_page(told["text"])


def _of_page(page: str) -> Iterator[Line]:
    pieces = _STAMP.split(page)
    times: list[float | None] = [None, *(_number(one) for one in pieces[1::2])]
    said = [_plain(one) for one in pieces[::2]]
    for at, words in enumerate(said):
        if words:
            after = next((one for one in times[at + 1 :] if one is not None), None)
            start = times[at]
            yield start, after if start is not None and after is not None and after > start else None, "", words


def _plain(piece: str) -> str:
    words = html.unescape(_TAG.sub("", _BLOCK.sub("\n", piece))).replace("\xa0", " ")
    return "\n".join(" ".join(line.split()) for line in words.split("\n") if line.strip())


def whisper(told: Any) -> Iterator[Line] | None:
    """openai-whisper, faster-whisper's servers, whisperX, stable-ts: ``segments`` with start, end, text; a podcast's
    transcript (startTime, endTime, body) is of the same form; so is a bare list of them."""
    found = _dicts(told.get("segments")) if isinstance(told, dict) else _dicts(told)
    for keys in (("start", "end", "text"), ("startTime", "endTime", "body"), ("start_time", "end_time", "text")):
        if found and all(keys[0] in one and keys[2] in one for one in found):
            who = "speaker"
            return (
                (_round(one[keys[0]]), _round(one.get(keys[1])), _speaker(one.get(who)), str(one[keys[2]]).strip())
                for one in found
            )
    return None


def _round(value: Any) -> float | None:
    number = _number(value)
    return None if number is None else round(number, 3)


def whisper_cpp(told: Any) -> Iterator[Line] | None:
    """whisper.cpp: ``transcription`` with offsets in milliseconds."""
    found = _dicts(told.get("transcription")) if isinstance(told, dict) else []
    if not found or not all(isinstance(one.get("offsets"), dict) for one in found):
        return None
    return (
        (
            _thousandth(one["offsets"].get("from")),
            _thousandth(one["offsets"].get("to")),
            _speaker(one.get("speaker")),
            str(one.get("text") or "").strip(),
        )
        for one in found
    )


def funasr(told: Any) -> Iterator[Line] | None:
    """FunASR (and what 达摩院's models give): ``sentence_info`` with milliseconds and a speaker's number."""
    for one in (told, *(_dicts(told))) if isinstance(told, dict | list) else ():
        for name in ("sentence_info", "sentences"):
            found = _dicts(one.get(name)) if isinstance(one, dict) else []
            if found and all("start" in row or "begin_time" in row for row in found):
                return (
                    (
                        _thousandth(row.get("start", row.get("begin_time"))),
                        _thousandth(row.get("end", row.get("end_time"))),
                        _speaker(row.get("spk", row.get("speaker_id"))),
                        str(row.get("text") or row.get("sentence") or "").strip(),
                    )
                    for row in found
                )
    return None


def sherpa(told: Any) -> list[Line] | None:
    """sherpa-onnx: words with ``tokens`` and the ``timestamps`` of each; cut at full stops, so that it can be heard
    sentence by sentence."""
    found = [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, dict)]
    if not found or not all(isinstance(one.get("timestamps"), list) and "tokens" in one for one in found):
        return None
    lines: list[Line] = []
    for one in found:
        base = _number(one.get("start")) or _number(one.get("start_time")) or 0.0
        lines += _sentences(str(one.get("text") or ""), one["tokens"], one["timestamps"], base)
    return lines


def _sentences(text: str, tokens: Any, times: Sequence[Any], base: float) -> Iterator[Line]:
    if not isinstance(tokens, list) or len(tokens) != len(times):
        yield base or None, None, "", text.strip()
        return
    held: list[str] = []
    start: float | None = None
    for token, time in zip(tokens, times, strict=True):
        second = _number(time)
        start = start if held or second is None else round(base + second, 3)
        held.append(str(token).replace("\u2581", " "))
        if held[-1].strip() in ("。", "？", "！", "?", "!", "."):
            yield start, None, "", "".join(held).strip()
            held = []
    if held:
        yield start, None, "", "".join(held).strip()


def bilibili(told: Any) -> Iterator[Line] | None:
    """B 站's subtitles: ``body`` with from, to, content."""
    found = _dicts(told.get("body")) if isinstance(told, dict) else []
    if not found or not all("from" in one and "content" in one for one in found):
        return None
    return ((_round(one["from"]), _round(one.get("to")), "", str(one["content"]).strip()) for one in found)


def youtube(told: Any) -> Iterator[Line] | None:
    """YouTube's json3: ``events`` with milliseconds and pieces of words."""
    found = _dicts(told.get("events")) if isinstance(told, dict) else []
    if not found or not any("segs" in one for one in found):
        return None
    return _of_events(found)


def _of_events(found: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    for one in found:
        start, length = _thousandth(one.get("tStartMs")), _thousandth(one.get("dDurationMs"))
        words = "".join(str(piece.get("utf8") or "") for piece in _dicts(one.get("segs"))).strip()
        if words and start is not None:
            yield start, None if length is None else round(start + length, 3), "", words


FORMS: tuple[Callable[[Any], Iterator[Line] | list[Line] | None], ...] = (
    otranscribe, whisper_cpp, funasr, sherpa, whisper, bilibili, youtube,
)  # fmt: skip
"""In the order they are tried."""


def is_json(head: bytes) -> bool:
    """Whether these are the first bytes of a JSON document."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])", head) is not None


JSON = Format("json", "转写稿（JSON）", (".json", ".otr", ".json3", ".jsonl"), read, sniff=is_json)
