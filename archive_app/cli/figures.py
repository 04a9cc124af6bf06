"""``figures``: how much there is of what, by whom and from where, and what waits too long."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.cli.parsing import Parser
from archive_app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from archive_app.services.figures import Amounts, Share

_CUTS = (
    ("kinds", "种类"), ("states", "状态"), ("commissioners", "征集人"), ("areas", "片区"), ("places", "地名"),
)  # fmt: skip


def register(commands: argparse._SubParsersAction[Parser], common: Parser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "figures", parents=[common], help="统计：按年、种类、状态、征集人、片区、地名，和逾期的"
    )
    parser.add_argument("archive", metavar="馆藏", type=Path)
    parser.add_argument("--year", metavar="年", type=int, action="append", default=[], help="只数这年收到的，可以几个")
    parser.add_argument("--kind", metavar="种类", action="append", default=[], help="只数这种资料，可以几个")
    parser.add_argument("--days", metavar="天", type=int, default=30, help="停了多少天算逾期，默认 30")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_figures)


def _figures(arguments: argparse.Namespace) -> int:
    from archive_app.domain.entities import ITEM
    from archive_app.services.archive import Archive
    from archive_app.services.figures import Figures, Within
    from archive_app.services.overdue import overdue

    kinds = tuple(str(ITEM.field("kind").check(kind)) for kind in arguments.kind)
    within = Within(tuple(arguments.year), kinds)
    with Archive.open(arguments.archive, actor=arguments.actor) as archive:
        figures = Figures(archive)
        late = overdue(archive, arguments.days)
    cuts = {
        "kinds": figures.by_kind(within),
        "states": figures.by_state(within),
        "commissioners": figures.by_commissioner(within),
        "areas": figures.by_area(within),
        "places": figures.by_place(within),
    }
    whole, years = figures.whole(within), figures.by_year(within)
    if arguments.json:
        say_json(
            {
                "total": whole.to_json(),
                "years": [{"year": year, **amounts.to_json()} for year, amounts in years.items()],
                **{name: [share_json(share) for share in shares] for name, shares in cuts.items()},
                "overdue": [one.to_json() for one in late],
            }
        )
        return 0
    say(f"共 {_words(whole)}")
    for year, amounts in years.items():
        say(f"{f'{year} 年' if year else '没有填收到日期'}　{_words(amounts)}")
    for name, label in _CUTS:
        _say_cut(label, cuts[name])
    say(f"停了 {arguments.days} 天以上的 {len(late)} 件：" if late else f"没有停了 {arguments.days} 天以上的。")
    for one in late:
        say(f"  {one.days} 天　{one.what}　{one.title}{f'（{one.who}）' if one.who else ''}")
    return 0


def share_json(share: Share) -> dict[str, object]:
    """A value and what it comes to."""
    return {"value": share.value, "label": share.label, **share.amounts.to_json()}


def _say_cut(label: str, shares: Sequence[Share]) -> None:
    if shares:
        say(f"按{label}：")
        for share in shares:
            say(f"  {share.label}　{_words(share.amounts)}")


def _words(amounts: Amounts) -> str:
    from archive_app.services.authorities.commissioners import amount_words

    named = {"duration": "录音 ", "artefacts": "实物 "}
    measures = (named.get(name, "") + amount_words(name, value) for name, value in amounts.measures.items() if value)
    rate = f"采用 {amounts.adopted} 件（{100 * amounts.rate:.0f}%）" if amounts.rate else ""
    return "，".join(part for part in (f"{amounts.items:,} 件", *measures, rate) if part)
