"""借还 and 查阅利用 as cards: how each stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from archive_app.catalogue.commands import SetFields
from archive_app.domain.entities import LOAN
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.cards.side import Entry, Side
from archive_app.gui.workspaces.cards.workspace import Deck
from archive_app.services.authorities.registers import BORROWED, SOON_DAYS, LoanRow, loans, uses

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

DECKS = (
    Deck(
        "loan",
        _("借还"),
        "package-export",
        _("向人借来翻拍的原件、借给别人的原件，各登记一笔：借了什么、该哪天还。快到日子和过了日子的排在最前。"),
    ),
    Deck("use", _("利用"), "eye", _("谁来查阅过什么、为了什么、有什么用，登记一笔，年底就有数。")),
)


def rows(archive: Archive, entity: str) -> list[CardRow]:
    """The rows of one of the registers."""
    if entity == "loan":
        return [_loan_row(one) for one in loans(archive)]
    return [_use_row(one) for one in uses(archive)]


def _loan_row(one: LoanRow) -> CardRow:
    loan = one.loan
    note = "　".join((_(LOAN.field("direction").label_of(str(loan["direction"]))), str(loan["party"])))
    if not one.out:
        return CardRow(loan.id, loan.title, note, _("已还"), "celadon", str(loan["back"]))
    soon = one.left is not None and one.left <= SOON_DAYS
    tone = "danger" if one.overdue else "amber" if soon else ""
    return CardRow(loan.id, loan.title, note, _(one.words), tone, str(loan["due"] or ""))


def _use_row(use: Record) -> CardRow:
    note = "　".join(str(part) for part in (use["unit"], use["purpose"], use["what"]) if part)
    return CardRow(use.id, use.title, note, str(use["manner"] or ""), "", str(use["day"] or ""))


def look(archive: Archive, record: Record) -> tuple[LoanRow | None, dict[str, str]]:
    """How a loan stands, and the titles of the items."""
    found = archive.catalogue.load("item", list(record["items"]))
    row = next((one for one in loans(archive) if one.loan.id == record.id), None) if record.entity == "loan" else None
    return row, {key: item.title for key, item in found.items()}


def draw(
    side: Side,
    record: Record,
    about: tuple[LoanRow | None, dict[str, str]],
    go: Callable[[str], object],
    run: Callable[[SetFields, str], object] | None,
) -> None:
    """Fill the side; ``go`` opens an item, ``run`` carries out a command (None where nothing may be written)."""
    row, items = about
    if row is not None:
        _draw_loan(side, record, row, run)
    side.heading(_("是哪些资料 {n} 件").format(n=len(items)))
    if not items:
        side.faint(_("在“哪些资料”里选；不在馆藏里的，写在别的栏里。"))
    for key, title in items.items():
        side.entry(Entry(title, go=partial(go, key)))


def _draw_loan(side: Side, record: Record, row: LoanRow, run: Callable[[SetFields, str], object] | None) -> None:
    if row.overdue:
        borrowed = record["direction"] == BORROWED
        words = _("已经过期 {n} 天，请还给{who}。") if borrowed else _("已经过期 {n} 天，请向{who}催还。")
        side.note(words.format(n=-(row.left or 0), who=record["party"]), "danger")
    elif row.out and row.left is not None and row.left <= SOON_DAYS:
        side.note(_(row.words) + "。")
    if not row.out or run is None:
        return
    today = date.today().isoformat()
    back = SetFields(record.id, {"back": today})
    side.act(_("今天还了"), partial(run, back, _("“{what}”已还。").format(what=record.title)), icon="check")
    asked = [*record["reminders"], {"day": today}]
    ask = SetFields(record.id, {"reminders": asked})
    side.act(_("记一次催还"), partial(run, ask, _("记下了，在“催还”里写怎么说的。")), icon="bell")
