"""A list that was marked on paper (校样批注) and typed into a workbook, taken in: each row one proposal, found by page,
line and 原文; what cannot be found is said by row and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.store import Record
from archive_app.domain.corrections.placing import Texts
from archive_app.domain.corrections.proposal import Proposal
from archive_app.domain.errors import ArchiveError, Refused, UsageError
from archive_app.frozen import dataclass
from archive_app.services import binding
from archive_app.services.corrections.found import word_proposal, word_proposals
from archive_app.services.corrections.proof_pages import ROUNDS, ProofPages, ProofText, proof_pages
from archive_app.services.corrections.proposing import line_proposal, propose
from archive_app.services.corrections.standing import in_proof, proposals_of, texts_of_item

if TYPE_CHECKING:
    from archive_app.intake.lists.grid import Sheet
    from archive_app.services.archive import Archive

_HEADS = {
    "page": ("面", "页", "页码", "面码", "页次"),
    "line": ("行", "行号", "行次"),
    "title": ("篇名", "题名", "文章", "篇目"),
    "old": ("原文", "误", "原样", "原字"),
    "new": ("改为", "正", "改成", "应为", "更正"),
    "why": ("依据", "理由", "说明", "备注", "来源"),
    "kind": ("类型", "类别"),
    "state": ("处理", "处理结果", "处理意见"),
    "by": ("提出", "提出人", "校对", "校对人", "校者"),
}
_DELETED = ("删", "删去", "删除", "（删）", "(删)", "（删去）", "去掉")
_ONES = str.maketrans("０１２３４５６７８９", "0123456789")
_LOOKED_AT = 12
_NEAR = 4
"""Characters by which the place of the same proposal may have moved meanwhile."""


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row of the list: its number as the workbook shows it, and what became of it: the proposal with the item it is
    of, ``known`` where the same stands there already, or the ``error``."""

    row: int
    item: str = ""
    title: str = ""
    proposal: Proposal | None = None
    known: bool = False
    error: str = ""


def read_marked(archive: Archive, volume_id: str, path: Path, pages: ProofPages | None = None) -> list[MarkedRow]:
    """What the rows of a list mean for a volume. Raises ``Refused`` where the file is no such list."""
    sheet, heads, first = _sheet(archive, path)
    reader = _Reader(archive, volume_id, pages)
    found: list[MarkedRow] = []
    for number in range(first, len(sheet.rows)):
        cells = {name: sheet.at(number, column).strip() for name, column in heads.items()}
        if not cells.get("old") and not cells.get("new"):
            continue  # a number alone, the notes under the table, who signs
        try:
            found.append(reader.row(number + 1, cells))
        except ArchiveError as error:
            found.append(
                MarkedRow(number + 1, error=f"{error.message}。{error.remedy}" if error.remedy else error.message)
            )
    if not found:
        raise Refused(f"“{path.name}”里没有填“原文”“改为”的行", "请填好再收。", code="empty")
    return found


def take_marked(archive: Archive, rows: Sequence[MarkedRow], by: str = "") -> list[MarkedRow]:
    """Keep what the rows propose; a step for each item. ``by`` is whose they are where the list does not say."""
    items: dict[str, list[MarkedRow]] = {}
    for row in rows:
        if row.proposal is not None and not row.known:
            items.setdefault(row.item, []).append(row)
    refused: dict[int, str] = {}
    for item, own in items.items():
        drafts = [replace(one, by=one.by or by) for row in own if (one := row.proposal) is not None]
        try:
            propose(archive, item, drafts, words=f"收校样批注：提改动 {len(drafts)} 处")
        except ArchiveError as error:
            refused |= {row.row: error.message for row in own}
    return [replace(row, error=refused[row.row], proposal=None) if row.row in refused else row for row in rows]


def _sheet(archive: Archive, path: Path) -> tuple[Sheet, dict[str, int], int]:
    from archive_app.services.lists.opening import open_lists

    books = open_lists(archive, [path])
    for book in books:
        for sheet in book.book.sheets:
            for number in range(min(_LOOKED_AT, len(sheet.rows))):
                heads = _heads(sheet.rows[number])
                if {"old", "new"} <= set(heads):
                    return sheet, heads, number + 1
    why = "没有“原文”“改为”两列" if books else "打不开"
    raise Refused(f"“{path.name}”{why}", "要的是校样批注的 Excel：面、行、原文、改为、依据、类型。", code="no-head")


def _heads(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        words = re.sub(r"[\s　]", "", cell)
        name = next((key for key, known in _HEADS.items() if words in known), "")
        if name:
            found.setdefault(name, column)
    return found


class _Reader:
    """Finds the places of a list on the pages of a volume."""

    def __init__(self, archive: Archive, volume_id: str, pages: ProofPages | None) -> None:
        articles = [(article, title) for article, title in binding.articles(archive, volume_id) if article["item"]]
        self._items = archive.catalogue.load("item", {str(article["item"]) for article, _title in articles})
        self._articles: dict[str, Record] = {article.id: article for article, _title in articles}
        self._titles = {article.id: title for article, title in articles}
        self._archive = archive
        self._texts: dict[str, Texts] = {}
        self._pages = pages or proof_pages(archive, volume_id, self._round())

    def _round(self) -> int:
        states = {str(item["state"]) for item in self._items.values()}
        return max((ROUNDS.get(state, 0) for state in states), default=0)

    def row(self, number: int, cells: dict[str, str]) -> MarkedRow:
        """What a row means; raises ``UsageError`` with what is wrong."""
        old, new = cells.get("old", ""), cells.get("new", "")
        if not old:
            raise UsageError("没有写原文", "要加字，请写上前后的几个字。", code="no-old")
        if not new:
            raise UsageError("没有写改为", "要删去的，请在“改为”里写“删”。", code="no-new")
        new = "" if new in _DELETED else new
        if old == new:
            raise UsageError("原文和改为一样", "请核对。", code="nothing-to-correct")
        page, line = _page(cells.get("page", "")), _digits(cells.get("line", ""))
        text, at = self._place(old, page, line, cells.get("title", ""))
        article = self._articles[text.article]
        item = self._items[str(article["item"])]
        if not in_proof(item):
            raise UsageError(f"《{item.title}》不在校对", "只有编入以后、付印以前的可以提改动。", code="not-in-proof")
        drafts = self._drafts(article, item, text, at, old, new)
        told: dict[str, Any] = {
            "why": cells.get("why", ""),
            "by": cells.get("by", ""),
            "page": page,
            "line": str(line or ""),
        }
        draft = replace(drafts[0], **told)
        if cells.get("kind"):
            draft = replace(draft, kind=cells["kind"])
        same = [
            one
            for one in proposals_of(item)
            if (one.what, one.block, one.part, one.old, one.new)
            == (draft.what, draft.block, draft.part, draft.old, draft.new)
            and abs(one.start - draft.start) <= _NEAR
        ]
        return MarkedRow(number, item.id, self._titles[article.id], draft, bool(same))

    def _place(self, old: str, page: str, line: int, title: str) -> tuple[ProofText, int]:
        """The paragraph and the place in it; raises ``UsageError`` where that is not one."""
        wanted = re.sub(r"[《》\s]", "", title)
        places = [
            (text, at)
            for text in self._pages.texts
            if text.article in self._articles and (not wanted or wanted in self._titles[text.article])
            for at in _all(text.text, old)
        ]
        where = "".join(part for part in (f"第 {page} 面" if page else "", f"第 {line} 行" if line else "") if part)
        if page:
            if page not in self._pages.pages:
                raise UsageError(f"这一卷没有第 {page} 面", "请写印在页脚的页码。", code="no-page")
            there = [one for one in places if _stands(one, old, page)]
            if not there and places:
                other = places[0][0].line_at(places[0][1])
                raise UsageError(
                    f"{where}没有“{old}”，第 {other.page} 面第 {other.number} 行有", "请核对面、行。", code="elsewhere"
                )
            places = there
        if line and len(places) > 1:
            exact = [one for one in places if _near(one, old, line, 0)]
            places = exact or [one for one in places if _near(one, old, line, 1)] or places
        if not places:
            raise UsageError(f"{where or '这一卷'}没有“{old}”", "请照印出的样子写原文。", code="not-there")
        if len(places) > 1:
            raise UsageError(
                f"{where or '这一卷'}有 {len(places)} 处“{old}”", "请写明面、行，或多写几个字。", code="not-one-place"
            )
        return places[0]

    def _drafts(self, article: Record, item: Record, text: ProofText, at: int, old: str, new: str) -> list[Proposal]:
        texts = self._texts.get(item.id)
        if texts is None:
            texts = self._texts[item.id] = texts_of_item(self._archive.catalogue, item)
        if not text.block:
            field = {"title": "title", "subtitle": "subtitle", "byline": "author"}.get(text.role, "note")
            if article[field]:
                return [line_proposal(texts, article.id, field, old, new)]
            own = {"title": "title", "author": "responsibility", "note": "author_note"}.get(field, "")
            if not own:
                raise UsageError("这一行不是正文", "请在著录里改。", code="not-text")
            return [line_proposal(texts, "", own, old, new)]
        part = "" if text.part == "text" else text.part
        own_text = texts.texts.get((text.block, part))
        if own_text is None:
            raise UsageError("印出的这一段，正文里已经没有了", "请看看正文现在的样子。", code="not-there")
        offset = text.offset_of(at)
        found = sorted((abs(place - offset), place) for place in _all(own_text, old))
        if not found or (len(found) > 1 and found[0][0] == found[1][0]):
            raise UsageError(f"正文这一段已经改过，找不到“{old}”", "请看看正文现在的样子。", code="not-there")
        start = found[0][1]
        made = own_text[:start] + new + own_text[start + len(old) :]
        drafts = list(word_proposals(text.block, part, own_text, made))
        if len(drafts) > 1:  # one row is one proposal
            first, last = drafts[0].start, drafts[-1].end
            words = made[first : len(made) - (len(own_text) - last)]
            return [word_proposal(text.block, part, own_text, first, last, words)]
        return drafts


def _stands(one: tuple[ProofText, int], old: str, page: str) -> bool:
    text, at = one
    return page in (text.line_at(at).page, text.line_at(at + len(old) - 1).page)


def _near(one: tuple[ProofText, int], old: str, line: int, off: int) -> bool:
    text, at = one
    first, last = text.line_at(at), text.line_at(at + len(old) - 1)
    return min(abs(first.number - line), abs(last.number - line)) <= off


def _page(words: str) -> str:
    """``第12页`` → ``12``; a folio in other figures stays as it is."""
    plain = words.translate(_ONES).strip().removeprefix("第").rstrip("页面 ").strip()
    return plain.removesuffix(".0").removeprefix("P").removeprefix("p")


def _digits(words: str) -> int:
    found = re.search(r"\d+", words.translate(_ONES))
    return int(found[0]) if found else 0


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
