"""The query a person typed. Any string is one.

Space is *and*; ``-`` before a word is *not*; quotes take what they hold as it stands; 或 between spaces, or ``|``, is
*or* and binds closest; then ``同句``, ``同段``, ``/20`` (within twenty characters; ``/20>`` in that order); parentheses
group; ``题名:`` and the like look in one field. What makes no sense so is looked for as it stands, and, where it stands
nowhere, by its words; ``Query.hint`` says what was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive_app.frozen import dataclass
from archive_app.search.language.dates import span_of
from archive_app.search.language.fields import QueryField, Sort, field_named, fields
from archive_app.search.language.operators import MINUS, Together, Unit, is_operator
from archive_app.search.language.printing import printed
from archive_app.search.language.scanning import BRACKETS, Misread, Scanner, Sign, Token
from archive_app.search.language.tree import (
    All,
    Either,
    In,
    Near,
    Node,
    Not,
    Word,
    all_of,
    either_of,
    in_field,
    leaves,
    near,
    not_of,
    word,
)

MOST_TERMS = 200
"""Words of one query that are looked for; a page pasted by mistake must not keep the program busy for minutes."""
_DEEPEST = 30
"""Parentheses within each other."""
_SHORT = 20
"""Characters of a query that a hint repeats."""
_WORDS = re.compile(r"""[^\s|｜()（）"“”]+""")
_PREFIX = re.compile(r"[^:：]*[:：]\Z")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and what it means; ``tree`` is ``None`` where there is nothing to look for.

    ``fallback`` is another reading, for where this one finds nothing at all.
    """

    text: str
    tree: Node | None
    hint: str = ""
    fallback: Query | None = None

    @classmethod
    def of(cls, tree: Node | None) -> Query:
        """The query of a tree that was put together, as by a form."""
        return cls("" if tree is None else printed(tree), tree)

    def to_text(self) -> str:
        """The query as text that reads back to the same tree."""
        return "" if self.tree is None else printed(self.tree)

    def words(self) -> list[str]:
        """The words that must or may stand, as they were typed, each once."""
        if self.tree is None:
            return []
        found: dict[str, None] = {}
        for leaf, field, negated in leaves(self.tree):
            if not negated and (not field or fields()[field].sort is Sort.TEXTS):
                for each in [leaf] if isinstance(leaf, Word) else _words_of(leaf):
                    found[each.text] = None
        return list(found)


def _words_of(node: Near) -> Iterator[Word]:
    for part in node.parts:
        if isinstance(part, Word):
            yield part
        else:
            yield from (each for each in part.parts if isinstance(each, Word))


def read(text: str) -> Query:
    """The query ``text`` stands for. Never fails."""
    text = text.strip()
    if not text:
        return Query("", None)
    query = _read(text)
    if query.fallback is None and query.tree is not None and not _SIGNS.sub("", text):
        return replace(query, hint=query.hint or "检索词里只有标点，已照字面找。")
    return query


def _read(text: str, *, loosely: bool = False) -> Query:
    scanner = Scanner(text, loosely=loosely)
    try:
        reader = _Reader(scanner)
        tree = reader.whole()
    except Misread as problem:
        return _literally(text, str(problem))
    if tree is None:
        return _literally(text, "")
    hints = list(dict.fromkeys(scanner.hints + reader.hints))
    if reader.ignored:
        hints.append(f"检索词太多，只用了前 {MOST_TERMS} 个")
    hint = "；".join(hints) + "。" if hints else ""
    fallback = None
    if scanner.doubts and not loosely:
        other = _read(text, loosely=True)
        if other.tree is not None and other.tree != tree:
            fallback = Query(text, other.tree, _said(text, list(scanner.doubts)) + other.hint)
    return Query(text, tree, hint, fallback)


def _said(text: str, doubts: list[str]) -> str:
    """What is looked for instead of what was written, and stands nowhere."""
    if doubts == [BRACKETS]:
        return f"没有带括号的“{_short(text)}”，{BRACKETS}。"
    return f"照字面没有；{'，'.join(doubt for doubt in doubts if doubt != BRACKETS)}来找。"


def _literally(text: str, problem: str) -> Query:
    """A text as it stands; failing that, its words."""
    literal = Word(text, quoted=True)
    if not problem:
        return Query(text, literal)
    pieces = [part for each in _WORDS.findall(text)[:MOST_TERMS] if (part := _piece(each)) is not None]
    words = all_of(pieces) if any(not isinstance(each, Not) for each in pieces) else literal
    fallback = None
    if words != literal:
        fallback = Query(text, words, f"{problem}，照字面也没有；找的是其中的词：{_short(printed(words))}。")
    return Query(text, literal, f"{problem}，已照字面找“{_short(text)}”。", fallback)


def _piece(text: str) -> Node | None:
    """What one run of a query that makes no sense says by itself: a word, a field with its word, a word left out."""
    text = _PREFIX.sub("", text)
    if not text.strip(MINUS) or is_operator(text):
        return None
    try:
        return _Reader(Scanner(text, loosely=False)).whole()
    except Misread:
        name, _, said = text.replace("：", ":").partition(":")
        if not said or field_named(name.lstrip(MINUS)) is None:
            return word(text)
        return not_of(word(said)) if name[0] in MINUS else word(said)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}……"


class _Reader:
    """Reads tokens from left to right, one ahead."""

    def __init__(self, scanner: Scanner) -> None:
        self._tokens = scanner.tokens()
        self._next = next(self._tokens, None)
        self._depth = 0
        self._taken = 0
        self.ignored = 0
        self.hints: list[str] = []

    def whole(self) -> Node | None:
        """The whole query; ``None`` where nothing is in it."""
        return self._all()

    def _at(self, *signs: Sign) -> bool:
        return self._next is not None and self._next.sign in signs

    def _take(self) -> Token:
        token = self._next
        if token is None:
            raise Misread("检索词没有写完")
        self._next = next(self._tokens, None)
        return token

    def _all(self) -> Node | None:
        parts: list[Node] = []
        while self._next is not None and not self._at(Sign.CLOSE, Sign.COMMA):
            if self._at(Sign.AND):
                said = self._take().text
                if not parts or self._next is None or self._at(Sign.CLOSE, Sign.OR, Sign.AND):
                    raise Misread(f"“{said}”的一边没有词")
                continue
            part = self._together()
            if part is not None:
                parts.append(part)
        return all_of(parts) if parts else None

    def _together(self) -> Node | None:
        """甲 同句 乙 同句 丙: one where the operator stays the same, else each pair by its own."""
        operands, signs = [self._either()], []
        while self._at(Sign.NEAR):
            token = self._take()
            if self._next is None or self._at(Sign.CLOSE, Sign.COMMA, Sign.OR, Sign.AND, Sign.NEAR):
                raise Misread(f"“{token.text}”后面没有词")
            signs.append((token.near or Together(Unit.SENTENCE), token.text))
            operands.append(self._either())
        if not signs:
            return operands[0]
        pairs: list[Node] = []
        begin = 0
        for at, (sign, said) in enumerate(signs):
            if at + 1 == len(signs) or signs[at + 1][0] != sign:
                pairs.append(_near(operands[begin : at + 2], sign, said))
                begin = at + 1
        return all_of(pairs)

    def _either(self) -> Node | None:
        parts = [self._one()]
        while self._at(Sign.OR):
            said = self._take().text
            while self._at(Sign.OR):
                self._take()
            if self._next is None or self._at(Sign.CLOSE, Sign.COMMA, Sign.AND, Sign.NEAR):
                raise Misread(f"“{said}”后面没有词")
            parts.append(self._one())
        known = [part for part in parts if part is not None]
        return either_of(known) if known else None

    def _one(self) -> Node | None:
        token = self._take()
        if token.sign is Sign.NOT:
            if self._next is None or self._at(Sign.CLOSE, Sign.COMMA, Sign.OR, Sign.AND, Sign.NEAR):
                raise Misread(f"“{token.text}”后面没有词")
            part = self._one()
            return None if part is None else not_of(part)
        if token.sign is Sign.FIELD and token.field is not None:
            return self._field(token, token.field)
        if token.sign is Sign.OPEN:
            return self._group()
        if token.sign is Sign.CALL and token.near is not None:
            return self._call(token, token.near)
        if token.sign is Sign.WORD:
            return self._word(token)
        raise Misread(f"“{token.text}”前面没有词")

    def _word(self, token: Token) -> Node | None:
        if not token.text.strip():
            if token.quoted:
                return None
            raise Misread("有一处没有词")
        if self._taken >= MOST_TERMS:
            self.ignored += 1
            return None
        self._taken += 1
        return word(token.text, quoted=token.quoted)

    def _field(self, token: Token, field: QueryField) -> Node | None:
        if self._next is None or self._at(Sign.CLOSE, Sign.COMMA, Sign.OR, Sign.AND, Sign.NEAR):
            raise Misread(f"“{token.text}”后面没有词")
        part = self._one()
        if part is None:
            return None
        if field.sort is not Sort.TEXTS:
            self._check(part, field)
        return in_field(field.name, part)

    def _check(self, part: Node, field: QueryField) -> None:
        """Whether a date is one, and a term known."""
        for leaf, own, _ in leaves(part, field.name):
            if own != field.name:
                continue
            if isinstance(leaf, Near):
                raise Misread(f"“{field.label}”不分句和段")
            if field.sort is Sort.DATES and span_of(leaf.text) is None:
                raise Misread(f"“{field.label}:{leaf.text}”读不出时间")
            if field.terms and not field.values_of(leaf.text):
                known = "、".join(term.label for term in field.terms[:8])
                self.hints.append(f"没有“{leaf.text}”这个{field.label}；有{known}" + "等" * (len(field.terms) > 8))

    def _group(self) -> Node | None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Misread("括号套得太深")
        part = self._all()
        if not self._at(Sign.CLOSE):
            raise Misread("括号没有配对")
        self._take()
        self._depth -= 1
        if part is None:
            raise Misread("括号里没有词")
        return part

    def _call(self, token: Token, sign: Together) -> Node | None:
        """同句(甲, 乙)."""
        parts = []
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Misread("括号套得太深")
        while not self._at(Sign.CLOSE):
            if self._at(Sign.COMMA):
                self._take()
                continue
            if self._next is None:
                raise Misread("括号没有配对")
            parts.append(self._all())
        self._take()
        self._depth -= 1
        return _near(parts, sign, token.text.rstrip("(（ "))


def _near(operands: list[Node | None], sign: Together, said: str) -> Node:
    """Words that stand together; a field that is said with them is that of all."""
    found: list[Word | Either] = []
    named: set[str] = set()
    for operand in operands:
        if operand is not None:
            _gather(operand, found, named, said)
    if len(named) > 1:
        raise Misread(f"“{said}”的词只能在同一个字段里找")
    if not found:
        raise Misread(f"“{said}”没有词")
    made = near(found, sign.unit, sign.distance, ordered=sign.ordered)
    return in_field(named.pop(), made) if named else made


def _gather(node: Node, found: list[Word | Either], named: set[str], said: str) -> None:
    if isinstance(node, In) and fields()[node.field].sort is Sort.TEXTS:
        named.add(node.field)
        _gather(node.part, found, named, said)
    elif isinstance(node, Word) or (isinstance(node, Either) and all(isinstance(part, Word) for part in node.parts)):
        found.append(node)
    elif isinstance(node, All):
        for part in node.parts:
            _gather(part, found, named, said)
    else:
        raise Misread(f"“{said}”只能连接词，或用“或”连起来的词")
