"""A list of results as a spreadsheet or a document: every place with what stands around it, the words marked.

All items of the result, not only those on the screen; what may not be seen was never found. Words are written as words:
a snippet that begins with ``=`` is no formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Unpack

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.office.document import Paragraph, Style, write_docx
from archive_app.office.package import Piece
from archive_app.office.workbook import Cell, Sheet, write_xlsx
from archive_app.search.answering import Wanted
from archive_app.search.ordering import ORDERS
from archive_app.search.results import Hit, Match
from archive_app.search.snippets import AFTER
from archive_app.services.archive import Archive
from archive_app.services.citing import item_text
from archive_app.services.facet_labels import NAMES, kind_label, labels
from archive_app.services.printed import KIND
from archive_app.services.references import volume_reference
from archive_app.services.searching import Search
from archive_app.vault.durable import replacing

Progress = Callable[[float, str], None]

_PART = 200
"""Items asked for at a time."""
HEADS = ("序号", "题名", "种类", "征集号", "档号", "时间", "共几处", "出处", "位置", "上下文", "引文")
_WRAPPED = tuple(HEADS.index(head) for head in ("题名", "征集号", "档号", "时间", "出处", "上下文", "引文"))
SUFFIXES = (".xlsx", ".docx")
_WIDTHS = (6, 24, 10, 15, 18, 13, 7, 11, 9, 50, 34)
_TITLE = "检索结果"
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many items and places."""

    path: Path
    items: int
    places: int


@dataclass(frozen=True, slots=True)
class _Row:
    """An item of the list."""

    number: int
    hit: Hit
    record: Record
    citation: str


def export(
    search: Search,
    archive: Archive,
    out: Path,
    query: str,
    *,
    places: int = 20,
    only: Collection[str] = (),
    progress: Progress = lambda share, words: None,
    **wanted: Unpack[Wanted],
) -> Exported:
    """Write what a query finds to ``out`` (.xlsx or .docx); ``places`` bounds the places shown of one item,
    ``only`` these items and volumes are written where any are named.

    Raises ``UsageError`` for another suffix, ``StorageFailed`` where the disk refuses; the file that was there stays.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        remedy = "文件名请以 .xlsx 或 .docx 结尾。"
        raise UsageError(f"检索结果不能导出成“{out.suffix or out.name}”", remedy, code="unknown-format")
    counted = [0, 0]

    def rows() -> Iterator[_Row]:
        for row, total in _rows(search, archive, query, max(1, places), wanted, frozenset(only)):
            yield row
            counted[0] += 1
            counted[1] += len(row.hit.matches)
            progress(counted[0] / max(1, total), f"导出 {counted[0]}/{total}")

    conditions = _conditions(archive, query, wanted)
    with replacing(out) as handle:
        if suffix == ".xlsx":
            write_xlsx(handle, _sheets(rows(), conditions, counted), f"{_TITLE} {query}"[:_LONGEST_TITLE])
        else:
            write_docx(handle, _paragraphs(rows(), conditions, counted), f"{_TITLE} {query}"[:_LONGEST_TITLE])
    return Exported(out, *counted)


def _rows(
    search: Search, archive: Archive, query: str, places: int, wanted: Wanted, only: frozenset[str]
) -> Iterator[tuple[_Row, int]]:
    asked = wanted.copy()
    asked["facets"], asked["matches"], asked["limit"] = False, places, _PART
    start = written = 0
    while not only or written < len(only):
        asked["offset"] = start
        results = search.search(query, **asked)
        records = archive.catalogue.load("item", [hit.id for hit in results.hits])
        records |= archive.catalogue.load("volume", [hit.id for hit in results.hits if hit.kind == KIND])
        for hit in results.hits:
            start += 1
            if hit.id in records and (not only or hit.id in only):
                record = records[hit.id]
                written += 1
                number = written if only else start
                yield _Row(number, hit, record, _citation(record, archive.label.name)), len(only) or results.total
        if not results.hits:
            return


def _citation(record: Record, keeper: str, page: str = "") -> str:
    """How an item is cited, or a page of a volume."""
    if record.entity == "item":
        return item_text(record, keeper)
    return volume_reference(record.values, record.title, page)[0]


def _conditions(archive: Archive, query: str, wanted: Wanted) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    said = [("馆藏", archive.label.name), ("检索词", query)]
    said += [("在结果中", earlier) for earlier in wanted.get("within", ())]
    chosen: Mapping[str, Any] = wanted.get("chosen", {})
    named = labels(archive.catalogue, chosen)
    for facet, values in chosen.items():
        said.append((NAMES.get(facet, facet), "、".join(named.get(facet, {}).get(value, value) for value in values)))
    order = wanted.get("order", "relevance")
    said.append(("次序", ORDERS.get(order.removeprefix("-"), order) + ("（倒序）" if order.startswith("-") else "")))
    if wanted.get("without"):
        said.append(("关掉的写法", "、".join(wanted["without"])))
    if wanted.get("exact"):
        said.append(("比较", "区分繁简和全半角"))
    return [*said, ("日期", date.today().isoformat())]


def _place(match: Match) -> str:
    """Where a match stands, in a few words: 0:12:34, 第 17 页."""
    place = match.place
    if place.get("page"):
        return f"第 {place['page']} 页"
    if isinstance(place.get("seconds"), int | float):
        minutes, seconds = divmod(int(place["seconds"]), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(place.get("row"), int):
        return f"第 {place['row'] + 1} 行"
    return ""


def _cells(row: _Row) -> tuple[str, str, str, str, str]:
    """Title, kind, 征集号, 档号 and date of an item or a volume."""
    values = row.record.values
    when = values.get("created") or {}
    accession, ref = (str(values.get(name) or "") for name in ("accession_no", "ref_code"))
    return row.hit.title, kind_label(row.hit.kind), accession, ref, str(when.get("display") or "")


def _pieces(match: Match) -> list[Piece]:
    """A snippet, what was looked for marked in it, with … where the text goes on."""
    found, at = [], 0
    for start, end in match.spans:
        found += [Piece(match.snippet[at:start]), Piece(match.snippet[start:end], True)]
        at = end
    found.append(Piece(match.snippet[at:]))
    if match.place.get("offset"):
        found.insert(0, Piece("…"))
    if match.spans and len(match.snippet) - match.spans[0][1] >= AFTER:
        found.append(Piece("…"))
    return found


def _sheets(rows: Iterable[_Row], conditions: Sequence[tuple[str, str]], counted: list[int]) -> list[Sheet]:
    """A row a place, the item's columns on each of its rows, so that it can be sorted and filtered."""

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows:
            title, kind, accession, ref, when = _cells(row)
            fixed: list[Cell] = [row.number, title, kind, accession, ref, when, row.hit.occurrences]
            for match in row.hit.matches:
                page = str(match.place.get("page") or "")
                citation = _citation(row.record, "", page) if page else row.citation
                yield [*fixed, match.label, _place(match), _pieces(match), citation]
            if not row.hit.matches:
                yield [*fixed, "", "", "", row.citation]

    def about() -> Iterator[Sequence[Cell]]:  # written behind the results, when they are counted
        yield from conditions
        yield "结果", f"共 {counted[0]} 件，列出 {counted[1]} 处"

    return [
        Sheet(_TITLE, HEADS, _WIDTHS, lines(), wrapped=_WRAPPED),
        Sheet("检索条件", (), (12, 80), about(), wrapped=(1,)),
    ]


def _paragraphs(rows: Iterable[_Row], conditions: Sequence[tuple[str, str]], counted: list[int]) -> Iterator[Paragraph]:
    """An item a heading, its places below it."""
    yield Paragraph([Piece(_TITLE)], Style.TITLE)
    yield Paragraph([Piece("；".join(f"{name}：{words}" for name, words in conditions))])
    for row in rows:
        title, kind, accession, ref, when = _cells(row)
        yield Paragraph([Piece(f"{row.number}  {title}")], Style.HEADING)
        facts = [kind, accession and f"征集号 {accession}", ref and f"档号 {ref}", when, f"共 {row.hit.occurrences} 处"]
        yield Paragraph([Piece("　".join(filter(None, facts)))], Style.FACTS)
        for match in row.hit.matches:
            where = "，".join(filter(None, [match.label, _place(match)]))
            yield Paragraph([Piece(f"【{where}】"), *_pieces(match)], Style.QUOTE)
        if row.citation:
            yield Paragraph([Piece(row.citation)], Style.CITATION)
    yield Paragraph([Piece(f"共 {counted[0]} 件，列出 {counted[1]} 处。")])


def suggested_name(query: str, suffix: str) -> str:
    """A file's name for the results of a query: without what no system allows in one."""
    words = re.sub(r'[\\/:*?"<>|\s.]+', " ", fold(query)).strip()[:30]
    return f"检索结果 {words}".strip() + suffix
