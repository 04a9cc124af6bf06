"""A comparison as a paper to be printed, sent or sorted: PDF and Word with what is gone struck and what is new
underlined, a workbook with a row for each paragraph that is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archive_app.domain.errors import UsageError
from archive_app.domain.withholding import Audience
from archive_app.frozen import dataclass
from archive_app.office.document import Paragraph, Style, write_docx
from archive_app.office.package import Piece
from archive_app.services.leaving import text_may_go
from archive_app.services.texts.comparing import Comparison, Row, What, words_of
from archive_app.services.texts.hands import hands_between, hands_words
from archive_app.services.versions import FieldChange, Version, changes_between
from archive_app.vault.durable import replacing

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

SUFFIXES = (".pdf", ".docx", ".xlsx")
"""What a comparison can be written as."""


@dataclass(frozen=True, slots=True)
class About:
    """What stands over a comparison: the item's title and number, the two states (when, who, what it was), sentences
    about what is otherwise over the text, and who had a hand in each paragraph (`hands.hands_between`)."""

    title: str
    heads: tuple[str, str]
    number: str = ""
    made: str = ""
    fields: tuple[str, ...] = ()
    hands: Mapping[str, tuple[str, ...]] | None = None


def about_pair(
    archive: Archive, item: Record, pair: tuple[Version, Version], audience: Audience = Audience.INTERNAL
) -> About:
    """What is to be said over the comparison of two states of an item, with the log asked for whose hand it was.
    Raises ``Refused`` where the item, earlier states included, may not go to the ``audience``."""
    text_may_go(archive, item, audience)
    heads = tuple(f"第 {one.number} 版，{one.at:%Y-%m-%d %H:%M}，{one.by}，{one.words}" for one in pair)
    number = str(item.values.get("accession_no") or item.values.get("ref_code") or "")
    fields = tuple(_field_words(one) for one in changes_between(*pair) if not one.is_text)
    made = f"{archive.actor}，{date.today().isoformat()}"
    return About(item.title, (heads[0], heads[1]), number, made, fields, hands_between(archive, item.id, *pair))


def _field_words(change: FieldChange) -> str:
    if isinstance(change.before, str) or isinstance(change.after, str):
        return f"{change.label}：由“{change.before or '（空）'}”改为“{change.after or '（空）'}”"
    return change.words()


def write_comparison(comparison: Comparison, about: About, out: Path, *, whole: bool = True) -> None:
    """Write what is otherwise between two states to ``out``, as its suffix says; ``whole``: with the paragraphs that
    stayed. Raises ``UsageError`` for another suffix, ``StorageFailed`` where that cannot be written."""
    suffix = out.suffix.lower()
    if suffix == ".docx":
        with replacing(out) as handle:
            write_docx(handle, _paragraphs(comparison, about), about.title)
    elif suffix == ".pdf":
        _write_pdf(comparison, about, out, whole)
    elif suffix == ".xlsx":
        _write_xlsx(comparison, about, out)
    else:
        raise UsageError(
            f"对照不能写成“{out.suffix or out.name}”", f"请写成 {'、'.join(SUFFIXES)}。", code="wrong-suffix"
        )


def _facts(comparison: Comparison, about: About) -> list[str]:
    """The lines under the title."""
    lines = [f"原来：{about.heads[0]}", f"改后：{about.heads[1]}"]
    lines += [f"编号：{about.number}"] if about.number else []
    lines += [f"{comparison.summary()}。划掉的是删去的，{{new}}是新写的。"]
    lines += list(about.fields)
    return lines + ([f"制表：{about.made}"] if about.made else [])


def _said(row: Row, about: About) -> str:
    """What became of a paragraph, and by whose hand."""
    who = hands_words(about.hands or {}, row.ids)
    return "；".join(filter(None, (f"{_where(row)}，{row.words}", *row.remarks, who)))


def _where(row: Row) -> str:
    """Which paragraph it is; one that is gone has its place in the older text alone."""
    if row.what is What.GONE:
        return f"原第 {row.number + 1} 段"
    where = f"第 {(row.to if row.to >= 0 else row.number) + 1} 段"
    return f"{where}（原第 {row.number + 1} 段）" if row.moved and row.number >= 0 else where


def _pieces(row: Row) -> list[tuple[str, str]]:
    return [("gone", words_of(row.before[0]))] if row.what is What.LEFT else list(row.pieces)


# — Word —


def _paragraphs(comparison: Comparison, about: About) -> Iterator[Paragraph]:
    yield Paragraph([Piece(f"《{about.title}》两版对照", False)], Style.TITLE)
    for words in _facts(comparison, about):
        yield Paragraph([Piece(words.format(new="下划线的"), False)], Style.FACTS)
    for row in comparison.rows:
        if row.differs:
            yield Paragraph([Piece(_said(row, about), False)], Style.FACTS)
        yield from _lines(row)


def _lines(row: Row) -> Iterator[Paragraph]:
    """A paragraph of the document for each line: what breaks off in the middle of a change goes on as such."""
    line: list[Piece] = []
    for what, text in _pieces(row):
        look: Literal["gone", "new"] | bool = "gone" if what == "gone" else "new" if what == "new" else False
        first, *more = text.split("\n")
        line.append(Piece(first, look))
        for words in more:
            yield Paragraph(line)
            line = [Piece(words, look)]
    yield Paragraph(line)


# — PDF —


def _write_pdf(comparison: Comparison, about: About, out: Path, whole: bool) -> None:
    from archive_app.reports.compared import Compared, Passage, write_compared

    passages: list[Passage] = []
    left: list[int] = []

    def fold() -> None:
        if left:
            which = f"第 {left[0]} 段" if len(left) == 1 else f"第 {left[0]}–{left[-1]} 段"
            passages.append(Passage(folded=f"（{which}没有改）"))
            left.clear()

    for row in comparison.rows:
        if not row.differs and not whole:
            left.append(row.to + 1)
            continue
        fold()
        passages.append(Passage(_said(row, about) if row.differs else "", tuple(_pieces(row))))
    fold()
    facts = tuple(words.format(new="加粗、下划线的") for words in _facts(comparison, about))
    write_compared(Compared(f"《{about.title}》两版对照", facts, tuple(passages)), out)


# — a workbook —


def _write_xlsx(comparison: Comparison, about: About, out: Path) -> None:
    from archive_app.reports.table import Column, Table
    from archive_app.reports.workbook import write_workbook

    columns = (
        Column("段", 8), Column("改法", 6), Column("原来", 30), Column("改后", 30),
        Column("删去的", 16), Column("新写的", 16), Column("谁改的", 14), Column("另外", 20),
    )  # fmt: skip
    rows = []
    for number in comparison.differing:
        row = comparison.rows[number]
        if row.what is What.LEFT:
            continue
        before, after = ("\n".join(words_of(block) for block in side) for side in (row.before, row.after))
        gone, new = ("／".join(text for what, text in row.pieces if what == wanted) for wanted in ("gone", "new"))
        who = hands_words(about.hands or {}, row.ids)
        rows.append((_where(row), row.words, before, after, gone, new, who, "；".join(row.remarks)))
    facts = tuple(words.format(new="“新写的”一栏") for words in _facts(comparison, about))
    write_workbook(Table(f"《{about.title}》两版对照", columns, rows, facts), out)
