"""An item's text as a Word document for somebody to work on: an author at home, whoever checks it (核稿)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError, Refused, UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.withholding import Audience
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.leaving import may_leave, text_may_go
from archive_app.services.texts.commenting import comments_of
from archive_app.typeset.book import Article, Book, Section
from archive_app.vault.durable import replacing
from archive_app.volumes.byline import byline

if TYPE_CHECKING:
    from archive_app.services.corrections.word_out import Tracked


@dataclass(frozen=True, slots=True)
class WordWritten:
    """Where it is, and what could not go along, as sentences."""

    path: Path
    remarks: tuple[str, ...] = ()


def write_word(
    archive: Archive,
    item_id: str,
    out: Path,
    *,
    tracked: bool = True,
    comments: bool = True,
    proposals: bool = True,
    audience: Audience = Audience.INTERNAL,
) -> WordWritten:
    """Write an item's text to ``out`` (docx). ``tracked``: what is changed in it is tracked; ``comments`` go along, and
    open ``proposals`` as tracked changes of those who made them.

    Raises ``Refused`` where the item may not go to the ``audience``, ``UsageError`` where there is no text,
    ``StorageFailed`` where the file cannot be written.
    """
    from archive_app.typeset.docx.single import PAGE, Origin, render_text

    item = archive.catalogue.record(item_id)
    if item.entity != "item" or not item["manuscript"]:
        raise UsageError(f"《{item.title}》还没有正文，没有可写成 Word 的", "请先写，或加入文稿。", code="no-text")
    text_may_go(archive, item, audience)
    text = Manuscript.from_json(item["manuscript"])
    going = _proposals(archive, item) if proposals else None
    text = going.manuscript if going is not None else text
    pictures, remarks = _pictures(archive, text, item, audience)
    book = Book(item.title, (Section("", (_article(item, text),)),), layout=dict(PAGE), pictures=pictures)
    said = comments_of(item) if comments else ()
    whole: dict[str, str] = {}
    if going is not None:
        said, whole = (*said, *going.comments), dict(going.whole)
        remarks = (*remarks, *going.remarks)
    data, problems = render_text(book, Origin(item.id, item.version), said, tracked=tracked, whole=whole)
    with replacing(out) as handle:
        handle.write(data)
    return WordWritten(out, (*remarks, *dict.fromkeys(problem.message for problem in problems)))


def _proposals(archive: Archive, item: Record) -> Tracked | None:
    """The text with its open proposals; None where there are none."""
    if not any(not row.get("state") for row in item["corrections"]):
        return None
    from archive_app.services.corrections.standing import open_of, stood, texts_of_item
    from archive_app.services.corrections.word_out import tracked

    texts = texts_of_item(archive.catalogue, item)
    return tracked(texts, stood(texts, open_of(item)))


def _article(item: Record, text: Manuscript) -> Article:
    written = str((item["written"] or {}).get("display", ""))
    return Article(item.id, item.title, text, byline=tuple(byline(item)), written=written)


def _pictures(
    archive: Archive, text: Manuscript, item: Record, audience: Audience
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """The pictures of a text by their sources; words on those that are not there, or have to stay: those of other
    materials have levels and consents of their own."""
    sources = {block.picture.source: block for block in text if block.picture is not None}
    files = archive.catalogue.load("file", sources)
    owners = archive.catalogue.load("item", {str(one["item"] or "") for one in files.values()} - {""})
    consents = ConsentBook(archive) if files and audience is not Audience.OWN else None
    found: dict[str, Path] = {}
    remarks: list[str] = []
    for source, block in sources.items():
        try:
            if consents is not None and source in files:
                may_leave(owners.get(str(files[source]["item"] or ""), item), consents, files[source])
            found[source] = archive.original(source)
        except Refused as error:
            remarks.append(f"一幅图片（{block.text or '没有图注'}）{error.message}，没有写进 Word。")
        except ArchiveError:
            remarks.append(f"一幅图片（{block.text or '没有图注'}）的原件不在，没有写进 Word。")
    return found, tuple(remarks)
