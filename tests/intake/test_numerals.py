"""Numbers of automatic lists."""

from __future__ import annotations

import pytest

from archive_app.intake.wordml.numerals import formatted


@pytest.mark.parametrize(
    ("number", "name", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "japaneseCounting", "一百零一"),
        (110, "chineseCounting", "一百一十"),
        (2008, "taiwaneseCounting", "二千零八"),
        (21, "ideographDigital", "二一"),
        (23, "chineseLegalSimplified", "贰拾叁"),
        (3, "ideographTraditional", "丙"),
        (11, "ideographTraditional", "11"),
        (12, "ideographZodiac", "亥"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (50, "decimalEnclosedCircle", "㊿"),
        (51, "decimalEnclosedCircle", "(51)"),
        (3, "decimalEnclosedParen", "⑶"),
        (5, "aFormatOfTheFuture", "5"),
        (5, "none", ""),
        (0, "chineseCounting", "〇"),
        (10**9, "lowerRoman", "m" * 40),
    ],
)
def test_a_number_is_written_as_word_prints_it(number: int, name: str, text: str) -> None:
    assert formatted(number, name) == text
