"""Corrections (改样) of a frozen text made by writing in it: every place that is otherwise becomes an entry of the log,
with what stood there, what stands there now and why; the whole is one step."""

from __future__ import annotations

from archive_app.catalogue.changelog import Done
from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Manuscript
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.texts.carrying import edits_of
from archive_app.services.texts.comparing import Comparison, Row, What, shown
from archive_app.services.workflow.correcting import corrections, places

_LONGEST = 60
"""Characters of a paragraph that are quoted where it came or went as a whole."""
_NEAR = 4
"""Changes with fewer characters between them are one place: it is easier found."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A place that is otherwise: the number of its row in the comparison, and the words of its entry."""

    row: int
    words: str


def corrected_places(item: Record, comparison: Comparison) -> list[Corrected]:
    """What is to be logged, in the order of the text. ``“旧”改为“新”`` where words are others (the list of errata reads
    it), as many characters with them as make the place the only one."""
    return [
        Corrected(number, words) for number in comparison.differing for words in _said(item, comparison.rows[number])
    ]


def correct_text(archive: Archive, item_id: str, made: Manuscript, why: str, *, version: int | None = None) -> Done:
    """Print ``made`` from now on. Raises as `correct`, ``UsageError`` where nothing is otherwise, ``Conflict`` where
    the item is not what it was at ``version``."""
    item = archive.catalogue.record(item_id)
    comparison = Comparison(Manuscript.from_json(item["manuscript"]), made)
    found = corrected_places(item, comparison)
    if not found:
        raise UsageError("没有要改的字", "请在正文里改好再存。", code="nothing-to-correct")
    said = [f"{one.words}：{why.strip()}" if why.strip() else "" for one in found]
    values = {"manuscript": made.to_json()}
    return archive.execute(corrections(archive, item, values, said, expected_version=version))


def _said(item: Record, row: Row) -> list[str]:
    where = f"第 {(row.to if row.to >= 0 else row.number) + 1} 段"
    if row.what is What.NEW:
        return [f"{where}新写“{_cut(shown(row.after))}”"]
    if row.what is What.GONE:
        return [f"原{where}删去“{_cut(shown(row.before))}”"]
    found = [f"{where}{row.words}"] if row.moved or row.what in (What.SPLIT, What.JOINED) else []
    if row.what is What.CHANGED:
        found += _words(item, row) if not row.before[0].rows else _cells(row)
    return [*found, *(f"{where}：{remark}" for remark in row.remarks)]


def _words(item: Record, row: Row) -> list[str]:
    """Each place with as much around it as tells it from all others."""
    text = row.before[0].text
    joined: list[tuple[int, int, str]] = []
    for start, end, new in edits_of(row.pieces):
        if joined and start - joined[-1][1] < _NEAR:
            first, last, words = joined[-1]
            joined[-1] = (first, end, words + text[last:start] + new)
        else:
            joined.append((start, end, new))
    found = []
    for start, end, new in joined:
        left, right = start, end
        while (right == left or len(places(item, "manuscript", text[left:right])) != 1) and (left or right < len(text)):
            left, right = max(0, left - 1), min(len(text), right + 1)
        found.append(f"“{text[left:right]}”改为“{text[left:start]}{new}{text[end:right]}”")
    return found


def _cells(row: Row) -> list[str]:
    """The cells of a table whose words are others."""
    found = []
    for number, (was, now) in enumerate(zip(row.before[0].rows, row.after[0].rows, strict=False), 1):
        for column, (one, other) in enumerate(zip(was, now, strict=False), 1):
            if one.text != other.text:
                found.append(f"表格第 {number} 行第 {column} 格“{one.text}”改为“{other.text}”")
    return found


def _cut(text: str) -> str:
    flat = text.replace("\n", "／")
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}……"
