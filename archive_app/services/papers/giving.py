"""Papers for who gave something: 征集证书 with what is kept of theirs, 投稿回执 with every file and its hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from archive_app.domain.workflow import State
from archive_app.reports.forms import Closing, Field, Fields, Form, Forms, Gap, Listing, Part, Signing, Words
from archive_app.reports.held import Held
from archive_app.reports.table import Column, Value
from archive_app.services.office_note import Office
from archive_app.services.papers.about import (
    GIVERS,
    Courtesy,
    Progress,
    chosen,
    day_words,
    how_much,
    iso_words,
    makers,
    names_of,
    number_of,
    papers,
    titled,
    unit_of,
)  # fmt: skip

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_NOT_KEPT = (State.DRAFT, State.SUBMITTED, State.REFUSED, State.DECLINED, State.FORWARDED)
"""States of what is not, or no longer, in the keeping of the office."""
_LONGEST = 26
"""Characters of a title on a certificate."""
_ROOM = 84
"""Characters of all titles on a certificate together."""
_NAMED = 6
"""Titles that a certificate names; of more it says how many."""
_FILES = (
    Column("序号", 3, "center"), Column("征集号", 8), Column("题名", 14), Column("文件名", 14),
    Column("字节", 6, "right"), Column("SHA-256", 18),
)  # fmt: skip


def certificates(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """征集证书, one for each giver (else whose work it is), of the items the office keeps."""
    of_giver: dict[str, list[Held]] = {}
    for item in chosen(archive, wanted, progress):
        if item.record["state"] not in _NOT_KEPT:
            for name in names_of(item, *GIVERS) or makers(item)[:1]:
                of_giver.setdefault(name, []).append(item)
    office, today = Office(archive.root), wanted.today or date.today()
    unit = unit_of(archive, office)
    courtesy = Courtesy(archive.catalogue)
    made = []
    for name, items in of_giver.items():
        who = f"{name} {courtesy.of(items[0], name)}："
        words = f"您提供的{_named(items)}，已由我单位征集入藏。谨发此证，以志谢忱。"
        numbers = [number_of(item) for item in items if number_of(item)]
        listed = "、".join(numbers[:_NAMED]) + ("等" if len(numbers) > _NAMED else "")
        told: list[Part] = [Words(f"征集号：{listed}", "small")] if numbers else []
        parts: tuple[Part, ...] = (Words(who, "plain"), Words(words), Gap(4), *told, Closing(unit, day_words(today)))
        made.append(Form("征集证书", parts, look="certificate"))
    return papers("征集证书", about, made)


def _named(items: Sequence[Held]) -> str:
    if len(items) == 1:
        much = how_much(items[0])
        return f"{items[0].kind}{_short(titled(items[0]))}{f'（{much}）' if much else ''}"
    shown: list[str] = []
    for item in items[:_NAMED]:
        title = _short(titled(item))
        if sum(map(len, shown)) + len(title) <= _ROOM:
            shown.append(title)
    return f"{''.join(shown)}{'等' if len(items) > len(shown) else ''}共 {len(items)} 件"


def _short(title: str) -> str:
    """A title as there is room for on a certificate."""
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 2]}……》"


def receipts(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """投稿回执, one for each commissioner or giver: every item and file that came, with bytes and SHA-256."""
    of_whom: dict[str, list[Held]] = {}
    for item in chosen(archive, wanted, progress):
        giver = next(iter(names_of(item, *GIVERS) or makers(item)), "")
        of_whom.setdefault(item.commissioner or giver, []).append(item)
    office, today = Office(archive.root), wanted.today or date.today()
    unit = unit_of(archive, office)
    made = [_receipt(who, items, unit, today) for who, items in sorted(of_whom.items(), key=lambda one: not one[0])]
    return papers("投稿回执", about, made)


def _receipt(who: str, items: Sequence[Held], unit: str, today: date) -> Form:
    files = [(item, file) for item in items for file in item.files]
    whole = sum(int(file["bytes"] or 0) for _item, file in files)
    rows: list[tuple[Value, ...]] = []
    for item in items:
        for file in item.files or (None,):
            at = len(rows) + 1
            told = (
                (str(file["name"]), int(file["bytes"] or 0), str(file["sha256"]))
                if file is not None
                else ("（没有文件）", "", "")
            )
            rows.append((at, number_of(item), item.record.title, *told))
    received = sorted({str(item.record["received"]) for item in items if item.record["received"]})
    days = iso_words(received[0]) + (f"至{iso_words(received[-1])}" if len(received) > 1 else "") if received else ""
    facts = Fields((
        (Field("送交人", who), Field("收到日期", days)),
        (Field("件数", str(len(items))), Field("文件数", str(len(files)))),
        (Field("字节数", f"{whole:,}"), Field("收件单位", unit)),
    ))  # fmt: skip
    closing = Words(
        "以上材料已收到，文件逐个记下了大小和 SHA-256 指纹。请保存好自己的底稿；征集号请记下，"
        "以后查询、修改、领取稿费都凭它。"
        "征集号以“T-”开头的是临时号，登记以后另给正式号。", "small",
    )  # fmt: skip
    parts = (
        facts, Gap(8), Listing(_FILES, rows, ("合计", "", "", "", whole, "")), Gap(6), closing, Gap(6),
        Signing(("收件人（签字）", "送交人（签字）")), Words(f"开具日期：{day_words(today)}", "right"),
    )  # fmt: skip
    return Form("投稿回执", parts)
