"""The registers of 借还 (what was borrowed or lent, and when it is due) and of 查阅利用."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from archive_app.frozen import dataclass

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

BORROWED, LENT = "borrowed", "lent"
SOON_DAYS = 7
"""So many days ahead it is said that something is due."""


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan as lists show it. ``left`` is the days until it is due, less than nothing when that day has passed;
    None where no day was agreed or it is back."""

    loan: Record
    left: int | None

    @property
    def out(self) -> bool:
        """Whether it has not come back."""
        return not self.loan["back"]

    @property
    def overdue(self) -> bool:
        """Whether it should have been back."""
        return self.left is not None and self.left < 0

    @property
    def words(self) -> str:
        """How it stands, for people."""
        if not self.out:
            return f"{self.loan['back']} 已还"
        what = "该还给人家" if self.loan["direction"] == BORROWED else "该收回来"
        if self.left is None:
            return "没有约定哪天还"
        if self.left < 0:
            return f"过期 {-self.left} 天"
        return f"今天{what}" if self.left == 0 else f"{self.left} 天后{what}"

    def to_json(self) -> dict[str, Any]:
        """The form of ``cunshi loans --json``."""
        names = ("what", "direction", "party", "items", "out", "due", "back", "purpose", "handled_by")
        return {
            "id": self.loan.id,
            **{name: self.loan[name] for name in names},
            "left": self.left,
            "overdue": self.overdue,
        }


def loans(archive: Archive, today: date | None = None) -> list[LoanRow]:
    """Every loan: what is out first, the longest overdue at the top; then what is back, the newest first."""
    now = today or date.today()
    rows = [LoanRow(loan, _left(loan, now)) for loan in archive.catalogue.records("loan")]
    out = sorted((row for row in rows if row.out), key=lambda row: (row.left is None, row.left or 0, row.loan.title))
    back = sorted((row for row in rows if not row.out), key=lambda row: str(row.loan["back"]), reverse=True)
    return out + back


def out_of(archive: Archive, item: str, today: date | None = None) -> list[LoanRow]:
    """The loans of an item that have not come back."""
    return [row for row in loans(archive, today) if row.out and item in row.loan["items"]]


def uses(archive: Archive, items: Iterable[str] | None = None) -> list[Record]:
    """The register of use, the newest first; of these items only, where some are named."""
    found = archive.catalogue.records("use")
    if items is not None:
        wanted = set(items)
        found = [use for use in found if wanted & set(use["items"])]
    return sorted(found, key=lambda use: (str(use["day"] or ""), use.id), reverse=True)


def begun(entity: str, actor: str, items: Sequence[str] = (), titles: Sequence[str] = ()) -> dict[str, Any]:
    """What a new line of ``loan`` or ``use`` begins with: today, who sits here, and the items it is about."""
    today = date.today().isoformat()
    about: dict[str, Any] = {"items": list(items)} if items else {}
    if entity == "use":
        return {"reader": "未命名", "day": today, "handled_by": actor, **about}
    what = titles[0] if titles else "未命名"
    if len(titles) > 1:
        what = f"{what}等 {len(titles)} 件"
    return {"what": what, "direction": LENT, "party": "未填", "out": today, "handled_by": actor, **about}


def use_json(use: Record) -> dict[str, Any]:
    """The form of ``cunshi uses --json``."""
    names = ("reader", "unit", "day", "items", "what", "purpose", "manner", "copies", "approved_by", "handled_by")
    return {"id": use.id, **{name: use[name] for name in (*names, "result")}}


def _left(loan: Record, today: date) -> int | None:
    if loan["back"] or not loan["due"]:
        return None
    return (date.fromisoformat(str(loan["due"])) - today).days
