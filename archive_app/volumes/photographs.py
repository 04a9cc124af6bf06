"""What a volume prints of a photograph: the picture, its caption, whose it is, and who is on it, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture

_LEFT = "左起"
_DOUBTS: Mapping[str, tuple[str, ...]] = {
    "推测": ("推测", "疑", "？", "?"),
    "待考": ("待考", "不详", "？", "?"),
    "不详": ("不详", "待考", "未详"),
}
"""How sure a name is, where it is not: said behind the name, unless one of these words in it says so."""
_NAMELESS = "姓名不详"


def photograph_text(catalogue: Catalogue, item: Record) -> Manuscript:
    """The picture with its caption, always the same block; nothing where no picture is attached."""
    for file in catalogue.files_of(item.id):
        if str(file["mime"]).startswith("image/"):
            words = str(item["caption"] or item.title)
            # a caption that goes through the rows itself has said who they are
            people = "" if _LEFT in words else people_rows(item["people"])
            picture = Picture(file.id, credit=item["credit_line"], people=people)
            return Manuscript((Block(BlockKind.PICTURE, words, picture=picture, id=f"{item.id}.picture"),))
    return Manuscript()


def people_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """``前排左起：祁垚、李某（推测）；后排左起：……``: the rows in the order they were written in, in each the people by
    their numbers from the left. One who is alone in a row is not counted from the left."""
    by_row: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row.get("name") or row.get("order"):
            by_row.setdefault(str(row.get("row") or "").strip().rstrip("：:"), []).append(row)
    return "；".join(_row(label, found) for label, found in by_row.items())


def _row(label: str, found: list[Mapping[str, Any]]) -> str:
    """One row. People without a number stand behind those who have one, as they were written."""
    ordered = sorted(found, key=lambda row: (row.get("order") is None, row.get("order") or 0))
    counted = len(found) > 1 and _LEFT not in label
    return f"{label}{_LEFT if counted else ''}{'：' if label or counted else ''}{'、'.join(map(_named, ordered))}"


def _named(row: Mapping[str, Any]) -> str:
    name = str(row.get("name") or "").strip()
    if not name:
        return f"（{_NAMELESS}）"
    doubt = str(row.get("certainty") or "")
    said = any(word in name for word in _DOUBTS.get(doubt, ()))
    return f"{name}（{doubt}）" if doubt in _DOUBTS and not said else name
