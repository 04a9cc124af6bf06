"""The words that are printed: nothing left to be filled in, nobody's number, nobody's name who asked for silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.preflight.faults import IMPRINT, RIGHTS, TEXT, Fault
from archive_app.services.preflight.pieces import Piece
from archive_app.typeset.matter.kinds import INDEXES

_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
"""A citizen's number: 17 digits and a check (GB 11643—1999)."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LEFT_OPEN = re.compile(
    r"[【\[（(〔][^】\]）)〕]{0,12}(?:待补|待查|待核|待定|待考证|此处缺|缺照片|插图|TODO|todo)[^】\]）)〕]{0,12}[】\]）)〕]"
    r"|[×xX＊*]{2,}(?:年|月|日|同志|县|乡|村)|TODO|？？{1,}"
)
"""What an editor writes where something is still to come: （待补）, 【待查】, ××年, ？？."""


def text_faults(pieces: list[Piece]) -> Iterator[Fault]:
    """Everything that is found in the words of these pieces."""
    for piece in pieces:
        text = piece.printed.manuscript
        if not len(text) and piece.article["role"] not in INDEXES:
            words, remedy = f"《{piece.title}》没有正文", "请写好正文，或从书卷中拿掉。"
            if piece.item is not None:  # of 辅文 the pages themselves say so
                yield Fault("text-empty", TEXT, words, remedy, True, piece.printed.key, item=piece.item.id)
        if not piece.title.strip() and not piece.article["role"]:
            yield Fault("title-empty", TEXT, "有一篇没有题名", "请写上题名。", True, piece.printed.key)
        for block in text:
            for part, words in _parts(block):
                yield from _in_words(piece, block, part, words)
        yield from _silenced(piece, text)


def _parts(block: Block) -> Iterator[tuple[str, str]]:
    yield "", block.text
    for note in block.notes:
        yield "的注", note.text
    for row in block.rows:
        for cell in row:
            yield "的表格", cell.text
    if block.picture is not None:
        yield "的图说", f"{block.picture.people} {block.picture.credit}"


def _in_words(piece: Piece, block: Block, part: str, words: str) -> Iterator[Fault]:
    def fault(code: str, found: str, what: str, remedy: str, serious: bool, at: int) -> Fault:
        message = f"《{piece.title}》{part}{what}“{found}”"
        item = piece.item.id if piece.item is not None else ""
        place = at if not part else -1
        return Fault(
            code,
            TEXT,
            message,
            remedy,
            serious,
            piece.printed.key,
            block.id,
            item=item,
            field="manuscript",
            place=place,
        )

    for found in _IDENTITY.finditer(words):
        if _checked(found[0]):
            remedy = "公民身份号码不能印；请删去，或只留出生年。"
            yield fault(
                "personal-number", f"{found[0][:6]}…{found[0][-2:]}", "里有身份证号", remedy, True, found.start()
            )
    for found in _MOBILE.finditer(words):
        remedy = "私人的电话不能印；是办公电话的请核对。"
        yield fault("personal-number", f"{found[0][:3]}…{found[0][-2:]}", "里有手机号", remedy, True, found.start())
    for found in _LEFT_OPEN.finditer(words):
        yield fault("left-open", found[0], "里还留着", "请补上，或删去这几个字。", False, found.start())


def _checked(number: str) -> bool:
    return _CHECKS[sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False)) % 11] == number[-1].upper()


def _silenced(piece: Piece, text: Manuscript) -> Iterator[Fault]:
    """The name of a narrator who wants none, wherever it is printed."""
    item = piece.item
    if item is None or not item["anonymous"]:
        return
    names = {str(row.get("name") or "") for row in item["responsibility"] if row.get("role") == "口述者"} - {""}
    over = "\n".join((piece.title, piece.printed.subtitle, *piece.printed.byline, piece.printed.note))
    for name in sorted(names):
        if name in over:
            yield _named(piece, name, "题下", "")
        for block in text:
            at = block.text.find(name)
            if at >= 0:
                yield _named(piece, name, "正文里", block.id, at)
            elif any(name in words for _, words in _parts(block)):
                yield _named(piece, name, "注、表或图说里", block.id)


def _named(piece: Piece, name: str, where: str, block: str, place: int = -1) -> Fault:
    item = piece.item.id if piece.item is not None else ""
    message = f"《{piece.title}》的口述者要求匿名，{where}却有“{name}”"
    remedy = "请改用化名，或写作“某”。"
    return Fault(
        "anonymous-named", RIGHTS, message, remedy, True, piece.printed.key, block, item=item, field="manuscript",
        place=place,
    )  # fmt: skip


def imprint_faults(doubts: list[str]) -> Iterator[Fault]:
    """What is missing from the 版权页 or may not stand on it."""
    for words in doubts:
        yield Fault("imprint-wrong", IMPRINT, words.rstrip("。"), "请在“版权页…”里填好、改好。", True)


def caption_faults(pieces: list[Piece]) -> Iterator[Fault]:
    """Pictures without a caption; in a group one of them is enough."""
    for piece in pieces:
        blocks = [block for block in piece.printed.manuscript if block.kind is BlockKind.PICTURE and block.picture]
        said = {block.picture.group for block in blocks if block.picture and block.picture.group and block.text.strip()}
        for one in piece.pictures:
            picture = one.block.picture
            if one.block.text.strip() or picture is None or not picture.source or picture.group in said:
                continue
            name = f"“{one.file['name']}”" if one.file is not None else ""
            yield Fault(
                "caption-empty",
                "picture",
                f"《{piece.title}》里的图片{name}没有图说",
                "请写明时间、地点、人物、事由。",
                True,
                piece.printed.key,
                one.block.id,
                item=one.owner.id if one.owner is not None else "",
                field="caption",
            )
