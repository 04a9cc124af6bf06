"""The pages of a printed volume as they look, and where on them a stretch of its text stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_app.domain.errors import ArchiveError, Damaged
from archive_app.frozen import dataclass
from archive_app.resources import ResourceMissing
from archive_app.services.archive import Archive
from archive_app.services.printed import LEFT_OUT, Compose, PrintedText, keep_layout, printed_document, stored_layout
from archive_app.services.typesetting import volume_book
from archive_app.typeset.fonts.own import FOLDER
from archive_app.typeset.kept import has_glyphs, has_places, kept, read_pages
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.trace import cells

Box = tuple[int, float, float, float, float]
"""A page (by its place in the layout) and a rectangle on it, in points: x0, y0, x1, y1."""


@dataclass(frozen=True, slots=True)
class PrintedSheets:
    """``exact``: every glyph stands where it was printed; else only lines and runs do."""

    layout: Layout
    exact: bool


def printed_sheets(
    archive: Archive, volume_id: str, compose: Compose, visible: Collection[str] | None = None
) -> PrintedSheets:
    """The pages of a volume as they were printed, without the texts that ``visible`` levels of access do not show.

    Of a volume whose words were kept without their glyphs the pages are set again, and taken where they say the same.
    Raises ``ArchiveError`` where there are none, where the volume reads otherwise by now, or where the printed face is
    gone.
    """
    closed = _closed(archive, volume_id, visible)
    volume = archive.catalogue.record(volume_id)
    if volume["scans"]:
        from archive_app.services.earlier.laying import sheets_of

        if visible is not None and printed_document(archive, volume_id)[0].access not in visible:
            raise ArchiveError("这一卷不能给您看", "请找管理员。", code="no-printed-pages")
        return PrintedSheets(sheets_of(archive.catalogue, archive.root, volume, closed), True)
    stored = stored_layout(archive.root, volume_id)
    if stored is None or not has_glyphs(stored):
        stored = _set_again(archive, volume_id, compose, stored)

    def picture(name: str) -> Path:
        try:
            return archive.original(name.partition(".")[0])
        except Damaged:
            return Path(name)  # drawn as an empty frame

    def font(name: str) -> Path:
        found = archive.root / FOLDER / name
        if not found.is_file():
            raise ArchiveError(
                f"排这一卷用的字体“{name}”不在馆藏的 {FOLDER} 文件夹里", "放回去就能看书页。", code="no-printed-pages"
            )
        return found

    try:
        layout = read_pages(stored, picture, font)
    except (KeyError, TypeError, ValueError, ResourceMissing) as error:
        raise ArchiveError(
            "这一卷留下的版面读不出来", "书里的文字仍可以读；再出一次校样就有书页。", code="no-printed-pages"
        ) from error
    if closed:
        layout = replace(layout, pages=tuple(_without(page, closed) for page in layout.pages))
    return PrintedSheets(layout, has_glyphs(stored))


def _set_again(
    archive: Archive, volume_id: str, compose: Compose, stored: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The pages with their glyphs where they still say what they said; else those that were kept, as they are."""
    made = None
    try:
        made = kept(compose(volume_book(archive, volume_id)))
    except ArchiveError:
        if stored is None:
            raise
    if made is not None and (stored is None or _words(stored) == _words(made)):
        if not archive.read_only:
            keep_layout(archive.root, volume_id, made)
        return made
    if stored is None or not has_places(stored):
        raise ArchiveError(
            "这一卷印出时没有留下版面，现在排出来的已经不一样了", "书里的文字仍可以读。", code="no-printed-pages"
        )
    return stored


def _closed(archive: Archive, volume_id: str, visible: Collection[str] | None) -> frozenset[str]:
    """The articles that may not be seen."""
    if visible is None:
        return frozenset()
    whole = {text.article for text in printed_document(archive, volume_id)[1].texts}
    return frozenset(whole - {text.article for text in printed_document(archive, volume_id, visible)[1].texts})


def _words(layout: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What each page says, and of what it is."""
    return [
        (page["label"], *((line["text"], line["article"], line["block"], line["offset"]) for line in page["lines"]))
        for page in layout["pages"]
    ]


def _without(page: Page, closed: frozenset[str]) -> Page:
    """A page with nothing of these articles on it, nor of what names them: the contents, the head of their page. Its
    other lines keep their places in the list."""
    if page.kind in LEFT_OUT:
        return page._replace(lines=(), heads=(), images=(), rules=())
    here = {*(line.article for line in page.lines), *(image.article for image in page.images)}
    if not here & closed:
        return page
    lines = tuple(line._replace(text="", runs=()) if line.article in closed else line for line in page.lines)
    images = tuple(image for image in page.images if image.article not in closed)
    return page._replace(heads=(), lines=lines, images=images, rules=())


def boxes(pages: Sequence[Page], text: PrintedText, begin: int, end: int) -> Iterator[Box]:
    """Where characters [begin, end) of a text stand on its pages: a rectangle for each line they are on."""
    for at, length, number, index in text.lines:
        if at >= end or at + length <= begin or not 0 < number <= len(pages):
            continue
        lines = pages[number - 1].lines
        if index >= len(lines) or lines[index].text != text.text[at : at + length]:
            continue  # closed to this reader
        own = [cell for cell in cells(lines[index]) if cell.start < end - at and cell.end > begin - at]
        if own:
            yield (
                number - 1,
                min(cell.x0 for cell in own),
                min(cell.y0 for cell in own),
                max(cell.x1 for cell in own),
                max(cell.y1 for cell in own),
            )
