"""The rules, and the one function that runs them all. A new rule is one module beside this and one line here."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.domain.manuscript import Manuscript
from archive_app.domain.remarks import Remark
from archive_app.services.checking import dates, figures, glyphs, house_style, names, punctuation, scripts
from archive_app.services.checking.rule import Known, Rule
from archive_app.services.checking.stretch import Stretch, stretches

RULES: tuple[Rule, ...] = (
    Rule(glyphs.NAME, "缺字乱码", glyphs.find),
    Rule(scripts.NAME, "繁简", scripts.find),
    Rule(punctuation.NAME, "标点", punctuation.find),
    Rule(figures.NAME, "数字", figures.find),
    Rule(dates.NAME, "日期", dates.find),
    Rule(names.NAME, "人名", names.find),
    Rule(house_style.NAME, "规范用语", house_style.find),
)

_KNOWN = Known()


def check(manuscript: Manuscript, kind: str, known: Known = _KNOWN) -> list[Remark]:
    """The remarks of all rules on the text of an item of this kind, in the order in which it is read."""
    return check_stretches(stretches(manuscript, kind), known)


def check_stretches(texts: Sequence[Stretch], known: Known = _KNOWN) -> list[Remark]:
    """The remarks of all rules on these stretches, in the order in which they are read."""
    order = {(stretch.block.id, stretch.part): number for number, stretch in enumerate(texts)}
    found = [remark for rule in RULES for remark in rule.find(texts, known)]
    return sorted(found, key=lambda remark: (order[remark.block, remark.part], remark.start, remark.end))


def label_of(rule: str) -> str:
    """What a person calls a rule."""
    return next(one.label for one in RULES if one.name == rule)
