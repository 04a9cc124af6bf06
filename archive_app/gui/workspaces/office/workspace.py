"""征集: whom to visit (线索), who goes (专员), who has allowed what (授权书), who reviews (编辑部); the registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.consents import ConsentState
from archive_app.domain.workflow import NOBODY
from archive_app.gui.dialogs.choose import choose_files
from archive_app.gui.i18n import _
from archive_app.gui.reports.out import ReportOut
from archive_app.gui.workspaces.cards.rows import CardRow
from archive_app.gui.workspaces.cards.side import Entry
from archive_app.gui.workspaces.cards.workspace import CardsWorkspace, Deck
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.office import registers, staff
from archive_app.gui.workspaces.office.scan import ScanView
from archive_app.gui.workspaces.workspace import Place, Shell
from archive_app.hanzi.folding import fold
from archive_app.hanzi.names import Name, NameIndex
from archive_app.services.authorities.commissioners import MEASURES, Brought, amount_words, brought, brought_by
from archive_app.services.authorities.consents import ConsentBook, ItemConsent, attach_scan
from archive_app.services.authorities.leads import FAILING, ORDERS, LeadRow, leads
from archive_app.services.authorities.occurrences import Occurrence, occurrences
from archive_app.services.authorities.registers import begun
from archive_app.services.names import order_key

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

_SHOWN = 40
_LOOKED_AT = 500
"""Records asked what they have to do with a commissioner; the years' counts are of all."""
DECKS = (
    Deck(
        "lead",
        _("线索"),
        "clipboard-list",
        _("听说谁还记得什么，先记一条：什么题目、由谁去、哪天去。年纪大的在前。"),
        tuple((name, _(words)) for name, (words, _key) in ORDERS.items()),
    ),
    Deck("commissioner", _("专员"), "users", _("登记文史专员的聘号、片区、专题和年度目标，征集了多少一看就知道。")),
    Deck("consent", _("授权书"), "signature", _("谁允许用什么、怎么用，签了没有。没有有效的授权书，终审过不了。")),
    Deck(
        "staff",
        _("编辑部"),
        "id",
        _("谁是编辑、责任编辑、主编、校对。登记了第一个人，初审、复审、终审就按职责来；一个人都没有登记，不问职责。"),
    ),
    *registers.DECKS,
)
_REGISTERS = tuple(deck.entity for deck in registers.DECKS)
_URGENCY = {"抢救": "danger", "尽快": "amber"}
_CONSENT = {
    ConsentState.VALID: "celadon",
    ConsentState.NOT_OPEN: "amber",
    ConsentState.REFUSED: "danger",
    ConsentState.REVOKED: "danger",
    ConsentState.EXPIRED: "danger",
}


def consent_tone(state: ConsentState) -> str:
    """The colour of a consent's state; what is missing waits, in amber."""
    return _CONSENT.get(state, "amber")


class OfficeWorkspace(CardsWorkspace):
    """The office's own lists, as cards."""

    def __init__(self, shell: Shell) -> None:
        self._thumbs = Thumbnails(shell.session)
        super().__init__(shell, DECKS)
        self._thumbs.setParent(self)
        self.finder.setPlaceholderText(_("姓名、首字母、题目"))

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What every list of cards has, and its reports."""
        return {**super().handlers(), "item.report": self.report}

    def report(self) -> None:
        """The report that goes with the list in front, of the card that is chosen where it is of one."""
        self.pane.flush()
        record = self.pane.record
        about = {"lead": "leads", "commissioner": "commissioners", "consent": "consents"}
        more = {"commissioner": record.id} if record is not None and record.entity == "commissioner" else {}
        ReportOut(self, self.shell).ask(report=about.get(self.entity, ""), **more)

    def print_consent(self, consent: Record) -> None:
        """授权书 to be signed, filled from what is recorded."""
        self.pane.flush()
        ReportOut(self, self.shell).ask(list(consent["items"]), report="consent-forms", consent=consent.id)

    # — the lists —

    def find_rows(self, entity: str, words: str, order: str) -> list[CardRow]:
        archive = self.session.archive
        if entity == "lead":
            rows = [_lead_row(one) for one in leads(archive, order=order or "urgency")]
        elif entity == "commissioner":
            this_year = {one.commissioner.id: one for one in brought(archive, date.today().year)}
            found = sorted(archive.catalogue.records(entity), key=lambda r: (r["number"] or "~", r.id))
            rows = [_commissioner_row(record, this_year.get(record.id)) for record in found]
        elif entity == "staff":
            rows = staff.rows(archive)
        elif entity in _REGISTERS:
            rows = registers.rows(archive, entity)
        else:
            book = ConsentBook(archive)
            states = [(book.state_of(one), one) for one in book.consents]
            states.sort(key=lambda pair: (pair[0] is ConsentState.VALID, order_key("person", pair[1].title)))
            rows = [_consent_row(record, state) for state, record in states]
        return _fitting(rows, words) if words else rows

    # — the side —

    def look_about(self, record: Record) -> Any:
        archive = self.session.archive
        if record.entity == "lead":
            row = next((one for one in leads(archive) if one.lead.id == record.id), None)
            return row, _titles(archive.catalogue, "item", [record["item"]])
        if record.entity == "commissioner":
            return brought_by(archive, record), occurrences(archive, record.id, _LOOKED_AT)
        if record.entity == "staff":
            return staff.look(archive, record)
        if record.entity in _REGISTERS:
            return registers.look(archive, record)
        book = ConsentBook(archive)
        scan = archive.catalogue.load("file", [record["scan"]]).get(record["scan"]) if record["scan"] else None
        return book.state_of(record), _titles(archive.catalogue, "item", record["items"]), scan, book.missing()

    def draw_side(self, record: Record, about: Any) -> None:
        if record.entity == "lead":
            self._draw_lead(record, *about)
        elif record.entity == "commissioner":
            self._draw_commissioner(*about)
        elif record.entity == "staff":
            settings = self.shell.actions_table["app.settings"].trigger
            staff.draw(self.side, record, about, settings, lambda item: self.shell.go("materials", Place(item)))
        elif record.entity in _REGISTERS:
            run = None if self.session.archive.read_only else self.run
            registers.draw(self.side, record, about, lambda item: self.shell.go("materials", Place(item)), run)
        else:
            self._draw_consent(record, *about)

    def _draw_lead(self, record: Record, row: LeadRow | None, items: dict[str, str]) -> None:
        side, writable = self.side, not self.session.archive.read_only
        if row is None:
            return
        urgency = str(record["urgency"])
        marks = [(_(urgency), _URGENCY.get(urgency, ""))] if urgency else []
        marks += [(_(str(record["state"])), "celadon" if record["state"] == "成稿" else "")] if record["state"] else []
        self.pane.say(*marks, *(((_("已过期"), "amber"),) if row.overdue else ()))
        if row.deceased and record["state"] != "已故":
            side.note(_("人物卡上写着知情人已故：请看看有没有别的知情人，把进展改为“已故”。"))
        if row.overdue:
            words = _("打算 {day} 去，还没有走访记录。去过了就在“走访”里记一行，没去就改个日子。")
            side.note(words.format(day=record["planned"]))
        if row.propose_rescue:
            words = _("知情人病重") if record["health"] in FAILING else _("知情人已 {age} 岁").format(age=row.age)
            side.note(_("{why}，建议列为抢救。").format(why=words))
            if writable:
                rescue = SetFields(record.id, {"urgency": "抢救"})
                side.act(_("列为抢救"), partial(self.run, rescue, _("已列为抢救。")), icon="alert-circle")
        side.heading(_("谁去，哪天去"))
        age = _("{n} 岁").format(n=row.age) if row.age is not None else _("年龄不详")
        known = [_("已故") if row.deceased else age, str(record["health"])]
        side.entry(Entry(_("知情人：") + "，".join(word for word in known if word)))
        if row.commissioner:
            go = partial(self.open_place, Place(str(record["commissioner"])))
            side.entry(Entry(row.commissioner, go=go))
        else:
            side.faint(_("还没有定由谁去。"))
        side.entry(Entry(_("打算：") + (str(record["planned"]) or _("没有定日子"))))
        visits = sorted(record["visits"], key=lambda visit: str(visit.get("day", "")), reverse=True)
        side.heading(_("走访 {n} 次").format(n=len(visits)))
        for visit in visits:
            words = "　".join(str(visit[name]) for name in ("day", "who", "result") if visit.get(name))
            side.entry(Entry(words or _("（没有写）"), str(visit.get("note", ""))))
        for key, title in items.items():
            side.heading(_("成了这件资料"))
            side.entry(Entry(title, go=partial(self.shell.go, "materials", Place(key))))

    def _draw_commissioner(self, years: list[Brought], found: list[Occurrence]) -> None:
        side = self.side
        side.act(_("履职表…"), self.report, icon="printer")
        if not years:
            side.heading(_("征集了多少"))
            side.faint(_("还没有征集到资料，也没有定目标。"))
        for one in years:
            side.heading(_("{year} 年").format(year=one.year) if one.year else _("没有填收到日期"))
            for name in MEASURES:
                amount, target = one.done[name], one.target.get(name)
                if amount or target:
                    words = amount_words(name, amount)
                    words += _("，目标 {target}").format(target=amount_words(name, target)) if target else ""
                    enough = target is not None and amount >= target
                    side.entry(Entry(f"{words}{_('，已完成') if enough else ''}"))
            side.faint(_("终审通过的 {n} 件").format(n=one.adopted))
        self._draw_work([one for one in found if not one.trashed])

    def _draw_work(self, found: list[Occurrence]) -> None:
        side = self.side
        items = [one for one in found if one.entity == "item"]
        if items:
            side.heading(_("征集的资料 {n} 件").format(n=len(items)))
        for one in items[:_SHOWN]:
            side.entry(Entry(one.title, one.kind, go=partial(self.shell.go, "materials", Place(one.record))))
        going = [one for one in found if one.entity == "lead"]
        if going:
            side.heading(_("要去的线索 {n} 条").format(n=len(going)))
        for one in going:
            side.entry(Entry(one.title, go=partial(self.open_place, Place(one.record))))

    def _draw_consent(
        self, record: Record, state: ConsentState, items: dict[str, str], scan: Record | None,
        missing: list[ItemConsent],
    ) -> None:  # fmt: skip
        side, writable = self.side, not self.session.archive.read_only
        self.pane.say((_(state.label), consent_tone(state)))
        if state is not ConsentState.VALID:
            side.note(f"{_(state.label)}。{_(state.remedy)}", consent_tone(state))
        side.heading(_("扫描件"))
        if scan is not None:
            side.widget(ScanView(self.shell, self._thumbs, scan))
        else:
            side.faint(_("还没有附上签好的授权书。"))
        if writable:
            side.act(_("附上扫描件…") if scan is None else _("换一份…"), partial(self.attach, record), icon="upload")
        side.act(_("印授权书…"), partial(self.print_consent, record), icon="printer", tip=_("照记下的填好，拿去签"))
        side.heading(_("管 {n} 件资料").format(n=len(items)))
        for key, title in items.items():
            side.entry(Entry(title, go=partial(self.shell.go, "materials", Place(key))))
        side.heading(_("还缺授权的资料 {n} 件").format(n=len(missing)))
        for one in missing[:_SHOWN]:
            bare = one.state is ConsentState.ABSENT and writable
            go = partial(self.shell.go, "materials", Place(one.item))
            make = partial(self._create_for, one.item)
            side.entry(Entry(one.title, _(one.state.label), go=go, act=_("新建") if bare else "", do=make))
        if len(missing) > _SHOWN:
            side.faint(_("还有 {n} 件没有列出，cunshi consents --missing 可以全列。").format(n=len(missing) - _SHOWN))

    # — acts —

    def attach(self, consent: Record) -> None:
        """Choose the scan of a signed consent and keep it."""
        self.pane.flush()
        chosen = choose_files(self, _("选授权书的扫描件（图片或 PDF）"), Path.home(), _("附上"))
        if chosen:
            self.attach_file(consent, chosen[0])

    def attach_file(self, consent: Record, path: Path) -> None:
        """Keep a file as the scan of a consent."""
        archive = self.session.archive
        done = partial(self.shell.toast, _("已附上 {name}。").format(name=path.name))
        self.session.write(lambda: attach_scan(archive, consent, path), lambda _id: done(), self.shell.show_error)

    def _create_for(self, item_id: str) -> None:
        catalogue = self.session.archive.catalogue
        self.session.ask(lambda: catalogue.record(item_id), self.create_for, self.shell.show_error)

    def create_for(self, item: Record) -> None:
        """A consent for a material that has none, in the name of who told, wrote or took it."""
        agents = item["responsibility"]
        first: dict[str, Any] = next((row for row in agents if row.get("name")), {})
        values = {"holder": first.get("name") or _("未命名"), "items": [item.id]}
        if first.get("person"):
            values["person"] = first["person"]
        command = Create("consent", values)
        self._wish = self._fresh = command.id
        self.session.execute(command, lambda _done: self.refresh(), self.shell.show_error)

    def fresh_values(self, entity: str) -> dict[str, Any]:
        today = date.today().isoformat()
        if entity == "lead":
            return {"witness": _("未命名"), "state": "待访", "noted_on": today}
        if entity == "staff" and not self.rows.rows and self.session.archive.actor != NOBODY:
            return {"name": self.session.archive.actor}  # the first is most often who sits here
        if entity in _REGISTERS:
            actor = self.session.archive.actor
            return begun(entity, "" if actor == NOBODY else actor)
        return super().fresh_values(entity)

    def release(self) -> None:
        self._thumbs.close()
        super().release()


def _fitting(rows: list[CardRow], words: str) -> list[CardRow]:
    """The rows whose words or mark (已过期, 缺签名) hold what was typed, or whose name sounds like it (``sxl``)."""
    sounding = NameIndex(Name(row.id, row.title) for row in rows)
    named = {found.key for found in sounding.find(words, len(rows))}
    parts = fold(words).split()
    said = {row.id: fold(f"{row.title} {row.note} {row.mark}") for row in rows}
    return [row for row in rows if row.id in named or all(part in said[row.id] for part in parts)]


def _titles(catalogue: Any, entity: str, ids: list[str]) -> dict[str, str]:
    return {key: record.title for key, record in catalogue.load(entity, [key for key in ids if key]).items()}


def _lead_row(one: LeadRow) -> CardRow:
    lead = one.lead
    note = "　".join(str(part) for part in (lead["topic"], one.commissioner, lead["area"]) if part)
    mark, tone = str(lead["urgency"]), _URGENCY.get(str(lead["urgency"]), "")
    if not one.open:
        mark = _("已故") if one.deceased else str(lead["state"])
        tone = "celadon" if mark == "成稿" else ""
    elif one.overdue:
        mark = "　".join(part for part in (mark, _("已过期")) if part)
        tone = tone or "amber"
    elif one.propose_rescue:
        mark, tone = _("建议抢救"), "amber"
    known = one.age is not None and not one.deceased
    age = _("{n} 岁").format(n=one.age) if known else ""
    return CardRow(lead.id, lead.title, note, mark, tone, age)


def _commissioner_row(record: Record, year: Brought | None) -> CardRow:
    note = "　".join(
        part for part in ("、".join(record["areas"]), "、".join(record["topics"]), record["number"]) if part
    )
    pieces, wanted = (int(year.done["pieces"]), year.target.get("pieces")) if year else (0, None)
    mark = _("{done}／{target} 篇").format(done=pieces, target=int(wanted)) if wanted else ""
    enough = bool(wanted) and pieces >= float(wanted or 0)
    return CardRow(record.id, record.title, note, mark, "celadon" if enough else "")


def _consent_row(record: Record, state: ConsentState) -> CardRow:
    note = "　".join(str(part) for part in (record["grant"], record["scope"]) if part)
    tone = consent_tone(state)
    return CardRow(record.id, record.title, note, _(state.label), tone, _("{n} 件").format(n=len(record["items"])))
