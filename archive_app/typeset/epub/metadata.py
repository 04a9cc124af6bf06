"""What the book says of itself (package metadata, EPUB 3.3 §5.5; EPUB Accessibility 1.1 §2)."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from archive_app.frozen import dataclass
from archive_app.typeset.book import Book
from archive_app.typeset.imprint import valid_isbn
from archive_app.typeset.pages.front import series_name
from archive_app.typeset.reflow.markup import clean, element, said, tidy
from archive_app.typeset.reflow.plan import UNTITLED, Piece

_NAMESPACE = uuid.UUID("5a0f6a58-6c2d-5f0e-8a94-2f6f4b4f9c11")
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2}))?")
_DATED = ("印刷日期", "版次印次")
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_ROLES = {"口述": "ive", "采访": "ivr", "整理": "edt", "录文": "trc", "摄影": "pht"}
_BY = re.compile(r"[ 　]+((?:口述|采访|整理|录文|摄影|翻拍|记录)(?:、(?:口述|采访|整理|录文|摄影|翻拍|记录))*)$")
_SUMMARY = "正文可以朗读，有目录和标题层次，注文可以跳转；图片的说明文字取自图注。"


@dataclass(frozen=True, slots=True)
class Contents:
    """What of the book bears on its being read by all: pictures, readings over words, printed pages' numbers,
    indexes."""

    pictures: bool
    ruby: bool
    pages: bool
    indexes: bool = False


def identifier(book: Book) -> str:
    """The ISBN where there is a right one; else a UUID that is always the same for this volume of this series."""
    isbn = next((value for label, value in book.imprint.lines if label == "ISBN"), "")
    if isbn and valid_isbn(isbn):
        return "urn:isbn:" + "".join(c for c in isbn if c.isdigit())
    name = "\n".join((book.series, book.title, str(book.number or ""), book.subtitle, book.compiler))
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, clean(name))}"


def printed(book: Book) -> datetime | None:
    """The day the 版权页 names; None where it names none."""
    for label, value in book.imprint.lines:
        found = _DATE.search(value) if label in _DATED else None
        if found is None:
            continue
        for day in (found[3] or "1", "1"):
            with suppress(ValueError):  # 2月31日: the month is right, at least
                return datetime(int(found[1]), int(found[2]), int(day), tzinfo=UTC)
    return None


def modified(book: Book, words: Iterable[str]) -> str:
    """``dcterms:modified``: the day is the book's, the time of day is reckoned from its words.

    So the same book is the same file whenever it is made, and one whose text was changed is a new one to a reader,
    who tells editions apart by this.
    """
    digest = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).digest()
    second = int.from_bytes(digest[:4], "big") % 86_400
    return ((printed(book) or _UNDATED) + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def metadata(book: Book, pieces: Sequence[Piece], words: Sequence[str], contents: Contents) -> str:
    """The ``metadata`` element."""
    title = tidy("　".join(filter(None, (series_name(book), book.subtitle)))) or UNTITLED
    made = [
        element("dc:identifier", {"id": "identifier"}, said(identifier(book))),
        element("dc:title", {"id": "title"}, said(title)),
        _meta("title-type", "main", "#title"),
        element("dc:language", {}, "zh-CN"),
        *_people(book, pieces),
    ]
    publisher = next((v for label, v in book.imprint.lines if label in ("出版发行者", "编印单位")), book.compiler)
    if tidy(publisher):
        made.append(element("dc:publisher", {}, said(tidy(publisher))))
    day = printed(book)
    if day is not None:
        made.append(element("dc:date", {}, day.strftime("%Y-%m-%d")))
    free = next((value for label, value in book.imprint.lines if not label), "")
    if tidy(free):
        made.append(element("dc:rights", {}, said(tidy(free))))
    if book.number and tidy(book.title):
        made.append(element("meta", {"property": "belongs-to-collection", "id": "series"}, said(book.title)))
        made += [_meta("collection-type", "series", "#series"), _meta("group-position", str(book.number), "#series")]
    if contents.pages:
        made.append(element("dc:source", {"id": "printed"}, said(f"{title}（纸质本）")))
        made.append(_meta("source-of", "pagination", "#printed"))
    made.append(_meta("dcterms:modified", modified(book, words)))
    made += _accessibility(contents)
    made.append(element("meta", {"name": "cover", "content": "cover-image"}))
    spaces = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    return element("metadata", spaces, *made)


def _accessibility(contents: Contents) -> list[str]:
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
    features += ["alternativeText"] if contents.pictures else []
    features += ["rubyAnnotations"] if contents.ruby else []
    features += ["pageNavigation", "pageBreakMarkers"] if contents.pages else []
    features += ["index"] if contents.indexes else []
    modes = ["textual", *(["visual"] if contents.pictures else [])]
    made = [_meta("schema:accessMode", mode) for mode in modes]
    made.append(_meta("schema:accessModeSufficient", "textual"))
    made += [_meta("schema:accessibilityFeature", feature) for feature in features]
    made.append(_meta("schema:accessibilityHazard", "none"))
    made.append(_meta("schema:accessibilitySummary", _SUMMARY))
    return made


def _people(book: Book, pieces: Sequence[Piece]) -> list[str]:
    """The compiler as creator, everybody named over an article as contributor, each once with every part they had."""
    parts: dict[str, list[str]] = {}
    for piece in pieces:
        for line in piece.article.byline if piece.article is not None else ():
            found = _BY.search(line.strip())
            names = line.strip()[: found.start()] if found else line.strip()
            roles = [_ROLES[word] for word in found[1].split("、") if word in _ROLES] if found else ["aut"]
            for name in filter(None, (tidy(one) for one in names.split("、"))):
                known = parts.setdefault(name, [])
                known += [role for role in roles if role not in known]
    made = []
    if tidy(book.compiler):
        made += _person("creator", 0, tidy(book.compiler), ["com"])
    for number, (name, roles) in enumerate(parts.items(), 1):
        made += _person("contributor", number, name, roles)
    return made


def _person(kind: str, number: int, name: str, roles: Sequence[str]) -> list[str]:
    key = f"{kind}{number}"
    made = [element(f"dc:{kind}", {"id": key}, said(name))]
    for role in roles:
        values = {"refines": f"#{key}", "property": "role", "scheme": "marc:relators"}
        made.append(element("meta", values, role))
    return made


def _meta(name: str, value: str, refines: str = "") -> str:
    return element("meta", {"refines": refines or None, "property": name}, said(value))
