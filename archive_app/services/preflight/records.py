"""The records of what is printed: may it be, by its consent, its level and its road; is it said whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from archive_app.catalogue.store import Record
from archive_app.domain.access import Access
from archive_app.domain.consents import ConsentState
from archive_app.domain.kinds import kind_named
from archive_app.domain.rights import HOLDERS, is_free
from archive_app.domain.workflow import State
from archive_app.services.archive import Archive
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.names import Names
from archive_app.services.preflight.faults import LEVEL, RIGHTS, ROAD, Fault
from archive_app.services.preflight.pieces import Piece
from archive_app.services.protection import reckoned
from archive_app.services.units import level_words
from archive_app.services.workflow.case import variant_of
from archive_app.services.workflow.gates import CLEARED

_APPROVED = frozenset(
    {
        State.APPROVED,
        State.RESERVED,
        State.INCLUDED,
        State.PROOF1,
        State.PROOF2,
        State.PROOF3,
        State.READ_THROUGH,
        State.CHECKED,
        State.ISSUED,
        State.PUBLISHED,
        State.ARCHIVED,
    }
)
"""终审通过, and what follows it."""
_USE = {"internal": ("内部读者", "公开"), "public": ("公开",)}
"""使用范围 that lets a thing into an 内部资料, into a published book."""


class RecordChecks:
    """The checks of records on a day, for one volume."""

    def __init__(self, archive: Archive, volume: Record, today: date | None = None) -> None:
        self._consents = ConsentBook(archive, today)
        self._variant = variant_of(volume)
        self._catalogue = archive.catalogue
        self._archive, self._today = archive, today

    def faults(self, pieces: list[Piece], *, everywhere: bool = False) -> Iterator[Fault]:
        """Everything that is found in the records of these pieces, each material once; ``everywhere``: at each of its
        pictures again."""
        told: set[str] = set()
        placed: dict[str, str] = {}
        for piece in pieces:
            if piece.item is not None and piece.item.id in placed:
                yield self._fault("printed-twice", ROAD, piece, piece.item, "", "在这一卷里编了两次", "请拿掉一处。")
            for item, block in piece.everywhere if everywhere else piece.owners:
                if item.id in told and not everywhere:
                    continue
                told.add(item.id)
                yield from self._item(piece, item, block)
            yield from self._files(piece)
            if piece.item is not None:
                placed[piece.item.id] = piece.title

    def _item(self, piece: Piece, item: Record, block: str) -> Iterator[Fault]:
        yield from self._level(piece, item, block)
        yield from self._consent(piece, item, block)
        yield from self._whose(piece, item, block)
        yield from self._road(piece, item, block)

    # — may it be seen —

    def _level(self, piece: Piece, item: Record, block: str) -> Iterator[Fault]:
        if item.trashed:
            words, remedy = "已经放进回收站", "请取回它，或从书卷中拿掉。"
            yield self._fault("in-trash", ROAD, piece, item, block, words, remedy, serious=True)
        if item.level is Access.RESTRICTED:
            words = f"的级别是{level_words(self._catalogue, item)}"
            remedy = "控制的材料不能印；请从书卷中拿掉，或由有权的人放宽级别。"
            yield self._fault("restricted", LEVEL, piece, item, block, words, remedy, "access", serious=True)
        elif self._variant == "public" and item.level is not Access.PUBLIC:
            words, remedy = "的级别是内部，这一卷却公开出版", "请由有权的人定为公开，或从书卷中拿掉。"
            yield self._fault("not-public", LEVEL, piece, item, block, words, remedy, "access", serious=True)
        if item["secrecy"] not in ("", None, "非密"):
            words, remedy = f"的密级是“{item['secrecy']}”", "涉密的材料不能编入，也不能存在这里。"
            yield self._fault("secret", LEVEL, piece, item, block, words, remedy, "secrecy", serious=True)
        used = set(item["use_levels"] or ())
        if used and not used & set(_USE[self._variant]):
            words = f"的使用范围只到“{'、'.join(sorted(used))}”"
            remedy = "请与权利人商定后改使用范围，或从书卷中拿掉。"
            yield self._fault("use-level", LEVEL, piece, item, block, words, remedy, "use_levels", serious=True)
        level = str(item["sensitivity"] or "")
        if level and level not in CLEARED and not _answered(item):
            words, remedy = f"的敏感级是“{level}”，还没有答复", "请送审，把答复归入；或核定为“一般”并写明理由。"
            yield self._fault("sensitive", LEVEL, piece, item, block, words, remedy, "sensitivity", serious=True)

    def _files(self, piece: Piece) -> Iterator[Fault]:
        """Every picture of a piece by its own level: one of another file of the same material has its own, and one of
        no material (the scan of a consent) as well."""
        for one in piece.pictures:
            if one.file is None:
                continue
            level = str(one.file["access"] or "")
            if level == Access.RESTRICTED:
                words = f"的文件“{one.file['name']}”级别是控制"
                remedy = "控制的文件不能印；请换一幅，或由有权的人放宽级别。"
                yield self._fault("restricted", LEVEL, piece, one.owner, one.block.id, words, remedy, serious=True)
            elif self._variant == "public" and level == Access.INTERNAL:
                words = f"的文件“{one.file['name']}”级别是内部，这一卷却公开出版"
                remedy = "请换一幅，或由有权的人定为公开。"
                yield self._fault("not-public", LEVEL, piece, one.owner, one.block.id, words, remedy, serious=True)

    # — whose is it —

    def _consent(self, piece: Piece, item: Record, block: str) -> Iterator[Fault]:
        if is_free(item.values):
            return
        found = self._consents.of_item(item)
        state = found.state
        if state is ConsentState.VALID or (state is ConsentState.NOT_OPEN and self._variant == "internal"):
            yield from self._terms(piece, item, block, found.consent)
            return
        holder = f"（{found.consent['holder']}）" if found.consent is not None else ""
        words = "没有授权书" if state is ConsentState.ABSENT else f"的授权书{holder}{state.label}"
        remedy = state.remedy
        if over := self._over(item):
            remedy += f"或者不必要：{over}；核实后请在“保护期”里选“保护期已满”。"
        yield self._fault("no-consent", RIGHTS, piece, item, block, words, remedy, serious=True)

    def _terms(self, piece: Piece, item: Record, block: str, consent: Record | None) -> Iterator[Fault]:
        """What a consent that holds asks for: that nobody is named, or what is written under its scope, which only a
        person can hold against the book."""
        if consent is None:
            return
        if consent["anonymous"] and not item["anonymous"]:
            words = f"的授权书（{consent['holder']}）写明匿名，资料的“匿名”却没有勾上，名字会印出来"
            remedy = "请勾上“匿名”，再看一遍正文和图说；权利人愿意署名的，请改授权书。"
            yield self._fault("not-anonymous", RIGHTS, piece, item, block, words, remedy, "anonymous", serious=True)
        if consent["grant"] == "附条件":
            said = f"“{consent['scope']}”" if consent["scope"] else "没有写明"
            words, remedy = f"的授权书（{consent['holder']}）是附条件的，范围：{said}", "请核对这一卷这样印合不合条件。"
            yield self._fault("consent-terms", RIGHTS, piece, item, block, words, remedy)

    def _over(self, item: Record) -> str:
        """Why nobody need be asked about a photograph any more, where that can be reckoned."""
        if item["kind"] != "photograph":
            return ""
        found = reckoned(item, self._catalogue, self._names, self._today)
        return found.reason if found is not None and found.over else ""

    @cached_property
    def _names(self) -> Names:
        return Names(self._archive)

    def _whose(self, piece: Piece, item: Record, block: str) -> Iterator[Fault]:
        named = any(row.get("name") for row in item["responsibility"])
        if not kind_named(str(item["kind"])).has_text:
            picture = next((one.block.picture for one in piece.pictures if one.block.id == block or not block), None)
            said = [item.values.get(one) for one in ("credit_line", *HOLDERS)]
            if not named and not any(said) and not (picture is not None and picture.credit):
                words = "没有写是谁拍的、谁提供的"
                remedy = "请填摄影者、著作权人或署名；实在不知道的，在署名里写“佚名”。"
                yield self._fault("rights-missing", RIGHTS, piece, item, block, words, remedy, "credit_line", True)
        elif not block and not named and not piece.article["author"]:
            words, remedy = "没有作者，也没有口述者", "请在资料的“责任者”里填上，或给这一篇写上署名。"
            yield self._fault("author-missing", RIGHTS, piece, item, block, words, remedy, "responsibility", True)

    # — how far has it come —

    def _road(self, piece: Piece, item: Record, block: str) -> Iterator[Fault]:
        state = State(item["state"])
        if state not in _APPROVED:
            words, remedy = f"还没有终审通过（{state.label}）", "只有终审通过的稿子、图片才能付印；请先审完。"
            yield self._fault("not-approved", ROAD, piece, item, block, words, remedy, "state", serious=not block)
        signed = (item["signed_off_by"] and item["signed_off_on"]) or item.values.get("narrator_reviewed")
        if kind_named(str(item["kind"])).signed and not block and not signed:
            words = "口述者或作者还没有核稿签字"
            remedy = "请口述者或作者在编定的文稿上签字，填上“核稿人”和“核稿日期”。"
            yield self._fault("not-signed", ROAD, piece, item, block, words, remedy, "signed_off_by")

    @staticmethod
    def _fault(
        code: str,
        group: str,
        piece: Piece,
        item: Record | None,
        block: str,
        words: str,
        remedy: str,
        field: str = "",
        serious: bool = False,
    ) -> Fault:
        title = item.title if block and item is not None else piece.title
        inside = f"（《{piece.title}》里的图）" if block and item is not None else ""
        message = f"《{title}》{inside}{words}"
        key = item.id if item is not None else ""
        return Fault(code, group, message, remedy, serious, piece.printed.key, block, item=key, field=field)


def _answered(item: Record) -> bool:
    rows = item["referrals"]
    return bool(rows) and all(row.get("answer") for row in rows)
