"""Transcriber's ``.trs``: turns of speakers with points of time in them, in sections that have a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from archive_app.domain.captions import Captions, Cue, gathered
from archive_app.domain.errors import Refused
from archive_app.domain.segments import named
from archive_app.intake.formats.base import Format, Source, Workspace
from archive_app.intake.formats.spoken import Heard, attribute, heard_proposal, local, spoken_xml
from archive_app.intake.proposal import Proposal

_LEFT = {"Event": "声响标记", "Comment": "注释", "Background": "背景声标记"}


def read(source: Source, workspace: Workspace) -> Proposal:
    """Raises ``Refused`` where it is none, or damaged."""
    root = spoken_xml(source, workspace)
    if local(root) != "Trans":
        raise Refused("里面不是 Transcriber 的转写稿", "请在 Transcriber 里另存一份再导入。", code="not-taken")
    people = {attribute(one, "id"): attribute(one, "name") for one in root.iter() if local(one) == "Speaker"}
    topics = {attribute(one, "id"): attribute(one, "desc") for one in root.iter() if local(one) == "Topic"}
    cues: list[Cue] = []
    for turn in (one for one in root.iter() if local(one) == "Turn"):
        cues += _turn(turn, people, len(cues))
    left = Counter(local(one) for one in root.iter() if local(one) in _LEFT)
    problems = [f"{_LEFT[name]} {count} 处没有收，原件里有。" for name, count in left.items()]
    points = [
        (_second(attribute(one, "startTime")) or 0.0, topics[topic], "", ())
        for one in root.iter()
        if local(one) == "Section" and topics.get(topic := attribute(one, "topic"))
    ]
    strangers = sorted({name for name, label in people.items() if not label})
    if strangers:
        problems.append(f"说话人 {named(strangers, '位')} 没有名字，写成了代号。")
    read = gathered([one for one in cues if any(line.strip() for line in one.lines)], (), markup="", guess=not people)
    ends = [one.end for one in cues if one.end is not None]
    heard = Heard(Captions(read.segments, (*read.problems, *problems)), tuple(points), max(ends, default=0.0))
    return heard_proposal(source, heard, "text/x-transcriber")


def _turn(turn: Any, people: dict[str, str], before: int) -> Iterator[Cue]:
    """A segment from each point of time to the next; of a turn in which several speak, one for each."""
    ids = attribute(turn, "speaker").split()
    names = [people.get(one) or one for one in ids]
    start, end = _second(attribute(turn, "startTime")), _second(attribute(turn, "endTime"))
    pieces: list[tuple[float | None, str, list[str]]] = [(start, names[0] if names else "", [turn.text or ""])]
    for one in turn.iterchildren():
        at, speaker, _words = pieces[-1]
        if local(one) == "Sync":
            second = _second(attribute(one, "time"))
            pieces.append((second if second is not None else at, names[0] if names else "", []))
        elif local(one) == "Who" and attribute(one, "nb").isdigit():
            which = int(attribute(one, "nb")) - 1
            pieces.append((at, names[which] if 0 <= which < len(names) else speaker, []))
        pieces[-1][2].append(one.tail or "")
    times = sorted({at for at, _name, _words in pieces if at is not None})
    for at, speaker, words in pieces:
        text = " ".join("".join(words).split())
        if text:
            before += 1
            until = next((one for one in times if at is not None and one > at), end)
            yield Cue(before, f"{at}", at, until, [text], "", speaker)


def _second(words: str) -> float | None:
    try:
        return round(float(words), 3)
    except ValueError:
        return None


def is_trs(head: bytes) -> bool:
    """Whether these are the first bytes of one."""
    text = head[:4096]
    return text.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and (b"<!DOCTYPE Trans " in text or b"<Trans " in text)


TRS = Format("trs", "Transcriber 转写稿", (".trs",), read, sniff=is_trs)
