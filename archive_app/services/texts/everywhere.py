"""Find words in many texts, and put others in their place as one step: 正文, transcripts, captions and 辅文.

First a plan, a value: every place with what stands around it, whose words they are, and the texts that cannot be
changed with the reason. Its command does what was ticked, or nothing where a text was changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Batch, Command, SetFields
from archive_app.catalogue.standing import check_theirs, frozen_fields
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import FROZEN, Actor, Locked, Roster, State
from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.services.checking.stretch import Voice, stretches
from archive_app.services.texts import finding, spoken

if TYPE_CHECKING:
    from archive_app.catalogue.catalogue import SectionNode
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive
    from archive_app.services.searching import Search

_AT_ONCE = 100
"""Texts read at a time: one may be a book."""
AROUND = 18
"""Code points before and behind a place that are shown with it."""
FIELDS = ("manuscript", "transcript", "caption")
"""What is looked through, in the order in which it is shown."""
_LABELS = {"manuscript": "正文", "transcript": "转写稿", "caption": "文字说明"}
QUOTED = "quoted"
"""A place inside quotation marks or a title."""
_KEPT = {Voice.SPOKEN.value: "口述原话", Voice.SOURCE.value: "引文、原件", QUOTED: "引号、书名号里"}

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for and what is put in its place; ``exact``: written just so; ``whole``: letters and digits only
    where no others stand beside them (30 is not in 1930); ``unless``: longer words that hold it and stay."""

    find: str
    by: str
    exact: bool = False
    whole: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a field of a text. ``at`` is a place of `finding` or of `spoken`. ``kept`` says whose words they are
    where they are nobody's of the office to change: empty, ``spoken``, ``source`` or ``quoted``."""

    field: str
    at: finding.Found | spoken.Spoken
    before: str
    words: str
    behind: str
    kept: str = ""

    @property
    def label(self) -> str:
        """Where in the text, in words."""
        part = self.at.part.partition(":")[0] if isinstance(self.at, finding.Found) else self.at.column
        where = {"note": "注", "cell": "表格", "mandarin": "普通话"}.get(part, "")
        return _LABELS[self.field] + (f"·{where}" if where else "")

    @property
    def kept_words(self) -> str:
        """Why it is left as it is unless a person says otherwise; empty where it is not."""
        return _KEPT.get(self.kept, "")


@dataclass(frozen=True, slots=True)
class Text:
    """A record with places. ``why``: it cannot be changed, and why; ``warning``: what follows where it is."""

    record: Record
    title: str
    places: tuple[Place, ...]
    why: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a wish comes to: the texts in which the words stand. ``looked``: how many were asked about."""

    wish: Wish
    texts: tuple[Text, ...]
    looked: int

    @property
    def free(self) -> tuple[Text, ...]:
        """The texts that can be changed."""
        return tuple(text for text in self.texts if not text.why)

    @property
    def barred(self) -> tuple[Text, ...]:
        """Those that cannot."""
        return tuple(text for text in self.texts if text.why)

    def usual(self, *, kept: bool = False) -> set[tuple[int, int]]:
        """(text, place) of what is ticked at first: all that can be changed, but for what is somebody's own words;
        ``kept``: those, too."""
        return {
            (number, at)
            for number, text in enumerate(self.texts)
            if not text.why
            for at, place in enumerate(text.places)
            if kept or not place.kept
        }

    def command(self, chosen: Collection[tuple[int, int]]) -> Batch:
        """The chosen places as one step. Raises ``UsageError`` where there is none, or one in a text that stands.

        Refused as a whole, when it is carried out, where a text was changed since the plan was made.
        """
        by_text: dict[int, list[Place]] = {}
        for number, at in sorted(chosen):
            by_text.setdefault(number, []).append(self.texts[number].places[at])
        if not by_text:
            raise UsageError("还没有勾选要替换的地方", "请勾选至少一处。", code="nothing-chosen")
        commands: list[Command] = []
        for number, places in by_text.items():
            text = self.texts[number]
            if text.why:
                raise UsageError(f"《{text.title}》不能改：{text.why}", "请去掉它的勾。", code="barred-text")
            values = replaced(text.record, places, self.wish.by)
            commands.append(SetFields(text.record.id, values, expected_version=text.record.version))
        by = f"替换为“{_short(self.wish.by)}”" if self.wish.by else "去掉"
        words = f"多篇文稿里“{_short(self.wish.find)}”{by}（{len(by_text)} 篇 {len(chosen)} 处）"
        return Batch(words, commands)

    def to_json(self, chosen: Collection[tuple[int, int]]) -> dict[str, Any]:
        """As ``cunshi replace --json`` prints it."""
        texts = [
            {
                "id": text.record.id,
                "title": text.title,
                "why": text.why,
                "warning": text.warning,
                "places": [
                    {
                        "field": place.field,
                        "where": place.label,
                        "before": place.before,
                        "words": place.words,
                        "behind": place.behind,
                        "kept": place.kept,
                        "chosen": (number, at) in chosen,
                    }
                    for at, place in enumerate(text.places)
                ],
            }
            for number, text in enumerate(self.texts)
        ]
        return {"find": self.wish.find, "by": self.wish.by, "looked": self.looked, "texts": texts}


def plan(
    archive: Archive,
    ids: Sequence[str],
    wish: Wish,
    *,
    volume: str = "",
    search: Search | None = None,
    progress: Progress = lambda share, words: None,
) -> Plan:
    """Where the words stand in these items, and in what was written for a ``volume`` alone; nothing is written.

    With a ``search`` that has its index, only the items in which it finds the words are read. Raises ``UsageError``
    where nothing is looked for.
    """
    if not wish.find.strip("\n"):
        raise UsageError("还没有写要找什么", "请写明要找的字。", code="nothing-to-find")
    if wish.find == wish.by:
        raise UsageError("要找的和换成的是一样的", "请改其中一个。", code="nothing-to-change")
    catalogue = archive.catalogue
    roster = Roster(catalogue.records("staff"), catalogue.records("commissioner"))
    actor = roster.actor(archive.actor)
    wanted = list(dict.fromkeys(ids))
    holding = _holding(wish.find, search)
    read = wanted if holding is None else [key for key in wanted if key in holding]
    found: list[Text] = []
    for start in range(0, len(read), _AT_ONCE):
        progress(start / max(1, len(read)), f"在 {len(wanted):,} 件里找“{_short(wish.find)}”")
        records = catalogue.load("item", read[start : start + _AT_ONCE])
        for record in records.values():
            places = [] if record.trashed else list(places_in(record, wish))
            if places:
                why = _why(record, places, actor, roster)
                found.append(Text(record, record.title, tuple(places), why, "" if why else _warning(record, places)))
    articles = list(_articles(catalogue.sections_of(volume))) if volume else []
    if articles:
        standing = catalogue.record(volume)["frozen_on"]
        for record in articles:
            if places := list(places_in(record, wish)):
                title = str(record["title"] or "辅文")
                found.append(Text(record, title, tuple(places), f"书卷 {standing} 已经定稿" if standing else ""))
    found.sort(key=lambda text: bool(text.why))  # what cannot be changed stands behind what can
    return Plan(wish, tuple(found), len(wanted) + len(articles))


def items_of(archive: Archive, volume: str) -> list[str]:
    """The items whose texts and pictures' captions a volume prints."""
    sections = archive.catalogue.sections_of(volume)
    return [str(one["item"]) for one in _all_articles(sections) if one["item"]]


def places_in(record: Record, wish: Wish) -> Iterator[Place]:
    """The places in one record, in the order in which they are read."""
    if record.values.get("manuscript"):
        yield from _in_manuscript(record, wish)
    if record.values.get("transcript"):
        yield from _in_transcript(record, wish)
    if record.values.get("caption"):
        words = str(record["caption"])
        row = [{"text": words}]
        for at in spoken.places(row, wish.find, exact=wish.exact, columns=("text",)):
            if _stands(words, at.start, at.end, wish):
                yield _place("caption", at, words)


def replaced(record: Record, places: Iterable[Place], by: str) -> dict[str, Any]:
    """The fields of a record with other words at these places."""
    by_field: dict[str, list[Any]] = {}
    for place in places:
        by_field.setdefault(place.field, []).append(place.at)
    values: dict[str, Any] = {}
    for name, found in by_field.items():
        if name == "manuscript":
            values[name] = finding.replaced(Manuscript.from_json(record[name]), found, by).to_json()
        elif name == "transcript":
            values[name] = spoken.replaced(record[name], found, by)
        else:
            values[name] = spoken.replaced([{"text": record[name]}], found, by)[0]["text"]
    return values


def _in_manuscript(record: Record, wish: Wish) -> Iterator[Place]:
    manuscript = Manuscript.from_json(record["manuscript"])
    found = finding.places(manuscript, wish.find, exact=wish.exact)
    if not found:
        return
    kind = str(record.values.get("kind") or "")
    voices = {(one.block.id, one.part): one for one in stretches(manuscript, kind)}
    texts = {(block, part): text for block, part, text in manuscript.searchable()}
    for at in found:
        text, stretch = texts[at.block, at.part], voices.get((at.block, at.part))
        if not _stands(text, at.start, at.end, wish):
            continue
        kept = "" if stretch is None or stretch.voice is Voice.EDITOR else stretch.voice.value
        if not kept and stretch is not None and stretch.quoted(at.start, at.end):
            kept = QUOTED
        yield _place("manuscript", at, text, kept)


def _in_transcript(record: Record, wish: Wish) -> Iterator[Place]:
    rows: Sequence[Mapping[str, Any]] = record["transcript"]
    for at in spoken.places(rows, wish.find, exact=wish.exact):
        words = str(rows[at.row].get(at.column) or "")
        if _stands(words, at.start, at.end, wish):
            yield _place("transcript", at, words, Voice.SPOKEN.value)


def _place(field: str, at: finding.Found | spoken.Spoken, text: str, kept: str = "") -> Place:
    before, behind = text[max(0, at.start - AROUND) : at.start], text[at.end : at.end + AROUND]
    before = ("…" if at.start > AROUND else "") + before
    behind += "…" if at.end + AROUND < len(text) else ""
    return Place(field, at, _line(before), text[at.start : at.end], _line(behind), kept)


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\u2028", " ")


def _stands(text: str, start: int, end: int, wish: Wish) -> bool:
    """Whether these words are meant: not in the middle of a number or a word of letters, nor of one that is right."""
    if wish.whole and (_joined(text, start) or _joined(text, end)):
        return False
    for longer in wish.unless:
        at = text.find(longer, max(0, end - len(longer)), start + len(longer))
        if at >= 0:
            return False
    return True


def _joined(text: str, at: int) -> bool:
    """Whether a letter or digit of one sort goes on over this place."""
    if not 0 < at < len(text):
        return False
    one, other = fold(text[at - 1]), fold(text[at])
    return (one.isdigit() and other.isdigit()) or (_latin(one) and _latin(other))


def _latin(character: str) -> bool:
    return character.isalpha() and ord(character[0]) < 0x2E80


def _holding(words: str, search: Search | None) -> set[str] | None:
    """The items in which the index finds these words; ``None`` where it cannot be asked: then all are read.

    It is asked for Han characters alone: what else stands between them the index may compare in a way of its own.
    """
    han = words and all(0x3400 <= ord(one) <= 0x9FFF or ord(one) >= 0x20000 for one in words)
    if search is None or not han or not search.current():
        return None
    return set(search.ids(f'"{words}"'))


def _why(record: Record, places: Sequence[Place], actor: Actor, roster: Roster) -> str:
    """Why this item's texts cannot be changed; empty where they can."""
    state = State(record["state"])
    if state in FROZEN:
        standing = [one for one in FIELDS if one in frozen_fields(str(record["kind"]))]
        if any(place.field in standing for place in places):
            return f"状态是“{state.label}”，已经定稿，要改请用“改样…”"
    try:
        check_theirs(record, actor, roster)
    except Locked as error:
        return error.message
    return ""


def _warning(record: Record, places: Sequence[Place]) -> str:
    """What follows where the text becomes another."""
    signed = record.values.get("signed_off_on") or record.values.get("narrator_reviewed")
    if signed and any(place.field == "manuscript" for place in places):
        return "已经核稿签字，改了要再请本人看过"
    return ""


def _all_articles(sections: Iterable[SectionNode]) -> Iterator[Record]:
    for node in sections:
        yield from node.articles
        yield from _all_articles(node.children)


def _articles(sections: Iterable[SectionNode]) -> Iterator[Record]:
    """Those that hold a text of their own (序, 后记)."""
    return (one for one in _all_articles(sections) if not one["item"] and one["manuscript"])


def _short(words: str) -> str:
    return words if len(words) <= 12 else words[:11] + "…"
