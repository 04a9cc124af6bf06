"""改样清单: what a volume's printer is to change, by the printed page and line of the proof it was read on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive_app.catalogue.store import Record
from archive_app.domain.corrections.proposal import Decision, Proposal, What
from archive_app.domain.workflow import State
from archive_app.frozen import dataclass
from archive_app.reports.table import Column, Table, Value
from archive_app.services import binding
from archive_app.services.corrections.direct import direct_corrections, line_of
from archive_app.services.corrections.proof_pages import ROUNDS, ProofPages, proof_pages
from archive_app.services.corrections.standing import line_label, proposals_of
from archive_app.services.papers.about import volume_words
from archive_app.services.volume_reports.contents import Progress, composer, volume_wanted

if TYPE_CHECKING:
    from archive_app.services.archive import Archive
    from archive_app.services.reporting import Wanted

COLUMNS = (
    Column("序号", 3, "center"), Column("面", 4, "center"), Column("行", 3, "center"), Column("篇名", 12),
    Column("原文", 16), Column("改为", 16), Column("依据", 10), Column("类型", 5, "center"),
    Column("处理", 5, "center"), Column("提出", 6, "center"),
)  # fmt: skip
_AROUND = 4
"""Characters beside a short place that are shown with it: one character alone is not found on a page."""
_BLANK_ROWS = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal of a volume: the piece it is of, and where it stands on the proof."""

    article: Record
    item: Record
    title: str
    proposal: Proposal
    page: str
    line: int


def listed(
    archive: Archive,
    volume_id: str,
    pages: ProofPages,
    *,
    round_name: str = "",
    states: Sequence[Decision] = (),
    direct: bool = False,
) -> list[Listed]:
    """The proposals of a volume in the order of its pages; of one round, in these states (all, where none is named).

    ``direct``: with what was corrected without a proposal."""
    found: list[Listed] = []
    for article, item, title in _pieces(archive, volume_id):
        for one in proposals_of(item):
            if (round_name and one.round != round_name) or (states and one.state not in states):
                continue
            if one.what is What.FIELD and one.block and one.block != article.id:
                continue
            at = pages.find(article.id, one)
            page, line = (at.page, at.number) if at is not None else (one.page, _number(one.line))
            found.append(Listed(article, item, title, one, page, line))
        for one in direct_corrections(item, round_name) if direct else ():
            at = line_of(pages.of_article(article.id), one)
            where = (at.page, at.number) if at is not None else ("", 0)
            found.append(Listed(article, item, title, one, *where))
    order = {page: number for number, page in enumerate(pages.pages)}
    return sorted(found, key=lambda one: (order.get(one.page, len(order)), one.line, one.proposal.at))


def _pieces(archive: Archive, volume_id: str) -> Iterator[tuple[Record, Record, str]]:
    articles = [(article, title) for article, title in binding.articles(archive, volume_id) if article["item"]]
    items = archive.catalogue.load("item", {str(article["item"]) for article, _title in articles})
    for article, title in articles:
        item = items.get(str(article["item"]))
        if item is not None:
            yield article, item, title or item.title


def changes_table(
    archive: Archive,
    wanted: Wanted,
    about: tuple[str, ...],
    progress: Progress,
    round_name: str = "",
    states: Sequence[Decision] = (Decision.ACCEPTED,),
) -> Table:
    """改样清单 of a round: the newest one in which something was accepted, or corrected without a proposal, where none
    is named."""
    volume = volume_wanted(archive, wanted)
    told = (*about, volume_words(volume))
    if wanted.blank:
        return _table([], told, ("空着的行手填；“改为”里要删去的写“删”。填好的 Excel 可以收回来，一行一条改动建议。",))
    direct = Decision.ACCEPTED in states and len(states) == 1
    name = round_name or _newest(archive, volume.id, states, direct=direct)
    rows: list[Listed] = []
    if name:  # else nothing was proposed, and no page need be set
        progress(0.1, "排版面")
        pages = proof_pages(archive, volume.id, ROUNDS.get(name, 0), composer(wanted, progress))
        progress(0.3, "找面和行")
        rows = listed(archive, volume.id, pages, round_name=name, states=states, direct=direct)
        told = (*told, State(name).label)
    notes = ["面是印在页脚的页码，行从上往下数，照校样旁边的行号。"]
    lost = sum(not one.page for one in rows)
    if lost:
        notes.append(f"有 {lost} 处在这一次的校样上找不到面和行，请照篇名找。")
    return _table(rows, (*told, f"共 {len(rows)} 处"), tuple(notes))


def marks_table(archive: Archive, wanted: Wanted, about: tuple[str, ...], progress: Progress) -> Table:
    """校样批注表: what was proposed in the newest round, whatever became of it; or blank, for a reader to fill in."""
    found = changes_table(archive, wanted, about, progress, states=tuple(Decision))
    return Table(
        "校样批注表", found.columns, found.rows, found.about, notes=found.notes, signed=("校对", "责任编辑", "日期")
    )


def _newest(archive: Archive, volume_id: str, states: Sequence[Decision], *, direct: bool) -> str:
    order = [state.value for state in State]
    found = [
        one.round
        for _a, item, _t in _pieces(archive, volume_id)
        for one in (*proposals_of(item), *(direct_corrections(item) if direct else ()))
        if one.state in states
    ]
    return max(found, key=lambda name: order.index(name) if name in order else -1, default="")


def _table(rows: Sequence[Listed], about: tuple[str, ...], notes: tuple[str, ...]) -> Table:
    made: list[tuple[Value, ...]] = []
    for number, one in enumerate(rows, 1):
        old, new = shown(one.proposal)
        proposal = one.proposal
        made.append((
            number, one.page, one.line or "", one.title, old, new, proposal.why or proposal.decided_why,
            proposal.kind, proposal.state.label, proposal.by,
        ))  # fmt: skip
    if not rows and notes and notes[0].startswith("空着"):
        made = [(number, *[""] * (len(COLUMNS) - 1)) for number in range(1, _BLANK_ROWS + 1)]
    return Table("改样清单", COLUMNS, made, about, notes=notes, signed=("校对", "责任编辑", "改样人", "日期"))


def shown(one: Proposal) -> tuple[str, str]:
    """(原文, 改为) as a list has them: a short place with what stands beside it."""
    match one.what:
        case What.OUT:
            return one.old, "（删去整段）"
        case What.IN:
            return f"……{one.before}（此段后）", f"（加一段）{one.new}"
        case What.JOIN:
            return f"{one.before}／{one.after}", f"{one.before}{one.after}（接排，并为一段）"
        case What.MOVE:
            return one.old, f"（整段移到“……{one.before}”之后）" if one.part else "（整段移到篇首）"
        case What.NOTE:
            return f"{one.before}｜{one.after}", f"（此处加注）{one.new}"
        case What.FIELD:
            label = line_label(one.part, of_article=bool(one.block))
            return f"（{label}）{one.old}", one.new
    left = one.before[-_AROUND:] if len(one.old) < _AROUND else ""
    right = one.after[:_AROUND] if len(one.old) < _AROUND else ""
    return f"{left}{one.old}{right}", f"{left}{one.new}{right}".replace("\n", "／（另起一段）")


def _number(words: str) -> int:
    return int(words) if words.strip().isdecimal() else 0
