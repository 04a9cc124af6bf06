"""What of a volume may not be published, and why: by its level, its secrecy, its consent. The steps that print a volume
ask it, and what writes one for readers; the checks before print tell of the same beside all else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.services.archive import Archive
from archive_app.services.preflight.faults import Fault
from archive_app.services.preflight.pieces import cover_of, pieces
from archive_app.services.preflight.records import RecordChecks
from archive_app.typeset.book import Article, Book, with_articles

BARRING = frozenset({"restricted", "not-public", "secret", "use-level", "no-consent", "not-anonymous", "in-trash"})
"""The faults that keep a thing from readers, however well it is printed."""
CLOSED = frozenset({"restricted", "secret", "no-consent", "not-anonymous", "in-trash"})
"""Those among them that keep it from any print, of whichever kind the volume is."""
_SHOWN = 5


def barred(
    archive: Archive, volume_id: str, book: Book, today: date | None = None, *, everywhere: bool = False
) -> list[Fault]:
    """What in this book, as it was compiled, may not be published, in the order of printing; each material once, or
    ``everywhere`` it stands."""
    volume = archive.catalogue.record(volume_id)
    every = [*pieces(archive, volume_id, book), *cover_of(archive, volume, book)]
    return [
        one for one in RecordChecks(archive, volume, today).faults(every, everywhere=everywhere) if one.code in BARRING
    ]


def barred_from_print(archive: Archive, volume_id: str) -> list[Fault]:
    """What keeps a volume, as it is now, from being signed for print; nothing of one that is still empty."""
    from archive_app.services.typesetting import volume_book

    try:
        book = volume_book(archive, volume_id)
    except UsageError:
        return []
    return [one for one in barred(archive, volume_id, book) if one.code in CLOSED]


def said(found: Sequence[Fault]) -> str:
    """What was found in a sentence or two, the first of it by name."""
    words = list(dict.fromkeys(one.message for one in found))
    return "；".join(words[:_SHOWN]) + (f"……共 {len(words)} 处" if len(words) > _SHOWN else "")


def for_readers(archive: Archive, volume_id: str, book: Book) -> tuple[Book, tuple[str, ...]]:
    """The book with nothing in it that may not go to readers: pictures that may not are left out, and named in the
    sentence beside. Raises ``Refused`` where a text may not: a book without it is another one, for an editor to make.
    """
    found = barred(archive, volume_id, book, everywhere=True)
    texts = [one for one in found if not one.block]
    if texts:
        remedy = "请在“检查”里一处一处改好，或把它们从书卷中拿掉；自己先看样子，可以写成 PDF。"
        raise Refused(f"这一卷还不能给读者：{said(texts)}", remedy, code="barred")
    if not found:
        return book, ()
    out = {(one.article, one.block) for one in found}
    return _without(book, out), (f"有 {len(out)} 幅图不能给读者，没有放进去：{said(found)}",)


def _without(book: Book, out: set[tuple[str, str]]) -> Book:
    """The book without these pictures, by (article, block); the cover's is ("", "cover")."""

    def put(article: Article) -> Article:
        blocks = [one for one in article.manuscript if (article.key, one.id) not in out]
        shown = {one.picture.group for one in blocks if one.picture is not None and one.picture.source}
        kept = [one for one in blocks if one.picture is None or one.picture.source or one.picture.group in shown]
        if len(kept) == len(article.manuscript):
            return article
        return replace(article, manuscript=Manuscript(tuple(kept)))

    made = with_articles(book, put)
    cover = made.layout.get("cover")
    if ("", "cover") in out and isinstance(cover, Mapping):
        layout = {**made.layout, "cover": {key: value for key, value in cover.items() if key != "image"}}
        made = replace(made, layout=layout)
    left = {one.picture.source for article in _articles(book) for one in article.manuscript if one.picture is not None}
    used = {one.picture.source for article in _articles(made) for one in article.manuscript if one.picture is not None}
    gone = left - used
    if ("", "cover") in out and isinstance(cover, Mapping):
        gone |= {str(cover.get("image"))} - used
    return replace(made, pictures={key: path for key, path in made.pictures.items() if key not in gone})


def _articles(book: Book) -> Iterator[Article]:
    yield from book.articles()
    for matter in (*book.front, *book.back):
        if matter.article is not None:
            yield matter.article
