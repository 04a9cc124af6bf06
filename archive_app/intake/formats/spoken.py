"""What all readers of transcripts have in common: their text, their XML, the proposal that comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from archive_app.domain.captions import Captions
from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.plain import decoded_text, encoding_warnings
from archive_app.intake.proposal import TRANSCRIPT, Proposal
from archive_app.intake.text.reports import refuse_secret, without_controls
from archive_app.intake.text.titles import title_from_name
from archive_app.intake.text.unseen import odd_characters
from archive_app.vault.hostile.xml import parse_xml

_ASK = "请核对是不是转写稿，或在原来的软件里另存为 srt 后再导入。"
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,300}?\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_.\-]{2,40})[\"']")
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+[\w:.-]+(?:\s+(?:SYSTEM|PUBLIC)(?:\s+(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}')){1,2})?\s*>"
)
_MOST_S = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a reader found: segments with remarks, index points as (second, title, synopsis, keywords), the recording's
    length, and fields of the item."""

    captions: Captions
    points: tuple[tuple[float, str, str, tuple[str, ...]], ...] = ()
    duration: float = 0.0
    title: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def text_reader(
    read: Callable[[str], Heard], mime: str, *, controls: bool = False
) -> Callable[[Source, Workspace], Proposal]:
    """A reader of a text's lines. With ``controls`` its control characters mean something and stay."""

    def reader(source: Source, workspace: Workspace) -> Proposal:
        """Raises ``Refused`` where nothing is said in it, or its encoding is not known."""
        decoded = decoded_text(source, workspace)
        plain = decoded.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        text, lost = (plain, 0) if controls else without_controls(plain)
        refuse_secret(text.split("\n"))
        return heard_proposal(source, read(text), mime, encoding_warnings(decoded, lost))

    return reader


def heard_proposal(source: Source, heard: Heard, mime: str, warnings: Sequence[str] = ()) -> Proposal:
    """The proposal of a transcript. Raises ``Refused`` where there is no word and no point in it."""
    segments = heard.captions.segments
    if not segments and not heard.points:
        said = " ".join(heard.captions.problems)
        raise Refused("文件里没有一句话" + (f"（{said.removesuffix('。')}）" if said else ""), _ASK, code="empty")
    fields: dict[str, Any] = {"title_source": "原题" if heard.title else "自拟", **heard.fields}
    if 0 < heard.duration < _MOST_S:
        fields["duration"] = round(heard.duration, 3)
    if heard.points:
        fields["index_points"] = [
            {name: value for name, value in _point(*one).items() if value not in ("", [])} for one in heard.points
        ]
    return Proposal(
        "oral_history",
        heard.title or title_from_name(source.name),
        fields,
        facts=(("mime", mime),),
        warnings=(*warnings, *heard.captions.problems, *odd_characters(one.text for one in segments)),
        transcript=segments,
        role=TRANSCRIPT,
    )


def _point(at: float, title: str, synopsis: str, keywords: tuple[str, ...]) -> dict[str, Any]:
    return {"at": at, "title": title, "synopsis": synopsis, "keywords": list(keywords)}


def spoken_xml(source: Source, workspace: Workspace) -> Any:
    """The root of an XML in whichever encoding it declares; a document type without declarations of its own, which
    older programs write, is passed over. Raises ``Refused`` as ``parse_xml``."""
    data = source.path.read_bytes()
    if len(data) > workspace.limits.part:
        return parse_xml(data, source.name, workspace.limits)  # which refuses it
    declared = _DECLARATION.match(data.removeprefix(b"\xef\xbb\xbf"))
    found = _ENCODING.search(declared[0]) if declared else None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16"
    else:
        name = found[1].decode("ascii").lower() if found else "utf-8"
        name = {"gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)
    try:
        text = data.decode("utf-8-sig" if name in ("utf-8", "utf8") else name)
    except (LookupError, UnicodeDecodeError, UnicodeError) as error:
        words = f"里面写的编码是 {name}，却不能照它读出来"
        raise Refused(words, "请在原来的软件里另存一份再导入。", code="encoding") from error
    text = re.sub(r"\A\ufeff?\s*<\?xml[^>]{0,300}?\?>", "", text)
    text = _DOCTYPE.sub("", text, count=1)
    try:
        return parse_xml(text.encode("utf-8"), source.name, workspace.limits)
    except Refused as error:  # its advice is one for Word files
        line = getattr(error.__cause__, "lineno", 0)
        where = f"第 {line} 行读不下去，可能没有拷完，或是改坏了" if line else error.message
        raise Refused(where, "请重新拷一份，或在原来的软件里重新导出。", code=error.code) from error


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """An attribute's words, whatever its namespace; empty where there is none."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
