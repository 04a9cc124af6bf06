"""Copies of photographs for others: what the archive says of them, and who is where, written into the copy, in the
standards other programs read (XMP with MWG regions and IPTC). The master is read and never written."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.derived.copies.carrying import CARRIERS, write_copy
from archive_app.derived.copies.packet import Face, Said
from archive_app.derived.pictures.images import PICTURES, lying, opened
from archive_app.derived.pictures.metadata import orientation_of
from archive_app.domain.adjustment import AS_IT_IS, Adjustment, Box, picture_key
from archive_app.domain.depicted import goes_through_rows, of_file, people_words, region_of, with_rows
from archive_app.domain.errors import Damaged, Refused, UsageError
from archive_app.domain.protection import OVER
from archive_app.domain.rights import HOLDERS, credit_of
from archive_app.domain.sides import first_of, printed_of
from archive_app.frozen import dataclass
from archive_app.services.archive import PRINTED_PX, Archive
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.leaving import may_leave
from archive_app.vault.durable import replacing

Progress = Callable[[float, str], None]

PATTERN = "{编号} {题名}"
WORDS = ("编号", "题名", "原名", "序")
"""What a pattern for names may hold in braces."""
LEAST_PX, MOST_PX = 64, PRINTED_PX

_BRACES = re.compile(r"\{([^{}]*)\}")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|\Z)", re.I)
_LONGEST = 80  # characters of a name
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}


@dataclass(frozen=True, slots=True)
class Wish:
    """How copies are to be. ``edge``: at most so many pixels long (0: as large as it is). ``as_master``: as it was
    scanned, though somebody turned, cropped or toned it. ``camera`` keeps what the camera wrote, with place."""

    pattern: str = PATTERN
    edge: int = 0
    as_master: bool = False
    camera: bool = False

    def check(self) -> None:
        """Raises ``UsageError`` where it cannot be."""
        for word in _BRACES.findall(self.pattern):
            if word not in WORDS:
                known = "、".join(f"{{{one}}}" for one in WORDS)
                raise UsageError(f"名字的式样里没有 {{{word}}}", f"可以用 {known}。", code="wrong-pattern")
        if self.edge and not LEAST_PX <= self.edge <= MOST_PX:
            raise UsageError(f"长边 {self.edge} 像素做不了", f"请写 {LEAST_PX} 到 {MOST_PX}。", code="wrong-value")


AS_SEEN = Wish()
"""As large as it is and as it is seen."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was written; ``people`` are boxes and names in it, ``remark`` what is to be thought of."""

    item: str
    title: str
    path: Path
    people: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Barred:
    """An item of which none was written, and why."""

    item: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Copies:
    """What was written, and what was not."""

    written: tuple[Copy, ...]
    barred: tuple[Barred, ...]

    def to_json(self) -> dict[str, Any]:
        """As ``cunshi copies --json`` prints it."""
        return {
            "written": [
                {"id": one.item, "title": one.title, "path": str(one.path), "people": one.people, "remark": one.remark}
                for one in self.written
            ],
            "barred": [{"id": one.item, "title": one.title, "reason": one.why} for one in self.barred],
        }


def write_copies(
    archive: Archive,
    ids: Sequence[str],
    folder: Path,
    wish: Wish = AS_SEEN,
    progress: Progress = lambda share, words: None,
    file: str = "",
) -> Copies:
    """Write a copy of each item's picture (the one chosen for print, else the first; or the picture with the id
    ``file``) into a folder; nothing there is written over. Raises ``UsageError`` for a wish that cannot be,
    ``StorageFailed`` where the folder cannot be written; what is to stay here, or cannot be opened, is in ``barred``.
    """
    wish.check()
    records = archive.catalogue.load("item", list(ids))
    consents = ConsentBook(archive)
    written: list[Copy] = []
    barred: list[Barred] = []
    for number, item in enumerate(records.values(), 1):
        progress((number - 1) / len(records), item.title)
        try:
            copy = _copied(archive, item, folder, wish, number, consents, file)
        except (Refused, Damaged) as error:
            barred.append(Barred(item.id, item.title, error.message))
        else:
            written.append(copy)
    progress(1.0, "")
    return Copies(tuple(written), tuple(barred))


def _copied(
    archive: Archive, item: Record, folder: Path, wish: Wish, number: int, consents: ConsentBook, wanted: str
) -> Copy:
    if item.entity != "item":
        raise Refused("不是资料，没有图片", code="no-picture")
    pictures = [one for one in archive.catalogue.files_of(item.id) if str(one["mime"]).startswith("image/")]
    file = next((one for one in pictures if one.id == wanted), printed_of(pictures))
    if file is None:
        raise Refused("没有图片", code="no-picture")
    remark = may_leave(item, consents, file)
    known = first_of(pictures)
    people = _people(item, file, known.id if known is not None else "")
    master = archive.original(file.id)
    adjustment = AS_IT_IS if wish.as_master else Adjustment.of(file.values)
    with opened(master, PICTURES) as image:
        kind, turn = str(image.format), orientation_of(master, image)
    with tempfile.TemporaryDirectory(prefix="cunshi-copy-") as staging:
        if adjustment or wish.edge or kind not in CARRIERS:
            drawn = Path(staging) / "picture.jpg"
            picture = str(file["sha256"]) if wish.as_master else picture_key(file.values)
            archive.draw(picture, drawn, wish.edge or PRINTED_PX)
            source, kind, place = drawn, "JPEG", adjustment.to_shown
        else:
            source, place = master, lambda box: lying(box, turn)
        said = _said(item, people, _faces(people, place), archive.catalogue.nameless)
        out = _free(folder, _name(wish.pattern, item, str(file["name"]), number), _SUFFIXES[kind])
        with replacing(out) as handle:
            write_copy(source, kind, said, handle, camera=wish.camera)
    return Copy(item.id, item.title, out, len(said.faces), remark)


def _people(item: Record, file: Record, first: str) -> list[Any]:
    """Who is on this picture; on a restored version whoever is on the one it was made from."""
    found = [_unnamed(one, item) for one in item.values.get("people") or ()]
    source = str(file["made_from"] or first)
    return of_file(found, file.id, first=file.id == first) or of_file(found, source, first=source == first)


def _unnamed(person: Any, item: Record) -> Any:
    """Somebody on the picture; without his name and card where he told or gave it and wants not to be named."""
    if not item["anonymous"]:
        return person
    owners = {str(row.get("name") or "") for row in item["responsibility"] or ()}
    owners |= {str(item.values.get(one) or "") for one in HOLDERS}
    return {**person, "name": "", "person": ""} if str(person.get("name") or "") in owners - {""} else person


def _faces(people: Sequence[Any], place: Callable[[Box], Box]) -> tuple[Face, ...]:
    """The people by name and box; who was cropped away is not in the copy, and not named in it."""
    faces = []
    for one in people:
        name = str(one.get("name") or "").strip()
        name = "" if name in ("？", "?") else name
        doubt = str(one.get("certainty") or "")
        doubt = "" if doubt == "确认" else doubt
        region = region_of(one)
        box = _within(place(region)) if region is not None else None
        if box is not None or (region is None and name):
            faces.append(Face(name, box, doubt))
    return tuple(faces)


def _within(box: Box) -> Box | None:
    """A box cut at the picture's edges; None where its middle lies outside."""
    left, top, width, height = box
    if not (0 <= left + width / 2 <= 1 and 0 <= top + height / 2 <= 1):
        return None
    right, bottom = min(1.0, left + width), min(1.0, top + height)
    left, top = max(0.0, left), max(0.0, top)
    return left, top, right - left, bottom - top


def _said(item: Record, people: Sequence[Any], faces: tuple[Face, ...], unknown: str) -> Said:
    values = item.values
    caption, created = str(values.get("caption") or ""), str((values.get("created") or {}).get("edtf") or "")
    named = {face.name for face in faces if face.name}
    there = [one for one in people if (name := str(one.get("name") or "").strip()) in named or name in ("", "？", "?")]
    rows = people_words(there, unknown)
    if named and rows and not goes_through_rows(caption):
        caption = with_rows(caption or item.title, rows)
    nameless = bool(values.get("anonymous"))  # whose it is wants not to be named
    photographer = "" if nameless else str(values.get("photographer") or "")
    return Said(
        title=item.title,
        description=caption,
        headline=str(values.get("occasion") or ""),
        creators=tuple(one.strip() for one in re.split("[；;]", photographer) if one.strip()),
        rights="" if nameless else _rights(values),
        credit="" if nameless else credit_of(values),
        keywords=tuple(values.get("keywords") or ()),
        created=created if _DAY.match(created) else "",
        location=str(values.get("place_taken") or ""),
        identifier=str(values.get("ref_code") or values.get("accession_no") or ""),
        faces=faces,
    )


def _name(pattern: str, item: Record, name: str, number: int) -> str:
    """A name that Windows and Linux take."""
    words = {
        "编号": str(item["ref_code"] or item["accession_no"] or ""), "题名": item.title, "原名": Path(name).stem,
        "序": f"{number:04d}",
    }  # fmt: skip
    made = _NOT_IN_NAMES.sub("_", _BRACES.sub(lambda found: words[found[1]], pattern))
    made = made.strip(" .")[:_LONGEST].rstrip(" .") or f"{number:04d}"
    return _RESERVED.sub(r"\1_", made, count=1) if _RESERVED.match(made) else made


def _free(folder: Path, name: str, suffix: str) -> Path:
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}){suffix}"
    return path


def _rights(values: Mapping[str, Any]) -> str:
    """Whose it is; that nobody's permission is needed any more, where a person has found so."""
    holder = str(values.get("copyright_holder") or "")
    return holder if values.get("protection") != OVER or OVER in holder else "，".join(filter(None, (holder, OVER)))
