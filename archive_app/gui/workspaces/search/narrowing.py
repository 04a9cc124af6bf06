"""What limits and what widens a search, as chips to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from archive_app.gui.i18n import _
from archive_app.gui.workspaces.search.asking import Asking
from archive_app.gui.workspaces.search.chips import ChipSpec
from archive_app.search.results import Results

Ask = Callable[[Asking], object]
"""Asks something else."""
Words = Callable[[str, str], str]
"""(facet, value) → as a person knows the value."""
_A_COUPLE = 2
"""Other writings that are switched off one by one; of more, all can be at one stroke."""


def chips_of(asking: Asking, results: Results, words: Words, ask: Ask) -> list[ChipSpec]:
    """The chips of what is asked and of what its answer looked for beside it."""
    limits = list(_limits(asking, words, ask))
    if len(limits) > 1:
        none = replace(asking, chosen={}, years=None, within=(), page=0)
        limits.append(ChipSpec(_("全部去掉"), partial(ask, none), tip=_("去掉全部限定")))
    expanded = results.expanded
    switch = [_literally(asking, expanded, ask)] if len(expanded) > _A_COUPLE else []
    return [*limits, *switch, *(meant(asking, expansion, ask) for expansion in expanded)]


def _literally(asking: Asking, expanded: Sequence[Mapping[str, Any]], ask: Ask) -> ChipSpec:
    """Everything that is looked for beside what was typed, switched off or on again at one stroke."""
    keys = frozenset(_key(expansion) for expansion in expanded)
    if keys <= asking.off:
        on = replace(asking, off=asking.off - keys, page=0)
        tip = _("别名、拼音、别的写法又都找（{n} 个）").format(n=len(keys))
        return ChipSpec(_("别的写法也找"), partial(ask, on), tip=tip, widens=True, mark="plus")
    off = replace(asking, off=asking.off | keys, page=0)
    tip = _("别名、拼音、别的写法都不找（{n} 个），只找写着的词").format(n=len(keys))
    return ChipSpec(_("只找原词"), partial(ask, off), tip=tip, widens=True, mark="filter")


def _key(expansion: Mapping[str, Any]) -> str:
    return f"{expansion['from']}→{expansion['to']}"


def _limits(asking: Asking, words: Words, ask: Ask) -> Iterator[ChipSpec]:
    for earlier in asking.within:
        kept = tuple(one for one in asking.within if one != earlier)
        yield ChipSpec(_("在“{w}”里").format(w=earlier), partial(ask, replace(asking, within=kept, page=0)))
    for name, values in asking.chosen.items():
        for value in sorted(values):
            yield ChipSpec(words(name, value), partial(ask, asking.toggled(name, value, False)))
    if asking.years is not None:
        first, last = asking.years
        said = _("{a}年").format(a=first) if first == last else _("{a}—{b}年").format(a=first, b=last)
        yield ChipSpec(said, partial(ask, asking.between(0, 0)))


def meant(asking: Asking, expansion: Mapping[str, Any], ask: Ask) -> ChipSpec:
    """What is looked for beside what was typed, to be switched off and on again."""
    key, off = _key(expansion), bool(expansion.get("off"))
    changed = asking.off - {key} if off else asking.off | {key}
    return ChipSpec(
        _("也找“{to}”").format(to=expansion["to"]),
        partial(ask, replace(asking, off=changed, page=0)),
        off=off,
        tip=f"{key}：{expansion['reason']}",
        widens=True,
    )
