"""Who made a volume: 供稿供图名单, with how much of each, and 样书分送表, with who is sent copies and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive_app.reports.held import Held
from archive_app.reports.table import Column, Table, Value
from archive_app.services.office_note import Office
from archive_app.services.papers.about import MAKERS, known, names_of, volume_words
from archive_app.services.volume_reports.contents import Contents, Piece, Progress, contents, volume_wanted
from archive_app.services.volume_reports.fees import supplier
from archive_app.typeset.matter.ordering import order_key
from archive_app.volumes.interviews import NAMELESS

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_PARTS = {
    "作者": "撰写",
    "责任者": "撰写",
    "代笔": "整理",
    "整理者": "整理",
    "口述者": "口述",
    "采访者": "采访",
    "录文者": "录文",
}
_COUNTED = ("撰写", "口述", "整理", "采访", "录文")
_CREDITS = (
    Column("序号", 3, "center"), Column("姓名", 7), *(Column(f"{name}（篇）", 3, "center") for name in _COUNTED),
    Column("字数", 5, "right"), Column("供图（幅）", 3, "center"), Column("篇名、图名", 30),
)  # fmt: skip
_COPIES = (
    Column("序号", 3, "center"), Column("姓名或单位", 8), Column("事由", 24), Column("册数", 3, "center"),
    Column("签收", 8, least=7), Column("日期", 6, least=5), Column("备注", 6),
)  # fmt: skip


def credits_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """供稿供图名单 of a volume, by pinyin: what each did, of how many pieces, and how many pictures each supplied.

    Who is not to be named stands as 佚名. 字数 is 文字数, whole for each of those who made a piece together.
    """
    found = contents(archive, volume_wanted(archive, wanted), progress)
    done: dict[str, dict[str, int]] = {}
    titles: dict[str, dict[str, None]] = {}
    for name, part, amount, title in _credits(found):
        counted = done.setdefault(name, {})
        counted[part] = counted.get(part, 0) + amount
        titles.setdefault(name, {})[title] = None
    ordered = sorted(done, key=lambda one: (one == NAMELESS, order_key(one, "person", "pinyin")))
    rows: list[tuple[Value, ...]] = [
        (
            at, name, *(done[name].get(part, "") for part in _COUNTED), done[name].get("字", 0) or "",
            done[name].get("图", ""), "".join(f"《{title}》" for title in titles[name]),
        )
        for at, name in enumerate(ordered, 1)
    ]  # fmt: skip
    pictures = sum(len(piece.pictures) for piece in found.pieces)
    texts = sum(piece.item is not None and piece.item.record["kind"] != "photograph" for piece in found.pieces)
    told = (*about, volume_words(found.volume), f"共 {len(rows)} 人", f"文 {texts} 篇", f"图 {pictures} 幅")
    unknown = sum(not supplier(item) for piece in found.pieces for item in piece.pictures)
    notes = [f"其中 {unknown} 幅图没有写供图者、摄影者，未列。"] if unknown else []
    return Table("供稿供图名单", _CREDITS, rows, told, notes=tuple(notes))


def _credits(found: Contents) -> Iterator[tuple[str, str, int, str]]:
    """(who, what they did, how much, of which title)."""
    for piece in found.pieces:
        item = piece.item
        if item is not None and item.record["kind"] != "photograph":
            seen: set[tuple[str, str]] = set()
            counted: set[str] = set()
            for role, part in _PARTS.items():
                for name in names_of(item, role):
                    shown = NAMELESS if item.record["anonymous"] and role == "口述者" else name
                    if (shown, part) not in seen:
                        seen.add((shown, part))
                        yield shown, part, 1, piece.title
                    if shown not in counted:
                        counted.add(shown)
                        yield shown, "字", int(item.characters or 0), piece.title
        for picture in piece.pictures:
            name = supplier(picture)
            if name:
                shown = NAMELESS if picture.record["anonymous"] else name
                yield shown, "图", 1, picture.record.title


def copies_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """样书分送表 of a volume: everyone whose work it prints, with why, and whoever else the office sends copies to."""
    found = contents(archive, volume_wanted(archive, wanted), progress)
    office = Office(archive.root)
    each = int(office.get("copies"))
    why: dict[str, dict[str, None]] = {}
    for piece in found.pieces:
        for name, reason in _reasons(piece):
            why.setdefault(name, {})[reason] = None
    names = sorted(why, key=lambda one: order_key(one, "person", "pinyin"))
    rows: list[tuple[Value, ...]] = [
        (at, name, "；".join(why[name]), each, "", "", "") for at, name in enumerate(names, 1)
    ]
    rows += [(len(names) + at, who, "", n, "", "", "") for at, (who, n) in enumerate(office.others.items(), 1)]
    whole = sum(int(row[3]) for row in rows)
    totals: tuple[Value, ...] = ("合计", "", "", whole, "", "", "") if rows else ()
    told = (*about, volume_words(found.volume), f"共 {len(rows)} 处、{whole} 册")
    notes = ("内部资料只送委员、作者和有关单位，不出售、不陈列、不寄往境外。",)
    return Table(
        "样书分送表", _COPIES, rows, told, totals, notes if _internal(found) else (), ("经手人", "审核人", "日期"),
        upright=True, lines=2,
    )  # fmt: skip


def _internal(found: Contents) -> bool:
    said = {str(row.get("key")): str(row.get("value")) for row in found.volume["imprint"]}
    return said.get("variant") != "public"


def _reasons(piece: Piece) -> Iterator[tuple[str, str]]:
    """(who, for what) of a piece and its pictures."""
    if piece.item is not None and piece.item.record["kind"] != "photograph":
        for role in MAKERS:
            for name in names_of(piece.item, role):
                yield name, f"《{piece.title}》{_PARTS.get(role, role)}"
    for item in piece.pictures:
        yield from ((name, f"供图“{item.record.title}”") for name in _suppliers(item))


def _suppliers(item: Held) -> list[str]:
    """Who supplied a picture and who took it."""
    said = (str(item.record.values.get("supplied_by") or ""), str(item.record.values.get("photographer") or ""))
    return list(dict.fromkeys(name for name in (*said, *names_of(item, "摄影者", "提供者")) if known(name)))
