"""Chinese and western numerals as they stand in dates."""

from __future__ import annotations

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2} | {str(value): value for value in range(10)}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_UNITS = {"十": 10, "百": 100, "千": 1000}

DIGIT = "[0-9〇零一二三四五六七八九]"
"""One digit, as a pattern."""
NUMBER = "[0-9〇零一二三四五六七八九十百廿卅卌]+"
"""A numeral, as a pattern."""


def positional(text: str) -> int | None:
    """Digits read one by one (一九五八, 1958, 〇五); ``None`` where it is none."""
    if not text or any(character not in _DIGITS or character == "两" for character in text):
        return None
    return int("".join(str(_DIGITS[character]) for character in text))


def number(text: str) -> int | None:
    """A whole number written in either way: 二十三, 廿三, 23, 一百零八, 元; ``None`` where it is none."""
    if text == "元":
        return 1
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return _DIGITS[text] if len(text) == 1 else positional(text)
    total, pending = 0, 0
    for character in text:
        if character in _TENS:
            total, pending = total + _TENS[character], 0
        elif character in _UNITS:
            total, pending = total + (pending or 1) * _UNITS[character], 0
        elif character in _DIGITS:
            if pending:
                return None
            pending = _DIGITS[character]
        else:
            return None
    return total + pending


def numbers(text: str) -> list[int]:
    """The numbers a speaker leaves open: 三十一二 → 31, 32; 十六七 → 16, 17; 七八 → 7, 8; else the one number.

    Empty where it is no numeral.
    """
    if len(text) >= 2 and all(character in _DIGITS and not character.isdigit() for character in text[-2:]):
        before, after = _DIGITS[text[-2]], _DIGITS[text[-1]]
        head = text[:-2]
        joined = not head or head[-1] in _TENS or head[-1] == "十"
        if joined and before > 0 and after == before + 1:
            base = number(head) if head else 0
            if base is not None:
                return [base + before, base + after]
    one = number(text)
    return [] if one is None else [one]


def in_words(value: int) -> str:
    """A number as it is said: 1 → 一, 10 → 十, 23 → 二十三; from 100 on in figures."""
    if value > 99:
        return str(value)
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
