"""人物地点: the cards of persons, places, organisations and events; where each occurs; merge and split."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

from archive_app.domain.entities import entity_named
from archive_app.frozen import dataclass
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.authorities.contact_dialog import ContactDialog
from archive_app.gui.workspaces.authorities.doubles_dialog import DoublesDialog
from archive_app.gui.workspaces.authorities.merge_dialog import MergeDialog
from archive_app.gui.workspaces.authorities.odd_dialog import OddDialog
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.cards.side import Entry
from archive_app.gui.workspaces.cards.workspace import CardsWorkspace, Deck
from archive_app.gui.workspaces.workspace import Place, Shell
from archive_app.services.authorities import cards
from archive_app.services.authorities.contacts import contacts_of, may_see_contacts
from archive_app.services.authorities.occurrences import Occurrence, occurrences
from archive_app.services.authorities.remarks import remarks
from archive_app.services.linked import cards_saying
from archive_app.services.names import order_key

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.authorities.doubles import Proposal
    from archive_app.services.authorities.remarks import Odd

_ORDERS = (("pinyin", "按拼音"), ("strokes", "按笔画"), ("count", "按出现多少"))
_LOOKED_AT = 500
"""Records looked into for where a card stands; a river may stand in fifty thousand."""
_SHOWN = 60
"""Places of occurrence listed at once."""
_FOUND = 300
"""Cards listed for what was typed."""

DECKS = (
    Deck("person", _("人物"), "user", _("给每个人一张卡片，别名、生卒都记在上面，哪个名字都找得到。"), _ORDERS),
    Deck("place", _("地名"), "map-pin", _("村庄、街巷、河流：新名旧名都记在一张卡片上，哪个名字都找得到。"), _ORDERS),
    Deck("organisation", _("单位"), "building-community", _("工厂、学校、供销社：记下名称、沿革和上级。"), _ORDERS),
    Deck("event", _("事件"), "calendar-event", _("记下时间，“火车通车那年”就能换算成年份。"), _ORDERS),
)


@dataclass(frozen=True, slots=True)
class About:
    """What the side shows of a card."""

    occurrences: list[Occurrence]
    records: int
    namesakes: list[Record]
    merged: list[Record]
    remarks: list[str]
    contacts: list[Record]
    may_see_contacts: bool


class AuthoritiesWorkspace(CardsWorkspace):
    """The cards, and beside each where it occurs."""

    def __init__(self, shell: Shell) -> None:
        self._keys: dict[tuple[str, str, str, str], str] = {}
        super().__init__(shell, DECKS)
        self.finder.setToolTip(_("可以打汉字、拼音或首字母，如 wjz；自定栏目里的字也找"))

    # — the list —

    def find_rows(self, entity: str, words: str, order: str) -> list[CardRow]:
        catalogue = self.session.archive.catalogue
        counts = catalogue.occurrence_counts(entity)
        if words:
            hits = self.session.names.find(words, limit=_FOUND, entities=(entity,))
            saying = cards_saying(self.session.archive, entity, words, _FOUND)  # behind those that are called so
            ids = list(dict.fromkeys([*(hit.id for hit in hits), *saying]))
            found = catalogue.load(entity, ids)
            records = [found[key] for key in ids if key in found]
        else:
            records = catalogue.records(entity)
            by = "strokes" if order == "strokes" else "pinyin"
            records.sort(key=lambda record: (self._key(record, by), record.id))
            if order == "count":
                records.sort(key=lambda record: -counts.get(record.id, 0))
        return [_row(record, counts.get(record.id, 0)) for record in records]

    def _key(self, record: Record, by: str) -> str:
        """Where a name stands in the order; kept, because reading twenty thousand names anew takes seconds."""
        wanted = (record.entity, record.title, str(record.values.get("pinyin") or ""), by)
        if wanted not in self._keys:
            self._keys[wanted] = order_key(*wanted)
        return self._keys[wanted]

    # — the side —

    def look_about(self, record: Record) -> About:
        archive = self.session.archive
        person = record.entity == "person"
        return About(
            occurrences(archive, record.id, _LOOKED_AT),
            sum(1 for entity, _id in archive.catalogue.pointing_to(record.id) if entity != "contact"),
            cards.namesakes(archive, record),
            cards.all_merged_into(archive, record),
            remarks(archive, record),
            contacts_of(archive, record.id) if person else [],
            person and may_see_contacts(archive),
        )

    def draw_side(self, record: Record, about: About) -> None:
        side = self.side
        for words in about.remarks:
            side.note(words)
        many = about.records > _LOOKED_AT
        words = (
            _("出现在 {n} 条记录里").format(n=about.records)
            if many
            else _("出现在 {n} 处").format(n=len(about.occurrences))
        )
        side.heading(words)
        if not about.occurrences:
            side.faint(_("还没有资料写到它。在资料的“人名”“地名”等项里填上，这里就会列出。"))
        for one in about.occurrences[:_SHOWN]:
            words = one.title + (_("（在回收站里）") if one.trashed else "")
            note = "　".join(part for part in (one.kind, one.role, one.where) if part)
            side.entry(Entry(words, note, go=partial(self._go, one)))
        if many:
            side.faint(_("太多了，只列出一部分；cunshi where 可以全列。"))
        elif len(about.occurrences) > _SHOWN:
            side.faint(_("还有 {n} 处没有列出。").format(n=len(about.occurrences) - _SHOWN))
        self._draw_namesakes(about)
        if about.merged:
            side.heading(_("并入的卡片"))
            for card in about.merged:
                act = "" if self.session.archive.read_only else _("拆出")
                side.entry(Entry(card.title, cards.distinguishing(card), act=act, do=partial(self.split_card, card)))
        if about.may_see_contacts:
            self._draw_contacts(record, about.contacts)

    def _draw_namesakes(self, about: About) -> None:
        side, writable = self.side, not self.session.archive.read_only
        if about.namesakes:
            side.heading(_("同名的卡片"))
            side.faint(_("是同一个的可以合并；不是的，请把生年、籍贯填全，好分得开。"))
        for card in about.namesakes:
            go, words = partial(self._show, card.id), cards.distinguishing(card) or _("没有别的信息")
            act = _("合并…") if writable else ""
            side.entry(Entry(card.title, words, go=go, act=act, do=partial(self.merge, card)))
        if writable:
            side.act(_("与另一张合并…"), self.merge, icon="git-merge", tip=_("同一个人有两张卡片时（Ctrl+M）"))

    def _draw_contacts(self, record: Record, contacts: list[Record]) -> None:
        side = self.side
        side.heading(_("联系方式"))
        side.faint(_("只有编辑看得到，不进检索，也不随资料导出。"))
        for contact in contacts:
            words = "　".join(str(contact[name]) for name in ("telephone", "address") if contact[name])
            act = "" if self.session.archive.read_only else _("修改")
            edit = partial(self._edit_contact, record, contact)
            side.entry(Entry(words or _("（空）"), str(contact["note"]), act=act, do=edit))
        if not self.session.archive.read_only:
            side.act(_("添联系方式…"), partial(self._edit_contact, record, None), icon="plus", role="link")

    def _edit_contact(self, record: Record, contact: Record | None) -> None:
        dialog = ContactDialog(self, record, contact)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.run(dialog.command(), _("联系方式已保存。"))

    def _go(self, one: Occurrence) -> None:
        place = Place(one.record, field=one.field, row=-1 if one.row is None else one.row)
        if one.entity == "item":
            self.shell.go("materials", place)
        elif one.entity in self.decks:
            self._show(one.record)
        else:
            self.shell.go("office", Place(one.record))

    def _show(self, record_id: str) -> None:
        self.open_place(Place(record_id))

    # — merging —

    def merge(self, other: Record | None = None) -> None:
        """Compare this card with another, and make them one."""
        if self.pane.record is None or self.session.archive.read_only:
            return
        self.pane.flush()
        self._merge_pair(self.pane.record, other)

    def _merge_pair(self, card: Record, other: Record | None) -> None:
        dialog = MergeDialog(self, self.session, self.session.names, card, other)
        dialog.exec()
        command = dialog.command()
        if command is not None:
            self._wish = command.keep
            self.run(command, _("{what}。随时可以拆出。").format(what=command.label))

    def split_card(self, card: Record) -> None:
        """Bring a merged card back."""
        command = cards.split_command(self.session.archive, card)
        self.run(command, _("“{name}”已拆出，链接各归各。").format(name=card.title))

    # — cards that are likely one —

    def check_doubles(self) -> None:
        """Look for cards of the kind in front that are likely one, and show the pairs."""
        from archive_app.services.authorities.doubles import proposals

        self.pane.flush()
        archive, entity = self.session.archive, self.entity
        self.shell.toast(_("正在找…"))
        self.session.ask(lambda: proposals(archive, entity), self._show_doubles, self.shell.show_error, key="doubles")

    def _show_doubles(self, found: list[Proposal]) -> None:
        from archive_app.services.authorities.doubles import telling_apart

        archive = self.session.archive

        def apart(pair: Proposal) -> None:
            def tell() -> object:  # as the cards are when its turn comes
                cards_now = archive.catalogue.load(pair.keep.entity, [pair.keep.id, pair.other.id])
                return archive.execute(telling_apart(cards_now[pair.keep.id], cards_now[pair.other.id]))

            self.session.write(tell, failed=self.shell.show_error)

        what = _(entity_named(self.entity).label)
        dialog = DoublesDialog(self, what, found, None if archive.read_only else apart)
        dialog.exec()
        if dialog.wanted is not None:
            self._merge_pair(dialog.wanted.keep, dialog.wanted.other)

    # — dates that hardly can be —

    def check_dates(self) -> None:
        """Hold the dates of all people against each other and against the material, and show the list."""
        from archive_app.services.authorities.remarks import all_odd

        self.pane.flush()
        archive = self.session.archive
        self.shell.toast(_("正在核对…"))
        self.session.ask(lambda: list(all_odd(archive)), self._show_odd, self.shell.show_error, key="odd-dates")

    def _show_odd(self, found: list[tuple[Record, list[Odd]]]) -> None:
        dialog = OddDialog(self, found)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        if dialog.item:
            self.shell.go("materials", Place(dialog.item))
        else:
            self._show(dialog.card)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            **super().handlers(),
            "card.merge": self.merge,
            "card.dates": self.check_dates,
            "card.doubles": self.check_doubles,
        }

    def can(self, action: str) -> bool:
        if action == "card.merge":
            return self.pane.record is not None and not self.session.archive.read_only
        return super().can(action)

    def fresh_values(self, entity: str) -> dict[str, Any]:
        words = self.finder.text().strip()
        return {"name": words or _("未命名")}


def _row(record: Record, count: int) -> CardRow:
    aliases = "、".join(record.values.get("aliases") or ())
    note = "　".join(part for part in (cards.distinguishing(record), aliases) if part)
    return CardRow(record.id, record.title, note, aside=str(count) if count else "")
