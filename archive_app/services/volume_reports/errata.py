"""勘误表: what was corrected of a volume after it was printed, with page and line, and what its next volume says of it.

A correction (改样) of a printed piece is logged with the item in the words of `correct_words`; where it stands on the
printed pages is looked up in those that are kept, which do not change with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.catalogue import SectionNode
from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.workflow import State
from archive_app.domain.workflow.log import CORRECTION
from archive_app.reports.table import Column, Table, Value
from archive_app.services.papers.about import iso_words, volume_words
from archive_app.services.printed import Printed, printed_volume
from archive_app.services.volume_reports.contents import Piece, Progress, composer, contents, volume_wanted

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

CORRECTED = re.compile(r"(?:(?P<where>[^“”：]+)：)?“(?P<old>.+?)”改为“(?P<new>.*?)”(?:：(?P<why>.*))?\Z", re.DOTALL)
"""How the log says that words became others: where, what stood there, what stands there now, and why."""
_AFTER = (State.ISSUED, State.PUBLISHED, State.ARCHIVED)
_HEADS = {"article": "篇名", "page": "页", "line": "行", "wrong": "误", "right": "正"}
_COLUMNS = (
    Column("序号", 3, "center"), Column("篇名", 14), Column("页", 4, "center"), Column("行", 3, "center"),
    Column("误", 14), Column("正", 14), Column("依据", 10), Column("记于", 6, "center"), Column("出处", 6),
)  # fmt: skip


def errata_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """勘误表 of a volume in the order of its pages; what is not known of a place is left blank."""
    volume = volume_wanted(archive, wanted)
    found = contents(archive, volume, lambda share, words: progress(share * 0.4, words))
    rows: list[tuple[Value, ...]] = []
    corrected = [(piece, entry) for piece in found.pieces for entry in _corrections(piece)]
    printed = printed_volume(archive, volume.id, composer(wanted, progress)) if corrected else None
    for piece, entry in corrected:
        words = str(entry.get("comment") or "")
        parsed = CORRECTED.match(words)
        if parsed is None:
            rows.append((piece.title, "", "", words, "", "", iso_words(entry.get("at")), "改样"))
            continue
        page, line = _place(printed, piece.article.id, parsed["old"]) if printed is not None else ("", "")
        where = f"（{parsed['where']}）" if parsed["where"] else ""
        rows.append((
            piece.title + where, page, line, parsed["old"], parsed["new"], parsed["why"] or "",
            iso_words(entry.get("at")), "改样",
        ))  # fmt: skip
    said = [tuple(one) for one in _said_later(archive, volume)]
    known = {(row[3], row[4]) for row in rows}
    rows += [row for row in said if (row[3], row[4]) not in known]
    rows.sort(key=lambda row: (not row[1], int(row[1]) if str(row[1]).isdecimal() else 0, str(row[2])))
    told = (*about, volume_words(volume), f"共 {len(rows)} 处")
    notes = ("页、行照印出的书数；改样时没有写明原文的，误、正请补填。",)
    numbered = [(at, *row) for at, row in enumerate(rows, 1)]
    return Table("勘误表", _COLUMNS, numbered, told, notes=notes, signed=("责任编辑", "审核人", "日期"))


def _corrections(piece: Piece) -> Iterator[Mapping[str, Any]]:
    """What was corrected of a piece since it was printed."""
    if piece.item is not None:
        for entry in piece.item.record["workflow_log"]:
            if entry.get("action") == CORRECTION and entry.get("from") in _AFTER:
                yield entry


def _place(printed: Printed, article: str, old: str) -> tuple[str, Value]:
    """(the printed page, the line on it from above) where these words stand; empty where that is not one place."""
    places = [
        (text, at) for text in printed.texts if text.article == article for at in _all(text.text, old)
    ]  # one place only: of several nobody can say which
    if len(places) != 1:
        return "", ""
    text, at = places[0]
    number, label = text.page_at(at)
    line = next((index for start, length, page, index in text.lines if start <= at < start + length), None)
    return label or f"第{number}面", line + 1 if line is not None else ""


def _all(text: str, old: str) -> Iterator[int]:
    at = text.find(old)
    while at >= 0:
        yield at
        at = text.find(old, at + 1)


def _said_later(archive: Archive, volume: Record) -> Iterator[tuple[Value, ...]]:
    """What the next volume of the series says of this one, in its 勘误."""
    if not volume["number"]:
        return
    catalogue = archive.catalogue
    series = (volume["series"], volume.title)
    after = [
        one
        for one in catalogue.records("volume")
        if one["number"] == volume["number"] + 1 and (one["series"], one.title) == series
    ]
    for one in after:
        for article in _errata(catalogue.sections_of(one.id)):
            for block in Manuscript.from_json(article["manuscript"]):
                if not block.rows:
                    continue
                heads = [cell.text.strip() for cell in block.rows[0]]
                for row in block.rows[1:]:
                    cells = dict(zip(heads, (cell.text for cell in row), strict=False))
                    said = [cells.get(name, "") for name in _HEADS.values()]
                    if any(said):
                        yield (*said, "", "", f"第{one['number']}辑勘误")


def _errata(nodes: tuple[SectionNode, ...]) -> Iterator[Record]:
    for node in nodes:
        yield from (article for article in node.articles if article["role"] == "errata")
        yield from _errata(node.children)
