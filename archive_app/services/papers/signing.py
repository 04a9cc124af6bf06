"""口述者核稿单: the edited text in large type with counted lines, room for changes, and where who told it signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive_app.domain.kinds import kind_named
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.reports.forms import (
    Field,
    Fields,
    Form,
    Forms,
    Gap,
    Listing,
    Numbered,
    Part,
    Signing,
    Words,
    ticks,
)  # fmt: skip
from archive_app.reports.held import Held
from archive_app.reports.table import Column
from archive_app.services.office_note import Office
from archive_app.services.papers.about import Progress, chosen, each, names_of, number_of, papers, unit_of

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_CHANGES = (Column("第几行", 5, "center"), Column("原文", 16), Column("改为", 16), Column("为什么", 8))
_ROOM = 8
_OPINIONS = ("同意照此刊用", "照上面改动后刊用", "不同意刊用")
_LOOKS = {
    BlockKind.HEADING: "head", BlockKind.QUOTE: "kai", BlockKind.VERSE: "verse", BlockKind.QUESTION: "plain",
    BlockKind.ANSWER: "plain",
}  # fmt: skip
_ASKED = {BlockKind.QUESTION: "问", BlockKind.ANSWER: "答"}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def proof_sheets(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """A 核稿单 for each chosen item that is signed for and has a text."""
    unit = unit_of(archive, Office(archive.root))
    items = [
        item
        for item in chosen(archive, wanted, progress)
        if kind_named(str(item.record["kind"])).signed and item.record["manuscript"]
    ]
    return papers("口述者核稿单", about, [_sheet(item, unit) for item in each(items, progress)])


def _sheet(item: Held, unit: str) -> Form:
    text = Manuscript.from_json(item.record["manuscript"])
    told = bool(names_of(item, "口述者"))
    who = "口述者" if told else "作者"
    parts: list[Part] = [
        Fields((
            (Field("题名", item.record.title),),
            (Field(who, "、".join(names_of(item, who))), Field("整理者", "、".join(names_of(item, "整理者", "代笔")))),
            (Field("字数", f"{text.character_count()}"), Field("送稿单位", unit)),
        )),
        Gap(6),
        Words(
            f"请{who}把下面编定的文稿从头看一遍（看不清的，请家人念给您听）。要改的，记下左边的行号，写在后面的表里，"
            "也可以直接在稿上改。看完请在最后一页签字、按手印。", "small",
        ),
        Gap(8),
        Numbered(tuple(paragraphs(text))),
        Gap(14),
        Words("改动", "head"),
        Listing(_CHANGES, blank=_ROOM),
        Gap(8),
        Fields(((Field("核稿意见", ticks(_OPINIONS), lines=2),), (Field("补充说明", lines=3),))),
        Gap(6),
        Signing((f"{who}（签字）", "念稿人、见证人（签字）", "送稿人（签字）"), print_box=True),
        Words(f"{who}已故的，由继承人签字，并注明与{who}的关系。", "small"),
    ]  # fmt: skip
    return Form(f"{who}核稿单", tuple(parts), number_of(item))


def paragraphs(text: Manuscript) -> Iterator[tuple[str, str]]:
    """The text as (look, words): notes are called by ①②③ and stand under their paragraph."""
    count = 0
    for block in text:
        if block.kind is BlockKind.PAGE_BREAK:
            continue
        if block.kind is BlockKind.TABLE:
            yield from (("plain", "｜".join(cell.text for cell in row)) for row in block.rows)
        if block.kind is BlockKind.PICTURE:
            if block.text:
                yield "kai", f"（图：{block.text}）"
        elif block.text:
            words, count = _called(block, count)
            label = f"{block.label or _ASKED[block.kind]}：" if block.kind in _ASKED else ""
            yield from ((_LOOKS.get(block.kind, "letter"), line) for line in (label + words).split("\n"))
        start = count - len(block.calls)
        for number, note in enumerate(block.calls if block.kind is not BlockKind.PICTURE else ()):
            yield "kai", f"（注{_mark(start + number)}：{note.text}）"


def _called(block: Block, count: int) -> tuple[str, int]:
    words, at, made = block.text, 0, ""
    for note in block.calls:
        made += words[at : note.at] + _mark(count)
        at, count = note.at, count + 1
    return made + words[at:], count


def _mark(number: int) -> str:
    return _CIRCLED[number] if number < len(_CIRCLED) else f"〔{number + 1}〕"
