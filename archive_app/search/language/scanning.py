"""A query cut into tokens, from left to right.

What is syntax depends on where it stands: an operator between spaces is one, inside a word it is text (或许, 甲或乙);
a parenthesis that begins a word groups, one that opens and closes inside a word is text (录音（一）).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cached_property

from archive_app.frozen import dataclass
from archive_app.search.language.fields import QueryField, field_named
from archive_app.search.language.operators import AND, MINUS, NOT, OR, Together, near_of


class Misread(Exception):
    """The query makes no sense as one; the message says in Chinese what was not understood."""


class Sign(Enum):
    """What a token is."""

    WORD = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    NEAR = auto()
    CALL = auto()  # 同句( … the parenthesis with it
    FIELD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. ``text`` as it was typed, of a word as it is looked for."""

    sign: Sign
    text: str
    quoted: bool = False
    near: Together | None = None
    field: QueryField | None = None


_OPEN, _CLOSE = "(（", ")）"
_COMMAS = ",，、"
QUOTED = re.compile(r"""“(?P<curly>[^”]*)”|"(?P<straight>(?:[^"\\]|\\+[^"\\]|(?:\\\\)*\\")*(?:\\\\)*)\"""")
_ESCAPED = re.compile(r'(\\+)(?="|\Z)')
_FIELD = re.compile(r"([^\s|｜()（）\"“”:：,，]{1,24})[:：]")
_FIELD_APART = re.compile(r"([^\s|｜()（）\"“”:：,，]{1,24})\s+[:：](?=\s*\S)")
_CORNERS = re.compile(r"「[^「」]*[^「」\s][^「」]*」|『[^『』]*[^『』\s][^『』]*』")
_RUN = re.compile(r"[^\s|｜()（）]+")
_SPACE = re.compile(r"\s*")
_NO_FIELD = re.compile(r"\d+|https?|file|[a-z]", re.IGNORECASE)
"""What stands before a colon and is meant for no field: 10:30, http://, C:."""


BRACKETS = "找的是括号里的词"
"""The doubt about a word in parentheses."""
_DOUBTFUL = {
    "or": (Sign.OR, "或"),
    "and": (Sign.AND, "并且"),
    "not": (Sign.NOT, "不含"),
    **dict.fromkeys(("&", "&&", "＆", "+", "＋"), (Sign.AND, "并且")),
}


class Scanner:
    """Cuts one query. After ``tokens`` is through, ``hints`` and ``doubts`` say what was noticed.

    ``doubts`` are what was taken for text and may be meant for syntax, said as a person would.
    """

    def __init__(self, text: str, *, loosely: bool) -> None:
        """``loosely``: what is in doubt is syntax; otherwise it is looked for as it stands."""
        self._text = text
        self._loosely = loosely
        self._at = 0
        self._depth: list[bool] = []  # for each open parenthesis, whether commas part what is in it
        self._before: Sign | None = None
        self.hints: list[str] = []
        self.doubts: dict[str, None] = {}

    @cached_property
    def _partners(self) -> dict[int, int]:
        """Where each parenthesis closes that does, those within quotes aside."""
        found: dict[int, int] = {}
        open_at: list[int] = []
        at = 0
        quotable = {'"': True, "“": True}
        while at < len(self._text):
            sign = self._text[at]
            if sign in '"“' and quotable[sign] and self._begins(at):
                quoted = QUOTED.match(self._text, at)
                if quoted:
                    at = quoted.end()
                    continue
                quotable[sign] = False
            if sign in _OPEN:
                open_at.append(at)
            elif sign in _CLOSE and open_at:
                found[open_at.pop()] = at
            at += 1
        return found

    def _begins(self, at: int) -> bool:
        """Whether a word, or quotes, may begin here."""
        before = self._text[at - 1 : at]
        return not before or before.isspace() or before in "|｜(（:：或" + MINUS + _COMMAS

    @cached_property
    def _inside(self) -> list[int]:
        """For each place how much syntax stands before it: what parts words."""
        found, number = [0], 0
        for sign in self._text:
            number += sign.isspace() or sign in "|｜"
            found.append(number)
        return found

    def tokens(self) -> Iterator[Token]:
        """The tokens; raises ``Misread``."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at >= len(self._text):
                break
            token = self._token()
            self._before = token.sign
            yield token
        if self._depth:
            raise Misread("括号没有配对")

    def _token(self) -> Token:
        sign = self._text[self._at]
        if sign in "|｜":
            return self._single(Sign.OR)
        if sign in _CLOSE:
            if not self._depth:
                raise Misread("括号没有配对")
            self._depth.pop()
            return self._single(Sign.CLOSE)
        if sign in _COMMAS and self._depth and self._depth[-1]:
            return self._single(Sign.COMMA)
        if sign in _OPEN and not self._is_text(self._at):
            return self._open(Sign.OPEN, self._at)
        if sign in '"“':
            quoted = QUOTED.match(self._text, self._at)
            if quoted is None:
                raise Misread("引号没有配对")
            self._at = quoted.end()
            return Token(Sign.WORD, unquoted(quoted), quoted=True)
        return self._cornered() or self._operator() or self._named() or self._word()

    def _cornered(self) -> Token | None:
        """「油坊 水磨」, as quotes are written in traditional script; they stand in texts, too."""
        quoted = _CORNERS.match(self._text, self._at)
        if quoted is None:
            return None
        self.doubts[f"“{quoted[0][0]}{quoted[0][-1]}”里的当作连在一起的话"] = None
        if not self._loosely:
            return None
        self._at = quoted.end()
        return Token(Sign.WORD, quoted[0][1:-1], quoted=True)

    def _single(self, sign: Sign) -> Token:
        self._at += 1
        return Token(sign, self._text[self._at - 1])

    def _open(self, sign: Sign, begin: int, near: Together | None = None) -> Token:
        """The parenthesis at the present place; a token that began at ``begin``."""
        if self._at not in self._partners:
            raise Misread("括号没有配对")
        self._depth.append(sign is Sign.CALL)
        self._at += 1
        return Token(sign, self._text[begin : self._at], near=near)

    def _is_text(self, at: int) -> bool:
        """Whether the parenthesis here, with what is about it, is a word: （一）, （示例）本."""
        end = self._partners.get(at)
        if end is None:
            raise Misread("括号没有配对")
        inside = self._text[at + 1 : end]
        if not inside.strip():
            return True
        if self._inside[at] != self._inside[end] or inside[0] in MINUS or _FIELD.match(inside) or QUOTED.match(inside):
            return False
        if self._before in (Sign.NOT, Sign.FIELD, Sign.OR, Sign.AND, Sign.NEAR) or self._depth:
            return False
        if self._joins(end + 1):
            return False
        self.doubts[BRACKETS] = None
        return not self._loosely

    def _joins(self, at: int) -> bool:
        """Whether an operator between two words comes next."""
        space = _SPACE.match(self._text, at)
        begin = space.end() if space else at
        run = _RUN.match(self._text, begin)
        if run is None:
            return self._text[begin : begin + 1] in tuple("|｜")
        if run[0] in OR | AND or near_of(run[0]):
            return begin > at or self._text[run.end() : run.end() + 1] in tuple(_OPEN)
        return run[0][0] == "或" and run[0][1:2] in tuple('"“')

    def _named(self) -> Token | None:
        """A field's name and colon."""
        match = _FIELD.match(self._text, self._at)
        if self._before is Sign.FIELD:
            return None
        if match is None:
            return self._named_apart()
        field = field_named(match[1])
        if field is None:
            if not _NO_FIELD.fullmatch(match[1]):
                self.hints.append(f"没有“{match[1]}”这个检索字段，已照字面找")
            return None
        self._at = match.end()
        return Token(Sign.FIELD, match[0], field=field)

    def _named_apart(self) -> Token | None:
        """A field's name and, behind a space, its colon."""
        match = _FIELD_APART.match(self._text, self._at)
        field = field_named(match[1]) if match else None
        if match is None or field is None:
            return None
        self.doubts[f"“{field.label}”当作字段"] = None
        if not self._loosely:
            return None
        self._at = match.end()
        return Token(Sign.FIELD, match[0], field=field)

    def _operator(self) -> Token | None:
        sign = self._text[self._at]
        operand = self._before in (Sign.WORD, Sign.CLOSE)
        if sign in MINUS and self._before is not Sign.FIELD:
            following = self._text[self._at + 1 : self._at + 2]
            run = _RUN.match(self._text, self._at)
            if following in tuple(_OPEN) or (run and run[0].strip(MINUS)):
                return self._single(Sign.NOT)
            if operand and self._at + 1 == len(self._text):
                raise Misread(f"“{sign}”后面没有词")
            return None
        run = _RUN.match(self._text, self._at)
        if run is None:
            return None
        text, following = run[0], self._text[run.end() : run.end() + 1]
        if operand and text[0] == "或" and len(text) > 1 and self._text[self._at - 1] in '"”)）':
            return self._single(Sign.OR)
        near = near_of(text)
        if near and following in tuple(_OPEN) and (not operand or self._has_commas(run.end())):
            self._at = run.end()
            return self._open(Sign.CALL, run.start(), near)
        if not operand and not (text in NOT and text.isascii()):
            return None
        if following in tuple(_CLOSE) and not self._depth:
            return None
        for words, sort in ((OR, Sign.OR), (AND, Sign.AND), (NOT, Sign.NOT)):
            if text in words:
                self._at = run.end()
                return Token(sort, text)
        if near:
            self._at = run.end()
            return Token(Sign.NEAR, text, near=near)
        return self._doubtful(run)

    def _doubtful(self, run: re.Match[str]) -> Token | None:
        """or, and, not, & and + between words."""
        meant = _DOUBTFUL.get(run[0].lower())
        if meant is None or not self._text[run.end() :].strip():
            return None
        sort, said = meant
        self.doubts[f"“{run[0]}”当作“{said}”"] = None
        if not self._loosely:
            return None
        self._at = run.end()
        return Token(sort, run[0])

    def _has_commas(self, at: int) -> bool:
        end = self._partners.get(at, at)
        return any(sign in _COMMAS for sign in self._text[at:end])

    def _word(self) -> Token:
        begin = at = self._at
        parting = bool(self._depth) and self._depth[-1]
        while at < len(self._text):
            sign = self._text[at]
            if sign.isspace() or sign in "|｜" or (parting and sign in _COMMAS):
                break
            if sign in _OPEN:
                end = self._partners.get(at)
                if end is None:
                    raise Misread("括号没有配对")
                if self._inside[at] != self._inside[end]:
                    break
                at = end
            elif sign in _CLOSE:
                if not self._depth:
                    raise Misread("括号没有配对")
                break
            at += 1
        self._at = at
        return Token(Sign.WORD, self._text[begin:at])


def unquoted(quoted: re.Match[str]) -> str:
    """What stands between the quotes. Backslashes before a straight quote count half, and an odd one lets it stand."""
    if quoted["curly"] is not None:
        return quoted["curly"]
    return _ESCAPED.sub(lambda match: "\\" * (len(match[1]) // 2), quoted["straight"])
