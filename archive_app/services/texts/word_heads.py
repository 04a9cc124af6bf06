"""What was changed in Word over and under a text (title, subtitle, byline, the day it was written), as proposals for
the item's fields: three ways, as the text's own paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.entities import ITEM
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.dating import context_of, propose, taken
from archive_app.volumes.byline import VERBS, byline
from archive_app.volumes.interviews import NAMELESS

_ROLES = {verb: role for role, verb in VERBS.items()}
_VERB = "|".join(_ROLES)
_LINE = re.compile(rf"(?P<names>.+?)[\s　:：]*(?P<verbs>(?:{_VERB})(?:[、，和与兼/／\s　]*(?:{_VERB}))*)\Z")
_BEFORE = re.compile(rf"(?P<verbs>(?:{_VERB})者?)[\s　]*[:：][\s　]*(?P<names>.+)\Z")
_BETWEEN = re.compile(r"[、，,；;]|[\s　]{2,}")
_AUTHOR = "作者"
_OFFICE_TOO = "编辑部后来也改过这一栏"


@dataclass(frozen=True, slots=True)
class HeadProposal:
    """A field as the document has it. ``was`` and ``becomes`` are words for a person, ``value`` what is stored;
    ``doubt``: why it is not taken unless a person says so."""

    field: str
    was: str
    becomes: str
    value: Any
    doubt: str = ""

    @property
    def label(self) -> str:
        """The field's name."""
        return ITEM.field(self.field).label

    def to_json(self) -> dict[str, str]:
        """As ``cunshi word --json`` prints it."""
        return {"field": self.field, "before": self.was, "after": self.becomes, "doubt": self.doubt}


def head_proposals(
    archive: Archive, item: Record, base: Mapping[str, Any], heads: Sequence[tuple[str, str]]
) -> tuple[list[HeadProposal], list[str]]:
    """(what is proposed, what is said besides). ``base`` are the item's values when the document went out, ``heads``
    the lines that came back by what they are."""
    lines = [(name, _squeezed(words)) for name, words in heads]
    said: dict[str, str] = {name: words for name, words in lines if words}
    found: list[HeadProposal] = []
    remarks: list[str] = []
    _title(item, base, said, found, remarks)
    _byline(item, base, [words for name, words in lines if name.startswith("byline") and words], found, remarks)
    _written(archive, item, base, said.get("written", ""), found, remarks)
    return found, remarks


def _squeezed(words: str) -> str:
    return re.sub(r"[ \t\u00a0\n]+", " ", words.replace("\u00ad", "")).strip(" 　")


def _doubt(item: Record, base: Mapping[str, Any], field: str) -> str:
    """Whether the office has changed the field since."""
    return _OFFICE_TOO if (base.get(field) or None) != (item.values.get(field) or None) else ""


def _title(
    item: Record, base: Mapping[str, Any], said: Mapping[str, str], found: list[HeadProposal], remarks: list[str]
) -> None:
    was = _squeezed(str(base.get("title") or ""))
    title, under = said.get("title", ""), said.get("subtitle", "").lstrip("—–-― 　")
    if not title:
        if was:
            remarks.append("Word 稿里没有题名一行了；题名照旧。")
        title = was
    becomes = f"{title}——{under}" if under else title
    if becomes != was and becomes != _squeezed(item.title):
        found.append(HeadProposal("title", item.title, becomes, becomes, _doubt(item, base, "title")))


def _written(
    archive: Archive, item: Record, base: Mapping[str, Any], words: str, found: list[HeadProposal], remarks: list[str]
) -> None:
    was, now = (str((values.get("written") or {}).get("display", "")) for values in (base, item.values))
    words = words.strip("（）() ")
    if not words:
        if was:
            remarks.append(f"Word 稿里没有写作时间（{was}）了；要去掉请在著录里改。")
        return
    if words in (_squeezed(was).strip("（）()"), now):
        return
    reading = propose(words, context_of(archive.catalogue, item))
    sure = reading.read and not reading.confirm and not reading.problem
    value = taken(words, reading.date).to_json() if sure else {"display": words}
    doubt = _doubt(item, base, "written") or (reading.problem and f"这个日期不成立：{reading.problem}")
    found.append(HeadProposal("written", now, words, value, doubt))


# — the byline —


def _byline(
    item: Record, base: Mapping[str, Any], back: Sequence[str], found: list[HeadProposal], remarks: list[str]
) -> None:
    was = [_squeezed(one) for one in byline(base)] if base.get("responsibility") is not None else []
    if not back:
        if was:
            remarks.append("Word 稿里没有署名了；署名照旧，要去掉请在著录里改。")
        return
    plain = [_bare(one) for one in back]
    now = list(byline(item))
    if plain in ([_bare(one) for one in was], [_bare(one) for one in now]):
        return
    rows: list[dict[str, Any]] = list(base.get("responsibility") or [])
    lines = list(_by_line(rows, anonymous=bool(base.get("anonymous"))))
    made: list[dict[str, Any]] = []
    matcher = SequenceMatcher(None, [_bare(one) for one in was], plain, autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        if what == "equal":
            made += [row for group in lines[first:last] for row in group]
            continue
        for number in range(start, end):
            old = lines[first + number - start] if first + number - start < last else []
            made += _rows_of(back[number], old)
    doubt = _doubt(item, base, "responsibility")
    if base.get("anonymous") and NAMELESS not in "".join(back):
        doubt = doubt or "口述者要求隐名，这里写了姓名"
    found.append(HeadProposal("responsibility", "；".join(now), "；".join(back), made, doubt))


def _bare(line: str) -> str:
    return re.sub(r"[\s　]+", "", line)


def _by_line(rows: Sequence[Mapping[str, Any]], *, anonymous: bool) -> list[list[dict[str, Any]]]:
    """The rows of each printed line, in the order of the lines (`byline`)."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        name = NAMELESS if anonymous and row["role"] == "口述者" else str(row["name"])
        grouped.setdefault(name, []).append(dict(row))
    return list(grouped.values())


def _rows_of(line: str, old: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A line as rows: 「名　口述、整理」, 「整理：名」, several names with one verb; a name alone keeps the part it had
    where it stood, an author's else. Whose card it was is known no more where the name is another."""
    match = _LINE.match(line) or _BEFORE.match(line)
    names = [one for one in (part.strip(" 　") for part in _BETWEEN.split(match["names"] if match else line)) if one]
    if match:
        roles = [_ROLES[verb] for verb in re.findall(_VERB, match["verbs"])]
    else:
        silent = [str(row["role"]) for row in old if row["role"] not in VERBS]
        roles = silent or [_AUTHOR]
    made: list[dict[str, Any]] = []
    for name in names:
        for role in dict.fromkeys(roles):
            same = next((dict(row) for row in old if row["name"] == name and row["role"] == role), None)
            known = next((row for row in old if row["name"] == name and row.get("person")), None)
            fresh = {"role": role, "name": name, **({"person": known["person"]} if known else {})}
            made.append(same or fresh)
    return made
