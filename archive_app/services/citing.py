"""Citations after GB/T 7714—2015 信息与文献 参考文献著录规则: of an item of the archive, of a page of a printed volume.

An item is an unpublished record, 档案 [A]: main responsibility. title: number[A]. other responsibility. keeper, year.
A page of a volume is a contribution to a compilation (§4.2, 汇编 [G]): who. title[G]//editor. book title: which
volume. place: publisher, year: pages. Up to three names stand, then 等 (§8.1.2); a year in another calendar stands
behind in brackets, a year that is only guessed in square ones (§8.4.3); where a place or publisher is not known that
is said (§8.4.1, §8.4.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.services.archive import Archive
from archive_app.services.printed import Printed, printed_volume
from archive_app.typeset.folder import chinese_number

_MAIN = ("口述者", "作者", "摄影者", "责任者", "录文者")
"""Who is named first: the first of these roles that somebody has."""
_OTHERS = {"采访者": "采访", "整理者": "整理", "录文者": "录文", "翻拍者": "翻拍", "代笔": "代笔"}
"""Other roles → how they stand behind the title (昂温 G. 外国出版史[M]. 陈生铮, 译.)."""
_NAMES = 3
_NOBODY = ("不详", "佚名", "无名氏", "未署名")
_NO_PLACE, _NO_PUBLISHER = "[出版地不详]", "[出版者不详]"
_ANOTHER_CALENDAR = re.compile(
    r"(民国|宣统|光绪|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])[^，,。；（(]*年"
)
_YEAR = re.compile(r"[12][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Citation:
    """``text`` is the whole, as it stands in a list of references; ``kind`` the mark of the document's type."""

    text: str
    kind: str
    id: str
    page: str = ""

    def to_json(self) -> dict[str, str]:
        """As ``cunshi cite --json`` prints it."""
        return {"text": self.text, "type": self.kind, "id": self.id, **({"page": self.page} if self.page else {})}


def cite(archive: Archive, record_id: str, *, volume: str = "", page: str = "") -> Citation:
    """The citation of an item, or of a volume; with a ``volume`` the item as it is printed there, with a ``page``
    (its printed number) what begins or goes on there.

    Raises ``UnknownRecord`` for another record, ``UsageError`` for a page that is not there.
    """
    record = archive.catalogue.record(record_id)
    if record.entity == "volume":
        return _of_page(archive, record, page) if page else _of_volume(archive, record)
    if record.entity != "item":
        raise UnknownRecord(f"{record_id} 不是资料，也不是书卷，没有引文格式", "请用资料或书卷的编号。")
    if volume:
        return _of_item_in(archive, record, archive.catalogue.record(volume), page)
    return Citation(item_text(record, archive.label.name), "A", record.id)


def item_text(record: Record, keeper: str) -> str:
    """The citation of an item; ``keeper`` is who keeps it."""
    main, others = _responsible(record.values)
    number = record["ref_code"] or record["accession_no"] or ""
    number = "" if number.startswith("T-") else number  # a temporary one, which nobody will find it by
    title = f"{_plain(record.title)}{f': {number}' if number else ''}[A]"
    kept = ", ".join(filter(None, [keeper, _year(record["created"])]))
    return _sentences(main, title, others, kept)


def _of_volume(archive: Archive, volume: Record) -> Citation:
    parts = [_plain(volume["compiler"] or ""), f"{_book(volume)}[G]", _published(volume)]
    return Citation(_sentences(*parts), "G", volume.id)


def _of_page(archive: Archive, volume: Record, page: str) -> Citation:
    printed = printed_volume(archive, volume.id)
    wanted = next((one for one in printed.pages if one.label == page.strip()), None)
    if wanted is None:
        raise UsageError(f"《{volume.title}》里没有第 {page} 页", f"页码从 {_range(printed)}。", code="no-such-page")
    article = next((key for key in wanted.articles if key in printed.titles), "")
    if not article:
        text = _sentences(_plain(volume["compiler"] or ""), f"{_book(volume)}[G]", f"{_published(volume)}: {page}")
        return Citation(text, "G", volume.id, page)
    return _of_article(archive, volume, printed, article, page.strip())


def _of_item_in(archive: Archive, item: Record, volume: Record, page: str) -> Citation:
    if volume.entity != "volume":
        raise UnknownRecord(f"{volume.id} 不是一卷书", "请用书卷的编号。")
    printed = printed_volume(archive, volume.id)
    article = next((key for key, item_id in printed.items.items() if item_id == item.id), "")
    pages = printed.pages_of(article)
    if not pages:
        raise UsageError(
            f"《{volume.title}》里没有“{item.title}”", "请核对书卷，或不写书卷，引用资料本身。", code="not-in-volume"
        )
    if page and page not in pages:
        raise UsageError(f"“{item.title}”不在第 {page} 页", f"它印在第 {_span(pages)} 页。", code="no-such-page")
    return _of_article(archive, volume, printed, article, page or _span(pages))


def _of_article(archive: Archive, volume: Record, printed: Printed, article: str, page: str) -> Citation:
    item_id = printed.items.get(article, "")
    main = ""
    if item_id:
        main, _ = _responsible(archive.catalogue.record(item_id).values)
    inside = f"{_plain(printed.titles[article])}[G]//{_plain(volume['compiler'] or '')}"
    text = _sentences(main, inside, _book(volume), f"{_published(volume)}: {page}")
    return Citation(text, "G", volume.id, page)


def _book(volume: Record) -> str:
    """城东政协文史资料: 第二十四辑 乡村记忆."""
    further = [f"第{chinese_number(volume['number'])}辑" if volume["number"] else "", _plain(volume["subtitle"] or "")]
    more = " ".join(filter(None, further))
    return f"{_plain(volume.title)}{f': {more}' if more else ''}"


def _published(volume: Record) -> str:
    said = {str(row.get("key", "")): str(row.get("value", "")).strip() for row in volume["imprint"]}
    place = next((said[key] for key in ("place", "出版地") if said.get(key)), _NO_PLACE)
    publisher = (
        said.get("publisher") or (volume["compiler"] if said.get("variant") != "public" else "") or _NO_PUBLISHER
    )
    written = " ".join(said.get(key, "") for key in ("edition", "print_date"))
    year = _YEAR.search(written)
    return f"{place}: {_plain(publisher)}, {year[0] if year else '[出版年不详]'}"


def _responsible(values: Mapping[str, Any]) -> tuple[str, str]:
    """(who is responsible in the first place, and who beside)."""
    if values.get("anonymous"):
        return "", ""
    by_role: dict[str, list[str]] = {}
    for row in values.get("responsibility") or ():
        if row.get("name"):
            by_role.setdefault(str(row.get("role", "")), []).append(str(row["name"]).strip())
    if values.get("photographer"):
        by_role.setdefault("摄影者", []).append(str(values["photographer"]).strip())
    first = next((role for role in _MAIN if by_role.get(role)), "")
    main = _names(dict.fromkeys(by_role.get(first, ())))
    named: dict[str, list[str]] = {}
    for role, verb in _OTHERS.items():
        if role != first and by_role.get(role):
            named.setdefault(_names(dict.fromkeys(by_role[role])), []).append(verb)
    return main, "; ".join(f"{names}, {''.join(verbs)}" for names, verbs in named.items())


def _names(names: Iterable[str]) -> str:
    known = [name for name in names if name and name not in _NOBODY]
    more = len(known) > _NAMES or (known and known[-1].endswith("等"))
    return ", ".join(name.removesuffix("等") for name in known[:_NAMES]) + (", 等" if more else "")


def _year(date: Mapping[str, str] | None) -> str:
    """A year for sure stands plainly, one that is not in square brackets; the words of another calendar behind."""
    if not date or not date.get("earliest") or not date.get("latest"):
        return "[年代不详]"
    first, last = date["earliest"][:4].lstrip("0"), date["latest"][:4].lstrip("0")
    doubtful = first != last or bool(date.get("qualifier"))
    year = first if first == last else f"{first}—{last}"
    other = _ANOTHER_CALENDAR.search(fold(date.get("display", "")))
    return f"{f'[{year}]' if doubtful else year}{f'({other[0]})' if other else ''}"


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip("*＊")  # the star of a note on who wrote it


def _sentences(*parts: str) -> str:
    """The parts, each closed by a full stop."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _span(pages: Sequence[str]) -> str:
    return pages[0] if len(pages) == 1 else f"{pages[0]}-{pages[-1]}"


def _range(printed: Printed) -> str:
    labels = [page.label for page in printed.pages if page.label]
    return f"{labels[0]} 到 {labels[-1]}" if labels else "没有页码"
