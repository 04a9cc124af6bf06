"""An oral history of the archive as an interview that goes out: who spoke, when, the index, the segments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain import voices
from archive_app.domain.access import Access
from archive_app.domain.ohms.interview import Interview, Point
from archive_app.domain.segments import Segment
from archive_app.services.archive import Archive
from archive_app.services.oral.recordings import Recordings

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
NARRATOR = "口述者"


def interview_of(
    archive: Archive, item: Record, segments: Sequence[Segment], points: Sequence[Point], file: str = ""
) -> Interview:
    """What the record says of it; of a narrator who wants not to be named, no name. ``file``: of one of its recordings
    only, whose name and length it has then."""
    values = item.values
    people = [
        (str(row.get("role") or ""), str(row.get("name") or "").strip()) for row in values.get("responsibility") or ()
    ]
    anonymous = bool(values.get("anonymous"))
    told = [name for role, name in people if role == NARRATOR and name]
    created = values.get("created") or {}
    words, day = str(created.get("display") or ""), str(created.get("edtf") or "")
    recordings = Recordings(archive, item.id)
    whole = float(values.get("duration") or 0) or max(
        (recordings.seconds(one.id) for one in recordings.files), default=0
    )
    length = recordings.seconds(file) or whole if file and len(recordings.files) > 1 else whole
    used = recordings.used(segments)
    linked = [*(values.get("persons") or ()), *(values.get("places") or ())]
    names = names_of(archive, linked)
    return Interview(
        id=item.id,
        title=item.title,
        accession=str(values.get("ref_code") or values.get("accession_no") or ""),
        day=day if _DAY.match(day) else "",
        date_words=words,
        duration=length,
        collection=str(values.get("category") or ""),
        series=str(values.get("series") or ""),
        repository=archive.name,
        subjects=tuple(names[key] for key in linked if key in names and not (anonymous and names[key] in told)),
        keywords=tuple(values.get("keywords") or ()),
        interviewees=(NARRATOR,) if anonymous and told else tuple(told),
        interviewers=tuple(name for role, name in people if role == "采访者" and name),
        file_name=recordings.name(file or recordings.first),
        language="、".join(values.get("language") or ()),
        description=str(values.get("abstract") or ""),
        rights="" if anonymous else str(values.get("copyright_holder") or ""),
        usage=str(values.get("open_note") or ""),
        restricted=item.level is not Access.PUBLIC,
        noted=str(values.get("received") or values.get("catalogued_on") or ""),
        points=tuple(points),
        segments=tuple(
            unnamed(segments, [*told, *_labels_of(values)]) if anonymous else called(archive, item, segments)
        ),
        recordings=tuple((key, recordings.name(key)) for key in used) if len(used) > 1 else (),
        first=recordings.first,
    )


def segments_of(item: Record) -> list[Segment]:
    """The segments of an item's transcript; none of an item that is no oral history."""
    return [Segment.from_json(row) for row in item.values.get("transcript") or ()]


def points_of(archive: Archive, item: Record) -> list[Point]:
    """The index points that have a time, in order, with the names of the persons and places they speak of."""
    rows: list[dict[str, Any]] = [row for row in item.values.get("index_points") or () if row.get("at") is not None]
    linked = [key for row in rows for name in ("persons", "places") for key in row.get(name) or ()]
    names = names_of(archive, linked)
    found = []
    for row in sorted(rows, key=lambda one: float(one["at"])):
        keys = [key for name in ("persons", "places") for key in row.get(name) or ()]
        found.append(
            Point(
                float(row["at"]),
                str(row.get("title") or ""),
                str(row.get("synopsis") or ""),
                tuple(row.get("keywords") or ()),
                tuple(names[key] for key in keys if key in names),
                str(row.get("file") or ""),
            )
        )
    return found


def names_of(archive: Archive, keys: Iterable[str]) -> dict[str, str]:
    """The names of cards, by id; who is in the trash has none."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, str] = {}
    for entity in ("person", "place"):
        cards = archive.catalogue.load(entity, wanted)
        found |= {key: card.title for key, card in cards.items() if not card.trashed}
    return found


def called(archive: Archive, item: Record, segments: Iterable[Segment]) -> list[Segment]:
    """The segments with each speaker called as his card is called now."""
    speakers = item.values.get("speakers") or ()
    names = voices.shown_names(speakers, names_of(archive, voices.cards_of(speakers).values()))
    return [replace(one, speaker=names.get(one.speaker, one.speaker)) for one in segments]


def _labels_of(values: Mapping[str, Any]) -> list[str]:
    """What the transcript calls the narrators by whatever name, as far as it is said whose cards those are."""
    narrators = {row.get("person") for row in values.get("responsibility") or () if row.get("role") == NARRATOR}
    cards = voices.cards_of(values.get("speakers") or ())
    return [label for label, card in cards.items() if card in narrators]


def unnamed(segments: Iterable[Segment], names: Sequence[str]) -> list[Segment]:
    """The segments with the narrator's name as the speaker's taken off."""
    return [replace(one, speaker=NARRATOR) if one.speaker in names else one for one in segments]
