"""人名索引 and 地名索引 as lists: of a volume with the pages of the printed book, else of items with their numbers.

A volume's index is that which it would print itself (`archive_app.volumes.naming`, `archive_app.typeset.matter.index`):
names in its texts that its items point to, or that an editor has marked; who is not to be named is not in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Manuscript, SpanStyle
from archive_app.reports.held import held
from archive_app.reports.table import Column, Table, Value
from archive_app.services.papers.about import number_of, volume_words
from archive_app.services.printed import Printed, printed_volume
from archive_app.services.volume_reports.contents import Progress, composer, contents, volume_wanted
from archive_app.typeset.matter.index import index_groups
from archive_app.typeset.matter.ordering import order_key
from archive_app.volumes.freezing import text_now
from archive_app.volumes.naming import Naming

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_LABELS = {"person": "人名索引", "place": "地名索引"}
_STYLES = {SpanStyle.PERSON: "person", SpanStyle.PLACE: "place"}
_FIELDS = {"person": "persons", "place": "places"}
_OF_VOLUME = (
    Column("序号", 3, "center"), Column("部", 3, "center"), Column("名", 10), Column("页码", 24), Column("备注", 8),
)  # fmt: skip
_OF_ITEMS = (
    Column("序号", 3, "center"), Column("名", 8), Column("别名", 8), Column("说明", 10),
    Column("件数", 3, "center"), Column("见于", 30),
)  # fmt: skip


def persons_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """人名索引."""
    return _index(archive, "person", wanted, about, progress)


def places_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """地名索引."""
    return _index(archive, "place", wanted, about, progress)


def _index(archive: Archive, kind: str, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    if wanted.volume:
        return _of_volume(archive, kind, wanted, about, progress)
    return _of_items(archive, kind, wanted, about, progress)


def _of_volume(archive: Archive, kind: str, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    volume = volume_wanted(archive, wanted)
    found = contents(archive, volume, lambda share, words: progress(share * 0.3, words))
    naming = Naming(archive.catalogue)
    naming.prepare(piece.item.record for piece in found.pieces if piece.item is not None)
    marked: dict[str, Manuscript] = {}
    for piece in found.pieces:
        if piece.item is not None:
            stored = piece.article["frozen"] or text_now(archive.catalogue, piece.item.record)
            marked[piece.article.id] = naming.marked(piece.item.record, Manuscript.from_json(stored))
    printed = printed_volume(archive, volume.id, composer(wanted, progress))
    labels = {page.number: page.label or f"第{page.number}面" for page in printed.pages}
    groups = index_groups(kind, _mentions(printed, marked), naming.names(), "pinyin", labels)
    rows: list[tuple[Value, ...]] = []
    for group in groups:
        for entry in group.entries:
            pages = "、".join(reference.text for reference in entry.references)
            rows.append((len(rows) + 1, group.head, entry.name, f"见 {entry.see}" if entry.see else pages, ""))
    told = (*about, volume_words(volume), f"共 {len(rows)} 条")
    notes = ("按拼音排；页码照印出的（没有印的照现在排的）书页。",)
    return Table(_LABELS[kind], _OF_VOLUME, rows, told, notes=notes, upright=True)


def _mentions(printed: Printed, marked: dict[str, Manuscript]) -> Iterator[tuple[tuple[str, str, str], int]]:
    """((kind, id or word, word), page) of every marked name that stands on a page."""
    texts = {(text.article, text.block): text for text in printed.texts if text.part == "text"}
    for article, manuscript in marked.items():
        for block in manuscript:
            text = texts.get((article, block.id))
            for span in block.spans:
                if text is None or span.style not in _STYLES:
                    continue
                word = block.text[span.start : span.end]
                starts = [at for at, _number, _label in text.breaks]
                number = text.breaks[max(0, bisect_right(starts, span.start) - 1)][1]
                yield (_STYLES[span.style], span.value or word, word), number


def _of_items(archive: Archive, kind: str, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    catalogue = archive.catalogue
    ids = catalogue.item_ids() if wanted.items is None else wanted.items
    at: dict[str, list[str]] = {}
    for item in held(catalogue, ids, progress):
        rows_ = [*item.record["responsibility"], *(item.record.values.get("people") or ())]
        named = [str(row["person"]) for row in rows_ if kind == "person" and row.get("person")]
        hidden = {  # who is not to be named
            str(row.get("person") or "") for row in item.record["responsibility"] if item.record["anonymous"]
        }
        keys = dict.fromkeys([*item.record[_FIELDS[kind]], *named])
        for key in keys:
            if key not in hidden:
                number = number_of(item)
                at.setdefault(key, []).append(f"《{item.record.title}》{f'（{number}）' if number else ''}")
    cards = [card for card in catalogue.load(kind, at).values() if not card.trashed]
    cards.sort(key=lambda card: (order_key(card.title, kind, "pinyin", str(card["pinyin"] or "")), card.id))
    rows = [
        (n, card.title, "、".join(card["aliases"] or ()), _about(card), len(at[card.id]), "".join(at[card.id]))
        for n, card in enumerate(cards, 1)
    ]
    return Table(_LABELS[kind], _OF_ITEMS, rows, (*about, f"共 {len(rows)} 条"))


def _about(card: Record) -> str:
    """What tells namesakes apart: years of a life, where from; the kind of a place."""
    if card.entity == "place":
        return "，".join(str(card[name]) for name in ("type", "parent") if card[name])
    born, died = (str((card[name] or {}).get("display") or "") for name in ("birth", "death"))
    years = f"{born}—{died}" if died else f"{born}生" if born else ""
    return "，".join(filter(None, (years, str(card["native_place"] or ""), "、".join(card["roles"] or ()))))
