"""From a book to an EPUB: its files, the package that lists them, and the container they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import SpanStyle
from archive_app.typeset.book import Book
from archive_app.typeset.epub.cover import cover
from archive_app.typeset.epub.look import Face, css, faces
from archive_app.typeset.epub.metadata import Contents, identifier, metadata
from archive_app.typeset.epub.navigation import NAV, nav_xhtml, ncx
from archive_app.typeset.epub.volume import Volume
from archive_app.typeset.fonts.library import ask_own
from archive_app.typeset.pages.front import series_name
from archive_app.typeset.problems import Problem
from archive_app.typeset.reflow.markup import element
from archive_app.typeset.reflow.own import carried
from archive_app.typeset.reflow.packing import packed
from archive_app.typeset.reflow.plan import pieces
from archive_app.typeset.reflow.rare import rare_fonts
from archive_app.typeset.reflow.text import texts
from archive_app.typeset.storing import Written, store
from archive_app.typeset.templates import load

if TYPE_CHECKING:
    from archive_app.typeset.outputs import Edition

_ROLES = ("song", "song-bold", "hei", "hei-bold", "kai")
"""The types that the style sheet has use for."""
_MIMETYPE = b"application/epub+zip"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ttf": "font/ttf",
    ".ncx": "application/x-dtbncx+xml",
}
_INTERNAL = (
    "这是内部资料的电子书，只可在规定的范围内免费交流，不得上网、出售或对外传播；版权页上已照印「内部资料，免费交流」。"
)


def write(edition: Edition, out: Path) -> Written:
    """Write the book of ``edition`` as an EPUB to ``out``.

    Raises `UsageError` for an 内部资料 where the editor has not said that an electronic form of it may be made
    (《内部资料性出版物管理办法》 lets it be exchanged within a circle, and in no other way), `StorageFailed` where the
    file cannot be written.
    """
    internal = edition.book.imprint.variant == "internal"
    if internal and not edition.options.internal_epub:
        raise UsageError(
            f"《{series_name(edition.book)}》是内部资料，没有做成电子书",
            "内部资料不得向社会传播。确要在规定的范围内交流电子书，请在命令行加上 --internal-epub，"
            '或在窗口的输出选项里勾选；公开出版的书请把版权页改为“公开出版”（variant = "public"）。',
            code="internal-epub",
        )
    data, problems = render(edition)
    path, message = store(data, out)
    return Written(path, tuple(problems), " ".join(filter(None, (message, _INTERNAL if internal else ""))))


def render(edition: Edition) -> tuple[bytes, list[Problem]]:
    """The file's bytes, and the pictures that could not be had."""
    book = edition.book
    template = load(book.template).with_layout(book.layout)
    plan = pieces(book, template)
    words = list(texts(book, plan))
    problems: list[Problem] = []
    cover_name, cover_data = cover(book, template)
    volume = Volume(book, template, plan, edition.layout, problems.append, cover_name)
    volume.make()
    ask_own(template.rare)
    own, refused = carried(words, template, _ROLES, editable=False)
    problems += refused
    fonts = faces(rare_fonts(words), own)
    files = {
        **volume.files,
        NAV: nav_xhtml(volume.entries, volume.pages, _landmarks(volume), volume.begun),
        "toc.ncx": ncx(volume.entries, series_name(book), identifier(book)),
        "book.css": css(fonts, template),
        cover_name: cover_data,
        **{name: picture.data for name, picture in volume.images.files.items()},
        **{f"fonts/{font.file}": font.data for font in fonts},
    }
    contents = Contents(bool(volume.images.files), _has_ruby(book), bool(volume.pages), bool(volume.indexes))
    about = metadata(book, plan, words, contents)
    package = _package(about, list(files), volume.spine, vertical=template.direction == "vertical")
    parts = {
        "mimetype": _MIMETYPE,
        "META-INF/container.xml": _CONTAINER.encode(),
        "EPUB/package.opf": package,
        **{f"EPUB/{name}": data for name, data in files.items()},
        **_licences(fonts),
    }
    return packed(parts, stored=("mimetype",)), problems


def _landmarks(volume: Volume) -> list[tuple[str, str, str]]:
    found = [("cover", "封面", "cover.xhtml"), ("toc", "目录", f"{NAV}#toc")]
    after = volume.spine[volume.spine.index(None) + 1 :] if None in volume.spine else []
    first = next((name for name in after if name), None)
    found += [("bodymatter", "正文", first)] if first else []
    return found + [("index", title, name) for title, name in volume.indexes]


def _has_ruby(book: Book) -> bool:
    return any(
        span.style is SpanStyle.RUBY
        for article in book.articles()
        for block in article.manuscript
        for span in block.spans
    )


def _package(about: str, names: Sequence[str], spine: Sequence[str | None], *, vertical: bool) -> bytes:
    """package.opf (EPUB 3.3 §5)."""
    keys = {name: _key(name) for name in names}
    items = []
    for name, key in keys.items():
        kind = "nav" if name == NAV else "cover-image" if keys[name] == "cover-image" else None
        values = {"id": key, "href": name, "media-type": _TYPES[name[name.rindex(".") :]], "properties": kind}
        items.append(element("item", values))
    order = [element("itemref", {"idref": keys[name or NAV]}) for name in spine]
    direction = {"toc": keys["toc.ncx"], "page-progression-direction": "rtl" if vertical else "ltr"}
    root = {
        "xmlns": "http://www.idpf.org/2007/opf",
        "version": "3.0",
        "unique-identifier": "identifier",
        "xml:lang": "zh-CN",
    }
    inner = about + element("manifest", {}, *items) + element("spine", direction, *order)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + element("package", root, inner) + "\n").encode()


def _key(name: str) -> str:
    return (
        "cover-image"
        if name.startswith("cover.") and not name.endswith(".xhtml")
        else "f-" + name.replace("/", "-").replace(".", "-")
    )


def _licences(fonts: Sequence[Face]) -> dict[str, bytes]:
    """The bundled fonts' licences travel with them."""
    return {f"META-INF/{font.licence.name}": font.licence.read_bytes() for font in fonts if font.licence}
