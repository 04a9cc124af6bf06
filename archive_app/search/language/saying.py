"""A form in plain Chinese: what is looked for, said as a person would say it."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.search.language.fields import Sort, fields
from archive_app.search.language.form import UNITS, Form, How, Row, term_label
from archive_app.search.language.tree import Word

_LONGEST = 20
"""Characters of a word that are repeated."""
_MOST = 8
"""Words of a row, or terms of a field, that are named."""
_TOGETHER = {How.SENTENCE: "在同一句里", How.PARAGRAPH: "在同一段里"}


def said(form: Form) -> str:
    """The sentence of a form; empty where nothing is filled in."""
    parts = ["，或者".join(map(_row, group)) for group in form.groups()]
    if form.years.strip():
        parts.append(f"时间是{_short(form.years.strip())}")
    for field, values in form.terms:
        if values:
            labels = [term_label(field, value) for value in values]
            parts.append(f"{fields()[field].label}是{_listed([*map(_short, labels)], '或')}")
    return f"找这样的资料：{'；'.join(parts)}。" if parts else ""


def _row(row: Row) -> str:
    words, how = row.words(), row.how
    named = [_marked(word) for word in words]
    if row.field and fields()[row.field].sort is not Sort.TEXTS:
        what = f"{fields()[row.field].label}是{_listed(named, '或' if how is How.ANY else '和')}"
        return f"不要{what}的" if row.leaves_out else what
    where = f"{fields()[row.field].label}里" if row.field else ""
    if how in UNITS and len(words) > 1:
        near = _TOGETHER.get(how) or f"相距不过{row.distance}字"
        what = f"{where}{_listed(named, '和')}{near}"
    else:
        joined = _listed(named, "或" if how is How.ANY else "和")
        what = f"{where}有{joined}"
        only = how is How.PHRASE or (len(words) == 1 and words[0].quoted)
        what += "（原样）" if only else ""
    return f"不要{what}的" if row.leaves_out else what


def _marked(word: Word) -> str:
    return f"“{_short(word.text)}”"


def _listed(words: Sequence[str], last: str) -> str:
    """甲、乙和丙."""
    if len(words) > _MOST:
        return f"{'、'.join(words[:_MOST])}等{len(words)}个" + ("之一" if last == "或" else "")
    return last.join(filter(None, ("、".join(words[:-1]), words[-1])))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"
