"""总目录: the articles of all volumes of a series, scanned and made here, as one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass
from archive_app.hanzi.collation import pinyin_key, stroke_key
from archive_app.hanzi.pinyin.reading import Kind
from archive_app.reports.table import Column, Table, Value
from archive_app.services.earlier.laying import entries_of
from archive_app.services.earlier.leaves import is_earlier, leaves_of
from archive_app.services.earlier.pasted import names_in
from archive_app.services.printed import PRINTED, printed_volume
from archive_app.services.volume_reports.contents import Progress, composer, contents
from archive_app.typeset.folder import chinese_number

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_NO_SECTION = "目录"
_NOBODY = "（未署名）"
_PAGE = Column("页", 3, "right")
_BY_VOLUME = (
    Column("辑次", 5), Column("栏目", 8), Column("题名", 22), Column("署名", 12), _PAGE,
)  # fmt: skip
_BY_AUTHOR = (Column("作者", 6), Column("题名", 22), Column("栏目", 8), Column("辑次", 5), _PAGE)
_BY_SECTION = (Column("栏目", 8), Column("题名", 22), Column("署名", 12), Column("辑次", 5), _PAGE)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list of all: its volume, where in it, the printed page it begins on (maybe unknown)."""

    volume: Record
    title: str
    author: str
    section: str
    page: str

    @property
    def number(self) -> str:
        """第七辑; the subtitle or the title of a volume without a number."""
        if self.volume["number"]:
            return f"第{chinese_number(self.volume['number'])}辑"
        return str(self.volume["subtitle"] or self.volume.title)


def volumes_of(archive: Archive, volume_id: str = "") -> list[Record]:
    """The printed and scanned volumes of the series of one volume, in order; of every series where none is named."""
    found = [
        volume
        for volume in archive.catalogue.records("volume")
        if volume["state"] in PRINTED or is_earlier(volume) or volume.id == volume_id
    ]
    if volume_id:
        wanted = series_of(archive.catalogue.record(volume_id))
        found = [volume for volume in found if series_of(volume) == wanted]
    return sorted(found, key=lambda one: (series_of(one), int(one["number"] or 0) or 9999, one.title, one.id))


def series_of(volume: Record) -> str:
    """The series a volume is of; without one, what it is called."""
    return str(volume["series"] or volume.title)


def listed(archive: Archive, volume: Record, wanted: Wanted, progress: Progress) -> Iterator[Listed]:
    """The articles of a volume in the order of its contents."""
    catalogue = archive.catalogue
    if is_earlier(volume):
        leaves = leaves_of(catalogue, archive.root, volume)
        for entry in entries_of(catalogue.sections_of(volume.id), leaves):
            section = "" if entry.section == _NO_SECTION else entry.section
            author, page = str(entry.article["author"] or ""), str(entry.article["first_page"] or "")
            yield Listed(volume, entry.article.title, author, section, page)
        return
    try:
        printed = printed_volume(archive, volume.id, composer(wanted, progress))
    except ArchiveError:  # a piece of it is gone: said where it is typeset; its contents are known all the same
        printed = None
    for piece in contents(archive, volume).pieces:
        pages = printed.pages_of(piece.article.id) if printed is not None else []
        yield Listed(volume, piece.title, piece.byline, piece.section, pages[0] if pages else "")


def _all(archive: Archive, wanted: Wanted, progress: Progress) -> list[Listed]:
    volumes = volumes_of(archive, wanted.volume)
    found: list[Listed] = []
    for at, volume in enumerate(volumes):
        progress(at / max(1, len(volumes)), f"读《{volume.title}》{volume['number'] or ''}")
        found += listed(archive, volume, wanted, progress)
    return found


def by_volume(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """总目录 in the order of the volumes."""
    found = _all(archive, wanted, progress)
    rows: list[tuple[Value, ...]] = []
    before: Listed | None = None
    for one in found:
        same = before is not None and before.volume.id == one.volume.id
        shown = "" if same else one.number
        section = "" if same and before is not None and before.section == one.section else one.section
        rows.append((shown, section, one.title, _plain(one.author), one.page))
        before = one
    return _table("总目录", _BY_VOLUME, rows, found, about)


def by_author(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """总目录 by who wrote, told, put down: once under each; by pinyin, as the cards have it corrected."""
    found = _all(archive, wanted, progress)
    readings = {card.title: str(card["pinyin"] or "") for card in archive.catalogue.records("person")}
    return _authors(found, lambda name: pinyin_key(name, readings.get(name, ""), Kind.PERSON), "音序", about)


def by_author_strokes(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """The same by the strokes of the surnames."""
    return _authors(_all(archive, wanted, progress), lambda name: stroke_key(name, Kind.PERSON), "笔画", about)


def _authors(found: list[Listed], key: Callable[[str], str], order: str, about: tuple[str, ...]) -> Table:
    under: dict[str, list[Listed]] = {}
    for one in found:
        for name in names_in(one.author) or [_NOBODY]:
            under.setdefault(name, []).append(one)
    rows: list[tuple[Value, ...]] = []
    names = sorted(under, key=lambda name: (name == _NOBODY, key(name)))
    for name in names:
        for at, one in enumerate(under[name]):
            rows.append(("" if at else name, one.title, one.section, one.number, one.page))
    people = len(names) - (_NOBODY in under)
    return _table(f"总目录（按作者，{order}）", _BY_AUTHOR, rows, found, (*about, f"{people} 人"))


def by_section(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """总目录 by 栏目: those of the same name of all volumes together, in the order in which they first come."""
    found = _all(archive, wanted, progress)
    under: dict[str, list[Listed]] = {}
    for one in found:
        under.setdefault(one.section, []).append(one)
    rows: list[tuple[Value, ...]] = []
    for name in sorted(under, key=lambda one: not one):
        for at, one in enumerate(under[name]):
            rows.append(("" if at else name or "（没有栏目）", one.title, _plain(one.author), one.number, one.page))
    return _table("总目录（按栏目）", _BY_SECTION, rows, found, about)


def _table(
    title: str,
    columns: tuple[Column, ...],
    rows: list[tuple[Value, ...]],
    every: list[Listed],
    about: tuple[str, ...],
) -> Table:
    series = list(dict.fromkeys(series_of(one.volume) for one in every))
    volumes = len({one.volume.id for one in every})
    told = (*(f"《{name}》" for name in series[:3]), f"{volumes} 辑", f"{len(every)} 篇", *about)
    lacking = sum(not one.page for one in every)
    notes = ("页码照书上印的。", *((f"{lacking} 篇还没有页码。",) if lacking else ()))
    return Table(title, columns, rows, told, notes=notes, upright=True)


def _plain(author: str) -> str:
    return "　".join(author.split())
