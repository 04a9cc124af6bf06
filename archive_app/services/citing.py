"""How an item of the archive, a printed volume, and what stands in it are cited: ``references.py`` has the forms of
GB/T 7714—2015, here is what stands where.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.printed import PRINTED, Printed, printed_volume
from archive_app.services.references import (
    article_reference,
    item_reference,
    marks_of,
    names_of,
    page_span,
    responsible,
    volume_reference,
)


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
        return _of_page(archive, record, page) if page else _of_volume(record)
    if record.entity != "item":
        raise UnknownRecord(f"{record_id} 不是资料，也不是书卷，没有引文格式", "请用资料或书卷的编号。")
    if volume:
        return _of_item_in(archive, record, archive.catalogue.record(volume), page)
    text, kind = item_reference(record.values, record.title, archive.label.name)
    return Citation(text, kind, record.id)


def cite_printed(
    archive: Archive, volume_id: str, article: str = "", pages: Sequence[str] = (), printed: Printed | None = None
) -> Citation:
    """The citation of what stands in a volume in this article, on the pages with these printed numbers; of pages that
    have none the whole article is cited, or the volume. ``printed`` are its pages, where they are known."""
    volume = archive.catalogue.record(volume_id)
    if printed is None:
        printed = printed_volume(archive, volume_id)
    pages = [page for page in pages if page]
    if article in printed.titles:
        span = page_span(pages or printed.pages_of(article))
        return _of_article(archive, volume, printed, article, span)
    return _of_volume(volume, page_span(pages))


def printed_in(archive: Archive, item_id: str) -> list[Record]:
    """The printed volumes that an item stands in, the newest first."""
    catalogue = archive.catalogue
    found = catalogue.load("volume", catalogue.volumes_with([item_id])).values()
    printed = [volume for volume in found if volume["state"] in PRINTED and not volume.trashed]
    return sorted(printed, key=lambda volume: int(volume["number"] or 0), reverse=True)


def item_text(record: Record, keeper: str) -> str:
    """The citation of an item; ``keeper`` is who keeps it."""
    return item_reference(record.values, record.title, keeper)[0]


def _of_volume(volume: Record, page: str = "") -> Citation:
    text, kind = volume_reference(volume.values, volume.title, page)
    return Citation(text, kind, volume.id, page)


def _of_page(archive: Archive, volume: Record, page: str) -> Citation:
    printed = printed_volume(archive, volume.id)
    wanted = next((one for one in printed.pages if one.label == page.strip()), None)
    if wanted is None:
        raise UsageError(f"《{volume.title}》里没有第 {page} 页", f"页码从 {_range(printed)}。", code="no-such-page")
    article = next((key for key in wanted.articles if key in printed.titles), "")
    if not article:
        return _of_volume(volume, page.strip())
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
        raise UsageError(f"“{item.title}”不在第 {page} 页", f"它印在第 {page_span(pages)} 页。", code="no-such-page")
    return _of_article(archive, volume, printed, article, page or page_span(pages))


def _of_article(archive: Archive, volume: Record, printed: Printed, article: str, page: str) -> Citation:
    item_id = printed.items.get(article, "")
    marks = marks_of(volume.title)
    main = responsible(archive.catalogue.record(item_id).values, marks)[0] if item_id else ""
    if not main and printed.authors.get(article):
        main = names_of(printed.authors[article], marks)
    text, kind = article_reference(main, printed.titles[article], volume.values, volume.title, page)
    return Citation(text, kind, volume.id, page)


def _range(printed: Printed) -> str:
    labels = [page.label for page in printed.pages if page.label]
    return f"{labels[0]} 到 {labels[-1]}" if labels else "没有页码"
