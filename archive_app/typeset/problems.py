"""What a book asks for that cannot be set as asked: named, with the place and what to do about it.

A problem never stops the setting. The caller decides what a code means: the print output is refused on a
``missing-glyph``, a proof lists everything.
"""

from __future__ import annotations

from dataclasses import replace

from archive_app.frozen import dataclass

MISSING_GLYPH = "missing-glyph"
CONTROL_DROPPED = "control-dropped"
BAD_CODE = "bad-code"
OVERFULL_LINE = "overfull-line"
PICTURE_MISSING = "picture-missing"
PICTURE_BROKEN = "picture-broken"
PICTURE_CONVERTED = "picture-converted"
PICTURE_COARSE = "picture-coarse"
NOTE_EMPTY = "note-empty"
TABLE_TOO_WIDE = "table-too-wide"
TABLE_EMPTY = "table-empty"
TITLE_LONG = "title-long"
IMPRINT_WRONG = "imprint-wrong"
FONT_UNUSABLE = "font-unusable"
COVER_SHAPE = "cover-shape"
MATTER_EMPTY = "matter-empty"
PLACE_CHANGED = "place-changed"
BESIDE_NARROW = "beside-narrow"
GROUP_LARGE = "group-large"
CAPTION_LONG = "caption-long"
OPTION_UNKNOWN = "option-unknown"
TIGHT_IMPOSSIBLE = "tight-impossible"
SPAN_BROKEN = "span-broken"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found while setting the book.

    ``message`` is a Chinese sentence that says what and where, ``remedy`` what to do; ``article`` and ``block`` are
    keys into the book, ``page`` the folio (or the side's place in the file: 文件第2) once it is known, ``source`` the
    file and line (01.md 第12行) where the text is one; ``character`` the one that cannot be printed.
    """

    code: str
    message: str
    remedy: str = ""
    article: str = ""
    block: str = ""
    page: str = ""
    serious: bool = False
    character: str = ""
    source: str = ""

    def on(self, page: str) -> Problem:
        """The same problem, its page known."""
        return replace(self, page=page)

    def where(self) -> str:
        """第12面; empty where the page is not known."""
        if self.page.startswith(("图版", "插页")):
            return self.page
        ordinal = "" if self.page.startswith("文件第") else "第"  # a side without a folio is named by its place
        return f"{ordinal}{self.page}面" if self.page else ""

    def __str__(self) -> str:
        where = "，".join(filter(None, (self.source, self.where())))
        where = f"（{where}）" if where else ""
        return f"{self.message}{where}。{self.remedy}"


def missing_glyph(character: str, *, article: str, title: str, block: str) -> Problem:
    """No face has ``character``; it is printed as 〓."""
    return Problem(
        MISSING_GLYPH,
        f"《{title}》中的“{character}”（U+{ord(character):04X}）没有字体可印，暂以“〓”代替",
        "请改用通行字，或把有这个字的字体（.ttf）放进书（馆藏）里的 fonts 文件夹再排。",
        article=article,
        block=block,
        serious=True,
        character=character,
    )


def bad_code(character: str, *, article: str, title: str, block: str) -> Problem:
    """Half of a character: text that was cut or decoded wrongly; printed as U+FFFD or 〓."""
    return Problem(
        BAD_CODE,
        f"《{title}》中有残缺的编码（U+{ord(character):04X}），暂以替代符号代替",
        "原文在转码时损坏，请对照原稿补上这个字。",
        article=article,
        block=block,
        serious=True,
        character=character,
    )


def control_dropped(character: str, *, article: str, title: str, block: str) -> Problem:
    """A control character, which prints nothing."""
    return Problem(
        CONTROL_DROPPED,
        f"《{title}》中夹有不可见的控制字符（U+{ord(character):04X}），已略去",
        "多半是从别处粘贴带来的，核对后不必处理。",
        article=article,
        block=block,
    )
