"""The reader: takes an expression apart, from the outside to the year and what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from archive_app.hanzi.dating import qualify, spans
from archive_app.hanzi.dating.ages import age, birth
from archive_app.hanzi.dating.calendar import lunar_of
from archive_app.hanzi.dating.combine import dated_year, lunar_mark_inside, one_of
from archive_app.hanzi.dating.edtf import bounds
from archive_app.hanzi.dating.english import in_chinese
from archive_app.hanzi.dating.figures import edtf_value, in_figures
from archive_app.hanzi.dating.finding import senses_in
from archive_app.hanzi.dating.inheriting import (
    days_listed,
    inherited,
    parted_years,
    unit_given,
    with_tail_of_last,
    year_of,
)
from archive_app.hanzi.dating.liberation import liberation
from archive_app.hanzi.dating.local_events import event
from archive_app.hanzi.dating.named_periods import named_period
from archive_app.hanzi.dating.narrowing import era_supplied, narrowed
from archive_app.hanzi.dating.national import national_event
from archive_app.hanzi.dating.open_ends import END_MAKERS, open_ended
from archive_app.hanzi.dating.periods import century, decade
from archive_app.hanzi.dating.reading import Context, Sense, impossible
from archive_app.hanzi.dating.reign_periods import counted_roughly, reign_pair, reign_period
from archive_app.hanzi.dating.relative import asked, offset_of, relative
from archive_app.hanzi.dating.remarks import remarks_of
from archive_app.hanzi.dating.text import Pattern, normal, squeezed
from archive_app.hanzi.dating.tidying import repaired, tidied, with_weekday, within_rest
from archive_app.hanzi.dating.unread import bare_count, not_converted, said_unknown
from archive_app.hanzi.dating.within import within
from archive_app.hanzi.dating.years import CYCLE

LONGEST = 80
"""Longer than this is no date; dates inside it are found by ``find_dates``."""
_LONGEST_TYPED = 1000
"""With spaces and remarks; a book pasted into the field is not even looked at."""
_DEPTH = 6
_ATTEMPTS = 80
"""So many ways of taking an expression apart are tried: dates need few, nonsense would go on for ever."""
_THAT_YEAR = Pattern(r"(?P<x>.{2,}?(?:那年|那一年|当年|这年|第二年|次年|翌年|前一年|头一年|第三年))的?(?P<rest>.+)\Z")
_ADJOINING = Pattern(
    r"(?P<a>.{2,}?(?:年代(?:中后期|末期|末|后期|晚期)|年[底末]|年?冬天?|年下半年|月(?:[底末]|下旬)))[、,]?"
    r"(?P<b>.+?(?:年代(?:初期|初|前期|早期)|年初|年?春天?|年上半年|月(?:初|上旬)))\Z"
)
_SPAN = Pattern(r"直到|一直到|至|到|迄|讫|[-—]+")
_FROM = Pattern(r"^(?:从|自|由|打|自从|起自|始于|起于)")
_SPAN_END = Pattern(r"(?:之间|期间|年间|间|为止|止|这段时间|这几年|这些年|的事|之内)\Z")
_OR = Pattern(r",?(?:或者是|或者|或是|或|还是|要不就是|要不然?是?|要么就?是?|抑或|不然就是|再不就是|就是|、|,|;)")
_ALL = Pattern(r"(?:[两二三四五六]|这两|这三|这几)年(?:都)?\Z")
_AND = Pattern(r"(?:以及|和|与|及)(?![其以])")
_BOTH = Pattern(r"(?:和|与|及|以及|、|,)")
_BETWEEN = Pattern(r"(?P<a>.+?)(?:以后|之后|后)[,、]?(?:到|至)?(?P<b>.+?)(?:以前|之前|前)头?\Z")
_NOW = Pattern(r"(?:至今|到现在|到如今|到今天|迄今|直到现在|直到今天|一直到现在|至现在)\Z")


class Parser:
    """Reads expressions in one context."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._told_birth = ""
        self._memory: dict[str, Sense | None] = {}
        self._attempts = 0

    # — what the context gives —

    @cached_property
    def born(self) -> Sense | None:
        """The speaker's birth."""
        return self._given(self._told_birth or self.context.born)

    @cached_property
    def anchor(self) -> Sense | None:
        """The date spoken of before."""
        return self._given(self.context.anchor)

    def _given(self, words: str) -> Sense | None:
        if not words.strip():
            return None
        outer = Parser(replace(self.context, born="", anchor=""))
        made = outer.read(words.strip())
        if made.edtf:
            return made
        found = [sense for _start, _end, sense in senses_in(words, outer) if sense.edtf]
        return found[-1] if found else None

    def without_context(self) -> Parser:
        """One that reads words for themselves."""
        return Parser(Context(conventions=self.context.conventions))

    # — the whole expression —

    def read(self, text: str) -> Sense:
        """The sense of an expression; one without a value where it cannot be read."""
        if len(text) > _LONGEST_TYPED:
            return asked("没有读出时间")
        made = edtf_value(text.strip(), self.context, self.phrase)
        if made is not None:
            return made
        english = in_chinese(normal(text))
        if english:
            return self._of_english(english, text)
        squeezed_words = squeezed(text)
        words, remarks = remarks_of(squeezed_words)
        words = tidied(words)
        if not words or len(words) > LONGEST:
            return remarks.alone(self) if not words else asked("没有读出时间")
        if remarks.born:
            self._told_birth = remarks.born
        found = self.phrase(words)
        found = remarks.applied(found, self)
        if found is None:
            found = era_supplied(words, self.context.anchor, self.anchor, self.phrase) or self._misread(words)
        if found is None:
            found = self._inside(text, words)
        if not found.edtf and not found.problem:
            found = not_converted(words, found)
        found = narrowed(found, self.anchor, self.born if self.context.born else None)
        return with_weekday(found, squeezed_words)

    def _misread(self, words: str) -> Sense | None:
        """l958年: a slip of a machine that reads print is offered, never set right in silence."""
        meant = repaired(words)
        made = self.phrase(meant) if meant else None
        if made is None or not made.edtf:
            return None
        return replace(asked(f"像是识别错字，若为“{meant}”"), candidates=(made,))

    def _of_english(self, words: str, text: str) -> Sense:
        """3/5/1958 may begin with the month or the day: that is asked, not settled."""
        made = self.phrase(words) or asked("没有读出时间")
        return made.doubtful("月在前还是日在前，须确认") if "或" in words and "/" in text else made

    def _inside(self, text: str, words: str) -> Sense:
        """Words that are read in part: one date among others that say nothing of before, after or until."""
        spots = [spot for spot in senses_in(text, self) if spot[2].edtf or spot[2].problem]
        found = [within_rest(sense, text[:start] + text[end:]) for start, end, sense in spots]
        if (
            len(found) == 1
            and found[0] is not None
            and not re.search(r"前|后|起|止|至|到|从|自|间|非|不是|未|或|晚|早|缺|除", words)
        ):
            made = found[0].doubtful("只读出其中的时间，其余照原话")
            return made if made.qualifier or made.problem else replace(made, qualifier="待考")
        return bare_count(words) or asked("没有年份或须依他事推定，先存原话待考")

    # — from the outside in —

    def phrase(self, text: str, depth: int = 0) -> Sense | None:
        """The sense of squeezed words without remarks; ``None`` where they are not read to the end."""
        if depth == 0:
            self._attempts = _ATTEMPTS
        if text in self._memory:
            return self._memory[text]
        self._attempts -= 1
        if not text or depth > _DEPTH or self._attempts < 0:
            return None
        made = self._phrase(text, depth)
        if depth <= 1 or made is not None:  # what failed deeper down may have failed for want of depth
            self._memory[text] = made
        return made

    def _phrase(self, text: str, depth: int) -> Sense | None:
        for reader in (
            self._base, self._event, self._national, self._that_year, self._prefixed, self._between, self._spanned,
            self._suffixed, self._either, self._ended, self._offset, self._like_event,
        ):  # fmt: skip
            made = reader(text, depth)
            if made is not None:
                return made
        return None

    def _base(self, text: str, _depth: int) -> Sense | None:
        unknown = said_unknown(text)
        if unknown is not None:
            return unknown
        bracketed = re.fullmatch(r"\[([^\[\]]+)\]", text)
        if bracketed:
            made = self.phrase(bracketed[1], _DEPTH - 2)
            note = "方括号为考证补出，不等于存疑"
            return replace(made, basis="考证").noting(note) if made is not None and made.edtf else made
        if re.fullmatch(CYCLE, text):
            text += "年"
        made = in_figures(text, self.context) or self._period(text)
        if made is not None:
            return made
        made = dated_year(lunar_mark_inside(text), self.context)
        if made is None:
            made = birth(text, self.context, self.born) or age(text, self.context, self.born)
        return made if made is not None else relative(text, self.context, self.anchor)

    def _period(self, text: str) -> Sense | None:
        for reader in (decade, century, liberation, named_period, reign_period, reign_pair, counted_roughly):
            made = reader(text, self.context)
            if made is not None:
                return made
        return None

    def _event(self, text: str, _depth: int) -> Sense | None:
        return event(text, self.context, self._words_of_event, near=False)

    def _national(self, text: str, _depth: int) -> Sense | None:
        return national_event(text, self.context)

    def _that_year(self, text: str, depth: int) -> Sense | None:
        """火车通车那年冬天, 解放第二年开春: a part of the year that the words before name."""
        match = _THAT_YEAR.match(text)
        if match is None or depth > 2:
            return None
        made = self.phrase(match["x"], depth + 1)
        if made is None or not made.edtf or made.first is None or made.last is None:
            return None
        if made.precision != "年" or made.first.year != made.last.year:
            return None
        found = within(match["rest"], made.first.year, "solar", self.context.conventions)
        if not found:
            return None
        part = replace(found[0], basis=made.basis, confirm=found[0].confirm or made.confirm)
        return part.noting(*made.notes)

    def _like_event(self, text: str, depth: int) -> Sense | None:
        return event(text, self.context, self._words_of_event, near=True) if depth == 0 else None

    def _words_of_event(self, words: str) -> Sense | None:
        return self.without_context().read(words)

    def _prefixed(self, text: str, depth: int) -> Sense | None:
        found = qualify.prefix(text)
        if found is None:
            return None
        mark, words, rest = found
        inner = self.phrase(rest, depth + 1)
        return None if inner is None else qualify.qualified(inner, mark, words, self.context.conventions)

    def _suffixed(self, text: str, depth: int) -> Sense | None:
        found = qualify.suffix(text)
        if found is None:
            return None
        mark, words, rest = found
        inner = self.phrase(rest, depth + 1)
        return None if inner is None else qualify.qualified(inner, mark, words, self.context.conventions)

    def _between(self, text: str, depth: int) -> Sense | None:
        match = _BETWEEN.match(text)
        if match is None:
            return None
        senses = self.phrase(match["a"], depth + 1), self.phrase(match["b"], depth + 1)
        return spans.between(match["a"], match["b"], senses, text)

    def _spanned(self, text: str, depth: int) -> Sense | None:
        body = _NOW.sub("", text)
        if body != text and body:
            begin = self.phrase(_FROM.sub("", body), depth + 1)
            if begin is None:
                return None
            return spans.up_to(begin, self.context.as_of) if self.context.as_of else spans.since(begin)
        ending = _SPAN_END.search(text)
        some_time = ending is not None and ending.group() in ("之间", "间", "年间", "期间", "之内")
        body = text[: ending.start()] if ending else text
        if ending is not None and ending.group() == "年间":
            body += "年"
        body = _FROM.sub("", body)
        adjoining = self._adjoining(body, depth)
        if adjoining is not None:
            return adjoining
        for cut in _SPAN.finditer(body):
            left, right = body[: cut.start()].rstrip(","), body[cut.end() :].lstrip(",")
            if not left or not right:
                continue
            made = self._pair(left, right, depth, some_time=some_time)
            if made is not None:
                return made
        return None

    def _adjoining(self, body: str, depth: int) -> Sense | None:
        """七十年代末八十年代初, 五八年冬五九年春: the end of one and the beginning of the next are one span."""
        match = _ADJOINING.match(body)
        if match is None:
            return None
        right = self._first_read(inherited(match["a"], match["b"]), depth)
        return spans.adjoining(self.phrase(match["a"], depth + 1), right)

    def _pair(self, left: str, right: str, depth: int, *, some_time: bool) -> Sense | None:
        begin = self._first_read(unit_given(re.sub(r"(?:起|开始)\Z", "", left), right), depth)
        end = self._first_read(inherited(left, right), depth)
        if begin is not None:
            end = self._after(begin, end, left, right, depth)
        if begin is None or end is None or not (begin.edtf or begin.problem) or not (end.edtf or end.problem):
            return None
        aged = "年龄推算" in (begin.basis, end.basis)
        plain = all("~" not in sense.edtf for sense in (begin, end))
        return spans.span(begin, end, some_time=(some_time and plain) or aged)

    def _after(self, begin: Sense, end: Sense | None, left: str, right: str, depth: int) -> Sense | None:
        """The end of a span told from its beginning: 10月至次年3月, 11月至2月, 腊月到正月."""
        if begin.first is None:
            return end
        if end is None or not (end.edtf or end.problem):
            told = relative(right, self.context, begin)
            return told if told is not None and told.edtf else end
        if end.last is None or end.last >= begin.first or not year_of(left) or year_of(right):
            return end
        found = lunar_of(begin.first) if "农历" in begin.calendar else None
        year = (found[0].year if found else begin.first.year) + 1
        later = self.phrase(f"{year}年{right}", depth + 1)
        return end if later is None or not later.edtf else later.doubtful("止端没有年份，按次年推定")

    def _first_read(self, candidates: Iterator[str], depth: int) -> Sense | None:
        return next((made for words in candidates if (made := self.phrase(words, depth + 1)) is not None), None)

    def _either(self, text: str, depth: int) -> Sense | None:
        text = parted_years(text)
        match = re.fullmatch(r"不是(.+?)[,、]?(?:就是|便是|即是)(.+)", text)
        if match is not None:
            return self._one_of([match[1], match[2]], depth, both=False, sure=True)
        ending = _ALL.search(text)
        if ending is not None and _BOTH.search(text[: ending.start()]):
            all_of = self._one_of(_BOTH.split(text[: ending.start()] + "年"), depth, both=True, sure=True)
            if all_of is not None:
                return all_of
        days = days_listed(text)
        if days and (all_of := self._one_of(days, depth, both=True, sure=True)) is not None:
            return all_of
        parts = _AND.split(text)
        if 2 <= len(parts) <= 6 and all(parts):
            all_of = self._one_of(parts, depth, both=True, sure=True)
            if all_of is not None:
                return all_of
        words = [part for part in _OR.split(text) if part]
        if len(words) < 2 or len(words) > 6:
            return None
        sure = "、" not in text and ",".join(words) != text
        return self._one_of(words, depth, both=False, sure=sure)

    def _one_of(self, words: list[str], depth: int, *, both: bool, sure: bool) -> Sense | None:
        words = with_tail_of_last(words)
        parts: list[Sense] = []
        for at, word in enumerate(words):
            candidates = unit_given(word, words[-1]) if at == 0 else inherited(words[at - 1], word, words[-1], words[0])
            made = self._first_read(candidates, depth)
            if made is None or not (made.edtf or made.problem):
                return None
            parts.append(made)
        trouble = next((part for part in parts if part.problem), None)
        if trouble is not None:
            return trouble
        many = "二者之一" if len(parts) == 2 else "多者之一"
        made = one_of(parts, qualifier="多个" if both else many, both=both)
        inner = tuple(dict.fromkeys(note for part in parts for note in part.notes))
        made = replace(made, confirm=any(part.confirm for part in parts)).noting(*inner)
        return made if sure or both else made.doubtful("若为各年都有，用{…}，须人工选")

    def _ended(self, text: str, depth: int) -> Sense | None:
        for kind, words in open_ended(text):
            inner = self.phrase(words, depth + 1)
            if inner is None:
                continue
            if not inner.edtf:
                return inner
            made = spans.eve(inner, self.context.conventions) if kind == "eve" else END_MAKERS[kind](inner)
            if made is not None:
                return made
        return None

    def _offset(self, text: str, depth: int) -> Sense | None:
        found = offset_of(text)
        if found is None:
            return None
        rest, years = found
        plain = re.sub(r"(?:以后|之后|后)的?\Z", "", rest)
        inner = self._first_read(iter((plain, f"{plain}那年", rest)), depth)
        if inner is None or not inner.edtf or inner.first is None or inner.last is None:
            return inner
        if inner.first.year != inner.last.year:
            return None
        year = inner.first.year + years
        if not 1 <= year <= 9999:
            return impossible("算出的年份不在公元1—9999年之内")
        low, high = bounds(f"{year:04d}") or (None, None)
        return replace(inner, edtf=f"{year:04d}", first=low, last=high, precision="年", candidates=())
