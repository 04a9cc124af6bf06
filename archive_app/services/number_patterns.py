"""The patterns of 征集号 and 档号: text with named parts in braces, read and checked once.

The parts are written in Chinese or English: ``{年度}`` (``{year}``) and ``{流水号:4}`` (``{seq:04d}``: four digits),
and for the 档号 (DA/T 13-2022) also ``{全宗号}`` (``{fonds}``), ``{门类}`` (``{category}``), ``{期限}``
(``{retention}``) and ``{组号:3}`` (``{group}``), the number of the group, file or book an item belongs to; where items
stand in units, ``{类别号}`` (``{series}``) and ``{案卷号:3}`` (``{file}``) of those, and the running number may be
called ``{件号:3}`` (``{item}``): it counts for each 案卷 by itself. What stands in square brackets is left out where an
item has none of the parts named in it, so that one pattern makes ``J019-LY·2019·Y-001`` and
``K021-ZP·2019·D30-025-005``.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.services.number_note import NumberSettings

ACCESSION, REF_CODE = "accession_no", "ref_code"
LABELS = {ACCESSION: "征集号", REF_CODE: "档号"}
SETTING_OF = {ACCESSION: "accession_pattern", REF_CODE: "ref_pattern"}
_ALLOWED = {
    ACCESSION: {"year", "seq"},
    REF_CODE: {"year", "fonds", "category", "retention", "group", "series", "file", "seq"},
}
_NAMES = {
    "年度": "year", "全宗号": "fonds", "门类": "category", "期限": "retention", "组号": "group", "流水号": "seq",
    "类别号": "series", "案卷号": "file", "件号": "seq", "item": "seq",
}  # fmt: skip
_OPTIONAL = re.compile(r"\[([^\[\]]*\{(?:组号|group|类别号|series|案卷号|file)(?::[^{}]*)?\}[^\[\]]*)\]")
_LEFT_OUT = {"group": "组号", "series": "类别号", "file": "案卷号"}
"""What an item may be without."""
_WIDTH = re.compile(r"0?(\d{0,2})d?")
_SEQUENCE = "\x00"
_SHAPES = {"seq": r"(?P<seq>\d+)", "year": r"\d{4}", "retention": r"(?:Y|D30|D10)", "group": r"\d+"}


@dataclass(frozen=True, slots=True)
class Part:
    """Literal text and, behind it, a named part (or none); ``bracket``: which stretch in brackets it is in, or 0."""

    text: str
    name: str
    width: int
    bracket: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """The pattern of a number, taken apart; ``written`` as a person wrote it."""

    field: str
    written: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, field_name: str, settings: NumberSettings) -> Pattern:
        """The pattern of an archive; raises ``UsageError`` that says what is wrong with it."""
        return cls.read(field_name, settings.get(SETTING_OF[field_name]))

    @classmethod
    def read(cls, field_name: str, written: str) -> Pattern:
        """A pattern as a person wrote it; raises ``UsageError`` that says what is wrong with it."""
        parts: list[Part] = []
        for number, stretch in enumerate(_OPTIONAL.split(written)):
            parts += _parts(field_name, written, stretch, number if number % 2 == 1 else 0)
        names = [part.name for part in parts]
        if names.count("seq") != 1 or any(part.name == "seq" and part.bracket for part in parts):
            raise _wrong(field_name, written, "要有一个 {流水号}")
        unknown = sorted({name for name in names if name} - _ALLOWED[field_name])
        if unknown:
            known = " ".join(f"{{{word}}}" for word, name in _NAMES.items() if name in _ALLOWED[field_name])
            raise _wrong(field_name, written, f"不认识 {{{unknown[0]}}}，可用的是 {known}")
        return cls(field_name, written, tuple(parts))

    def lacking(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """What of 组号, 类别号, 案卷号 an item lacks without which it has no number by this pattern; in words."""
        needed = (part.name for part in self.parts if part.name in _LEFT_OUT and not part.bracket)
        return tuple(_LEFT_OUT[name] for name in dict.fromkeys(needed) if not values.get(name))

    def frame(self, values: Mapping[str, str]) -> tuple[str, str]:
        """What stands before and after the running number."""
        made = ""
        without = {one.bracket for one in self.parts if one.name in _LEFT_OUT and not values.get(one.name)}
        for part in self._for(without - {0}):
            value = _SEQUENCE if part.name == "seq" else values[part.name] if part.name else ""
            made += part.text + (value.zfill(part.width) if part.name in _LEFT_OUT else value)
        before, _mark, after = made.partition(_SEQUENCE)
        return before, after

    def number(self, values: Mapping[str, str], sequence: int) -> str:
        """The number in full."""
        before, after = self.frame(values)
        return f"{before}{self.digits(sequence)}{after}"

    def digits(self, sequence: int) -> str:
        """The running number as it is written."""
        return str(sequence).zfill(next(part.width for part in self.parts if part.name == "seq"))

    def counter(self, values: Mapping[str, str]) -> str:
        """The counter's name: all parts but the running number."""
        return f"{self.field}:" + "#".join(self.frame(values))

    def taken_apart(self, number: str) -> tuple[str, int, str] | None:
        """(what stands before, the running number, what stands after), or None for a number of another pattern."""
        brackets = sorted({part.bracket for part in self.parts} - {0})
        for without in (set(some) for left in range(len(brackets) + 1) for some in combinations(brackets, left)):
            shape = "".join(
                re.escape(p.text) + _SHAPES.get(p.name, ".+?" if p.name else "") for p in self._for(without)
            )
            found = re.match(shape, number)
            if found is not None:
                return number[: found.start("seq")], int(found["seq"]), number[found.end("seq") :]
        return None

    def _for(self, without: Collection[int]) -> Iterator[Part]:
        return (part for part in self.parts if part.bracket not in without)


def _parts(field_name: str, written: str, stretch: str, bracket: int) -> Iterator[Part]:
    try:
        parsed = list(string.Formatter().parse(stretch))
    except ValueError as error:
        raise _wrong(field_name, written, "花括号不成对") from error
    for text, name, spec, _conversion in parsed:
        width = _WIDTH.fullmatch(spec or "")
        if width is None:
            raise _wrong(field_name, written, "流水号后面只能写位数，如 {流水号:4}")
        yield Part(text, _NAMES.get(name or "", name or ""), int(width[1] or 0), bracket)


def fault_of(setting: str, text: str) -> str:
    """What is wrong with the value of a setting of numbers, in words; empty where nothing is."""
    for field_name, key in SETTING_OF.items():
        if key == setting:
            try:
                Pattern.read(field_name, text)
            except UsageError as error:
                return error.message
    return ""


def _wrong(field_name: str, text: str, why: str) -> UsageError:
    words = f"设置里{LABELS[field_name]}的式样“{text}”不能用：{why}"
    return UsageError(words, f"请在设置里改正（{SETTING_OF[field_name]}）。", code="wrong-pattern")
