"""An RTF file as braces, control words and bytes of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?"  # 1, 2: a control word and its number
    rb"|\\'([0-9a-fA-F]{2})"  # 3: a byte
    rb"|\\(.)"  # 4: a control symbol
    rb"|([{}])"  # 5
    rb"|([\r\n\x00]+)"  # 6: nothing
    rb"|([^\\{}\r\n\x00\x80-\xff]+)"  # 7: plain text
    rb"|([\x80-\xff])",  # 8: a byte that should have been escaped
    re.DOTALL,
)


class Token(NamedTuple):
    """``kind`` is ``{``, ``}``, ``word``, ``byte``, ``text``, ``symbol`` or ``bin``; ``number`` a word's (``None``: has
    none)."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The pieces of a file, in order; what stands after ``\\bin`` is passed by as it is."""
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            return  # a lone backslash at the end
        at = found.end()
        word, number, code, symbol, brace, _nothing, text, raw = found.groups()
        if word is not None:
            value = int(number) if number else None
            if word == b"bin":
                size = max(0, value or 0)
                yield Token("bin", data=data[at : at + size])
                at += size
            else:
                yield Token("word", word.decode("ascii"), value)
        elif code is not None:
            yield Token("byte", data=bytes((int(code, 16),)))
        elif symbol is not None:
            yield Token("symbol", symbol.decode("latin-1"))
        elif brace is not None:
            yield Token(brace.decode("ascii"))
        elif text is not None:
            yield Token("text", data=text)
        elif raw is not None:
            second = data[at : at + 1]
            if second in (b"\\", b"{", b"}") and raw >= b"\x81":  # the second half of a character of two bytes
                after = data[at + 1 : at + 2]
                if second != b"\\" or not (after.isalpha() or after in (b"'", b"\\", b"{", b"}", b"*")):
                    at += 1
                    raw += second
            yield Token("byte", data=raw)
