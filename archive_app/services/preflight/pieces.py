"""What a volume is made of, as the checks look at it: each piece with its record, its text as printed, its pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture
from archive_app.frozen import dataclass
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.typeset.book import Article, Book


@dataclass(frozen=True, slots=True)
class Printed:
    """A picture as it stands in a text: its block, its file and the material the file belongs to, where known."""

    block: Block
    file: Record | None
    owner: Record | None


@dataclass(frozen=True, slots=True)
class Piece:
    """One article of a volume: its record, its material (none for 辅文), what is printed of it."""

    article: Record
    item: Record | None
    title: str
    printed: Article
    pictures: tuple[Printed, ...]

    @property
    def owners(self) -> Iterator[tuple[Record, str]]:
        """(material, block) of what is printed in it, each once: its own (no block), then those of its pictures."""
        seen = set()
        if self.item is not None:
            seen.add(self.item.id)
            yield self.item, ""
        for one in self.pictures:
            if one.owner is not None and one.owner.id not in seen:
                seen.add(one.owner.id)
                yield one.owner, one.block.id

    @property
    def everywhere(self) -> Iterator[tuple[Record, str]]:
        """(material, block) of what is printed in it: its own (no block), then that of each of its pictures."""
        if self.item is not None:
            yield self.item, ""
        for one in self.pictures:
            if one.owner is not None:
                yield one.owner, one.block.id


def pieces(archive: Archive, volume_id: str, book: Book) -> list[Piece]:
    """The pieces of a volume in the order of printing; ``book`` is the volume as it was compiled."""
    catalogue = archive.catalogue
    printed = {article.key: article for article in _articles(book)}
    records = [(record, title) for record, title in binding.articles(archive, volume_id) if record.id in printed]
    sources = {b.picture.source for one in printed.values() for b in one.manuscript if b.picture and b.picture.source}
    files = catalogue.load("file", sources)
    items = _items(catalogue, records, files)
    found = []
    for record, title in records:
        article = printed[record.id]
        pictures = tuple(_picture(block, files, items) for block in article.manuscript if block.picture is not None)
        found.append(Piece(record, items.get(str(record["item"])), title or article.title, article, pictures))
    return found


def cover_of(archive: Archive, volume: Record, book: Book) -> list[Piece]:
    """The picture on the cover as a piece of its own, where there is one: it is named in the look, by its file or by
    its material, of which the first picture is printed."""
    cover = book.layout.get("cover")
    source = str(cover.get("image") or "") if isinstance(cover, Mapping) else ""
    catalogue = archive.catalogue
    file = catalogue.load("file", [source]).get(source) if source else None
    owner = catalogue.load("item", [source]).get(source) if source and file is None else None
    if owner is not None:
        pictures = [one for one in catalogue.files_of(owner.id) if str(one["mime"]).startswith("image/")]
        file = pictures[0] if pictures else None
    elif file is not None and file["item"]:
        owner = catalogue.load("item", [str(file["item"])]).get(str(file["item"]))
    if file is None:
        return []
    block = Block(BlockKind.PICTURE, "", id="cover", picture=Picture(source))
    printed = Article("", "封面", Manuscript((block,)))
    return [Piece(volume, None, "封面", printed, (Printed(block, file, owner),))]


def _articles(book: Book) -> Iterator[Article]:
    yield from book.articles()
    for matter in (*book.front, *book.back):
        if matter.article is not None:
            yield matter.article


def _items(catalogue: Catalogue, records: list[tuple[Record, str]], files: dict[str, Record]) -> dict[str, Record]:
    wanted = {str(record["item"]) for record, _ in records} | {str(file["item"]) for file in files.values()}
    return catalogue.load("item", wanted - {"", "None"})


def _picture(block: Block, files: dict[str, Record], items: dict[str, Record]) -> Printed:
    file = files.get(block.picture.source) if block.picture is not None else None
    return Printed(block, file, items.get(str(file["item"])) if file is not None else None)
