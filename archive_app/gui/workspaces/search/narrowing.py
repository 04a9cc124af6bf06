"""What limits and what widens a search, as chips to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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


def chips_of(asking: Asking, results: Results, words: Words, ask: Ask) -> list[ChipSpec]:
    """The chips of what is asked and of what its answer looked for beside it."""
    limits = list(_limits(asking, words, ask))
    if len(limits) > 1:
        none = replace(asking, chosen={}, years=None, within=(), page=0)
        limits.append(ChipSpec(_("全部去掉"), partial(ask, none), tip=_("去掉全部限定")))
    return [*limits, *(meant(asking, expansion, ask) for expansion in results.expanded)]


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
    key, off = f"{expansion['from']}→{expansion['to']}", bool(expansion.get("off"))
    changed = asking.off - {key} if off else asking.off | {key}
    return ChipSpec(
        _("也找“{to}”").format(to=expansion["to"]),
        partial(ask, replace(asking, off=changed, page=0)),
        off=off,
        tip=f"{key}：{expansion['reason']}",
        widens=True,
    )
