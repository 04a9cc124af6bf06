"""What every paper needs to know of an item: whose it is, what it is, of which office the paper is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.kinds import kind_named
from archive_app.domain.workflow import VolumeState
from archive_app.reports.forms import Form, Forms
from archive_app.reports.held import Held, by_number, held, length_words
from archive_app.services.office_note import Office

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

Progress = Callable[[float, str], None]

MAKERS = ("口述者", "作者", "整理者", "采访者", "摄影者", "录文者", "翻拍者", "责任者")
"""Roles of those whose work an item is, in the order of a byline."""
GIVERS = ("捐赠者", "提供者")
_VERBS = {"口述者": "口述", "整理者": "整理", "采访者": "采访", "摄影者": "拍摄", "录文者": "录文", "翻拍者": "翻拍"}
UNKNOWN = ("不详", "佚名", "未知", "无名氏")
"""Names that are nobody's: they get no letter, no fee and no copy."""


def known(name: str) -> bool:
    """Whether a name is somebody's."""
    plain = name.strip()
    return bool(plain) and not plain.startswith(UNKNOWN) and "待考" not in plain and "姓名" not in plain


def chosen(archive: Archive, wanted: Wanted, progress: Progress) -> list[Held]:
    """The items asked for (all, where none are named), by 征集号."""
    catalogue = archive.catalogue
    ids = catalogue.item_ids() if wanted.items is None else wanted.items
    return sorted(held(catalogue, ids, progress), key=by_number("accession_no"))


def papers(title: str, about: tuple[str, ...], made: Sequence[Form]) -> Forms:
    """A set of papers that says how many it has."""
    return Forms(title, list(made), (*about, f"共 {len(made)} 份"))


def number_of(item: Held) -> str:
    """By which number an item is known: 征集号, else 档号."""
    return item.words("accession_no") or item.words("ref_code")


def names_of(item: Held, *roles: str) -> list[str]:
    """Those who bear one of these roles, each once, without those nobody knows."""
    rows = item.record.values.get("responsibility") or ()
    found = (str(row.get("name") or "") for role in roles for row in rows if row.get("role") == role)
    return list(dict.fromkeys(name for name in found if known(name)))


def makers(item: Held) -> list[str]:
    """Whose work it is, each once, tellers and authors first."""
    return names_of(item, *MAKERS)


def done_by(item: Held, name: str) -> str:
    """What somebody did for an item: 口述、整理; 撰写 for an author."""
    rows = item.record.values.get("responsibility") or ()
    roles = [str(row.get("role") or "") for row in rows if row.get("name") == name]
    return "、".join(dict.fromkeys(_VERBS.get(role, "撰写" if role in ("作者", "责任者") else role) for role in roles))


def titled(item: Held) -> str:
    """《题名》, without doubling the marks it has."""
    title = item.record.title
    return title if title.startswith("《") and title.endswith("》") else f"《{title}》"


def how_much(item: Held) -> str:
    """Its size in words: 3,200 字, 12 幅, 1:20:00."""
    told = [item.words("quantity")] if "quantity" in item.record.values else []
    if item.characters:
        told.append(f"{item.characters} 字")
    if item.seconds:
        told.append(length_words(item.seconds))
    if item.record["kind"] == "photograph":
        told.append(f"{len([f for f in item.files if str(f['mime'] or '').startswith('image/')]) or 1} 幅")
    elif not item.characters and item.pages and not told:
        told.append(f"{item.pages} 页")
    return "，".join(part for part in told if part)


def day_words(day: date) -> str:
    """2026年5月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def iso_words(value: Any) -> str:
    """An ISO day (or time) as 2026年5月3日; as it is where it is none."""
    words = str(value or "")
    try:
        return day_words(date.fromisoformat(words[:10]))
    except ValueError:
        return words


def unit_of(archive: Archive, office: Office, volume: Record | None = None) -> str:
    """Whose paper it is: the setting, else the compiler of the volume (the newest one), else the archive's name."""
    if office.get("unit"):
        return str(office.get("unit"))
    volumes = archive.catalogue.records("volume") if volume is None else [volume]
    return next((str(one["compiler"]) for one in reversed(volumes) if one["compiler"]), archive.name)


def volume_words(volume: Record) -> str:
    """《城东政协文史资料》第24辑."""
    title = str(volume.title)
    named = title if title.startswith("《") else f"《{title}》"
    return f"{named}第{volume['number']}辑" if volume["number"] else named


def kind_words(item: Held) -> str:
    """稿件 for what has a text, else its kind."""
    kind = kind_named(str(item.record["kind"]))
    return "稿件" if kind.signed else kind.label


def each(items: Sequence[Held], progress: Progress) -> Iterator[Held]:
    """The items, telling how far it is."""
    for number, item in enumerate(items, 1):
        progress(number / len(items), f"第 {number}/{len(items)} 份")
        yield item


class Courtesy:
    """How people are addressed: 先生 or 女士 where their card says which, else 同志."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, str] = {}

    def of(self, item: Held, name: str) -> str:
        """The word behind the name of somebody who has to do with an item."""
        rows = item.record.values.get("responsibility") or ()
        key = next((str(row["person"]) for row in rows if row.get("name") == name and row.get("person")), "")
        if key and key not in self._known:
            card = self._catalogue.load("person", [key]).get(key)
            self._known[key] = str(card["gender"] or "") if card is not None else ""
        return {"男": "先生", "女": "女士"}.get(self._known.get(key, ""), "同志")


def volumes_by_item(catalogue: Catalogue) -> dict[str, Record]:
    """Item → the volume it is in: one that is still being made, if there is one (as `volume_of`, for many items)."""
    volumes = {one.id: one for one in catalogue.records("volume")}
    sections = {one.id: str(one["volume"]) for one in catalogue.records("section")}
    found: dict[str, Record] = {}
    for article in catalogue.records("article"):
        volume = volumes.get(sections.get(str(article["section"]), ""))
        item = str(article["item"] or "")
        if volume is None or not item:
            continue
        before = found.get(item)
        if before is None or _rank(volume) >= _rank(before):
            found[item] = volume
    return found


def _rank(volume: Record) -> tuple[bool, str]:
    return volume["state"] not in (VolumeState.ISSUED, VolumeState.PUBLISHED), volume.id
