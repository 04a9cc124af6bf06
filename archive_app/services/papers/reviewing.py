"""三审单: a page for each of the three reviews, with what was written of each aspect and room for what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.domain.workflow import ASPECTS, CONCLUSIONS, Stage
from archive_app.domain.workflow.log import passed_by
from archive_app.domain.workflow.reviews import FURTHER, forms_of
from archive_app.reports.forms import Field, Fields, Form, Forms, Gap, Part, Signing, Words, ticks
from archive_app.reports.held import Held
from archive_app.services.papers.about import Progress, chosen, each, how_much, number_of, papers

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

_SAID = {"政治": 5, "史实": 5, "文字": 4, "体例": 3, "敏感": 3}
"""Lines of handwriting that each aspect has room for."""
_DECIDED = "处理意见"


def review_sheets(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Forms:
    """A sheet for each of the three reviews of each item: what was written in this round, the rest by hand."""
    items = chosen(archive, wanted, progress)
    made = [
        Form("审稿单", tuple(_sheet(item, stage)), number_of(item), subtitle=f"{stage.label}{_round(item)}")
        for item in each(items, progress)
        for stage in Stage
    ]
    return papers("三审单", about, made)


def _round(item: Held) -> str:
    round_ = int(item.record["returned_count"] or 0)
    return f"（第 {round_} 次退改以后）" if round_ else ""


def _sheet(item: Held, stage: Stage) -> list[Part]:
    round_ = int(item.record["returned_count"] or 0)
    forms = forms_of(item.record["reviews"], stage, round_)
    rows: list[tuple[Field, ...]] = [
        (Field("题名", item.record.title),),
        (Field("责任者", item.responsible), Field("类别", item.kind)),
        (Field("征集人", item.commissioner), Field("收稿日期", item.words("received"))),
        (Field("字数等", how_much(item)), Field("栏目", item.words("category"))),
    ]
    for aspect in (*ASPECTS, *(one for one in FURTHER if one != _DECIDED)):
        form = forms.get(aspect, {})
        said = "　".join(filter(None, (str(form.get("conclusion") or ""), str(form.get("opinion") or ""))))
        by = "　".join(filter(None, (str(form.get("reviewer") or ""), str(form.get("day") or ""))))
        words = "\n".join(filter(None, (said, f"——{by}" if by and said else "")))
        rows.append((Field(aspect, words, lines=_SAID[aspect]),))
    decided = forms.get(_DECIDED, {})
    ticked = [str(decided.get("conclusion") or "")]
    passed = passed_by(item.record["workflow_log"], stage.state)
    rows.append((Field(_DECIDED, _decision(ticked, str(decided.get("opinion") or ""), passed), lines=4),))
    by_hand = () if decided.get("reviewer") else ("审稿人（签字）",)
    signed: list[Part] = [Signing(by_hand)] if by_hand else [_signed(decided)]
    return [Fields(tuple(rows)), Gap(6), *signed]


def _decision(ticked: list[str], opinion: str, passed: str) -> str:
    words = ticks(CONCLUSIONS, ticked)
    if opinion:
        words += f"\n{opinion}"
    if passed:
        words += f"\n（流程记录：{passed}通过）"
    return words


def _signed(form: object) -> Part:
    assert hasattr(form, "get")
    return Words(f"审稿人：{form.get('reviewer') or ''}　　日期：{form.get('day') or ''}", "right")
