"""A volume with what printed volumes have: front matter, verse, notes, a table, a long text, a restricted piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note
from archive_app.services.archive import Archive

MILL_TITLE, RAFT_TITLE, SECRET_TITLE = "三盘水磨", "黄河筏子", "一份档案的来历"
VERSE = "一盏灯儿照巷口，\n卖针的大哥你慢走；\n灯下穿针不费油。"
NOTE = "磨课：借用水磨所交的粮食，各村不一。"
LONG = "湟水边的老榆树下有一盘水磨，1949年冬天——那年雪大——磨了三百斤青稞。"
SECRET = "这句话只给内部的人看，里头提到了水磨。"


@dataclass(frozen=True)
class PrintedBook:
    """The ids of what was made."""

    volume: str
    mill: str
    raft: str
    secret: str
    mill_article: str
    raft_article: str
    secret_article: str


def make_book(archive: Archive, *, paragraphs: int = 60, front: bool = True) -> PrintedBook:
    """Make the volume; it is not issued yet."""

    def made(entity: str, **values: Any) -> str:
        command = Create(entity, values)
        archive.execute(command)
        return command.id

    note = Note(7, NOTE)
    blocks = [
        Block(BlockKind.HEADING, "磨房", level=1),
        Block(BlockKind.PARAGRAPH, "头一盘磨收磨课，要𠮷家的人来量。", notes=(note,)),
        Block(BlockKind.VERSE, VERSE),
        Block(BlockKind.QUOTE, "磨主人说：水小的时候不开磨。"),
        Block(BlockKind.TABLE, "三盘磨", rows=((Cell("磨名"), Cell("斤")), (Cell("上磨"), Cell("三百")))),
        *(Block(BlockKind.PARAGRAPH, f"第{number}段。" + LONG * 4) for number in range(paragraphs)),
    ]
    rows = [{"role": "口述者", "name": "李兰芳"}, {"role": "整理者", "name": "李晓棠"}]
    mill = made(
        "item",
        kind="oral_history",
        title=MILL_TITLE,
        manuscript=Manuscript(tuple(blocks)).to_json(),
        responsibility=rows,
        access="public",
    )
    raft_text = Manuscript((Block(BlockKind.PARAGRAPH, "筏子客过了峡，水磨还看得见。"),)).to_json()
    raft = made("item", kind="contribution", title=RAFT_TITLE, manuscript=raft_text, access="public")
    secret_text = Manuscript((Block(BlockKind.PARAGRAPH, SECRET),)).to_json()
    secret = made("item", kind="document", title=SECRET_TITLE, manuscript=secret_text, access="restricted")
    imprint = [{"key": "variant", "value": "internal"}, {"key": "print_date", "value": "2026年12月"}]
    volume = made("volume", title="文史资料", number=24, compiler="某区政协", imprint=imprint)
    if front:
        matter = made("section", volume=volume, title="前", matter="front", position=1)
        preface = Manuscript((Block(BlockKind.PARAGRAPH, "编这一辑时，水磨只剩三盘了。"),)).to_json()
        made("article", section=matter, role="preface", title="序", manuscript=preface, position=1)
    section = made("section", volume=volume, title="乡村", matter="body", position=2)
    articles = [
        made("article", section=section, item=item, position=number)
        for number, item in enumerate((mill, raft, secret), 1)
    ]
    return PrintedBook(volume, mill, raft, secret, *articles)


def issue(archive: Archive, volume: str, state: str = "issued") -> None:
    """Send a volume on (or back) to a state."""
    archive.execute(SetFields(volume, {"state": state}, by_program=True))
